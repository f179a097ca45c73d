"""A passkey of software attacks the second step: only what its owner signs for this page, now, counts."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from fido2.utils import websafe_decode, websafe_encode
from hypothesis import given
from hypothesis import settings as steps
from hypothesis import strategies as st
from tests.staff.cast import PASSPHRASE, browser, make_person, signed_in
from tests.staff.entering import SECOND, gives_passphrase, is_in
from tests.staff.soft_authenticator import SoftAuthenticator, options_of

from kapea.core.staff.roles import Role
from kapea.people.invitations import add_organisation
from kapea.people.models import StaffSession
from kapea.vault.deployment import mark_key_store

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.any_database]

ADD, AGAIN = "/staff/second-factor/passkeys/add", "/staff/again/passkey"
WORDS = b"That did not work. You can try again, or use another way."
LIES = {
    "wrong-challenge": {"challenge": "c" * 43},
    "no-challenge": {"challenge": ""},
    "wrong-origin": {"origin": "http://localhost.example.org"},
    "wrong-port": {"origin": "http://localhost:8001"},
    "name-under-ours": {"origin": "http://deep.localhost"},
    "other-scheme": {"origin": "https://localhost"},
    "inside-another-page": {"framed": True},
    "wrong-rp": {"rp": "example.org"},
    "another-kind": {"kind": "password"},
    "nobody-present": {"flags": 0x40},
}
OF_SIGNING = {
    **LIES,
    "nobody-present": {"flags": 0},
    "made-not-signed": {"says": "webauthn.create"},
    "bad-signature": {"signature": b"0" * 70},
    "no-signature": {"signature": b""},
    "unknown-id": {"id": b"\1" * 32},
}
OF_MAKING = {
    **LIES,
    "signed-not-made": {"says": "webauthn.get"},
    "without-key": {"flags": 1},
    "unknown-kind-of-key": {"algorithm": -99},
}


@pytest.fixture
def organisation(db, moment):
    mark_key_store(by="operator", at=moment)
    return add_organisation(name="Line of ours", pack="cambodia", at=moment)


@pytest.fixture
def person(organisation, moment):
    """A counsellor whose passphrase is checked."""
    made = make_person(organisation, Role.COUNSELLOR, moment)
    made.user.set_password(PASSPHRASE)
    made.user.save()
    return made


@pytest.fixture
def other(organisation, moment):
    return make_person(organisation, Role.ADMINISTRATOR, moment)


@pytest.fixture
def unslowed(settings):
    """Tries are not counted: what slows is tested by itself."""
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def key(person, moment):
    """A passkey that the person has added."""
    made = SoftAuthenticator()
    assert made.registers(signed_in(person, moment), ADD).status_code == 302
    return made


@pytest.fixture
def asked(person):
    """A browser that is asked for the second step."""
    client = browser()
    gives_passphrase(client, person)
    return client


def refused(response) -> bool:
    """Whether a page says so in our words, and shows no message of a library."""
    text = response.content
    return response.status_code == 200 and text.count(WORDS) == 2 and text.count(b'role="alert"') == 2


def test_a_passkey_lets_in(key, asked):
    assert key.signs(asked, SECOND).headers["Location"] == "/staff/office/"
    assert is_in(asked)


def test_no_lie_lets_anybody_in(key, asked, unslowed):
    for name, lie in OF_SIGNING.items():
        assert refused(key.signs(asked, SECOND, **lie)), name
        assert not is_in(asked), name
    assert key.signs(asked, SECOND).status_code == 302, "and its owner may try again"


def test_no_lie_is_added(person, moment):
    client, made = signed_in(person, moment), SoftAuthenticator()
    for name, lie in OF_MAKING.items():
        assert refused(made.registers(client, ADD, **lie)), name
        assert not Authenticator.objects.filter(type="webauthn").exists(), name
    assert made.registers(client, ADD).status_code == 302


def test_what_was_signed_counts_once(person, key, asked):
    signed = {"credential": json.dumps(key.signed(options_of(asked.get(SECOND).content)))}
    assert asked.post(SECOND, signed).status_code == 302
    again = browser()
    gives_passphrase(again, person)
    again.get(SECOND)
    assert refused(again.post(SECOND, signed))
    assert not is_in(again)


def test_what_was_made_counts_once(person, moment):
    client, made = signed_in(person, moment), SoftAuthenticator()
    sent = {"name": "Mine", "credential": json.dumps(made.made(options_of(client.get(ADD).content)))}
    assert client.post(ADD, sent).status_code == 302
    assert refused(client.post(ADD, sent))
    assert Authenticator.objects.filter(type="webauthn").count() == 1


def test_what_was_asked_before_counts_no_more(key, asked):
    former = options_of(asked.get(SECOND).content)
    asked.get(SECOND)
    assert refused(asked.post(SECOND, {"credential": json.dumps(key.signed(former))}))


def test_a_passkey_of_another_lets_nobody_in(other, key, asked, moment):
    theirs = SoftAuthenticator()
    assert theirs.registers(signed_in(other, moment), ADD).status_code == 302
    assert refused(theirs.signs(asked, SECOND))
    assert refused(theirs.signs(asked, SECOND, id=key.id)), "nor under the id of the owner's"
    assert not is_in(asked)


def test_a_passkey_that_nobody_added_lets_nobody_in(key, asked):
    assert refused(SoftAuthenticator().signs(asked, SECOND))


def test_whoever_guesses_waits(key, asked):
    for _ in range(6):
        said = key.signs(asked, SECOND, signature=b"")
    assert b"You are not locked out" in said.content
    assert b"You are not locked out" in key.signs(asked, SECOND).content, "the right one waits too"


def test_asked_once_more_a_refusal_stays_on_the_page(key, person, moment):
    client = signed_in(person, moment)
    StaffSession.objects.update(began_at=moment.replace(year=moment.year - 1))
    assert refused(key.signs(client, AGAIN, origin="http://evil.example"))
    assert client.get(ADD).headers["Location"].startswith("/staff/again")
    assert key.signs(client, AGAIN).status_code == 302


def test_a_passkey_is_taken_away_by_its_owner_alone_and_never_as_the_last(other, key, person, moment):
    held = Authenticator.objects.get(type="webauthn")
    address = f"/staff/second-factor/passkeys/{held.pk}/remove"
    assert signed_in(other, moment).post(address).status_code == 404
    client = signed_in(person, moment)
    Authenticator.objects.filter(user=person.user, type="totp").delete()
    assert b"only second step" in client.post(address).content
    SoftAuthenticator().registers(client, ADD)
    assert client.post(address).status_code == 302
    assert list(Authenticator.objects.filter(user=person.user, type="webauthn").values_list("pk")) != [
        (held.pk,)
    ]


NONSENSE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("AAAA"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
PARTS = ("clientDataJSON", "authenticatorData", "signature", "id", "rawId", "type", "response")
OF_NOBODY = "attestationObject"
"""Nobody signs a new key: another key in its place is whoever's who holds the browser."""


