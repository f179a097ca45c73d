"""A stolen database reads nothing; neither does a stolen secret. One purpose opens nothing of another."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.secret import SecretBox

from kapea.vault import keys, sealing
from kapea.vault.keys import ConversationKey, beginning_token, derive, new_token
from kapea.vault.purposes import Purpose
from kapea.vault.sealing import Unsealable

texts = st.text(min_size=1, max_size=60)
KEY = bytes(range(32))
STATE = Purpose.CONVERSATION_STATE_1


@given(st.binary(max_size=2000), texts, texts)
def test_what_was_sealed_opens_with_the_same_material_and_secret(data, material, secret):
    key = ConversationKey.of(material, secret)
    assert ConversationKey.of(material, secret).open(key.seal(data)) == data


@given(st.binary(min_size=8, max_size=200), texts, texts, texts)
def test_other_material_or_another_secret_opens_nothing(data, material, secret, other):
    sealed = ConversationKey.of(material, secret).seal(data)
    for wrong in ({(other, secret), (material, other)}) - {(material, secret)}:
        with pytest.raises(Unsealable):
            ConversationKey.of(*wrong).open(sealed)


@given(st.binary(min_size=8, max_size=200), st.data())
def test_a_changed_byte_opens_nothing(data, more):
    key = ConversationKey.of("token", "secret")
    sealed = bytearray(key.seal(data))
    sealed[more.draw(st.integers(0, len(sealed) - 1))] ^= 1
    with pytest.raises(Unsealable):
        key.open(bytes(sealed))


@given(st.binary(max_size=500))
def test_any_bytes_are_refused_kindly(data):
    for sealed in (data, sealing.VERSION + data):
        with pytest.raises(Unsealable):
            ConversationKey.of("token", "secret").open(sealed)


@given(st.binary(max_size=200))
def test_what_is_sealed_opens_for_its_purpose_and_its_record_only(data):
    sealed = sealing.seal(data, KEY, purpose=STATE, record="one")
    assert sealing.open_sealed(sealed, KEY, purpose=STATE, record="one") == data
    for purpose, record in ((STATE, "two"), (Purpose.BEGINNING, "one")):
        with pytest.raises(Unsealable):
            sealing.open_sealed(sealed, KEY, purpose=purpose, record=record)


def test_sealed_bytes_say_their_version_and_nothing_else():
    key = ConversationKey.of("token", "secret")
    assert key.seal(b"same")[:1] == sealing.VERSION
    assert key.seal(b"same") != key.seal(b"same"), "a fresh nonce each time"


@given(st.binary(max_size=200))
def test_what_the_first_releases_sealed_still_opens(data):
    """By their own words: two keyed digests, XSalsa20-Poly1305, no version byte."""
    import hashlib

    def derived(use: bytes) -> bytes:
        key = hashlib.blake2b(b"secret", digest_size=32, person=b"kapea." + use).digest()
        return hashlib.blake2b(b"token", key=key, digest_size=32).digest()

    key = ConversationKey.of("token", "secret")
    assert key.id == derived(b"row")[:16].hex()
    assert key.open(bytes(SecretBox(derived(b"seal")).encrypt(data))) == data


def test_a_row_of_the_first_releases_opens_although_its_nonce_begins_like_a_version():
    old = SecretBox(derive("secret", Purpose.CONVERSATION_STATE_0, b"token"))
    sealed = bytes(old.encrypt(b"data", nonce=sealing.VERSION * 24))
    assert ConversationKey.of("token", "secret").open(sealed) == b"data"


class TestDerivation:
    def test_no_two_purposes_give_the_same_key(self):
        assert len({derive("secret", purpose, b"x") for purpose in Purpose}) == len(Purpose)

    @pytest.mark.parametrize("purpose", Purpose, ids=lambda p: p.name)
    def test_a_purpose_fits_what_separates_it(self, purpose):
        assert 0 < len(purpose.value) <= 16
        assert purpose.value.startswith(b"kapea.")

    def test_derivation_is_what_it_was(self):
        """Published vectors: a change here ends every open conversation, and later loses what was sealed."""
        assert ConversationKey.of("token", "secret").id == "7c6c1612b894d024d7e14379b63558e2"
        assert (
            derive("secret", STATE, b"token").hex()
            == "5059e7c6b131b3cd4416e84ac8032f43842257e3eb0bbcf29cd3bf11acf97719"
        )
        assert beginning_token("secret", b"form") == "dE5FaXAbk93O3EiRv6yNr7lqpp7MBCGH"

    def test_the_row_says_nothing_of_the_token_and_not_without_the_secret(self):
        token = new_token()
        assert token not in ConversationKey.of(token, "secret").id
        assert ConversationKey.of(token, "secret").id != ConversationKey.of(token, "another").id

    def test_a_key_shows_no_byte_of_itself(self):
        key = ConversationKey.of("token", "secret", ("former",))
        assert repr(key) == f"ConversationKey(id='{key.id}')"

    @given(st.lists(st.binary(max_size=40), unique=True, min_size=2, max_size=6))
    def test_another_form_begins_another_conversation_the_same_form_the_same(self, forms):
        for one, other in combinations(forms, 2):
            assert beginning_token("secret", one) != beginning_token("secret", other)
        assert beginning_token("secret", forms[0]) == beginning_token("secret", forms[0])

    def test_the_token_of_a_form_is_as_long_as_a_drawn_one(self):
        assert len(beginning_token("secret", b"form")) == len(new_token()) == 32

    def test_a_form_says_its_token_to_nobody_without_the_secret(self):
        assert beginning_token("secret", b"form") != beginning_token("another", b"form")


def test_derived_keys_are_remembered_by_purpose_never_by_what_a_visitor_has():
    keys._purpose_key.cache_clear()
    for n in range(50):
        ConversationKey.of(f"token {n}", "secret")
    assert keys._purpose_key.cache_info().currsize == 3
