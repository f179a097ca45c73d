"""Keys for other visitors, secrets or purposes never meet, and what is sealed opens in its own place only."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.vault import sealing
from kapea.vault.keys import ConversationKey, beginning_token, derive
from kapea.vault.purposes import Purpose
from kapea.vault.sealing import Unsealable

texts = st.text(min_size=1, max_size=40)
several = st.lists(texts, min_size=2, max_size=4, unique=True)
purposes = st.sampled_from(Purpose)
keys = st.binary(min_size=32, max_size=32)


@given(several, several)
def test_no_two_of_visitor_secret_and_purpose_give_one_key(materials, secrets):
    wanted = list(product(secrets, Purpose, materials))
    assert len({derive(secret, purpose, said.encode()) for secret, purpose, said in wanted}) == len(wanted)


@given(texts, texts)
def test_what_ends_the_secret_is_not_what_begins_the_visitors(secret, said):
    """Two values that read the same when written one after the other."""
    shifted = derive(secret + said[:1], Purpose.BEGINNING, said[1:].encode())
    assert derive(secret, Purpose.BEGINNING, said.encode()) != shifted


@given(several, texts)
def test_no_two_visitors_share_a_row(materials, secret):
    assert len({ConversationKey.of(said, secret).id for said in materials}) == len(materials)


@given(texts, texts)
def test_the_row_shows_no_byte_of_what_opens_it(said, secret):
    row = bytes.fromhex(ConversationKey.of(said, secret).id)
    for purpose in set(Purpose) - {Purpose.CONVERSATION_ROW}:
        assert row[:8] not in derive(secret, purpose, said.encode())


@given(st.binary(max_size=80), keys, purposes, purposes, texts, texts)
def test_sealed_bytes_open_with_their_own_purpose_and_record_only(data, key, purpose, other, record, another):
    sealed = sealing.seal(data, key, purpose=purpose, record=record)
    if (purpose, record) == (other, another):
        assert sealing.open_sealed(sealed, key, purpose=other, record=another) == data
        return
    with pytest.raises(Unsealable):
        sealing.open_sealed(sealed, key, purpose=other, record=another)


@given(st.binary(max_size=60), keys, st.data())
def test_a_byte_changed_in_any_way_added_or_lost_is_refused(data, key, more):
    sealed = sealing.seal(data, key, purpose=Purpose.CONVERSATION_STATE_1, record="r")
    at = more.draw(st.integers(0, len(sealed) - 1))
    byte = more.draw(st.integers(0, 255).filter(lambda value: value != sealed[at]))
    changed = sealed[:at] + bytes([byte]) + sealed[at + 1 :]
    for wrong in (changed, sealed[:at], sealed[at + 1 :], sealed + b"\0", sealed[:at] + b"\0" + sealed[at:]):
        if wrong != sealed:
            with pytest.raises(Unsealable):
                sealing.open_sealed(wrong, key, purpose=Purpose.CONVERSATION_STATE_1, record="r")


@given(st.binary(max_size=60), keys)
def test_two_pieces_sealed_apart_cannot_be_joined_or_swapped(data, key):
    one, other = (
        sealing.seal(data, key, purpose=Purpose.CONVERSATION_STATE_1, record=name) for name in ("a", "b")
    )
    for mixed in (one[:25] + other[25:], one[:-16] + other[-16:], one + other):
        with pytest.raises(Unsealable):
            sealing.open_sealed(mixed, key, purpose=Purpose.CONVERSATION_STATE_1, record="a")


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_what_was_sealed_shows_by_its_length_how_long_it_was_and_nothing_more(data, key_text):
    key = ConversationKey.of(key_text.hex(), "secret")
    assert len(key.seal(data)) == len(key.seal(bytes(len(data))))


class TestFormerSecrets:
    @given(st.binary(max_size=40), texts, several)
    def test_a_row_of_before_opens_by_the_former_key_that_made_it(self, data, said, secrets):
        now, *before = secrets
        key = ConversationKey.of(said, now, tuple(before))
        for secret, former in zip(before, key.former, strict=True):
            made = ConversationKey.of(said, secret)
            assert former.id == made.id
            assert former.open(made.seal(data)) == data

    @given(st.binary(max_size=40), texts, several)
    def test_what_is_sealed_now_is_sealed_under_the_secret_of_now(self, data, said, secrets):
        """So that a secret which has leaked can be forgotten when what it sealed has expired."""
        now, *before = secrets
        sealed = ConversationKey.of(said, now, tuple(before)).seal(data)
        for secret in before:
            with pytest.raises(Unsealable):
                ConversationKey.of(said, secret).open(sealed)


@given(st.binary(max_size=60), texts)
def test_the_token_of_a_form_is_safe_in_a_cookie_and_an_address(form, secret):
    token = beginning_token(secret, form)
    assert token.replace("-", "").replace("_", "").isalnum()
    assert token.isascii()
