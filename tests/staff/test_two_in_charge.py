"""Two administrators end each other's membership at the same moment: one of them stays, and nothing fails. On
both databases, on SQLite with files, so that each thread has a connection of its own.
"""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest
from django.db import connection, connections, transaction
from tests.staff.cast import make_cast, make_person, signed_in
from tests.vault.conftest import migrated_files, stores

from kapea.access import rows
from kapea.audit.models import Event
from kapea.config import databases
from kapea.core.staff.roles import Role
from kapea.people.models import Membership

__all__ = ["migrated_files", "stores"]
pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
MEETING_SECONDS = 1.0
"""So long each waits for the other once they were asked who they are. Under a lock they never meet."""


@pytest.fixture
def two(request, moment):
    """Two administrators of one organisation, in databases that threads reach."""
    if connection.vendor == "sqlite":
        request.getfixturevalue("stores")
        databases.be_patient(connections.settings, databases.COMMAND_SECONDS)
    with transaction.atomic():
        cast = make_cast(moment)
        return cast.ours[Role.ADMINISTRATOR], make_person(cast.organisation, Role.ADMINISTRATOR, moment)


def test_one_of_them_stays(two, moment, monkeypatch):
    real, meeting = rows.confirm, threading.Barrier(2)

    def asks_and_waits(member, rule):
        real(member, rule)
        with suppress(threading.BrokenBarrierError):
            meeting.wait(MEETING_SECONDS)

    monkeypatch.setattr(rows, "confirm", asks_and_waits)
    clients = [signed_in(person, moment) for person in two]
    statuses = [0, 0]

    def ends_the_other(number: int) -> None:
        clients[number].raise_request_exception = False
        try:
            address = f"/staff/office/people/{two[1 - number].membership.id}/end"
            statuses[number] = clients[number].post(address).status_code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ends_the_other, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ids = [person.membership.id for person in two]
    left = Membership.objects.filter(id__in=ids, ended_at=None)
    assert sorted(statuses) == [302, 404]
    assert [each.id for each in left] == [ids[statuses.index(302)]]
    assert Event.objects.filter(action="member.end").count() == 1
