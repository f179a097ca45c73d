"""A view as messages: every door says all of it, whole, in order, in messages that fit it."""

from __future__ import annotations

from functools import cache

import pytest
from msgspec import structs
from tests.conftest import AT, COUNTRIES, world_of
from tests.core.doors.rendered import ShownMessage, rendered
from tests.ways import LANGUAGES

from kapea.core.dialogue.look import look
from kapea.core.dialogue.menu_screen import dated
from kapea.core.dialogue.step import begin
from kapea.core.dialogue.view import View
from kapea.core.directory.match import Need, match
from kapea.core.doors.limits import MESSAGE_DOORS, SMS, WHATSAPP, Door, fits
from kapea.core.doors.render import answer_said, button_said, contact_said, lines_of, text_said
from kapea.core.doors.voice import prompt_of, screen_prompts
from kapea.core.present.blocks import before_contacts

EVERY_SO_MANY = 7
"""Of the views of a country; the check looks at every line of every one (K13)."""
each_country = pytest.mark.parametrize("country", COUNTRIES)
each_door = pytest.mark.parametrize("door", MESSAGE_DOORS, ids=lambda door: door.name)
CHATS = [door for door in MESSAGE_DOORS if not door.numbered]
each_chat = pytest.mark.parametrize("door", CHATS, ids=lambda door: door.name)


@cache
def views(country: str, language: str) -> tuple[View, ...]:
    """The first view, and what some nodes say one answer later; the danger's own among them."""
    world = world_of(country)
    first = begin(world, language, "help")
    assert first is not None
    nodes = {*range(0, len(world.release.nodes), EVERY_SO_MANY), world.help}
    later = (structs.replace(first, path=(*first.path, (at, world.fresh))) for at in sorted(nodes))
    return tuple(look(world, state, at=AT) for state in (first, *later))


def pages_of(country: str, view: View, door: Door) -> list[tuple[ShownMessage, ...]]:
    """Every page of a view."""
    return rendered(world_of(country), view, door)


@each_door
@each_country
def test_every_message_of_every_door_fits_it(country, door):
    for language in LANGUAGES[country]:
        for view in views(country, language):
            for page in pages_of(country, view, door):
                assert all(fits(message.body, door, language) for message in page)
                assert all(not door.choices or len(message.answers) <= door.choices for message in page)


def dated_line(country, view, shown, door):
    world = world_of(country)
    return dated(world, view, text_said(world.release, shown.text, view.language, door))


@each_chat
@each_country
def test_every_line_is_said_once_whole_in_order_and_contacts_come_after_one_kind_line(country, door):
    for language in LANGUAGES[country]:
        for view in views(country, language):
            lines = list(lines_of(world_of(country), view, door))
            first = "\n".join(message.body for message in pages_of(country, view, door)[0])
            assert first.startswith("\n".join(lines))
            named = [
                contact_said(world_of(country).release, found, language, door) for found in view.contacts
            ]
            opening = [dated_line(country, view, shown, door) for shown in before_contacts(view)]
            assert lines[: len(opening) + len(named)] == [*opening, *named]
            later = [s for s in view.shown if s not in before_contacts(view)]
            said = [dated_line(country, view, shown, door) for shown in later]
            assert lines[len(opening) + len(named) :][: len(said)] == said
            assert len(opening) + len(later) == len(view.shown)


@each_country
def test_on_the_first_view_nothing_comes_before_the_numbers_and_in_danger_a_kind_line_does(country):
    for view in views(country, "en"):
        before = before_contacts(view)
        if not view.depth or not view.contacts:
            assert before == ()
        elif view.level == "red" and view.shown:
            assert 1 <= len(before) <= 3


@each_door
@each_country
def test_every_answer_is_on_one_page_and_only_the_last_has_no_more(country, door):
    release = world_of(country).release
    for language in LANGUAGES[country]:
        for view in views(country, language):
            pages = pages_of(country, view, door)
            told = [label for page in pages for message in page for label in message.answers]
            if door.numbered:
                said = "\n".join(message.body for page in pages for message in page)
                wanted = [answer_said(release, n, o, language, door) for n, o in enumerate(view.offers, 1)]
                places = [said.find(line) for line in wanted]
                assert -1 not in places
            else:
                assert told == [button_said(release, offer, language, door) for offer in view.offers]
            assert [page[-1].has_more for page in pages] == [
                len(pages) > 1 and (door.numbered is False or n < len(pages) - 1) for n in range(len(pages))
            ]


@each_country
def test_a_line_about_somebody_has_number_name_reasons_and_doubts(country):
    world = world_of(country)
    for kind in world.directory.types:
        for found in match(world.directory, Need(types=(kind,), language="en"), at=AT):
            line = contact_said(world.release, found, "en")
            name = world.release.text(found.service.name, "en", "short")
            assert name in line
            assert bool(found.reasons) == (": " in line)
            for code in found.reasons:
                words = world.release.text(f"word.reason-{code}", "en")
                assert words.split("{")[0].strip() in line


def has_own(world, shown, form):
    """Whether a text says it otherwise there than at the doors it would else be like."""
    return world.release.has_text(f"{shown.text}~{form}", "en")


def test_the_same_view_says_the_same_at_every_door_but_for_how_it_is_said():
    """No door adds or leaves out a line; a call says each by its prompts."""
    world = world_of("cambodia")
    for view in views("cambodia", "km"):
        counts = {len(list(lines_of(world, view, door))) for door in MESSAGE_DOORS}
        assert len(counts) == 1
        chat, sms = (list(lines_of(world, view, door)) for door in (WHATSAPP, SMS))
        own = {
            dated_line("cambodia", view, shown, SMS) for shown in view.shown if has_own(world, shown, "sms")
        }
        own |= {contact_said(world.release, found, view.language, SMS) for found in view.contacts}
        assert [line for line, said in zip(sms, chat, strict=True) if line != said and line not in own] == []
        said = len(view.contacts) + len(view.shown) + bool(view.ask) + bool(view.code)
        assert counts == {said}
        heard = [prompt.words for prompt in screen_prompts(world, view)]
        for shown in [*view.shown, *([view.ask] if view.ask else [])]:
            prompt = prompt_of(world.release, shown.text, "km")
            assert prompt is None or prompt.words in heard
