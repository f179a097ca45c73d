"""Searching released texts by words and codes. What is looked for is sent, so that no address, no history and
no log has it.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from kapea.core.studies.shown_text import MOST_FOUND
from kapea.core.studies.study_permissions import StudyAct
from kapea.studies.coded_texts import LookedFor, turns_looked_for
from kapea.web.base.request import form_of
from kapea.web.field.coding_found import coding_seen, render_coding
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import private_key

MOST_LOOKED_FOR = 120


@require_http_methods(["GET", "HEAD", "POST"])
def search_texts(request: HttpRequest, id: str) -> HttpResponse:
    """The form, and what was found, as turns with the codes that whoever looks may know of."""
    coding = coding_seen(request, id, StudyAct.READ_DEIDENTIFIED)
    member = coding.seen.member
    said = form_of(request)
    words, code = said.get("words", "").strip()[:MOST_LOOKED_FOR], said.get("code", "").strip().upper()[:80]
    asked = request.method == "POST" and bool(words or code)
    found, total = (
        turns_looked_for(
            private_key(request), member, coding.row, coding.state, LookedFor(words, code), at=request_time()
        )
        if asked
        else ((), 0)
    )
    return render_coding(
        request,
        coding,
        "search",
        words=words,
        code=code,
        asked=asked,
        found=[(each, each.session[1:]) for each in found],
        total=total,
        most_found=MOST_FOUND,
        codes=sorted(coding.book.live.codes) if coding.book else [],
        most=MOST_LOOKED_FOR,
    )
