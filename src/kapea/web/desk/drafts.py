"""Drafts at the desk: kept every ten seconds while somebody types, offered when they come back.

Nothing of it stays in the browser: a phone that is stolen holds no word. The script of a page sends its form
as it stands, and the server seals it to whoever types. What comes after their session ended, from the script
or because somebody presses *save*, is sealed all the same, by the ticket in the form: sealing takes a public
key alone. So the page that asks them to sign in again need not carry a word of it, and none is kept in the
clear.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from kapea.access.rows import NotHere, acting, adding
from kapea.care.case_drafts import keep_draft, throw_draft
from kapea.care.models import Case
from kapea.core.care.case_drafts import DraftForm, DraftTooLong, DraftWords, draft_words
from kapea.people.member import Member
from kapea.people.queries import member_at_work
from kapea.vault.public_keys import NoSuchKey
from kapea.web.base.ruled import View
from kapea.web.desk.draft_places import draft_page
from kapea.web.desk.draft_tickets import TICKET, DraftTicket, read_ticket
from kapea.web.desk.forms import AssessmentForm, ClosingForm, NewCaseForm, NoteForm, PlanForm, ReviewForm
from kapea.web.staff.failures import staff_unreadable
from kapea.web.staff.gate import SIGN_IN, request_time
from kapea.web.staff.signed import acting_member

AGAIN = f"{SIGN_IN}?next=/staff/desk/&kept=yes"
FORMS: dict[DraftForm, type[forms.Form]] = {
    DraftForm.NEW: NewCaseForm,
    DraftForm.NOTE: NoteForm,
    DraftForm.ASSESSMENT: AssessmentForm,
    DraftForm.PLAN: PlanForm,
    DraftForm.REVIEW: ReviewForm,
    DraftForm.CLOSING: ClosingForm,
}
SEALED, SEALED_SIGNED_OUT = 204, 202
"""What a script is told: it is sealed; it is sealed, and the session is over."""


def seal_after_session(request: HttpRequest) -> HttpResponse | None:
    """Seals what was typed to the one whose form it was, and leads them to sign in. None where there is no
    ticket of ours, no word, or nothing that is theirs there any more: then it is answered as any request.
    Whoever has only the page of somebody reads nothing by it. What they write is offered to its owner, with
    the hour, and is never saved by itself.
    """
    ticket = _ticket(request)
    member = member_at_work(ticket.member) if ticket is not None else None
    if ticket is None or member is None:
        return None
    try:
        words = _words(request, ticket)
        if not words:
            return None
        with _holding(member, ticket.case) as row:
            keep_draft(member, row, ticket.form, words, at=request_time())
    except (NotHere, NoSuchKey, DraftTooLong):
        return None
    if request.path_info.endswith("/draft"):
        return HttpResponse(status=SEALED_SIGNED_OUT)
    return HttpResponseRedirect(AGAIN)


def seal_what_was_refused(request: HttpRequest) -> None:
    """Somebody pressed *save* and it was refused, as when a case was closed meanwhile: their words wait."""
    seal_after_session(request)


def outlives_session(view: View) -> View:
    """Marks a view to which a form with words is sent: they are sealed also where its session has ended."""
    view.after_session = seal_after_session  # type: ignore[attr-defined]
    return view


@outlives_session
@require_POST
def draft_in_case(request: HttpRequest, id: str) -> HttpResponse:
    """Keeps what was typed so far in a form of a case, or throws it away."""
    return _draft(request, id)


@outlives_session
@require_POST
def draft_of_new_case(request: HttpRequest) -> HttpResponse:
    """The same, of a case that is only being opened."""
    return _draft(request, "")


def _draft(request: HttpRequest, id: str) -> HttpResponse:
    member, at = acting_member(request), request_time()
    ticket = _ticket(request)
    with _holding(member, id) as row:
        if ticket is None or (ticket.member, ticket.case) != (member.id, id):
            return staff_unreadable(request)
        if request.POST.get("do") == "throw":
            throw_draft(member, row, ticket.form, at=at)
            return HttpResponseRedirect(draft_page(id, ticket.form))
        try:
            keep_draft(member, row, ticket.form, _words(request, ticket), at=at)
        except DraftTooLong:
            return staff_unreadable(request)
    return HttpResponse(status=SEALED)


def _ticket(request: HttpRequest) -> DraftTicket | None:
    return read_ticket(request.POST.get(TICKET, ""), at=request_time())


def _words(request: HttpRequest, ticket: DraftTicket) -> DraftWords:
    sent = {name: request.POST.getlist(name) for name in request.POST}
    return draft_words(sent, FORMS[ticket.form]().fields)


@contextmanager
def _holding(member: Member, id: str) -> Iterator[Case | None]:
    """A transaction with the case, or with none where it is only being opened. Raises NotHere."""
    if not id:
        with adding(member, "cases.add"):
            yield None
        return
    with acting(member, "cases.draft", Case, id) as row:
        yield row
