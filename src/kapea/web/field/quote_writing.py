"""A quote is cut out of a released transcript: one turn, only words that were said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kapea.access.rows import acting
from kapea.core.studies.consented_material import ConsentUse, StudyMaterial, may_be_used
from kapea.core.studies.quote_bank import ThirdParty
from kapea.core.studies.quote_cutting import BankedQuote, NotSaid, cut_passage
from kapea.core.studies.seat_labels import seat_of_label
from kapea.core.studies.starter_codes import starter_codes
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.transcript import SessionTranscript
from kapea.people.ids import new_id
from kapea.studies.actions import StaleTurn
from kapea.studies.models import Study
from kapea.studies.quote_actions import bank_quote
from kapea.studies.quote_rows import released_mark
from kapea.studies.quotes_opened import open_session_quotes
from kapea.studies.released_texts import NotReleasedYet, open_marked_release
from kapea.studies.sealed_values import key_to_write
from kapea.studies.session_rows import consent_of
from kapea.vault.record_keys import CannotOpen
from kapea.web.base.request import form_of
from kapea.web.field.codes import codes_in_words
from kapea.web.field.found import (
    STALE,
    STUDIES,
    StudyFault,
    StudySeen,
    gate_fault,
    lock_allowed,
    study_seen,
)
from kapea.web.field.quotes_page import SHUT
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import private_key
from kapea.web.staff.words import staff_words

MOST_SIGNS = 1_000
NOT_SAID, NOT_RELEASED = "study-fault-not-said", "study-fault-not-released"


class QuoteForm(forms.Form):
    """Which turn, which words of it, and what somebody saw who read them for others."""

    turn = forms.IntegerField(min_value=0)
    words = forms.CharField(max_length=MOST_SIGNS)
    code = forms.ChoiceField(choices=[(each.code, each.code) for each in starter_codes()])
    third_party = forms.ChoiceField(choices=[(each.value, each.value) for each in ThirdParty])
    shows_distress = forms.BooleanField(required=False)
    translated = forms.BooleanField(required=False)


@dataclass(frozen=True, slots=True)
class TurnToQuote:
    """A turn of somebody who takes part."""

    number: int
    speaker: str
    words: str


@dataclass(frozen=True, slots=True)
class TextToQuote:
    """A released transcript, and who looks at it. `mark`: of which release it is."""

    seen: StudySeen
    session: str
    mark: str
    transcript: SessionTranscript

    def turns(self) -> list[TurnToQuote]:
        """Turns of those whose words the team may read now; what staff said is no quote."""
        consent = consent_of(self.seen.row)
        shown = []
        for turn in self.transcript.turns:
            material = StudyMaterial(
                str(turn.number), self.session, seat_of_label(self.session, turn.speaker), turn.number
            )
            if may_be_used(material, ConsentUse.CODING, consent):
                shown.append(TurnToQuote(turn.number, turn.speaker, turn.words))
        return shown


def new_quote(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """The transcript of a session to cut from; and with a form, the quote."""
    seen, session = study_seen(request, id, StudyAct.PLACE_QUOTE), f"s{number}"
    if shut := gate_fault(seen, StudyAct.PLACE_QUOTE, request_time()):
        return _page(request, seen, session, None, shut)
    try:
        text = TextToQuote(
            seen,
            session,
            *open_marked_release(private_key(request), seen.member, seen.row, session, at=request_time()),
        )
        if request.method == "POST":
            return _keep(request, text)
    except NotReleasedYet:
        return _page(request, seen, session, None, StudyFault(NOT_RELEASED))
    except CannotOpen:
        return _page(request, seen, session, None, StudyFault(SHUT))
    return _page(request, seen, session, text)


def _keep(request: HttpRequest, text: TextToQuote) -> HttpResponse:
    form, seen = QuoteForm(form_of(request)), text.seen
    if not form.is_valid() or form.cleaned_data["turn"] not in {each.number for each in text.turns()}:
        return _page(request, seen, text.session, text, StudyFault(NOT_SAID))
    try:
        quote = _quote(text, form.cleaned_data)
    except NotSaid:
        return _page(request, seen, text.session, text, StudyFault(NOT_SAID))
    private, at = private_key(request), request_time()
    opened = open_session_quotes(private, seen.member, seen.row, text.session, at=at)
    key = key_to_write(seen.member, seen.row, opened, at=at)
    try:
        with acting(seen.member, "studies.change", Study, seen.row.id) as row:
            lock_allowed(row, seen.member, StudyAct.PLACE_QUOTE)
            if released_mark(row, text.session) != text.mark:  # its words may not be said any more
                raise StaleTurn
            bank_quote(seen.member, row, key, opened.turn, quote, text.transcript, at=at)
    except StaleTurn:
        return _page(request, seen, text.session, text, StudyFault(STALE))
    return HttpResponseRedirect(f"{STUDIES}{seen.row.id}/quotes")


def _quote(text: TextToQuote, said: Mapping[str, object]) -> BankedQuote:
    passage = cut_passage(
        text.transcript,
        int(str(said["turn"])),
        str(said["words"]),
        id=new_id(),
        third_party=ThirdParty(said["third_party"]),
        shows_distress=bool(said["shows_distress"]),
        translated=bool(said["translated"]),
    )
    return BankedQuote(passage=passage, code=str(said["code"]), by=text.seen.member.user)


def _page(
    request: HttpRequest,
    seen: StudySeen,
    session: str,
    text: TextToQuote | None,
    fault: StudyFault | None = None,
) -> HttpResponse:
    said = form_of(request) if request.method == "POST" else {}
    return render_staff(
        request,
        "field/quote.html",
        409 if fault else 200,
        row=seen.row,
        session=session.removeprefix("s"),
        turns=text.turns() if text else [],
        codes=[each.code for each in starter_codes()],
        third_parties=[each.value for each in ThirdParty],
        most=MOST_SIGNS,
        said=said,
        fault=fault,
        missing=codes_in_words(fault.missing, staff_words(language_of(request))) if fault else (),
    )
