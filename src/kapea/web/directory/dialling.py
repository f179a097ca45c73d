"""Numbers that are due to be dialled today, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from kapea.access.rows import adding, visible_rows
from kapea.core.directory.freshness import Dialled, DialResult, due_dials, latest
from kapea.core.directory.model import Service
from kapea.directory.actions import NoSuchNumber, record_dial
from kapea.directory.models import DirectoryEdit
from kapea.directory.queries import dials_of, keeper_names
from kapea.web.directory.entry_rows import kept_service, said_in
from kapea.web.directory.forms import DialForm
from kapea.web.directory.found import DirectoryDesk, directory_desk
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
            service, _ = _dialled_here(desk)[said["service"]]
            result = DialResult(said["result"])
            record_dial(desk.member, desk.release, service, said["number"], result, at=desk.at)
    except (NoSuchNumber, KeyError):
        return _dials_page(request, "fault-dial")
    return HttpResponseRedirect("/staff/directory/dials")


def _dials_page(request: HttpRequest, fault: str = "") -> HttpResponse:
    desk = directory_desk(request)
    known = _dialled_here(desk)
    last = latest(dials_of(desk.release.id))
    found = due_dials((service for service, _ in known.values()), last, desk.today)
    shown = found[:A_DAY]
    names = keeper_names(each.last.by.removeprefix("member:") for each in shown if each.last is not None)
    rows = [(each, known[each.service.id][1], _who(each.last, names)) for each in shown]
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


def _dialled_here(desk: DirectoryDesk) -> Mapping[str, tuple[Service, str]]:
    """Services whose numbers somebody of this role may dial, each with its name: those that are served, and
    entries that are not, because of their tier or since nobody has dialled them yet.
    """
    served = desk.release.directory.services
    named = {id: (each, desk.release.text(each.name, desk.language)) for id, each in served.items()}
    last = latest(dials_of(desk.release.id))
    for row in visible_rows(desk.member, "directory.list", DirectoryEdit):
        if row.service not in named and not row.entry.is_closed:
            name = said_in(row.entry.name, desk.language, desk.release)
            named[row.service] = (kept_service(row, desk.release, last, desk.today), name)
    return named


def _who(last: Dialled | None, names: Mapping[str, str]) -> str:
    """Who tried it the last time."""
    return names.get(last.by.removeprefix("member:"), "") if last is not None else ""
