"""Pages of the directory: from a form to somebody else's yes, and nothing typed is lost on the way."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import msgspec
import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.directory.keepers import ENTRY
from tests.staff.cast import make_change, make_person, signed_in

from kapea.audit.models import Event
from kapea.core.staff.roles import Role
from kapea.directory.models import Capacity, DialTest, DirectoryEdit

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
PLANTED = "Drowned Lantern"
NEW, CHANGES, DIALS = "/staff/directory/new", "/staff/directory/changes", "/staff/directory/dials"


@pytest.fixture
def said(moment):
    """What an editor writes into the form."""
    return {
        "name_km": "ផ្ទះទន្លេ",
        "name_en": "River House",
        "does_km": "ជួយគ្រួសារ",
        "does_en": "Helps families.",
        "number_1": "012 345 678",
        "kind_1": "voice",
        "cost_1": "free",
        "type_1": "NGO",
        "hours": "listed",
        "openings": "mon-fri 08:00-17:00",
        "closed_on_holidays": "yes",
        "sure": "OWN",
        "sources": "River House themselves",
        "expires": (moment + timedelta(days=90)).date().isoformat(),
        "tier": "public",
        "serves": ["children"],
        "ages": "6-17",
        "speaks": "km en",
        "service": "",
        "over": "",
    }


@pytest.fixture
def editor(cast):
    return signed_in(cast.ours[Role.EDITOR], cast.at)


@pytest.fixture
def supervisor(cast):
    return signed_in(cast.ours[Role.SUPERVISOR], cast.at)


def live(cast, **fields) -> DirectoryEdit:
    row = make_change(cast.organisation, cast.at, state="live", **fields)
    record = msgspec.structs.replace(ENTRY, id=row.service)
    row.record = {**msgspec.to_builtins(record), "tier": row.tier}
    row.save()
    return row


def test_one_proposes_and_another_approves(cast, editor, supervisor, said):
    made = editor.post(NEW, said)
    assert made.status_code == 302
    row = DirectoryEdit.objects.get(id=made.headers["Location"].rpartition("/")[2])
    assert row.entry.phones[0].free == "yes"
    page = editor.get(made.headers["Location"]).content.decode()
    assert "River House" in page
    assert "/decide" not in page, "whoever proposed it is not asked"
    assert "/decide" in supervisor.get(made.headers["Location"]).content.decode()
    assert supervisor.post(f"{CHANGES}/{row.id}/decide", {"step": "approve"}).status_code == 302
    assert DirectoryEdit.objects.get(id=row.id).state == "approved"
    assert Event.objects.filter(action="directory.approve").exists()


def test_whoever_proposed_it_cannot_approve_it_by_hand(cast, editor, said):
    at = editor.post(NEW, said).headers["Location"]
    answer = editor.post(f"{at}/decide", {"step": "approve"})
    assert answer.status_code == 409
    assert "Somebody else has to decide" in answer.content.decode()
    assert DirectoryEdit.objects.get(id=at.rpartition("/")[2]).state == "proposed"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"number_1": "12"}, "cannot be dialled here"),
        ({"website": "http://river.example"}, "begins with https://"),
        ({"openings": "someday 8-17"}, "mon-fri 08:00-17:00"),
        ({"ages": "old"}, "Write ages like"),
        ({"name_km": ""}, "country&#x27;s language"),
        ({"expires": "2040-01-01"}, "within a year"),
        ({"shelter": "yes", "does_en": "Beds at 45 Street 271."}, "may say where a shelter is"),
        ({"shelter": "yes", "address_km": "ផ្លូវ ២៧១"}, "may say where a shelter is"),
        ({"sources": ""}, "River House"),
    ],
)
def test_a_fault_is_said_at_its_field_and_nothing_typed_is_lost(editor, said, wrong, told):
    before = DirectoryEdit.objects.count()
    answer = editor.post(NEW, {**said, **wrong})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert told in page
    assert page.count('class="fault"') >= 1
    for typed in {**said, **wrong}.values():
        for each in [typed] if isinstance(typed, str) else typed:
            assert each in page or each.replace(".", "&#x27;") in page
    assert DirectoryEdit.objects.count() == before


@pytest.mark.parametrize(
    "planted",
    [
        {"does_en": f"Beds at 45 {PLANTED} Street."},
        {"address_km": f"ផ្លូវ {PLANTED}"},
        {"sources": f"Visited, {PLANTED}, House 12"},
        {"website": f"https://maps.example/{PLANTED}"},
    ],
    ids=lambda each: next(iter(each)),
)
def test_cw_42_where_a_shelter_is_stays_in_no_table_log_page_or_export(cast, editor, said, planted, caplog):
    with caplog.at_level(logging.DEBUG):
        assert editor.post(NEW, {**said, "shelter": "yes", **planted}).status_code == 409
    assert PLANTED not in caplog.text
    models = (each for each in apps.get_models() if each.__module__.startswith("kapea."))
    kept = [str(row) for model in models for row in model._default_manager.values()]
    assert PLANTED not in "".join(kept)
    for page in (CHANGES, "/staff/directory/", DIALS, "/hsds/services?full=true&per_page=100"):
        assert PLANTED not in editor.get(page).content.decode()


def test_of_two_editors_the_second_sees_what_stands_and_keeps_their_words(cast, editor, said):
    row = live(cast)
    answer = editor.post(NEW, {**said, "service": row.service, "over": "", "does_en": "Something else."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "change was first" in page
    assert "Helps families." in page
    assert "Something else." in page
    assert f'name="over" value="{row.id}"' in page, "saved again, it is knowingly over theirs"
    assert editor.post(NEW, {**said, "service": row.service, "over": row.id}).status_code == 302


def test_two_who_decide_at_once(cast, supervisor):
    first, second = (make_change(cast.organisation, cast.at, service="river") for _ in range(2))
    expires = (cast.at + timedelta(days=90)).date().isoformat()
    record = msgspec.to_builtins(msgspec.structs.replace(ENTRY, expires=expires))
    DirectoryEdit.objects.filter(service="river").update(record=record)
    assert supervisor.post(f"{CHANGES}/{first.id}/decide", {"step": "approve"}).status_code == 302
    answer = supervisor.post(f"{CHANGES}/{second.id}/decide", {"step": "approve"})
    assert answer.status_code == 409
    assert "change was first" in answer.content.decode()
    assert DirectoryEdit.objects.get(id=second.id).state == "overtaken"
    again = supervisor.post(f"{CHANGES}/{first.id}/decide", {"step": "refuse"})
    assert "quicker" in again.content.decode()


def test_a_service_of_the_pack_is_opened_as_it_stands(editor):
    page = editor.get(f"{NEW}?service=ambulance").content.decode()
    assert 'value="119"' in page
    assert editor.get(f"{NEW}?service=nothing-like-it").status_code == 404


def test_a_stopped_change_says_what_to_mend_and_is_mended_not_typed_again(cast, editor):
    row = make_change(
        cast.organisation,
        cast.at,
        state="stopped",
        findings=[{"field": "", "code": "K16", "says": "nobody answers", "mend": "keep one"}],
    )
    page = editor.get(f"{CHANGES}/{row.id}").content.decode()
    assert "might find nobody" in page
    assert "K16" in page
    anew = editor.get(f"{NEW}?service={row.service}&anew={row.id}").content.decode()
    assert "012 345 678" in anew


@pytest.mark.parametrize(
    ("tier", "sees"),
    [
        ("partners", {Role.SUPERVISOR, Role.COUNSELLOR, Role.CASE_WORKER, Role.PARTNER_WORKER}),
        ("case-workers", {Role.SUPERVISOR, Role.COUNSELLOR, Role.CASE_WORKER}),
    ],
)
def test_a_tier_is_shown_to_its_roles_and_found_by_no_other(cast, tier, sees):
    row = live(cast, tier=tier)
    for role in (Role.SUPERVISOR, Role.COUNSELLOR, Role.CASE_WORKER, Role.PARTNER_WORKER, Role.EDITOR):
        page = signed_in(cast.ours[role], cast.at).post("/staff/directory/", {"kind": "NGO"})
        assert (row.service in page.content.decode()) == (role in sees), role
    theirs = make_person(cast.other, Role.CASE_WORKER, cast.at)
    other = signed_in(theirs, cast.at).get("/staff/directory/")
    assert other.status_code == 404 or row.service not in other.content.decode()


def test_open_places_are_said_by_their_own_and_shown_to_who_refers(cast):
    row = live(cast)
    partner = signed_in(cast.ours[Role.PARTNER_WORKER], cast.at)
    assert partner.post(f"{CHANGES}/{row.id}/capacity", {"places": "3", "wait": "14"}).status_code == 302
    assert partner.post(f"{CHANGES}/{row.id}/capacity", {"places": "many"}).status_code == 409
    told = Capacity.objects.get()
    assert (told.places, told.wait_days) == (3, 14)
    assert partner.post(f"{CHANGES}/{cast.their_change.id}/capacity", {"places": "3"}).status_code == 404


def test_a_number_is_dialled_once_a_day_by_name(cast, editor):
    page = editor.get(DIALS).content.decode()
    assert "119" in page
    said = {"service": "ambulance", "number": "119", "result": "answered"}
    assert editor.post(DIALS, said).status_code == 302
    told = DialTest.objects.get()
    assert told.by == cast.ours[Role.EDITOR].membership.id
    assert 'value="ambulance"' not in editor.get(DIALS).content.decode()
    assert editor.post(DIALS, {**said, "number": "999"}).status_code == 409


def test_what_is_looked_for_stands_in_no_address(editor):
    page = editor.post("/staff/directory/", {"kind": "HEALTH", "area": "12"})
    assert page.status_code == 200
    assert "?kind" not in page.content.decode()


def test_more_entries_are_no_more_statements(cast, editor):
    def sent(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert editor.get(address).status_code == 200
        return len(seen)

    live(cast)
    pages = ("/staff/directory/", CHANGES, DIALS)
    before = [sent(page) for page in pages]
    for _ in range(5):
        live(cast)
        make_change(cast.organisation, cast.at)
    assert [sent(page) for page in pages] == before


def test_what_is_only_proposed_has_no_open_places(cast):
    partner = signed_in(cast.ours[Role.PARTNER_WORKER], cast.at)
    assert partner.post(f"{CHANGES}/{cast.change.id}/capacity", {"places": "3"}).status_code == 409
    assert not Capacity.objects.exists()


def test_a_number_of_an_entry_that_is_not_served_is_dialled_by_its_tier(cast):
    row = live(cast, tier="case-workers")
    worker, partner = (
        signed_in(cast.ours[role], cast.at) for role in (Role.CASE_WORKER, Role.PARTNER_WORKER)
    )
    said = {"service": row.service, "number": "012345678", "result": "answered"}
    assert partner.post(DIALS, said).status_code == 409
    assert not DialTest.objects.exists()
    assert worker.post(DIALS, said).status_code == 302
    assert "Nobody dialled this" not in worker.post("/staff/directory/", {"kind": "NGO"}).content.decode()


def test_whoever_decides_reads_words_and_no_codes(cast, editor, supervisor, said):
    made = editor.post(NEW, {**said, "tier": "case-workers", "sure": "C2", "sources": "They\nThe province"})
    assert made.status_code == 302, made.content.decode()
    page = supervisor.get(made["location"]).content.decode()
    cells = re.findall(r"<td[^>]*>(.*?)</td>", page)
    for words in (
        "ខ្មែរ: ផ្ទះទន្លេ · English: River House",
        "012 345 678 (Calls)",
        "Case workers only",
        "Two sources say so",
        "As written below",
        "ខ្មែរ · English",
        "Children",
    ):
        assert words in cells, words
    for code in ("case-workers", "C2", "NGO", "km:", "voice", "listed"):
        assert code not in " ".join(cells), code


def test_the_numbers_to_dial_are_shown_without_a_code_of_ours(cast, editor):
    page = editor.get(DIALS).content.decode()
    assert "117" in page
    assert not re.search(r"\b(?:STALE|OWN|C[0-9]\+?)(?![\w-])", page)
