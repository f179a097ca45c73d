"""ST-R39: in whatever order, however often and however late sheets come, the same holds, and none is lost."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.small_sheet import sent, small_sheet, uuid

from kapea.core.studies.openrosa_submissions import Submission, read_submission
from kapea.core.studies.submission_order import EARLY_EDITS_WAIT, Received, settled

ON = date(2026, 11, 30)
SHEETS = {small_sheet().version: small_sheet()}


def sheet(number: int, replaces: int = 0, minutes: str = "40", held: str = "") -> Submission:
    answers = (("/session[1]/minutes", minutes),)
    return Submission(uuid(number), "v", () if held else answers, uuid(replaces) if replaces else "", held)


def came(*sheets: Submission, on: date = ON) -> list[Received]:
    return [Received(each, on) for each in sheets]


def numbers(ids: Iterable[str]) -> set[int]:
    return {int(id[-12:], 16) for id in ids}


def test_st_r39_ten_thousand_random_orders_end_in_the_same_state():
    sheets = [
        sheet(1), sheet(1), sheet(2, 1), sheet(3, 2), sheet(4), sheet(5, 99),
        sheet(6, held="unknown-version"), sheet(7), sheet(7, minutes="41"),
        sheet(8, 4), sheet(9, 4), sheet(10, 11), sheet(11, 10),
    ]  # fmt: skip
    received, chance = came(*sheets), random.Random(39)
    first = settled(received, ON)
    assert numbers(first.counted) == {3, 4}
    assert numbers(first.replaced) == {1, 2}
    assert numbers(first.waiting) == {5}
    assert {number: first.held[uuid(number)][0].held for number in numbers(first.held)} == {
        6: "unknown-version", 7: "two-contents", 8: "two-edits", 9: "two-edits", 10: "circle", 11: "circle",
    }  # fmt: skip
    for _ in range(10_000):
        chance.shuffle(received)
        assert settled(received, ON) == first


@settings(max_examples=150)
@given(
    st.lists(
        st.builds(
            sheet,
            st.integers(1, 6),
            st.integers(0, 7),
            st.sampled_from(("40", "41")),
            st.sampled_from(("", "clock")),
        ),
        max_size=10,
    ),
    st.randoms(),
    st.integers(0, 60),
)
def test_none_is_lost_and_none_is_in_two_places(sheets, chance, later):
    sheets = [each for each in sheets if each.deprecated_id != each.instance_id]
    on = ON + timedelta(days=later)
    whole = settled(came(*sheets), on)
    parts = (whole.counted, whole.replaced, whole.waiting, whole.held)
    assert sorted(id for part in parts for id in part) == sorted({each.instance_id for each in sheets})
    kept = {each.answers for contents in whole.held.values() for each in contents}
    kept |= {each.answers for part in parts[:3] for each in part.values()}
    assert kept == {each.answers for each in sheets}
    doubled = [*sheets, *sheets]
    chance.shuffle(doubled)
    assert settled(came(*doubled), on) == whole


def test_an_early_edit_waits_thirty_days_and_is_then_held_and_never_dropped():
    early = came(sheet(2, 1))
    for days, place in ((30, "waiting"), (31, "held")):
        at = settled(early, ON + timedelta(days=days))
        assert numbers(getattr(at, place)) == {2}
    assert at.held[uuid(2)][0].held == "no-parent"
    late = settled([*early, *came(sheet(1), on=ON + timedelta(days=90))], ON + timedelta(days=91))
    assert numbers(late.counted) == {2}
    assert numbers(late.replaced) == {1}
    assert not late.held
    assert timedelta(days=30) == EARLY_EDITS_WAIT


def test_an_edit_that_is_sent_again_waits_from_the_first_time():
    twice = [*came(sheet(2, 1), on=ON + timedelta(days=29)), *came(sheet(2, 1))]
    for received in (twice, twice[::-1]):
        assert numbers(settled(received, ON + timedelta(days=31)).held) == {2}


def test_sheets_from_the_wire_are_settled_as_they_were_sent():
    wire = [read_submission(data, SHEETS, ON) for data in (sent(2, replaces=1), sent(1), sent(3), sent(3))]
    whole = settled(came(*wire), ON)
    assert (numbers(whole.counted), numbers(whole.replaced)) == ({2, 3}, {1})
