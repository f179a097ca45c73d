"""Whoever adds a second step or takes one away leaves a row, in the same transaction, wherever they work."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from tests.staff.cast import signed_in
from tests.staff.soft_authenticator import SoftAuthenticator

from kapea.audit.models import Event
from kapea.core.staff.roles import Role
from kapea.people import actions
from kapea.people.models import Membership

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PASSKEY, CODES = "/staff/second-factor/passkeys/add", "/staff/second-factor/codes/add"
NEW_PAPER, NO_CODES = "/staff/second-factor/paper/new", "/staff/second-factor/codes/remove"
SHOWN = re.compile(rb"[A-Z2-7]{32}")


@pytest.fixture
def person(cast):
    return cast.pupil


@pytest.fixture
def client(person, moment):
    return signed_in(person, moment)


def rows(person) -> list[tuple[str, str]]:
    """Kind and change of each row about the person, oldest first."""
    named = f"member:{person.membership.id}"
    found = Event.objects.filter(action="member.second-step", subject=named, by=named).order_by("id")
    return [(each.detail["kind"], each.detail["change"]) for each in found]


def adds_codes(client):
    shown = SHOWN.search(client.get(CODES).content.replace(b" ", b""))
    assert shown is not None
    counter = hotp_value(shown[0].decode(), int(time.time()) // 30)
    return client.post(CODES, {"code": format_hotp_value(counter)})


def test_a_passkey_and_its_paper_are_added(person, client):
    assert SoftAuthenticator().registers(client, PASSKEY).status_code == 302
    assert sorted(rows(person)) == [("recovery_codes", "added"), ("webauthn", "added")]


def test_new_paper_ends_the_old(person, client):
    SoftAuthenticator().registers(client, PASSKEY)
    before = len(rows(person))
    assert client.post(NEW_PAPER).status_code == 302
    assert rows(person)[before:] == [("recovery_codes", "removed"), ("recovery_codes", "added")]


def test_codes_of_an_app_are_taken_away_and_added(person, client):
    SoftAuthenticator().registers(client, PASSKEY)
    before = len(rows(person))
    assert client.post(NO_CODES).status_code == 302
    assert adds_codes(client).status_code == 302
    assert rows(person)[before:] == [("totp", "removed"), ("totp", "added")]


def test_signing_in_with_one_is_no_change(person, client):
    held = Authenticator.objects.get(user=person.user)
    held.record_usage()
    assert rows(person) == []


def test_it_stands_in_the_trail_of_each_organisation(cast, person, client):
    elsewhere = Membership.objects.create(
        user=person.user, organisation=cast.other, role=Role.AUDITOR.value, began_at=cast.at
    )
    left = Membership.objects.create(
        user=person.user, organisation=cast.other, role=Role.EDITOR.value, began_at=cast.at, ended_at=cast.at
    )
    SoftAuthenticator().registers(client, PASSKEY)
    told = Event.objects.filter(action="member.second-step", organisation=cast.other.id)
    subjects = set(told.values_list("subject", flat=True))
    assert f"member:{elsewhere.id}" in subjects
    assert f"member:{left.id}" not in subjects


def fails(*_, **__):
    raise RuntimeError("the trail cannot be written")


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
@pytest.mark.parametrize(
    "change",
    [
        lambda client: SoftAuthenticator().registers(client, PASSKEY),
        lambda client: client.post(NEW_PAPER),
        lambda client: client.post(NO_CODES),
    ],
    ids=["a passkey added", "new paper", "codes taken away"],
)
def test_without_its_row_nothing_changes(person, client, change, monkeypatch):
    SoftAuthenticator().registers(client, PASSKEY)
    before = set(Authenticator.objects.values_list("pk", flat=True))
    client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(actions.audit, "record", fails)
        assert change(client).status_code == 500
    assert set(Authenticator.objects.values_list("pk", flat=True)) == before


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_without_its_row_no_codes_are_added(person, client, monkeypatch):
    SoftAuthenticator().registers(client, PASSKEY)
    client.post(NO_CODES)
    client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(actions.audit, "record", fails)
        assert adds_codes(client).status_code == 500
    assert not Authenticator.objects.filter(type="totp", user=person.user).exists()
