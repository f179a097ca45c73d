"""What an edition says of answers: the worked numbers, through all of its path; and what it never says."""

from __future__ import annotations

from datetime import date
from math import ceil, floor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.weightstats import DescrStatsW
from tests.core.evidence.test_changed import AFTER as WORKED_AFTER
from tests.core.evidence.test_changed import BEFORE as WORKED_BEFORE
from tests.core.workshops.programmes import MEASURES, answers, editions, period
from tests.packs import MUCH

from kapea.core.evidence.changed import ChangedProportion, SessionAnswers, changed_proportion
from kapea.core.evidence.counts import CountMark, ShownCount
from kapea.core.evidence.proportions import AnswerCount
from kapea.core.workshops import answer_figures
from kapea.core.workshops.answer_figures import ToldAnswers, WhyNot, told_answers
from kapea.core.workshops.change_kept import SaidChange, look_alike_groups, said_change
from kapea.core.workshops.group_answers import GroupAnswers, group_answers
from kapea.core.workshops.held_workshop import CAREGIVERS, PUPILS, HeldWorkshop

NOVEMBER = period("2026-11")


def met(group: str, *told, audience: str = "caregivers", day: int = 3, came: int = 30) -> HeldWorkshop:
    kinds = ("girls", "boys", "other-pupils") if "class" in audience else ("women", "men", "others")
    return HeldWorkshop(
        id=f"{group}-{day}",
        on=date(2026, 11, day),
        group=group,
        area="A1",
        audience=audience,
        came=dict(zip(kinds, (came - 10, 10, 0), strict=True)),
        answers=told,
    )


def worked() -> list[HeldWorkshop]:
    """The eight of `evidence.md` §4. The last four met twice: one session holds the first, one the last."""
    pairs = list(zip(WORKED_BEFORE.split(), WORKED_AFTER.split(), strict=True))
    once = [met(f"g{n}", answers("first-words", *pair)) for n, pair in enumerate(pairs[:4])]
    twice = [
        met(f"g{n}", answers("first-words", *told), day=day)
        for n, (before, after) in enumerate(pairs[4:], 4)
        for day, told in ((5, (before, "1/20")), (12, ("19/20", after)))
    ]
    return [*twice, *once]


def clusters(held: list[HeldWorkshop], measure: str = "first-words") -> list[SessionAnswers]:
    groups = {each.group: [other for other in held if other.group == each.group] for each in held}
    found = [group_answers(each, MEASURES)[measure].both for each in groups.values()]
    return [each for each in found if each is not None]


def test_the_worked_workshops_through_every_step():
    [draft] = editions(worked(), [NOVEMBER])
    marks = [
        draft.said["answers", CAREGIVERS, "first-words", when, what]
        for when in ("before", "after")
        for what in ("hoped", "all")
    ]
    assert marks == [ShownCount(106), ShownCount(227), ShownCount(148), ShownCount(221)]
    [change] = draft.changes
    assert (change.groups, change.asked_once) == (8, 0)
    assert change.change == SaidChange(20, 3, 37)


def test_the_worked_change_agrees_with_scipy_and_statsmodels_to_four_digits():
    found = changed_proportion(clusters(worked()))
    assert isinstance(found, ChangedProportion)
    changes = [
        int(a.split("/")[0]) / int(a.split("/")[1]) - int(b.split("/")[0]) / int(b.split("/")[1])
        for b, a in zip(WORKED_BEFORE.split(), WORKED_AFTER.split(), strict=True)
    ]
    low, high = DescrStatsW(changes).tconfint_mean()
    half = stats.t.ppf(0.975, 7) * np.std(changes, ddof=1) / np.sqrt(8)
    assert round(found.mean_change, 4) == round(float(np.mean(changes)), 4) == 0.2012
    assert round(found.deviation, 4) == round(float(np.std(changes, ddof=1)), 4) == 0.1974
    assert [round(each, 4) for each in (found.low, found.high)] == [0.0362, 0.3663]
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))
    assert half == pytest.approx((high - low) / 2)


def test_sessions_of_the_same_people_are_one_cluster():
    """Counted as sessions they would be twelve, and the interval another."""
    assert len(clusters(worked())) == 8
    assert len(worked()) == 12


def groups(*pairs: str) -> list[dict[str, GroupAnswers]]:
    """Each as `3/12 9/12`."""
    told = [[AnswerCount(*map(int, side.split("/"))) for side in pair.split()] for pair in pairs]
    return [{"first-words": GroupAnswers(each[0], each[1] if len(each) > 1 else None)} for each in told]


def told(several, kind=CAREGIVERS, *, is_last_chance=False):
    return told_answers(kind, several, MEASURES, is_last_chance=is_last_chance)


MIXED = ("6/20 15/20", "9/24 12/24", "2/14 9/14", "12/25 20/25", "4/16 10/16", "10/22 13/22")


def test_of_fewer_than_six_groups_nothing_is_told_before_the_year_ends():
    assert told(groups(*MIXED[:5])) is WhyNot.TOO_FEW_GROUPS
    last = told(groups(*MIXED[:5]), is_last_chance=True)
    assert isinstance(last, ToldAnswers)
    [change] = last.changes
    assert (change.groups, change.change) == (5, None)
    assert isinstance(told(groups(*MIXED)), ToldAnswers)


def test_a_group_that_was_asked_once_does_not_make_six():
    assert told(groups(*MIXED[:5], "7/20")) is WhyNot.TOO_FEW_GROUPS
    [change] = told(groups(*MIXED, "7/20")).changes
    assert (change.groups, change.asked_once) == (6, 1)


def pupils(many: int, measure: str) -> list[dict[str, GroupAnswers]]:
    asked = [f"{10 + n}/28 {14 + n}/28" for n in range(many)]
    return [{measure: each["first-words"]} for each in groups(*asked)]


