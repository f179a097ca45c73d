"""What the group that advises a study reads, and what it answers. The investigator chooses what lies before
it; somebody who speaks for it writes down what it says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.core.studies.advisory_answers import AdviceVerdict
from kapea.core.studies.advisory_text import (
    MOST_OF_ADVICE,
    MOST_OF_TEXT,
    AdviceFolder,
    AdviceWritten,
    GroupText,
    QuoteRead,
    chosen_text,
)
from kapea.core.studies.identifier_patterns import formed_identifiers
from kapea.core.studies.plain_words import POINTS_TO_SOMEBODY, WordFault
from kapea.core.studies.repeated_words import said_words
from kapea.core.studies.study_memos import StudyClaim
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_refusals import StudyRefused
from kapea.core.studies.words_written import place_faults
from kapea.people.ids import new_id
from kapea.studies.advisory_rows import (
    FolderSeen,
    give_text_to_group,
    open_folder,
    quotes_for_group,
    quotes_to_choose,
    write_group_answer,
)
from kapea.studies.models import Study
from kapea.studies.output_source import open_all_texts, turns_said
from kapea.studies.sealed_values import OpenedPlace
from kapea.studies.session_rows import consent_of
from kapea.studies.session_texts import destroy_left_keys
from kapea.studies.study_keys import NobodyCanRead, StudyCustody, make_study_key
from kapea.studies.study_memo_rows import claims_of, opener
from kapea.studies.summary_making import lists_for
from kapea.vault.record_keys import CannotOpen
from kapea.vault.record_wraps import RecordKey
from kapea.web.base.request import form_of
from kapea.web.field.codes import at_place, codes_in_words, fault_in_words, release_of_member
from kapea.web.field.found import (
    STUDIES,
    StudyFault,
    StudySeen,
    gate_fault,
    number_said,
    study_seen,
    study_tabs,
)
from kapea.web.field.output_found import KEYS, do_sealed
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import private_key
from kapea.web.staff.words import staff_words

FAULT, NOT_SO = "study-word-", "study-advice-not-so"


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


@require_POST
def choose_text_here(request: HttpRequest, id: str) -> HttpResponse:
    """Lays words, findings and quotes before the group, in place of what lay there."""
    at = _opened(request, id, StudyAct.CHOOSE_TEXT)
    if at.opened is None:
        return advice_page(request, id, at.shut)
    try:
        fault = _give(request, at.seen, at.opened)
    except (CannotOpen, NobodyCanRead):
        fault = StudyFault(KEYS)
    return advice_page(request, id, fault) if fault else HttpResponseRedirect(f"{STUDIES}{id}/advice")


@require_POST
def group_answer_here(request: HttpRequest, id: str) -> HttpResponse:
    """Writes down what the group says of what lies before it."""
    at = _opened(request, id, StudyAct.ADVISE)
    if at.opened is None:
        return advice_page(request, id, at.shut)
    fault = _answer(request, at.seen, at.opened)
    return advice_page(request, id, fault) if fault else HttpResponseRedirect(f"{STUDIES}{id}/advice")


def _opened(request: HttpRequest, id: str, act: StudyAct) -> FolderOpened:
    seen, at = study_seen(request, id, act), request_time()
    if shut := gate_fault(seen, act, at):
        return FolderOpened(seen, None, shut)
    try:
        return FolderOpened(seen, open_folder(private_key(request), seen.member, seen.row, at=at))
    except CannotOpen:
        return FolderOpened(seen, None, StudyFault(KEYS))


# --- the two acts -------------------------------------------------------------------------------


def _give(request: HttpRequest, seen: StudySeen, opened: OpenedPlace[AdviceFolder]) -> StudyFault | None:
    words, now = form_of(request).get("words", ""), request_time()
    finding, quote = map(request.POST.getlist, ("finding", "quote"))
    claims = [each for each in _claims(request, seen) if each.id in finding]
    if wrong := _wrong_words(request, seen, {"": words, **{each.words: each.words for each in claims}}):
        return StudyFault(NOT_SO, wrong)
    quotes = [each for each in _quotes(request, seen) if each.passage.id in quote]
    fresh = make_study_key(seen.member, seen.row, StudyCustody.ADVICE, at=now) if opened.key else None

    def change(row: Study, key: RecordKey, folder: int) -> StudyRefused | None:
        text = chosen_text(new_id(), words, claims, quotes, consent_of(row))
        at = FolderSeen(number_said(request, "study"), folder, key, fresh)
        return give_text_to_group(seen.member, row, at, text, at=now)

    fault = do_sealed(request, seen, opened, StudyAct.CHOOSE_TEXT, change)
    destroy_left_keys(by=seen.member.id, at=now)
    return fault


def _wrong_words(request: HttpRequest, seen: StudySeen, texts: Mapping[str, str]) -> tuple[str, ...]:
    """What texts may not say, each by what it is called, in any language of the country: nobody says which
    it is.
    """
    released = open_all_texts(private_key(request), seen.member, seen.row, at=request_time())
    said = said_words(turns_said(released, consent_of(seen.row)))
    release = release_of_member(seen.member, language_of(request))
    lints = lists_for(release, *(release.languages if release else ()))
    words = staff_words(language_of(request))
    found = (fault for where, text in texts.items() for fault in place_faults(where, text, said, lints))
    return tuple(fault_in_words(each, each.place, words) for each in found)


def _answer(request: HttpRequest, seen: StudySeen, opened: OpenedPlace[AdviceFolder]) -> StudyFault | None:
    said, now = form_of(request), request_time()
    verdict = next((each for each in AdviceVerdict if each.value == said.get("verdict")), None)
    if verdict is None:
        return StudyFault("study-output-no-verdict")
    words = said.get("words", "")
    if any(mark.kind in POINTS_TO_SOMEBODY for mark in formed_identifiers(words)):
        return StudyFault(f"{FAULT}{WordFault.POINTS_TO_SOMEBODY.value}")
    written = AdviceWritten(said.get("text", ""), verdict, words, seen.book.standing.day(now))

    def change(row: Study, key: RecordKey, folder: int) -> StudyRefused | None:
        at = FolderSeen(number_said(request, "study"), folder, key)
        return write_group_answer(seen.member, row, at, written, at=now)

    return do_sealed(request, seen, opened, StudyAct.ADVISE, change)


# --- what may be chosen -------------------------------------------------------------------------


def _claims(request: HttpRequest, seen: StudySeen) -> Sequence[StudyClaim]:
    return claims_of(seen.row, opener(private_key(request), seen.member, seen.row, at=request_time()))[0]


def _quotes(request: HttpRequest, seen: StudySeen) -> list[QuoteRead]:
    return quotes_to_choose(private_key(request), seen.member, seen.row, at=request_time())


def _offered(
    request: HttpRequest, at: FolderOpened
) -> tuple[list[ChoiceOffered], list[ChoiceOffered]] | None:
    """Findings and quotes to choose from, for whoever chooses; None for others, and where keys keep it."""
    if at.opened is None or not at.seen.may(StudyAct.CHOOSE_TEXT):
        return None
    read, shown = _ticked(request, at.folder.text)
    try:
        claims, offered = _claims(request, at.seen), [each.passage for each in _quotes(request, at.seen)]
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
    at = _opened(request, id, StudyAct.READ_CHOSEN_TEXT)
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
