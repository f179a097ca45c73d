"""A case begins; and whether what was told may be kept is asked, in the words of the country."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from kapea.access.rows import acting, adding
from kapea.care.actions import CareRefused, record_permission
from kapea.care.case_drafts import erase_draft
from kapea.care.case_keys import NotReadyToRead, make_case_key
from kapea.care.case_saving import CaseRefused
from kapea.care.case_writing import NewCase, assignment_of, register_case
from kapea.care.models import Case
from kapea.core.care.asking import AgeBand
from kapea.core.care.case_drafts import DraftForm
from kapea.core.care.case_entries import CameBy, WhoAsked
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.contact_reasons import ContactReason
from kapea.core.care.scopes import KeepScope
from kapea.core.languages.known import language as known_language
from kapea.core.pack.model import Release
from kapea.people.ids import new_id
from kapea.vault.record_keys import AlreadySealed
from kapea.web.desk.answered_forms import answered_permission
from kapea.web.desk.case_page import ASK_KEEP, case_page
from kapea.web.desk.colleagues import Colleagues, others_at_work
from kapea.web.desk.draft_places import draft_place, resumed
from kapea.web.desk.drafts import outlives_session
from kapea.web.desk.forms import KeepForm, NewCaseForm
from kapea.web.desk.found import CASES, id_by_form, release_here
from kapea.web.staff.forms import offer
from kapea.web.staff.frame import render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

CHOICES = {"level": CaseLevel, "age_band": AgeBand, "who_asked": WhoAsked, "came_by": CameBy}


@outlives_session
@require_http_methods(["GET", "HEAD", "POST"])
def new_case(request: HttpRequest) -> HttpResponse:
    """Asks for the least, and opens a case that whoever asks holds."""
    member, at = acting_member(request), request_time()
    release = release_here(member)
    form = NewCaseForm(request.POST if request.method == "POST" else None)
    offer(form, "language", release.languages)
    colleagues = others_at_work(member.organisation, but=member.id)
    offer(form, "too_close", [id for id, _ in colleagues])
    if not form.is_valid():
        return _page(request, form, release, colleagues)
    said = form.cleaned_data
    new = NewCase(
        id=id_by_form(request, "case"),
        level=CaseLevel(said["level"]),
        language=said["language"],
        content=form.content(),
        too_close=frozenset(said["too_close"]),
    )
    if Case.objects.filter(id=new.id).exists():
        return HttpResponseRedirect(f"{CASES}{new.id}")
    try:
        assignment_of(member, new.level)
        key = make_case_key(member, new.id, release, at=at, too_close=new.too_close)
        with adding(member, "cases.add"):
            register_case(member, new, key, release, at=at)
            erase_draft(member, None, DraftForm.NEW)
    except NotReadyToRead:
        return _page(request, form, release, colleagues, "fault-not-ready-to-read")
    except AlreadySealed:
        return _page(request, form, release, colleagues, "fault-sent-twice")
    except CaseRefused as why:
        return _page(request, form, release, colleagues, f"fault-case-{why.why}")
    return HttpResponseRedirect(f"{CASES}{new.id}")


@require_POST
def answer_keep(request: HttpRequest, id: str) -> HttpResponse:
    """Writes down what somebody said to being written down."""
    member, at = acting_member(request), request_time()
    release, form = release_here(member), KeepForm(request.POST)
    if not form.is_valid():
        return case_page(request, id, "fault-permission-unread")
    try:
        with acting(member, "cases.write", Case, id) as row:
            given = answered_permission(form, row, KeepScope(), ASK_KEEP, member, release, at)
            record_permission(organisation=row.organisation_id, permission=given, by=member.id, at=at)
    except CareRefused:
        return case_page(request, id, "fault-permission-twice")
    return HttpResponseRedirect(f"{CASES}{id}")


def _page(
    request: HttpRequest, form: NewCaseForm, release: Release, colleagues: Colleagues, fault: str = ""
) -> HttpResponse:
    zone, offers = ZoneInfo(release.time_zone), request.method != "POST"
    place = draft_place(request, None, DraftForm.NEW, zone, offers=offers)
    said = request.POST if place.words is None else place.words
    return render_staff(
        request,
        "desk/new.html",
        409 if fault else 200,
        form=resumed(form, place),
        draft=place,
        fault=fault,
        chosen=said.getlist("reasons"),
        form_id=new_id(),
        colleagues=colleagues,
        kept_from=said.getlist("too_close"),
        fields=[(name, [each.value for each in codes]) for name, codes in CHOICES.items()],
        reasons=[each.value for each in ContactReason],
        languages=[(each, known_language(each).name) for each in release.languages],
    )
