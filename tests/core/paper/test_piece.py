"""What stands on a piece, and what keeps it off: past its day, without a source, with nobody to call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import AT, COUNTRIES, world_of

from kapea.core.dialogue.step import begin, look
from kapea.core.paper.belief import Unprintable
from kapea.core.paper.contacts import groups
from kapea.core.paper.piece import piece
from kapea.core.present.dates import in_words

LATER = datetime(2027, 11, 24, 12, tzinfo=UTC)
each_country = pytest.mark.parametrize("country", COUNTRIES)


def with_upkeep(release, id, **changed):
    kept = msgspec.structs.replace(release.upkeep[id], **changed)
    return msgspec.structs.replace(release, upkeep={**release.upkeep, id: kept})


def with_services(release, **changed):
    """Every service with something changed."""
    services = {id: msgspec.structs.replace(s, **changed) for id, s in release.directory.services.items()}
    directory = msgspec.structs.replace(release.directory, services=services)
    return msgspec.structs.replace(release, directory=directory)


def people_on(told):
    return [who for p in told.panels for t in p.things for g in t.groups for who in g.people]


@each_country
def test_those_to_call_now_are_those_of_the_first_view(country):
    world = world_of(country)
    shown = {m.phone.number for m in look(world, begin(world, "en"), at=AT).contacts if m.phone}
    [group] = groups(world.release, ("now",), "en", at=AT)
    assert {who.service for who in group.people} == {
        m.service.id for m in look(world, begin(world, "en"), at=AT).contacts
    }
    assert len(group.people) >= len(shown) >= 2


@each_country
@settings(deadline=None, max_examples=30)
@given(hours=st.integers(0, 24 * 14))
def test_what_is_printed_does_not_depend_on_the_hour(country, hours):
    release = world_of(country).release
    then = AT + timedelta(hours=hours)
    assert piece(release, "numbers", "en", at=then) == piece(release, "numbers", "en", at=AT)


@each_country
def test_paper_never_says_open_or_closed_now(country):
    release = world_of(country).release
    never = {release.text(f"word.reason-{code}", "en") for code in ("open-now", "closed-now")}
    for name in release.materials:
        for who in people_on(piece(release, name, "en", at=AT)):
            assert not never & set(who.reasons)


@each_country
def test_neighbours_never_stand_on_paper_for_paper_does_not_know_who_reads_it(country):
    release = world_of(country).release
    named = {
        who.service for name in release.materials for who in people_on(piece(release, name, "en", at=AT))
    }
    assert named
    assert not {s.id for s in release.directory.services.values() if s.local} & named


def test_without_an_address_there_is_no_code_and_no_word():
    told = piece(world_of("kenya").release, "poster", "sw", at=AT)
    assert all(t.code is None and t.kind != "address" for p in told.panels for t in p.things)


def test_a_piece_says_the_first_day_on_which_something_of_it_is_no_longer_believed():
    release = world_of("cambodia").release
    ends = {s.expires for s in release.directory.services.values()} | {release.upkeep["poster"].expires}
    assert in_words(min(ends), "en") in piece(release, "poster", "en", at=AT).until
    sooner = with_upkeep(release, "poster", expires="2026-12-24")
    assert "24 December 2026" in piece(sooner, "poster", "en", at=AT).until


def test_words_past_their_day_are_not_printed():
    old = with_upkeep(world_of("cambodia").release, "poster", expires="2026-11-24")
    with pytest.raises(Unprintable, match="poster expired on 2026-11-24"):
        piece(old, "poster", "km", at=AT)


@pytest.mark.parametrize("gap", [{"sources": ()}, {"expires": ""}])
def test_words_that_say_not_where_they_are_from_are_not_printed(gap):
    with pytest.raises(Unprintable, match="names no source or no day"):
        piece(with_upkeep(world_of("cambodia").release, "card", **gap), "card", "km", at=AT)


def test_lines_of_a_block_are_as_old_as_the_block():
    release = world_of("cambodia").release
    poster = release.materials["poster"]
    line = next(v.text for say in release.blocks["A5"].lines.values() for v in say)
    taken = msgspec.structs.replace(poster.parts[1], texts=(line,))
    told = msgspec.structs.replace(poster, parts=(*poster.parts, taken))
    old = with_upkeep(release, "A5", expires="2026-11-01")
    with pytest.raises(Unprintable, match="A5 expired"):
        piece(msgspec.structs.replace(old, materials={"poster": told}), "poster", "km", at=AT)


def test_a_number_past_its_day_is_not_printed_and_without_another_nothing_is():
    release = with_services(world_of("cambodia").release, expires="2026-11-24")
    with pytest.raises(Unprintable, match="answers to HELPLINE"):
        piece(release, "poster", "km", at=AT)
    assert people_on(piece(release, "numbers", "km", at=AT)) == []


def test_what_may_not_be_shown_is_not_printed():
    release = with_services(world_of("cambodia").release, confidence="S1", exception="")
    with pytest.raises(Unprintable):
        piece(release, "card", "km", at=AT)


def test_an_unknown_piece_is_told_the_names_there_are():
    with pytest.raises(Unprintable, match="card, poster, numbers"):
        piece(world_of("cambodia").release, "banner", "km", at=AT)


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "24 May 2027"), ("km", "24 ឧសភា 2027"), ("sw", "24 Mei 2027"), ("fil", "Mayo 24, 2027")],
)
def test_a_day_is_written_with_its_month_as_a_word(language, says):
    assert in_words("2027-05-24", language) == says


@each_country
def test_an_emergency_line_is_never_said_to_have_unknown_hours(country):
    release = world_of(country).release
    unknown = release.text("word.reason-hours-unknown", "en")
    lines = {id for id, s in release.directory.services.items() if "EMERGENCY" in s.types}
    told = [who for name in release.materials for who in people_on(piece(release, name, "en", at=AT))]
    assert lines & {who.service for who in told}
    assert not [who.service for who in told if who.service in lines and unknown in who.reasons]


def test_who_is_reached_through_another_says_through_whom():
    release = world_of("philippines").release
    through = {id: s.through for id, s in release.directory.services.items() if s.through}
    told = {
        who.service: who
        for who in people_on(piece(release, "numbers", "en", at=AT))
        if who.service in through
    }
    assert told
    for id, who in told.items():
        leads = release.directory.services[through[id]]
        assert release.text(leads.name, "en") in who.place
        assert leads.phones[0].number in who.place


def test_a_piece_without_numbers_does_not_speak_of_numbers():
    release = world_of("kenya").release
    assert piece(release, "promise", "en", at=AT).demo == release.text("word.reviewed-by-nobody", "en")
    assert piece(release, "poster", "en", at=AT).demo == release.text("word.demo", "en")


def test_what_is_for_the_speaker_alone_stands_first_and_apart():
    talks = [m for c in COUNTRIES for m in world_of(c).release.materials.values() if m.id.startswith("talk-")]
    assert len(talks) > 20
    for talk in talks:
        assert [part.kind for part in talk.parts[:2]] == ["head", "block"]
        assert talk.parts[1].mark == "frame"
        assert not any("talk.nobody" in part.texts for part in talk.parts[2:])


@each_country
def test_a_talk_says_one_number_for_its_words_say_the_number(country):
    release = world_of(country).release
    [group] = groups(release, ("HELPLINE",), "en", at=AT)
    for name in (id for id in release.materials if id.startswith("talk-")):
        [who] = people_on(piece(release, name, "en", at=AT))
        assert who == group.people[0]
        assert who.is_number
