"""A session starts only with all that protects it, nobody sits with whom they should not, and red is red."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.made_studies import AT, LEAD, SECOND, TEAM, ZONE, account, checks, done, planned

from kapea.core.studies.research_ages import CHILD_BANDS, ResearchAgeBand
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
    FAMILY,
    MOST_SEATS,
    ApartBecause,
    ChosenGroup,
    KeptApart,
    SeatClash,
    SeatedPerson,
    SeatKind,
    UnfitSeat,
    seat_person,
    seating_clashes,
    seats_clash,
)
from kapea.core.studies.session_audio import (
    AudioMark,
    AudioMarkKind,
    RecordedPart,
    audio_refusal,
    recorded_parts,
)
from kapea.core.studies.session_closing import close_session, go_on_with_session, hold_session
from kapea.core.studies.session_entries import (
    CARDS,
    AssentPoint,
    CardLaid,
    CardTakenBack,
    HandCard,
    HandShown,
    PointMarked,
    SeatLeft,
    TurnMarked,
    card_refusal,
    session_entries,
)
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


# --- seats --------------------------------------------------------------------------------------


def people(kind: SeatKind) -> st.SearchStrategy[ResearchAgeBand]:
    bands = CHILD_BANDS if kind is K.CHILD else {B.ADULT}
    return st.sampled_from(sorted(bands, key=lambda band: band.value))


PERSON = st.sampled_from(SeatKind).flatmap(
    lambda kind: st.builds(
        SeatedPerson,
        seat=st.sampled_from([f"p{n}" for n in range(12)]),
        kind=st.just(kind),
        band=people(kind),
        group=st.sampled_from(ChosenGroup),
    )
)
FLAGGED = st.lists(
    st.builds(
        KeptApart,
        pair=st.sets(st.sampled_from([f"p{n}" for n in range(6)]), min_size=2, max_size=2).map(frozenset),
        because=st.sampled_from(ApartBecause),
    ),
    max_size=4,
)


@settings(max_examples=40)
@given(st.lists(PERSON, max_size=20), FLAGGED)
def test_st_r08_by_no_order_does_anybody_sit_with_whom_they_should_not(wishing, apart):
    seated: tuple[SeatedPerson, ...] = ()
    for person in wishing:
        result = seat_person(seated, person, apart)
        seated = seated if isinstance(result, StudyRefused) else result
    numbers = {each.seat for each in seated}
    kinds = {each.kind for each in seated}
    assert len(numbers) == len(seated) <= MOST_SEATS
    assert len({each.band for each in seated}) <= 1
    assert not (K.AUTHORITY in kinds and kinds & FAMILY)
    assert not {K.MOTHER, K.FATHER} <= kinds
    assert not any(each.pair <= numbers for each in apart)


@settings(max_examples=30)
@given(PERSON, PERSON, FLAGGED)
def test_st_r08_it_is_the_same_whoever_is_named_first(one, other, apart):
    assert seats_clash(one, other, apart) == seats_clash(other, one, apart)


def child(number: int, band: ResearchAgeBand = B.FROM_12) -> SeatedPerson:
    return SeatedPerson(f"p{number}", K.CHILD, band)


CLASHES = [
    (child(1), child(2, B.FROM_15), "age-band"),
    (child(1), SeatedPerson("p2", K.MOTHER, B.ADULT), "age-band"),
    (child(1), child(2), "siblings"),
    (SeatedPerson("p1", K.AUTHORITY, B.ADULT), SeatedPerson("p2", K.CARER, B.ADULT), "authority-with-family"),
    (SeatedPerson("p1", K.MOTHER, B.ADULT), SeatedPerson("p2", K.FATHER, B.ADULT), "parents-apart"),
    (child(1), child(1), "same-seat"),
    (child(1), replace(child(2), group=ChosenGroup.BOYS_OR_MEN), "group"),
]


@pytest.mark.parametrize(("one", "other", "clash"), CLASHES)
def test_st_r08_each_clash_is_refused_with_its_reason(one, other, clash):
    apart = [KeptApart(frozenset({"p1", "p2"}), ApartBecause.SIBLINGS)] if clash == "siblings" else []
    refused = seat_person((one,), other, apart)
    assert isinstance(refused, StudyRefused)
    assert clash in refused.missing
    assert refused.because is StudyRefusal.NOT_SEATED_TOGETHER


def test_st_r08_power_is_as_siblings_and_a_full_circle_is_full():
    apart = [KeptApart(frozenset({"p1", "p2"}), ApartBecause.POWER)]
    assert seating_clashes([child(1), child(2)], apart) == (SeatClash.POWER,)
    for band, most in ((B.FROM_9, 6), (B.FROM_12, 8)):
        full = tuple(child(n, band) for n in range(most))
        assert seating_clashes(full, ()) == ()
        assert seating_clashes((*full, child(20, band)), ()) == (SeatClash.FULL,)


@pytest.mark.parametrize(
    ("kind", "band"), [(K.CHILD, B.ADULT), (K.MOTHER, B.FROM_15), (K.AUTHORITY, B.FROM_9)]
)
def test_st_r08_whoever_is_under_eighteen_is_seated_as_a_child(kind, band):
    with pytest.raises(UnfitSeat, match="under 18"):
        SeatedPerson("p1", kind, band)


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


# --- red, and asking again --------------------------------------------------------------------

SIX = [f"p{n}" for n in range(3)]
ENTRY = st.integers(1, 40).flatmap(
    lambda order: st.one_of(
        st.builds(TurnMarked, st.just(f"t{order}"), st.just(order), st.sampled_from(SIX)),
        st.builds(
            CardLaid,
            st.just(f"c{order}"),
            st.just(order),
            st.sampled_from(SIX),
            st.sampled_from(["q1", "q2"]),
            st.sampled_from(CARDS),
        ),
        st.builds(
            CardTakenBack,
            st.just(f"b{order}"),
            st.just(order),
            st.integers(1, 40).map(lambda n: f"c{n}"),
            st.just("q1"),
        ),
        st.builds(
            HandShown, st.just(f"h{order}"), st.just(order), st.sampled_from(SIX), st.sampled_from(HandCard)
        ),
        st.builds(SeatLeft, st.just(f"l{order}"), st.just(order), st.sampled_from(SIX)),
    )
)


@settings(max_examples=40)
@given(st.lists(ENTRY, max_size=20), st.randoms(use_true_random=False))
def test_st_r15_after_red_nothing_of_a_seat_stands_whatever_arrives_when(entries, chance):
    standing = session_entries(entries)
    shuffled = [*entries, *entries[:4]]
    chance.shuffle(shuffled)
    assert session_entries(shuffled) == standing
    for red in entries:
        if isinstance(red, HandShown) and red.hand is HandCard.RED:
            of_seat = [each for each in (*standing.turns, *standing.cards) if each.seat == red.seat]
            assert all(each.order < red.order for each in of_seat)
    back = {each.card_id for each in entries if isinstance(each, CardTakenBack)}
    assert not back & {card.id for card in standing.cards}
    assert sum(standing.counts.values()) == len(standing.cards)
    assert sum(standing.taken_back.values()) == len(back)


def test_st_r15_red_needs_no_reason_and_there_is_no_field_for_one():
    assert {each.name for each in fields(HandShown)} == {"id", "order", "seat", "hand", "point"}


def test_st_r15_red_is_the_last_word_and_yellow_is_none():
    entries = [
        TurnMarked("t1", 1, "p1"),
        HandShown("h2", 2, "p1", HandCard.YELLOW),
        TurnMarked("t3", 3, "p1"),
        HandShown("h4", 4, "p1", HandCard.RED),
        TurnMarked("t5", 5, "p1"),
        CardLaid("c6", 6, "p1", "q1", "04"),
        HandShown("h7", 7, "p1", HandCard.GREEN),
        TurnMarked("t8", 8, "p1"),
        TurnMarked("t9", 9, "p2"),
    ]
    standing = session_entries(entries)
    assert [turn.id for turn in standing.turns] == ["t1", "t3", "t9"]
    assert standing.counts == {}


def test_cards_are_counted_by_prompt_and_one_that_was_taken_back_keeps_no_seat():
    entries = [
        CardLaid("c1", 1, "p1", "q1", "04"),
        CardLaid("c2", 2, "p2", "q1", "04"),
        CardLaid("c3", 3, "p1", "q1", "15"),
        CardTakenBack("b4", 4, "c3", "q1"),
    ]
    standing = session_entries(entries)
    assert standing.counts == {("q1", "04"): 2}
    assert standing.taken_back == {"q1": 1}
    assert {each.name for each in fields(CardTakenBack)} == {"id", "order", "card_id", "prompt"}


def test_of_two_entries_that_bear_one_id_neither_counts_but_red_does():
    laid = [CardLaid("c1", order, "p1", "q1", card) for order, card in ((1, "04"), (2, "05"))]
    assert session_entries(laid).counts == {}
    laid.append(TurnMarked("t9", 9, "p1"))
    red = [HandShown("h3", 3, "p1", HandCard.RED), HandShown("h3", 4, "p1", HandCard.GREEN)]
    assert session_entries([*laid, *red]).turns == ()


def test_nobody_lays_a_third_card_or_one_that_is_not_of_the_set():
    standing = session_entries([CardLaid(f"c{n}", n, "p1", "q1", "04") for n in (1, 2)])
    assert card_refusal(standing, CardLaid("c3", 3, "p1", "q2", "24")) is None
    assert card_refusal(standing, CardLaid("c3", 3, "p1", "q1", "24")) is not None
    assert card_refusal(standing, CardLaid("c3", 3, "p1", "q2", "25")) is not None


P = AssentPoint


def asked(point: AssentPoint, order: int, seats=SIX, hand: HandCard = HandCard.GREEN):
    shown = [HandShown(f"{point.value}-{seat}", order, seat, hand, point) for seat in seats]
    return [PointMarked(f"m-{point.value}", order, point), *shown]


ALL_ASKED = [*asked(P.START, 1), *asked(P.MIDDLE, 10), *asked(P.AFTER, 20)]
ENDED = replace(RUNNING, state=SessionState.ENDED)
HALTED = replace(RUNNING, state=SessionState.STOPPED)


def closed(entries, marks=(), session=ENDED):
    return close_session(session, entries, marks, SIX, at=AT)


def test_st_r15_with_all_asked_again_it_closes():
    assert done(closed(ALL_ASKED)).state is SessionState.CLOSED


@pytest.mark.parametrize("left_out", range(len(ALL_ASKED)))
def test_st_r15_without_one_point_or_one_answer_it_does_not_close(left_out):
    refused = closed([each for n, each in enumerate(ALL_ASKED) if n != left_out])
    assert isinstance(refused, StudyRefused)
    assert refused.because is StudyRefusal.ITEMS_MISSING


@pytest.mark.parametrize("gone", [SeatLeft("l", 5, "p1"), HandShown("h", 5, "p1", HandCard.RED)])
def test_st_r15_whoever_left_or_showed_red_is_asked_no_more(gone):
    answers = [e for e in ALL_ASKED if not (isinstance(e, HandShown) and e.seat == "p1" and e.order > 5)]
    assert isinstance(closed(answers), StudyRefused)
    assert not isinstance(closed([*answers, gone]), StudyRefused)


def test_st_r15_before_sound_all_are_asked_too():
    marks = [AudioMark(0, STARTED), AudioMark(9, STOPPED)]
    assert closed(ALL_ASKED, marks) == StudyRefused(
        "session.close", StudyRefusal.ITEMS_MISSING, ("before-audio",)
    )
    assert not isinstance(closed([*ALL_ASKED, *asked(P.BEFORE_AUDIO, 2)], marks), StudyRefused)
    running = closed([*ALL_ASKED, *asked(P.BEFORE_AUDIO, 2)], marks[:1])
    assert isinstance(running, StudyRefused)
    assert running.missing == ("audio-runs",)


def test_st_r15_what_was_stopped_owes_the_points_that_were_reached():
    assert not isinstance(closed(asked(P.START, 1), session=HALTED), StudyRefused)
    assert isinstance(closed([], session=HALTED), StudyRefused)
    half = [*asked(P.START, 1), *asked(P.MIDDLE, 9, seats=SIX[:2])]
    refused = closed(half, session=HALTED)
    assert isinstance(refused, StudyRefused)
    assert refused.missing == ("middle:p2",)


def test_st_r15_the_order_in_which_it_was_entered_does_not_matter():
    for order in list(permutations(asked(P.START, 1)))[:12]:
        assert not isinstance(closed(list(order), session=HALTED), StudyRefused)
