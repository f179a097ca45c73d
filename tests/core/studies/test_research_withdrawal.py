"""What goes when somebody takes a yes back: at each stage exactly that, and they hear what is true."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.demo_consents import DEMO

from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.research_withdrawal import (
    ONLY_CODED,
    SessionDates,
    Tombstone,
    WithdrawalStage,
    WithdrawalTold,
    WithdrawnScopes,
    holding_after,
    lost_quotes,
    stale_figures,
    withdraw_until,
    withdrawal_plan,
    withdrawal_stage,
)
from kapea.core.studies.study_holding import (
    OF_ONE_SEAT,
    HeldKind,
    HeldThing,
    NotHeldSo,
    StudyDraft,
    StudyFigure,
    StudyHolding,
)

K, F, SCOPES = HeldKind, StudyFigure, ResearchScope
ENDED = datetime(2026, 5, 10, 11, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
RELEASED, KEY_GONE = ENDED + timedelta(days=30), ENDED + timedelta(days=90)
DATES = SessionDates(ended=ENDED, deidentified=RELEASED, key_destroyed=KEY_GONE)
AT = {
    WithdrawalStage.IN_SESSION: ENDED + timedelta(days=7),
    WithdrawalStage.BEFORE_DEIDENTIFIED: ENDED + timedelta(days=7, minutes=1),
    WithdrawalStage.KEY_LIST_ALIVE: RELEASED,
    WithdrawalStage.KEY_LIST_DESTROYED: KEY_GONE,
}
ALL = frozenset({SCOPES.TAKE_PART})


def thing(kind, *seats, id=""):
    return HeldThing(id or f"{kind.value}-{'-'.join(seats)}", kind, frozenset(seats))


def demo_things():
    """What the demo holds: turns by their numbers, planted identifiers, segments."""
    for transcript in DEMO["transcripts"]:
        for turn in transcript["raw_turns"]:
            yield thing(K.TURN, turn["speaker"], id=f"{transcript['id']}.{turn['n']}")
    for each in DEMO["planted_identifiers"]:
        yield thing(K.REPLACEMENT, each["speaker"], id=each["id"])
    for each in DEMO["coded_segments"]:
        yield thing(K.CODING, each["speaker"], id=each["id"])


def whole_holding():
    """Something of every kind of C1, of C2, and where it can be of both."""
    things = [thing(kind, seat) for kind in HeldKind for seat in ("C1", "C2")]
    shared = [thing(kind, "C1", "C2") for kind in HeldKind if kind not in OF_ONE_SEAT]
    drafts = (
        StudyDraft(id="draft", quotes=frozenset({"quote-C1"}), figures={F.COUNTS: 0}),
        StudyDraft(id="figures", figures={F.AGREEMENT: 0}),
        StudyDraft(id="other", quotes=frozenset({"quote-C2"})),
        StudyDraft(id="book", quotes=frozenset({"quote-C1"}), figures={F.COUNTS: 0}, is_printed=True),
    )
    return StudyHolding((*things, *shared), drafts)


def plan(stage, scopes=ALL, holding=None, seat="C1"):
    asked = WithdrawnScopes(seat=seat, scopes=frozenset(scopes), on=date(2026, 5, 20))
    return withdrawal_plan(asked, DATES, AT[stage], holding or whole_holding())


def deleted(found):
    return {id for ids in found.deletes.values() for id in ids}


@pytest.mark.parametrize(("stage", "at"), AT.items())
def test_st_r16_what_has_happened_says_the_stage(stage, at):
    assert withdrawal_stage(DATES, at) is stage


def test_st_r16_a_session_that_goes_on_is_in_session_and_what_is_planned_counts_not():
    assert withdrawal_stage(SessionDates(), ENDED) is WithdrawalStage.IN_SESSION
    assert withdrawal_stage(DATES, RELEASED - timedelta(seconds=1)) is WithdrawalStage.BEFORE_DEIDENTIFIED
    only_ended = SessionDates(ended=ENDED)
    assert withdrawal_stage(only_ended, KEY_GONE) is WithdrawalStage.BEFORE_DEIDENTIFIED
    assert withdraw_until(only_ended) is None
    assert withdraw_until(SessionDates(ended=ENDED, deidentified=RELEASED)) == RELEASED + timedelta(days=60)
    assert withdraw_until(DATES) == KEY_GONE


STAGES = [s for s in WithdrawalStage if s is not WithdrawalStage.KEY_LIST_DESTROYED]


@pytest.mark.parametrize("stage", STAGES)
def test_st_r16_to_take_no_part_takes_everything_of_that_person_and_nothing_of_others(stage):
    holding = whole_holding()
    found = plan(stage, holding=holding)
    assert deleted(found) == {each.id for each in holding.things if "C1" in each.seats}
    assert found.tombstones == (Tombstone("C1", date(2026, 5, 20), SCOPES.TAKE_PART),)
    left = holding_after(holding, found)
    assert all(each.seats == {"C2"} for each in left.things)
    assert len(left.things) == len(HeldKind)


OF_ONE_SCOPE = {
    SCOPES.AUDIO: {K.AUDIO_SPAN, K.AUDIO_WHOLE},
    SCOPES.QUOTE: {K.QUOTE, K.QUEUED_EXPORT, K.CACHE_ENTRY},
    SCOPES.ARCHIVE: {K.ARCHIVE_ITEM},
    SCOPES.CONTACT_AGAIN: {K.CONTACT_LINE},
}


@pytest.mark.parametrize(("scope", "kinds"), OF_ONE_SCOPE.items())
def test_st_r16_one_scope_takes_what_is_its_own(scope, kinds):
    holding = whole_holding()
    found = plan(WithdrawalStage.KEY_LIST_ALIVE, {scope}, holding)
    assert deleted(found) == {e.id for e in holding.things if "C1" in e.seats and e.kind in kinds}
    assert found.tombstones == (), "the no itself stays as a row"
    assert found.recomputes == frozenset()


def test_st_r16_sound_in_which_nobody_marked_who_spoke_goes_whole():
    holding = StudyHolding((thing(K.AUDIO_WHOLE, "C1", "C2", id="T1.sound"), thing(K.TURN, "C2")))
    assert plan(WithdrawalStage.IN_SESSION, holding=holding).deletes == {K.AUDIO_WHOLE: ("T1.sound",)}
    assert plan(WithdrawalStage.IN_SESSION, holding=holding, seat="C3").deletes == {}


def test_st_r16_once_the_key_list_is_gone_nobody_can_be_found_and_that_is_said():
    for scopes in (ALL, {SCOPES.QUOTE}, set(SCOPES)):
        found = plan(WithdrawalStage.KEY_LIST_DESTROYED, scopes)
        assert found.told == (WithdrawalTold.CANNOT_BE_FOUND,)
        assert (found.deletes, found.tombstones, found.stale, found.printed) == ({}, (), (), ())


def test_st_r16_the_demo_loses_exactly_what_it_says():
    [step] = DEMO["after_load_steps"]
    holding = StudyHolding(tuple(demo_things()))
    found = plan(WithdrawalStage.KEY_LIST_ALIVE, holding=holding, seat=step["speaker"])
    assert found.deletes == {
        K.TURN: tuple(sorted(f"T1.{n}" for n in step["turns_removed"])),
        K.REPLACEMENT: tuple(step["planted_removed"]),
    }
    left = holding_after(holding, found)
    kinds = [each.kind for each in left.things]
    assert (kinds.count(K.TURN), kinds.count(K.CODING)) == (step["turns_left"], step["segments_left"])
    assert left.figures_of == dict.fromkeys(StudyFigure, 1)


def test_st_r16_a_quote_already_printed_is_told_and_gets_no_new_copy():
    found = plan(WithdrawalStage.KEY_LIST_ALIVE, {SCOPES.QUOTE})
    assert found.told == (
        WithdrawalTold.QUOTES_GONE,
        WithdrawalTold.PRINTED_STAYS,
    )
    assert (found.printed, found.stale) == (("book",), ("draft",))
    without = StudyHolding(tuple(e for e in whole_holding().things if e.kind is K.QUOTE))
    assert plan(WithdrawalStage.KEY_LIST_ALIVE, {SCOPES.QUOTE}, without).told == (WithdrawalTold.QUOTES_GONE,)


def test_st_r16_what_an_archive_holds_is_asked_back():
    told = plan(WithdrawalStage.KEY_LIST_ALIVE, {SCOPES.ARCHIVE}).told
    assert told == (WithdrawalTold.SCOPE_CLOSED, WithdrawalTold.ARCHIVE_ASKED)


@pytest.mark.parametrize("kind", sorted(OF_ONE_SEAT, key=str))
def test_what_is_kept_person_by_person_is_of_one(kind):
    with pytest.raises(NotHeldSo, match="each person"):
        thing(kind, "C1", "C2", id="both")


# --- R17: worked out anew ------------------------------------------------------------------


def test_st_r17_what_is_worked_out_anew():
    alive = plan(WithdrawalStage.KEY_LIST_ALIVE, holding=StudyHolding((thing(K.TURN, "C1"),)))
    assert alive.recomputes == frozenset(StudyFigure)
    early = plan(WithdrawalStage.IN_SESSION, holding=StudyHolding((thing(K.TURN, "C1"),)))
    assert early.recomputes == frozenset(StudyFigure) - ONLY_CODED
    coded = plan(WithdrawalStage.IN_SESSION, holding=StudyHolding((thing(K.CODING, "C1"),)))
    assert coded.recomputes == frozenset(StudyFigure), "codings that should not be there yet count, too"


def test_st_r17_old_figures_and_lost_quotes_block_until_they_are_anew():
    holding = whole_holding()
    draft, figures, other, _ = holding.drafts
    assert not any(stale_figures(e, holding) or lost_quotes(e, holding) for e in holding.drafts)
    found = plan(WithdrawalStage.KEY_LIST_ALIVE, holding=holding)
    assert found.stale == ("draft", "figures")
    now = holding_after(holding, found)
    assert stale_figures(draft, now) == (F.COUNTS,)
    assert stale_figures(figures, now) == (F.AGREEMENT,)
    assert lost_quotes(draft, now) == ("quote-C1",)
    assert not stale_figures(other, now)
    assert not lost_quotes(other, now)
    anew = StudyDraft(id="draft", figures={F.COUNTS: now.figures_of[F.COUNTS]})
    assert not stale_figures(anew, now)


THINGS = st.lists(
    st.builds(
        lambda kind, seats: (kind, frozenset(sorted(seats)[:1]) if kind in OF_ONE_SEAT else seats),
        st.sampled_from(HeldKind),
        st.frozensets(st.sampled_from(["C1", "C2", "P1"]), min_size=1),
    ),
    max_size=12,
).map(lambda pairs: tuple(HeldThing(f"h{n}", *pair) for n, pair in enumerate(pairs)))


@settings(max_examples=50)
@given(THINGS, st.sampled_from(STAGES), st.frozensets(st.sampled_from(ResearchScope), min_size=1))
def test_st_r16_nothing_of_anybody_else_goes_and_a_second_time_nothing_more(things, stage, scopes):
    holding = StudyHolding(things)
    found = plan(stage, scopes, holding)
    gone = [each for each in things if each.id in deleted(found)]
    assert all("C1" in each.seats for each in gone)
    if SCOPES.TAKE_PART in scopes:
        assert not any("C1" in each.seats for each in holding_after(holding, found).things)
    assert plan(stage, scopes, holding_after(holding, found)).deletes == {}
