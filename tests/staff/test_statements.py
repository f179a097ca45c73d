"""How many statements each page of staff sends, on both databases; more rows are no more statements."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext
from tests.staff.cast import Cast, Person, make_person, signed_in
from tests.staff.test_matrix import STAFF

from kapea.audit import actions as audit
from kapea.core.staff.roles import Role
from kapea.people.ids import new_id
from kapea.people.invitations import add_organisation
from kapea.people.models import Membership

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]


@pytest.fixture
def cast(cast_with_cases) -> Cast:
    return cast_with_cases


GOLDEN = Path(__file__).with_name("statements.txt")
WHO = (Role.ADMINISTRATOR, Role.AUDITOR, Role.FACILITATOR)


def acts(cast: Cast, person: Person) -> None:
    """Something that somebody did stands in the trail of their organisation."""
    member = f"member:{person.membership.id}"
    with transaction.atomic():
        audit.record(
            action="member.vet", subject=member, by=member, at=cast.at, organisation=cast.organisation.id
        )


def statements(cast: Cast, role: Role) -> dict[str, int]:
    """By address, of pages that the role may open."""
    client = signed_in(cast.ours[role], cast.at)
    pages = [address for address, rule in STAFF if "<" not in address and rule.relations(role)]
    return {address: sent for address in pages if (sent := _sent(client, address))}


def _sent(client, address: str) -> int:
    with (
        CaptureQueriesContext(connections["default"]) as one,
        CaptureQueriesContext(connections["keys"]) as two,
    ):
        opens = client.get(address).status_code == 200
    return len(one) + len(two) if opens else 0


def test_they_are_written_down(cast, request):
    """So that whoever makes a page dearer shows it."""
    acts(cast, cast.pupil)
    told = {role: statements(cast, role) for role in WHO}
    lines = [f"{role.value:14} {address:32} {many}" for role in WHO for address, many in told[role].items()]
    text = "\n".join(lines) + "\n"
    if request.config.getoption("--update-golden"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("role", WHO, ids=lambda role: role.value)
def test_more_rows_are_no_more_statements(cast, role):
    acts(cast, cast.pupil)
    before = statements(cast, role)
    for _ in range(4):
        person = make_person(cast.organisation, Role.EDITOR, cast.at)
        signed_in(person, cast.at)
        acts(cast, person)
        other = add_organisation(name=f"Line {new_id()}", pack="nepal", at=cast.at)
        Membership.objects.create(
            user=cast.ours[role].user, organisation=other, role="editor", began_at=cast.at + timedelta(days=1)
        )
    assert statements(cast, role) == before
