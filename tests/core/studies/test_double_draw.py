"""Which sessions two code: the share of each kind is reached, every first one of a stratum is among them,
what was drawn stays, and nothing that a coder does moves it.
"""

from __future__ import annotations

import inspect
from collections import Counter
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapea.core.studies.double_draw import (
    PROGRAMME_SHARE,
    CoderSide,
    DoubleDraw,
    SessionKind,
    SessionToDraw,
    UnfitShare,
    session_drawn,
    share_set,
)
from kapea.core.studies.draw_at_release import drawn_at_release, kind_by_seats, with_draw
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.research_sessions import ResearchSession, SessionState
from kapea.core.studies.study_standing import GateOpening, StudyStanding

BEGAN = datetime(2026, 5, 1, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Fieldwork:
    """Sessions as they were held, in which order their texts were released, and with which share."""

    standing: StudyStanding
    kinds: dict[str, SessionKind]
    released: tuple[str, ...]
    seed: str

    def draws(self) -> list[DoubleDraw]:
        """The draw after each release."""
        now, found = self.standing, [self.standing.draw]
        for code in self.released:
            now = with_draw(now, drawn_at_release(now, self.seed, code, self.kinds[code]))
            found.append(now.draw)
        return found


def session(number: int, stratum: str, hours: int | None) -> ResearchSession:
    began = None if hours is None else BEGAN + timedelta(hours=hours)
    return ResearchSession(
        id=f"s{number}",
        site="12",
        country="KH",
        band=ResearchAgeBand.ADULT,
        tool="guide",
        stratum=stratum,
        state=SessionState.CLOSED,
        started_at=began,
    )


def standing(sessions, percent=None) -> StudyStanding:
    return StudyStanding(
        zone="Asia/Phnom_Penh", sessions={each.id: each for each in sessions}, draw=DoubleDraw(percent)
    )


@st.composite
def fieldworks(draw: st.DrawFn) -> Fieldwork:
    numbers = range(1, draw(st.integers(1, 24)) + 1)
    held = [session(n, draw(st.sampled_from("abcd")), draw(st.integers(0, 40))) for n in numbers]
    kinds = {each.id: draw(st.sampled_from(SessionKind)) for each in held}
    percent = draw(st.none() | st.integers(1, 100))
    order = draw(st.permutations([each.id for each in held]))
    released = tuple(order[: draw(st.integers(1, len(order)))])
    return Fieldwork(standing(held, percent), kinds, released, draw(st.text("abcdef0123456789", min_size=1)))


def by_two(draw: DoubleDraw, **of) -> list[str]:
    return [
        each.session
        for each in draw.sessions
        if each.alone is None and all(getattr(each, name) == value for name, value in of.items())
    ]


@settings(max_examples=150)
@given(fieldworks())
def test_the_share_of_each_kind_is_reached_at_every_moment(work):
    for draw in work.draws():
        for kind in SessionKind:
            every = [each for each in draw.sessions if each.kind is kind]
            assert len(by_two(draw, kind=kind)) * 100 >= draw.share * len(every)


@settings(max_examples=150)
@given(fieldworks())
def test_the_first_session_of_each_stratum_two_code_and_the_first_text_too(work):
    draw = work.draws()[-1]
    for stratum in {each.stratum for each in draw.sessions}:
        held = [each for each in work.standing.sessions.values() if each.stratum == stratum]
        first = min(held, key=lambda each: (each.started_at, int(each.id[1:])))
        texts = [each.session for each in draw.sessions if each.stratum == stratum]
        assert texts[0] in by_two(draw)
        assert first.id not in texts or first.id in by_two(draw)


@settings(max_examples=150)
@given(fieldworks(), st.integers(1, 100))
def test_what_was_drawn_stays_whatever_is_released_or_set_later(work, later):
    draws = work.draws()
    for before, after in pairwise(draws):
        assert after.sessions[: len(before.sessions)] == before.sessions
    last, set_anew = draws[-1], share_set(draws[-1], later)
    assert set_anew.sessions == last.sessions
    again = with_draw(work.standing, set_anew)
    for code in work.released:
        assert drawn_at_release(again, work.seed, code, SessionKind.GROUP).sessions == last.sessions


@settings(max_examples=150)
@given(fieldworks())
def test_the_rest_is_shared_out_evenly(work):
    draw = work.draws()[-1]
    for kind in SessionKind:
        has = Counter(each.alone for each in draw.sessions if each.kind is kind)
        assert abs(has[CoderSide.A] - has[CoderSide.B]) <= 1
    every = Counter(each.alone for each in draw.sessions)
    assert abs(every[CoderSide.A] - every[CoderSide.B]) <= 1


@settings(max_examples=60)
@given(fieldworks())
def test_it_is_the_same_whenever_it_is_drawn_and_comes_back_as_it_was_kept(work):
    drawn = work.draws()[-1]
    assert drawn == work.draws()[-1]
    assert msgspec.json.decode(msgspec.json.encode(drawn), type=DoubleDraw) == drawn


def test_no_coder_has_a_say_in_it():
    """Nothing of a coder, of a coding or of a text goes in: the study's seed, and what the session is."""
    assert list(inspect.signature(session_drawn).parameters) == ["draw", "seed", "session"]
    assert [each.name for each in fields(SessionToDraw)] == ["id", "kind", "stratum", "is_first"]
    assert list(inspect.signature(drawn_at_release).parameters) == ["study", "seed", "session", "kind"]


def test_a_lot_falls_to_a_fifth_beside_what_is_owed_and_not_to_the_same_in_each_study():
    held = [session(n, "a", n) for n in range(1, 401)]
    kinds = {each.id: SessionKind.GROUP for each in held}
    found = [
        by_two(Fieldwork(standing(held), kinds, tuple(kinds), seed).draws()[-1]) for seed in ("one", "two")
    ]
    assert found[0] != found[1]
    assert all(80 <= len(each) <= 140 for each in found)


def test_the_share_is_the_programmes_unless_a_study_sets_its_own():
    assert DoubleDraw().share == PROGRAMME_SHARE == 20
    assert share_set(DoubleDraw(), 50).share == 50
    for unfit in (0, 101, -1):
        with pytest.raises(UnfitShare, match="1 to 100"):
            share_set(DoubleDraw(), unfit)


def test_all_of_a_study_that_wants_all():
    held = [session(n, "a", n) for n in range(1, 30)]
    work = Fieldwork(
        standing(held, 100), dict.fromkeys((s.id for s in held), SessionKind.GROUP), ("s7", "s2"), "x"
    )
    assert by_two(work.draws()[-1]) == ["s7", "s2"]


def test_what_was_released_before_there_was_a_draw_stays_with_two():
    old = GateOpening(StudyGate.DEIDENTIFIED, ("u",), BEGAN, "s1", shut_at=BEGAN)
    study = replace(standing([session(1, "a", 1), session(2, "a", 2)]), openings=(old,))
    assert drawn_at_release(study, "x", "s1", SessionKind.GROUP) == DoubleDraw()
    assert drawn_at_release(study, "x", "s2", SessionKind.GROUP).of("s2") is not None


def test_one_seat_is_an_interview_and_more_are_a_group():
    assert [kind_by_seats(n) for n in (0, 1, 2, 8)] == [SessionKind.INTERVIEW] * 2 + [SessionKind.GROUP] * 2


def test_a_pilot_is_the_first_of_no_stratum():
    pilot = replace(session(1, "", 1), pilot=True)
    study = standing([pilot, session(2, "", 2), session(3, "", 3)], percent=1)
    for seed in "abcdefgh":
        later = with_draw(study, drawn_at_release(study, seed, "s3", SessionKind.GROUP))
        assert by_two(drawn_at_release(later, seed, "s2", SessionKind.GROUP)) == ["s3", "s2"]
