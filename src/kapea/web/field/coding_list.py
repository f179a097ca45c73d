"""The sessions of a study that can be coded, that a coder is done, and the one act of unblinding."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.core.studies.blind_coding import coder_page
from kapea.core.studies.study_permissions import StudyAct
from kapea.studies.coding_acts import say_coding_done, unblind_study
from kapea.web.base.request import form_of
from kapea.web.field.coding_found import CodingSeen, coding_seen, do_coding, material_seen, render_coding
from kapea.web.field.found import STUDIES, StudyFault
from kapea.web.staff.gate import request_time


@dataclass(frozen=True, slots=True)
class SessionToCode:
    """A session with a released text. `coded`: how many codings whoever looks may know of. `whose`: whose it
    is to code.
    """

    number: str
    turns: int
    coded: int
    whose: str


@require_safe
def read_coding(request: HttpRequest, id: str) -> HttpResponse:
    """Each session whose text was released."""
    return coding_list_page(request, id)


@require_POST
def done_here(request: HttpRequest, id: str) -> HttpResponse:
    """A coder says that they are done, or takes it back."""
    done = form_of(request).get("done") == "yes"

    def do(coding: CodingSeen) -> None:
        say_coding_done(coding.seen.member, coding.row, coding.state, done, at=request_time())

    return _after(request, id, do_coding(request, id, StudyAct.READ_DEIDENTIFIED, do, "coding-fault-done"))


@require_POST
def unblind_here(request: HttpRequest, id: str) -> HttpResponse:
    """Opens each coder's work to the other, for good."""

    def do(coding: CodingSeen) -> None:
        unblind_study(coding.seen.member, coding.row, coding.state, at=request_time())

    return _after(request, id, do_coding(request, id, StudyAct.UNBLIND, do, "coding-fault-unblind"))


def coding_list_page(request: HttpRequest, id: str, fault: StudyFault | None = None) -> HttpResponse:
    """The page, and what was not done if something was not."""
    coding = coding_seen(request, id, StudyAct.READ_DEIDENTIFIED)
    material = material_seen(request, coding)
    page = coder_page(coding.state, material.all_codings(), coding.account)
    return render_coding(
        request,
        coding,
        "coding",
        fault,
        sessions=[
            SessionToCode(session[1:], len(text.turns), len(material.codings[session]), coding.whose(session))
            for session, text in material.texts.items()
        ],
        counts=list(page.counts.items()),
        theirs=sum(coding.account in coding.state.coders_of(session) for session in material.texts),
        is_coder=coding.codes_here,
        is_done=page.done,
        may_unblind=coding.seen.may(StudyAct.UNBLIND)
        and coding.account == coding.state.adjudicator
        and not coding.sees_others,
    )


def _after(request: HttpRequest, id: str, fault: StudyFault | None) -> HttpResponse:
    return coding_list_page(request, id, fault) if fault else HttpResponseRedirect(f"{STUDIES}{id}/coding")
