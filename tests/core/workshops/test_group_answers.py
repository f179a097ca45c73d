"""People who met several times are one cluster: their first answers, and their last."""

from __future__ import annotations

from datetime import date, time

from tests.core.workshops.programmes import MEASURES, answers

from kapea.core.evidence.proportions import AnswerCount
from kapea.core.workshops.counted_fields import MeasuredAnswers
from kapea.core.workshops.group_answers import GroupAnswers, group_answers
from kapea.core.workshops.held_workshop import HeldWorkshop


def session(day: int, *told: MeasuredAnswers, begins: time | None = None) -> HeldWorkshop:
    return HeldWorkshop(
        id=f"w{day}{begins or ''}",
        on=date(2026, 11, day),
        begins=begins,
        group="g",
        area="A",
        audience="caregivers",
        came={},
        answers=told,
    )


def of(measure: str, *sessions: HeldWorkshop) -> GroupAnswers | None:
    return group_answers(sessions, MEASURES).get(measure)


def test_the_first_before_and_the_last_after_count():
    found = of(
        "first-words",
        session(9, answers("first-words", "9/12", "11/12")),
        session(2, answers("first-words", "3/12", "6/13")),
        session(5, answers("one-number", "1/12", "2/12")),
    )
    assert found == GroupAnswers(AnswerCount(3, 12), AnswerCount(11, 12))


def test_two_sessions_of_a_day_come_by_their_hour():
    late = session(2, answers("first-words", "9/12", "10/12"), begins=time(14))
    early = session(2, answers("first-words", "3/12", "4/12"), begins=time(9))
    assert of("first-words", late, early) == GroupAnswers(AnswerCount(3, 12), AnswerCount(10, 12))


def test_what_was_answered_after_an_earlier_session_is_no_change_of_a_later_first():
    found = of(
        "first-words",
        session(2, answers("first-words", "", "10/12")),
        session(5, answers("first-words", "3/12", "")),
    )
    assert found == GroupAnswers(AnswerCount(3, 12), None)
    assert of("first-words", session(2, answers("first-words", "", "10/12"))) == GroupAnswers(
        None, AnswerCount(10, 12)
    )


def test_what_is_asked_once_a_session_changes_from_the_first_to_the_last():
    asked = [session(day, answers("passed-shame", f"{day}/12", "")) for day in (9, 2, 5)]
    assert of("passed-shame", *asked) == GroupAnswers(AnswerCount(2, 12), AnswerCount(9, 12))


def test_what_was_asked_in_one_session_only_has_no_last():
    both = answers("people-support", "3/12", "5/12")
    assert of("people-support", session(2, both)) == GroupAnswers(AnswerCount(3, 12), None)
    assert GroupAnswers(AnswerCount(3, 12), None).both is None


def test_where_nobody_answered_nobody_was_asked():
    found = of(
        "first-words",
        session(2, answers("first-words", "0/0", "4/12")),
        session(5, answers("first-words", "3/12", "0/0")),
    )
    assert found == GroupAnswers(AnswerCount(3, 12), None)
    assert of("first-words", session(2, answers("first-words", "0/0", ""))) is None
