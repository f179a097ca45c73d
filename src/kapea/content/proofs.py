"""What this engine found in stored releases, written down."""

from __future__ import annotations

from datetime import datetime

from kapea.content.engine import engine_fingerprint
from kapea.content.models import Proof
from kapea.core.checker.report import Report

MOST_ERRORS = 20
"""Findings written down of a release that fails; the rest are like them."""


def record_proof(*, hash: str, report: Report, at: datetime) -> None:
    """Writes down what this engine found in a stored release, in place of what it found before."""
    said = {
        "states": report.states,
        "warnings": len(report.warnings),
        "errors": [str(problem) for problem in report.errors[:MOST_ERRORS]],
    }
    Proof.objects.update_or_create(
        release_id=hash,
        engine=engine_fingerprint(),
        defaults={"passed": report.ok, "proved_at": at, "report": said},
    )
