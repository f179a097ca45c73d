"""What is done with the coding of a study, each in the trail, but for single codings: how many of them one
coder made, and when, is nothing that the trail should tell. The caller holds a transaction and has locked the
study.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from kapea.core.studies.blind_coding import CodingRefused, DoubleCoding, coder_done, unblind
from kapea.core.studies.codebook import Codebook
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.reconciling import ReconciledSegment
from kapea.core.studies.saturation import PlanDecision, SaturationPlan, saturation_plan_change
from kapea.core.studies.study_standing import StudyStanding
from kapea.people.member import Member
from kapea.studies.actions import StaleTurn, record_in_study
from kapea.studies.coding_state import codebook_of, saturation_plan_of
from kapea.studies.models import DecidedSegment, Study, StudyBlindness, StudyCodebook
from kapea.studies.session_rows import json_of_value
from kapea.studies.trail_names import StudyDeed
from kapea.vault.record_wraps import RecordKey

REASON_FIELD = "reconciled-reason"
BookMade = Callable[[Codebook | None], Codebook]


def change_codebook(by: Member, row: Study, turn: int, change: BookMade, *, at: datetime) -> Codebook:
    """Makes a version. `turn`: as often as the codebook had been changed. Raises StaleTurn, UnfitCodebook."""
    kept, _ = StudyCodebook.objects.get_or_create(study=row)
    StudyBlindness.objects.get_or_create(study=row)
    if kept.turn != turn:
        raise StaleTurn
    book = change(codebook_of(row))
    kept.document, kept.turn = json_of_value(book), kept.turn + 1
    kept.save(update_fields=["document", "turn"])
    did = book.live.change.kind.value
    record_in_study(by, row, StudyDeed.CODEBOOK, at, version=book.live.number, what=did)
    return book


def fix_saturation_plan(
    by: Member, row: Study, standing: StudyStanding, plan: SaturationPlan, *, at: datetime
) -> PlanDecision:
    """Fixes by which sizes saturation is measured, before any session began (ST-R32)."""
    begun = any(each.gate is StudyGate.SESSION for each in standing.openings)
    decision = saturation_plan_change(saturation_plan_of(row), plan, session_gate_was_open=begun)
    if decision is PlanDecision.ALLOWED:
        kept, _ = StudyCodebook.objects.get_or_create(study=row)
        kept.plan, kept.turn = msgspec.to_builtins(plan, enc_hook=str), kept.turn + 1
        kept.save(update_fields=["plan", "turn"])
        record_in_study(by, row, StudyDeed.SATURATION, at, base=plan.base, run=plan.run)
    return decision


def say_coding_done(by: Member, row: Study, state: DoubleCoding, done: bool, *, at: datetime) -> None:
    """A coder is done, or goes on. The row stands since the codebook was begun: were it made by whoever is
    done first, the other could tell by their own statements. Raises CodingRefused.
    """
    after = coder_done(state, by.user, done=done)
    if not StudyBlindness.objects.filter(study=row).update(done=sorted(after.done)):
        raise CodingRefused("done: nothing can be coded before a codebook is begun")
    record_in_study(by, row, StudyDeed.CODED, at, done="yes" if done else "no")


def unblind_study(by: Member, row: Study, state: DoubleCoding, *, at: datetime) -> None:
    """The one act after which each coder sees the other (ST-R28). Raises CodingRefused."""
    after = unblind(state, by=by.user, at=at)
    told: dict[str, Any] = {
        "done": sorted(after.done),
        "coders": list(after.coders),
        "adjudicator": after.adjudicator,
        "unblinded_by": by.user,
        "unblinded_at": at,
    }
    StudyBlindness.objects.filter(study=row).update(**told)
    record_in_study(by, row, StudyDeed.UNBLIND, at)


def keep_decision(
    by: Member, row: Study, decided: ReconciledSegment, key: RecordKey, *, at: datetime
) -> None:
    """Writes what a segment finally is; what both had given stays beside it."""
    told = {
        "a": sorted(decided.a),
        "b": sorted(decided.b),
        "final": sorted(decided.final),
        "decided_by": by.user,
        "revision": decided.revision,
        "record": key.record,
        "reason": key.seal(REASON_FIELD, decided.reason.encode()),
    }
    where: dict[str, Any] = {"session": decided.session, "start": decided.span.start, "end": decided.span.end}
    DecidedSegment.objects.update_or_create(study=row, defaults=told, **where)
    record_in_study(by, row, StudyDeed.RECONCILE, at, session=decided.session)
