"""What tablets brought of a session: how much waits, and, for whoever was in the room, what is in it."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from kapea.core.studies.distress import FOLLOW_UP_DAYS
from kapea.core.studies.research_sessions import SessionState
from kapea.core.studies.session_entries import HandCard, session_entries
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.tablet_items import TabletStanding
from kapea.studies.models import StudySealedItem
from kapea.studies.session_rows import session_entries_of
from kapea.studies.tablet_opening import open_tablet_items
from kapea.vault.record_keys import CannotOpen
from kapea.web.field.found import StudyFault
from kapea.web.field.session_found import SessionSeen, session_seen
from kapea.web.staff.frame import render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import private_key


@require_safe
def read_sealed(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """How much waits, and what was set apart."""
    return sealed_page(request, session_seen(request, id, number, StudyAct.OPEN_SEALED))


@require_POST
def open_sealed_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Opens all of it. What stands becomes entries; notes are shown once, and kept nowhere but sealed."""
    seen = session_seen(request, id, number, StudyAct.OPEN_SEALED)
    try:
        stands = open_tablet_items(
            private_key(request), seen.study.member, seen.study.row, seen.row, at=request_time()
        )
    except CannotOpen:
        return sealed_page(request, seen, fault=StudyFault("tablet-cannot-open"))
    return sealed_page(request, seen, stands)


def sealed_page(
    request: HttpRequest,
    seen: SessionSeen,
    stands: TabletStanding | None = None,
    fault: StudyFault | None = None,
) -> HttpResponse:
    """The page; with what was opened, where it was."""
    rows = StudySealedItem.objects.filter(session=seen.row)
    apart = Counter(rows.exclude(apart="").values_list("apart", flat=True))
    entries = session_entries_of(seen.row)
    standing = session_entries(entries)
    reds = sum(getattr(each, "hand", None) is HandCard.RED for each in entries)
    return render_staff(
        request,
        "field/sealed.html",
        409 if fault else 200,
        row=seen.study.row,
        session=seen.row,
        address=seen.address,
        waiting=rows.filter(opened_at=None).count(),
        came=rows.count(),
        apart=sorted(apart.items()),
        turns=len(standing.turns),
        cards=len(standing.cards),
        gone=len(standing.gone_at),
        reds=reds,
        words=[each.words for _, each in stands.words] if stands else [],
        opened=stands is not None,
        is_stopped=seen.session.state is SessionState.STOPPED,
        days=FOLLOW_UP_DAYS,
        may_run=seen.study.may(StudyAct.RUN_SESSION),
        fault=fault,
    )
