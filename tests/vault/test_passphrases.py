"""A passphrase costs what it says, takes its turn, and is the same words on every keyboard."""

from __future__ import annotations

import threading
from pathlib import Path

import cryptography_vectors
import pytest
from argon2.low_level import Type, hash_secret_raw
from django.contrib.auth.hashers import Argon2PasswordHasher
from hypothesis import given
from hypothesis import strategies as st
from tests.vault.conftest import CHEAP

from kapea.vault import passphrases
from kapea.vault.passphrases import (
    CappedArgon2Hasher,
    Cost,
    PassphrasesBusy,
    TooShort,
    check_length,
    new_salt,
    normalised_passphrase,
    slow_hash,
    wrapping_key,
)

SALT = bytes(range(16))
KHMER = "ខ្ញុំចូលចិត្តត្រី"


def test_what_a_passphrase_costs_in_production_is_what_is_set():
    """Read from the module's own text: the tests themselves run at a cost of next to nothing."""
    text = Path(passphrases.__file__).read_text(encoding="utf-8")
    assert "KEY_COST = Cost(128 * 1024, 3, 1)" in text
    assert "CODE_COST = Cost(64 * 1024, 3, 1)" in text
    assert "SIGN_IN_COST = Cost(64 * 1024, 3, 1)" in text


def test_it_is_argon2id_as_published():
    """Vectors of the reference program, without secret and associated data, as ours has none."""
    folder = Path(cryptography_vectors.__file__).parent
    text = (folder / "KDF" / "argon2id.txt").read_text(encoding="utf-8")
    tried = 0
    for part in text.split("COUNT = ")[1:]:
        vector = dict(line.split(" = ") for line in part.splitlines()[1:] if " = " in line)
        if {"secret", "ad"} & set(vector) or not vector.get("pass"):
            continue
        cost = Cost(int(vector["memcost"]), int(vector["iter"]), int(vector["lanes"]))
        said, salt = bytes.fromhex(vector["pass"]), bytes.fromhex(vector["salt"])
        assert slow_hash(said, salt, cost, int(vector["length"])).hex() == vector["output"]
        tried += 1
    assert tried > 2


def test_a_key_is_what_the_library_gives_for_these_very_words():
    expected = hash_secret_raw(b"twelve words", SALT, 1, 8, 1, 32, Type.ID)
    assert wrapping_key(" twelve\u200b words\ufeff", SALT, CHEAP) == expected


@given(st.text(max_size=30))
def test_words_are_the_same_however_often_they_are_normalised(words):
    assert normalised_passphrase(normalised_passphrase(words)) == normalised_passphrase(words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("e\u0301te\u0301 a\u0300 la mer", "été à la mer"),
        (KHMER, KHMER[:4] + "\u200b" + KHMER[4:]),
        ("ﬁve", "five"),
    ],
)
def test_two_keyboards_write_one_passphrase(one, other):
    assert wrapping_key(one, SALT, CHEAP) == wrapping_key(other, SALT, CHEAP)


@pytest.mark.parametrize("words", ["", "eleven long", "eleven long ", " " * 40, "\u200b" * 40, KHMER[:11]])
def test_fewer_than_twelve_characters_are_refused_in_any_script(words):
    with pytest.raises(TooShort, match="12 characters"):
        check_length(words)


@pytest.mark.parametrize("words", ["twelve signs", KHMER[:12], "नमस्ते सबैलाई ठूलो"])
def test_twelve_characters_are_enough_in_any_script(words):
    check_length(words)


def test_salts_are_drawn():
    assert len({new_salt() for _ in range(50)}) == 50


def tries() -> bool:
    """Whether a passphrase was worked on, and not told to come again."""
    try:
        return bool(wrapping_key("twelve words", SALT, CHEAP))
    except PassphrasesBusy:
        return False


class TestTakingTurns:
    @pytest.fixture
    def one_place(self, settings):
        settings.KAPEA_PASSPHRASES_AT_ONCE = 1
        passphrases._places.cache_clear()
        yield passphrases._places(1)
        passphrases._places.cache_clear()

    def test_whoever_waits_too_long_is_told_to_come_again(self, one_place, monkeypatch):
        monkeypatch.setattr(passphrases, "WAIT_SECONDS", 0.01)
        with one_place, pytest.raises(PassphrasesBusy, match="try again"):
            wrapping_key("twelve words", SALT, CHEAP)

    def test_the_check_at_sign_in_is_under_the_same_cap(self, one_place, monkeypatch):
        monkeypatch.setattr(passphrases, "WAIT_SECONDS", 0.01)
        made = CappedArgon2Hasher().encode("twelve words", "s" * 22)
        with one_place, pytest.raises(PassphrasesBusy):
            CappedArgon2Hasher().verify("twelve words", made)
        with one_place, pytest.raises(PassphrasesBusy):
            CappedArgon2Hasher().encode("twelve words", "s" * 22)

    def test_no_more_work_at_once_than_there_are_places(self, one_place, monkeypatch):
        at_work, most, lock = [0], [0], threading.Lock()

        def slow(*args, **named):
            with lock:
                at_work[0] += 1
                most[0] = max(most[0], at_work[0])
            threading.Event().wait(0.002)
            with lock:
                at_work[0] -= 1
            return b"x" * 32

        monkeypatch.setattr(passphrases, "hash_secret_raw", slow)
        threads = [threading.Thread(target=tries) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert most == [1]

    def test_of_many_one_works_one_waits_and_the_others_are_told_at_once(self, one_place, monkeypatch):
        """Threads that wait for passphrases answer nobody who needs help."""
        monkeypatch.setattr(passphrases, "WAIT_SECONDS", 600)
        got: list[str] = []
        waiting = threading.Thread(target=lambda: got.append("one" if tries() else "none"))
        with one_place:
            waiting.start()
            while passphrases._line.acquire(blocking=False):
                passphrases._line.release()
            for _ in range(5):
                assert not tries()
        waiting.join()
        assert got == ["one"]

    def test_a_place_is_free_again_after_a_failure(self, one_place):
        with pytest.raises(Exception, match=r"[Mm]emory"):
            wrapping_key("twelve words", SALT, Cost(1, 1, 1))
        assert wrapping_key("twelve words", SALT, CHEAP)


class TestTheHasherOfSignIn:
    def test_what_it_writes_django_reads_and_back(self):
        made = CappedArgon2Hasher().encode("twelve words", "s" * 22)
        assert Argon2PasswordHasher().verify("twelve words", made)
        assert CappedArgon2Hasher().verify("\u200btwelve words ", made)
        assert not CappedArgon2Hasher().verify("twelve word", made)

    def test_a_hash_of_another_cost_is_made_anew(self, monkeypatch):
        made = CappedArgon2Hasher().encode("twelve words", CappedArgon2Hasher().salt())
        assert not CappedArgon2Hasher().must_update(made)
        monkeypatch.setattr(CappedArgon2Hasher, "memory_cost", 16)
        assert CappedArgon2Hasher().must_update(made)
