"""What is entered in a session: cards, red, and being asked again before it may close."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.made_studies import AT, ZONE, checks, done, planned

from kapea.core.studies.research_sessions import (
    SessionState,
    start_session,
)
from kapea.core.studies.session_audio import (
    AudioMark,
    AudioMarkKind,
)
from kapea.core.studies.session_closing import close_session
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

TOOL = InstrumentVersion("guide-12-14", 1, "digest-a")
RUNNING = done(start_session(planned("s1"), checks(), TOOL, 1, at=AT, zone=ZONE))
STARTED, STOPPED, _ = AudioMarkKind

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