@given(part=st.sampled_from(PARTS), nonsense=NONSENSE, place=st.integers(0, 2000), bit=st.integers(0, 7))
@steps(max_examples=40)
def changed(key, client, part, nonsense, place, bit):
    """Neither a part that is anything else, nor one with a bit turned, is ever taken, or breaks a page."""
    for asks, make in ((ADD, SoftAuthenticator().made), (SECOND, key.signed)):
        credential = make(options_of(client[asks].get(asks).content))
        here = part if part in credential or part in credential["response"] else OF_NOBODY
        holder = credential if here in credential else credential["response"]
        for other in (nonsense, _turned(holder[here], place, bit)):
            page = client[asks].post(asks, {"credential": json.dumps(_with(credential, here, other))})
            assert refused(page) or (here == OF_NOBODY and page.status_code == 302)


def _with(credential, part, other):
    if part in credential:
        return {**credential, part: other}
    return {**credential, "response": {**credential["response"], part: other}}


def _turned(text, place, bit):
    if not isinstance(text, str) or len(text) < 20:
        return None
    data = bytearray(websafe_decode(text))
    data[place % len(data)] ^= 1 << bit
    return websafe_encode(bytes(data))


def test_what_was_changed_on_the_way_is_refused_in_our_words(key, asked, person, moment, unslowed):
    changed(key, {ADD: signed_in(person, moment), SECOND: asked})


def test_what_is_no_passkey_at_all_is_refused(key, asked, unslowed):
    for sent in ("[" * 15_000, '{"a":' * 3_000, "no json", "", "null", "{}", "[]", "1"):
        page = asked.post(SECOND, {"credential": sent})
        assert page.status_code == 200, sent[:9]
        assert b'class="fault" role="alert">' in page.content, sent[:9]
