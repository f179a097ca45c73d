"""A stop ends a session for all; it is looked after on the first and the seventh day; its report is empty of
anybody's words.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import get_type_hints

import pytest
from tests.core.studies.made_studies import AT, LEAD, SECOND, TEAM, ZONE, account, done, planned

from kapea.core.studies.distress import (
    DistressFollowUp,
    DistressReason,
    DistressReport,
    DistressSeen,
    distress_reason,
    stop_for_distress,
)
from kapea.core.studies.research_sessions import SessionState, SessionStep, session_after
from kapea.core.studies.session_closing import close_session, go_on_with_session
from kapea.core.studies.session_entries import (
    AssentPoint,
    HandCard,
    HandShown,
    PointMarked,
    TurnMarked,
    session_entries,
)
from kapea.core.studies.study_refusals import StudyRefused
from kapea.core.studies.study_roles import StudyRole

MODERATOR, CO = account(StudyRole.MODERATOR), account(StudyRole.CO_MODERATOR)
RUNNING = replace(planned("s1"), state=SessionState.RUNNING, started_at=AT)


def stopped(session=RUNNING, by=CO, at=AT):
    return stop_for_distress(session, DistressReason.STAFF_SAYS, TEAM, by=by, at=at, zone=ZONE)


@pytest.mark.parametrize("by", [MODERATOR, CO, LEAD, SECOND])
@pytest.mark.parametrize("state", [SessionState.RUNNING, SessionState.PAUSED, SessionState.HELD])
def test_st_r19_either_of_the_staff_stops_it_for_all_and_nothing_leads_back(by, state):
    stop = done(stopped(replace(RUNNING, state=state), by))
    assert stop.session.state is SessionState.STOPPED
    assert stop.session.ended_at == AT
    for step in SessionStep:
        assert step is SessionStep.CLOSE or isinstance(session_after(stop.session, step, at=AT), StudyRefused)
    assert isinstance(go_on_with_session(stop.session, TEAM, by=SECOND, at=AT), StudyRefused)


@pytest.mark.parametrize("state", ["planned", "ended", "closed", "cancelled", "stopped"])
def test_st_r19_what_does_not_run_is_not_stopped(state):
    assert isinstance(stopped(replace(RUNNING, state=SessionState(state))), StudyRefused)
    never_began = replace(RUNNING, state=SessionState.HELD, started_at=None)
    assert isinstance(stopped(never_began), StudyRefused)


@pytest.mark.parametrize("role", [StudyRole.INVESTIGATOR, StudyRole.CODER_A, StudyRole.OBSERVER])
def test_st_r19_whoever_is_not_there_has_other_ways(role):
    assert isinstance(stopped(by=account(role)), StudyRefused)


@pytest.mark.parametrize(
    ("at", "days"),
    [
        (AT, (date(2026, 12, 2), date(2026, 12, 8))),
        (datetime(2026, 12, 1, 16, 59, tzinfo=UTC), (date(2026, 12, 2), date(2026, 12, 8))),
        (datetime(2026, 12, 1, 17, tzinfo=UTC), (date(2026, 12, 3), date(2026, 12, 9))),
    ],
)
def test_st_r19_somebody_looks_after_it_on_the_first_and_the_seventh_day_there(at, days):
    stop = done(stopped(at=at))
    assert stop.follow_ups == (DistressFollowUp("s1", 1, days[0]), DistressFollowUp("s1", 7, days[1]))
    assert stop.report.due_at == at + timedelta(hours=24)


def test_st_r19_a_report_has_no_place_for_content():
    """Each field is an id of the session, a code of a closed list or a moment."""
    kinds = get_type_hints(DistressReport)
    assert kinds == {
        "session": str,
        "reason": DistressReason,
        "stopped_at": datetime,
        "due_at": datetime,
    }
    assert done(stopped()).report.session == "s1"
    assert {each.name for each in fields(DistressFollowUp)} == {"session", "days_after", "due_on"}


def test_st_r19_what_was_entered_until_then_stays_and_only_what_came_after_a_red_card_goes():
    """How far it is used is asked of each one's consent, as always."""
    entries = [
        PointMarked("m0", 0, AssentPoint.START),
        HandShown("h0", 0, "p1", HandCard.GREEN, AssentPoint.START),
        TurnMarked("t1", 1, "p1"),
        HandShown("h2", 2, "p1", HandCard.RED),
        TurnMarked("t3", 3, "p1"),
    ]
    closed = done(close_session(done(stopped()).session, entries, (), ["p1"], at=AT))
    assert closed.state is SessionState.CLOSED
    assert [turn.id for turn in session_entries(entries).turns] == ["t1"]


MINUTE = timedelta(minutes=1)
SEEN = [
    (DistressSeen(), None),
    (DistressSeen(distressed=1, longest=4 * MINUTE), None),
    (DistressSeen(distressed=1, longest=5 * MINUTE), DistressReason.CANNOT_SETTLE),
    (DistressSeen(distressed=2), DistressReason.TWO_DISTRESSED),
    (DistressSeen(aggression=True), DistressReason.AGGRESSION),
    (DistressSeen(suspect_near=True), DistressReason.SUSPECT_NEAR),
    (DistressSeen(staff_says=True), DistressReason.STAFF_SAYS),
]


@pytest.mark.parametrize(("seen", "reason"), SEEN)
def test_the_stop_rule_is_as_written(seen, reason):
    assert distress_reason(seen) is reason
