"""What is done with a workshop, each in the trail. The caller holds a transaction and found the row."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from kapea.audit import actions as audit
from kapea.core.pack.model import Release
from kapea.core.workshops.count_entries import CountEntry, UnfitEntry, counted_fields, fields_that_differ
from kapea.core.workshops.counted_fields import counted_of_plan
from kapea.core.workshops.workshop_states import WorkshopState, WorkshopStep, next_state, takes_numbers
from kapea.learning.models import EnteredCount, Facilitation, Workshop
from kapea.learning.phone_links import forget_links, has_open_phones
from kapea.learning.queries import entries_of, ready_to_lead
from kapea.people.ids import new_id
from kapea.people.member import Member

MOST_FACILITATORS = 9
MOST_ENTRIES = 5_000
"""In one workshop, in which some hundred numbers are counted: more is no facilitator."""

STEP_IN_TRAIL = {
    WorkshopStep.BEGIN: "workshop.begin",
    WorkshopStep.CLOSE: "workshop.close",
    WorkshopStep.OPEN_AGAIN: "workshop.open-again",
    WorkshopStep.CANCEL: "workshop.cancel",
}


class NotTaken(ValueError):
    """The workshop is over, or was called off: the numbers stay where they are until it is opened again."""


class NotReadyToLead(ValueError):
    """Somebody was not vetted, or has not accepted the code of conduct: they stand before no group."""


class PhonesOpen(ValueError):
    """Answers on phones are neither added nor thrown away: somebody has to say which, before it is closed."""


class TooManyEntries(ValueError):
    """No room is counted so often."""


@dataclass(frozen=True, slots=True)
class WorkshopOutline:
    """What is planned. `plan`, `area` and `prints` are of the release; `group` is the id of sessions that
    the same people came to before, or empty.
    """

    plan: str
    area: str
    on: date
    begins: time | None
    prints: tuple[str, ...]
    group: str = ""


def plan_workshop(by: Member, release: Release, outline: WorkshopOutline, *, at: datetime) -> Workshop:
    """A workshop that somebody is going to lead; they lead it themselves. Raises NotReadyToLead."""
    if not ready_to_lead([by.id]):
        raise NotReadyToLead
    id = new_id()
    row = Workshop.objects.create(
        id=id,
        organisation_id=by.organisation,
        group=outline.group or id,
        planned_at=at,
        **_columns(release, outline),
    )
    Facilitation.objects.create(workshop=row, membership_id=by.id)
    _record("workshop.plan", by, row, at)
    return row


def change_plan(
    by: Member, row: Workshop, release: Release, outline: WorkshopOutline, *, at: datetime
) -> None:
    """Another day, place or plan, before it begins; NotTaken afterwards."""
    if row.standing is not WorkshopState.PLANNED or EnteredCount.objects.filter(workshop=row).exists():
        raise NotTaken
    for column, value in {**_columns(release, outline), "group": outline.group or row.id}.items():
        setattr(row, column, value)
    row.save()
    _record("workshop.change", by, row, at)


def set_facilitators(by: Member, row: Workshop, others: Collection[str], *, at: datetime) -> None:
    """Who leads it, besides whoever says so if they do: ids of memberships, which the caller found. Raises
    NotReadyToLead, TooManyEntries.
    """
    leads = row.facilitations.filter(membership=by.id).exists()
    wanted = {*others, *([by.id] if leads else ())}
    if len(wanted) > MOST_FACILITATORS:
        raise TooManyEntries
    if ready_to_lead(others) != set(others):
        raise NotReadyToLead
    row.facilitations.exclude(membership__in=wanted).delete()
    known = set(row.facilitations.values_list("membership_id", flat=True))
    Facilitation.objects.bulk_create(
        Facilitation(workshop=row, membership_id=id) for id in sorted(wanted - known)
    )
    _record("workshop.leaders", by, row, at, leaders=len(wanted))


def take_step(by: Member, row: Workshop, step: WorkshopStep, *, at: datetime) -> None:
    """To its next state. Raises NoSuchStep, NumbersDiffer where two numbers stand in a field, PhonesOpen."""
    differ = fields_that_differ(counted_fields(entries_of(row)))
    after = next_state(row.standing, step, differ=differ)
    if after is WorkshopState.CLOSED:
        if has_open_phones(row):
            raise PhonesOpen
        forget_links(row)
    row.state = after.value
    if step is WorkshopStep.BEGIN:
        row.begun_at = at
    row.closed_at = at if after is WorkshopState.CLOSED else None
    row.save(update_fields=["state", "begun_at", "closed_at"])
    _record(STEP_IN_TRAIL[step], by, row, at)


def enter_counts(by: Member, row: Workshop, entries: Iterable[CountEntry], *, at: datetime) -> None:
    """Numbers out of a form or off a phone, which may send them late and twice. The first of them begins the
    workshop. Nothing of them is taken where one is unfit: UnfitEntry, TooManyEntries, NotTaken.
    """
    known = {entry.id: entry for entry in entries_of(row)}
    new = _new(entries, known, frozenset(row.fields))
    if not new:
        return
    if len(known) + len(new) > MOST_ENTRIES:
        raise TooManyEntries
    if row.standing is WorkshopState.PLANNED:
        take_step(by, row, WorkshopStep.BEGIN, at=at)
    if not takes_numbers(row.standing):
        raise NotTaken
    _add(by, row, new, at)


def _new(
    entries: Iterable[CountEntry], known: dict[str, CountEntry], fields: frozenset[str]
) -> list[CountEntry]:
    """Those that are not there yet, each once."""
    new: dict[str, CountEntry] = {}
    for entry in entries:
        if entry.field not in fields:
            raise UnfitEntry("field: this workshop does not count it")
        if {**known, **new}.get(entry.id, entry) != entry:
            raise UnfitEntry("id: another entry has it")
        if entry.id not in known:
            new[entry.id] = entry
    return list(new.values())


def _add(by: Member, row: Workshop, new: list[CountEntry], at: datetime) -> None:
    if EnteredCount.objects.filter(id__in=[entry.id for entry in new]).exists():
        raise UnfitEntry("id: another entry has it")
    EnteredCount.objects.bulk_create(
        EnteredCount(
            id=each.id,
            workshop=row,
            field=each.field,
            value=each.value,
            over=sorted(each.over),
            by=by.id,
            at=at,
        )
        for each in new
    )


def _columns(release: Release, outline: WorkshopOutline) -> dict[str, object]:
    return {
        "plan": outline.plan,
        "release": release.hash,
        "fields": list(counted_of_plan(release.workshops[outline.plan])),
        "area": outline.area,
        "on": outline.on,
        "begins": outline.begins,
        "prints": list(outline.prints),
    }


def _record(action: str, by: Member, row: Workshop, at: datetime, **detail: str | int) -> None:
    audit.record(
        action=action,
        subject=f"workshop:{row.id}",
        by=by.name_in_audit,
        at=at,
        organisation=row.organisation_id,
        **detail,
    )
