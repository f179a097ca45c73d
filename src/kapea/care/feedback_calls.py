"""Whether somebody may be asked later if the help helped: one call, by the safe way that they left, and only
with a yes to that very call. A yes to being contacted is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from kapea.care.actions import withdraw_permission
from kapea.care.models import Case, RecordedPermission
from kapea.care.queries import case_permissions
from kapea.care.reaching import SafeWay
from kapea.core.care.asking import AgeBand, ConsentAnswer
from kapea.core.care.decisions import Granted, decide
from kapea.core.care.permissions import CasePermissions
from kapea.core.care.scopes import FeedbackCallScope, PermissionKind


@dataclass(frozen=True, slots=True)
class FeedbackAsked:
    """How it stands: never asked, or said no to, or over, or allowed until a moment."""

    is_asked: bool
    until: datetime | None


def feedback_scope(case: Case, way: SafeWay) -> FeedbackCallScope | None:
    """What is asked for: a call by this way, and no other; None where the yes to the way itself is gone."""
    mine = RecordedPermission.objects.filter(organisation=case.organisation_id, case=case.id)
    yes = mine.filter(id=way.agreed.permission).first()
    return None if yes is None else FeedbackCallScope(target=yes.target)


def feedback_asked(case: Case, scope: FeedbackCallScope, *, at: datetime) -> FeedbackAsked:
    """By what was answered since this episode began. A yes to a way that was replaced is none to another."""
    last = _answers(case, scope).order_by("-given_at", "-id").first()
    if last is None:
        return FeedbackAsked(False, None)
    band = AgeBand(last.age_band)
    known = case_permissions(organisation=case.organisation_id, case=case.id, age_band=band)
    given = tuple(each for each in known.given if each.given >= case.episode_began_at)
    found = decide(CasePermissions(case=case.id, age_band=band, given=given), scope, at=at)
    return FeedbackAsked(True, found.until if isinstance(found, Granted) else None)


def take_feedback_back(case: Case, scope: FeedbackCallScope, *, by: str, at: datetime) -> int:
    """Every yes to this call ends. How many there were."""
    yes = Q(assent=ConsentAnswer.YES.value) | Q(consent=ConsentAnswer.YES.value)
    ids = list(_answers(case, scope).filter(yes, withdrawn_at=None).values_list("id", flat=True))
    for id in ids:
        withdraw_permission(organisation=case.organisation_id, id=id, by=by, at=at)
    return len(ids)


def _answers(case: Case, scope: FeedbackCallScope) -> QuerySet[RecordedPermission]:
    return RecordedPermission.objects.filter(
        organisation=case.organisation_id,
        case=case.id,
        kind=PermissionKind.FEEDBACK_CALL.value,
        target=scope.target,
        given_at__gte=case.episode_began_at,
    )
