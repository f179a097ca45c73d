"""A session starts only with all that protects it, nobody sits with whom they should not, and red is red."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.studies.made_studies import AT, LEAD, SECOND, TEAM, ZONE, account, checks, done, planned

from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.research_sessions import (
    FREE_STEPS,
    SESSION_STEPS,
    ResearchSession,
    SeatYes,
    SessionState,
    SessionStep,
    missing_for_start,
    session_after,
    start_session,
    step_session,
)
from kapea.core.studies.seating import (
    ApartBecause,
    KeptApart,
    SeatedPerson,
    SeatKind,
)
from kapea.core.studies.session_audio import (
    AudioMark,
    AudioMarkKind,
    RecordedPart,
    audio_refusal,
    recorded_parts,
)
from kapea.core.studies.session_closing import go_on_with_session, hold_session
from kapea.core.studies.study_protocol import InstrumentVersion
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_roles import StudyRole

TOOL = InstrumentVersion("guide-12-14", 1, "digest-a")
PLANNED = planned("s1")
CHECKS = checks()
B, K = ResearchAgeBand, SeatKind


def started(session: ResearchSession = PLANNED, given=CHECKS, at: datetime = AT):
    return start_session(session, given, TOOL, 1, at=at, zone=ZONE)


RUNNING = done(started())


# --- starting ------------------------------------------------------------------------------

STAFF = CHECKS.staff
LACKS = [
    ("two-staff", {"staff": ()}),
    ("two-staff", {"staff": STAFF[:1]}),
    ("two-staff", {"staff": (STAFF[0], STAFF[0])}),
    ("two-staff", {"staff": (*STAFF, replace(STAFF[0], account="third"))}),
    ("vetted", {"staff": (STAFF[0], replace(STAFF[1], vetted=False))}),
    ("signed-in", {"staff": (replace(STAFF[0], signed_in=False), STAFF[1])}),
    ("rested", {"staff": (replace(STAFF[0], sessions_today=2), STAFF[1])}),
    ("on-call", {"on_call_at": None}),
    ("on-call", {"on_call_at": AT - timedelta(hours=10)}),
    ("on-call", {"on_call_at": AT + timedelta(minutes=1)}),
    ("referrals", {"referrals_at": None}),
    ("referrals", {"referrals_at": AT - timedelta(hours=24, seconds=1)}),
    ("referrals", {"referrals_at": AT + timedelta(seconds=1)}),
    ("room", {"room": False}),
    ("seats", {"seats": (), "seated": ()}),
    ("seats", {"seats": CHECKS.seats[1:]}),
    ("seats", {"seats": (*CHECKS.seats, CHECKS.seats[0])}),
    ("seats", {"seated": (*CHECKS.seated[1:], SeatedPerson("p1", K.CHILD, B.FROM_15))}),
    ("seats", {"seated": tuple(replace(each, band=B.FROM_15) for each in CHECKS.seated)}),
    ("seats", {"apart": (KeptApart(frozenset({"p1", "p2"}), ApartBecause.SIBLINGS),)}),
    ("agreed", {"seats": (SeatYes("p1", False), *CHECKS.seats[1:])}),
]


@pytest.mark.parametrize(("lack", "changed"), LACKS)
def test_st_r09_a_session_starts_only_with_all_that_protects_it(lack, changed):
    refused = started(given=replace(CHECKS, **changed))
    assert refused == StudyRefused("session.start", StudyRefusal.ITEMS_MISSING, (lack,))


def test_st_r09_with_all_of_it_it_starts_and_keeps_the_version_it_used():
    assert missing_for_start(PLANNED, CHECKS, at=AT, zone=ZONE) == ()
    assert (RUNNING.state, RUNNING.used, RUNNING.started_at) == (SessionState.RUNNING, TOOL, AT)


@pytest.mark.parametrize(
    ("confirmed", "at", "fits"),
    [
        # In Phnom Penh the day begins at five in the afternoon before, by UTC.
        (datetime(2026, 11, 30, 17, tzinfo=UTC), AT, True),
        (datetime(2026, 11, 30, 16, 59, tzinfo=UTC), AT, False),
        (datetime(2026, 12, 1, 16, 59, tzinfo=UTC), datetime(2026, 12, 1, 17, tzinfo=UTC), False),
    ],
)
def test_st_r09_today_is_the_day_of_the_place(confirmed, at, fits):
    given = replace(CHECKS, on_call_at=confirmed, referrals_at=at)
    assert (
        "on-call" not in [lack.value for lack in missing_for_start(PLANNED, given, at=at, zone=ZONE)]
    ) is fits


def test_st_r09_referrals_hold_for_exactly_a_day():
    given = replace(CHECKS, referrals_at=AT - timedelta(hours=24))
    assert not isinstance(started(given=given), StudyRefused)


def test_a_session_goes_only_as_its_table_says():
    for state, step in product(SessionState, SessionStep):
        result = session_after(replace(PLANNED, state=state), step, at=AT)
        assert isinstance(result, StudyRefused) is ((state, step) not in SESSION_STEPS)
        if step not in FREE_STEPS:
            assert isinstance(step_session(replace(PLANNED, state=state), step, at=AT), StudyRefused)
    for state in (SessionState.CLOSED, SessionState.CANCELLED):
        assert not any(begins is state for begins, _ in SESSION_STEPS)
    assert {step for begins, step in SESSION_STEPS if begins is SessionState.STOPPED} == {SessionStep.CLOSE}


# --- a safeguarding stop ---------------------------------------------------------------------


@pytest.mark.parametrize("state", ["planned", "running", "paused"])
def test_st_r06_the_lead_stops_a_session_with_one_act_and_another_lets_it_go_on(state):
    began = None if state == "planned" else AT
    session = replace(RUNNING, state=SessionState(state), started_at=began)
    for who in (account(StudyRole.INVESTIGATOR), account(StudyRole.MODERATOR), "nobody"):
        assert isinstance(hold_session(session, TEAM, by=who, at=AT), StudyRefused)
    held = done(hold_session(session, TEAM, by=LEAD, at=AT))
    for step in SessionStep:
        assert step is SessionStep.CANCEL or isinstance(step_session(held, step, at=AT), StudyRefused)
    assert isinstance(started(held), StudyRefused)
    for who in (LEAD, account(StudyRole.INVESTIGATOR), account(StudyRole.MODERATOR)):
        assert isinstance(go_on_with_session(held, TEAM, by=who, at=AT), StudyRefused)
    going = done(go_on_with_session(held, TEAM, by=SECOND, at=AT))
    assert going.state is (SessionState.PLANNED if state == "planned" else SessionState.PAUSED)
    assert going.held is None


# --- sound ---------------------------------------------------------------------------------------

SEATS = tuple(SeatYes(f"p{n}", True, True) for n in range(6))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=8))
def test_st_r10_sound_starts_only_when_every_answer_is_yes(answers):
    seats = [SeatYes(f"p{n}", part, audio) for n, (part, audio) in enumerate(answers)]
    offered = audio_refusal(RUNNING, seats) is None
    assert offered == (bool(answers) and all(part and audio for part, audio in answers))


def test_st_r10_of_nine_to_eleven_it_is_off_unless_a_committee_allowed_it():
    young = replace(RUNNING, band=B.FROM_9)
    refused = audio_refusal(young, SEATS)
    assert refused == StudyRefused("audio.start", StudyRefusal.NO_AUDIO, ("not-offered",))
    assert audio_refusal(young, SEATS, approved_for_young=True) is None


@pytest.mark.parametrize("state", [state for state in SessionState if state is not SessionState.RUNNING])
def test_st_r10_no_sound_but_while_it_runs(state):
    assert audio_refusal(replace(RUNNING, state=state), SEATS) is not None


STARTED, STOPPED, NO = AudioMarkKind
MARKS = st.lists(st.builds(AudioMark, at=st.integers(0, 8), kind=st.sampled_from(AudioMarkKind)), max_size=10)


@given(MARKS, st.randoms(use_true_random=False))
def test_st_r10_a_no_stops_it_at_once_whatever_arrives_when(marks, chance):
    parts = recorded_parts(marks)
    shuffled = [*marks, *marks[:3]]
    chance.shuffle(shuffled)
    assert recorded_parts(shuffled) == parts
    for mark in marks:
        if mark.kind is NO:
            assert not any(p.begins <= mark.at and (p.ends is None or mark.at < p.ends) for p in parts)


def test_st_r10_the_part_that_a_no_ended_is_marked():
    marks = [AudioMark(0, STARTED), AudioMark(5, NO), AudioMark(7, STARTED), AudioMark(9, STOPPED)]
    assert recorded_parts(marks) == (RecordedPart(0, 5, True), RecordedPart(7, 9, False))
    assert recorded_parts([AudioMark(0, STARTED)]) == (RecordedPart(0),)
