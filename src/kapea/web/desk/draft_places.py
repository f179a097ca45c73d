"""Where a form of the desk keeps what is typed into it, and what was begun before and is offered."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, QueryDict

from kapea.access.rows import visible_rows
from kapea.care.case_drafts import draft_of, drafts_of, open_draft
from kapea.care.models import Case, CaseDraft
from kapea.core.care.case_drafts import DraftForm
from kapea.vault.record_keys import CannotOpen
from kapea.web.desk.draft_tickets import new_ticket
from kapea.web.desk.found import CASES, moment_in, short_name
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member, private_key

RESUMES = "begun"


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """Where a form keeps its draft. `offered`: since when one waits, to go on with or to throw away. Until
    then the form itself is not shown, so that nothing is written over it. `words`: of one that was asked for.
    """

    keep: str
    ticket: str
    page: str
    offered: str = ""
    words: QueryDict | None = None


@dataclass(frozen=True, slots=True)
class BegunDraft:
    """One of the drafts that somebody has, as their day shows it."""

    form: str
    name: str
    since: str
    page: str


def draft_place(
    request: HttpRequest, case: Case | None, form: DraftForm, zone: ZoneInfo, *, offers: bool = True
) -> DraftPlace:
    """For the page of a form. Without `offers` the form was just sent, and stands as it was typed."""
    member, at = acting_member(request), request_time()
    id = case.id if case else ""
    keep, page = f"{CASES}{id or 'new'}/draft", draft_page(id, form)
    ticket = new_ticket(member, id, form, at=at).written()
    found = draft_of(member, case, form, at=at) if offers else None
    if found is None:
        return DraftPlace(keep, ticket, page)
    if request.GET.get(RESUMES) != form.value:
        return DraftPlace(keep, ticket, page, offered=moment_in(zone, found.saved_at))
    return DraftPlace(keep, ticket, page, words=_opened(request, found))


def _opened(request: HttpRequest, found: CaseDraft) -> QueryDict | None:
    try:
        words = open_draft(private_key(request), acting_member(request), found, at=request_time())
    except CannotOpen:
        return None
    said = QueryDict(mutable=True)
    for name, values in words.items():
        said.setlist(name, list(values))
    return said


def resumed(form: forms.Form, place: DraftPlace) -> forms.Form:
    """The form with what was begun in it. Nothing in it counts as wrong before it is sent."""
    if place.words is not None:
        form.data, form.is_bound = place.words, False
    return form


def draft_page(case: str, form: DraftForm) -> str:
    """The page on which somebody goes on with it."""
    own = {DraftForm.NEW: "new", DraftForm.NOTE: case}.get(form, f"{case}/{form.value}")
    return f"{CASES}{own}"


def begun_drafts(request: HttpRequest, zone: ZoneInfo) -> list[BegunDraft]:
    """What whoever asks had begun, the newest first. Not in a case that is theirs no more."""
    member = acting_member(request)
    found = list(drafts_of(member, at=request_time()))
    asked = [each.case_id for each in found if each.case_id is not None]
    mine = set(visible_rows(member, "cases.draft", Case).filter(id__in=asked).values_list("id", flat=True))
    return [_begun(each, zone) for each in found if each.case_id is None or each.case_id in mine]


def _begun(draft: CaseDraft, zone: ZoneInfo) -> BegunDraft:
    id, form = draft.case_id or "", DraftForm(draft.form)
    since = moment_in(zone, draft.saved_at)
    return BegunDraft(draft.form, short_name(id) if id else "", since, draft_page(id, form))
