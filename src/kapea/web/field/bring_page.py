"""Codings of one's own, brought from another program: pasted as lines without a word of the text."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from kapea.core.studies.study_permissions import StudyAct
from kapea.studies.actions import StaleTurn
from kapea.studies.coding_bringing import BroughtCodings, CodesHere, bring_codings
from kapea.studies.quote_rows import released_marks
from kapea.web.base.request import form_of
from kapea.web.field.coding_found import (
    CodingSeen,
    NothingSuch,
    coding_seen,
    do_coding,
    material_seen,
    render_coding,
)
from kapea.web.field.found import StudyFault

FAULT = "coding-fault-bring"


@require_http_methods(["GET", "HEAD", "POST"])
def bring_here(request: HttpRequest, id: str) -> HttpResponse:
    """Shows where to paste, takes what fits, and says line by line what does not."""
    coding = coding_seen(request, id, StudyAct.READ_DEIDENTIFIED)
    if request.method != "POST":
        return _page(request, coding)
    pasted, marks = form_of(request).get("lines", ""), released_marks(coding.row)
    texts = material_seen(request, coding).texts
    brought: list[BroughtCodings] = []

    def do(now: CodingSeen) -> None:
        if now.book is None:
            raise NothingSuch("codebook: there is none yet")
        if released_marks(now.row) != marks:  # in the texts of now these places are others
            raise StaleTurn
        here = CodesHere(now.row, now.state, now.book, texts, now.account)
        brought.append(bring_codings(here, pasted))

    fault = do_coding(request, id, StudyAct.READ_DEIDENTIFIED, do, FAULT)
    return _page(request, coding, fault, brought[0] if brought else None)


def _page(
    request: HttpRequest,
    coding: CodingSeen,
    fault: StudyFault | None = None,
    brought: BroughtCodings | None = None,
) -> HttpResponse:
    lines = form_of(request).get("lines", "").splitlines()
    left = [(each.why.value, lines[each.line - 1]) for each in brought.left] if brought else []
    return render_coding(
        request,
        coding,
        "coding_bring",
        fault,
        is_coder=coding.codes_here,
        brought=brought,
        left=left,
        typed="\n".join(line for _, line in left) if brought else "\n".join(lines),
    )
