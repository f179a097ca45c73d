"""Tablets of a study: the key for which they seal, those that came, and tokens for ODK Collect."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.core.studies.study_permissions import StudyAct
from kapea.studies.actions_tablets import (
    NewToken,
    end_collect_token,
    keep_tablet_key,
    make_collect_token,
    shut_out_tablet,
)
from kapea.studies.study_keys import NobodyCanRead
from kapea.studies.tablet_keys import new_tablet_key
from kapea.web.base.request import form_of
from kapea.web.field.codes import at_place
from kapea.web.field.found import STUDIES, StudyFault, study_seen, study_tabs
from kapea.web.field.session_found import acting_on_study
from kapea.web.staff.frame import render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

NOBODY = StudyFault("tablet-nobody")


@require_safe
def read_tablets(request: HttpRequest, id: str) -> HttpResponse:
    """All of them."""
    return tablets_page(request, id)


@require_POST
def renew_tablet_key(request: HttpRequest, id: str) -> HttpResponse:
    """Makes a key, or another one."""
    return _back(id) if _renew(request, id) else tablets_page(request, id, fault=NOBODY)


@require_POST
def tablet_lost(request: HttpRequest, id: str) -> HttpResponse:
    """Shuts a tablet out, and makes another key in the same step: nobody has to think of it."""
    with acting_on_study(request, id, StudyAct.KEEP_TABLETS) as (member, study):
        was = shut_out_tablet(member, study, _number(request, "tablet"), at=request_time())
    if was and not _renew(request, id):
        return tablets_page(request, id, fault=NOBODY)
    return _back(id)


@require_POST
def new_collect_token(request: HttpRequest, id: str) -> HttpResponse:
    """Makes a token. Its word is on this page, and on no other."""
    with acting_on_study(request, id, StudyAct.KEEP_TABLETS) as (member, study):
        made = make_collect_token(member, study, at=request_time())
    return tablets_page(request, id, made=made)


@require_POST
def end_token_here(request: HttpRequest, id: str) -> HttpResponse:
    """Takes a token back."""
    with acting_on_study(request, id, StudyAct.KEEP_TABLETS) as (member, study):
        end_collect_token(member, study, _number(request, "token"), at=request_time())
    return _back(id)


def _renew(request: HttpRequest, id: str) -> bool:
    """Whether there is somebody who could open what is sealed for it."""
    seen, at = study_seen(request, id, StudyAct.KEEP_TABLETS), request_time()
    try:
        key = new_tablet_key(acting_member(request), seen.row, at=at)
    except NobodyCanRead:
        return False
    with acting_on_study(request, id, StudyAct.KEEP_TABLETS) as (member, study):
        keep_tablet_key(member, study, key, at=at)
    return True


def _back(id: str) -> HttpResponse:
    return HttpResponseRedirect(f"{STUDIES}{id}/tablets")


def _number(request: HttpRequest, name: str) -> int:
    said = form_of(request).get(name, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 16 else 0


def tablets_page(
    request: HttpRequest, id: str, *, made: NewToken | None = None, fault: StudyFault | None = None
) -> HttpResponse:
    """The page; with a token that was made just now."""
    seen = study_seen(request, id, StudyAct.KEEP_TABLETS)
    zone, row = seen.book.standing.zone, seen.row
    tablets = [
        (each, at_place(each.first_at, zone), at_place(each.last_at, zone), at_place(each.ended_at, zone))
        for each in row.tablets.order_by("-last_at")
    ]
    key = row.tablet_keys.filter(ended_at=None).order_by("-made_at").first()
    return render_staff(
        request,
        "field/tablets.html",
        409 if fault else 200,
        row=row,
        tabs=study_tabs(seen),
        key_since=at_place(key.made_at, zone) if key else "",
        tablets=tablets,
        tokens=[(each, at_place(each.made_at, zone)) for each in row.collect_tokens.order_by("-made_at")],
        server=request.build_absolute_uri(f"/openrosa/{row.id}"),
        made=made,
        fault=fault,
    )
