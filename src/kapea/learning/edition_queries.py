"""What stands in editions of figures, and what the next one would say."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from kapea.core.evidence.counts import FigureKey, PublishedCount
from kapea.core.pack.model import Release
from kapea.core.workshops.answer_figures import ToldChange
from kapea.core.workshops.count_entries import CountEntry, counted_fields
from kapea.core.workshops.edition_draft import EditionDraft, EditionPeriod, FormerEdition, edition_draft
from kapea.core.workshops.edition_record import read_cells, read_changes, read_figures
from kapea.core.workshops.held_workshop import HeldWhere, HeldWorkshop, held_workshop
from kapea.core.workshops.workshop_states import WorkshopState
from kapea.core.workshops.year_figures import EditionCounts
from kapea.learning.edition_model import FiguresEdition
from kapea.learning.models import EnteredCount, Workshop
from kapea.learning.queries import NoSuchPlan, plan_of

OPEN_STATES = (WorkshopState.PLANNED.value, WorkshopState.RUNNING.value)


@dataclass(frozen=True, slots=True)
class EditionSaid:
    """All that anybody is told of an edition: its row, and what it says."""

    row: FiguresEdition
    said: Mapping[FigureKey, PublishedCount]
    changes: tuple[ToldChange, ...]


def edition_said(row: FiguresEdition) -> EditionSaid:
    """What a stored edition says."""
    return EditionSaid(row, read_figures(row.said), read_changes(row.changes))


def former_editions(editions: QuerySet[FiguresEdition]) -> list[FormerEdition]:
    """Those that stand, in their order."""
    return [_former(row) for row in editions.order_by("number")]


def _former(row: FiguresEdition) -> FormerEdition:
    return FormerEdition(
        counts=EditionCounts(row.number, read_cells(row.cells), read_figures(row.said)),
        year=row.ends.year,
        came_of=frozenset(row.came_of),
        answers_of=frozenset(row.answers_of),
    )


def next_edition(
    workshops: QuerySet[Workshop],
    former: Sequence[FormerEdition],
    period: EditionPeriod,
    release: Release,
) -> EditionDraft | None:
    """What the next edition would say of an organisation's workshops; None where too few came."""
    done = {id for each in former for id in each.came_of} & {id for each in former for id in each.answers_of}
    still_open = workshops.filter(state__in=OPEN_STATES)
    return edition_draft(
        held_workshops(workshops.exclude(id__in=done), release),
        period,
        former,
        release.measures,
        still_meet=set(still_open.values_list("group", flat=True)),
        some_are_open=still_open.filter(on__lte=period.ends).exists(),
    )


def held_workshops(workshops: QuerySet[Workshop], release: Release) -> list[HeldWorkshop]:
    """Those that were closed, with what was counted in them. Of one whose plan no pack has any more, nobody
    knows what was counted.
    """
    rows = list(workshops.filter(state=WorkshopState.CLOSED.value).select_related("organisation"))
    entries = _entries_by_workshop(rows)
    return [held for row in rows if (held := _held(row, entries.get(row.id, ()), release)) is not None]


def _entries_by_workshop(rows: Iterable[Workshop]) -> dict[str, list[CountEntry]]:
    found: dict[str, list[CountEntry]] = {}
    for each in EnteredCount.objects.filter(workshop__in=[row.id for row in rows]).order_by("id"):
        entry = CountEntry(each.id, each.field, each.value, frozenset(each.over))
        found.setdefault(each.workshop_id, []).append(entry)
    return found


def _held(row: Workshop, entries: Iterable[CountEntry], release: Release) -> HeldWorkshop | None:
    try:
        words, plan = plan_of(row)
    except NoSuchPlan:
        return None
    where = HeldWhere(
        id=row.id, on=row.on, begins=row.begins, group=row.group, area=admin1_of(release, row.area)
    )
    return held_workshop(where, plan, counted_fields(entries), words.measures)


def admin1_of(release: Release, area: str) -> str:
    """The largest area that a place is in: public figures name no smaller one."""
    areas = release.directory.areas
    while area in areas and areas[area].parent:
        area = areas[area].parent
    return area


def months_to_tell(
    former: QuerySet[FiguresEdition], workshops: QuerySet[Workshop], *, today: date
) -> list[EditionPeriod]:
    """The periods that the next edition can have: from where the last one ended, or the month of the first
    workshop, to the end of each month that is over.
    """
    begins = _first_day(former, workshops)
    if begins is None:
        return []
    return [EditionPeriod(begins=begins, ends=end) for end in _month_ends(begins, before=today)]


def _month_ends(begins: date, *, before: date) -> Iterator[date]:
    end = begins
    while (end := end.replace(day=calendar.monthrange(end.year, end.month)[1])) < before:
        yield end
        end += timedelta(days=1)


def _first_day(former: QuerySet[FiguresEdition], workshops: QuerySet[Workshop]) -> date | None:
    last = former.order_by("-number").values_list("ends", flat=True).first()
    if last is not None:
        return last + timedelta(days=1)
    closed = workshops.filter(state=WorkshopState.CLOSED.value)
    first = closed.order_by("on").values_list("on", flat=True).first()
    return first.replace(day=1) if first is not None else None
