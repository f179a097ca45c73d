"""The list of who can help, as a role is shown it, and open places said for the day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from kapea.access.rows import acting
from kapea.core.directory.tiers import shows_capacity
from kapea.core.staff.rules import rule_of
from kapea.directory.actions import NotServed, say_capacity
from kapea.directory.models import DirectoryEdit
from kapea.web.base.request import form_of
from kapea.web.directory.entry_rows import entry_rows, fitting
from kapea.web.directory.forms import FindForm, OpenPlacesForm
from kapea.web.directory.found import directory_desk
from kapea.web.staff.frame import render_staff

HERE = "/staff/directory/"
A_PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
def list_entries(request: HttpRequest) -> HttpResponse:
    """Everybody who can help here; of a kind and a place where that was asked."""
    return _page(request)


def _page(request: HttpRequest, *, fault: str = "", status: int = 200) -> HttpResponse:
    desk, form = directory_desk(request), FindForm(form_of(request))
    asked = form.cleaned_data if form.is_valid() else {"kind": "", "area": ""}
    rows = entry_rows(desk.member, desk.release, desk.language, desk.today, at=desk.at)
    found = fitting(rows, desk.release, asked["kind"], asked["area"])
    role = desk.member.role
    return render_staff(
        request,
        "directory/list.html",
        status,
        rows=found[:A_PAGE],
        more=max(0, len(found) - A_PAGE),
        kinds=desk.type_words(),
        areas=desk.area_words(),
        asked=asked,
        may_keep=bool(rule_of("directory.propose").relations(role)),
        may_say=bool(rule_of("directory.capacity").relations(role)),
        sees_capacity=shows_capacity(role),
        fault=fault,
    )


@require_POST
def say_open_places(request: HttpRequest, id: str) -> HttpResponse:
    """How many places an entry of one's organisation has open today."""
    desk, form = directory_desk(request), OpenPlacesForm(request.POST)
    try:
        with acting(desk.member, "directory.capacity", DirectoryEdit, id) as row:
            if not form.is_valid():
                return _page(request, fault="fault-open-places", status=409)
            said = form.cleaned_data
            say_capacity(desk.member, row, desk.release, places=said["places"], wait=said["wait"], at=desk.at)
    except NotServed:
        return _page(request, fault="fault-moved-on", status=409)
    return HttpResponseRedirect(HERE)
