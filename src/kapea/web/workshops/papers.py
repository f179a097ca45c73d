"""What is printed for a workshop, as files: made when they are asked for, and kept nowhere."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kapea.core.paper.belief import Unprintable
from kapea.core.paper.plan_cards import PICTURES_OF
from kapea.core.paper.printed import printed_by_name
from kapea.print.press_process import PressFailed
from kapea.print.queue import Busy
from kapea.web.base.request import note_failure
from kapea.web.public.printing_views import FILE_POLICY, TRY_AGAIN_SECONDS, press_queue
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.workshops.forms import CARDS, SHEETS
from kapea.web.workshops.found import workshop_with_plan

FILE_NAME = "workshop.pdf"
"""The same for every paper: it lies among somebody's downloads."""


@require_safe
def workshop_paper(request: HttpRequest, id: str, paper: str) -> HttpResponse:
    """A paper that was chosen for a workshop, in the language of whoever prints it."""
    row, release, plan = workshop_with_plan(request, "workshops.read", id)
    if paper not in row.prints:
        raise Http404
    name = {CARDS: plan.id, SHEETS: f"{plan.id}{PICTURES_OF}"}.get(paper, paper)
    language = language_of(request)
    spoken = language if language in release.languages else release.default_language
    try:
        made = printed_by_name(release, name, spoken, at=request_time())
        return as_paper_file(press_queue.pressed(made))
    except Unprintable:
        raise Http404 from None
    except (Busy, PressFailed) as wait:
        return print_later(request, wait)


def as_paper_file(body: bytes) -> HttpResponse:
    """A PDF that tells nobody anything by its name."""
    response = HttpResponse(body, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{FILE_NAME}"'
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response


def print_later(request: HttpRequest, wait: Exception) -> HttpResponse:
    """Somebody else is printing; the same link a moment later."""
    note_failure(request, wait)
    response = render_staff(request, "workshops/later.html", 503, again=request.path_info)
    response.headers["Retry-After"] = str(TRY_AGAIN_SECONDS)
    return response
