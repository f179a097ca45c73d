"""What pages show of somebody's training: plain values, the same for themselves and for who supervises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kapea.core.workshops.facilitator_training import CertificateLevel
from kapea.learning.models import TrainingCertificate, TrainingHours
from kapea.learning.training_queries import TrainingStanding, names_of_members


@dataclass(frozen=True, slots=True)
class NeededRow:
    """A kind of training: minutes there are and minutes it takes."""

    kind: str
    done: int
    needed: int

    @property
    def is_enough(self) -> bool:
        return self.done >= self.needed


@dataclass(frozen=True, slots=True)
class ConfirmedRow:
    """What was confirmed, and by whom: a name of today, or empty where nobody knows it any more. `counts`:
    it is not too old, and stands behind no certificate yet.
    """

    row: TrainingHours
    by: str
    counts: bool


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate, and the end of the word for how it stands."""

    row: TrainingCertificate
    state: str


@dataclass(frozen=True, slots=True)
class TrainingPage:
    """All of somebody's training. `since`: only training from this day on counts for the next certificate;
    None where nothing before it is known.
    """

    needed: tuple[NeededRow, ...]
    checks: tuple[str, ...]
    gates: tuple[str, ...]
    is_ready: bool
    renews: bool
    since: date | None
    hours: tuple[ConfirmedRow, ...]
    certificates: tuple[CertificateRow, ...]
    counting: TrainingCertificate | None


def training_page(standing: TrainingStanding) -> TrainingPage:
    """The training of a membership, for a page."""
    names = names_of_members({row.confirmed_by for row in standing.hours})
    needed, missing, since = standing.needed, standing.missing, standing.needed.since
    is_cut = any(row.on < since for row in standing.hours)
    return TrainingPage(
        needed=tuple(
            NeededRow(kind.value, done, needed.minutes[kind]) for kind, done in standing.done_minutes.items()
        ),
        checks=tuple(check.value for check in missing.checks),
        gates=tuple(gate.value for gate in missing.gates),
        is_ready=missing.is_nothing,
        renews=needed.level is CertificateLevel.RENEWED,
        since=since if is_cut else None,
        hours=tuple(
            ConfirmedRow(row, names.get(row.confirmed_by, ""), row.on >= since) for row in standing.hours
        ),
        certificates=tuple(certificate_row(row, standing.today) for row in standing.certificates),
        counting=standing.counting,
    )


def certificate_row(row: TrainingCertificate, today: date) -> CertificateRow:
    """How a certificate stands on a day."""
    if row.withdrawn_on is not None:
        return CertificateRow(row, "withdrawn")
    return CertificateRow(row, "lapsed" if row.lapses_on <= today else "counts")
