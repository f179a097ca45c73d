"""The code on a facilitator's certificate: 25 digits that somebody types from paper, in five groups of five.

Three digits are a tag of this deployment's key, six the serial number of a certificate, eleven its signature;
the last digit of each group checks the group and its place. So a slip is found, and in which group: whoever
typed wrong is never told that the paper is forged.

The signature is a keyed hash (BLAKE2b) of all that the certificate says, cut to what can be typed. One that
anybody could check without us, as heads of the trail have, is 155 digits long; and whoever checks without us
cannot know that a certificate was withdrawn. The key is its own: heads are signed by one whose loss must cost
no certificate, and the secret of the deployment is replaced sooner than the two years that a paper lives.
No name and no id of a person goes into a code.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings

from kapea.vault.code_digits import CodeMistake, check_digit, shown_code, typed_digits
from kapea.vault.keys import derive
from kapea.vault.purposes import Purpose
from kapea.vault.signing import key_bytes_at

TAG, SERIAL, SIGNATURE = 3, 6, 11
GROUP, GROUPS = 5, 5
"""In each group the last digit checks the others."""
LOST = "certificates that were printed are to be printed again"


@dataclass(frozen=True, slots=True)
class CertifiedTraining:
    """All that a certificate says, and its code therefore proves. `serial`: six digits, drawn by chance."""

    serial: str
    organisation: str
    pack: str
    level: str
    on: date
    lapses_on: date


@dataclass(frozen=True, slots=True)
class CertificateCode:
    """Digits that fit together, without those that check."""

    digits: str

    @property
    def tag(self) -> str:
        """By which it is known of whose key the code is."""
        return self.digits[:TAG]

    @property
    def serial(self) -> str:
        return self.digits[TAG : TAG + SERIAL]

    @property
    def shown(self) -> str:
        """As it stands on paper."""
        size = GROUP - 1
        groups = (self.digits[start : start + size] for start in range(0, len(self.digits), size))
        return shown_code("".join(four + _check(n, four) for n, four in enumerate(groups, 1)), GROUP)


@dataclass(frozen=True, slots=True)
class MistypedCode:
    """What is wrong with what was typed, and in which groups, from 1; nothing about any certificate."""

    mistake: CodeMistake
    groups: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CertificateKey:
    """The key of a deployment's certificates. `tag`: three digits by which its codes are told from others."""

    tag: str
    _secret: str = field(repr=False)

    def code_of(self, what: CertifiedTraining) -> CertificateCode:
        """The code of a certificate: the same for as long as it says the same."""
        said = (what.serial, what.organisation, what.pack, what.level, what.on, what.lapses_on)
        made = derive(self._secret, Purpose.CERTIFICATE_CODE, "\n".join(map(str, said)).encode())
        return CertificateCode(f"{self.tag}{what.serial}{_as_digits(made, SIGNATURE)}")

    def has_signed(self, code: CertificateCode, what: CertifiedTraining) -> bool:
        return hmac.compare_digest(code.digits, self.code_of(what).digits)


def own_certificate_key() -> CertificateKey:
    """That of this deployment; made where there is none. Raises UnusableSigningKey, OSError."""
    secret = key_bytes_at(Path(settings.KAPEA_CERTIFICATE_KEY_FILE), LOST).hex()
    return CertificateKey(_as_digits(derive(secret, Purpose.CERTIFICATE_KEY_TAG, b""), TAG), secret)


def known_certificate_key() -> CertificateKey | None:
    """That of this deployment; None where no certificate was ever given here, since none is made to look."""
    return own_certificate_key() if Path(settings.KAPEA_CERTIFICATE_KEY_FILE).exists() else None


def read_certificate_code(typed: str) -> CertificateCode | MistypedCode:
    """The code in what somebody typed, in the digits of any script, with blanks and dashes as they like."""
    digits = typed_digits(typed, GROUP * GROUPS)
    if isinstance(digits, CodeMistake):
        return MistypedCode(digits)
    groups = [digits[start : start + GROUP] for start in range(0, len(digits), GROUP)]
    wrong = tuple(n for n, group in enumerate(groups, 1) if _check(n, group[:-1]) != group[-1])
    if wrong:
        return MistypedCode(CodeMistake.MISTYPED, wrong)
    return CertificateCode("".join(group[:-1] for group in groups))


def _check(number: int, group: str) -> str:
    """The digit that checks a group in its place: a group that is right in another is wrong here."""
    return check_digit(f"{number}{group}")


def _as_digits(made: bytes, many: int) -> str:
    return f"{int.from_bytes(made) % 10**many:0{many}}"
