"""Taking material out of a study: one asks, another says yes within a day, and it is made when it is taken,
from what consent covers at that moment and from what whoever takes it may know of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum
from uuid import uuid4

from django.db.models import Q, QuerySet

from kapea.core.studies.blind_coding import DoubleCoding
from kapea.core.studies.codebook import Codebook
from kapea.core.studies.codings import StudyCoding, coded_now
from kapea.core.studies.refi_qda import refi_project_file
from kapea.core.studies.session_material import SessionMaterial, material_without_turns
from kapea.core.studies.shown_text import ShownText
from kapea.core.studies.study_exchange import ExchangedSession, sessions_by_codes_csv, study_project
from kapea.people.member import Member
from kapea.studies.actions import record_in_study
from kapea.studies.coded_texts import CodedMaterial
from kapea.studies.models import Study, StudyExport
from kapea.studies.trail_names import StudyDeed

HOLDS_FOR = timedelta(days=1)
LABELS = ("A", "B")


class ExportKind(Enum):
    """What is taken out."""

    PROJECT = "qdpx"
    TABLE = "csv"
    ARCHIVE = "archive"
    """For good, and for others: what each consent covers, under names that stand nowhere else."""


class ExportRefused(ValueError):
    """Not theirs to ask, to confirm or to take, or too late."""


def ask_export(by: Member, row: Study, kind: ExportKind, *, at: datetime) -> StudyExport:
    """Somebody wants to take something out."""
    asked = StudyExport.objects.create(study=row, kind=kind.value, asked_by=by.user, asked_at=at)
    record_in_study(by, row, StudyDeed.EXPORT_ASK, at, kind=kind.value)
    return asked


def kinds_for(*, confirms: bool) -> tuple[ExportKind, ...]:
    """What somebody may ask for. An archive takes the quotes too, which coders do not open."""
    return tuple(each for each in ExportKind if confirms or each is not ExportKind.ARCHIVE)


def confirm_export(by: Member, row: Study, id: str, *, at: datetime) -> None:
    """Another person says yes, within a day. Raises ExportRefused."""
    asked = StudyExport.objects.filter(
        study=row, id=id, confirmed_at=None, asked_at__gt=at - HOLDS_FOR
    ).first()
    if asked is None or asked.asked_by == by.user:
        raise ExportRefused
    asked.confirmed_by, asked.confirmed_at = by.user, at
    asked.save(update_fields=["confirmed_by", "confirmed_at"])
    record_in_study(by, row, StudyDeed.EXPORT_CONFIRM, at, kind=asked.kind)


def take_export(by: Member, row: Study, id: str, *, at: datetime) -> ExportKind:
    """Whoever asked takes it, within a day of the yes. Raises ExportRefused."""
    asked = StudyExport.objects.filter(
        study=row, id=id, asked_by=by.user, confirmed_at__gt=at - HOLDS_FOR
    ).first()
    if asked is None:
        raise ExportRefused
    record_in_study(by, row, StudyDeed.EXPORT_TAKE, at, kind=asked.kind)
    return ExportKind(asked.kind)


def is_archive(row: Study, id: str) -> bool:
    """Whether an archive was asked for under that id."""
    return StudyExport.objects.filter(study=row, id=id, kind=ExportKind.ARCHIVE.value).exists()


def exports_seen_by(row: Study, account: str, *, confirms: bool, at: datetime) -> QuerySet[StudyExport]:
    """What was asked within the last days: one's own, and for whoever says yes, everybody's."""
    rows = StudyExport.objects.filter(study=row)
    live = rows.filter(Q(asked_at__gt=at - HOLDS_FOR) | Q(confirmed_at__gt=at - HOLDS_FOR))
    return (live if confirms else live.filter(asked_by=account)).order_by("-asked_at", "id")


def export_file(
    kind: ExportKind, book: Codebook, state: DoubleCoding, material: CodedMaterial
) -> tuple[str, str, bytes]:
    """Name, type and content of a project or a table that is taken out."""
    cut = {session: _cut(text, material.codings[session]) for session, text in material.texts.items()}
    now = coded_now((c for each in cut.values() for c in each.codings), book)
    codings = [replace(coding, code=code) for coding, code in now.items()]
    labels = _labels(state, codings)
    if kind is ExportKind.TABLE:
        table = sessions_by_codes_csv(list(cut), list(book.live.codes), codings, labels, state.coders_of)
        return "sessions-codes.csv", "text/csv; charset=utf-8", table.encode()
    told = [ExchangedSession(each.transcript, _people(each)) for each in cut.values()]
    project = study_project("study", book.live, told, codings, coders=labels)
    return "project.qdpx", "application/zip", refi_project_file(project, uuid4())


def _labels(state: DoubleCoding, codings: list[StudyCoding]) -> Mapping[str, str]:
    """Of those whose codings are in it: a label alone would tell that there is another."""
    within = {coding.coder for coding in codings}
    return {coder: label for coder, label in zip(state.coders, LABELS, strict=True) if coder in within}


def _cut(text: ShownText, codings: tuple[StudyCoding, ...]) -> SessionMaterial:
    """The text without the turns that may not be seen now, and the codings where their words are then."""
    hidden = {turn.number for turn in text.transcript.turns} - {each.turn.number for each in text.turns}
    return material_without_turns(SessionMaterial(text.transcript, codings=codings), hidden)


def _people(material: SessionMaterial) -> int:
    return len({turn.speaker for turn in material.transcript.turns})
