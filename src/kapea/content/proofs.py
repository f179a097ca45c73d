"""What this engine found in stored releases, written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kapea.content.check_stored import EVERY_EFFECT, ReleaseToCheck, Verdict
from kapea.content.engine import engine_fingerprint
from kapea.content.models import Proof, StoredRelease
from kapea.core.checker.report import Report
from kapea.core.pack.problem import Problem

MOST_ERRORS = 20
"""Findings written down of a release that fails; the rest are like them."""


def release_to_check(row: StoredRelease, performs: frozenset[str] = EVERY_EFFECT) -> ReleaseToCheck:
    """A stored release as its check takes it, in any process."""
    return ReleaseToCheck(row.pack, row.hash, bytes(row.body), row.stored_at.date(), performs)


def record_verdict(verdict: Verdict, *, at: datetime) -> None:
    """Writes down what came of checking a stored release, if it could be read at all."""
    if verdict.report is not None:
        record_proof(hash=verdict.hash, report=verdict.report, at=at, told=verdict.told)


def record_proof(*, hash: str, report: Report, at: datetime, told: Sequence[Problem] = ()) -> None:
    """Writes down what this engine found in a stored release, in place of what it found before. What is only
    `told` counts as a warning.
    """
    stops = [problem for problem in report.errors if problem not in told]
    said = {
        "states": report.states,
        "warnings": len(report.warnings) + len(told),
        "errors": [str(problem) for problem in stops[:MOST_ERRORS]],
    }
    Proof.objects.update_or_create(
        release_id=hash,
        engine=engine_fingerprint(),
        defaults={"passed": not stops, "proved_at": at, "report": said},
    )
