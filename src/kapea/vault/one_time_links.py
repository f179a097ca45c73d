"""One-time links: a long token in an address, and a short code that is told on the telephone; both open.

Token, code and pepper give by Argon2id where the key of whoever holds both is found, and its private half. So
a stolen database opens nothing with a stolen link, and a link that was overheard nothing without the code.
The key is kept as that of a return code is, and goes in the same ways.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from kapea.vault import passphrases
from kapea.vault.code_digits import typed_digits
from kapea.vault.hybrid import SEED_BYTES, PrivateHalf
from kapea.vault.keys import derive
from kapea.vault.models import PersonKey
from kapea.vault.public_keys import RecordReader, person_reader
from kapea.vault.purposes import Purpose
from kapea.vault.return_codes import NoPepper, throw_code_away
from kapea.vault.sealing import netstrings

TOKEN_BYTES = 24
CODE_DIGITS = 8
SALT = b"kapea 1 one-time link"


@dataclass(frozen=True, slots=True)
class NewOneTimeLink:
    """A link that was just drawn. `token` and `code` are shown once and kept nowhere."""

    token: str = field(repr=False)
    code: str = field(repr=False)
    reader: RecordReader


def make_one_time_link(*, at: datetime, expires_at: datetime) -> NewOneTimeLink:
    """Draws a token and a code, and keeps the public half of what they open. Raises NoPepper,
    PassphrasesBusy.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    index, private = _holder(token, code, _link_peppers()[0])
    PersonKey.objects.create(index=index, public_key=private.public, made_at=at, expires_at=expires_at)
    return NewOneTimeLink(token, code, person_reader(index))


def holder_of_link(token: str, typed: str, *, reader: str, at: datetime) -> PrivateHalf | None:
    """The private key of whoever has a link and its code, if it is that of `reader`; None for any other, and
    once its hours are over. A wrong code costs as much as a right one. Raises PassphrasesBusy.
    """
    code = typed_digits(typed, CODE_DIGITS)
    said = code if isinstance(code, str) else ""
    found = [_holder(token, said, pepper) for pepper in _link_peppers()]
    for index, private in found:
        row = PersonKey.objects.filter(index=index, revoked_at=None, expires_at__gt=at).first()
        if private.owner == reader and row is not None and bytes(row.public_key) == private.public:
            return private
    return None


def end_one_time_link(reader: str, *, at: datetime) -> None:
    """From now on link and code open nothing."""
    throw_code_away(reader.removeprefix(person_reader("").reader), at=at)


def hash_of_link(token: str) -> str:
    """What a row keeps of a token: it is long and random, so a plain hash gives nothing away."""
    return hashlib.blake2b(token.encode(), digest_size=32, person=b"kapea onelink").hexdigest()


def _holder(token: str, code: str, pepper: str) -> tuple[str, PrivateHalf]:
    said = derive(pepper, Purpose.ONE_TIME_LINK, netstrings(token, code).encode())
    made = passphrases.slow_hash(said, SALT, passphrases.CODE_COST, SEED_BYTES * 2)
    index = made[:SEED_BYTES].hex()
    return index, PrivateHalf(person_reader(index).reader, made[SEED_BYTES:])


def _link_peppers() -> list[str]:
    """That of now, then those that it replaced."""
    words: list[str] = settings.KAPEA_PEPPER.words()
    if not words:
        raise NoPepper("There is no pepper, so there are no one-time links. Run kapea keys init.")
    return words
