"""Changes of one's organisation: what waits for somebody else, what the check found, what is live."""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.access.rows import acting, visible_row, visible_rows
from kapea.core.directory.edit_states import EditState, EditStep, NoSuchEditStep
from kapea.core.pack.overlay_record import OverlayRecord, record_of_service
from kapea.directory import actions
from kapea.directory.models import DirectoryEdit
from kapea.directory.queries import entry_standing, keeper_names
from kapea.web.directory.comparing import words_compared
from kapea.web.directory.forms import DecideForm, fault_code
from kapea.web.directory.found import DirectoryDesk, directory_desk
from kapea.web.staff.frame import render_staff

CHANGES = "/staff/directory/changes"
OPEN = (EditState.PROPOSED, EditState.APPROVED, EditState.STOPPED, EditState.LIVE)
MOST_LISTED = 200


@require_safe
def list_changes(request: HttpRequest) -> HttpResponse:
    """By where they stand, the newest first."""
    desk = directory_desk(request)
    found = visible_rows(desk.member, "directory.edits", DirectoryEdit).filter(pack=desk.release.id)
    rows = list(found.order_by("-proposed_at", "id")[:MOST_LISTED])
    named = [(row, _called(row, desk)) for row in rows]
    groups = [(state.value, [each for each in named if each[0].standing is state]) for state in OPEN]
    over = [each for each in named if each[0].standing not in OPEN]
    return render_staff(request, "directory/changes.html", groups=[g for g in groups if g[1]], over=over)


@require_safe
def change_page(request: HttpRequest, id: str) -> HttpResponse:
    """One change, beside what stood before it."""
    return _change_page(request, id)


@require_POST
def decide_change(request: HttpRequest, id: str) -> HttpResponse:
    """Lets it be published, or says that it is not right."""
    desk, form = directory_desk(request), DecideForm(request.POST)
    approves = form.is_valid() and form.cleaned_data["step"] == EditStep.APPROVE.value

    def act(row: DirectoryEdit) -> None:
        if not form.is_valid():
            raise NoSuchEditStep
        if approves:
            actions.approve_edit(desk.member, row, desk.release, at=desk.at)
        else:
            actions.refuse_edit(desk.member, row, at=desk.at)

    return _do(request, desk, "directory.decide", id, act)


@require_POST
def take_change_back(request: HttpRequest, id: str) -> HttpResponse:
    desk = directory_desk(request)
    return _do(
        request,
        desk,
        "directory.take-back",
        id,
        lambda row: actions.take_edit_back(desk.member, row, at=desk.at),
    )


def _do(
    request: HttpRequest, desk: DirectoryDesk, rule: str, id: str, act: Callable[[DirectoryEdit], None]
) -> HttpResponse:
    """Does it to the row that the rule gives, or says on its page why not."""
    try:
        with acting(desk.member, rule, DirectoryEdit, id) as row:
            act(row)
    except actions.ProposedByOneself:
        return _change_page(request, id, "fault-proposed-it")
    except (actions.SomebodyWasFirst, IntegrityError):
        with acting(desk.member, rule, DirectoryEdit, id) as row:
            actions.overtake_edit(desk.member, row, at=desk.at)
        return _change_page(request, id, "fault-was-first")
    except actions.KeptByAnother:
        return _change_page(request, id, "fault-kept-by-another")
    except actions.EntryFaults:
        return _change_page(request, id, "fault-no-longer-fits")
    except NoSuchEditStep:
        return _change_page(request, id, "fault-moved-on")
    return HttpResponseRedirect(f"{CHANGES}/{id}")


def _change_page(request: HttpRequest, id: str, fault: str = "") -> HttpResponse:
    desk = directory_desk(request)
    row = visible_row(desk.member, "directory.read", DirectoryEdit, id)
    names = keeper_names({row.proposed_by, row.decided_by})
    is_mine = row.proposed_user == desk.member.user
    return render_staff(
        request,
        "directory/change.html",
        409 if fault else 200,
        row=row,
        name=_called(row, desk),
        compared=words_compared(_before(row, desk), row.entry, desk),
        findings=[(fault_code(each["field"]), each) for each in row.findings],
        who=names.get(row.proposed_by, ""),
        decided=names.get(row.decided_by, ""),
        may_decide=row.standing is EditState.PROPOSED and not is_mine,
        may_take_back=row.standing in (EditState.PROPOSED, EditState.APPROVED),
        may_write_anew=row.standing
        in (EditState.STOPPED, EditState.REFUSED, EditState.OVERTAKEN, EditState.LIVE),
        fault=fault,
    )


def _before(row: DirectoryEdit, desk: DirectoryDesk) -> OverlayRecord | None:
    """What stood, or stands, beside a change."""
    over = DirectoryEdit.objects.filter(id=row.over, organisation=row.organisation_id).first()
    if over is not None:
        return over.entry
    standing = entry_standing(row.pack, row.service)
    if standing is not None or row.service not in desk.release.directory.services:
        return None
    return record_of_service(desk.release.directory, desk.release, row.service)


def _called(row: DirectoryEdit, desk: DirectoryDesk) -> str:
    said = row.entry.name
    return said.get(desk.language) or said.get(desk.release.default_language) or row.service
