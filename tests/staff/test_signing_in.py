"""Both steps, every time; what is wrong is slowed down, and never locks out whom it belongs to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.sessions.models import Session
from tests.staff.cast import PASSPHRASE, SECRET, browser, signed_in
from tests.staff.entering import FIRST, SECOND, code, gives_passphrase, is_in, signs_in

from kapea.core.staff.roles import Role
from kapea.people.invitations import invite
from kapea.people.models import Membership, StaffSession, User
from kapea.people.signed_in import forget_sessions
from kapea.vault import passphrases
from kapea.vault.models import StaffKey
from kapea.web.staff import gate
from kapea.web.staff.cookies import DEVICE, KEY

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

WRONG = "these are other words"


@pytest.fixture
def person(cast):
    """A counsellor whose passphrase is checked."""
    made = cast.pupil
    made.user.set_password(PASSPHRASE)
    made.user.save()
    return made


def test_both_steps_let_in(person):
    client = browser()
    assert not is_in(client)
    assert signs_in(client, person).headers["Location"] == "/staff/office/"
    assert is_in(client)


def test_the_first_step_alone_lets_nobody_in(person):
    client = browser()
    gives_passphrase(client, person)
    for address in (
        "/staff/office/",
        "/staff/own",
        "/staff/second-factor/",
        "/staff/second-factor/codes/add",
    ):
        assert client.get(address).headers["Location"] == FIRST


def test_the_second_step_cannot_be_skipped_by_whoever_has_none(person):
    Authenticator.objects.all().delete()
    client = browser()
    gives_passphrase(client, person)
    for address in ("/staff/office/", "/staff/own", "/staff/office/people"):
        assert client.get(address).headers["Location"] == "/staff/second-factor/"
    assert client.get("/staff/second-factor/codes/add").status_code == 200


@pytest.mark.parametrize("step", [-2, 2])
def test_a_code_of_another_minute_is_wrong(person, step):
    client = browser()
    assert b"not right" in signs_in(client, person, step).content
    assert not is_in(client)


@pytest.mark.parametrize("step", [-1, 1])
def test_a_phone_whose_clock_is_half_a_minute_off_lets_in(person, step):
    client = browser()
    signs_in(client, person, step)
    assert is_in(client)


def test_a_code_counts_once(person):
    first, second = browser(), browser()
    used = code()
    gives_passphrase(first, person)
    gives_passphrase(second, person)
    first.post(SECOND, {"code": used})
    second.post(SECOND, {"code": used})
    assert is_in(first)
    assert not is_in(second)


def test_a_code_on_paper_counts_once(person):
    paper = RecoveryCodes.activate(person.user).generate_codes()
    first, second = browser(), browser()
    for client in (first, second):
        gives_passphrase(client, person)
        client.post(SECOND, {"code": paper[3]})
    assert is_in(first)
    assert not is_in(second)


@pytest.mark.parametrize("name", ["nobody-here", None])
def test_a_wrong_name_and_a_wrong_passphrase_are_told_alike(person, name):
    given = {"login": name or person.user.username, "password": WRONG}
    assert b"do not belong together" in browser().post(FIRST, given).content


def test_what_was_typed_stays_but_the_passphrase(person):
    page = gives_passphrase(browser(), person, WRONG).content.decode()
    assert f'value="{person.user.username}"' in page
    assert WRONG not in page


def test_whoever_guesses_waits_and_its_owner_does_not(person):
    known = browser()
    signs_in(known, person)
    known.post("/staff/sign-out")
    guessing = browser()
    for _ in range(8):
        said = gives_passphrase(guessing, person, WRONG).content
    assert b"You are not locked out" in said
    assert b"You are not locked out" in gives_passphrase(guessing, person).content, "the right one waits too"
    assert gives_passphrase(known, person).headers["Location"] == SECOND


def test_a_mark_of_another_persons_device_is_none(cast, person):
    client = browser()
    signs_in(client, person)
    stolen = browser()
    stolen.cookies[DEVICE] = client.cookies[DEVICE].value
    other = cast.ours[Role.AUDITOR]
    for _ in range(8):
        said = gives_passphrase(stolen, other, WRONG).content
    assert b"You are not locked out" in said


def test_a_session_without_its_key_is_none(person, moment):
    client = signed_in(person, moment)
    assert is_in(client)
    del client.cookies[KEY]
    assert not is_in(client)


def test_a_key_of_another_browser_is_none(cast, person, moment):
    client, other = signed_in(person, moment), signed_in(cast.ours[Role.AUDITOR], moment)
    client.cookies[KEY] = other.cookies[KEY].value
    assert not is_in(client)
    assert is_in(other)


def test_whoever_reads_the_tables_of_sessions_signs_in_as_nobody(person, moment):
    signed_in(person, moment)
    for name in [*Session.objects.values_list("session_key", flat=True), StaffSession.objects.get().key]:
        thief = browser()
        thief.cookies["ss"] = name
        assert not is_in(thief)


def test_idle_minutes_end_it(person, moment, monkeypatch):
    client = signed_in(person, moment)
    monkeypatch.setattr(gate, "request_time", lambda: moment + timedelta(minutes=14))
    assert is_in(client)
    monkeypatch.setattr(gate, "request_time", lambda: moment + timedelta(minutes=28))
    assert is_in(client), "each page counts"
    monkeypatch.setattr(gate, "request_time", lambda: moment + timedelta(minutes=44))
    assert not is_in(client)
    assert not StaffSession.objects.exists()


def test_sessions_nobody_ended_are_forgotten(person, moment):
    client = signed_in(person, moment)
    assert forget_sessions(at=moment + timedelta(minutes=5), idle=timedelta(minutes=15)) == 0
    assert forget_sessions(at=moment + timedelta(minutes=16), idle=timedelta(minutes=15)) == 1
    assert not is_in(client)


def test_signing_out_ends_it(person, moment):
    client = signed_in(person, moment)
    again = browser()
    again.cookies = client.cookies.copy()
    client.post("/staff/sign-out")
    assert not is_in(again), "what the browser held opens nothing any more"
    assert not StaffSession.objects.exists()


def test_another_passphrase_ends_every_other_session(person, moment):
    here, there = signed_in(person, moment), signed_in(person, moment)
    given = {"now": PASSPHRASE, "passphrase": WRONG, "again": WRONG}
    assert here.post("/staff/own/passphrase", given).headers["Location"] == "/staff/own"
    assert is_in(here)
    assert not is_in(there)
    assert gives_passphrase(browser(), person, WRONG).headers["Location"] == SECOND


def test_another_passphrase_needs_the_one_of_now(person, moment):
    client = signed_in(person, moment)
    given = {"now": WRONG, "passphrase": WRONG, "again": WRONG}
    assert b"This is not your passphrase" in client.post("/staff/own/passphrase", given).content
    assert gives_passphrase(browser(), person).headers["Location"] == SECOND


def test_the_last_second_factor_stays(person, moment):
    client = signed_in(person, moment)
    assert b"only second step" in client.post("/staff/second-factor/codes/remove").content
    assert Authenticator.objects.filter(user=person.user, type="totp").exists()


def test_second_factors_are_sealed(person):
    [held] = Authenticator.objects.filter(user=person.user)
    assert SECRET not in str(held.data)


def test_somebody_who_was_shut_out_is_out_at_once(person, moment):
    client = signed_in(person, moment)
    User.objects.filter(id=person.user.id).update(is_active=False)
    assert not is_in(client)
    assert b"do not belong together" in gives_passphrase(browser(), person).content


def test_where_many_sign_in_at_once_one_is_told_to_try_again(person, monkeypatch, settings):
    monkeypatch.setattr(passphrases, "WAIT_SECONDS", 0.01)
    with passphrases._places(settings.KAPEA_PASSPHRASES_AT_ONCE):
        assert b"Many people are signing in" in gives_passphrase(browser(), person).content
    assert gives_passphrase(browser(), person).headers["Location"] == SECOND


def test_a_key_store_of_another_day_is_said(person):
    StaffKey.objects.filter(id=person.user.id).delete()
    assert b"The keys are not here" in gives_passphrase(browser(), person).content


def test_a_stolen_session_joins_nothing(cast, person, moment):
    """A session without its half of the key is no signed-in browser, at the entrance neither."""
    client = signed_in(person, moment)
    made = invite(organisation=cast.other.id, role=Role.AUDITOR, name="x", by="operator", at=moment)
    del client.cookies[KEY]
    client.post(f"/staff/join/{made.token}")
    assert not Membership.objects.filter(user=person.user, organisation=cast.other).exists()
