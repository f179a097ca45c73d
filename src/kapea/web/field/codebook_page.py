"""The codebook: what can be coded with, every version of it, and each change with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.core.studies.codebook import (
    ChangeKind,
    Codebook,
    StudyCode,
    UnfitCodebook,
    begun_codebook,
    code_added,
    code_edited,
    code_retired,
    code_split,
    codes_merged,
)
from kapea.core.studies.refi_codebook import read_refi_codebook, refi_codebook
from kapea.core.studies.refi_xml import UnreadableRefi
from kapea.core.studies.starter_codes import starter_codes
from kapea.core.studies.study_exchange import exchanged_codes, study_codes
from kapea.core.studies.study_permissions import StudyAct
from kapea.studies.coding_acts import change_codebook
from kapea.studies.models import StudyCodebook
from kapea.web.base.request import form_of
from kapea.web.field.coding_found import CodingSeen, NothingSuch, coding_seen, do_coding, render_coding
from kapea.web.field.found import STUDIES, StudyFault, turn_seen
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

FAULT = "coding-fault-codebook"
PARTS = ("code", "theme", "definition", "when", "when_not", "example", "parent")
MOST_OF_PART = 400
MOST_OF_FILE = 400_000
KINDS = (ChangeKind.ADDED, ChangeKind.EDITED, ChangeKind.MERGED, ChangeKind.SPLIT, ChangeKind.RETIRED)
Said = Mapping[str, str]


@require_safe
def read_codebook(request: HttpRequest, id: str) -> HttpResponse:
    """The codes of now, and every change."""
    return codebook_page(request, id)


@require_POST
def write_codebook(request: HttpRequest, id: str) -> HttpResponse:
    """Begins it with the forty, or makes one change: a version."""
    return _changed(request, id, _wanted(form_of(request), acting_member(request).user))


@require_POST
def import_codebook(request: HttpRequest, id: str) -> HttpResponse:
    """Begins it with the codes of a `.qdc` file, whose text was pasted: nothing is uploaded anywhere."""
    told, by = form_of(request).get("qdc", "")[:MOST_OF_FILE], acting_member(request).user

    def begun(book: Codebook | None) -> Codebook:
        if book is not None:
            raise UnfitCodebook("codebook: it is begun; add what is missing, code by code")
        try:
            codes = study_codes(read_refi_codebook(told.strip().encode()))
        except UnreadableRefi as error:
            raise UnfitCodebook(str(error)) from error
        if not codes:
            raise UnfitCodebook("file: no code in it")
        return begun_codebook(codes, author=by, why="refi-qdc")

    return _changed(request, id, begun)


@require_safe
def codebook_file(request: HttpRequest, id: str) -> HttpResponse:
    """The codebook as `.qdc`: method and no material, so it needs no second person."""
    coding = coding_seen(request, id, StudyAct.READ_CODEBOOK)
    if coding.book is None:
        return codebook_page(request, id, StudyFault(FAULT))
    made = refi_codebook(exchanged_codes(coding.book.live), uuid4())
    response = HttpResponse(made, content_type="application/xml")
    response.headers["Content-Disposition"] = 'attachment; filename="codebook.qdc"'
    return response


def codebook_page(request: HttpRequest, id: str, fault: StudyFault | None = None) -> HttpResponse:
    """The page, and what was not done if something was not."""
    coding = coding_seen(request, id, StudyAct.READ_CODEBOOK)
    kept = StudyCodebook.objects.filter(study=coding.row).first()
    live = coding.book.live if coding.book else None
    said = form_of(request) if fault else {}
    return render_coding(
        request,
        coding,
        "codebook",
        fault,
        turn=kept.turn if kept else 0,
        version=live.number if live else 0,
        codes=list(live.codes.values()) if live else [],
        history=[(each.number, each.change) for each in reversed(coding.book.versions)]
        if coding.book
        else [],
        may_write=coding.seen.may(StudyAct.WRITE_CODEBOOK),
        kinds=[each.value for each in KINDS],
        parts=[(part, said.get(part, "")) for part in PARTS],
        said=said,
        most=MOST_OF_PART,
    )


def _changed(request: HttpRequest, id: str, change: Callable[[Codebook | None], Codebook]) -> HttpResponse:
    def do(coding: CodingSeen) -> None:
        change_codebook(coding.seen.member, coding.row, turn_seen(request), change, at=request_time())

    fault = do_coding(request, id, StudyAct.WRITE_CODEBOOK, do, FAULT)
    return codebook_page(request, id, fault) if fault else HttpResponseRedirect(f"{STUDIES}{id}/codebook")


def _wanted(said: Said, by: str) -> Callable[[Codebook | None], Codebook]:
    """What a form asks for."""

    def made(book: Codebook | None) -> Codebook:
        if said.get("kind") == ChangeKind.BEGUN.value and book is None:
            return begun_codebook(starter_codes(), author=by)
        known = {each.value: each for each in KINDS}
        if book is None or said.get("kind") not in known:
            raise NothingSuch("kind: choose what is to be changed")
        return _CHANGES[known[said["kind"]]](book, said, by, said.get("why", "")[:MOST_OF_PART])

    return made


def _code(said: Said, book: Codebook) -> StudyCode:
    """The code of a form; what is left empty stays as it was, where there is such a code."""
    typed = {part: said.get(part, "").strip()[:MOST_OF_PART] for part in PARTS}
    typed["code"] = typed["code"].upper()
    before = book.live.codes.get(typed["code"])
    if before is None:
        return StudyCode(**typed)
    return replace(before, **{part: words for part, words in typed.items() if words})


def _named(said: Said) -> tuple[str, ...]:
    """Codes that a change is about, parted by commas or blanks."""
    return tuple(dict.fromkeys(said.get("old", "").upper().replace(",", " ").split()))


def _added(book: Codebook, said: Said, by: str, why: str) -> Codebook:
    return code_added(book, _code(said, book), author=by, memo=why)


def _edited(book: Codebook, said: Said, by: str, why: str) -> Codebook:
    return code_edited(book, _code(said, book), author=by, why=why)


def _merged(book: Codebook, said: Said, by: str, why: str) -> Codebook:
    return codes_merged(book, _named(said), _code(said, book), author=by, why=why)


def _split(book: Codebook, said: Said, by: str, why: str) -> Codebook:
    """The second part is told by its code and what it is; the rest it has of the first."""
    first = _code(said, book)
    second = replace(
        first,
        code=said.get("second", "").strip().upper(),
        definition=said.get("second_definition", "").strip()[:MOST_OF_PART],
    )
    [old] = _named(said)[:1] or ("",)
    return code_split(book, old, (first, second), author=by, why=why)


def _retired(book: Codebook, said: Said, by: str, why: str) -> Codebook:
    [old] = _named(said)[:1] or ("",)
    return code_retired(book, old, author=by, why=why)


_CHANGES: Mapping[ChangeKind, Callable[[Codebook, Said, str, str], Codebook]] = {
    ChangeKind.ADDED: _added,
    ChangeKind.EDITED: _edited,
    ChangeKind.MERGED: _merged,
    ChangeKind.SPLIT: _split,
    ChangeKind.RETIRED: _retired,
}
