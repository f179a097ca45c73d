"""The keys of staff: made once, opened with a passphrase, kept open in two halves while somebody works.

One half is a row of the key store, sealed under what the other half, in the cookie, holds. A stolen database
opens nothing, and a stolen cookie opens nothing. Signing out, being idle, and a start of the server end it.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from kapea.vault import passphrases, sealing
from kapea.vault.hybrid import SEED_BYTES, PrivateHalf, new_private
from kapea.vault.models import OpenKey, StaffKey
from kapea.vault.passphrases import Cost, PassphrasesBusy, wrapping_key
from kapea.vault.purposes import Purpose
from kapea.vault.sealing import Unsealable, netstrings
from kapea.vault.store import empty_key_log, in_key_store

COOKIE_BYTES = 32
TOUCHED_EACH = timedelta(minutes=1)
"""A key in use says so at most once a minute: a request writes nothing else."""
OPEN_AT_MOST = timedelta(hours=12)
CLOCKS_DIFFER = timedelta(minutes=5)


class WrongPassphrase(ValueError):
    """The passphrase is not that of this key, or there is no such key. Both cost the same work."""


class KeyExists(ValueError):
    """There is a key of this name: another would shut what is sealed for it."""


class KeySwapped(RuntimeError):
    """The public key in the key store is not that of the private one: somebody changed the key store."""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The two halves of an open key: `row` for the session, `cookie` for the browser and nowhere else."""

    row: str
    cookie: str = field(repr=False)


def make_staff_key(key_id: str, passphrase: str, *, at: datetime) -> None:
    """Makes the key pair of a member of staff. Raises TooShort, KeyExists, PassphrasesBusy."""
    if StaffKey.objects.filter(id=key_id).exists():
        raise KeyExists("There is a key of this name already.")
    row, _ = new_staff_pair(key_id, passphrase, at=at)
    row.save(force_insert=True)


def new_staff_pair(key_id: str, passphrase: str, *, at: datetime) -> tuple[StaffKey, PrivateHalf]:
    """A fresh key pair as a row that is not yet saved, and its private half. Raises TooShort,
    PassphrasesBusy.
    """
    passphrases.check_length(passphrase)
    row, private = StaffKey(id=key_id, made_at=at), new_private(key_id)
    row.public_key = private.public
    _put(row, private, passphrase)
    return row, private


def change_passphrase(key_id: str, old: str, new: str, *, at: datetime) -> None:
    """Wraps the same key anew: what is sealed for it stays as it is. Every place where it is open is locked,
    as somebody may have learnt the old one. Raises TooShort, WrongPassphrase, PassphrasesBusy.
    """
    passphrases.check_length(new)
    row, private = _by_passphrase(key_id, old)
    read, made = row.salt, _put(row, private, new)
    with in_key_store():
        if not StaffKey.objects.filter(id=key_id, salt=read).update(**made):
            raise WrongPassphrase("The passphrase was changed by somebody else in this moment.")
        lock_key(key_id)


def replace_staff_key(key_id: str, passphrase: str, *, at: datetime) -> PrivateHalf:
    """Another key pair under the same name. What is sealed for the old one has to be wrapped again, by who
    can read it: the owner with the old key, or several officers. Raises TooShort, PassphrasesBusy.
    """
    row, private = new_staff_pair(key_id, passphrase, at=at)
    with in_key_store():
        row.save()
        lock_key(key_id)
    return private


def delete_staff_key(key_id: str) -> int:
    """Deletes a key, open or not: its owner reads nothing more. How many rows."""
    with in_key_store():
        gone = lock_key(key_id) + StaffKey.objects.filter(id=key_id).delete()[0]
    empty_key_log()
    return gone


def has_staff_key(key_id: str) -> bool:
    return StaffKey.objects.filter(id=key_id).exists()


# --- a passphrase opens ---------------------------------------------------------------------


def unlock(key_id: str, passphrase: str, *, at: datetime) -> Unlocked:
    """Opens a key for somebody who begins to work. Raises WrongPassphrase, KeySwapped,
    PassphrasesBusy.
    """
    private = private_by_passphrase(key_id, passphrase)
    row, k = secrets.token_hex(16), secrets.token_bytes(COOKIE_BYTES)
    sealed = sealing.seal(private.seed, k, purpose=Purpose.OPEN_KEY, record=netstrings(row, key_id))
    lock_idle(at=at)
    OpenKey.objects.create(id=row, key_id=key_id, sealed=sealed, opened_at=at, used_at=at)
    return Unlocked(row, k.hex())


