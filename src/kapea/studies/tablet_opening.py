"""What tablets brought of a session, opened by somebody who was in the room: what stands becomes entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from kapea.core.studies.ethics_approvals import quarantine_late_row
from kapea.core.studies.research_sessions import ResearchSession
from kapea.core.studies.session_submissions import (
    FormWindow,
    SetApart,
    StudySubmission,
    SubmissionRules,
    taken_submissions,
)
from kapea.core.studies.study_standing import StudyStanding, confirmed_approvals, session_use
from kapea.core.studies.tablet_items import (
    SECOND,
    TABLET_FORM,
    TABLET_VERSION,
    AnyTabletItem,
    NoTabletItem,
    TabletStanding,
    made_on_day,
    read_tablet_item,
    tablet_standing,
)
from kapea.people.member import Member
from kapea.studies.actions import record_in_study
from kapea.studies.models import Study, StudySealedItem, StudySeat, StudySession
from kapea.studies.queries import book_of
from kapea.studies.session_rows import add_entries
from kapea.studies.tablet_keys import open_tablet_key
from kapea.studies.trail_names import StudyDeed
from kapea.vault.device_seals import open_device_seal
from kapea.vault.hybrid import PrivateHalf
from kapea.vault.sealing import Unsealable

Opened = Mapping[int, AnyTabletItem | None]
"""Items by the ids of their rows; None for what is none."""


@dataclass(frozen=True, slots=True)
class SessionSeats:
    """Seats of a session that are there, and those of which nothing is kept."""

    here: frozenset[str]
    withdrawn: frozenset[str]


def place_of_seal(study: str, session: str) -> str:
    """To which session a seal is bound."""
    return f"{study}/{session}"


def open_tablet_items(
    private: PrivateHalf, member: Member, study: Study, session: StudySession, *, at: datetime
) -> TabletStanding:
    """Opens all that came, works out what stands, and keeps that as entries. Outside a transaction. Raises
    CannotOpen.
    """
    rows = [each for each in session.sealed_items.select_related("key__study").order_by("id") if each.sealed]
    opened = _opened(private, member, place_of_seal(study.id, session.code), rows, at)
    with transaction.atomic():
        locked = Study.objects.select_for_update().get(id=study.id)
        stands = _standing(book_of(locked).standing, session, rows, opened, at)
        _keep(session, rows, stands, at)
        record_in_study(member, locked, StudyDeed.OPEN_ITEMS, at, session=session.code, items=str(len(rows)))
    return stands


def _opened(
    private: PrivateHalf, member: Member, place: str, rows: Iterable[StudySealedItem], at: datetime
) -> Opened:
    scalars: dict[str, bytes] = {}
    found: dict[int, AnyTabletItem | None] = {}
    for row in rows:
        if row.key_id not in scalars:
            scalars[row.key_id] = open_tablet_key(private, member, row.key, at=at)
        try:
            data = open_device_seal(scalars[row.key_id], bytes(row.sealed), place=place, item=row.item)
            found[row.id] = read_tablet_item(data)
        except (Unsealable, NoTabletItem):
            found[row.id] = None
    return found


def _standing(
    study: StudyStanding, session: StudySession, rows: list[StudySealedItem], opened: Opened, at: datetime
) -> TabletStanding:
    told = study.sessions[session.code]
    sent = [_submission(study, told, row, opened[row.id]) for row in rows]
    first = study.day(told.started_at) if told.started_at else date.min
    rules = SubmissionRules(
        forms={(TABLET_FORM, TABLET_VERSION): FormWindow(first, date.max)}, zone=study.zone
    )
    items = [(row.item, item) for row in rows if (item := opened[row.id]) is not None]
    seats = seats_of_session(session)
    taken = taken_submissions(sent, rules, at)
    return tablet_standing(session.code, items, taken, seats=seats.here, withdrawn=seats.withdrawn)


def seats_of_session(session: StudySession) -> SessionSeats:
    """Who sits in it, as numbers."""
    rows = list(StudySeat.objects.filter(session=session).values_list("seat", "withdrawn_on"))
    return SessionSeats(
        frozenset(seat for seat, gone in rows if gone is None),
        frozenset(seat for seat, gone in rows if gone is not None),
    )


def _submission(
    study: StudyStanding, told: ResearchSession, row: StudySealedItem, item: AnyTabletItem | None
) -> StudySubmission:
    came_on = study.day(row.came_at)
    made_on = made_on_day(item, study.zone) if item is not None else came_on
    return StudySubmission(
        instance=row.item,
        over=item.over if item is not None else "",
        form=TABLET_FORM,
        version=TABLET_VERSION,
        sealed=row.digest,
        made_on=made_on,
        came_at=row.came_at,
        held=_held(study, told, item, made_on, came_on),
    )


def _held(
    study: StudyStanding, told: ResearchSession, item: AnyTabletItem | None, made_on: date, came_on: date
) -> SetApart | None:
    """What stands against an item, whatever else came. An approval has to hold on the day it says, and on
    the day it came.
    """
    if item is None:
        return SetApart.UNREADABLE
    use = session_use(study, told)
    if told.started_at is None or use is None:
        return SetApart.NOT_STARTED
    used = replace(
        use,
        tool=told.used or use.tool,
        protocol_version=told.protocol_version or use.protocol_version,
    )
    late = quarantine_late_row(
        confirmed_approvals(study), used, made_on=min(made_on, came_on), came_on=came_on
    )
    return SetApart.LATE if late else None


def _keep(session: StudySession, rows: list[StudySealedItem], stands: TabletStanding, at: datetime) -> None:
    """Entries that came of items are these, and no others. Of whoever withdrew the bytes go."""
    wanted = {each.id for each in stands.entries}
    items = {row.item for row in rows}
    kept = session.entries.values_list("entry", flat=True)
    of_items = {each for each in kept if each.partition(SECOND)[0] in items}
    session.entries.filter(entry__in=of_items - wanted).delete()
    add_entries(session, stands.entries, came_at=at)
    for row in rows:
        row.apart = stands.apart[row.item].value if row.item in stands.apart else ""
        row.opened_at = at
    StudySealedItem.objects.bulk_update(rows, ["apart", "opened_at"])
    session.sealed_items.filter(item__in=stands.gone).update(sealed=b"")
