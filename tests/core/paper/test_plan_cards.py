"""What is put on paper of a workshop plan, and what keeps it off: past its day, or with nobody to call."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from tests.conftest import AT, COUNTRIES, world_of
from tests.core.paper.test_piece import with_services, with_upkeep
from tests.each import for_each

from kapea.core.directory.trust import is_shown
from kapea.core.paper.belief import Unprintable
from kapea.core.paper.plan_cards import picture_sheets, plan_cards, plan_documents, review_state
from kapea.core.paper.printed import (
    decode_printed,
    encode_printed,
    is_printable_name,
    papers_of_plan,
    printed_by_name,
)
from kapea.core.present.dates import in_words
from kapea.core.present.plan_in_words import pictures_in_order

LATER = datetime(2028, 11, 24, 12, tzinfo=UTC)
each_country = pytest.mark.parametrize("country", COUNTRIES)
each_plan = for_each(
    "country id", lambda: ((each, id) for each in COUNTRIES for id in world_of(each).release.workshops)
)


def first_plan(country: str = "cambodia"):
    release = world_of(country).release
    return release, next(iter(release.workshops.values()))


@each_plan
def test_the_cards_name_those_whom_the_directory_shows_for_the_kinds_of_the_plan(country, id):
    release = world_of(country).release
    told = plan_cards(release, release.workshops[id], release.default_language, at=AT)
    people = [who for group in told.contacts for who in group.people]
    assert any(who.is_number for who in people)
    for who in people:
        service = release.directory.services[who.service]
        assert is_shown(service)
        assert not service.local
    asked = [release.directory.services[who.service].types for who in people]
    assert set(release.workshops[id].calls) & {kind for types in asked for kind in types}


@each_plan
def test_every_page_says_which_edition_it_is_and_that_nobody_has_reviewed_it(country, id):
    release = world_of(country).release
    for language in release.languages:
        told = plan_cards(release, release.workshops[id], language, at=AT)
        assert release.short_hash in told.foot
        assert release.text("word.draft", language) in told.foot
        assert release.text("word.reviewed-by-nobody", language) in told.foot
        assert told.demo == release.text("word.demo", language)
        assert told.title == "Kapea"


def test_once_all_of_its_words_are_reviewed_it_says_when_and_is_a_draft_until_then():
    release, plan = first_plan()
    for id in plan_documents(plan):
        assert release.text("word.draft", "en") in review_state(release, plan, "en")
        release = with_upkeep(release, id, state="reviewed", by="A reviewer", on="2027-02-01")
    assert review_state(release, plan, "en") == f"Reviewed on {in_words('2027-02-01', 'en')}."


def test_the_words_of_the_plan_of_its_blocks_and_of_what_it_asks_decide_until_when_it_is_believed():
    release = world_of("cambodia").release
    plan = next(plan for plan in release.workshops.values() if any(part.measures for part in plan.parts))
    documents = plan_documents(plan)
    assert {plan.id, "begin", "told-here", "upset", "measures"} == set(documents)
    for id in documents:
        soon = with_upkeep(release, id, expires="2026-12-01")
        assert in_words("2026-12-01", "en") in plan_cards(soon, plan, "en", at=AT).foot
        old = with_upkeep(release, id, expires="2026-11-01")
        with pytest.raises(Unprintable, match=f"{id} expired on 2026-11-01"):
            plan_cards(old, plan, "en", at=AT)


def test_cards_on_which_nobody_could_be_named_are_refused_and_the_kind_is_said():
    release, plan = first_plan()
    with pytest.raises(Unprintable, match=f"{plan.id}: nobody who may be printed answers to"):
        plan_cards(with_services(release, expires="2026-01-01"), plan, "en", at=AT)


@each_plan
def test_a_sheet_for_each_picture_in_the_order_of_the_numbers_on_the_cards(country, id):
    release = world_of(country).release
    plan = release.workshops[id]
    sheets = picture_sheets(release, plan, release.default_language)
    names = [picture.name for picture in pictures_in_order(plan)]
    assert list(sheets.drawings) == [release.pictures[name] for name in names]
    assert all(drawing.startswith("<svg") and "<text" not in drawing for drawing in sheets.drawings)


def test_a_plan_without_pictures_has_no_sheets():
    release, plan = first_plan()
    bare = msgspec.structs.replace(
        plan, parts=tuple(msgspec.structs.replace(part, pictures=()) for part in plan.parts)
    )
    with pytest.raises(Unprintable, match="no pictures to hold up"):
        picture_sheets(release, bare, "en")
    without = msgspec.structs.replace(release, workshops={plan.id: bare})
    assert papers_of_plan(without, bare) == (plan.id, *plan.prints)
    assert not is_printable_name(without, f"{plan.id}-pictures")


@each_country
def test_all_that_is_printed_for_a_plan_has_a_name_and_comes_back_whole_from_its_bytes(country):
    release = world_of(country).release
    for plan in release.workshops.values():
        names = papers_of_plan(release, plan)
        assert names[:2] == (plan.id, f"{plan.id}-pictures")
        for name in names:
            assert is_printable_name(release, name)
            made = printed_by_name(release, name, release.default_language, at=AT)
            assert decode_printed(encode_printed(made)) == made


def test_a_name_that_nothing_has_is_refused_with_those_that_there_are():
    release, _ = first_plan()
    assert not is_printable_name(release, "banner")
    with pytest.raises(Unprintable, match="There is no piece “banner”: card, poster"):
        printed_by_name(release, "banner", "en", at=AT)


def test_what_is_past_its_day_long_ago_is_refused():
    release, plan = first_plan()
    with pytest.raises(Unprintable, match="expired on"):
        plan_cards(release, plan, "en", at=LATER)
