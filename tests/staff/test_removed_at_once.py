"""Two tabs take the last two second steps away at once: one of them is told that it is the last. On both
databases, on SQLite with files, so that each thread has a connection of its own.
"""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, connections, transaction
from tests.staff.cast import Person, browser, make_cast, signed_in
from tests.staff.soft_authenticator import SoftAuthenticator
from tests.vault.conftest import migrated_files, stores

from kapea.config import databases
from kapea.web.staff.adapters import StaffFactors
from kapea.web.staff.gate import FACTORS
from kapea.web.staff.words import staff_words

__all__ = ["migrated_files", "stores"]
pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)

ADD, CODES = "/staff/second-factor/passkeys/add", "/staff/second-factor/codes/remove"
MEETING_SECONDS = 1.0
"""So long each waits for the other between looking and taking away. Under a lock they never meet."""


@pytest.fixture
def person(request, moment) -> Person:
    """Somebody with codes of an app and a passkey, in databases that threads reach."""
    if connection.vendor == "sqlite":
        request.getfixturevalue("stores")
        databases.be_patient(connections.settings, databases.COMMAND_SECONDS)
    with transaction.atomic():
        made = make_cast(moment).pupil
    assert SoftAuthenticator().registers(signed_in(made, moment), ADD).status_code == 302
    return made


@pytest.fixture
def at_once(person, moment, monkeypatch):
    """Posts to some addresses at once, each from a tab of its own that has just looked; what answers."""
    real, meeting = StaffFactors.can_delete_authenticator, threading.Barrier(2)

    def looks_and_waits(self, authenticator):
        allowed = real(self, authenticator)
        with suppress(threading.BrokenBarrierError):
            meeting.wait(MEETING_SECONDS)
        return allowed

    def post(*addresses: str):
        tabs = [signed_in(person, moment) for _ in addresses]
        answers = [None] * len(tabs)

        def run(number: int) -> None:
            try:
                answers[number] = tabs[number].post(addresses[number])
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=(number,)) for number in range(len(tabs))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    monkeypatch.setattr(StaffFactors, "can_delete_authenticator", looks_and_waits)
    return post


def held(person) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user=person.user, type__in=FACTORS).order_by("id"))


def removal(passkey: Authenticator) -> str:
    return f"/staff/second-factor/passkeys/{passkey.pk}/remove"


def one_was_taken_and_one_was_told(answers) -> bool:
    taken, told = sorted(answers, key=lambda each: -each.status_code)
    last = staff_words("en")["fault-cannot_delete_authenticator"]
    return (taken.status_code, told.status_code) == (302, 200) and last in told.content.decode()


def test_of_codes_and_a_passkey_one_is_left(person, at_once):
    _, passkey = held(person)
    answers = at_once(CODES, removal(passkey))
    assert len(held(person)) == 1
    assert one_was_taken_and_one_was_told(answers)
    assert Authenticator.objects.filter(user=person.user, type="recovery_codes").exists()


def test_of_two_passkeys_one_is_left(person, moment, at_once):
    SoftAuthenticator().registers(signed_in(person, moment), ADD)
    Authenticator.objects.filter(user=person.user, type="totp").delete()
    answers = at_once(*map(removal, held(person)))
    assert len(held(person)) == 1
    assert one_was_taken_and_one_was_told(answers)


@pytest.mark.parametrize("method", ["delete", "put", "patch"])
def test_there_is_no_way_but_the_form(person, moment, method):
    """What Django does on DELETE would take the last one away without looking."""
    codes, passkey = held(person)
    codes.delete()
    client = signed_in(person, moment)
    assert getattr(client, method)(removal(passkey)).status_code == 405
    assert held(person) == [passkey]


def test_whoever_has_not_signed_in_takes_nothing_away(person):
    _, passkey = held(person)
    for address in (CODES, removal(passkey)):
        assert browser().post(address).headers["Location"] == "/staff/sign-in"
    assert len(held(person)) == 2
