"""Whatever is answered and taken back through the actions, in whatever order: rows come to what a judge works
out who heard only what was said.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.staff.cast import member_of_person
from tests.staff.study_rows import add_made_up_seat, made_up_study
from tests.staff.test_matrix import undone

from kapea.core.staff.roles import Role
from kapea.core.studies.consent_scopes import HowScopeAsked, ResearchScope, ScopeAnswer, ScopeParty
from kapea.core.studies.seat_changes import ScopeSaid
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.waiver_entering import ConsentTerms
from kapea.studies.actions_seats import ScopesAsked, answer_scopes, withdraw_scopes
from kapea.studies.models import Study, StudyScopeAnswer, StudySeat, StudySession
from kapea.studies.queries import book_of
from kapea.studies.session_rows import consent_of, json_of_value, seats_to_cut

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SEATS = ("s1-c1", "s1-c2")
S, P = ResearchScope, ScopeParty
SAY = st.tuples(
    st.sampled_from(["say", "say", "say", "withdraw"]),
    st.sampled_from(SEATS),
    st.sampled_from(S),
    st.sampled_from(P),
    st.sampled_from([ScopeAnswer.YES, ScopeAnswer.YES, ScopeAnswer.NO]),
)
ALL_YES = st.tuples(st.just("all"), st.sampled_from(SEATS), st.just(S.AUDIO), st.just(P.GUARDIAN),
                    st.just(ScopeAnswer.YES))  # fmt: skip


@dataclass
class Judge:
    """The last word of each to each question, and who asked to be left out."""

    yes: dict[tuple[str, ResearchScope, ScopeParty], bool] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def hears(self, seat: str, scope: ResearchScope, party: ScopeParty, answer: ScopeAnswer) -> None:
        if seat in self.gone:
            return
        self.yes[seat, scope, party] = answer is ScopeAnswer.YES
        if scope is S.TAKE_PART and answer is ScopeAnswer.NO:
            self.gone.add(seat)

    def may(self, seat: str, scope: ResearchScope) -> bool:
        needed = [(each, party) for each in (S.TAKE_PART, scope) for party in P]
        return seat not in self.gone and all(self.yes.get((seat, *each)) for each in needed)


@pytest.fixture
def member(cast):
    return member_of_person(cast.ours[Role.RESEARCHER])


@given(steps=st.lists(st.one_of(SAY, SAY, ALL_YES), max_size=7))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_st_r16_random_answers_and_withdrawals_come_to_what_was_said(cast, member, steps):
    with undone():
        row = made_up_study(cast.organisation, [cast.ours[Role.RESEARCHER]], cast.at)
        add_made_up_seat(row, StudySession.objects.get(study=row), cast.at, 2)
        row.consent_terms = json_of_value(ConsentTerms(frozenset({"words-1"})))
        row.save()
        judge = Judge()
        for step in steps:
            _do(row, member, judge, step, cast.at)
            consent = consent_of(Study.objects.get(id=row.id))
            for seat in SEATS:
                for scope in S:
                    assert consent.covers(seat, scope) is judge.may(seat, scope), (seat, scope, steps)
            assert seats_to_cut(row, "s1") == judge.gone
            checks = book_of(row).standing.checks["s1"]
            assert {each.seat: (each.take_part, each.audio) for each in checks.seats} == {
                seat: (judge.may(seat, S.TAKE_PART), judge.may(seat, S.AUDIO))
                for seat in SEATS
                if seat not in judge.gone
            }
        left = StudyScopeAnswer.objects.filter(seat__session__study=row)
        assert not left.filter(seat__seat__in=judge.gone).exists()


def _do(row, member, judge: Judge, step, at) -> None:
    what, id, scope, party, answer = step
    row = Study.objects.get(id=row.id)
    session = StudySession.objects.get(study=row)
    seat = StudySeat.objects.get(session=session, seat=id)
    about = (member, row, session, session.turn, seat)
    if what == "withdraw":
        came = withdraw_scopes(*about, {scope}, party, at=at)
        said = [(scope, party, ScopeAnswer.NO)]
    else:
        said = [(s, p, answer) for s in S for p in P] if what == "all" else [(scope, party, answer)]
        asked = ScopesAsked(tuple(ScopeSaid(*each) for each in said), HowScopeAsked.PICTURES, "words-1")
        came = answer_scopes(*about, asked, at=at)
    refused = isinstance(came, StudyRefused)
    assert refused == (id in judge.gone)
    assert not refused or came.because is StudyRefusal.NOTHING_CHANGED
    for each in said:
        judge.hears(id, *each)
