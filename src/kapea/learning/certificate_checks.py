"""Whether the code on a paper counts today. It says nothing of a person, and writes nothing down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from kapea.learning.models import TrainingCertificate
from kapea.learning.training_queries import day_in_pack, issued_certificate
from kapea.vault.certificate_codes import (
    CertificateCode,
    CertifiedTraining,
    MistypedCode,
    known_certificate_key,
    own_certificate_key,
    read_certificate_code,
)


class CertificateVerdict(Enum):
    """What a code comes to."""

    COUNTS = "counts"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"
    """It is written as ours, and we gave none of that code: it is made up, or stands in our list no more."""
    ELSEWHERE = "elsewhere"
    """Another deployment's, which alone can say."""


@dataclass(frozen=True, slots=True)
class CheckedCertificate:
    """A verdict; and what the certificate says, where it is ours. `programme` is what the organisation is
    called today.
    """

    verdict: CertificateVerdict
    says: CertifiedTraining | None = None
    programme: str = ""


def checked_certificate(typed: str, *, at: datetime) -> CheckedCertificate | MistypedCode:
    """What somebody typed from a paper comes to. A slip is told as one, before anything is looked up.

    Both must be there: our signature, and the certificate in our list, saying the same. So whoever has only
    the key, or only the database, makes none that counts.
    """
    code, key = read_certificate_code(typed), known_certificate_key()
    if isinstance(code, MistypedCode):
        return code
    if key is None or code.tag != key.tag:
        return CheckedCertificate(CertificateVerdict.ELSEWHERE)
    rows = TrainingCertificate.objects.select_related("membership__organisation")
    row = rows.filter(serial=code.serial).first()
    if row is None or not key.has_signed(code, certified_training(row)):
        return CheckedCertificate(CertificateVerdict.UNKNOWN)
    return CheckedCertificate(_verdict(row, at), certified_training(row), row.membership.organisation.name)


def certificate_code(row: TrainingCertificate) -> CertificateCode:
    """The code that stands on its paper. Raises UnusableSigningKey, OSError."""
    return own_certificate_key().code_of(certified_training(row))


def certified_training(row: TrainingCertificate) -> CertifiedTraining:
    """What a certificate says."""
    return CertifiedTraining(
        serial=row.serial,
        organisation=row.membership.organisation_id,
        pack=row.pack,
        level=row.level,
        on=row.on,
        lapses_on=row.lapses_on,
    )


def _verdict(row: TrainingCertificate, at: datetime) -> CertificateVerdict:
    if row.withdrawn_on is not None:
        return CertificateVerdict.WITHDRAWN
    is_over = not issued_certificate(row).counts_on(day_in_pack(row.pack, at))
    return CertificateVerdict.LAPSED if is_over else CertificateVerdict.COUNTS
