"""What tablets bring of a session comes to the same in any order, and a no holds however it came."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapea.core.studies.session_entries import CardLaid, CardTakenBack, HandShown, SeatLeft, TurnMarked
from kapea.core.studies.session_submissions import (
    FormWindow,
    SetApart,
    StudySubmission,
    SubmissionRules,
    taken_submissions,
)
from kapea.core.studies.tablet_items import (
    MOST_TABLET_WORDS,
    TABLET_FORM,
    TABLET_VERSION,
    NoTabletItem,
    TabletCard,
    TabletStanding,
    made_on_day,
    read_tablet_item,
    tablet_standing,
)

ZONE, AT = "Asia/Phnom_Penh", datetime(2026, 12, 1, 9, tzinfo=UTC)
START = int(datetime(2026, 12, 1, 2, tzinfo=UTC).timestamp() * 10)
RULES = SubmissionRules(
    forms={(TABLET_FORM, TABLET_VERSION): FormWindow(date(2026, 12, 1), date.max)}, zone=ZONE
)
SEATS = ("s1-c1", "s1-c2")
Told = tuple[str, dict[str, object]]


def item(id: str, at: int, **fields: object) -> Told:
    return id, {"order": START + at, **fields}


def card(id: str, at: int, seat: str = "C1", card: str = "07", kind: str = "card") -> Told:
    return item(id, at, kind=kind, seat=seat, prompt="q3", card=card)


def stood(told: list[Told], held: dict[str, SetApart] | None = None, withdrawn=()) -> TabletStanding:
    read = [(id, read_tablet_item(json.dumps(fields).encode())) for id, fields in told]
    sent = [
        StudySubmission(
            instance=id,
            over=each.over,
            form=TABLET_FORM,
            version=TABLET_VERSION,
            sealed=repr(each),
            made_on=made_on_day(each, ZONE),
            came_at=AT,
            held=(held or {}).get(id),
        )
        for id, each in read
    ]
    taken = taken_submissions(sent, RULES, AT)
    return tablet_standing("s1", read, taken, seats=SEATS, withdrawn=withdrawn)


TOLD = [
    item("p", 0, kind="point", point="start"),
    item("h1", 1, kind="hand", seat="C1", hand="green", point="start"),
    item("h2", 1, kind="hand", seat="C2", hand="green", point="start"),
    card("a", 2),
    card("b", 3),
    card("back", 4, kind="back"),
    card("c", 5, "C2", "08"),
    item("t", 6, kind="turn", seat="C2"),
    item("red", 7, kind="hand", seat="C2", hand="red"),
    item("t2", 8, kind="turn", seat="C2"),
    card("d", 9, "C2"),
    item("w1", 10, kind="words", words="a first"),
    item("w2", 11, kind="words", words="a first draft", over="w1"),
    item("w3", 12, kind="words", words="a last draft", over="w2"),
    item("t3", 13, kind="turn", seat="C7"),
    item("t4", 14, kind="turn", seat="C1"),
    item("t4", 15, kind="turn", seat="C1"),
    card("lone", 16, card="20", kind="back"),
    item("early", -(10**9), kind="turn", seat="C1"),
    item("stop", 20, kind="stop"),
]
APART = {
    "t3": SetApart.UNKNOWN_SEAT,
    "t4": SetApart.TWO_CONTENTS,
    "lone": SetApart.WAITS_FOR_PARENT,
    "early": SetApart.CLOCK,
}


def test_st_r39_each_ends_where_it_was_written_down():
    stands = stood(TOLD)
    assert {each.id for each in stands.entries} == {"p", "h1", "h2", "a", "c", "t", "red", "back"}
    assert CardTakenBack("back", START + 4, "b", "q3") in stands.entries
    assert [each.words for _, each in stands.words] == ["a last draft"]
    assert stands.apart == APART


def test_st_r39_in_two_thousand_orders_doubled_now_and_then_it_ends_the_same():
    chance, whole = Random(39), stood(TOLD)
    for _ in range(2_000):
        order = [*TOLD, *chance.sample(TOLD, 3)]
        chance.shuffle(order)
        assert stood(order) == whole


def test_st_r15_a_red_card_takes_what_comes_after_it_and_nobody_is_asked_why():
    ids = {each.id for each in stood(TOLD).entries}
    assert {"c", "t", "red"} <= ids, "what was before it stays, as far as consent goes"
    assert not {"t2", "d"} & ids


@pytest.mark.parametrize("why", [SetApart.LATE, SetApart.NOT_STARTED, SetApart.CLOCK])
def test_st_r15_a_no_holds_whatever_is_the_matter_with_how_it_came(why):
    noes = dict.fromkeys(("red", "back"), why)
    stands = stood(TOLD, noes)
    assert {"red", "back"} <= {each.id for each in stands.entries}
    assert "t2" not in {each.id for each in stands.entries}
    held = stood(TOLD, {"t": why, "a": why})
    assert (held.apart["t"], held.apart["a"]) == (why, why)


def test_of_whoever_withdrew_nothing_is_kept_and_its_items_are_named_to_be_erased():
    stands = stood(TOLD, withdrawn=("s1-c2",))
    assert stands.gone == {"h2", "c", "t", "red", "t2", "d"}
    assert not [each for each in stands.entries if getattr(each, "seat", "") == "s1-c2"]
    assert not stands.gone & stands.apart.keys()


@settings(max_examples=60)
@given(
    st.lists(
        st.builds(
            lambda id, at, kind, seat: (
                card(f"i{id}", at, seat, kind=kind)
                if kind in ("card", "back")
                else item(f"i{id}", at, kind=kind, seat=seat, **({"hand": "red"} if kind == "hand" else {}))
            ),
            st.integers(0, 9),
            st.integers(0, 5),
            st.sampled_from(["card", "back", "turn", "hand", "left"]),
            st.sampled_from(["C1", "C2"]),
        ),
        max_size=10,
    ),
    st.randoms(use_true_random=False),
)
def test_st_r15_whatever_comes_no_turn_or_card_stands_after_a_no_of_its_seat(told, chance):
    stands = stood(told)
    shuffled = [*told, *told[:2]]
    chance.shuffle(shuffled)
    assert stood(shuffled) == stands
    noes = [each for each in stands.entries if isinstance(each, HandShown | SeatLeft)]
    for each in stands.entries:
        if isinstance(each, CardLaid | TurnMarked):
            assert not [no for no in noes if no.seat == each.seat and no.order <= each.order]
    laid = {each.id for each in stands.entries if isinstance(each, CardLaid)}
    back = [each.card_id for each in stands.entries if isinstance(each, CardTakenBack)]
    assert not laid & set(back)
    assert len(back) == len(set(back)), "one card is taken back once"


GOOD = {"kind": "turn", "order": START, "seat": "C1"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "photo"},
        {"seat": "Sokha"},
        {"name": "Sokha"},
        {"order": 0},
        {"order": 10**15},
        {"kind": "card", "prompt": "q1", "card": "c07"},
        {"kind": "words", "words": "x" * (MOST_TABLET_WORDS + 1)},
        {"kind": "hand", "hand": "blue"},
    ],
)
def test_st_r11_what_is_none_of_our_kinds_is_no_item(wrong):
    assert read_tablet_item(json.dumps(GOOD).encode())
    with pytest.raises(NoTabletItem) as caught:
        read_tablet_item(json.dumps(GOOD | wrong).encode())
    assert "Sokha" not in str(caught.value)


@given(st.binary(max_size=60))
def test_whatever_is_opened_is_an_item_or_none(data):
    with suppress(NoTabletItem):
        assert read_tablet_item(data)


def test_the_padding_of_a_page_is_no_part_of_an_item():
    fields = {"kind": "card", "order": START, "seat": "C1", "prompt": "q1", "card": "07"}
    padded = json.dumps(fields).ljust(256).encode()
    assert read_tablet_item(padded) == TabletCard(order=START, seat="C1", prompt="q1", card="07")
