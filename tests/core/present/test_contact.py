"""A contact is worded once: every door says the same number, the same name and the same doubts."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest
from tests.conftest import AT, COUNTRIES, world_of

from kapea.cli.terminal import contact_lines
from kapea.core.directory.match import Match, Need, match
from kapea.core.directory.reasons import CAVEATS, CODES
from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.paper.contacts import groups
from kapea.core.present.contact import (
    PICTURES,
    VERBS,
    contact_in_words,
    reason_words,
    without_breaks,
)
from kapea.web.public.contacts import contact_card

BEGINS = {"call": "tel:", "sms": "sms:", "site": "http", "place": ""}
each_country = pytest.mark.parametrize("country", COUNTRIES)


@cache
def matches(country: str, language: str) -> tuple[Match, ...]:
    directory = world_of(country).directory
    found = (match(directory, Need(types=(k,), language=language), at=AT) for k in directory.types)
    return tuple(dict.fromkeys(each for row in found for each in row))


def languages(country: str) -> tuple[str, ...]:
    return world_of(country).release.languages


@each_country
def test_only_a_place_has_no_way_to_be_tapped(country):
    for language in languages(country):
        for found in matches(country, language):
            said = contact_in_words(world_of(country).release, found, language)
            assert bool(said.href) == (said.kind != "place")
            assert said.href.startswith(
                {"call": "tel:", "sms": "sms:", "site": "http", "place": ""}[said.kind]
            )
            assert said.outside == (said.kind == "site")
            assert said.picture in world_of(country).release.pictures


@each_country
def test_how_sure_we_are_is_never_left_out(country):
    release = world_of(country).release
    for found in matches(country, "en"):
        for brief in (True, False):
            said = contact_in_words(release, found, "en", brief=brief)
            doubts = [reason_words(release, c, "en") for c in found.reasons if c in CAVEATS]
            assert list(said.caveats) == doubts
            assert all(without_breaks(doubt) in said.spoken for doubt in doubts)
            assert len(said.reasons) + len(said.caveats) == len(found.reasons)


@each_country
def test_a_reader_aloud_hears_the_number_and_no_break_mark(country):
    for language in languages(country):
        for found in matches(country, language):
            said = contact_in_words(world_of(country).release, found, language)
            assert without_breaks(said.big) in said.spoken
            assert ZERO_WIDTH not in said.spoken
            assert "  " not in said.spoken


@each_country
def test_a_brief_one_names_the_same_people_with_fewer_words(country):
    release = world_of(country).release
    for language in languages(country):
        for found in matches(country, language):
            full = contact_in_words(release, found, language)
            brief = contact_in_words(release, found, language, brief=True)
            assert (brief.href, brief.kind, brief.reasons) == (full.href, full.kind, full.reasons)
            assert brief.does == ""
            assert len(brief.name) <= len(full.name)
            assert not [way for way in brief.ways if way.outside]


@each_country
def test_page_terminal_and_paper_say_the_same_name_number_and_reasons(country):
    world, release = world_of(country), world_of(country).release
    on_paper = {who.service: who for group in groups(release, ("now",), "en", at=AT) for who in group.people}
    assert on_paper
    for found in matches(country, "en"):
        said, line = contact_in_words(release, found, "en"), contact_lines(world, "en", found)
        assert contact_card(world, found, "en") == said
        assert release.text(found.service.name, "en") in line
        assert line.endswith(", ".join(reason_words(release, c, "en") for c in found.reasons))
        if (paper := on_paper.get(said.service)) is not None and found.phone is not None:
            assert (paper.name, paper.caveats) == (said.name, said.caveats)


@each_country
def test_every_reason_has_its_words_in_every_language(country):
    release = world_of(country).release
    for language in languages(country):
        for code in CODES:
            words = reason_words(release, code, language)
            assert words
            assert "{" not in words
        assert release.text(f"word.language-{language}", language) in reason_words(
            release, "speaks", language
        )


def test_every_kind_has_a_verb_and_a_drawing():
    assert VERBS.keys() == PICTURES.keys() == {"call", "sms", "site", "place"}


def test_a_service_without_number_or_address_is_reached_by_its_site(cambodia):
    found = next(m for m in matches("cambodia", "en") if m.phone is not None and m.service.website)
    bare = msgspec.structs.replace(found.service, address="")
    said = contact_in_words(cambodia.release, msgspec.structs.replace(found, service=bare, phone=None), "en")
    assert (said.kind, said.href, said.name) == ("site", found.service.website, "")
    assert said.site.endswith(found.service.website.split("/")[2].removeprefix("www."))
