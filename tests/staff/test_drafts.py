"""Drafts at the desk, over HTTP: what was typed and not saved is kept for whoever typed it, and for
nobody else.
"""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from tests.logs import everything_logged
from tests.staff.at_the_desk import ASSESSED, CASES, DESK, NEW, SAID, Worker, planned
from tests.staff.cast import member_of_person, signed_in
from tests.staff.test_cases import rows_with

from kapea.audit.models import Event
from kapea.care.case_drafts import drafts_of
from kapea.care.case_erasure import erase_case
from kapea.care.models import CaseDraft, CaseTransfer
from kapea.care.upkeep import tidy_records
from kapea.core.care.case_drafts import DRAFT_WAITS, MOST_DRAFT_LETTERS
from kapea.core.staff.roles import Role
from kapea.people.models import StaffSession
from kapea.people.signed_in import end_all_sessions
from kapea.vault.models import OpenKey, RecordRetention, RecordWrap
from kapea.vault.queries import key_report
from kapea.web.staff.cookies import KEY

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
CANARY = "quokkafeather"
AGAIN = "/staff/sign-in?next=/staff/desk/&kept=yes"


@pytest.fixture(autouse=True)
def _as_when_saved_for_good(django_capture_on_commit_callbacks, monkeypatch):
    """Keys go once it is saved for good: here at once, as no test saves for good."""
    monkeypatch.setattr("kapea.care.case_drafts.transaction.on_commit", lambda act: act())


def form_of(client: Client, address: str) -> dict[str, str]:
    """The ticket and the address of the draft in the form of a page."""
    page = client.get(address).content.decode()
    return {"draft": re.search(r'name="draft" value="([^"]+)"', page)[1]}


def types(worker: Worker, case, **said) -> str:
    """What the script of the page of the note sends; the ticket of the page."""
    ticket = form_of(worker.client, f"{CASES}{case.id}")["draft"]
    assert worker.client.post(f"{CASES}{case.id}/draft", {"draft": ticket, **said}).status_code == 204
    return ticket


def words_of(worker: Worker, address: str) -> str:
    return unescape(worker.client.get(address).content.decode())


# --- kept, offered, gone ------------------------------------------------------------------------


def test_cw_12_what_was_typed_is_offered_and_gone_once_it_is_saved(cast, worker):
    case = worker.new()
    types(worker, case, kind="try", said=f"She writes {CANARY}")
    page = worker.page(case)
    assert SAID["draft-begun"] in page
    assert CANARY not in page
    assert 'name="said"' not in page, "nothing is written over it"
    opened = words_of(worker, f"{CASES}{case.id}?begun=note")
    assert CANARY in opened
    assert '<option value="try" selected>' in opened
    worker.does(case, "note", kind="try", said=f"She writes {CANARY}")
    assert not CaseDraft.objects.exists()
    assert SAID["draft-begun"] not in worker.page(case)
    assert not RecordWrap.objects.filter(purpose="own-draft").exists()


def test_it_is_thrown_away_by_one_tap(worker):
    case = worker.new()
    ticket = types(worker, case, said=CANARY)
    made = [each.id for each in CaseDraft.objects.all()]
    assert RecordRetention.objects.filter(record__in=made).count() == 1
    answer = worker.client.post(f"{CASES}{case.id}/draft", {"draft": ticket, "do": "throw"})
    assert answer["location"] == f"{CASES}{case.id}"
    assert not CaseDraft.objects.exists()
    assert not RecordRetention.objects.filter(record__in=made).exists()


@pytest.mark.parametrize("what", ["assessment", "plan", "review", "closing"])
def test_cw_12_each_form_with_words_has_its_own(cast, worker, what):
    case = worker.new()
    said = {"assessment": ASSESSED, "plan": planned(cast)}.get(what, {})
    field = {"assessment": "said_legal", "plan": "what_3", "review": "said", "closing": "view"}[what]
    ticket = form_of(worker.client, f"{CASES}{case.id}/{what}")
    kept = {**said, **ticket, field: f"{CANARY} {what}", "not_a_field": "dropped"}
    assert worker.client.post(f"{CASES}{case.id}/draft", kept).status_code == 204
    offered = words_of(worker, f"{CASES}{case.id}/{what}")
    assert SAID["draft-begun"] in offered
    assert CANARY not in offered
    opened = words_of(worker, f"{CASES}{case.id}/{what}?begun={what}")
    assert f"{CANARY} {what}" in opened
    assert 'class="fault"' not in opened, "nothing counts as wrong before it is sent"
    assert CaseDraft.objects.get().form == what


