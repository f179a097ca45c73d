"""Somebody takes back what they agreed to, or everything; and what they are told, as it is."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from kapea.core.studies.consent_scopes import ResearchScope, ScopeParty
from kapea.core.studies.research_withdrawal import (
    WithdrawalPlan,
    WithdrawalStage,
    withdraw_until,
    withdrawal_stage,
)
from kapea.core.studies.seat_labels import label_of_seat
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_refusals import StudyRefused
from kapea.core.studies.withdrawal_dates import session_dates
from kapea.studies.actions_seats import withdraw_scopes
from kapea.studies.tablet_opening import open_tablet_items
from kapea.vault.record_keys import CannotOpen
from kapea.web.base.request import form_of
from kapea.web.field.codes import SESSION_KINDS, at_place, codes_in_words, release_of_member
from kapea.web.field.found import StudyFault
from kapea.web.field.session_found import (
    SessionHeld,
    act_in_session,
    pack_lines,
    seat_seen,
    session_seen,
)
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import private_key
from kapea.web.staff.words import staff_words


@dataclass(frozen=True, slots=True)
class TakenBackScope:
    """One that can be taken back, by its name."""

    code: str
    name: str


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_here(request: HttpRequest, id: str, number: int, seat: str) -> HttpResponse:
    """Asks what is taken back and by whom, never why."""
    if request.method != "POST":
        return _withdrawal_page(request, id, number, seat)
    said, plans = form_of(request), list[WithdrawalPlan]()
    scopes = {scope for scope in ResearchScope if said.get("scope", "") == scope.value}
    party = ScopeParty.GUARDIAN if said.get("party", "") == "guardian" else ScopeParty.PARTICIPANT

    def do(held: SessionHeld) -> StudyRefused | None:
        who = held.seat(seat)
        came = withdraw_scopes(held.by, held.study, held.row, held.turn, who, scopes, party, at=held.at)
        if isinstance(came, StudyRefused):
            return came
        plans.append(came)
        return None

    fault = act_in_session(request, id, number, StudyAct.WITHDRAW_CONSENT, do)
    if fault:
        return _withdrawal_page(request, id, number, seat, fault)
    _cut_what_tablets_brought(request, id, number)
    return told_page(request, id, number, seat, plans[0])


def _cut_what_tablets_brought(request: HttpRequest, id: str, number: int) -> None:
    """Where whoever was in the room withdraws them, what a tablet brought of them goes now; else when it is
    opened next, before anything of it is shown.
    """
    seen = session_seen(request, id, number, StudyAct.WITHDRAW_CONSENT)
    if seen.study.may(StudyAct.OPEN_SEALED) and seen.row.sealed_items.exists():
        with suppress(CannotOpen):
            open_tablet_items(
                private_key(request), seen.study.member, seen.study.row, seen.row, at=request_time()
            )


def told_page(request: HttpRequest, id: str, number: int, seat: str, plan: WithdrawalPlan) -> HttpResponse:
    """What went, and what to tell them: nothing that is not so."""
    seen = session_seen(request, id, number, StudyAct.WITHDRAW_CONSENT)
    return render_staff(
        request,
        "field/withdrawn.html",
        row=seen.study.row,
        address=seen.address,
        label=label_of_seat(seat_seen(seen, seat).seat),
        told=[each.value for each in plan.told],
        is_found=plan.stage is not WithdrawalStage.KEY_LIST_DESTROYED,
        stale=len(plan.stale),
    )


def _withdrawal_page(
    request: HttpRequest, id: str, number: int, label: str, fault: StudyFault | None = None
) -> HttpResponse:
    seen = session_seen(request, id, number, StudyAct.WITHDRAW_CONSENT)
    seat, language, standing = seat_seen(seen, label), language_of(request), seen.study.book.standing
    words, dates = staff_words(language), session_dates(standing, seen.row.code)
    names = pack_lines(release_of_member(seen.study.member, language), "study-sheet", "scope", language)
    return render_staff(
        request,
        "field/withdraw.html",
        409 if fault else 200,
        row=seen.study.row,
        address=seen.address,
        turn=seen.row.turn,
        label=label_of_seat(seat.seat),
        seat=seat,
        scopes=[
            TakenBackScope(scope.value, names.get(scope.value.replace("_", "-"), scope.value))
            for scope in ResearchScope
            if scope is not ResearchScope.TAKE_PART
        ],
        everything=ResearchScope.TAKE_PART.value,
        is_found=withdrawal_stage(dates, request_time()) is not WithdrawalStage.KEY_LIST_DESTROYED,
        until=at_place(withdraw_until(dates), standing.zone),
        fault=fault,
        missing=codes_in_words(fault.missing, words, SESSION_KINDS) if fault else (),
    )
