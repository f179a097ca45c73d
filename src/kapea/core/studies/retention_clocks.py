"""On which day what is destroyed in a study. A day that was promised moves earlier by itself, and later only
by what a committee allowed. Destroying never waits for a gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_roles import StudyRole, StudyTeam


class HeldMatter(Enum):
    """What is held for a time only."""

    AUDIO = "audio"
    KEY_LIST = "key-list"
    """Which number somebody was."""
    RAW_TEXT = "raw-text"
    SEAT_PAPER = "seat-paper"
    """Burned on the day."""
    QUESTION_SLIPS = "question-slips"
    """Read by staff first, shredded on the day."""
    TABLET_COPY = "tablet-copy"


AUDIO_AFTER_CHECK, AUDIO_AT_LATEST = timedelta(days=30), timedelta(days=90)
"""After the transcript was checked; and after it was recorded, checked or not (default)."""
KEY_LIST_AFTER = timedelta(days=60)
"""After the text was released de-identified (default)."""
TABLET_AFTER_RECEIPT = timedelta(hours=24)
EXTENDABLE = frozenset({HeldMatter.AUDIO, HeldMatter.KEY_LIST, HeldMatter.RAW_TEXT})
"""What is destroyed on its day stays so, whatever a committee allows."""


@dataclass(frozen=True, slots=True)
class RetentionExtension:
    """More days, by an amendment that a committee allowed."""

    amendment: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldItem:
    """Something of one session. `begun`: when it was recorded or written. `counts_from`: audio: when its
    transcript was checked; key list: when the text was released; tablet copy: when its receipt came; None:
    not yet. `promised`: of raw text, the day on the leaflet.
    """

    id: str
    matter: HeldMatter
    begun: datetime
    counts_from: datetime | None = None
    promised: date | None = None
    extension: RetentionExtension | None = None


def gone_on(item: HeldItem, zone: str, amendments: frozenset[str] = frozenset()) -> date | None:
    """The day, in the study's own, by whose end it is destroyed; None while it has none yet. `amendments`:
    numbers of those that committees allowed: an extension by no such amendment moves nothing.
    """
    day = _promised_day(item, ZoneInfo(zone))
    extension = item.extension
    if day is None or extension is None or not _is_allowed(item, extension, amendments):
        return day
    return max(day, extension.until)


def _is_allowed(item: HeldItem, extension: RetentionExtension, amendments: frozenset[str]) -> bool:
    return item.matter in EXTENDABLE and extension.amendment in amendments


def retention_extended(
    item: HeldItem, extension: RetentionExtension, amendments: frozenset[str]
) -> HeldItem | StudyRefused:
    """The item with more days, where a committee's amendment says so."""
    if not _is_allowed(item, extension, amendments):
        return StudyRefused("retention.extend", StudyRefusal.NEEDS_AMENDMENT)
    return replace(item, extension=extension)


def _promised_day(item: HeldItem, zone: ZoneInfo) -> date | None:
    begun = item.begun.astimezone(zone).date()
    since = item.counts_from.astimezone(zone).date() if item.counts_from else None
    if item.matter is HeldMatter.AUDIO:
        latest = begun + AUDIO_AT_LATEST
        return min(latest, since + AUDIO_AFTER_CHECK) if since else latest
    if item.matter is HeldMatter.KEY_LIST:
        return since + KEY_LIST_AFTER if since else None
    if item.matter is HeldMatter.TABLET_COPY:
        receipt = item.counts_from
        return (receipt + TABLET_AFTER_RECEIPT).astimezone(zone).date() if receipt else None
    return item.promised if item.matter is HeldMatter.RAW_TEXT else begun


@dataclass(frozen=True, slots=True)
class DestructionDue:
    """What is due, and since which day."""

    item: str
    matter: HeldMatter
    on: date


def destructions_due(
    items: Iterable[HeldItem], at: datetime, zone: str, amendments: frozenset[str] = frozenset()
) -> tuple[DestructionDue, ...]:
    """All that is due today or overdue, the longest due first."""
    today = at.astimezone(ZoneInfo(zone)).date()
    days = ((item, gone_on(item, zone, amendments)) for item in items)
    found = [DestructionDue(item.id, item.matter, on) for item, on in days if on is not None and on <= today]
    return tuple(sorted(found, key=lambda due: (due.on, due.matter.value, due.item)))


@dataclass(frozen=True, slots=True)
class DestructionCertificate:
    """That something is gone, who did it and who was there. It says nothing of what it held."""

    item: str
    matter: HeldMatter
    at: datetime
    by: str
    witness: str


def destruction_certified(
    item: HeldItem,
    team: StudyTeam,
    *,
    by: str,
    witness: str,
    key_shredded: bool,
    copies_left: int,
    at: datetime,
) -> DestructionCertificate | StudyRefused:
    """A certificate, once its key is shredded and no copy is left. `witness` is a second person."""
    if by == witness:
        return StudyRefused("destroy", StudyRefusal.SAME_PERSON)
    if StudyRole.DATA_STEWARD not in team.roles(by) or StudyRole.WITNESS not in team.roles(witness):
        return StudyRefused("destroy", StudyRefusal.NOT_YOURS)
    lacks: Mapping[str, bool] = {"key-shredded": not key_shredded, "copies-left": copies_left > 0}
    if missing := tuple(code for code, is_missing in lacks.items() if is_missing):
        return StudyRefused("destroy", StudyRefusal.ITEMS_MISSING, missing)
    return DestructionCertificate(item.id, item.matter, at, by, witness)
