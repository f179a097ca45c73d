"""What staff are told of a duty to report: where it is from, how sure, until when; nobody else is told."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest
from tests.core.checker import small_pack
from tests.core.checker.small_pack import ON
from tests.packs import COUNTRIES, OWN_LANGUAGE, built

from kapea.core.care.duty_cards import (
    DutyStatus,
    NoSuchReporter,
    cards_for_role,
    confirmed_duties,
)
from kapea.core.checker import duty_cards
from kapea.core.checker.context import CheckContext
from kapea.core.checker.explore import explore
from kapea.core.checker.graph import Graph
from kapea.core.dialogue.world import World
from kapea.core.pack.duty_model import REPORTERS, STAFF_TEXTS
from kapea.core.pack.model import Release, decode_release, encode_release

AT = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
FILE = """
cards:
  xx-school:
    roles: [school]
    rule: Teachers tell an office. Ask your lead.
    to: The office.
    by-when: Today.
    offices: {north: The north, south: The south, east: The east}
    open: [Whether it is so.]
    sources: [ONE]
    confidence: C2
    review: {state: reviewed, by: Sok, on: 2026-11-20, for: [law]}
    expires: 2027-05-29
  xx-anyone:
    roles: [anyone]
    rule: Whoever knows tells an office. Ask your lead.
    to: The office.
    by-when: Today.
    sources: [ONE]
    confidence: S1
    review: {state: draft}
    expires: 2027-05-29
