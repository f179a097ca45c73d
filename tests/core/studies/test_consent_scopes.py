"""One row is one scope, one asker, one person; what is not a yes somebody said to somebody reads no."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.demo_consents import SEATED, UNDERSTOOD, WAIVER, WORDS, row, seat

from kapea.core.studies.consent_scopes import (
    IN_PERSON,
    HowScopeAsked,
    NotAScopeRow,
    ResearchScope,
    ScopeAnswer,
    ScopeParty,
    standing_answer,
)
from kapea.core.studies.guardian_waivers import (
    CommitteeDecisions,
    CommitteeWaiver,
    GuardianPosition,
    NotAWaiver,
    ScopeOutcome,
    guardian_position,
    require_waived_stratum,
    scope_outcome,
)
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.research_consent import (
    CheckResult,
    ConsentRegister,
    NoConsentSeat,
    UnderstandingCheck,
    scopes_lost,
)

CHILD = ResearchAgeBand.FROM_12
QUOTE, TAKE_PART = ResearchScope.QUOTE, ResearchScope.TAKE_PART


def read(*rows):
    return standing_answer(rows, age=ResearchAgeBand.ADULT, words={WORDS})


# --- R12: one row ---------------------------------------------------------------------


@pytest.mark.parametrize("how", HowScopeAsked)
def test_st_r12_only_a_yes_said_to_somebody_is_a_yes(how):
    assert (read(row("P1", QUOTE, how=how)) is ScopeAnswer.YES) == (how in IN_PERSON)
    assert row("P1", QUOTE, how=how).is_a_yes == (how in IN_PERSON)


@pytest.mark.parametrize("how", sorted(set(HowScopeAsked) - IN_PERSON, key=str))
def test_st_r12_what_asked_nobody_reads_no_also_over_a_yes(how):
    yes = row("P1", QUOTE)
    later = row("P1", QUOTE, id="later", how=how, over=frozenset({yes.id}))
    assert read(yes, later) is ScopeAnswer.NO


def test_st_r12_absent_is_not_asked_and_covers_nothing():
    assert read() is ScopeAnswer.NOT_ASKED
    register = ConsentRegister(seats={"P1": seat("P1")}, rows=(), words=frozenset({WORDS}))
    assert not any(register.covers("P1", scope) for scope in ResearchScope)
    assert register.outcome("nobody", QUOTE) is ScopeOutcome.NO_SUCH_SEAT


@pytest.mark.parametrize(
    "bad",
    [
        {"asked_by": ("moderator-1", "moderator-2")},
        {"asked_by": ""},
        {"scope": (QUOTE, TAKE_PART)},
        {"scope": "quote"},
        {"answer": "yes"},
        {"seat": "P1 P2"},
        {"seat": ("P1", "P2")},
        {"words": ""},
        {"id": "a", "over": frozenset({"a"})},
        {"answer": ScopeAnswer.NOT_ASKED, "over": frozenset({"a"})},
    ],
    ids=str,
)
def test_st_r12_a_row_is_one_scope_one_asker_one_person(bad):
    with pytest.raises(NotAScopeRow):
        replace(row("P1", QUOTE), **bad)


def test_st_r12_one_id_is_one_row():
    with pytest.raises(NotAScopeRow, match="two rows"):
        read(row("P1", QUOTE), row("P1", QUOTE, "no"))


@st.composite
def answered(draw):
    """Rows of one question, some asked over others."""
    rows = []
    for n in range(draw(st.integers(1, 5))):
        over = draw(st.frozensets(st.sampled_from([r.id for r in rows]))) if rows else frozenset()
        answer, how = draw(st.sampled_from(ScopeAnswer)), draw(st.sampled_from(HowScopeAsked))
        over = frozenset() if answer is ScopeAnswer.NOT_ASKED else over
        rows.append(row("P1", QUOTE, answer.value, id=f"r{n}", how=how, over=over))
    return rows


@settings(max_examples=50)
@given(answered(), st.randoms(use_true_random=False))
def test_st_r12_neither_order_nor_doubles_change_what_stands(rows, random):
    sent = [*rows, *random.sample(rows, random.randint(0, len(rows)))]
    random.shuffle(sent)
    assert read(*sent) is read(*rows)


def test_st_r12_each_row_is_read_for_what_it_was_asked_over():
    """Whatever the ids: a no that two yeses were asked over, and one of those over the other."""
    no, yes = row("P1", QUOTE, "no", id="z"), row("P1", QUOTE, id="a", over=frozenset({"z"}))
    again = row("P1", QUOTE, id="b", over=frozenset({"a"}))
    assert read(no, yes) is ScopeAnswer.YES
    assert read(no, yes, again) is ScopeAnswer.YES
    assert read(no, again) is ScopeAnswer.NO, "the row between is not here yet"


@settings(max_examples=50)
@given(answered())
def test_st_r12_a_no_stands_until_somebody_says_yes_over_it(rows):
    """Whichever clock is off: a no that nobody asked over holds beside any number of yeses."""
    assert read(*rows, row("P1", QUOTE, "no", id="taken-back")) is ScopeAnswer.NO


@settings(max_examples=50)
@given(answered(), st.sampled_from(sorted(set(HowScopeAsked) - IN_PERSON, key=str)))
def test_st_r12_nothing_but_a_yes_in_person_makes_a_yes(rows, how):
    before = read(*rows)
    everything = frozenset(each.id for each in rows)
    after = read(*rows, row("P1", QUOTE, id="more", how=how, over=everything))
    assert after is not ScopeAnswer.YES
    assert before is not ScopeAnswer.YES or any(each.is_a_yes for each in rows)


def test_a_new_age_new_words_are_asked_anew_and_a_no_holds_at_any_age():
    yes, no = row("C1", QUOTE, age=CHILD), row("C1", QUOTE, "no", id="no", age=CHILD)
    assert standing_answer([yes], age=CHILD, words={WORDS}) is ScopeAnswer.YES
    assert standing_answer([yes], age=ResearchAgeBand.ADULT, words={WORDS}) is ScopeAnswer.NOT_ASKED
    assert standing_answer([yes], age=CHILD, words={"leaflet-2"}) is ScopeAnswer.NOT_ASKED
    assert standing_answer([no], age=ResearchAgeBand.ADULT, words={"leaflet-2"}) is ScopeAnswer.NO
    again = row("C1", QUOTE, id="again", over=frozenset({yes.id}))
    assert standing_answer([yes, again], age=ResearchAgeBand.ADULT, words={WORDS}) is ScopeAnswer.YES


# --- R13: child and guardian ------------------------------------------------------------

OUTCOMES = """
               | yes                   | no     | not_asked
