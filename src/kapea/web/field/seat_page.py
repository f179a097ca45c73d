"""Somebody takes a seat as a number, once they understood; what they agreed to, one scope at a time."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.core.pack.model import Release
from kapea.core.studies.consent_scopes import HowScopeAsked, ResearchScope, ScopeAnswer, ScopeParty
from kapea.core.studies.research_ages import CHILD_BANDS
from kapea.core.studies.research_consent import ConsentRegister, ConsentSeat
from kapea.core.studies.research_withdrawal import WithdrawalPlan
from kapea.core.studies.seat_changes import MOST_TURNS, ScopeSaid
from kapea.core.studies.seat_labels import label_of_seat
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_refusals import StudyRefused
from kapea.studies.actions_seats import ScopesAsked, answer_scopes, withhold_turns
from kapea.studies.session_rows import consent_of, consent_terms, seat_told
from kapea.web.base.request import form_of
from kapea.web.field.codes import SESSION_KINDS, codes_in_words, release_of_member
from kapea.web.field.consent_words import release_words_id
from kapea.web.field.found import StudyFault
from kapea.web.field.session_forms import HowAskedForm
from kapea.web.field.session_found import (
    SessionHeld,
    SessionSeen,
    act_in_session,
    pack_lines,
    seat_seen,
    session_address,
    session_seen,
)
from kapea.web.field.withdrawal_page import told_page
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.signed import acting_member
from kapea.web.staff.words import staff_words

SPOKEN_FOR = {
    ResearchScope.TAKE_PART: "happens",
    ResearchScope.AUDIO: "sound",
    ResearchScope.QUOTE: "words",
}
"""The line of the words of consent that is said with a scope; the others have their name alone."""


@dataclass(frozen=True, slots=True)
class PartyShown:
    """Whose answer it is, and what stands."""

    party: str
    answer_word: str


@dataclass(frozen=True, slots=True)
class ScopeShown:
    """A scope as it is asked: its picture, name and words, the answers, and what they come to."""

    code: str
    name: str
    said: str
    parties: tuple[PartyShown, ...]
    outcome: str


@require_safe
def read_seat(request: HttpRequest, id: str, number: int, seat: str) -> HttpResponse:
    """What stands of somebody, as a number."""
    return seat_page(request, id, number, seat)


@require_POST
def answer_here(request: HttpRequest, id: str, number: int, seat: str) -> HttpResponse:
    """Writes down what was said. Whatever was not ticked was not asked."""
    asked, plans = _asked(request), list[WithdrawalPlan]()

    def do(held: SessionHeld) -> StudyRefused | None:
        came = answer_scopes(held.by, held.study, held.row, held.turn, held.seat(seat), asked, at=held.at)
        if isinstance(came, StudyRefused):
            return came
        plans.extend([came] if came else [])
        return None

    fault = act_in_session(request, id, number, StudyAct.ASK_CONSENT, do)
    if fault:
        return seat_page(request, id, number, seat, fault)
    return told_page(request, id, number, seat, plans[0]) if plans else _to_seat(id, number, seat)


def _asked(request: HttpRequest) -> ScopesAsked:
    """What was ticked; nothing where nobody says how they were asked."""
    said, form = form_of(request), HowAskedForm(request.POST)
    words = release_words_id(release_of_member(acting_member(request), language_of(request)))
    if not form.is_valid():
        return ScopesAsked((), HowScopeAsked.SILENT, words)
    answers = tuple(
        ScopeSaid(scope, party, answer)
        for scope in ResearchScope
        for party in ScopeParty
        for answer in (ScopeAnswer.YES, ScopeAnswer.NO)
        if said.get(f"{scope.value}-{party.value}", "") == answer.value
    )
    return ScopesAsked(answers, HowScopeAsked(form.cleaned_data["how"]), words)


@require_POST
def withhold_here(request: HttpRequest, id: str, number: int, seat: str) -> HttpResponse:
    """Turns, by their numbers, that somebody wants in no quote."""
    typed = form_of(request).get("turns", "").replace(",", " ").split()
    turns = [int(each) if each.isascii() and each.isdecimal() and len(each) < 4 else 0 for each in typed]

    def do(held: SessionHeld) -> StudyRefused | None:
        who = held.seat(seat)
        return withhold_turns(held.by, held.study, held.row, held.turn, who, turns, at=held.at)

    fault = act_in_session(request, id, number, StudyAct.WITHDRAW_CONSENT, do)
    return seat_page(request, id, number, seat, fault) if fault else _to_seat(id, number, seat)


def seat_page(
    request: HttpRequest, id: str, number: int, label: str, fault: StudyFault | None = None
) -> HttpResponse:
    """The page, and what was not done if something was not."""
    seen = session_seen(request, id, number, StudyAct.WITHDRAW_CONSENT)
    seat, language = seat_seen(seen, label), language_of(request)
    words, release = staff_words(language), release_of_member(seen.study.member, language)
    is_gone = seat.withdrawn_on is not None
    told = None if is_gone else seat_told(seat)
    return render_staff(
        request,
        "field/seat.html",
        409 if fault else 200,
        row=seen.study.row,
        session=seen.session,
        address=seen.address,
        turn=seen.row.turn,
        label=label_of_seat(seat.seat),
        seat=seat,
        told=told,
        kind=told.seated.kind.value if told else "",
        scopes=[] if told is None else _scopes(seen, told.consent, release, language),
        consent=list(pack_lines(release, "study-words", "consent", language).values()),
        answers=pack_lines(release, "study-sheet", "answer", language),
        ways=[each.value for each in (HowScopeAsked.SPOKEN, HowScopeAsked.PICTURES, HowScopeAsked.SIGNED)],
        may_ask=not is_gone and seen.study.may(StudyAct.ASK_CONSENT),
        words_hold=release_words_id(release) in consent_terms(seen.study.row).words,
        withheld=" ".join(map(str, seat.withheld)),
        most_turns=MOST_TURNS,
        fault=fault,
        missing=codes_in_words(fault.missing, words, SESSION_KINDS) if fault else (),
    )


def _scopes(seen: SessionSeen, seat: ConsentSeat, release: Release | None, language: str) -> list[ScopeShown]:
    consent = consent_of(seen.study.row)
    names = pack_lines(release, "study-sheet", "scope", language)
    lines = pack_lines(release, "study-words", "consent", language)
    return [
        ScopeShown(
            code=scope.value,
            name=names.get(scope.value.replace("_", "-"), scope.value),
            said=lines.get(SPOKEN_FOR.get(scope, ""), ""),
            parties=_parties(consent, seat, scope),
            outcome=consent.outcome(seat.id, scope).value,
        )
        for scope in ResearchScope
    ]


def _parties(consent: ConsentRegister, seat: ConsentSeat, scope: ResearchScope) -> tuple[PartyShown, ...]:
    """Whose answers are asked: a guardian's only of somebody under 18, of no exempted age, where none is
    waived.
    """
    committee = consent.committee
    owed = seat.age in CHILD_BANDS and seat.age not in committee.exempted_ages
    owed = owed and committee.waived_scopes(seat.stratum, seat.seated_on) is None
    parties = [ScopeParty.PARTICIPANT, *([ScopeParty.GUARDIAN] if owed else [])]
    return tuple(
        PartyShown(each.value, consent.answer(seat, scope, each).value.replace("_", "-")) for each in parties
    )


def _to_seat(id: str, number: int, label: str) -> HttpResponse:
    return HttpResponseRedirect(f"{session_address(id, number)}/seats/{label}")
