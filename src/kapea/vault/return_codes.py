"""Return codes: what somebody who left something comes back with, and all that it opens.

A code and the pepper, which is outside every database, give 64 bytes by Argon2id: half is where the key of
its holder is found, half is the private key. It opens what is addressed to the holder, never their own story.
A code that is wrong, thrown away or mistyped costs exactly the work of one that is right.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from kapea.vault import passphrases
from kapea.vault.code_digits import CodeMistake, ReadCode, draw_digits, read_code
from kapea.vault.handing_over import stop_reading
from kapea.vault.hybrid import SEED_BYTES, PrivateHalf
from kapea.vault.keys import derive
from kapea.vault.models import PersonKey, RecordWrap
from kapea.vault.public_keys import person_reader
from kapea.vault.purposes import Purpose
from kapea.vault.store import empty_key_log, in_key_store

SALT = b"kapea 1 return code"
NO_CODE = "0" * 15 + "1"
"""Stands in for what is no code at all: its check digit is wrong, so nobody is ever given it."""


class NoPepper(RuntimeError):
    """There is no pepper, so no return code can be made or known: run kapea keys init."""


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code that was just drawn. `digits` are shown once and kept nowhere; `reader` names its holder."""

    digits: str = field(repr=False)
    index: str
    reader: str


def make_return_code(*, at: datetime, expires_at: datetime) -> NewCode:
    """Draws a code and keeps the public half of what it opens. Raises NoPepper, PassphrasesBusy."""
    digits = draw_digits()
    index, private = _person(digits, _peppers()[0])
    PersonKey.objects.create(index=index, public_key=private.public, made_at=at, expires_at=expires_at)
    return NewCode(digits, index, private.owner)


def person_of(typed: str, *, at: datetime) -> PrivateHalf | None:
    """The private key of whoever typed a code; `owner` is the reader it is for. None for any other.

    The work is the same for a code that is right, wrong, thrown away, over, or no code: say what is mistyped
    by `read_code`, and ask here all the same. Under a pepper of before, what it opens is as it was.
    """
    code = read_code(typed)
    digits = code.digits if isinstance(code, ReadCode) else NO_CODE
    people = dict(_person(digits, pepper) for pepper in _peppers())
    rows = PersonKey.objects.filter(index__in=people)
    valid = {row.index: row for row in rows if row.revoked_at is None and at < row.expires_at}
    right = [private for index, private in people.items() if _is_of(valid.get(index), private)]
    return right[0] if right and not isinstance(code, CodeMistake) else None


def _is_of(row: PersonKey | None, private: PrivateHalf) -> bool:
    """Whether a row is that of a key; as much work without a row."""
    return private.public == (bytes(row.public_key) if row is not None else b"")


def _person(digits: str, pepper: str) -> tuple[str, PrivateHalf]:
    said = derive(pepper, Purpose.RETURN_CODE, digits.encode())
    made = passphrases.slow_hash(said, SALT, passphrases.CODE_COST, SEED_BYTES * 2)
    index = made[:SEED_BYTES].hex()
    return index, PrivateHalf(person_reader(index).reader, made[SEED_BYTES:])


def _peppers() -> list[str]:
    """That of now, then those that it replaced."""
    words: list[str] = settings.KAPEA_PEPPER.words()
    if not words:
        raise NoPepper("There is no pepper, so there are no return codes. Run kapea keys init.")
    return words


def throw_code_away(index: str, *, at: datetime) -> None:
    """The code opens nothing any more, at once; nothing more is sealed for it. Its holder may do this."""
    with in_key_store():
        PersonKey.objects.filter(index=index, revoked_at__isnull=True).update(revoked_at=at)
        stop_reading(person_reader(index).reader)
    empty_key_log()


def erase_person_key(index: str) -> int:
    """Deletes the key and all that it opens, without a trace that there was one. How many rows."""
    with in_key_store():
        gone = stop_reading(person_reader(index).reader) + PersonKey.objects.filter(index=index).delete()[0]
    empty_key_log()
    return gone


def delete_expired_codes(*, at: datetime) -> int:
    """Deletes codes whose day is over, with what they opened. How many codes."""
    over = list(PersonKey.objects.filter(expires_at__lte=at).values_list("index", flat=True))
    for index in over:
        erase_person_key(index)
    return len(over)


def is_sealed_for_person(index: str) -> bool:
    """Whether anything waits for the holder of a code. It says nothing of what."""
    return RecordWrap.objects.filter(reader=person_reader(index).reader).exists()