yes            | covered               | own-no | own-not-asked
no             | guardian-no           | own-no | own-not-asked
not_asked      | guardian-not-asked    | own-no | own-not-asked
waived_for_this   | covered            | own-no | own-not-asked
waived_for_others | waiver-does-not-cover | own-no | own-not-asked
not_owed       | covered               | own-no | own-not-asked
"""
"""Columns: what the child said. Rows: what stands on the guardian's side."""


def table() -> list[tuple[GuardianPosition, ScopeAnswer, ScopeOutcome]]:
    head, *rows = [[c.strip() for c in line.split("|")] for line in OUTCOMES.strip().splitlines()]
    return [
        (GuardianPosition(guardian), ScopeAnswer(own), ScopeOutcome(cell))
        for guardian, *cells in rows
        for own, cell in zip(head[1:], cells, strict=True)
    ]


def test_st_r13_every_combination_has_its_outcome():
    told = {(guardian, own): outcome for guardian, own, outcome in table()}
    assert len(told) == len(GuardianPosition) * len(ScopeAnswer)
    for (guardian, own), outcome in told.items():
        assert scope_outcome(own, guardian) is outcome, (guardian, own)


@pytest.mark.parametrize("guardian", GuardianPosition)
def test_st_r13_a_childs_no_wins_over_all(guardian):
    assert scope_outcome(ScopeAnswer.NO, guardian) is ScopeOutcome.OWN_NO


