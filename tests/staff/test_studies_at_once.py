"""Two who change one study at the same moment, from the same page: one is done, one is told to look again.
Threads with connections of their own; on SQLite a file, on PostgreSQL rows that are really locked.
"""

from __future__ import annotations

import pytest
from django.db import connection, connections, transaction
from tests.staff.cast import make_person, member_of_person
from tests.staff.study_rows import made_up_study
from tests.staff.test_phones_at_once import at_once
from tests.vault.conftest import migrated_files, stores

from kapea.access.rows import acting
from kapea.audit.models import Event
from kapea.config import databases
from kapea.core.staff.roles import Role
from kapea.core.studies.study_book import of_standing
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.team_changes import give_new_role
from kapea.people.invitations import add_organisation
from kapea.studies.actions import StaleTurn, change_study
from kapea.studies.models import Study, StudyGrant
from kapea.vault.deployment import mark_key_store

__all__ = ["migrated_files", "stores"]
pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


@pytest.fixture
def people(request, moment):
    """Two who may give roles, and whoever is to have one, in databases that threads reach."""
    if connection.vendor == "sqlite":
        request.getfixturevalue("stores")
        databases.be_patient(connections.settings, databases.COMMAND_SECONDS)
    with transaction.atomic():
        mark_key_store(by="operator", at=moment)
        organisation = add_organisation(name="Line of ours", pack="cambodia", at=moment)
        return [make_person(organisation, Role.RESEARCHER, moment) for _ in range(3)]


def test_two_at_once_give_the_same_person_roles_that_exclude_each_other_and_one_is_given(people, moment):
    first, second, third = people
    organisation = first.membership.organisation
    row = made_up_study(organisation, [first, second], moment, [StudyRole.INVESTIGATOR])

    def gives(person, role: StudyRole):
        member = member_of_person(person)
        change = of_standing(lambda study: give_new_role(study, third.user.id, role, by=member.user))

        def give() -> str:
            with acting(member, "studies.change", Study, row.id) as found:
                refused = change_study(member, found, 0, "study.give", change, at=moment)
            return "given" if refused is None else refused.because.value

        return give

    came = at_once(gives(first, StudyRole.CODER_A), gives(second, StudyRole.CODER_B))
    assert sorted(type(each).__name__ for each in came) == sorted([StaleTurn.__name__, "str"]), came
    assert StudyGrant.objects.filter(user=third.user).count() == 1
    assert Study.objects.get(id=row.id).turn == 1
    assert Event.objects.filter(action="study.give").count() == 1
