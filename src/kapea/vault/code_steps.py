"""A return code on its way through the pages of one visit: sealed, for one browser, for ten minutes.

No database knows that a code was typed. Between its page and the next the digits stand in the form, sealed
under the secret of the deployment; what is sealed is as long for every code, and for what is no code.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from django.conf import settings

from kapea.vault.code_digits import ReadCode, read_code
from kapea.vault.keys import derive
from kapea.vault.purposes import Purpose
from kapea.vault.return_codes import NO_CODE
from kapea.vault.sealing import Unsealable, open_sealed, seal

GOOD_FOR = timedelta(minutes=10)
STAMP_BYTES = 8


class CodeStage(Enum):
    """How far somebody has come with a code."""

    TYPED = "typed"
    OPENED = "opened"
    """They chose the two right pictures."""


@dataclass(frozen=True, slots=True)
class CarriedCode:
    """What a form brings back."""

    digits: str

    def __repr__(self) -> str:
        return "CarriedCode(…)"


def carried_digits(typed: str) -> str:
    """The digits that go on: those that were typed, or ones that are nobody's."""
    code = read_code(typed)
    return code.digits if isinstance(code, ReadCode) else NO_CODE


def carry_code(digits: str, stage: CodeStage, *, browser: str, at: datetime) -> str:
    """The digits as a form holds them. `browser` is what only that browser has."""
    stamp = int(at.timestamp()).to_bytes(STAMP_BYTES, "big")
    return urlsafe_b64encode(
        seal(stamp + digits.encode(), _key(), purpose=Purpose.CODE_STEP, record=_bound(stage, browser))
    ).decode()


def carried_code(said: str, stage: CodeStage, *, browser: str, at: datetime) -> CarriedCode | None:
    """What a form of that browser brought; None for another's, an older one, or one of another step."""
    try:
        sealed = urlsafe_b64decode(said.encode())
        opened = open_sealed(sealed, _key(), purpose=Purpose.CODE_STEP, record=_bound(stage, browser))
    except (Unsealable, ValueError):
        return None
    made = datetime.fromtimestamp(int.from_bytes(opened[:STAMP_BYTES], "big"), UTC)
    if not timedelta(seconds=-1) <= at - made <= GOOD_FOR:
        return None
    return CarriedCode(opened[STAMP_BYTES:].decode())


def _key() -> bytes:
    return derive(settings.SECRET_KEY, Purpose.CODE_STEP, b"")


def _bound(stage: CodeStage, browser: str) -> str:
    known = hashlib.blake2b(browser.encode(), digest_size=16, person=b"kapea.1.browser").hexdigest()
    return f"{stage.value}:{known}"
