"""The office's start, the organisation, the doors' state, and the public numbers."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.access.rows import acting, visible_row
from kapea.channels.doors import channels
from kapea.core.care.retention import is_programme_default, retention_days
from kapea.core.pack.model import Release
from kapea.core.pack.retention_model import RETAINED
from kapea.guide.queries import counted_by_day
from kapea.outbox.queries import standing_of_door
from kapea.people import actions
from kapea.people.models import Membership, Organisation
from kapea.web.base.request import query_of
from kapea.web.office.countries import country_of
from kapea.web.office.forms import OrganisationForm
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

LEAST_TOLD = 5
"""Smaller numbers of people are not told."""
MOST_ROWS = 500
CountedDay = tuple[date, str, str, int]
"""Day, door, what was counted, how often."""
ORGANISATION = "/staff/office/organisation"


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What the role opens here."""
    return render_staff(request, "office/start.html")


@require_safe
def organisation(request: HttpRequest) -> HttpResponse:
    return _organisation_page(request, None)


@require_POST
def rename(request: HttpRequest) -> HttpResponse:
    """Another name for the organisation."""
    form, member = OrganisationForm(request.POST), acting_member(request)
    if not form.is_valid():
        return _organisation_page(request, form)
    try:
        with acting(member, "organisation.change", Organisation, member.organisation) as row:
            actions.change_organisation(member, row, name=form.cleaned_data["name"], at=request_time())
    except IntegrityError:
        form.add_error("name", ValidationError("taken", code="name-of-organisation-taken"))
        return _organisation_page(request, form)
    return HttpResponseRedirect(ORGANISATION)


@require_safe
def door_states(request: HttpRequest) -> HttpResponse:
    """Each door besides the web: whether it is open, and what waits; in tens."""
    at = request_time()
    told = [(name, standing_of_door(name, at=at)) for name in sorted(channels())]
    return render_staff(request, "office/doors.html", doors=told)


@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """What was counted of days that are over, in the organisation's country; small numbers stay hidden."""
    member = acting_member(request)
    pack = Organisation.objects.get(id=member.organisation).pack
    today = request_time().astimezone(country_of(pack, "en").zone).date()
    found = counted_by_day(pack, before=min(today, _day_asked(request) or today), most=MOST_ROWS + 1)
    shown = _whole_days(found)
    told = [(day, door, what, times if times >= LEAST_TOLD else None) for day, door, what, times in shown]
    older = shown[-1][0].isoformat() if len(shown) < len(found) else ""
    return render_staff(request, "office/counts.html", counts=told, older=older)


def _whole_days(found: list[CountedDay]) -> list[CountedDay]:
    """As many days as a page holds, each whole: half a day would look like a quiet one."""
    if len(found) <= MOST_ROWS:
        return found
    return [each for each in found if each[0] > found[-1][0]] or found[:MOST_ROWS]


def _day_asked(request: HttpRequest) -> date | None:
    """The day before which to look, as the link to older ones names it; None for anything else."""
    try:
        return date.fromisoformat(query_of(request).get("before", ""))
    except ValueError:
        return None


def _organisation_page(request: HttpRequest, form: OrganisationForm | None) -> HttpResponse:
    member = acting_member(request)
    row = visible_row(member, "organisation.read", Organisation, member.organisation)
    working = Membership.objects.filter(organisation=row, ended_at=None).values("user").distinct().count()
    country = country_of(row.pack, language_of(request))
    return render_staff(
        request,
        "office/organisation.html",
        row=row,
        country=country.name,
        working=working,
        kept=_kept(country.release),
        form=form or OrganisationForm(),
    )


def _kept(release: Release | None) -> list[tuple[str, int, bool]]:
    """Each kind of record, the days for which it is kept, and whether only the programme says so; nothing
    where nothing is live.
    """
    if release is None:
        return []
    return [(kind, retention_days(release, kind), is_programme_default(release, kind)) for kind in RETAINED]
