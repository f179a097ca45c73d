"""What is sealed for a key opens with that key, for that record, purpose and reader, and in no other way."""

from __future__ import annotations

import json
import pickle
import subprocess
from pathlib import Path

import cryptography_vectors
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.bindings._rust import openssl
from hypothesis import given, settings
from hypothesis import strategies as st

from kapea.vault import hybrid
from kapea.vault.hybrid import PrivateHalf, info_of, key_fingerprint, new_private, unwrap, wrap_for
from kapea.vault.sealing import Unsealable, netstrings

HERE = Path(__file__).parent
BOUND = {"record": "case-7", "purpose": "story", "reader": "member-3"}
SEED = bytes(range(32))
PRIVATE = PrivateHalf("tried", SEED)
ids = st.text(min_size=1, max_size=12)


def published(name: str) -> str:
    return (Path(cryptography_vectors.__file__).parent / name).read_text(encoding="utf-8")


class TestPublishedVectors:
    @pytest.fixture
    def vector(self):
        ours = {"kem_id": 0x647A, "kdf_id": 1, "aead_id": 3}
        vectors = json.loads(published("HPKE/hpke-pq-test-vectors.json"))
        [found] = [v for v in vectors if ours.items() <= v.items()]
        return found

    def test_a_seed_gives_the_published_public_key(self, vector):
        private = PrivateHalf("x", bytes.fromhex(vector["skRm"]))
        assert private.public.hex() == vector["pkRm"]

    def test_what_others_sealed_opens(self, vector):
        private = PrivateHalf("x", bytes.fromhex(vector["skRm"]))
        first = vector["encryptions"][0]
        sealed = bytes.fromhex(vector["enc"] + first["ct"])
        info, aad = bytes.fromhex(vector["info"]), bytes.fromhex(first["aad"])
        opened = openssl.hpke._decrypt_with_aad(hybrid.SUITES[1], sealed, private.hpke_key, info, aad)
        assert opened.hex() == first["pt"]
        with pytest.raises(InvalidTag):
            openssl.hpke._decrypt_with_aad(hybrid.SUITES[1], sealed, private.hpke_key, info + b"x", aad)

    def test_the_halves_of_the_hybrid_are_ml_kem_768_and_x25519(self):
        """The first known answer of ML-KEM-768 that FIPS 203 gives, by the same class as ours."""
        from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey

        lines = dict(
            line.split(" = ")
            for line in published("asymmetric/MLKEM/kat_MLKEM_768.rsp").splitlines()[:12]
            if " = " in line
        )
        made = MLKEM768PrivateKey.from_seed_bytes(bytes.fromhex(lines["d"] + lines["z"]))
        assert made.public_key().public_bytes_raw().hex() == lines["pk"].lower()
        assert made.decapsulate(bytes.fromhex(lines["ct"])).hex() == lines["ss"].lower()


class TestAnotherImplementation:
    def test_it_opens_what_we_seal_and_seals_what_we_open(self):
        assert (HERE / "node" / "node_modules").is_dir(), "run scripts/system: it brings @hpke/core"
        sealed = wrap_for(PRIVATE.public, b"a record key", **BOUND)
        asked = {
            "seed": SEED.hex(),
            "publicKey": PRIVATE.public.hex(),
            "info": info_of(1, **BOUND).hex(),
            "sealed": sealed[1:].hex(),
            "data": b"from elsewhere".hex(),
        }
        done = subprocess.run(
            ["node", HERE / "node" / "hpke.mjs"], input=json.dumps(asked), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        said = json.loads(done.stdout)
        assert said["kem"] == 0x647A
        assert bytes.fromhex(said["opened"]) == b"a record key"
        assert unwrap(b"\x01" + bytes.fromhex(said["sealed"]), PRIVATE, **BOUND) == b"from elsewhere"


@given(st.binary(max_size=80), ids, ids, ids)
@settings(max_examples=20)
def test_what_is_wrapped_opens_for_whom_it_was_wrapped(data, record, purpose, reader):
    bound = {"record": record, "purpose": purpose, "reader": reader}
    wrapped = wrap_for(PRIVATE.public, data, **bound)
    assert unwrap(wrapped, PRIVATE, **bound) == data
    for name in bound:
        with pytest.raises(Unsealable):
            unwrap(wrapped, PRIVATE, **{**bound, name: bound[name] + "x"})


def test_another_key_opens_nothing():
    wrapped = wrap_for(PRIVATE.public, b"data", **BOUND)
    with pytest.raises(Unsealable):
        unwrap(wrapped, new_private("another"), **BOUND)


def test_cut_at_any_byte_it_does_not_open():
    wrapped = wrap_for(PRIVATE.public, b"data", **BOUND)
    for length in range(len(wrapped)):
        with pytest.raises(Unsealable):
            unwrap(wrapped[:length], PRIVATE, **BOUND)
    with pytest.raises(Unsealable):
        unwrap(wrapped + b"\0", PRIVATE, **BOUND)


def test_a_bit_changed_in_any_byte_opens_nothing():
    wrapped = bytearray(wrap_for(PRIVATE.public, b"data", **BOUND))
    for at in range(len(wrapped)):
        wrapped[at] ^= 1 << at % 8
        with pytest.raises(Unsealable):
            unwrap(bytes(wrapped), PRIVATE, **BOUND)
        wrapped[at] ^= 1 << at % 8
    assert unwrap(bytes(wrapped), PRIVATE, **BOUND) == b"data"


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_kindly(data):
    for wrapped in (data, b"\x01" + data):
        with pytest.raises(Unsealable):
            unwrap(wrapped, PRIVATE, **BOUND)


@given(st.lists(st.lists(st.text(max_size=4), max_size=4), min_size=2, max_size=2, unique_by=tuple))
def test_no_two_lists_of_words_read_the_same_when_bound(lists):
    one, other = lists
    assert netstrings(*one) != netstrings(*other)


class TestAPrivateKeyInMemory:
    def test_it_shows_no_byte_of_itself(self):
        assert repr(PRIVATE) == "PrivateHalf('tried')"

    def test_it_is_written_down_nowhere(self):
        with pytest.raises(TypeError, match="not written down"):
            pickle.dumps(PRIVATE)

    @pytest.mark.parametrize("length", [0, 31, 33, 64])
    def test_it_is_32_bytes(self, length):
        with pytest.raises(ValueError, match="32 bytes"):
            PrivateHalf("x", bytes(length))

    def test_a_public_key_is_called_by_a_fingerprint(self):
        assert key_fingerprint(PRIVATE.public) == "b5a72fa46bcd158222567fc9ac4ebd60"
        assert key_fingerprint(new_private("x").public) != key_fingerprint(PRIVATE.public)


def test_a_public_key_of_another_length_is_refused():
    with pytest.raises(ValueError, match="1,216"):
        wrap_for(PRIVATE.public[:-1], b"data", **BOUND)


def test_a_newer_version_is_written_and_the_older_still_opens(monkeypatch):
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    old = wrap_for(PRIVATE.public, b"data", **BOUND)
    monkeypatch.setitem(hybrid.SUITES, 2, Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA512, AEAD.AES_256_GCM))
    monkeypatch.setattr(hybrid, "VERSION_NOW", 2)
    new = wrap_for(PRIVATE.public, b"data", **BOUND)
    assert (old[0], new[0]) == (1, 2)
    assert unwrap(old, PRIVATE, **BOUND) == unwrap(new, PRIVATE, **BOUND) == b"data"
    with pytest.raises(Unsealable):
        unwrap(b"\x01" + new[1:], PRIVATE, **BOUND)