WAIVED = {
    "no waiver": None,
    "nothing": frozenset(),
    "quotes": frozenset({QUOTE}),
    "everything": frozenset(ResearchScope),
}
EXEMPTED = {"no age": frozenset(), "children": frozenset({CHILD})}


@pytest.mark.parametrize("scope", [QUOTE, ResearchScope.AUDIO])
@pytest.mark.parametrize("said", ScopeAnswer)
@pytest.mark.parametrize("waived", WAIVED.values(), ids=WAIVED)
@pytest.mark.parametrize("exempted", EXEMPTED.values(), ids=EXEMPTED)
@pytest.mark.parametrize("age", [CHILD, ResearchAgeBand.ADULT])
def test_st_r13_where_the_guardian_stands(age, exempted, waived, said, scope):
    found = guardian_position(scope, said, age=age, exempted=exempted, waived=waived)
    if age is ResearchAgeBand.ADULT or exempted:
        expected = "not_owed"
    elif said is ScopeAnswer.NO:
        expected = "no"
    elif waived is None:
        expected = said.value
    else:
        expected = "waived_for_this" if scope in waived else "waived_for_others"
    assert found.value == expected


def child(*rows, waiver=None, exempted=(), **other):
    return ConsentRegister(
        seats={"C1": seat("C1", CHILD, **other)},
        rows=tuple(replace(each, age=CHILD) for each in rows),
        words=frozenset({WORDS}),
        committee=CommitteeDecisions((waiver,) if waiver else (), frozenset(exempted)),
    )


def both(scope, own="yes", guardian="yes"):
    of_guardian = [row("C1", scope, guardian, ScopeParty.GUARDIAN)] if guardian else []
    return [row("C1", scope, own), *of_guardian]


def test_st_r13_a_parent_takes_it_back_and_the_child_stays():
    """The use needs both. The child's own answer stays as it was said, and a child of an age that decides
    alone is not touched.
    """
    before = child(*both(TAKE_PART), *both(QUOTE))
    no = row("C1", QUOTE, "no", ScopeParty.GUARDIAN, id="taken-back", age=CHILD)
    now = replace(before, rows=(*before.rows, no))
    assert scopes_lost(before, now, "C1") == {QUOTE}
    assert now.answer(now.seats["C1"], QUOTE, ScopeParty.PARTICIPANT) is ScopeAnswer.YES
    assert now.covers("C1", TAKE_PART)
    alone = replace(now, committee=CommitteeDecisions(exempted_ages=frozenset({CHILD})))
    assert scopes_lost(replace(before, committee=alone.committee), alone, "C1") == frozenset()


def test_st_r13_a_parents_own_seat_going_leaves_the_childs_answers():
    parent = [row("P1", scope) for scope in ResearchScope]
    family = child(*both(TAKE_PART), *both(QUOTE))
    family = replace(family, seats={**family.seats, "P1": seat("P1")}, rows=(*family.rows, *parent))
    gone = replace(family, withdrawn=frozenset({"P1"}))
    assert scopes_lost(family, gone, "P1") == set(ResearchScope)
    assert scopes_lost(family, gone, "C1") == frozenset()


def test_whoever_takes_no_part_is_covered_for_nothing():
    register = child(*both(TAKE_PART, own="no"), *both(QUOTE))
    assert register.outcome("C1", QUOTE) is ScopeOutcome.OWN_NO


# --- R14: the understanding check --------------------------------------------------------

R, X, N = CheckResult.RIGHT, CheckResult.EXPLAINED, CheckResult.NOT


@pytest.mark.parametrize("results", [(), (R,), (R, R), (R, R, N), (N, X, R), (R, R, R, R), (R, R, "right")])
def test_st_r14_without_three_of_three_there_is_no_seat(results):
    with pytest.raises(NoConsentSeat, match="3 of 3"):
        seat("C1", CHILD, check=UnderstandingCheck(results))


