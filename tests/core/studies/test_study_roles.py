"""Nobody holds two roles that forbid each other, in whatever order they come; nor one for own clients."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.made_studies import done

from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_roles import (
    ALONE,
    RoleGrant,
    StudyRole,
    StudyTeam,
    clashing_roles,
    end_study_role,
    grant_study_role,
    told_client_strata,
    told_recruiter,
)

FORBIDDEN = {
    frozenset(map(StudyRole, pair.split()))
    for pair in (
        "investigator safeguarding-lead",
        "investigator safeguarding-second",
        "safeguarding-lead safeguarding-second",
        "transcriber checker",
        "translator back-translator",
        "deidentifier-1 deidentifier-2",
        "coder-a coder-b",
        "author last-reader",
        "data-steward witness",
        "coder-a adjudicator",
        "coder-b adjudicator",
    )
}
"""Written down apart from the code."""
PEOPLE, STRATA = ("ann", "bo"), ("remote-girls", "town-boys")


def grant(team, account, role, strata=frozenset()):
    return grant_study_role(team, RoleGrant(account, role, strata), by="manager")


def test_st_r05_two_roles_go_together_or_not_in_either_order():
    for first, second in permutations(StudyRole, 2):
        team = done(grant(StudyTeam(), "ann", first))
        forbidden = {first, second} in FORBIDDEN or bool({first, second} & ALONE)
        assert isinstance(grant(team, "ann", second), StudyRefused) is forbidden, (first, second)
        assert not isinstance(grant(team, "bo", second), StudyRefused), "of two people it is nobody's both"


def test_st_r05_a_role_that_was_held_still_counts():
    for first, second in FORBIDDEN:
        team = end_study_role(done(grant(StudyTeam(), "ann", first)), "ann", first)
        refused = grant(team, "ann", second)
        assert refused == StudyRefused("role.grant", StudyRefusal.ROLES_CLASH, (first.value,))


def test_st_r05_once_unblinded_a_coder_may_settle_what_differs():
    team = replace(done(grant(StudyTeam(), "ann", StudyRole.CODER_A)), unblinded=True)
    assert StudyRole.ADJUDICATOR in done(grant(team, "ann", StudyRole.ADJUDICATOR)).roles("ann")
    assert isinstance(grant(team, "ann", StudyRole.CODER_B), StudyRefused)


def test_st_r05_nobody_gives_a_role_to_themselves():
    refused = grant_study_role(StudyTeam(), RoleGrant("ann", StudyRole.ANALYST), by="ann")
    assert refused == StudyRefused("role.grant", StudyRefusal.OWN_GRANT)


STEPS = st.one_of(
    st.tuples(
        st.just("grant"),
        st.sampled_from(PEOPLE),
        st.sampled_from(StudyRole),
        st.sampled_from([frozenset(), frozenset(STRATA[:1]), frozenset(STRATA[1:]), frozenset(STRATA)]),
    ),
    st.tuples(st.just("end"), st.sampled_from(PEOPLE), st.sampled_from(StudyRole)),
    st.tuples(st.just("recruits"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("clients"), st.sampled_from(PEOPLE), st.sampled_from(STRATA)),
)


def stepped(team: StudyTeam, step) -> StudyTeam | StudyRefused:
    kind, account, *rest = step
    if kind == "grant":
        return grant(team, account, *rest)
    if kind == "end":
        return end_study_role(team, account, rest[0])
    if kind == "recruits":
        return told_recruiter(team, account)
    return told_client_strata(team, account, frozenset(rest))


@settings(max_examples=60)
@given(st.lists(STEPS, max_size=20))
def test_st_r05_by_no_order_of_grants_does_anybody_come_to_hold_both(steps):
    team = StudyTeam()
    for step in steps:
        result = stepped(team, step)
        team = team if isinstance(result, StudyRefused) else result
        for account in PEOPLE:
            ever = team.ever(account)
            assert not any(pair <= ever for pair in FORBIDDEN)
            assert not ever & ALONE or len(ever) == 1
            assert account not in team.recruiters or StudyRole.MODERATOR not in team.roles(account)
            clients = team.client_strata.get(account, frozenset())
            for held in team.grants:
                if held.account == account and not held.ended and clients:
                    assert held.strata
                    assert not held.strata & clients


def test_st_r05_a_case_worker_has_no_role_for_a_stratum_of_their_clients():
    team = told_client_strata(StudyTeam(), "ann", frozenset({"remote-girls"}))
    for strata in (frozenset(), frozenset({"remote-girls"}), frozenset(STRATA)):
        assert grant(team, "ann", StudyRole.ANALYST, strata) == StudyRefused(
            "role.grant", StudyRefusal.OWN_CLIENTS
        )
    team = done(grant(team, "ann", StudyRole.ANALYST, frozenset({"town-boys"})))
    assert team.roles("ann") == {StudyRole.ANALYST}
    assert told_client_strata(team, "ann", frozenset({"town-boys"})).roles("ann") == frozenset()


def test_a_role_that_ended_for_its_strata_leaves_the_others():
    team = done(grant(StudyTeam(), "ann", StudyRole.ANALYST, frozenset({"town-boys"})))
    team = done(grant(team, "ann", StudyRole.TRANSCRIBER, frozenset({"remote-girls"})))
    assert told_client_strata(team, "ann", frozenset({"town-boys"})).roles("ann") == {StudyRole.TRANSCRIBER}


def test_the_same_role_clashes_not_with_itself():
    assert clashing_roles(StudyRole.OBSERVER, {StudyRole.OBSERVER}) == frozenset()