def test_what_children_know_is_never_told_without_what_they_do():
    alone = pupils(10, "help-still")
    assert told(alone, PUPILS) is WhyNot.KNOWLEDGE_ALONE
    beside = told([*alone, *pupils(2, "passed-shame")], PUPILS)
    assert isinstance(beside, ToldAnswers)
    assert {key[2] for key in beside.said} == {"help-still", "passed-shame"}


def test_classes_are_told_ten_at_a_time_also_when_the_year_ends():
    few = [*pupils(9, "help-still")]
    several = [{**each, **other} for each, other in zip(few, pupils(9, "passed-shame"), strict=True)]
    assert told(several, PUPILS, is_last_chance=True) is WhyNot.TOO_FEW_GROUPS


def test_an_item_that_fewer_than_ten_answered_is_not_there():
    several = [{**each, "settle": GroupAnswers(AnswerCount(1, 1), None)} for each in groups(*MIXED)]
    found = told(several)
    assert {key[2] for key in found.said} == {"first-words"}
    assert {each.measure for each in found.changes} == {"first-words"}


def test_a_few_who_answered_otherwise_are_not_told_by_subtraction():
    found = told(groups(*[f"{n + 8}/20 20/20" for n in range(5)], "10/20 17/20"))
    assert found.said["answers", CAREGIVERS, "first-words", "after", "hoped"] is CountMark.HIDDEN
    assert found.said["answers", CAREGIVERS, "first-words", "after", "all"] == ShownCount(120)
    [change] = found.changes
    assert change.change is None, "a change would tell the count again"


def test_of_what_is_hidden_no_change_is_said_whatever_it_would_be(monkeypatch):
    monkeypatch.setattr(answer_figures, "said_change", lambda groups: SaidChange(20, 3, 37))
    hidden, open_ = told(groups(*["8/20 20/20"] * 6)), told(groups(*MIXED))
    assert [each.change for each in hidden.changes] == [None]
    assert [each.change for each in open_.changes] == [SaidChange(20, 3, 37)]


def test_that_nobody_answered_as_hoped_for_is_hidden_like_a_few():
    found = told(groups(*["0/20 10/20"] * 6))
    assert found.said["answers", CAREGIVERS, "first-words", "before", "hoped"] is CountMark.HIDDEN


def test_what_was_asked_once_only_has_no_data_after():
    found = told([*groups(*MIXED), *({"people-support": each["first-words"]} for each in groups("15/30"))])
    assert found.said["answers", CAREGIVERS, "people-support", "after", "all"] is CountMark.NO_DATA
    assert found.said["answers", CAREGIVERS, "people-support", "before", "hoped"] == ShownCount(15)


# --- the interval ---------------------------------------------------------------------------


def both(*pairs: str) -> list[SessionAnswers]:
    return [each["first-words"].both for each in groups(*pairs)]


def test_a_change_is_said_in_whole_points_and_rounded_outwards():
    found, exact = said_change(both(*MIXED)), changed_proportion(both(*MIXED))
    assert isinstance(exact, ChangedProportion)
    assert found is not None
    assert found.low / 100 <= exact.low < exact.high <= found.high / 100
    assert found.points == round(100 * exact.mean_change)


def test_a_change_that_was_the_same_everywhere_would_tell_each_group():
    """Every group 2 of 12, then 9 of 12: an interval of one point says so of each."""
    assert said_change(both(*["2/12 9/12"] * 6)) is None
    assert said_change(both(*["12/30 18/30"] * 6)) is not None, "no count of these is small"


def test_of_fewer_than_thirty_answers_no_points_are_said():
    assert said_change(both("1/4 2/4", "0/5 4/5", "2/3 1/3", "1/6 5/6", "3/5 3/5", "2/6 4/6")) is None


sizes = st.integers(8, 30)


@st.composite
def answered(draw) -> SessionAnswers:
    before, after = draw(sizes), draw(sizes)
    return SessionAnswers(
        AnswerCount(draw(st.integers(0, before)), before), AnswerCount(draw(st.integers(0, after)), after)
    )


@settings(max_examples=30 * MUCH, deadline=None)
@given(st.lists(answered(), min_size=6, max_size=9))
def test_whoever_reads_a_change_finds_no_small_count_of_a_group(several):
    """SciPy says of every other set of groups what would be read of it; which group is which nobody knows."""
    said = said_change(several)
    if said is None:
        return
    assert read(several)[4:] == (said.points, said.low, said.high)
    alike = [several, *(list(each) for each in look_alike_groups(tuple(several), said))]
    assert {read(each) for each in alike} == {read(several)}
    for at in range(4):
        possible = [counts_of(each)[at] for table in alike for each in table]
        if min(counts_of(each)[at] for each in several) < 10:
            assert max(possible) - min(possible) >= 10
            assert max(possible) >= 10


def counts_of(each: SessionAnswers) -> tuple[int, ...]:
    before, after = each.before, each.after
    return before.count, before.of - before.count, after.count, after.of - after.count


def read(several: list[SessionAnswers]) -> tuple[int, ...]:
    """What is said of these groups, worked out by SciPy."""
    changes = [each.after.count / each.after.of - each.before.count / each.before.of for each in several]
    half = stats.t.ppf(0.975, len(changes) - 1) * float(np.std(changes, ddof=1)) / len(changes) ** 0.5
    low, high = float(np.mean(changes)) - half, float(np.mean(changes)) + half
    sums = np.array([counts_of(each) for each in several]).sum(axis=0)
    mean, low, high = (round(100 * float(each), 9) for each in (np.mean(changes), low, high))
    return *(int(each) for each in sums), round(mean), max(-100, floor(low)), min(100, ceil(high))
