"""Whatever is agreed to, taken back and used, in whatever order: nothing shows what its scope does not cover.

The judge here knows only what was said, in the order in which it was said, and works out by itself what may
be shown. The code under test sees rows without times, in any order.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.demo_consents import WAIVER, WORDS, passage, row, seat

from kapea.core.studies.consent_scopes import IN_PERSON, HowScopeAsked, ResearchScope, ScopeParty
from kapea.core.studies.consented_material import ConsentUse, StudyMaterial, shown_material
from kapea.core.studies.guardian_waivers import CommitteeDecisions
from kapea.core.studies.quote_bank import QuotedTurn, QuoteUse, no_longer_covered, placed_quotes
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.research_consent import ConsentRegister, scopes_lost
from kapea.core.studies.research_withdrawal import (
    SessionDates,
    WithdrawnScopes,
    holding_after,
    withdrawal_plan,
)
from kapea.core.studies.study_holding import HeldKind, HeldThing, StudyHolding

CHILD, GROWN = ResearchAgeBand.FROM_15, ResearchAgeBand.ADULT
SEATS = {
    "C1": seat("C1", CHILD),
    "C2": seat("C2", CHILD, stratum=WAIVER.stratum, safe_adult=True),
    "C3": seat("C3", ResearchAgeBand.FROM_12),
    "P1": seat("P1", session="T2"),
}
EXEMPTED = frozenset({ResearchAgeBand.FROM_12})
NEEDS = {
    ConsentUse.CODING: {ResearchScope.TAKE_PART},
    ConsentUse.LISTENING: {ResearchScope.TAKE_PART, ResearchScope.AUDIO},
    ConsentUse.ARCHIVE: {ResearchScope.TAKE_PART, ResearchScope.ARCHIVE},
    ConsentUse.CONTACT: {ResearchScope.TAKE_PART, ResearchScope.CONTACT_AGAIN},
    **{use: {ResearchScope.TAKE_PART, ResearchScope.QUOTE} for use in QuoteUse},
    QuoteUse.ARCHIVE: {ResearchScope.TAKE_PART, ResearchScope.QUOTE, ResearchScope.ARCHIVE},
}
PASSAGES = [
    passage("c1", QuotedTurn("C1", 1)),
    passage("c2", QuotedTurn("C2", 2)),
    passage("c3", QuotedTurn("C3", 3)),
    passage("p1", QuotedTurn("P1", 1), session="T2"),
    passage("both", QuotedTurn("C1", 4), QuotedTurn("C3", 5)),
]
MATERIAL = [StudyMaterial(f"m-{id}", each.session, id, 1) for id, each in SEATS.items()]
AT = datetime(2026, 6, 30, tzinfo=timezone(timedelta(hours=7)))
ALIVE = SessionDates(ended=AT - timedelta(days=40), deidentified=AT - timedelta(days=9))


@dataclass
class Said:
    """What the judge remembers: the last word of each to each question, and who asked to be left out."""

    yes: dict[tuple[str, ResearchScope, ScopeParty], bool] = field(default_factory=dict)
    refused: set[tuple[str, ResearchScope]] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    withheld: set[tuple[str, int]] = field(default_factory=set)

    def may(self, seat_id: str, scope: ResearchScope) -> bool:
        if seat_id in self.gone or not self.yes.get((seat_id, scope, ScopeParty.PARTICIPANT)):
            return False
        if seat_id == "C2":
            return scope in WAIVER.scopes and (seat_id, scope) not in self.refused
        alone = seat_id in ("P1", "C3")
        return alone or bool(self.yes.get((seat_id, scope, ScopeParty.GUARDIAN)))

    def may_use(self, turn: QuotedTurn, use) -> bool:
        quoted = isinstance(use, QuoteUse) or use is ConsentUse.ARCHIVE
        held_back = quoted and (turn.seat, turn.turn) in self.withheld
        return not held_back and all(self.may(turn.seat, scope) for scope in NEEDS[use])


STEPS = st.one_of(
    st.tuples(
        st.just("say"),
        st.sampled_from(sorted(SEATS)),
        st.sampled_from(ResearchScope),
        st.sampled_from(ScopeParty),
        st.sampled_from(["yes", "yes", "yes", "no", "not_asked"]),
        st.sampled_from([HowScopeAsked.SPOKEN, HowScopeAsked.SPOKEN, *HowScopeAsked]),
    ),
    st.tuples(st.just("all"), st.sampled_from(sorted(SEATS))),
    st.tuples(st.just("go"), st.sampled_from(sorted(SEATS))),
    st.tuples(st.just("withhold"), st.sampled_from(sorted(SEATS)), st.integers(1, 5)),
)


@dataclass
class Walk:
    """A study as it goes: rows in the order in which they were given, each over all that stood before."""

    said: Said = field(default_factory=Said)
    rows: list = field(default_factory=list)

    def step(self, what: str, *about) -> None:
        if what == "say":
            self.say(*about)
        elif what == "all":
            for party in ScopeParty:
                for scope in ResearchScope:
                    self.say(about[0], scope, party, "yes", HowScopeAsked.PICTURES)
        elif what == "go":
            self.said.gone.add(about[0])
        else:
            self.said.withheld.add(about)

    def say(self, id, scope, party, answer, how) -> None:
        before = [r.id for r in self.rows if (r.seat, r.scope, r.party) == (id, scope, party)]
        new = row(
            id,
            scope,
            answer,
            party,
            id=f"r{len(self.rows)}",
            how=how,
            age=SEATS[id].age,
            over=frozenset() if answer == "not_asked" else frozenset(before),
        )
        self.rows.append(new)
        is_yes = answer == "yes" and how in IN_PERSON
        self.said.yes[id, scope, party] = is_yes
        if party is ScopeParty.GUARDIAN:
            if answer == "no" or how not in IN_PERSON:
                self.said.refused.add((id, scope))
            elif is_yes:
                self.said.refused.discard((id, scope))

    def register(self, order) -> ConsentRegister:
        return ConsentRegister(
            seats=SEATS,
            rows=tuple(order(self.rows)),
            words=frozenset({WORDS}),
            committee=CommitteeDecisions((WAIVER,), EXEMPTED),
            withheld={id: frozenset(t for s, t in self.said.withheld if s == id) for id in SEATS},
            withdrawn=frozenset(self.said.gone),
        )


def shuffled(random):
    """Rows as a network brings them: some twice, in any order."""

    def order(rows):
        sent = [*rows, *random.sample(rows, random.randint(0, len(rows)))]
        random.shuffle(sent)
        return sent

    return order


@settings(max_examples=60)
@given(st.lists(STEPS, max_size=25), st.randoms(use_true_random=False), st.integers(0, 25))
def test_nothing_ever_shows_what_its_scope_does_not_cover(steps, random, print_after):
    walk, made = Walk(), []
    for n, step in enumerate(steps):
        walk.step(*step)
        if n == print_after:
            made = [
                placed_quotes(PASSAGES, u, walk.register(shuffled(random)), sessions=("T1", "T2"))
                for u in QuoteUse
            ]
    register = walk.register(shuffled(random))
    turns = {each.id: each.spoken for each in PASSAGES}
    for use in QuoteUse:
        shown = placed_quotes(PASSAGES, use, register, sessions=("T1", "T2")).placed
        may = {id for id, spoken in turns.items() if all(walk.said.may_use(each, use) for each in spoken)}
        assert {each.quote for each in shown} == may, use
    for use in ConsentUse:
        shown = shown_material(MATERIAL, use, register)
        assert {each.id for each in shown} == may_be_shown(walk.said, use), use
    for output in made:  # printed before, asked again now
        again = {each.quote for each in output.placed} - {
            each.quote for each in no_longer_covered(output, PASSAGES, register)
        }
        assert all(walk.said.may_use(turn, output.use) for id in again for turn in turns[id])


def may_be_shown(said: Said, use: ConsentUse) -> set[str]:
    mine = {each.id for each in MATERIAL if said.may_use(QuotedTurn(each.seat, each.turn), use)}
    if use is not ConsentUse.LISTENING:
        return mine
    heard = {
        session
        for session in ("T1", "T2")
        if all(
            said.may(id, scope)
            for id, about in SEATS.items()
            if about.session == session
            for scope in NEEDS[use]
        )
    }
    return {each.id for each in MATERIAL if each.id in mine and each.session in heard}


@settings(max_examples=40)
@given(st.lists(STEPS, max_size=20), STEPS, st.randoms(use_true_random=False))
def test_what_stops_being_covered_is_gone_from_everything_that_is_held(steps, last, random):
    """The plan for the scopes that were lost deletes whatever those scopes alone allowed to be held."""
    walk = Walk()
    for step in steps:
        walk.step(*step)
    before = walk.register(shuffled(random))
    walk.step(*last)
    now = walk.register(shuffled(random))
    kinds = {ResearchScope.QUOTE: HeldKind.QUOTE, ResearchScope.ARCHIVE: HeldKind.ARCHIVE_ITEM}
    held = StudyHolding(
        tuple(
            HeldThing(f"{scope.value}-{id}", kind, frozenset({id}))
            for id in SEATS
            for scope, kind in kinds.items()
            if before.covers(id, scope)
        )
    )
    for id in SEATS:
        if lost := scopes_lost(before, now, id):
            asked = WithdrawnScopes(seat=id, scopes=lost, on=date(2026, 6, 30))
            held = holding_after(held, withdrawal_plan(asked, ALIVE, AT, held))
    left = {each.id for each in held.things}
    assert left == {
        f"{s.value}-{id}" for id in SEATS for s in kinds if before.covers(id, s) and now.covers(id, s)
    }


def test_a_yes_from_a_device_that_saw_nothing_does_not_undo_a_no():
    """Two devices: the no reached one of them. Whichever is synced last, the no holds."""
    rows = (row("P1", ResearchScope.TAKE_PART), row("P1", ResearchScope.QUOTE, "no", id="no"))
    register = ConsentRegister(seats=SEATS, rows=rows, words=frozenset({WORDS}))
    late = replace(register, rows=(*rows, row("P1", ResearchScope.QUOTE, id="offline", age=GROWN)))
    assert not late.covers("P1", ResearchScope.QUOTE)
