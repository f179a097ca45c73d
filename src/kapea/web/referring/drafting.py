"""A referral is drafted with the child: to whom, what may be told, the words, and reading them back."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from kapea.access.rows import acting, visible_row
from kapea.care import referral_writing
from kapea.care.case_saving import CaseRefused
from kapea.care.models import Case, CaseReferral
from kapea.care.referral_keys import make_referral_key
from kapea.care.referral_queries import ReferralOption, decided, referral_of_row, referral_options
from kapea.care.referral_writing import NewReferral, words_of_draft
from kapea.core.care.asking import SharedField
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.decisions import Granted
from kapea.core.care.referral_codes import SafetyQuestion
from kapea.core.care.referral_form import ALWAYS_NEEDED, LEAST_FORM
from kapea.core.care.sharing_protocol import SentBy
from kapea.core.languages.known import language as known_language
from kapea.core.pack.model import Release
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.vault.record_keys import AlreadySealed
from kapea.vault.record_retention import erase_record
from kapea.web.desk.found import id_by_form, release_here, short_name
from kapea.web.referring.field_lines import EXTRA_FIELDS, labels, purpose_in_words
from kapea.web.referring.forms import OFFERED_MEANS, FieldsForm, NewReferralForm, WordsForm
from kapea.web.referring.found import (
    REFERRALS,
    OpenReferral,
    ReferralAct,
    do_here,
    open_referral_here,
    shut_without_key,
)
from kapea.web.referring.referral_page import referral_page
from kapea.web.staff.forms import offer
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member
from kapea.web.staff.words import staff_words


@require_http_methods(["GET", "HEAD", "POST"])
def new_referral(request: HttpRequest, id: str) -> HttpResponse:
    """Chooses a service for a case, and what the child is asked whether it may be told."""
    member, at = acting_member(request), request_time()
    case, release = visible_row(member, "referrals.add", Case, id), release_here(member)
    options = {
        each.id: each for each in referral_options(case, release, language=language_of(request), at=at)
    }
    form = NewReferralForm(request.POST if request.method == "POST" else None)
    offer(form, "option", options)
    if not form.is_valid():
        return _new_page(request, case, release, options, form)
    new = NewReferral(
        id=id_by_form(request, f"referral:{id}"),
        option=options[form.cleaned_data["option"]],
        sent_by=SentBy(form.cleaned_data["sent_by"]),
        fields=form.chosen_fields(),
        concerns_shelter=form.cleaned_data["concerns_shelter"],
    )
    if CaseReferral.objects.filter(id=new.id, case=case).exists():
        return HttpResponseRedirect(f"{REFERRALS}{new.id}")
    try:
        make_referral_key(member, new.id, case, at=at)
    except AlreadySealed:
        return _new_page(request, case, release, options, form, "fault-sent-twice")
    try:
        with acting(member, "referrals.add", Case, id) as row:
            referral_writing.begin_referral(member, row, new, at=at)
    except CaseRefused as why:
        erase_record(new.id, by=member.name_in_audit, at=at)
        word = why.why if why.why.startswith("referral") else f"case-{why.why}"
        return _new_page(request, case, release, options, form, f"fault-{word}")
    return HttpResponseRedirect(f"{REFERRALS}{new.id}")


@require_POST
def choose_fields(request: HttpRequest, id: str) -> HttpResponse:
    """Another list of what the child is asked about."""
    form = FieldsForm(request.POST)
    if not form.is_valid():
        return referral_page(request, id, "fault-referral-unread")

    def act(by: Member, row: CaseReferral, at: datetime) -> None:
        referral_writing.write_fields(by, row, form.chosen_fields(), at=at)

    return _done(request, id, act)


@require_http_methods(["GET", "HEAD", "POST"])
@shut_without_key
def write_referral(request: HttpRequest, id: str) -> HttpResponse:
    """The words of each field that may be told: once somebody said yes to it, and no field beside."""
    found = open_referral_here(request, "referrals.write", id)
    if not _is_granted(found, request_time()):
        return referral_page(request, id, "fault-referral-not-allowed")
    allowed = [SharedField(each) for each in found.row.fields]
    typed = request.POST if request.method == "POST" else None
    form = WordsForm(typed or _written(found), allowed)
    if typed is None or not form.is_valid():
        return _words_page(request, found, form)

    def act(by: Member, row: CaseReferral, at: datetime) -> None:
        referral_writing.write_words(by, row, found.key, form.words(), form.settled(), at=at)

    if fault := do_here(request, "referrals.write", id, act):
        return _words_page(request, open_referral_here(request, "referrals.write", id), form, fault)
    return HttpResponseRedirect(f"{REFERRALS}{id}")


@require_POST
def read_back(request: HttpRequest, id: str) -> HttpResponse:
    """The child heard every word."""

    def act(by: Member, row: CaseReferral, at: datetime) -> None:
        referral_writing.note_read_back(by, row, at=at)

    return _done(request, id, act)


def _done(request: HttpRequest, id: str, act: ReferralAct) -> HttpResponse:
    if fault := do_here(request, "referrals.write", id, act):
        return referral_page(request, id, fault)
    return HttpResponseRedirect(f"{REFERRALS}{id}")


def _is_granted(found: OpenReferral, at: datetime) -> bool:
    granted, _ = decided(found.row.case, referral_of_row(found.row).scope, at=at)
    return isinstance(granted, Granted)


def _written(found: OpenReferral) -> dict[str, object]:
    """What stands there; at first what nobody needs to type."""
    said: dict[SharedField, str] = {
        SharedField.SENDER: found.row.sender.name,
        SharedField.LANGUAGE: known_language(found.row.case.language).name,
        **words_of_draft(found.row, found.key),
    }
    return {f"said_{field.value}": text for field, text in said.items()} | {
        "safety": found.row.safety_meanwhile
    }


def _words_page(request: HttpRequest, found: OpenReferral, form: WordsForm, fault: str = "") -> HttpResponse:
    words, safety = staff_words(language_of(request)), form.data.get("safety", [])
    chosen = request.POST.getlist("safety") if request.method == "POST" else safety
    return render_staff(
        request,
        "referring/words.html",
        409 if fault else 200,
        fault=fault,
        form=form,
        row=found.row,
        fields=[(f"said_{code}", label) for code, label in labels(form.written, words)],
        at_red=found.row.case.urgency is CaseLevel.RED,
        questions=[each.value for each in SafetyQuestion],
        settled=chosen,
    )


def _new_page(
    request: HttpRequest,
    case: Case,
    release: Release,
    options: dict[str, ReferralOption],
    form: NewReferralForm,
    fault: str = "",
) -> HttpResponse:
    language = language_of(request)
    words = staff_words(language)
    chosen = request.POST.getlist("fields_told") if form.is_bound else [f.value for f in LEAST_FORM]
    return render_staff(
        request,
        "referring/new.html",
        409 if fault else 200,
        fault=fault,
        form=form,
        form_id=new_id(),
        case=case,
        name=short_name(case.id),
        options=[
            (each.id, each.name, each.partner_name, purpose_in_words(release, each.purpose, language))
            for each in options.values()
        ],
        least=labels(set(LEAST_FORM) - ALWAYS_NEEDED, words),
        extra=labels(EXTRA_FIELDS, words),
        chosen=chosen,
        means=[each.value for each in OFFERED_MEANS],
    )
