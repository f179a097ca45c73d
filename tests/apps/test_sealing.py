"""A stolen database reads nothing; neither does a stolen secret."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.vault.sealing import Unsealable, new_token, open_sealed, row_id, seal

texts = st.text(min_size=1, max_size=60)


@given(st.binary(max_size=2000), texts, texts)
def test_what_was_sealed_opens_with_the_same_token_and_secret(data, token, secret):
    assert open_sealed(seal(data, token, secret), token, secret) == data


@given(st.binary(min_size=8, max_size=200), texts, texts, texts)
def test_another_token_or_secret_opens_nothing(data, token, secret, other):
    sealed = seal(data, token, secret)
    if other != token:
        with pytest.raises(Unsealable):
            open_sealed(sealed, other, secret)
    if other != secret:
        with pytest.raises(Unsealable):
            open_sealed(sealed, token, other)


@given(st.binary(min_size=8, max_size=200), st.data())
def test_a_changed_byte_opens_nothing(data, more):
    sealed = bytearray(seal(data, "token", "secret"))
    sealed[more.draw(st.integers(0, len(sealed) - 1))] ^= 1
    with pytest.raises(Unsealable):
        open_sealed(bytes(sealed), "token", "secret")


@given(st.binary(max_size=500))
def test_any_bytes_are_refused_kindly(data):
    with pytest.raises(Unsealable):
        open_sealed(data, "token", "secret")


def test_the_row_says_nothing_of_the_token_and_not_without_the_secret():
    token = new_token()
    assert token not in row_id(token, "secret")
    assert row_id(token, "secret") != row_id(token, "another secret")


def test_the_same_words_never_seal_alike():
    assert seal(b"same", "token", "secret") != seal(b"same", "token", "secret")
