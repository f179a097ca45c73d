"""The studies in which somebody has a role, and a new one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from kapea.access.rows import adding, visible_rows
from kapea.core.staff.rules import rule_of
from kapea.core.studies.study_roles import StudyRole
from kapea.studies.actions import StudyCodeTaken, start_study
from kapea.studies.models import Study
from kapea.studies.queries import studies_advised
from kapea.web.field.codes import release_of_member
from kapea.web.field.forms import StartForm
from kapea.web.field.found import STUDIES
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

MOST_LISTED = 100


@require_safe
def list_studies(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    member = acting_member(request)
    rows = list(visible_rows(member, "studies.list", Study).order_by("-started_at", "id")[:MOST_LISTED])
    may_start = bool(rule_of("studies.add").relations(member.role))
    advised = studies_advised(member.user, [row.id for row in rows])
    return render_staff(request, "field/list.html", rows=rows, may_start=may_start, advised=advised)


@require_http_methods(["GET", "HEAD", "POST"])
def new_study(request: HttpRequest) -> HttpResponse:
    """Asks by which code it goes, and starts it."""
    member = acting_member(request)
    form = StartForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render_staff(request, "field/new.html", form=form)
    release = release_of_member(member, language_of(request))
    if release is None:
        raise Http404
    said = form.cleaned_data
    try:
        with adding(member, "studies.add"):
            row = start_study(
                member,
                code=said["code"],
                country=release.country,
                zone=release.time_zone,
                role=StudyRole(said["role"]),
                at=request_time(),
            )
    except StudyCodeTaken:
        return render_staff(request, "field/new.html", 409, form=form, fault="study-fault-code-taken")
    return HttpResponseRedirect(f"{STUDIES}{row.id}")