def test_cw_12_a_case_that_is_only_being_opened_has_one_too(worker):
    ticket = form_of(worker.client, f"{CASES}new")
    sent = {**NEW, **ticket, "wish": CANARY}
    assert worker.client.post(f"{CASES}new/draft", sent).status_code == 204
    assert SAID["draft-form-new"] in words_of(worker, DESK)
    opened = words_of(worker, f"{CASES}new?begun=new")
    assert CANARY in opened
    assert 'value="extortion_images" checked' in opened
    worker.new()
    assert not CaseDraft.objects.exists()


def test_the_day_shows_what_was_begun_and_no_word_of_it(worker):
    case = worker.new()
    types(worker, case, said=CANARY)
    day = words_of(worker, DESK)
    assert SAID["draft-form-note"] in day
    assert CANARY not in day


def test_typed_anew_it_takes_the_place_of_what_was_kept(worker):
    case = worker.new()
    ticket = types(worker, case, said="at first")
    for said in ("then", f"then {CANARY}"):
        worker.client.post(f"{CASES}{case.id}/draft", {"draft": ticket, "said": said})
    assert RecordWrap.objects.filter(purpose="own-draft").count() == CaseDraft.objects.count() == 1
    assert CANARY in words_of(worker, f"{CASES}{case.id}?begun=note")
    assert Event.objects.filter(action="case.begin-draft").count() == 1, "not each ten seconds"
    worker.client.post(f"{CASES}{case.id}/draft", {"draft": ticket, "said": "  "})
    assert not CaseDraft.objects.exists(), "nothing typed is nothing kept"


def test_what_is_refused_is_not_lost(cast, worker):
    """A case that was closed meanwhile, with a form still open."""
    case = worker.new()
    ticket = form_of(worker.client, f"{CASES}{case.id}")
    said = {"kind": "note", "said": "x" * 4_001 + CANARY}
    assert worker.client.post(f"{CASES}{case.id}/note", {**ticket, **said}).status_code == 409
    assert CANARY in words_of(worker, f"{CASES}{case.id}?begun=note")


# --- to whom ------------------------------------------------------------------------------------


def test_cw_12_it_is_sealed_to_whoever_typed_it_alone(cast, worker, supervisor):
    case = worker.new()
    types(worker, case, said=CANARY)
    [wrap] = RecordWrap.objects.filter(purpose="own-draft")
    assert wrap.reader == worker.person.membership.id
    assert CANARY not in words_of(supervisor, f"{CASES}{case.id}?begun=note")
    assert SAID["draft-begun"] not in supervisor.page(case)
    assert key_report().without_officers == key_report().records - 1, "it is not missing from the officers"


def test_cw_12_no_word_of_it_stands_in_a_row_a_log_or_the_trail(cast, worker):
    with everything_logged() as log:
        case = worker.new()
        ticket = types(worker, case, said=CANARY)
        words_of(worker, f"{CASES}{case.id}?begun=note")
        worker.client.cookies.pop(KEY)
        worker.client.post(f"{CASES}{case.id}/note", {"draft": ticket, "said": CANARY})
    assert CANARY not in log.getvalue()
    assert rows_with(CANARY) == []


def test_a_stolen_database_and_a_key_store_of_after_open_nothing(worker):
    case = worker.new()
    types(worker, case, said=CANARY)
    record = CaseDraft.objects.get().id
    worker.does(case, "note", kind="note", said="saved")
    assert not RecordWrap.objects.filter(record=record).exists()


def test_whoever_lost_the_case_cannot_read_it_and_who_took_it_sees_none(cast, worker):
    case, other = worker.new(), Worker(cast.ours[Role.CASE_WORKER], cast.at)
    ticket = types(worker, case, said=CANARY)
    worker.does(case, "hand-over", to=other.person.membership.id)
    offer = CaseTransfer.objects.get(case=case, answered_at=None)
    other.client.post(f"/staff/desk/transfers/{offer.id}", {"answer": "take"})
    assert worker.client.get(f"{CASES}{case.id}?begun=note").status_code == 404
    assert SAID["draft-form-note"] not in words_of(worker, DESK)
    again = worker.client.post(f"{CASES}{case.id}/draft", {"draft": ticket, "said": CANARY})
    assert again.status_code == 404
    assert SAID["draft-begun"] not in other.page(case)
    assert CaseDraft.objects.count() == 1, "it stays sealed"


def test_it_goes_with_its_case_and_by_its_day(cast, worker):
    first, second = worker.new(), worker.new()
    for case in (first, second):
        types(worker, case, said=CANARY)
    erase_case(first.id, by="retention", at=cast.at)
    assert [each.case_id for each in CaseDraft.objects.all()] == [second.id]
    assert RecordWrap.objects.filter(purpose="own-draft").count() == 1
    late = cast.at + DRAFT_WAITS + timedelta(minutes=5)
    assert not drafts_of(member_of_person(worker.person), at=late).exists(), "before anything is tidied"
    tidy_records(at=late)
    assert not CaseDraft.objects.exists()
    assert not RecordWrap.objects.filter(purpose="own-draft").exists()
    assert worker.page(second)


