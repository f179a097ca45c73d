"""Two who answer for one seat at the same moment, from the same page: one withdraws, one writes down a yes.
One is done, one is told to look again, and no yes outlives the withdrawal.
"""

from __future__ import annotations

import pytest
from django.db import connection, connections, transaction
from tests.staff.cast import make_person, member_of_person
from tests.staff.study_rows import made_up_study
from tests.staff.test_phones_at_once import at_once
from tests.vault.conftest import migrated_files, stores

from kapea.access.rows import acting
from kapea.config import databases
from kapea.core.staff.roles import Role
from kapea.core.studies.consent_scopes import HowScopeAsked, ResearchScope, ScopeAnswer, ScopeParty
from kapea.core.studies.seat_changes import ScopeSaid
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.waiver_entering import ConsentTerms
from kapea.people.invitations import add_organisation
from kapea.studies.actions import StaleTurn
from kapea.studies.actions_seats import ScopesAsked, answer_scopes, withdraw_scopes
from kapea.studies.models import Study, StudyGrant, StudyScopeAnswer, StudySeat, StudySession
from kapea.studies.session_rows import consent_of, json_of_value
from kapea.vault.deployment import mark_key_store

__all__ = ["migrated_files", "stores"]
pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
SAID = ScopeSaid(ResearchScope.QUOTE, ScopeParty.PARTICIPANT, ScopeAnswer.YES)
YES = ScopesAsked((SAID,), HowScopeAsked.SPOKEN, "words-1")


@pytest.fixture
def people(request, moment):
    if connection.vendor == "sqlite":
        request.getfixturevalue("stores")
        databases.be_patient(connections.settings, databases.COMMAND_SECONDS)
    with transaction.atomic():
        mark_key_store(by="operator", at=moment)
        organisation = add_organisation(name="Line of ours", pack="cambodia", at=moment)
        return [make_person(organisation, Role.RESEARCHER, moment) for _ in range(2)]


def test_st_r16_a_yes_and_a_withdrawal_at_once_never_leave_a_yes_of_somebody_who_went(people, moment):
    one, other = people
    row = made_up_study(one.membership.organisation, [one], moment, [StudyRole.MODERATOR])
    _also_in(row, other, moment)
    row.consent_terms = json_of_value(ConsentTerms(frozenset({"words-1"})))
    row.save()
    turn = StudySession.objects.get(study=row).turn

    def does(person, act):
        member = member_of_person(person)

        def do() -> str:
            with acting(member, "studies.change", Study, row.id) as found:
                session = StudySession.objects.get(study=found)
                act(member, found, session, turn, StudySeat.objects.get(session=session))
            return "done"

        return do

    came = at_once(
        does(one, lambda *about: answer_scopes(*about, YES, at=moment)),
        does(
            other,
            lambda *about: withdraw_scopes(
                *about, {ResearchScope.TAKE_PART}, ScopeParty.PARTICIPANT, at=moment
            ),
        ),
    )
    assert sorted(type(each).__name__ for each in came) == sorted([StaleTurn.__name__, "str"]), came
    gone = StudySeat.objects.get().withdrawn_on is not None
    assert StudyScopeAnswer.objects.count() == (0 if gone else 1)
    assert not consent_of(row).covers("s1-c1", ResearchScope.QUOTE)


def _also_in(row: Study, person, at) -> None:
    StudyGrant.objects.create(
        study=row, user=person.user, role=StudyRole.DATA_STEWARD.value, given_by="x", given_at=at
    )