def test_st_r14_explained_once_and_then_right_is_right():
    assert seat("C1", CHILD, check=UnderstandingCheck((X, X, X))).check.is_understood


def test_st_r14_there_is_no_place_for_words():
    assert set(UnderstandingCheck.__slots__) == {"results"}
    assert {type(each) for each in UNDERSTOOD.results} == {CheckResult}
    assert {each.value for each in CheckResult} == {"right", "explained", "not"}


# --- R18: waivers --------------------------------------------------------------------------


def test_st_r18_uncovered_scopes_stay_no_whatever_a_guardian_says():
    rows = [each for scope in ResearchScope for each in both(scope)]
    register = child(*rows, waiver=WAIVER, stratum=WAIVER.stratum, safe_adult=True)
    assert {scope for scope in ResearchScope if register.covers("C1", scope)} == WAIVER.scopes
    assert register.outcome("C1", QUOTE) is ScopeOutcome.WAIVER_DOES_NOT_COVER


def test_st_r18_a_waiver_needs_a_safe_adult_its_stratum_and_its_days():
    rows = both(TAKE_PART, guardian=None)
    there = {"stratum": WAIVER.stratum, "safe_adult": True}
    assert child(*rows, waiver=WAIVER, **there).covers("C1", TAKE_PART)
    assert not child(*rows, waiver=WAIVER, **there | {"safe_adult": False}).covers("C1", TAKE_PART)
    assert not child(*rows, waiver=WAIVER, **there | {"stratum": "city"}).covers("C1", TAKE_PART)
    late = {"seated_on": date(2027, 1, 1)}
    assert not child(*rows, waiver=WAIVER, **there | late).covers("C1", TAKE_PART)
    assert not child(*rows, **there).covers("C1", TAKE_PART)


def test_st_r18_a_guardian_who_said_no_after_all_is_heard():
    rows = both(TAKE_PART, guardian="no")
    register = child(*rows, waiver=WAIVER, stratum=WAIVER.stratum, safe_adult=True)
    assert register.outcome("C1", TAKE_PART) is ScopeOutcome.GUARDIAN_NO


def test_st_r18_a_waiver_has_no_place_for_a_person_and_two_enter_it():
    assert not {"seat", "person", "child", "participant"} & set(CommitteeWaiver.__slots__)
    for bad in (
        {"committee": ""},
        {"reference": ""},
        {"stratum": ""},
        {"told_family": ""},
        {"scopes": frozenset()},
        {"entered_by": ("lead", "lead")},
        {"entered_by": ("lead", "")},
        {"entered_by": ("lead",)},
        {"valid_to": date(2025, 1, 1)},
    ):
        with pytest.raises(NotAWaiver):
            replace(WAIVER, **bad)


def test_st_r18_a_stratum_is_in_the_frame_and_is_no_person():
    require_waived_stratum(WAIVER, {WAIVER.stratum: 5})
    require_waived_stratum(WAIVER, {WAIVER.stratum: None})
    with pytest.raises(NotAWaiver, match="frame"):
        require_waived_stratum(WAIVER, {"city": 40})
    with pytest.raises(NotAWaiver, match="fewer than 5"):
        require_waived_stratum(WAIVER, {WAIVER.stratum: 4})
    assert WAIVER.valid_to > SEATED


# --- audio: all or nobody ---------------------------------------------------------------


def test_sound_is_taken_only_if_every_seat_says_yes():
    people = {id: seat(id) for id in ("P1", "P2")}
    rows = [row(id, scope) for id in people for scope in (TAKE_PART, ResearchScope.AUDIO)]
    register = ConsentRegister(seats=people, rows=tuple(rows), words=frozenset({WORDS}))
    assert register.may_be_recorded("T1")
    assert not register.may_be_recorded("T2"), "nobody is there"
    no = row("P2", ResearchScope.AUDIO, "no", id="red")
    assert not replace(register, rows=(*rows, no)).may_be_recorded("T1")
