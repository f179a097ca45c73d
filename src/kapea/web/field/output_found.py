"""An output of a study, opened for whoever writes, reads or hands it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic

from django.http import HttpRequest

from kapea.access.rows import NotHere, acting
from kapea.content.word_breaks import breakers
from kapea.core.paper.study_paper import StudyPaper
from kapea.core.studies.advisory_answers import advice_told, finding_sign
from kapea.core.studies.handed_papers import Book, MadePaper, OutputRefused, still_stands
from kapea.core.studies.output_book import OutputBook
from kapea.core.studies.reports.method_tables import tells_advice
from kapea.core.studies.reports.report_words import ReportWords
from kapea.core.studies.sampling_frame import FrameStratum
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_refusals import StudyRefused
from kapea.core.studies.study_report import OutputKind
from kapea.studies.actions import StaleTurn
from kapea.studies.models import Study
from kapea.studies.output_making import holding_of_quotes
from kapea.studies.output_rows import PaperPlace, change_paper_book, open_paper, output_paper
from kapea.studies.output_source import OutputSource, open_source
from kapea.studies.queries import book_of
from kapea.studies.quote_rows import passages_now
from kapea.studies.quotes_opened import open_quotes
from kapea.studies.sealed_values import OpenedPlace, Value, key_to_write
from kapea.studies.session_rows import consent_of
from kapea.studies.study_keys import NobodyCanRead
from kapea.vault.record_keys import CannotOpen
from kapea.vault.record_wraps import RecordKey
from kapea.web.field.found import (
    STALE,
    STUDIES,
    StudyFault,
    StudySeen,
    fault_of_refusal,
    gate_fault,
    lock_allowed,
    number_said,
    study_seen,
)
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import private_key
from kapea.web.staff.words import staff_words

KEYS = "study-fault-keys"
ALL = "all"


@dataclass(frozen=True, slots=True)
class PaperSeen(Generic[Book]):
    """What is written for others while somebody looks at it."""

    seen: StudySeen
    paper: PaperPlace[Book]
    opened: OpenedPlace[Book]

    @property
    def book(self) -> Book:
        """What is written; nothing yet, where nothing was."""
        return self.opened.value or self.paper.begun


@dataclass(frozen=True, slots=True)
class OutputSeen(PaperSeen[OutputBook]):
    """An output while somebody looks at it."""

    kind: OutputKind

    @property
    def address(self) -> str:
        """The page of this output."""
        return f"{STUDIES}{self.seen.row.id}/outputs/{self.kind.value}"


def output_seen(request: HttpRequest, id: str, kind: str, *acts: StudyAct) -> OutputSeen | StudyFault:
    """The output for somebody whose role does one of those; what keeps it shut now. Raises NotHere."""
    seen = study_seen(request, id, *acts)
    found = next((each for each in OutputKind if each.value == kind), None)
    if found is None:
        raise NotHere
    if shut := gate_fault(seen, StudyAct.READ_OUTPUT, request_time()):
        return shut
    paper = output_paper(found)
    try:
        opened = open_paper(private_key(request), seen.member, seen.row, paper, at=request_time())
    except CannotOpen:
        return StudyFault(KEYS)
    return OutputSeen(seen, paper, opened, found)


def source_seen(request: HttpRequest, at: OutputSeen) -> OutputSource:
    """All that the output is made of, for who writes it. Raises CannotOpen."""
    seen = at.seen
    return open_source(private_key(request), seen.member, seen.row, seen.book.standing, at=request_time())


def paper_stands(request: HttpRequest, at: OutputSeen, made: MadePaper) -> bool:
    """Whether the paper may be shown at this moment; not to whom the quotes do not open that it may have."""
    try:
        return standing_check(request, at)(at.seen.row, made)
    except CannotOpen:
        return False


def standing_check(request: HttpRequest, at: OutputSeen) -> Callable[[Study, MadePaper], bool]:
    """Asks of a study's row whether a paper stands as the row is then: quotes are opened before, since that
    is nothing for a transaction. Raises CannotOpen.
    """
    opened = open_quotes(private_key(request), at.seen.member, at.seen.row, at=request_time())

    def stands(row: Study, made: MadePaper) -> bool:
        consent = consent_of(row)
        passages = [each.passage for each in passages_now(row, opened.values(), consent)]
        holds = still_stands(made, holding_of_quotes(row, passages), consent, passages)
        return holds and _tells_advice_of_now(at, row, made.paper)

    return stands


def _tells_advice_of_now(at: OutputSeen, row: Study, paper: StudyPaper) -> bool:
    """A report that says that the group agreed is not shown once it asks for something else."""
    book = at.seen.book if row is at.seen.row else book_of(row)
    signs = (finding_sign(each.id, each.words) for each in at.book.findings)
    told = advice_told(book.standing.advice, signs)
    return tells_advice(paper, told, report_words(at.seen, paper.language))


def do_paper(
    request: HttpRequest,
    at: PaperSeen[Book],
    act: StudyAct,
    did: str,
    step: Callable[[Book], Book],
    stands: Callable[[Study, MadePaper], bool] | None = None,
) -> StudyFault | None:
    """Does one thing to what is written for others in a transaction; why not, where it was not done. Of a
    paper that `stands` no more nothing is done. Raises NotHere.
    """
    member, now, ready = at.seen.member, request_time(), at.book.ready

    def change(row: Study, key: RecordKey, turn: int) -> None:
        if stands and (ready is None or not stands(row, ready)):
            raise OutputRefused("another-paper")
        change_paper_book(member, row, key, at.paper, turn, step, did, at=now)

    return do_sealed(request, at.seen, at.opened, act, change)


def do_sealed(
    request: HttpRequest,
    seen: StudySeen,
    opened: OpenedPlace[Value],
    act: StudyAct,
    change: Callable[[Study, RecordKey, int], StudyRefused | None],
) -> StudyFault | None:
    """Changes what is written for others in a transaction, with the study locked; why not, where it was not
    done. `change` is given the row, the key, and the turn that the form says. Raises NotHere.
    """
    member = seen.member
    try:
        key = key_to_write(member, seen.row, opened, at=request_time())
        with acting(member, "studies.change", Study, seen.row.id) as row:
            lock_allowed(row, member, act)
            return fault_of_refusal(change(row, key, number_said(request, "turn", -1)))
    except StaleTurn:
        return StudyFault(STALE)
    except OutputRefused as refused:
        return StudyFault(f"study-output-{refused.why}")
    except NobodyCanRead:
        return StudyFault(KEYS)


def report_words(seen: StudySeen, language: str) -> ReportWords:
    """A report's words in a language, with the names that codes of this study have."""
    words = staff_words(language)
    cut: Callable[[str], str] = breakers().get(language, str)
    return ReportWords(language, words, study_names(seen, words), cut)


def study_names(seen: StudySeen, words: Mapping[str, str]) -> Mapping[str, str]:
    """What strata are called: their kind of place, their age, and whether guardians were not asked."""
    frame = seen.book.standing.protocol.current.frame
    named = {id: _stratum_name(each, words) for id, each in frame.strata.items()}
    return {**named, ALL: words["study-all-sessions"]}


def _stratum_name(framed: FrameStratum, words: Mapping[str, str]) -> str:
    kind = framed.stratum
    named = f"{words[f'study-place-{kind.place.value}']}, {words[f'study-band-{kind.band.value}']}"
    return ", ".join((named, words["study-guardians-not-asked"])) if framed.waived else named
