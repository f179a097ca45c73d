"""What the group that advises a study reads, and what it answers. The investigator chooses what lies before
it; somebody who speaks for it writes down what it says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kapea.core.studies.advisory_answers import AdviceVerdict
from kapea.core.studies.advisory_text import (
    MOST_OF_ADVICE,
    MOST_OF_TEXT,
    AdviceFolder,
    GroupText,
    QuoteRead,
)
from kapea.core.studies.study_memos import StudyClaim
from kapea.core.studies.study_permissions import StudyAct
from kapea.studies.advisory_rows import (
    open_folder,
    quotes_for_group,
    quotes_to_choose,
)
from kapea.studies.sealed_values import OpenedPlace
from kapea.studies.study_memo_rows import claims_of, opener
from kapea.vault.record_keys import CannotOpen
from kapea.web.base.request import form_of
from kapea.web.field.codes import at_place, codes_in_words
from kapea.web.field.found import (
    StudyFault,
    StudySeen,
    gate_fault,
    study_seen,
    study_tabs,
)
from kapea.web.field.output_found import KEYS
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import private_key
from kapea.web.staff.words import staff_words

NOT_SO = "study-advice-not-so"


@dataclass(frozen=True, slots=True)
class ChoiceOffered:
    """A finding or a quote that may be laid before the group."""

    id: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FolderOpened:
    """The page of the group, opened for whoever looks. `shut`: what keeps it shut now."""

    seen: StudySeen
    opened: OpenedPlace[AdviceFolder] | None
    shut: StudyFault | None = None

    @property
    def folder(self) -> AdviceFolder:
        """What lies there; nothing yet, where nothing was given."""
        return (self.opened.value if self.opened else None) or AdviceFolder()


@require_safe
def read_advice(request: HttpRequest, id: str) -> HttpResponse:
    """What lies before the group, and all that it said."""
    return advice_page(request, id)


def folder_opened(request: HttpRequest, id: str, act: StudyAct) -> FolderOpened:
    """What lies before the group, for somebody who may do that act. Raises NotHere."""
    seen, at = study_seen(request, id, act), request_time()
    if shut := gate_fault(seen, act, at):
        return FolderOpened(seen, None, shut)
    try:
        return FolderOpened(seen, open_folder(private_key(request), seen.member, seen.row, at=at))
    except CannotOpen:
        return FolderOpened(seen, None, StudyFault(KEYS))


# --- what may be chosen -------------------------------------------------------------------------


def claims_to_choose(request: HttpRequest, seen: StudySeen) -> Sequence[StudyClaim]:
    """Findings as they are claimed now. Raises CannotOpen."""
    return claims_of(seen.row, opener(private_key(request), seen.member, seen.row, at=request_time()))[0]


def quotes_read(request: HttpRequest, seen: StudySeen) -> list[QuoteRead]:
    """Quotes of the bank that may be laid before the group. Raises CannotOpen."""
    return quotes_to_choose(private_key(request), seen.member, seen.row, at=request_time())


def _offered(
    request: HttpRequest, at: FolderOpened
) -> tuple[list[ChoiceOffered], list[ChoiceOffered]] | None:
    """Findings and quotes to choose from, for whoever chooses; None for others, and where keys keep it."""
    if at.opened is None or not at.seen.may(StudyAct.CHOOSE_TEXT):
        return None
    read, shown = _ticked(request, at.folder.text)
    try:
        claims, offered = (
            claims_to_choose(request, at.seen),
            [each.passage for each in quotes_read(request, at.seen)],
        )
    except CannotOpen:
        return None
    findings = [ChoiceOffered(each.id, each.words, each.id in read) for each in claims]
    return findings, [ChoiceOffered(each.id, each.words, each.id in shown) for each in offered]


def _ticked(request: HttpRequest, text: GroupText | None) -> tuple[set[str], set[str]]:
    """Findings and quotes that somebody ticked just now, though they were not taken; else what lies there."""
    if request.method == "POST":
        return set(request.POST.getlist("finding")), set(request.POST.getlist("quote"))
    if text is None:
        return set(), set()
    return {each.id for each in text.findings}, {each.passage.id for each in text.quotes}


# --- the page -----------------------------------------------------------------------------------


def advice_page(request: HttpRequest, id: str, fault: StudyFault | None = None) -> HttpResponse:
    """The page, and what was not done if something was not."""
    at = folder_opened(request, id, StudyAct.READ_CHOSEN_TEXT)
    seen, text, fault = at.seen, at.folder.text, fault or at.shut
    words, advice = staff_words(language_of(request)), seen.book.standing.advice
    offered = _offered(request, at)
    if offered is None and seen.may(StudyAct.CHOOSE_TEXT):
        fault = fault or StudyFault(KEYS)
    answered = advice.answer
    return render_staff(
        request,
        "field/advice.html",
        409 if fault else 200,
        row=seen.row,
        tabs=study_tabs(seen),
        is_open=at.opened is not None,
        turn=at.opened.turn if at.opened else -1,
        text=text,
        quotes=quotes_for_group(seen.row, text) if text else (),
        given_at=at_place(advice.text.at if advice.text else None, seen.book.standing.zone),
        answered=answered.verdict.value if answered else "",
        said_before=list(reversed(at.folder.advice)),
        verdicts=[each.value for each in AdviceVerdict],
        may_answer=text is not None and seen.may(StudyAct.ADVISE),
        may_choose=offered is not None,
        findings_offered=offered[0] if offered else [],
        quotes_offered=offered[1] if offered else [],
        said=form_of(request) if request.method == "POST" else {},
        most=MOST_OF_TEXT,
        most_advice=MOST_OF_ADVICE,
        fault=fault,
        missing=_missing(fault, words),
    )


def _missing(fault: StudyFault | None, words: Mapping[str, str]) -> tuple[str, ...]:
    """Codes of gates in words; what is wrong with words is said already."""
    if fault is None or fault.word == NOT_SO:
        return fault.missing if fault else ()
    return codes_in_words(fault.missing, words)
