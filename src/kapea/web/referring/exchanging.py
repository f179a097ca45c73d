"""A referral and the systems of others: whether it may go there is asked by itself, and then it is taken out
as a file. Nothing is sent from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.access.rows import acting
from kapea.care.actions import CareRefused
from kapea.care.case_saving import CaseRefused
from kapea.care.exchange_partners import outside_partners, systems_on
from kapea.care.exchange_steps import (
    exchange_decided,
    note_exchange_answer,
    open_exchange_yes,
    take_exchange_yes_back,
    take_referral_out,
)
from kapea.care.models import CaseReferral
from kapea.care.referral_queries import case_answers, referral_of_row
from kapea.care.referral_saving import must_be_as_seen
from kapea.core.care.asking import NotOpaque
from kapea.core.care.decisions import Granted
from kapea.core.care.exchange.exchange_question import EXCHANGED, exchange_scope
from kapea.core.care.exchange.outgoing import ExchangeRefused, OutsideLacks
from kapea.core.care.exchange.outside_partners import PartnersUnread
from kapea.core.care.exchange.state_maps import OutsideSystem
from kapea.core.care.scopes import ExchangeScope
from kapea.people.ids import new_id
from kapea.web.desk.found import moment_in, short_name
from kapea.web.referring.asking import permission_said
from kapea.web.referring.field_lines import labels, purpose_in_words, system_word
from kapea.web.referring.forms import ExchangeAnswerForm, ExchangeFileForm
from kapea.web.referring.found import (
    REFERRALS,
    STOPPED,
    OpenReferral,
    open_referral_here,
    referral_fault,
    seen_version,
    shut_without_key,
)
from kapea.web.referring.referral_page import ASKING, band_said, refused_because
from kapea.web.staff.frame import render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member
from kapea.web.staff.words import staff_words

ASK_EXCHANGE = "ask-exchange"
"""The words in which it is asked whether it may be put there."""
FILE_NAME = "referral.json"
"""The same for every file: a folder of downloads says of nobody that they asked for help."""
RULE = "referrals.exchange"


@dataclass(frozen=True, slots=True)
class SystemShown:
    """One system that is on: the question for it, how it stands, and when it was taken out for it."""

    system: str
    word: str
    ask: str
    allowed: bool
    refused: str
    form_id: str
    taken: tuple[str, ...]
    is_on: bool
    asks_number: bool


@require_safe
@shut_without_key
def show_exchange(request: HttpRequest, id: str) -> HttpResponse:
    """What each system is, whether they said yes to it, and what was taken out."""
    return exchange_page(request, id)


def exchange_page(
    request: HttpRequest, id: str, fault: str = "", *, lacks: tuple[str, ...] = (), typed: str = ""
) -> HttpResponse:
    """The page, and what went wrong if something did; `lacks`: what a system demands and we do not have."""
    found, at = open_referral_here(request, RULE, id), request_time()
    try:
        shown = _systems(found, systems_on(found.row), at)
    except PartnersUnread:
        shown, fault = [], "fault-exchange-settings"
    return render_staff(
        request,
        "referring/exchange.html",
        409 if fault else 200,
        fault=fault,
        lacks=lacks,
        typed=typed,
        row=found.row,
        case_name=short_name(found.row.case_id),
        systems=shown,
        asking={name: [each.value for each in codes] for name, codes in ASKING.items()},
        band=band_said(found.row),
        is_sent=found.row.sent_at is not None,
    )


@require_POST
@shut_without_key
def answer_exchange(request: HttpRequest, id: str) -> HttpResponse:
    """Writes down what somebody said to putting this referral into this system."""
    member, at = acting_member(request), request_time()
    found, form = open_referral_here(request, RULE, id), ExchangeAnswerForm(request.POST)
    if not form.is_valid():
        return exchange_page(request, id, "fault-permission-unread")
    system = OutsideSystem(form.cleaned_data["system"])
    try:
        with acting(member, RULE, CaseReferral, id) as row:
            must_be_as_seen(row, seen_version(request))
            _must_be_on(row, system)
            scope = exchange_scope(system, referral_of_row(row))
            said = permission_said(form, row, scope, ASK_EXCHANGE, member, found.release, at)
            note_exchange_answer(member, row, system, said, at=at)
    except CareRefused:
        return exchange_page(request, id, "fault-permission-twice")
    except STOPPED as why:
        return exchange_page(request, id, referral_fault(why))
    return _back(id)


@require_POST
@shut_without_key
def take_exchange_back(request: HttpRequest, id: str) -> HttpResponse:
    """Their yes to that system is taken back; it holds also where that system was switched off since."""
    member, at = acting_member(request), request_time()
    system = _system(request)
    try:
        with acting(member, RULE, CaseReferral, id) as row:
            if system is None or not take_exchange_yes_back(member, row, system, at=at):
                raise CaseRefused("referral-no-yes")
    except STOPPED as why:
        return exchange_page(request, id, referral_fault(why))
    return _back(id)


@require_POST
@shut_without_key
def take_exchange_file(request: HttpRequest, id: str) -> HttpResponse:
    """The file for a system, for whoever holds the case. The trail has it before anybody has the file."""
    found, member, form = open_referral_here(request, RULE, id), acting_member(request), _file_form(request)
    if form is None:
        return exchange_page(request, id, "fault-referral-unread")
    system, known = OutsideSystem(form.cleaned_data["system"]), form.cleaned_data["known_there_as"]
    try:
        with acting(member, RULE, CaseReferral, id) as row:
            said = take_referral_out(
                member, row, found.key, system, outside_partners(), known_there_as=known, at=request_time()
            )
    except OutsideLacks as why:
        return exchange_page(request, id, "fault-exchange-lacks", lacks=why.fields, typed=known)
    except NotOpaque:
        return exchange_page(request, id, "fault-exchange-number", typed=known)
    except (ExchangeRefused, PartnersUnread):
        return exchange_page(request, id, "fault-exchange-refused", typed=known)
    except STOPPED as why:
        return exchange_page(request, id, referral_fault(why), typed=known)
    return _as_file(said)


def _as_file(said: bytes) -> HttpResponse:
    response = HttpResponse(said, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _file_form(request: HttpRequest) -> ExchangeFileForm | None:
    form = ExchangeFileForm(request.POST)
    return form if form.is_valid() else None


def _system(request: HttpRequest) -> OutsideSystem | None:
    return next((each for each in EXCHANGED if each.value == request.POST.get("system")), None)


def _must_be_on(row: CaseReferral, system: OutsideSystem) -> None:
    """Nobody is asked about a system to which nothing could go."""
    try:
        is_on = system in systems_on(row)
    except PartnersUnread:
        is_on = False
    if not is_on:
        raise CaseRefused("referral-system-off")


def _systems(found: OpenReferral, on: tuple[OutsideSystem, ...], at: datetime) -> list[SystemShown]:
    row, zone = found.row, ZoneInfo(found.zone)
    answers, taken = case_answers(row.case), list(row.exports.order_by("at"))
    shown = []
    for system in EXCHANGED:
        if system not in on and not open_exchange_yes(row, system):
            continue
        granted = exchange_decided(row, system, answers, at=at)
        shown.append(
            SystemShown(
                system=system.value,
                word=system_word(system.value),
                ask=_ask(found, exchange_scope(system, referral_of_row(row)), system),
                allowed=isinstance(granted, Granted),
                refused=refused_because(granted),
                form_id=new_id(),
                taken=tuple(moment_in(zone, each.at) for each in taken if each.system == system.value),
                is_on=system in on,
                asks_number=system is OutsideSystem.OSCAR,
            )
        )
    return shown


def _ask(found: OpenReferral, scope: ExchangeScope, system: OutsideSystem) -> str:
    """The question, in the language of the child where pages are written in it."""
    row, language = found.row, found.row.case.language
    words = staff_words(language)
    said = words[ASK_EXCHANGE]
    for name, value in (
        ("{partner}", row.partner.name),
        ("{system}", words[system_word(system.value)]),
        ("{purpose}", purpose_in_words(found.release, row.purpose, language)),
        ("{fields}", "; ".join(label for _, label in labels(scope.fields, words))),
    ):
        said = said.replace(name, value)
    return said


def _back(id: str) -> HttpResponse:
    return HttpResponseRedirect(f"{REFERRALS}{id}/exchange")