# --- a session that ended -----------------------------------------------------------------------


def ended(worker: Worker, how: str) -> None:
    if how == "idle":
        OpenKey.objects.all().delete()
    elif how == "forgotten":
        end_all_sessions(worker.person.user.id)
    else:
        worker.client.post("/staff/sign-out")


@pytest.mark.parametrize("how", ["idle", "forgotten", "signed out"])
def test_cw_12_pressing_save_after_the_session_ended_loses_no_word(cast, worker, how):
    case = worker.new()
    ticket = form_of(worker.client, f"{CASES}{case.id}")
    ended(worker, how)
    answer = worker.client.post(f"{CASES}{case.id}/note", {**ticket, "kind": "note", "said": CANARY})
    assert (answer.status_code, answer["location"]) == (302, AGAIN)
    page = worker.client.get(AGAIN).content.decode()
    assert SAID["draft-sealed"] in page
    assert CANARY not in page
    assert not case.entries.filter(kind="note").exists()
    worker.client = signed_in(worker.person, cast.at)
    assert CANARY in words_of(worker, f"{CASES}{case.id}?begun=note")


def test_the_script_is_told_that_the_session_is_over(worker):
    case = worker.new()
    ticket = form_of(worker.client, f"{CASES}{case.id}")
    ended(worker, "idle")
    sent = {**ticket, "said": CANARY}
    assert worker.client.post(f"{CASES}{case.id}/draft", sent).status_code == 202
    assert CaseDraft.objects.count() == 1


def test_a_form_of_before_signing_in_again_is_sealed_and_not_saved(cast, worker):
    """In another tab somebody signed in again: the form of this one has a word that counts no more."""
    case = worker.new()
    ticket = form_of(worker.client, f"{CASES}{case.id}")
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    strict.cookies = worker.client.cookies
    sent = {**ticket, "kind": "note", "said": CANARY, "csrfmiddlewaretoken": "of before"}
    answer = strict.post(f"{CASES}{case.id}/note", sent)
    assert (answer.status_code, answer["location"]) == (302, AGAIN)
    assert CANARY in words_of(worker, f"{CASES}{case.id}?begun=note")


def test_after_the_session_a_ticket_alone_erases_nothing(worker):
    case = worker.new()
    ticket = types(worker, case, said=CANARY)
    ended(worker, "idle")
    for sent in ({"draft": ticket}, {"draft": ticket, "do": "throw"}):
        assert worker.client.post(f"{CASES}{case.id}/draft", sent)["location"] == "/staff/sign-in"
    assert CaseDraft.objects.count() == 1


@pytest.mark.parametrize("change", ["", "x", "other member", "other form", "other case", "old"])
def test_a_ticket_that_is_none_of_ours_seals_nothing(cast, worker, supervisor, change):
    case, other = worker.new(), worker.new()
    ticket = form_of(worker.client, f"{CASES}{case.id}")["draft"]
    parts = ticket.split(".")
    if change == "other member":
        parts[0] = supervisor.person.membership.id
    elif change == "other form":
        parts[2] = "plan"
    elif change == "other case":
        parts[1] = other.id
    elif change == "old":
        parts[3] = str(int(parts[3]) - 200_000)
    sent = {"draft": ".".join(parts) if len(change) > 1 else change, "said": CANARY}
    assert worker.client.post(f"{CASES}{case.id}/draft", sent).status_code == 400
    ended(worker, "signed out")
    answer = worker.client.post(f"{CASES}{case.id}/draft", sent)
    assert (answer.status_code, answer["location"]) == (302, "/staff/sign-in")
    assert not CaseDraft.objects.exists()


def test_a_ticket_of_somebody_who_left_or_lost_the_case_seals_nothing(cast, worker):
    case = worker.new()
    ticket = form_of(worker.client, f"{CASES}{case.id}")
    ended(worker, "signed out")
    worker.person.membership.ended_at = cast.at
    worker.person.membership.save()
    answer = worker.client.post(f"{CASES}{case.id}/note", {**ticket, "said": CANARY})
    assert answer["location"] == "/staff/sign-in"
    assert not CaseDraft.objects.exists()


def test_more_than_any_form_holds_is_not_kept(worker):
    case = worker.new()
    ticket = form_of(worker.client, f"{CASES}{case.id}")
    sent = {**ticket, "said": "x" * (MOST_DRAFT_LETTERS + 1)}
    assert worker.client.post(f"{CASES}{case.id}/draft", sent).status_code == 400
    assert not CaseDraft.objects.exists()
    assert StaffSession.objects.exists()
