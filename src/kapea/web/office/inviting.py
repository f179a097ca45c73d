"""Inviting people: the link is shown once, to whoever invites."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.access.rows import acting, adding, visible_rows
from kapea.core.staff.roles import Role
from kapea.people.invitations import NewInvitation, end_invitation, invite
from kapea.people.models import Invitation
from kapea.web.office.forms import InvitationForm
from kapea.web.staff.frame import render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

INVITATIONS = "/staff/office/invitations"


@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    """Those that are open, and the form for another."""
    return _page(request, InvitationForm())


@require_POST
def add_invitation(request: HttpRequest) -> HttpResponse:
    """Shows the link of a new invitation, this once."""
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    made = _invited(request, form)
    link = request.build_absolute_uri(f"/staff/join/{made.token}")
    return render_staff(request, "office/invited.html", link=link, row=made.row)


@require_POST
def take_invitation_back(request: HttpRequest, id: str) -> HttpResponse:
    """Takes an invitation back."""
    member = acting_member(request)
    with acting(member, "invitations.end", Invitation, id) as row:
        end_invitation(member, row, at=request_time())
    return HttpResponseRedirect(INVITATIONS)


def _invited(request: HttpRequest, form: InvitationForm) -> NewInvitation:
    member = acting_member(request)
    with adding(member, "invitations.add"):
        return invite(
            organisation=member.organisation,
            role=Role(form.cleaned_data["role"]),
            name=form.cleaned_data["name"],
            by=member.name_in_audit,
            at=request_time(),
        )


def _page(request: HttpRequest, form: InvitationForm) -> HttpResponse:
    member = acting_member(request)
    found = visible_rows(member, "invitations.list", Invitation).filter(
        used_at=None, expires_at__gt=request_time()
    )
    return render_staff(
        request,
        "office/invitations.html",
        form=form,
        listed=found.order_by("expires_at"),
        roles=[role.value for role in Role],
    )
