"""ST-R04: each role of a study, at every page of its own study and of another, asked over HTTP. The table is
written by hand: whoever changes who may do what changes it here too.
"""

from __future__ import annotations

import pytest
from tests.staff.cast import make_person, signed_in
from tests.staff.study_rows import made_up_study
from tests.staff.test_matrix import STAFF, asked, undone

from kapea.core.staff.roles import Role
from kapea.core.studies.study_roles import StudyRole
from kapea.studies.models import Study, StudyGrant

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
ALL = {role.value for role in StudyRole}
READ_GATES = ALL - {"advisory-group"}
WORK = ALL - {"advisory-group", "observer"}
WRITE = {"investigator", "manager"}
SAFEGUARD = {"safeguarding-lead", "safeguarding-second"}
MAY = {
    "": READ_GATES,
    "/sign": READ_GATES,
    "/item": WORK,
    "/stop": SAFEGUARD,
    "/restart": SAFEGUARD,
    "/protocol": READ_GATES,
    "/protocol/write": WRITE,
    "/protocol/drop": WRITE,
    "/approvals": READ_GATES,
    "/approvals/new": {"data-steward"},
    "/approvals/confirm": {"investigator"},
    "/approvals/end": {"data-steward"},
    "/team": WORK,
    "/team/give": WRITE | SAFEGUARD,
    "/team/end": WORK,
}
ONE = "/staff/studies/<str:id>"


def test_the_table_names_every_page_of_a_study():
    assert {address.removeprefix(ONE) for address, _ in STAFF if address.startswith(ONE)} == set(MAY)


@pytest.fixture
def somebody(cast):
    return make_person(cast.organisation, Role.RESEARCHER, cast.at)


def test_st_r04_each_role_reaches_its_own_pages_of_its_own_study_and_nothing_else(cast, somebody):
    client = signed_in(somebody, cast.at)
    own = made_up_study(cast.organisation, [somebody], cast.at, [StudyRole.INVESTIGATOR])
    other = made_up_study(cast.organisation, [cast.ours[Role.RESEARCHER]], cast.at)
    for role in StudyRole:
        StudyGrant.objects.filter(study=own).update(role=role.value)
        for path, may in MAY.items():
            for study, is_own in ((own, True), (other, False)):
                with undone():
                    status = asked(client, f"/staff/studies/{study.id}{path}").status_code
                assert (status != 404) == (is_own and role.value in may), f"{role.value} {path} {is_own}"


def test_who_holds_a_role_no_more_and_who_is_in_no_study_is_told_nothing(cast, somebody):
    client, stranger = signed_in(somebody, cast.at), signed_in(cast.ours[Role.ADMINISTRATOR], cast.at)
    row = made_up_study(
        cast.organisation, [somebody, cast.ours[Role.ADMINISTRATOR]], cast.at, [StudyRole.MANAGER]
    )
    assert row.code in client.get("/staff/studies/").content.decode()
    assert stranger.get(f"/staff/studies/{row.id}").status_code == 404, "an administrator sees no data"
    assert stranger.get("/staff/studies/").status_code == 404
    StudyGrant.objects.filter(study=row, user=somebody.user).update(ended_at=cast.at)
    assert row.code not in client.get("/staff/studies/").content.decode()
    assert client.get(f"/staff/studies/{row.id}").status_code == 404
    assert Study.objects.filter(id=row.id).exists()