"""


def made(*changes: tuple[str, str]):
    """The small pack with two cards, some words of them changed."""
    text = FILE
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return small_pack.built_with("duty_to_report.yaml", text)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return explore(World(small_pack.released()))


def found(graph: Graph, *changes: tuple[str, str], on: date = ON, release=None) -> list[tuple[str, str, str]]:
    """What the check says of the cards: code, severity, words."""
    pack = made(*changes)
    case = CheckContext(pack.places, release or pack.release, graph, on=on, live=True)
    every = (
        duty_cards.duties_sourced,
        duty_cards.duties_claim_no_more,
        duty_cards.duties_translated,
        duty_cards.duties_seemly,
    )
    return [(p.code, p.severity, p.says) for holds in every for p in holds(case)]


# --- cards ------------------------------------------------------------------------------------


def test_a_role_is_told_its_own_rule_before_everybodys():
    release = made().release
    own, every = cards_for_role(release, "school", at=AT)
    assert (own.duty.id, own.status, own.asks_lead) == ("xx-school", DutyStatus.CONFIRMED, False)
    assert (every.duty.id, every.status, every.asks_lead) == ("xx-anyone", DutyStatus.TREAT_AS_DUTY, True)
    assert own.sources == ("One",)
    assert own.country == "KH"
    assert release.staff_text(own.duty.rule, "en").startswith("Teachers tell")
    assert [c.duty.id for c in cards_for_role(release, "health", at=AT)] == ["xx-anyone"]
    assert confirmed_duties(release, at=AT) == {"xx-school"}


@pytest.mark.parametrize("role", ["child", "friend", "peer", ""])
def test_no_duty_is_placed_on_a_child_or_a_friend(role):
    with pytest.raises(NoSuchReporter, match="no duty is placed"):
        cards_for_role(made().release, role, at=AT)
    assert any("roles" in p.says for p in made(("roles: [school]", f"roles: [{role or 'pupil'}]")).problems)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("state: reviewed, by: Sok, on: 2026-11-20, for: [law]", "state: draft"),
        ("for: [law]", "for: [language]"),
        ("confidence: C2", "confidence: S1"),
    ],
)
def test_what_no_lawyer_confirmed_is_treated_as_a_duty(old, new):
    card = cards_for_role(made((old, new)).release, "school", at=AT)[0]
    assert card.status is DutyStatus.TREAT_AS_DUTY
    assert card.asks_lead


def test_a_card_expires_with_the_day_of_its_country():
    release = made().release
    before, after = datetime(2027, 5, 28, 16, 59, tzinfo=UTC), datetime(2027, 5, 28, 17, 0, tzinfo=UTC)
    assert cards_for_role(release, "school", at=before)[0].status is DutyStatus.CONFIRMED
    expired = cards_for_role(release, "school", at=after)[0]
    assert expired.status is DutyStatus.EXPIRED
    assert expired.asks_lead
    assert confirmed_duties(release, at=after) == frozenset()


def test_a_country_whose_rule_nobody_wrote_has_no_card():
    assert cards_for_role(small_pack.released(), "school", at=AT) == ()


def test_offices_of_kin_are_left_out_and_one_alone_is_no_choice():
    card = cards_for_role(made().release, "school", at=AT)[0]
    assert [name for name, _ in card.offices_without({"north"})] == ["south", "east"]
    assert card.offices_without({"north", "south"}) == ()


# --- the check --------------------------------------------------------------------------------


def test_a_good_card_has_nothing_wrong(graph):
    assert made().problems == []
    assert found(graph) == []


@pytest.mark.parametrize(
    "line", ["sources: [ONE]", "confidence: C2", "expires: 2027-05-29", "roles: [school]"]
)
def test_a_card_without_one_of_these_does_not_build(line):
    head, mark, rest = FILE.partition("  xx-anyone")
    assert line in head
    assert not small_pack.built_with("duty_to_report.yaml", head.replace(line, "") + mark + rest).ok


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("sources: [ONE]\n    confidence: S1", "sources: [TWO]\n    confidence: S1", "K18"),
        ("Whoever knows tells", "Whoever knows must tell", "K17"),
        ("Whoever knows tells", "Whoever does not break the law tells", "K17"),
        ("tells an office. Ask your lead.", "tells an office.", "K17"),
        ("Whoever knows", "Whoever is not stupid", "K12"),
    ],
)
def test_each_fault_of_a_card_is_found(graph, old, new, code):
    assert {(c, s) for c, s, _ in found(graph, (old, new))} == {(code, "error")}


def test_a_confirmed_card_may_say_must(graph):
    assert found(graph, ("Teachers tell an office. Ask your lead.", "Teachers must tell an office.")) == []


def test_an_expired_card_is_a_warning_also_where_it_is_live(graph):
    later = found(graph, on=date(2027, 5, 29))
    assert [(code, severity) for code, severity, _ in later] == [("K18", "warning")] * 2


def test_a_card_that_is_not_translated_is_named(graph):
    release = made().release
    bare = msgspec.structs.replace(release, staff_texts={"en": release.staff_texts["en"]})
    assert [(c, s) for c, s, _ in found(graph, release=bare)] == [("K14", "warning")]


# --- for staff only ---------------------------------------------------------------------------


def test_no_page_message_recording_or_phone_can_come_to_a_staff_text():
    release = made().release
    staff = {id for texts in release.staff_texts.values() for id in texts}
    assert staff
    assert all(id.startswith(STAFF_TEXTS) for id in staff)
    for language, texts in release.texts.items():
        assert not [id for id in texts if id.startswith(STAFF_TEXTS)]
        assert all(release.text(id, language) == "" for id in staff)


def test_the_rest_of_a_release_is_the_same_with_cards_and_without():
    with_cards, without = made().release, small_pack.released()
    bare = {"duties": {}, "staff_texts": {}, "hash": ""}
    assert msgspec.structs.replace(with_cards, **bare) == msgspec.structs.replace(without, hash="")


def test_a_release_of_before_reads_as_one_without_cards():
    body = msgspec.msgpack.decode(encode_release(small_pack.released()))
    del body["duties"], body["staff_texts"]
    read = decode_release(msgspec.msgpack.encode(body))
    assert read == small_pack.released()
    assert cards_for_role(read, "school", at=AT) == ()


# --- the cards that ship ------------------------------------------------------------------------


@pytest.fixture(params=COUNTRIES)
def shipped(request) -> tuple[str, Release]:
    return request.param, built(request.param).release


def test_every_country_tells_every_role_something_in_its_own_language_and_english(shipped):
    country, release = shipped
    for role in REPORTERS:
        every = cards_for_role(release, role, at=AT)
        assert every
        for card in every:
            assert card.status is DutyStatus.TREAT_AS_DUTY, "no lawyer has read it yet"
            for language in ("en", OWN_LANGUAGE[country]):
                assert all(release.has_staff_text(text, language) for text in card.duty.texts)


def test_nothing_that_a_child_may_meet_says_a_card(shipped):
    """Not word for word, in any language: neither a text of a door nor a piece of paper."""
    _, release = shipped
    for language, said in release.staff_texts.items():
        words = {each for id, each in said.items() if id.endswith((".rule", ".by-when"))}
        assert words
        met = "\n".join(release.texts[language].values())
        assert [each for each in words if each in met] == []


def test_in_the_philippines_there_are_ten_kinds_of_office_to_choose_from():
    (card,) = cards_for_role(built("philippines").release, "anyone", at=AT)
    assert len(card.duty.offices) == 10
    assert len(card.offices_without({"barangay", "barangay-children"})) == 8
