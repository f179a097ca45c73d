"""How the coding of a study stands: its codebook, its plan for saturation, its two coders and whether each
sees the other.
"""

from __future__ import annotations

from typing import Any

import msgspec

from kapea.core.studies.blind_coding import CodingRefused, DoubleCoding, Unblinding
from kapea.core.studies.codebook import Codebook
from kapea.core.studies.saturation import SaturationPlan
from kapea.core.studies.study_roles import StudyRole, StudyTeam
from kapea.studies.models import Study, StudyBlindness, StudyCodebook

CODER_ROLES = (StudyRole.CODER_A, StudyRole.CODER_B)
NOBODY = ("no-coder-a", "no-coder-b", "no-adjudicator")
"""In place of whoever the team lacks."""


def codebook_of(row: Study) -> Codebook | None:
    """All versions of the codebook; None before it is begun."""
    kept = StudyCodebook.objects.filter(study=row).first()
    return msgspec.convert(kept.document, Codebook, str_keys=True) if kept and kept.document else None


def saturation_plan_of(row: Study) -> SaturationPlan | None:
    """By which sizes saturation is measured; None where nobody fixed them."""
    kept = StudyCodebook.objects.filter(study=row).first()
    return msgspec.convert(kept.plan, SaturationPlan, dec_hook=_read) if kept and kept.plan else None


def _read(kind: type, told: Any) -> Any:
    """A share stands as text."""
    return kind(told)


def double_coding(row: Study, team: StudyTeam) -> DoubleCoding:
    """The two coders and who reconciles: of the team until unblinding, of that moment after it. Where the
    team lacks one, a name that nobody bears.
    """
    kept = StudyBlindness.objects.filter(study=row).first()
    if kept is not None and kept.unblinded_at is not None:
        seen = Unblinding(kept.unblinded_by, kept.unblinded_at)
        return DoubleCoding((kept.coders[0], kept.coders[1]), kept.adjudicator, frozenset(kept.done), seen)
    a, b, adjudicator = (
        _holder(team, role) or nobody
        for role, nobody in zip((*CODER_ROLES, StudyRole.ADJUDICATOR), NOBODY, strict=True)
    )
    done = frozenset(kept.done if kept else ()) & {a, b}
    try:
        return DoubleCoding((a, b), adjudicator, done)
    except CodingRefused:
        return DoubleCoding((NOBODY[0], NOBODY[1]), NOBODY[2])


def _holder(team: StudyTeam, role: StudyRole) -> str:
    """Whoever was given a role first, of those who hold it."""
    return next((g.account for g in team.grants if g.role is role and not g.ended), "")
