"""Editions one after the other: nothing is told twice, nothing that was told changes, and nobody who puts
them all together comes closer to a small count than ten.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.workshops.programmes import MEASURES, Programme, answers, editions, period, stands
from tests.core.workshops.published_attacked import WithAnswers, false_figures, too_close
from tests.packs import MUCH

from kapea.core.evidence.counts import CountMark, ShownCount, published_count
from kapea.core.workshops import answer_figures, attendance_figures, edition_draft, year_figures
from kapea.core.workshops.held_workshop import HeldWorkshop

MONTHS = [period(f"2026-{month:02}") for month in (9, 10, 11, 12)]


def held(id: str, month: int, area: str, many: int, *told, audience: str = "caregivers", group: str = ""):
    kind = "girls" if "class" in audience else "women"
    return HeldWorkshop(
        id=id,
        on=date(2026, month, 5),
        group=group or id,
        area=area,
        audience=audience,
        came={kind: many, "men": 0} if kind == "women" else {kind: many},
        answers=told,
    )


programmes = st.builds(
    Programme,
    st.integers(0, 10_000),
    areas=st.integers(1, 4),
    groups=st.integers(2, 9),
    months=st.integers(2, 4),
    sparse=st.booleans(),
)


@settings(max_examples=8 * MUCH, deadline=None)
@given(programmes)
def test_nobody_who_reads_every_edition_finds_a_small_count(programme):
    workshops = programme.held()
    made = editions(workshops, programme.periods())
    assert not made or false_figures(made, workshops) == []
    assert not made or too_close(made, workshops) == []


@settings(max_examples=6 * MUCH, deadline=None)
@given(programmes)
def test_every_workshop_is_told_once_and_every_edition_tells_its_total(programme):
    workshops = programme.held()
    made = editions(workshops, programme.periods())
    told = [id for each in made for id in each.came_of]
    assert len(told) == len(set(told))
    answered = [id for each in made for id in each.answers_of]
    assert len(answered) == len(set(answered))
    assert set(answered) <= set(told)
    for each in made:
        came = sum(sum((w.came or {}).values()) for w in workshops if w.id in each.came_of)
        assert each.said[("came",)] == ShownCount(came)
    if made and len({each.id for each in workshops}) == len(told):
        assert made[-1].said[("year",)].count == sum(sum((w.came or {}).values()) for w in workshops)


@pytest.mark.parametrize("seed", [3, 8])
def test_a_programme_of_usual_size_is_told_and_kept(seed):
    programme = Programme(seed, areas=5, groups=18, months=3)
    made = editions(programme.held(), programme.periods())
    assert len(made) == 3
    assert too_close(made, programme.held()) == []
    came = [mark for each in made for key, mark in each.said.items() if key[0] == "came"]
    assert sum(mark is CountMark.HIDDEN for mark in came) <= len(came) / 3, "it must be worth reading"


def test_what_comes_late_is_in_the_next_edition_and_no_edition_changes():
    on_time, late = held("a", 9, "A1", 20), held("b", 9, "A1", 15)
    [first] = editions([on_time], MONTHS[:1])
    second = edition_draft.edition_draft([on_time, late], MONTHS[1], [stands(first)], MEASURES, still_meet=())
    assert second is not None
    assert (second.came_of, second.earlier, second.held) == (("b",), 1, 1)
    assert second.said[("came",)] == ShownCount(15)
    assert second.said[("year",)] == ShownCount(35)


def test_a_correction_of_what_was_told_changes_no_figure():
    was, new = held("a", 9, "A1", 20), held("b", 10, "A1", 30)
    [first] = editions([was], MONTHS[:1])
    corrected = replace(was, came={"women": 23, "men": 0})
    second = edition_draft.edition_draft(
        [corrected, new], MONTHS[1], [stands(first)], MEASURES, still_meet=()
    )
    assert second is not None
    assert second.said[("came",)] == ShownCount(30)
    assert second.said[("year",)] == ShownCount(50), "the editions' own sum"


def test_a_month_in_which_too_few_came_waits_for_the_next():
    [only] = editions([held("a", 9, "A1", 9), held("b", 10, "A1", 30)], MONTHS[:2])
    assert (only.begins, only.ends) == (date(2026, 9, 1), date(2026, 10, 31))
    assert only.said[("came",)] == ShownCount(39)


def test_a_workshop_in_which_nobody_counted_is_held_and_has_no_data():
    empty = replace(held("b", 9, "A2", 0), came=None)
    [only] = editions([held("a", 9, "A1", 30), empty], MONTHS[:1])
    assert (only.held, only.uncounted) == (2, 1)
    assert only.said["came", "area", "A2"] is CountMark.NO_DATA
    assert only.said["came", "area", "A1"] == ShownCount(30)
    assert only.said["came", "group", "men"] is CountMark.ZERO


def test_an_audience_of_which_under_ten_came_waits_until_more_did():
    """Hidden among others it would hide one of those with it, and their answers."""
    told = answers("first-words", "4/9", "8/9")
    several = [
        held(f"c{n}", 9, f"A{n % 2}", 20, answers("first-words", f"{6 + n}/20", f"{12 + n % 4}/20"))
        for n in range(6)
    ]
    few = held("f", 9, "A1", 9, told, audience="faith-leaders")
    more = held("g", 10, "A1", 8, told, audience="faith-leaders")
    first, second = editions([*several, few, more, held("d", 10, "A1", 30)], MONTHS[:2])
    assert (first.held, first.said[("came",)]) == (6, ShownCount(120))
    assert first.not_said == (edition_draft.LATER,)
    assert first.said["answers", "caregivers", "first-words", "before", "all"] == ShownCount(120)
    assert second.said["came", "audience", "faith-leaders"] == ShownCount(17)
    assert (second.earlier, second.said[("year",)]) == (1, ShownCount(167))
    assert too_close([first, second]) == []


def test_that_workshops_are_told_later_does_not_say_why():
    [waits] = editions([held("c", 9, "A1", 30), held("f", 9, "A1", 9, audience="faith-leaders")], MONTHS[:1])
    is_open = edition_draft.edition_draft(
        [held("c", 9, "A1", 30)], MONTHS[0], [], MEASURES, still_meet=(), some_are_open=True
    )
    assert is_open is not None
    assert waits.not_said == is_open.not_said == (edition_draft.LATER,)


def test_answers_of_a_hidden_audience_would_tell_how_many_came(monkeypatch):
    """What it is for that they are left out: nobody answers who did not come."""
    programme = Programme(3485, areas=2, groups=6, months=1, sparse=True)
    monkeypatch.setitem(answer_figures.LEAST_GROUPS, "caregivers", 1)
    workshops = programme.held()
    made = editions(workshops, programme.periods())
    assert too_close(made, workshops) == []
    assert edition_draft.BEHIND_HIDDEN in made[0].not_said
    monkeypatch.setattr(edition_draft._Answers, "_is_seen", lambda self, session: True)
    assert WithAnswers(editions(workshops, programme.periods())).too_close() != []


def test_groups_that_meet_again_wait_with_their_answers():
    several = [
        held(f"c{n}", 9, "A1", 20, answers("first-words", f"{6 + n}/20", f"{12 + n % 4}/20"), group=f"g{n}")
        for n in range(7)
    ]
    [waits] = editions(several, MONTHS[:1], frozenset({"g0", "g1"}))
    assert waits.not_said == (edition_draft.STILL_MEET, "waits-too-few-groups-caregivers")
    later = [
        held(f"d{n}", 10, "A1", 20, answers("first-words", "1/20", "19/20"), group=f"g{n}") for n in (0, 1)
    ]
    second = edition_draft.edition_draft(
        [*several, *later], MONTHS[1], [stands(waits)], MEASURES, still_meet=()
    )
    assert second is not None
    [change] = second.changes
    assert change.groups == 7
    assert second.said["answers", "caregivers", "first-words", "after", "hoped"] == ShownCount(
        sum(12 + n % 4 for n in range(2, 7)) + 2 * 19
    )
    assert len(second.answers_of) == 9


def test_a_place_of_the_year_is_told_again_once_nothing_small_is_learnt_by_it():
    """Nine in September and nine in October are hidden; of both together nobody knows which is which."""

    def month(n: int, few: int) -> list[HeldWorkshop]:
        return [held(f"x{n}", n, "A1", few), held(f"y{n}", n, "A2", 40), held(f"z{n}", n, "A3", 50)]

    made = editions([*month(9, 9), *month(10, 30), *month(11, 9), *month(12, 8)], MONTHS)
    marks = [each.said["year", "area", "A1"] for each in made]
    assert marks[0] is CountMark.HIDDEN
    assert marks[1] is CountMark.HIDDEN, "thirty are told, so the rest would be nine"
    assert ShownCount(56) in marks or ShownCount(48) in marks
    assert too_close(made) == []


def test_a_year_begins_anew():
    december, january = held("a", 12, "A1", 20), replace(held("b", 12, "A1", 30), on=date(2027, 1, 5))
    [first] = editions([december], [period("2026-12")])
    second = edition_draft.edition_draft(
        [december, january], period("2027-01"), [stands(first)], MEASURES, still_meet=()
    )
    assert second is not None
    assert second.said[("year",)] == ShownCount(30)


# --- each guarantee is there because the code keeps it ------------------------------------------


SMALL = [
    *(held(f"c{n}", 9, area, many) for n, (area, many) in enumerate([("A1", 9), ("A2", 40), ("A3", 50)])),
    *(held(f"d{n}", 10, area, many) for n, (area, many) in enumerate([("A1", 30), ("A2", 20), ("A3", 50)])),
]


def test_who_tells_the_year_as_it_is_tells_the_month_that_was_hidden(monkeypatch):
    assert too_close(editions(SMALL, MONTHS[:2])) == []

    def as_it_is(key, several):
        places = [(each, figure) for each in several for figure in each.places if figure.key == key]
        return published_count(sum(each.cells[cell] or 0 for each, f in places for cell in f.cells))

    monkeypatch.setattr(year_figures, "_sum_of_said", as_it_is)
    assert too_close(editions(SMALL, MONTHS[:2])) != []


def test_with_a_threshold_of_five_nine_of_one_school_are_told(monkeypatch):
    monkeypatch.setattr(attendance_figures, "SENSITIVE_THRESHOLD", 5)
    monkeypatch.setattr(year_figures, "SENSITIVE_THRESHOLD", 5)
    [first, _] = editions(SMALL, MONTHS[:2])
    assert first.said["came", "area", "A1"] == ShownCount(9)
