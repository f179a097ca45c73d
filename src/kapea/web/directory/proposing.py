"""Writing an entry, new or changed. Whatever is wrong, what was typed stands there still."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from kapea.access.rows import NotHere, adding, visible_rows
from kapea.core.pack.overlay_record import OverlayRecord, record_of_service
from kapea.directory import actions
from kapea.directory.models import DirectoryEdit
from kapea.directory.queries import entry_standing
from kapea.people.ids import new_id
from kapea.people.models import Organisation
from kapea.web.base.request import query_of
from kapea.web.directory.comparing import words_compared
from kapea.web.directory.entry_fields import entry_fields
from kapea.web.directory.forms import EntryForm, given_by
from kapea.web.directory.found import DirectoryDesk, directory_desk
from kapea.web.staff.frame import render_staff

CHANGES = "/staff/directory/changes"


@dataclass(frozen=True, slots=True)
class EntryBegun:
    """The service that is written about: what stands for it now, and the id of the change that says so."""

    service: str
    before: OverlayRecord | None
    over: str


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """The form, and a change for somebody else to approve."""
    desk = directory_desk(request)
    if request.method != "POST":
        asked = query_of(request)
        begun = _begun(desk, asked.get("service", ""))
        anew = _written_before(desk, begun.service, asked.get("anew", ""))
        return _form_page(request, desk, begun, EntryForm(None, desk.release), anew=anew)
    form = EntryForm(request.POST, desk.release)
    begun = _begun(desk, request.POST.get("service", ""))
    if not form.is_valid():
        return _form_page(request, desk, begun, form, status=409)
    return _proposed(request, desk, begun, form)


def _proposed(request: HttpRequest, desk: DirectoryDesk, begun: EntryBegun, form: EntryForm) -> HttpResponse:
    record = form.record(begun.service or f"s{new_id()}", _runs(desk, begun))
    over = form.cleaned_data["over"]
    try:
        with adding(desk.member, "directory.propose"):
            row = actions.propose_entry(desk.member, desk.release, record, over=over, at=desk.at)
    except actions.EntryFaults as faults:
        form.add_found(faults.found)
        return _form_page(request, desk, begun, form, status=409)
    except actions.SomebodyWasFirst as was:
        return _form_page(request, desk, begun, form, "fault-was-first", status=409, other=was.standing)
    except actions.KeptByAnother:
        return _form_page(request, desk, begun, form, "fault-kept-by-another", status=409)
    return HttpResponseRedirect(f"{CHANGES}/{row.id}")


def _begun(desk: DirectoryDesk, service: str) -> EntryBegun:
    """Raises NotHere for a service that is neither in the pack nor kept by one's own organisation."""
    if not service:
        return EntryBegun("", None, "")
    standing = entry_standing(desk.release.id, service)
    if standing is not None and standing.organisation_id == desk.member.organisation:
        return EntryBegun(service, standing.entry, standing.id)
    if service in desk.release.directory.services:
        return EntryBegun(service, record_of_service(desk.release.directory, desk.release, service), "")
    written = _own_edits(desk).filter(service=service).order_by("-proposed_at").first()
    if written is None:
        raise NotHere
    return EntryBegun(service, written.entry, "")


def _own_edits(desk: DirectoryDesk) -> QuerySet[DirectoryEdit]:
    return visible_rows(desk.member, "directory.read", DirectoryEdit).filter(pack=desk.release.id)


def _written_before(desk: DirectoryDesk, service: str, id: str) -> OverlayRecord | None:
    """What a change said that was stopped or refused: it is mended, not typed again."""
    row = _own_edits(desk).filter(service=service, id=id).first() if id else None
    return row.entry if row is not None else None


def _runs(desk: DirectoryDesk, begun: EntryBegun) -> tuple[str, str]:
    """Who runs the service: as it stands; of a new one, the organisation of whoever writes."""
    if begun.before is not None:
        return begun.before.organization, begun.before.organization_name
    name = Organisation.objects.get(id=desk.member.organisation).name
    known = desk.release.directory.organizations.values()
    return next((each.id for each in known if each.name == name), f"o-{desk.member.organisation}"), name


def _form_page(
    request: HttpRequest,
    desk: DirectoryDesk,
    begun: EntryBegun,
    form: EntryForm,
    fault: str = "",
    *,
    status: int = 200,
    other: DirectoryEdit | None = None,
    anew: OverlayRecord | None = None,
) -> HttpResponse:
    shown = anew or begun.before
    given: dict[str, Any] = given_by(shown, desk.release) if shown else {}
    over = begun.over if other is not None or not form.is_bound else form.data.get("over", "")
    return render_staff(
        request,
        "directory/form.html",
        status,
        form=form,
        groups=entry_fields(form, given, desk),
        service=begun.service,
        over=over,
        fault=fault,
        theirs=words_compared(None, other.entry, desk) if other is not None else [],
    )
