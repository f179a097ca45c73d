"""What the first version sealed opens with every later one. The file of it is never written anew."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from kapea.vault import quorum
from kapea.vault.hybrid import PrivateHalf, key_fingerprint, unwrap
from kapea.vault.keys import derive
from kapea.vault.models import OpenKey, StaffKey
from kapea.vault.purposes import Purpose
from kapea.vault.record_wraps import RecordKey
from kapea.vault.return_codes import _person
from kapea.vault.staff_keys import private_by_passphrase, private_of

KEPT = json.loads(Path(__file__).with_name("sealed_in_the_first_version.json").read_text(encoding="utf-8"))
SEED = bytes.fromhex(KEPT["seed"])
NAMED = {name: KEPT["wrap"][name] for name in ("record", "purpose", "reader")}


def test_a_seed_gives_the_same_public_key_and_name():
    public = PrivateHalf("x", SEED).public
    assert public.hex() == KEPT["public"]
    assert key_fingerprint(public) == KEPT["fingerprint"]


@pytest.mark.django_db(databases=["default", "keys"])
def test_a_wrapped_private_key_opens_with_its_passphrase(at):
    staff, (memory, passes, lanes) = KEPT["staff"], KEPT["staff"]["cost"]
    StaffKey.objects.create(
        id="key-ana",
        public_key=bytes.fromhex(KEPT["public"]),
        wrapped_private=bytes.fromhex(staff["wrapped"]),
        salt=bytes.fromhex(staff["salt"]),
        memory_kib=memory,
        passes=passes,
        lanes=lanes,
        made_at=at,
    )
    assert private_by_passphrase("key-ana", staff["passphrase"]).seed == SEED


@pytest.mark.django_db(databases=["default", "keys"])
def test_a_key_in_use_opens_with_its_cookie(at):
    kept = KEPT["open"]
    sealed = bytes.fromhex(kept["sealed"])
    OpenKey.objects.create(id=kept["row"], key_id="key-ana", sealed=sealed, opened_at=at, used_at=at)
    assert private_of(kept["row"], kept["cookie"], at=at + timedelta(seconds=1)).seed == SEED


def test_a_wrap_and_a_field_open():
    wrapped = bytes.fromhex(KEPT["wrap"]["wrapped"])
    key = unwrap(wrapped, PrivateHalf("key-ana", SEED), **NAMED)
    assert key.hex() == KEPT["wrap"]["holds"]
    record = RecordKey(NAMED["record"], NAMED["purpose"], "org-1", "member-ana", key)
    opened = record.open(KEPT["field"]["name"], bytes.fromhex(KEPT["field"]["sealed"]))
    assert opened.decode() == KEPT["field"]["holds"]


def test_a_return_code_is_found_where_it_was_and_opens_the_same():
    index, private = _person(KEPT["code"]["digits"], KEPT["code"]["pepper"])
    assert (index, private.seed.hex()) == (KEPT["code"]["index"], KEPT["code"]["seed"])


def test_the_word_of_a_delivery_key_gives_the_same_key():
    assert derive(KEPT["delivery"]["word"], Purpose.DELIVERY_SEED, b"").hex() == KEPT["delivery"]["seed"]


def test_shares_on_paper_give_the_key_that_was_split():
    read = [quorum._read_share(n, words).mnemonic() for n, words in enumerate(KEPT["shares"], 1)]
    assert quorum._combined([read[0], read[2]]) == SEED
