"""Numbers that are due to be dialled today, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from kapea.access.rows import adding
from kapea.core.directory.freshness import Dialled, DialResult, due_dials, latest
from kapea.directory.actions import NoSuchNumber, record_dial
from kapea.directory.queries import dials_of, keeper_names
from kapea.web.directory.forms import DialForm
from kapea.web.directory.found import directory_desk
from kapea.web.staff.frame import render_staff

A_DAY = 30
"""As many as a few people dial in a day; the next stand there when these are done."""


@require_http_methods(["GET", "HEAD", "POST"])
def dials(request: HttpRequest) -> HttpResponse:
    """The list of today; a number goes from it once somebody dialled it."""
    if request.method != "POST":
        return _dials_page(request)
    desk, form = directory_desk(request), DialForm(request.POST)
    if not form.is_valid():
        return _dials_page(request, "fault-dial")
    said = form.cleaned_data
    try:
        with adding(desk.member, "directory.dial"):
            result = DialResult(said["result"])
            record_dial(desk.member, desk.release, said["service"], said["number"], result, at=desk.at)
    except NoSuchNumber:
        return _dials_page(request, "fault-dial")
    return HttpResponseRedirect("/staff/directory/dials")


def _dials_page(request: HttpRequest, fault: str = "") -> HttpResponse:
    desk = directory_desk(request)
    found = due_dials(desk.release.directory.services.values(), latest(dials_of(desk.release.id)), desk.today)
    shown = found[:A_DAY]
    names = keeper_names(each.last.by.removeprefix("member:") for each in shown if each.last is not None)
    rows = [
        (each, desk.release.text(each.service.name, desk.language), _who(each.last, names)) for each in shown
    ]
    status = 409 if fault else 200
    return render_staff(
        request,
        "directory/dials.html",
        status,
        rows=rows,
        many=len(found),
        fault=fault,
        results=list(DialResult),
    )


def _who(last: Dialled | None, names: Mapping[str, str]) -> str:
    """Who tried it the last time."""
    return names.get(last.by.removeprefix("member:"), "") if last is not None else ""
