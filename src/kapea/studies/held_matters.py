"""What is held for a time only, and its end: raw words go by themselves on their day; a recording is
destroyed by people, of whom the software knows that there was one, how long it was, and when it went.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec
from django.db import transaction

from kapea.core.studies.retention_clocks import (
    DestructionCertificate,
    HeldItem,
    HeldMatter,
    destruction_certified,
    gone_on,
)
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_standing import StudyStanding
from kapea.people.member import Member
from kapea.studies.actions import record_in_study
from kapea.studies.models import Study, StudyHeldMatter, StudySealedText
from kapea.studies.queries import book_of
from kapea.studies.session_rows import json_of_value
from kapea.studies.session_texts import CUSTODY
from kapea.studies.study_keys import KEPT_FOR, StudyCustody
from kapea.studies.trail_names import StudyDeed
from kapea.vault.models import RecordWrap
from kapea.vault.record_retention import erase_record

BY_TIME = "retention"
"""Who destroyed something whose day came: nobody."""
GOES: Mapping[HeldMatter, frozenset[str]] = {
    HeldMatter.RAW_TEXT: frozenset(
        {kind.value for kind, custody in CUSTODY.items() if custody is StudyCustody.RAW} | {"glass", "found"}
    ),
    HeldMatter.KEY_LIST: frozenset({"key-list"}),
}
"""Kinds of sealed words that go with each."""


def hold_raw_text(study: Study, session: str, at: datetime) -> None:
    """From when raw words of a session are held, once; the day on the leaflet may be set earlier."""
    zone = ZoneInfo(book_of(study).standing.zone)
    promised = (at + KEPT_FOR[StudyCustody.RAW]).astimezone(zone).date()
    _hold(study, session, HeldItem(id="", matter=HeldMatter.RAW_TEXT, begun=at, promised=promised))


def is_raw_destroyed(study: Study, session: str) -> bool:
    """Whether the raw words of a session were destroyed: nobody writes them anew."""
    rows = StudyHeldMatter.objects.filter(study=study, session=session, matter=HeldMatter.RAW_TEXT.value)
    return rows.exclude(gone_at=None).exists()


def hold_key_list(study: Study, session: str, at: datetime) -> None:
    """The clock of the list of numbers runs from the first release of a session."""
    _hold(study, session, HeldItem(id="", matter=HeldMatter.KEY_LIST, begun=at, counts_from=at))


def audio_checked(study: Study, session: str, at: datetime) -> None:
    """Its transcript was checked: the clock of its recording runs faster from now on."""
    for row in StudyHeldMatter.objects.filter(study=study, session=session, matter=HeldMatter.AUDIO.value):
        item = held_item(row)
        if item.counts_from is None:
            row.document = json_of_value(replace(item, counts_from=at))
            row.save(update_fields=["document"])


def _hold(study: Study, session: str, item: HeldItem, minutes: int = 0) -> None:
    named = replace(item, id=f"{session}-{item.matter.value}")
    StudyHeldMatter.objects.get_or_create(
        study=study,
        session=session,
        matter=item.matter.value,
        defaults={"document": json_of_value(named), "minutes": minutes},
    )


def held_item(row: StudyHeldMatter) -> HeldItem:
    """What core makes of a row."""
    return msgspec.convert(row.document, HeldItem, str_keys=True)


@dataclass(frozen=True, slots=True)
class HeldShown:
    """Something held, and the day on which it goes; None: it has none yet."""

    row: StudyHeldMatter
    item: HeldItem
    on: date | None


def held_in(study: Study, standing: StudyStanding) -> list[HeldShown]:
    """All that a study holds for a time, or held."""
    rows = StudyHeldMatter.objects.filter(study=study).order_by("session", "matter")
    items = [(row, held_item(row)) for row in rows]
    return [HeldShown(row, item, gone_on(item, standing.zone)) for row, item in items]


def hold_audio_here(by: Member, study: Study, session: str, minutes: int, *, at: datetime) -> None:
    """The steward says that there is a recording, and how long it is. The caller holds a transaction."""
    _hold(study, session, HeldItem(id="", matter=HeldMatter.AUDIO, begun=at), minutes)
    record_in_study(by, study, StudyDeed.RECORDING, at, session=session)


def promise_day(by: Member, row: StudyHeldMatter, day: date, *, at: datetime) -> bool:
    """Sets the day of raw words earlier; later days take a committee, so nothing is done then."""
    item = held_item(row)
    if item.matter is not HeldMatter.RAW_TEXT or item.promised is None or day > item.promised:
        return False
    row.document = json_of_value(replace(item, promised=day))
    row.save(update_fields=["document"])
    record_in_study(by, row.study, StudyDeed.PROMISE, at, session=row.session, day=day.isoformat())
    return True


# --- destroying ---------------------------------------------------------------------------------


def destroy_held(row: StudyHeldMatter, *, by: str, at: datetime) -> None:
    """Destroys keys and words; what stops in between is done again. Outside of a transaction."""
    kinds = GOES.get(HeldMatter(row.matter), frozenset())
    texts = StudySealedText.objects.filter(study=row.study_id, session=row.session, kind__in=kinds)
    for record in sorted(set(texts.values_list("record", flat=True))):
        erase_record(record, by=by, at=at)
    with transaction.atomic():
        Study.objects.select_for_update().get(id=row.study_id)
        texts.delete()
        if StudyHeldMatter.objects.filter(id=row.id, gone_at=None).update(gone_at=at):
            record_in_study(by, row.study, StudyDeed.DESTROY, at, session=row.session, matter=row.matter)


def destroy_due(*, at: datetime) -> int:
    """Destroys all raw words and lists whose day came; how many."""
    matters = [matter.value for matter in GOES]
    rows = StudyHeldMatter.objects.filter(gone_at=None, matter__in=matters).select_related("study")
    due = [row for row in rows if _is_due(row, at)]
    for row in due:
        destroy_held(row, by=BY_TIME, at=at)
    return len(due)


def _is_due(row: StudyHeldMatter, at: datetime) -> bool:
    zone = str(row.study.document["standing"]["zone"])
    on = gone_on(held_item(row), zone)
    return on is not None and on <= at.astimezone(ZoneInfo(zone)).date()


def certificate_of(
    row: StudyHeldMatter, standing: StudyStanding, *, witness: str, at: datetime
) -> DestructionCertificate | StudyRefused:
    """That it is gone, signed by the steward who said so and by a witness who saw it."""
    kinds = GOES.get(HeldMatter(row.matter), frozenset())
    left = StudySealedText.objects.filter(study=row.study_id, session=row.session, kind__in=kinds)
    wraps = RecordWrap.objects.filter(record__in=list(left.values_list("record", flat=True)))
    return destruction_certified(
        held_item(row),
        standing.team,
        by=row.certified_by,
        witness=witness,
        key_shredded=row.gone_at is not None and not wraps.exists(),
        copies_left=left.count(),
        at=at,
    )


def certify_held(row: StudyHeldMatter, by: Member, *, at: datetime) -> StudyRefused | None:
    """The steward says that it is gone: of a recording, that they destroyed it; of what goes by itself, that
    they looked. The caller holds a transaction.
    """
    if row.certified_by or (row.gone_at is None and HeldMatter(row.matter) in GOES):
        return StudyRefused("destroy", StudyRefusal.NO_SUCH_STEP)
    row.certified_by, row.certified_at, row.gone_at = by.user, at, row.gone_at or at
    row.save(update_fields=["certified_by", "certified_at", "gone_at"])
    record_in_study(by, row.study, StudyDeed.CERTIFY, at, session=row.session, matter=row.matter)
    return None


def witness_held(row: StudyHeldMatter, by: Member, *, at: datetime) -> StudyRefused | None:
    """A second person says so, too: from then on there is a certificate. The caller holds a transaction."""
    if not row.certified_by or row.witness:
        return StudyRefused("destroy", StudyRefusal.NO_SUCH_STEP)
    made = certificate_of(row, book_of(row.study).standing, witness=by.user, at=at)
    if isinstance(made, StudyRefused):
        return made
    row.witness = made.witness
    row.save(update_fields=["witness"])
    record_in_study(by, row.study, StudyDeed.WITNESS, at, session=row.session, matter=row.matter)
    return None
