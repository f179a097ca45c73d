"""How the coding of a study stands: its codebook, its plan for saturation, its two coders and whether each
sees the other.
"""

from __future__ import annotations

from typing import Any

import msgspec

from kapea.core.studies.blind_coding import CodingRefused, DoubleCoding, Unblinding, coded_alone
from kapea.core.studies.codebook import Codebook
from kapea.core.studies.saturation import SaturationPlan
from kapea.core.studies.study_roles import StudyRole, StudyTeam
from kapea.core.studies.study_standing import StudyStanding
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


def double_coding(row: Study, standing: StudyStanding) -> DoubleCoding:
    """The two coders and who reconciles: of the team until unblinding, of that moment after it. Where the
    team lacks one, a name that nobody bears.
    """
    team, alone = standing.team, coded_alone(standing.draw)
    kept = StudyBlindness.objects.filter(study=row).first()
    if kept is not None and kept.unblinded_at is not None:
        seen = Unblinding(kept.unblinded_by, kept.unblinded_at)
        coders = (kept.coders[0], kept.coders[1])
        return DoubleCoding(coders, kept.adjudicator, frozenset(kept.done), seen, alone)
    a, b, adjudicator = (
        _holder(team, role) or nobody
        for role, nobody in zip((*CODER_ROLES, StudyRole.ADJUDICATOR), NOBODY, strict=True)
    )
    done = frozenset(kept.done if kept else ()) & {a, b}
    try:
        return DoubleCoding((a, b), adjudicator, done, alone=alone)
    except CodingRefused:
        return DoubleCoding((NOBODY[0], NOBODY[1]), NOBODY[2], alone=alone)


def _holder(team: StudyTeam, role: StudyRole) -> str:
    """Whoever was given a role first, of those who hold it."""
    return next((g.account for g in team.grants if g.role is role and not g.ended), "")
