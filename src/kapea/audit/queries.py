"""Reading the trail: pages of it for whoever may see it, and where each chain stands."""

from __future__ import annotations

from datetime import datetime

from kapea.audit.chain import ChainPoint
from kapea.audit.models import ChainCut, ChainHead, Event

MOST_ROWS = 500
"""Of one page."""


def events(
    organisation: str,
    *,
    subject: str | None = None,
    by: str | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[Event]:
    """A page of an organisation's rows, newest first: all, or those about a subject, or by somebody.

    `before`: the number of the last row of the page before, to go on from there. At most MOST_ROWS.
    """
    rows = Event.objects.filter(organisation=organisation)
    if subject is not None:
        rows = rows.filter(subject=subject)
    if by is not None:
        rows = rows.filter(by=by)
    if before is not None:
        rows = rows.filter(number__lt=before)
    return list(rows.order_by("-number")[: min(limit, MOST_ROWS)])


def heads() -> dict[str, ChainPoint]:
    """Where each chain that has rows ends now, by organisation."""
    rows = ChainHead.objects.filter(number__gt=0).order_by("organisation")
    return {row.organisation: ChainPoint(row.number, row.hash) for row in rows}


def cuts(organisation: str) -> list[ChainCut]:
    """The cuts of a chain, the latest first."""
    return list(ChainCut.objects.filter(organisation=organisation).order_by("-number"))


def organisations() -> list[str]:
    """Every organisation of which anything of a chain is there, also where its rows were made away with."""
    named: set[str] = set()
    for model in (Event, ChainHead, ChainCut):
        named.update(model.objects.order_by().values_list("organisation", flat=True).distinct())
    return sorted(named)


def last_row_before(organisation: str, moment: datetime) -> ChainPoint | None:
    """The last row in front of the first that is not older than a moment; None where there is none."""
    rows = Event.objects.filter(organisation=organisation)
    younger = rows.filter(at__gte=moment).order_by("number").values_list("number", flat=True).first()
    older = rows.filter(number__lt=younger) if younger is not None else rows
    last = older.order_by("-number").first()
    return ChainPoint(last.number, last.hash) if last is not None else None
