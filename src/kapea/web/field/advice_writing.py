"""What the investigator lays before the group that advises, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from kapea.core.studies.advisory_answers import AdviceVerdict
from kapea.core.studies.advisory_text import (
    AdviceFolder,
    AdviceWritten,
    chosen_text,
)
from kapea.core.studies.identifier_patterns import formed_identifiers
from kapea.core.studies.plain_words import POINTS_TO_SOMEBODY, WordFault
from kapea.core.studies.repeated_words import said_words
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_refusals import StudyRefused
from kapea.core.studies.words_written import place_faults
from kapea.people.ids import new_id
from kapea.studies.advisory_rows import (
    FolderSeen,
    give_text_to_group,
    write_group_answer,
)
from kapea.studies.models import Study
from kapea.studies.output_source import open_all_texts, turns_said
from kapea.studies.sealed_values import OpenedPlace
from kapea.studies.session_rows import consent_of
from kapea.studies.session_texts import destroy_left_keys
from kapea.studies.study_keys import NobodyCanRead, StudyCustody, make_study_key
from kapea.studies.summary_making import lists_for
from kapea.vault.record_keys import CannotOpen
from kapea.vault.record_wraps import RecordKey
from kapea.web.base.request import form_of
from kapea.web.field.advice_page import NOT_SO, advice_page, claims_to_choose, folder_opened, quotes_read
from kapea.web.field.codes import fault_in_words, release_of_member
from kapea.web.field.found import (
    STUDIES,
    StudyFault,
    StudySeen,
    number_said,
)
from kapea.web.field.output_found import KEYS, do_sealed
from kapea.web.staff.frame import language_of
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import private_key
from kapea.web.staff.words import staff_words

FAULT = "study-word-"


@require_POST
def choose_text_here(request: HttpRequest, id: str) -> HttpResponse:
    """Lays words, findings and quotes before the group, in place of what lay there."""
    at = folder_opened(request, id, StudyAct.CHOOSE_TEXT)
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
    at = folder_opened(request, id, StudyAct.ADVISE)
    if at.opened is None:
        return advice_page(request, id, at.shut)
    fault = _answer(request, at.seen, at.opened)
    return advice_page(request, id, fault) if fault else HttpResponseRedirect(f"{STUDIES}{id}/advice")


def _give(request: HttpRequest, seen: StudySeen, opened: OpenedPlace[AdviceFolder]) -> StudyFault | None:
    words, now = form_of(request).get("words", ""), request_time()
    finding, quote = map(request.POST.getlist, ("finding", "quote"))
    claims = [each for each in claims_to_choose(request, seen) if each.id in finding]
    if wrong := _wrong_words(request, seen, {"": words, **{each.words: each.words for each in claims}}):
        return StudyFault(NOT_SO, wrong)
    quotes = [each for each in quotes_read(request, seen) if each.passage.id in quote]
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
