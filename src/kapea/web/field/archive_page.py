"""The archive of a study, as it is made when it is taken, and recorded as having left."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from kapea.core.studies.reports.report_words import ReportWords
from kapea.core.studies.study_archive import MadeArchive, NotArchivable
from kapea.core.studies.study_people import NotAStratum
from kapea.core.studies.study_permissions import StudyAct
from kapea.studies.archive_making import ArchiveWords, make_archive, open_for_archive
from kapea.studies.held_outputs import keep_archive_left
from kapea.studies.session_rows import consent_of
from kapea.studies.session_texts import NoSuchText, TextChanged
from kapea.studies.study_exports import ExportRefused, take_export
from kapea.studies.told_now import told_now
from kapea.vault.record_keys import CannotOpen
from kapea.web.field.coding_found import CodingSeen, NothingSuch, coding_seen, do_coding
from kapea.web.field.found import STALE, StudyFault
from kapea.web.field.quotes_page import SHUT
from kapea.web.staff.frame import language_of
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import private_key
from kapea.web.staff.words import staff_languages, staff_words

FAULT, BLIND = "coding-fault-export", "coding-fault-archive-blind"
FRAME, REPEATS = "coding-fault-archive-frame", "coding-fault-archive-repeats"


def take_archive(request: HttpRequest, id: str, export: str) -> HttpResponse | StudyFault:
    """The zip, for whoever asked for it; why not, where it was not made. Raises NotHere."""
    coding = coding_seen(request, id, StudyAct.CONFIRM_EXPORT)
    if not coding.sees_others or coding.book is None:
        return StudyFault(BLIND)
    try:
        opened = open_for_archive(private_key(request), coding.seen.member, coding.row, at=request_time())
        told_now(coding.row, coding.seen.book.standing, consent_of(coding.row))
        made = _made(request, id, export, opened)
    except CannotOpen:
        return StudyFault(SHUT)
    except (NoSuchText, TextChanged):
        return StudyFault(STALE)
    except NotAStratum:
        return StudyFault(FRAME)
    except NotArchivable as why:
        return StudyFault(REPEATS, (why.where,))
    return made if isinstance(made, StudyFault) else _file(made)


def _made(request: HttpRequest, id: str, export: str, opened: ArchiveWords) -> MadeArchive | StudyFault:
    """Asked again of the locked study; what left is recorded in the same transaction."""
    made: list[MadeArchive] = []

    def do(coding: CodingSeen) -> None:
        try:
            take_export(coding.seen.member, coding.row, export, at=request_time())
        except ExportRefused as error:
            raise NothingSuch("export: not yours, not yet, or too late") from error
        if coding.book is None:
            raise NothingSuch("codebook: there is none")
        standing = coding.seen.book.standing
        archive = make_archive(coding.row, standing, coding.state, coding.book, opened, _words(request))
        keep_archive_left(coding.row, archive, request_time())
        made.append(archive)

    return do_coding(request, id, StudyAct.CONFIRM_EXPORT, do, FAULT) or made[0]


def _words(request: HttpRequest) -> list[ReportWords]:
    """Of every language, the one of whoever takes it first."""
    languages = dict.fromkeys([language_of(request), *staff_languages()])
    return [ReportWords(each, staff_words(each)) for each in languages]


def _file(made: MadeArchive) -> HttpResponse:
    response = HttpResponse(made.data, content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="archive.zip"'
    return response
