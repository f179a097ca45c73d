"""The workshop that an address names, with the words it is led with."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from kapea.access.rows import visible_row
from kapea.content.queries import NothingLive
from kapea.core.pack.model import Release, WorkshopPlan
from kapea.learning.models import Workshop
from kapea.learning.queries import NoSuchPlan, plan_of
from kapea.web.staff.signed import acting_member


def workshop_with_plan(request: HttpRequest, rule: str, id: str) -> tuple[Workshop, Release, WorkshopPlan]:
    """The row that a rule shows whoever asks, and its plan. Raises NotHere, or Http404 where no words of it
    are served any more.
    """
    row = visible_row(acting_member(request), rule, Workshop, id)
    try:
        return row, *plan_of(row)
    except (NothingLive, NoSuchPlan):
        raise Http404 from None
