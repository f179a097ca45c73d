"""Sheets that ODK Collect sends: each kept sealed as it came, once; and what stands of all that came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import md5, sha256

import msgspec

from kapea.core.pack.model import Release
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.openrosa_submissions import Submission, read_submission, settled_sheet
from kapea.core.studies.session_sheet import FORM_ID, NoSheet, SessionSheet, session_sheet
from kapea.core.studies.session_submissions import (
    FormWindow,
    SetApart,
    StudySubmission,
    SubmissionRules,
    TakenSubmissions,
    taken_submissions,
)
from kapea.core.studies.study_gates import is_gate_open
from kapea.people.member import Member
from kapea.studies.actions_tablets import DROP, TAKE
from kapea.studies.models import Study, StudyCollectedSheet, StudyGivenSheet
from kapea.studies.queries import book_of
from kapea.studies.session_forms import FORM_LANGUAGES, converted, write_session_form
from kapea.studies.tablet_keys import open_tablet_key, tablet_key
from kapea.vault.device_seals import open_device_seal, seal_as_device
from kapea.vault.hybrid import PrivateHalf

MOST_SHEETS = 20_000
"""Of one study."""


class TooManySheets(ValueError):
    """No study has so many sheets."""


@dataclass(frozen=True, slots=True)
class GivenForm:
    """A form as Collect fetches it."""

    version: str
    title: str
    xform: bytes

    @property
    def md5(self) -> str:
        """By which Collect knows that a form changed, as OpenRosa has it; nothing is proved with it."""
        return md5(self.xform, usedforsecurity=False).hexdigest()


def form_to_give(study: Study, release: Release, *, at: datetime) -> GivenForm | None:
    """The form for a study; None where no committee allows it now, or the pack has no sheet."""
    if not is_gate_open(book_of(study).standing, StudyGate.ETHICS, at):
        return None
    try:
        sheet = session_sheet(release.instruments)
    except NoSheet:
        return None
    words = {code: release.texts[code] for code in FORM_LANGUAGES if code in release.texts}
    xform = converted(write_session_form(sheet, words)).encode()
    document = msgspec.to_builtins(sheet)
    StudyGivenSheet.objects.get_or_create(
        study=study, version=sheet.version, defaults={"document": document, "given_at": at}
    )
    return GivenForm(sheet.version, words["en"][sheet.title], xform)


def given_sheets(study: Study) -> dict[str, SessionSheet]:
    """Every version that was given out."""
    rows = StudyGivenSheet.objects.filter(study=study).values_list("version", "document")
    return {version: msgspec.convert(document, SessionSheet) for version, document in rows}


def take_sheet(study: Study, data: bytes, *, at: datetime) -> bool:
    """Keeps a sheet as it came, sealed; whether it was new. Raises SubmissionRefused, NoTabletKey,
    TooManySheets.
    """
    standing, digest = book_of(study).standing, sha256(data).hexdigest()
    came_on = standing.day(at)
    read = read_submission(data, given_sheets(study), came_on)
    told = settled_sheet(read, digest, came_on=came_on, came_at=at)
    late = not is_gate_open(standing, StudyGate.ETHICS, at)
    if StudyCollectedSheet.objects.filter(study=study).count() >= MOST_SHEETS:
        raise TooManySheets
    return _kept_sheet(study, data, read, told, SetApart.LATE if late else read.held)


def _kept_sheet(
    study: Study, data: bytes, read: Submission, told: StudySubmission, held: SetApart | None
) -> bool:
    key = tablet_key(study)
    sealed = seal_as_device(bytes(key.public), data, place=study.id, item=read.instance_id)
    _, made = StudyCollectedSheet.objects.get_or_create(
        study=study,
        instance=read.instance_id,
        digest=told.sealed,
        defaults={
            "over": told.over,
            "version": told.version,
            "key": key,
            "sealed": sealed,
            "made_on": told.made_on,
            "held": held.value if held else "",
            "came_at": told.came_at,
        },
    )
    return made


def standing_sheets(study: Study, *, at: datetime) -> TakenSubmissions:
    """What stands of all that came, and why the rest does not."""
    rows = list(StudyCollectedSheet.objects.filter(study=study).order_by("id"))
    standing = book_of(study).standing
    window = FormWindow(standing.day(study.started_at), date.max)
    rules = SubmissionRules(
        forms={(FORM_ID, version): window for version in given_sheets(study)},
        zone=standing.zone,
        taken=frozenset(each.digest for each in rows if each.decision == TAKE),
        dropped=frozenset(each.digest for each in rows if each.decision == DROP),
    )
    return taken_submissions(map(_submission_of, rows), rules, at)


@dataclass(frozen=True, slots=True)
class OpenedSheet:
    """A sheet that stands, opened. `read` is without answers where somebody took it in spite of its form."""

    read: Submission
    sheet: SessionSheet | None
    came_at: datetime


def open_standing_sheets(
    private: PrivateHalf, member: Member, study: Study, *, at: datetime
) -> list[OpenedSheet]:
    """Opens those that stand. The trail says that they look. Outside a transaction. Raises CannotOpen."""
    stand = {each.sealed for each in standing_sheets(study, at=at).standing.values()}
    rows = study.collected_sheets.filter(digest__in=stand).select_related("key__study").order_by("id")
    scalars: dict[str, bytes] = {}
    sheets, found = given_sheets(study), []
    for row in rows:
        if row.key_id not in scalars:
            scalars[row.key_id] = open_tablet_key(private, member, row.key, at=at)
        data = open_device_seal(scalars[row.key_id], bytes(row.sealed), place=study.id, item=row.instance)
        read = read_submission(data, sheets, row.made_on)
        found.append(OpenedSheet(read, sheets.get(read.version), row.came_at))
    return found


def _submission_of(row: StudyCollectedSheet) -> StudySubmission:
    return StudySubmission(
        instance=row.instance,
        over=row.over,
        form=FORM_ID,
        version=row.version,
        sealed=row.digest,
        made_on=row.made_on,
        came_at=row.came_at,
        held=SetApart(row.held) if row.held else None,
    )
