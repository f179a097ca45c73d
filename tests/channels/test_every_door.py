"""The same help journey, one lesson and one practice in Khmer, by every door and on the web: the same words
at each step, the same people to call, the same end. What a text says otherwise in a chat, its pack says.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

import pytest
from django.test import Client
from tests import ways
from tests.channels.every_door import PHONES
from tests.channels.phones import AnyPhone
from tests.packs import AT
from tests.packs import world as world_of
from tests.pages.conftest import Visitor, unmarked, words

from kapea.channels import doors
from kapea.channels.delivery import Delivery
from kapea.core.dialogue.events import Answer
from kapea.core.dialogue.state import Place, State
from kapea.core.dialogue.step import begin, look, step
from kapea.core.dialogue.turn import advance
from kapea.core.dialogue.view import View
from kapea.core.doors.limits import SMS, TELEGRAM
from kapea.core.doors.render import contact_said
from kapea.core.present.contact import contact_in_words
from kapea.guide import keys
from kapea.guide.access import conversation
from kapea.web.public import entry

pytestmark = pytest.mark.one_database
KHMER, GREETING = "km", "សួស្តី"
ENDS = {"a lesson": "lesson-praise.done", "a practice": "practice-found.done"}
MOST_PAGES = 12
DOOR_OF_FORM = {"chat": TELEGRAM, "sms": SMS}


@cache
def way(name: str) -> tuple[str, ...]:
    """The answers of a way, as buttons send them."""
    return ways.keys("cambodia", "S02-child-red") if name == "help" else _shortest(ENDS[name])


def _shortest(end: str) -> tuple[str, ...]:
    """The answers that lead from the first question to a place, as few as can be."""
    world = world_of("cambodia")
    start = begin(world, KHMER).place
    found: dict[Place, tuple[str, ...]] = {start: ()}
    line = deque([start])
    while world.release.nodes[(place := line.popleft())[0]].id != end:
        for key, choice in world.answers(place).items():
            to, _ = advance(world, place, choice)
            if to not in found:
                found[to] = (*found[place], key)
                line.append(to)
    return found[place]


def views_of(name: str) -> Iterator[tuple[str, State, View]]:
    """Each answer of a way, and where it leads."""
    world = world_of("cambodia")
    state = begin(world, KHMER)
    for key in way(name):
        after = step(world, state, Answer(key), at=AT).state
        assert after is not None
        state = after
        yield key, state, look(world, state, at=AT)


class Walk:
    """Somebody who walks a way by a door. `heard`: what was said after each answer."""

    def __init__(self, phone: AnyPhone) -> None:
        self.phone, self.client = phone, Client()
        now, clock = phone.clock.now, phone.clock.time
        self.delivery = Delivery(doors.channels(), now=now, clock=clock)
        self.heard: list[str] = []

    def through(self, name: str) -> None:
        self._brings(self.phone.writes(GREETING))
        self._brings(self._answer(["word.begin"]))
        view = look(world := world_of("cambodia"), begin(world, KHMER), at=AT)
        for key, _, after in views_of(name):
            text = next(offer.text for offer in view.offers if offer.key == key)
            self.heard.append(self._brings(self._answer([text])))
            view = after

    def _answer(self, texts: list[str]) -> Any:
        """The call about an answer, over as many pages as a door needs to show it."""
        release = world_of("cambodia").release
        forms = {unmarked(release.text(text, KHMER, form)) for text in texts for form in ("", "short")}
        more = {unmarked(release.text("word.more", KHMER))}
        for _ in range(MOST_PAGES):
            if (call := self.phone.answers(forms)) is not None:
                return call
            turns_page = self.phone.answers(more)
            assert turns_page is not None, (
                f"{forms} is not offered to {self.phone.name}: {self.phone.shown[-1:]}"
            )
            self._brings(turns_page)
        raise AssertionError(f"{forms} is on no page")

    def _brings(self, call: Any) -> str:
        """All that is said to it, over as many pages as it has."""
        before = len(self.phone.provider.said)
        while call is not None:
            assert call.answered(self.client).status_code == 200
            while self.delivery.round():
                pass
            call = self.phone.reads_on()
        return unmarked("\n".join(said for _, said in self.phone.provider.said[before:]))

    def stands(self) -> State:
        at = self.phone.clock.at
        found = conversation(keys.of_address(self.phone.door, self.phone.address), at=at)
        assert found is not None
        return found.state


class At:
    """A clock of the web door that stands."""

    @staticmethod
    def now(zone: Any) -> datetime:
        return AT.astimezone(zone)


@pytest.fixture
def web(monkeypatch) -> type[Visitor]:
    """Visitors of the web at the time that all phones show."""
    monkeypatch.setattr(entry, "datetime", At)
    return Visitor


@pytest.mark.parametrize("name", ["help", *ENDS])
def test_every_door_says_the_same_and_comes_to_the_same_end(every_door, web, name):
    walks = [Walk(every_door.phone(kind)) for kind in PHONES]
    for walk in walks:
        walk.through(name)
    *_, (_, end, _) = views_of(name)
    forms: dict[str, list[str]] = {}
    for walk in walks:
        assert walk.stands() == end, walk.phone.name
        form = doors.channels()[walk.phone.door].door.form
        assert walk.heard == forms.setdefault(form, walk.heard), walk.phone.name
    assert set(forms) == {"chat", "sms"}
    for form, heard in forms.items():
        _is_what_stands_on_the_web(web(), name, heard, form)


def _is_what_stands_on_the_web(visitor: Visitor, name: str, heard: list[str], form: str) -> None:
    """Each text of a step stands on its page and was said at the door, in its form for such doors if it has
    one; whoever is named stands on the page as well.
    """
    release = world_of("cambodia").release
    page = visitor.get(f"/{KHMER}/")
    for (key, _, view), said in zip(views_of(name), heard, strict=True):
        page = visitor.answer(page, a=key)
        for shown in [*view.shown, *([view.ask] if view.ask else [])]:
            assert _plain(release.text(shown.text, KHMER)) in words(page), (view.node, shown.text)
            assert _plain(release.text(shown.text, KHMER, form)) in _plain(said), (view.node, shown.text)
        for contact in view.contacts:
            assert _plain(contact_said(release, contact, KHMER, DOOR_OF_FORM[form])) in _plain(said)
            number = _plain(contact_in_words(release, contact, KHMER, brief=True).big)
            assert number in words(page), (view.node, number)


def _plain(text: str) -> str:
    return " ".join(unmarked(text).split())


def test_the_ways_come_to_who_helps_and_to_an_end():
    *_, (_, _, last) = views_of("help")
    assert any(view.contacts for _, _, view in views_of("help"))
    for name, end in ENDS.items():
        *_, (_, _, last) = views_of(name)
        assert last.node == end
