"""What tablets send comes to the same in any order, or is set apart with its reason; nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.small_sheet import sent as sent_sheet
from tests.core.studies.small_sheet import small_sheet, uuid

from kapea.core.studies.openrosa_submissions import read_submission, settled_sheet
from kapea.core.studies.session_sheet import FORM_ID
from kapea.core.studies.session_submissions import (
    FormWindow,
    SetApart,
    StudySubmission,
    SubmissionRules,
    TakenSubmissions,
    taken_submissions,
)

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 11, 1), date(2027, 10, 31)
RULES = SubmissionRules(
    forms={("session", "1"): FormWindow(FIRST, LAST), ("session", "2"): FormWindow(FIRST, LAST)},
    zone="Asia/Phnom_Penh",
)
CAME = datetime(2026, 12, 2, 3, tzinfo=UTC)
AT = CAME + DAY


def sent(instance: str, over: str = "", sealed: str = "", version: int = 1, **other) -> StudySubmission:
    given = {"made_on": date(2026, 12, 1), "came_at": CAME} | other
    return StudySubmission(
        instance=instance,
        over=over,
        form="session",
        version=str(version),
        sealed=sealed or f"of-{instance}",
        **given,
    )


SENT = [
    sent("a"),
    sent("a2", "a"),
    sent("a3", "a2", version=2),
    sent("b"),
    sent("c", made_on=date(2012, 1, 1)),
    sent("c2", "c"),
    sent("d", version=9),
    sent("e", made_on=date(2031, 1, 1)),
    sent("f", "never-came"),
    sent("g"),
    sent("g1", "g"),
    sent("g2", "g"),
    sent("g3", "g2"),
    sent("h", "h2"),
    sent("h2", "h"),
    sent("i", sealed="one"),
    sent("i", sealed="other"),
    sent("i2", "i"),
    sent("j", came_at=datetime(2028, 1, 1, tzinfo=UTC)),
    sent("k", "k"),
    sent("l", held=SetApart.BAD_VALUE),
    sent("l2", "l"),
]
STANDING = {"a": "a3", "b": "b", "g": "g"}
APART = {
    "c": SetApart.CLOCK,
    "c2": SetApart.PARENT_SET_APART,
    "d": SetApart.UNKNOWN_VERSION,
    "e": SetApart.CLOCK,
    "f": SetApart.WAITS_FOR_PARENT,
    "g1": SetApart.TWO_EDITS,
    "g2": SetApart.TWO_EDITS,
    "g3": SetApart.PARENT_SET_APART,
    "h": SetApart.CIRCLE,
    "h2": SetApart.CIRCLE,
    "i": SetApart.TWO_CONTENTS,
    "i2": SetApart.PARENT_SET_APART,
    "j": SetApart.LATE,
    "k": SetApart.CIRCLE,
    "l": SetApart.BAD_VALUE,
    "l2": SetApart.PARENT_SET_APART,
}
"""Written down apart from the code."""


def assert_none_lost(submissions, taken: TakenSubmissions) -> None:
    known = {(each.instance, each.content) for each in submissions}
    there = [
        (each.instance, each.content)
        for each in (*taken.standing.values(), *taken.replaced, *(one for one, _ in taken.apart))
    ]
    assert sorted(map(repr, there)) == sorted(map(repr, known)), "each once, in one place"


def test_st_r39_each_ends_where_it_was_written_down():
    taken = taken_submissions(SENT, RULES, AT)
    assert {root: one.instance for root, one in taken.standing.items()} == STANDING
    assert {one.instance: reason for one, reason in taken.apart} == APART
    assert [one.instance for one in taken.replaced] == ["a", "a2"]
    assert_none_lost(SENT, taken)


def test_st_r39_in_ten_thousand_orders_doubled_now_and_then_it_ends_the_same():
    chance, whole = Random(39), taken_submissions(SENT, RULES, AT)
    for _ in range(10_000):
        order = [*SENT, *chance.sample(SENT, 3)]
        chance.shuffle(order)
        assert taken_submissions(order, RULES, AT) == whole


@given(st.permutations(SENT), st.integers(0, len(SENT)))
def test_st_r39_at_every_moment_on_the_way_nothing_is_lost(order, cut):
    assert_none_lost(order[:cut], taken_submissions(order[:cut], RULES, AT))


@st.composite
def anything_sent(draw):
    ids = [f"n{n}" for n in range(6)]
    return [
        sent(
            draw(st.sampled_from(ids)),
            draw(st.sampled_from(["", *ids, "never"])),
            draw(st.sampled_from(["x", "y"])),
            draw(st.sampled_from([1, 2, 9])),
            made_on=draw(st.sampled_from([date(2026, 12, 1), date(1970, 1, 1)])),
        )
        for _ in range(draw(st.integers(0, 12)))
    ]


@settings(max_examples=60)
@given(anything_sent(), st.randoms(use_true_random=False))
def test_st_r39_whatever_is_sent_comes_to_the_same_and_is_somewhere(submissions, chance):
    taken = taken_submissions(submissions, RULES, AT)
    assert_none_lost(submissions, taken)
    shuffled = [*submissions, *submissions[:3]]
    chance.shuffle(shuffled)
    assert taken_submissions(shuffled, RULES, AT) == taken


def test_st_r39_an_edit_that_came_first_waits_and_then_stands():
    edit, parent = sent("b", "a"), sent("a")
    assert taken_submissions([edit], RULES, AT).apart == ((edit, SetApart.WAITS_FOR_PARENT),)
    assert taken_submissions([edit, parent], RULES, AT).standing == {"a": edit}


@pytest.mark.parametrize(
    ("days", "reason"), [(30, SetApart.WAITS_FOR_PARENT), (31, SetApart.PARENT_NEVER_CAME)]
)
def test_st_r39_after_thirty_days_somebody_looks_at_it(days, reason):
    edit = sent("b", "a")
    assert taken_submissions([edit], RULES, CAME + days * DAY).apart == ((edit, reason),)
    late = taken_submissions([edit, sent("a")], RULES, CAME + days * DAY)
    assert late.standing == {"a": edit}, "it is there, and taken, whenever the other comes"


def test_st_r39_of_two_edits_the_one_that_somebody_chose_goes_on_and_the_other_is_kept():
    two = [sent("g"), sent("g1", "g"), sent("g2", "g"), sent("g3", "g2")]
    taken = taken_submissions(two, replace(RULES, decided={"g": "g2"}), AT)
    assert taken.standing == {"g": two[3]}
    assert taken.apart == ((two[1], SetApart.TWO_EDITS),)
    other = taken_submissions(two, replace(RULES, decided={"g": "never"}), AT)
    assert other.standing == {"g": two[0]}, "a choice of what is not there is none"


def test_st_r39_a_version_that_becomes_known_is_taken_then():
    new = sent("a", version=3)
    assert taken_submissions([new], RULES, AT).apart == ((new, SetApart.UNKNOWN_VERSION),)
    forms = {**RULES.forms, ("session", "3"): FormWindow(FIRST, LAST)}
    assert taken_submissions([new], replace(RULES, forms=forms), AT).standing == {"a": new}


@pytest.mark.parametrize(
    ("made_on", "came_at", "reason"),
    [
        (FIRST, datetime(2026, 11, 1, tzinfo=UTC), None),
        (LAST, datetime(2027, 10, 31, 16, 59, tzinfo=UTC), None),
        (LAST, datetime(2027, 10, 31, 17, tzinfo=UTC), SetApart.LATE),
        (FIRST - DAY, datetime(2026, 11, 1, tzinfo=UTC), SetApart.CLOCK),
        (date(2026, 12, 2), datetime(2026, 12, 1, tzinfo=UTC), None),
        (date(2026, 12, 3), datetime(2026, 12, 1, tzinfo=UTC), SetApart.CLOCK),
    ],
)
def test_st_r02_what_comes_when_no_approval_holds_is_set_apart(made_on, came_at, reason):
    one = sent("a", made_on=made_on, came_at=came_at)
    taken = taken_submissions([one], RULES, AT)
    assert [why for _, why in taken.apart] == ([reason] if reason else [])


def test_st_r39_the_first_coming_counts_however_late_it_is_sent_again():
    again = sent("a", came_at=datetime(2028, 1, 1, tzinfo=UTC))
    for order in ([sent("a"), again], [again, sent("a")]):
        assert taken_submissions(order, RULES, AT).standing == {"a": sent("a")}


def test_st_r39_an_edit_that_is_sent_again_waits_from_the_first_time():
    edit = sent("b", "a")
    again = sent("b", "a", came_at=CAME + 29 * DAY)
    for order in ([edit, again], [again, edit]):
        taken = taken_submissions(order, RULES, CAME + 31 * DAY)
        assert [why for _, why in taken.apart] == [SetApart.PARENT_NEVER_CAME]


@pytest.mark.parametrize("instance", [id for id in sorted(APART) if id not in ("h", "h2", "k", "i")])
def test_st_r39_what_somebody_looked_at_and_took_stands_and_what_they_dropped_stands_no_more(instance):
    [one] = [each for each in SENT if each.instance == instance]
    took = taken_submissions(SENT, replace(RULES, taken=frozenset({one.sealed})), AT)
    stands = {each.instance for each in took.standing.values()}
    waits = APART[instance] in (SetApart.TWO_EDITS, SetApart.PARENT_SET_APART)
    assert (instance in stands) or waits or instance in {each.instance for each in took.replaced}
    dropped = taken_submissions(SENT, replace(RULES, dropped=frozenset({one.sealed})), AT)
    everything = (*dropped.standing.values(), *dropped.replaced, *(each for each, _ in dropped.apart))
    assert one not in everything


def test_st_r39_of_two_contents_and_of_two_edits_the_one_that_is_left_stands():
    dropped = replace(RULES, dropped=frozenset({"one", "of-g1"}))
    taken = taken_submissions(SENT, dropped, AT)
    assert taken.standing["i"].instance == "i2"
    assert taken.standing["g"].instance == "g3"


def test_st_r39_sheets_from_the_wire_are_settled_as_they_were_sent():
    sheets = {small_sheet().version: small_sheet()}
    rules = SubmissionRules(
        forms={(FORM_ID, small_sheet().version): FormWindow(FIRST, LAST)}, zone="Asia/Phnom_Penh"
    )
    wire = [
        sent_sheet(2, replaces=1),
        sent_sheet(1),
        sent_sheet(3),
        sent_sheet(3),
        sent_sheet(4, version="1"),
    ]
    read = [read_submission(data, sheets, CAME.date()) for data in wire]
    sheets_sent = [
        settled_sheet(each, sha256(data).hexdigest(), came_on=CAME.date(), came_at=CAME)
        for each, data in zip(read, wire, strict=True)
    ]
    taken = taken_submissions(sheets_sent, rules, AT)
    assert {each.instance for each in taken.standing.values()} == {uuid(2), uuid(3)}
    assert [each.instance for each in taken.replaced] == [uuid(1)]
    assert [why for _, why in taken.apart] == [SetApart.UNKNOWN_VERSION]
