"""Joining by the link of an invitation."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from kapea.people.invitations import NameTaken, NoInvitation, join, join_as, open_invitation
from kapea.people.models import Invitation
from kapea.web.staff.forms import JoinForm
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import SIGN_IN, request_time
from kapea.web.staff.signed import acting_user


@require_http_methods(["GET", "HEAD", "POST"])
def join_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Shows who invites and as what; makes the person. Whoever is signed in gets another membership."""
    try:
        invitation = open_invitation(token, at=request_time())
        if request.user.is_authenticated:
            return _joined_as(request, token, invitation)
        return _joined(request, token, invitation)
    except NoInvitation:
        return render_staff(request, "staff/said.html", 404, word="no-invitation")


def _joined(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    form = JoinForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render_staff(request, "staff/join.html", form=form, invitation=invitation)
    said = form.cleaned_data
    try:
        join(
            token,
            username=said["username"],
            passphrase=said["passphrase"],
            language=language_of(request),
            at=request_time(),
        )
    except NameTaken:
        form.add_error("username", ValidationError("taken", code="name-taken"))
        return render_staff(request, "staff/join.html", form=form, invitation=invitation)
    return HttpResponseRedirect(SIGN_IN)  # typed once more, a passphrase is remembered


def _joined_as(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    if request.method != "POST":
        return render_staff(request, "staff/join_as.html", invitation=invitation)
    made = join_as(token, acting_user(request), at=request_time())
    request.session["membership"] = made.id
    return HttpResponseRedirect("/staff/own")
