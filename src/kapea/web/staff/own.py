"""What everybody has of their own: their language, passphrase, sessions, memberships, the code of conduct."""

from __future__ import annotations

from django.contrib.auth import logout, update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.access.rows import acting, visible_row, visible_rows
from kapea.core.staff.readiness import missing_gates
from kapea.people import actions, queries
from kapea.people.models import Membership, StaffSession, User
from kapea.people.signed_in import end_all_sessions, end_staff_session, go_on_as
from kapea.vault.passphrases import PassphrasesBusy
from kapea.vault.staff_keys import WrongPassphrase, unlock
from kapea.web.staff import cookies
from kapea.web.staff.adapters import OPEN_KEY, set_later
from kapea.web.staff.forms import ChangePassphraseForm, LanguageForm
from kapea.web.staff.frame import render_staff
from kapea.web.staff.gate import SIGN_IN, request_time
from kapea.web.staff.signed import acting_member, acting_user, staff_session

OWN = "/staff/own"


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Everything of one's own on one page."""
    member = acting_member(request)
    memberships = list(
        visible_rows(member, "own.memberships", Membership)
        .filter(ended_at=None)
        .select_related("organisation")
    )
    standings = queries.standings(memberships)
    return render_staff(
        request,
        "staff/own.html",
        memberships=[(each, missing_gates(standings[each.id])) for each in memberships],
        sessions=visible_rows(member, "own.sessions", StaffSession).order_by("-seen_at"),
        here=staff_session(request),
    )


@require_POST
def choose_membership(request: HttpRequest, id: str) -> HttpResponse:
    """Works in another membership from now on."""
    member = acting_member(request)
    request.session["membership"] = visible_row(member, "own.memberships", Membership, id).id
    return HttpResponseRedirect("/staff/office/")


def conduct(request: HttpRequest) -> HttpResponse:
    """The code of conduct; a POST accepts it for the membership somebody works in."""
    member = acting_member(request)
    if request.method != "POST":
        return render_staff(request, "staff/conduct.html")
    with acting(member, "own.conduct", Membership, member.id) as membership:
        actions.accept_conduct(member, membership, at=request_time())
    return HttpResponseRedirect(OWN)


def passphrase(request: HttpRequest) -> HttpResponse:
    """Another passphrase. Every other session of theirs ends."""
    form = ChangePassphraseForm(request.POST if request.method == "POST" else None)
    if not form.is_valid() or not _changed(request, form):
        return render_staff(request, "staff/passphrase.html", form=form)
    return HttpResponseRedirect(OWN)


def _changed(request: HttpRequest, form: ChangePassphraseForm) -> bool:
    member, user, said = acting_member(request), acting_user(request), form.cleaned_data
    try:
        actions.change_own_passphrase(member, user, said["now"], said["passphrase"], at=request_time())
    except WrongPassphrase:
        form.add_error("now", ValidationError("wrong", code="incorrect_password"))
        return False
    except PassphrasesBusy:
        form.add_error(None, ValidationError("busy", code="busy"))
        return False
    _stay_signed_in(request, user, said["passphrase"])
    return True


def _stay_signed_in(request: HttpRequest, user: User, passphrase: str) -> None:
    """Everything was locked; the session in which it was changed goes on, with its keys opened anew."""
    session = staff_session(request)
    update_session_auth_hash(request, user)
    opened = unlock(user.pk, passphrase, at=request_time())
    request.session[OPEN_KEY] = opened.row
    request.session.save()
    go_on_as(session, cookie=request.session.session_key or "", open_key=opened.row)
    set_later(request, cookies.KEY, opened.cookie)
    end_all_sessions(user.pk, but=session.id)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """The language of the pages: theirs once signed in, the browser's before."""
    form = LanguageForm(request.POST)
    back = HttpResponseRedirect(OWN if request.user.is_authenticated else SIGN_IN)
    if form.is_valid():
        code = form.cleaned_data["language"]
        cookies.set_staff_cookie(back, cookies.LANGUAGE, code, seconds=cookies.YEAR)
        if request.user.is_authenticated:
            actions.change_language(acting_user(request), code)
    return back


@require_POST
def end_session(request: HttpRequest, id: str) -> HttpResponse:
    """Signs out in another place."""
    member = acting_member(request)
    with acting(member, "own.sessions.end", StaffSession, id) as session:
        end_staff_session(session)
    return HttpResponseRedirect(OWN)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends it here; what opens the keys is gone."""
    end_staff_session(staff_session(request))
    logout(request)
    response = HttpResponseRedirect(SIGN_IN)
    cookies.forget_staff_cookie(response, cookies.KEY)
    return response