def private_by_passphrase(key_id: str, passphrase: str) -> PrivateHalf:
    """The private half itself, for what needs it once. Raises WrongPassphrase, KeySwapped,
    PassphrasesBusy.
    """
    row, private = _by_passphrase(key_id, passphrase)
    if _cost(row) != passphrases.KEY_COST:
        with suppress(PassphrasesBusy):  # then it is done the next time
            read, made = row.salt, _put(row, private, passphrase)
            StaffKey.objects.filter(id=key_id, salt=read).update(**made)
    return private


def _by_passphrase(key_id: str, passphrase: str) -> tuple[StaffKey, PrivateHalf]:
    row = StaffKey.objects.filter(id=key_id).first()
    if row is None:
        wrapping_key(passphrase, b"no such key here", passphrases.KEY_COST)
        raise WrongPassphrase("The passphrase is not right.")
    private = PrivateHalf(key_id, _unwrapped_seed(row, passphrase))
    if private.public != bytes(row.public_key):
        raise KeySwapped(
            "The key store was changed: the public key of this account is not its own. Stop, and tell "
            "whoever runs the server."
        )
    return row, private


def _unwrapped_seed(row: StaffKey, passphrase: str) -> bytes:
    key = wrapping_key(passphrase, bytes(row.salt), _cost(row))
    try:
        return sealing.open_sealed(
            bytes(row.wrapped_private), key, purpose=Purpose.STAFF_PRIVATE, record=row.id
        )
    except Unsealable:
        raise WrongPassphrase("The passphrase is not right.") from None


WRAPPED = ("wrapped_private", "salt", "memory_kib", "passes", "lanes")


def _put(row: StaffKey, private: PrivateHalf, passphrase: str) -> dict[str, Any]:
    """Wraps a private key into a row, at the cost of today and with a fresh salt; what changed of the row."""
    cost = passphrases.KEY_COST
    row.salt = passphrases.new_salt()
    row.memory_kib, row.passes, row.lanes = cost.memory_kib, cost.passes, cost.lanes
    key = wrapping_key(passphrase, row.salt, cost)
    row.wrapped_private = sealing.seal(private.seed, key, purpose=Purpose.STAFF_PRIVATE, record=row.id)
    return {name: getattr(row, name) for name in WRAPPED}


def _cost(row: StaffKey) -> Cost:
    return Cost(row.memory_kib, row.passes, row.lanes)


# --- while somebody works ---------------------------------------------------------------------


def private_of(row: str, cookie: str, *, at: datetime) -> PrivateHalf | None:
    """The private key of whoever has both halves; None where it is locked, idle, or the halves do not fit."""
    found = OpenKey.objects.filter(id=row).first()
    if found is None:
        return None
    if not _may_be_used(found, at):
        lock_row(row)
        return None
    private = _joined(found, cookie)
    if private is not None and at - found.used_at >= TOUCHED_EACH:
        OpenKey.objects.filter(id=row).update(used_at=at)
    return private


def _may_be_used(found: OpenKey, at: datetime) -> bool:
    idle = timedelta(minutes=settings.KAPEA_IDLE_MINUTES)
    return -CLOCKS_DIFFER <= at - found.used_at < idle and at - found.opened_at < OPEN_AT_MOST


def _joined(found: OpenKey, cookie: str) -> PrivateHalf | None:
    bound = netstrings(found.id, found.key_id)
    with suppress(Unsealable, ValueError):
        seed = sealing.open_sealed(
            bytes(found.sealed), bytes.fromhex(cookie), purpose=Purpose.OPEN_KEY, record=bound
        )
        return PrivateHalf(found.key_id, seed) if len(seed) == SEED_BYTES else None
    return None


def lock_row(row: str) -> int:
    """Somebody signs out. How many were open: 1 or 0."""
    return OpenKey.objects.filter(id=row).delete()[0]


def lock_key(key_id: str) -> int:
    """Locks a key wherever it is open: its owner left, or asked for it. How many were open."""
    return OpenKey.objects.filter(key_id=key_id).delete()[0]


def lock_everything() -> int:
    """Locks every key, as a server starts: who was at work gives their passphrase again. How many."""
    gone = OpenKey.objects.all().delete()[0]
    empty_key_log()
    return gone


def lock_idle(*, at: datetime) -> int:
    """Deletes what may not be used any more. How many."""
    idle = at - timedelta(minutes=settings.KAPEA_IDLE_MINUTES)
    gone = OpenKey.objects.filter(used_at__lte=idle).delete()[0]
    gone += OpenKey.objects.filter(used_at__gt=at + CLOCKS_DIFFER).delete()[0]
    return gone + OpenKey.objects.filter(opened_at__lte=at - OPEN_AT_MOST).delete()[0]
