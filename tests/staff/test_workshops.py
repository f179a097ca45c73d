"""A workshop from plan to close, over HTTP and without JavaScript: two lead it, nothing is lost, nobody else
finds it, and no field takes a name.
"""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.db import transaction
from tests.staff.cast import PLAN, make_person, make_workshop, signed_in

from kapea.audit.models import Event
from kapea.core.staff.roles import Role
from kapea.learning.models import EnteredCount, Facilitation, Workshop
from kapea.learning.queries import counted_in
from kapea.people.models import Membership
from kapea.print.queue import Busy
from kapea.web.public.printing_views import press_queue

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
HERE = "/staff/workshops/"
OUTLINE = {
    "plan": PLAN,
    "area": "12",
    "on": "2026-12-01",
    "begins": "14:00",
    "prints": ["plan-cards", "promise"],
}
WOMEN = "came.women"


@pytest.fixture
def facilitator(cast):
    return signed_in(cast.ours[Role.FACILITATOR], cast.at)


@pytest.fixture
def second(cast):
    """Another who leads the same workshop, on a phone of their own."""
    with transaction.atomic():
        person = make_person(cast.organisation, Role.FACILITATOR, cast.at, name="second")
        Facilitation.objects.create(workshop=cast.workshop, membership=person.membership)
    return signed_in(person, cast.at)


def standing(workshop: Workshop) -> dict[str, tuple[int, ...]]:
    return {name: field.values for name, field in counted_in(workshop).items()}


def field_of(page, name: str) -> dict[str, str]:
    """What a form without JavaScript sends of a field as it stands."""
    text = unescape(page.content.decode())
    typed = re.search(rf'name="c\.{re.escape(name)}" value="([^"]*)"', text)
    stood = re.search(r'name="standing" value="({.*?})">', text)
    assert typed
    assert stood
    return {f"c.{name}": typed[1], "standing": stood[1]}


def entry(number: int, field: str, value: object, *over: str) -> dict[str, object]:
    return {"id": f"entry{number:011d}", "field": field, "value": value, "over": list(over)}


def send(client, workshop: Workshop, *entries: object):
    body = json.dumps({"entries": list(entries)})
    return client.post(f"{HERE}{workshop.id}/sync", body, content_type="application/json")


def did(cast) -> list[str]:
    found = Event.objects.filter(organisation=cast.organisation.id, action__startswith="workshop.")
    return list(found.order_by("number").values_list("action", flat=True))


def test_a_facilitator_plans_leads_counts_and_closes(cast, facilitator):
    made = facilitator.post(f"{HERE}new", OUTLINE)
    row = Workshop.objects.get(id=made["Location"].rsplit("/", 1)[1])
    assert (row.plan, row.area, row.on.isoformat(), row.prints) == (
        PLAN, "12", "2026-12-01", ["plan-cards", "promise"],
    )  # fmt: skip
    page = facilitator.get(f"{HERE}{row.id}/run")
    typed = {**field_of(page, WOMEN), f"c.{WOMEN}": "14", "part": "1"}
    assert facilitator.post(f"{HERE}{row.id}/counts", typed)["Location"] == f"{HERE}{row.id}/run#p1"
    row.refresh_from_db()
    assert (row.state, standing(row)) == ("running", {WOMEN: (14,)})
    assert facilitator.post(f"{HERE}{row.id}/step", {"step": "close"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "closed"
    assert row.closed_at
    assert did(cast) == ["workshop.plan", "workshop.begin", "workshop.close"]


def test_what_is_typed_wrongly_is_said_and_nothing_typed_is_lost(cast, facilitator):
    typed = {"c.came.women": "fourteen", "c.came.men": "3"}
    page = facilitator.post(f"{HERE}{cast.workshop.id}/counts", typed)
    assert page.status_code == 409
    assert (field_of(page, "came.women")["c.came.women"], field_of(page, "came.men")["c.came.men"]) == (
        "fourteen", "3",
    )  # fmt: skip
    assert standing(cast.workshop) == {}


def test_an_outline_with_a_mistake_keeps_what_was_chosen(facilitator):
    page = facilitator.post(f"{HERE}new", {**OUTLINE, "on": "tomorrow"})
    text = page.content.decode()
    assert page.status_code == 200
    assert f'<option value="{PLAN}" selected>' in text
    assert 'value="tomorrow"' in text
    assert 'value="promise" checked' in text
    assert "fault" in text


def test_a_form_that_two_had_open_overwrites_nobody(cast, facilitator, second):
    """Both saw an empty field; what each typed stands there, until somebody says which one holds."""
    address, page = f"{HERE}{cast.workshop.id}", facilitator.get(f"{HERE}{cast.workshop.id}/run")
    for client, typed in ((facilitator, "12"), (second, "14")):
        assert (
            client.post(f"{address}/counts", {**field_of(page, WOMEN), f"c.{WOMEN}": typed}).status_code
            == 302
        )
    assert standing(cast.workshop) == {WOMEN: (12, 14)}
    refused = facilitator.post(f"{address}/step", {"step": "close"})
    assert refused.status_code == 409
    assert "12 · 14" in refused.content.decode()
    both = field_of(facilitator.get(f"{address}/run"), WOMEN)
    facilitator.post(f"{address}/counts", {**both, f"c.{WOMEN}": "14"})
    assert standing(cast.workshop) == {WOMEN: (14,)}
    assert facilitator.post(f"{address}/step", {"step": "close"}).status_code == 302


def test_what_a_phone_brings_twice_and_late_counts_once(cast, facilitator, second):
    first, mended = entry(1, WOMEN, 12), entry(2, WOMEN, 13, "entry00000000001")
    assert send(facilitator, cast.workshop, mended, first).status_code == 200
    assert send(facilitator, cast.workshop, first, mended).status_code == 200
    assert send(second, cast.workshop, first).status_code == 200
    told = second.get(f"{HERE}{cast.workshop.id}/sync").json()
    assert [each["id"] for each in told["entries"]] == ["entry00000000001", "entry00000000002"]
    assert (told["state"], standing(cast.workshop)) == ("running", {WOMEN: (13,)})
    assert did(cast) == ["workshop.begin"]


@pytest.mark.parametrize(
    "unfit",
    [
        entry(1, "came.sok-visal", 1),
        entry(1, "before.sok-visal.smile", 1),
        entry(1, "note.sok", 1),
        entry(1, WOMEN, "Sok Visal"),
        entry(1, WOMEN, 1000),
        entry(1, WOMEN, -1),
        entry(1, WOMEN, 1.5),
        entry(1, WOMEN, True),
        {**entry(1, WOMEN, 1), "id": "Sok Visal"},
        {**entry(1, WOMEN, 1), "over": ["Sok Visal"]},
        {**entry(1, WOMEN, 1), "over": "Sok"},
        {"id": "entry00000000001"},
        "Sok Visal",
        None,
        [],
    ],
)
def test_no_field_takes_a_name_a_sentence_or_what_is_no_number(cast, facilitator, unfit):
    answer = send(facilitator, cast.workshop, entry(2, "came.men", 3), unfit)
    assert answer.status_code == 400
    assert not re.search("sok|visal", answer.content.decode(), re.IGNORECASE)
    assert EnteredCount.objects.count() == 0, "all of it or nothing: the phone still has all"


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"entries": 1}', b"\xff", b"[" * 100_000])
def test_what_does_not_read_is_refused(cast, facilitator, body):
    answer = facilitator.post(f"{HERE}{cast.workshop.id}/sync", body, content_type="application/json")
    assert answer.status_code == 400


def test_an_entry_of_another_workshop_is_not_written_over(cast, facilitator):
    other = make_workshop(cast.ours[Role.FACILITATOR], cast.at)
    assert send(facilitator, other, entry(1, WOMEN, 9)).status_code == 200
    assert send(facilitator, cast.workshop, entry(1, WOMEN, 2)).status_code == 400
    assert (standing(other), standing(cast.workshop)) == ({WOMEN: (9,)}, {})


@pytest.mark.parametrize("step", ["close", "cancel"])
def test_numbers_that_come_too_late_wait_until_it_is_opened_again(cast, facilitator, step):
    address = f"{HERE}{cast.workshop.id}"
    if step == "close":
        send(facilitator, cast.workshop, entry(1, WOMEN, 9))
    facilitator.post(f"{address}/step", {"step": step})
    late = send(facilitator, cast.workshop, entry(2, "came.men", 4))
    assert late.status_code == 409
    assert late.json()["state"] == {"close": "closed", "cancel": "cancelled"}[step]
    assert "came.men" not in standing(cast.workshop)
    facilitator.post(f"{address}/step", {"step": "open_again"})
    assert send(facilitator, cast.workshop, entry(2, "came.men", 4)).status_code == 200
    assert standing(cast.workshop)["came.men"] == (4,)


def test_what_is_planned_can_be_changed_until_something_was_counted(cast, facilitator):
    address = f"{HERE}{cast.workshop.id}/change"
    assert facilitator.post(address, {**OUTLINE, "plan": "workshop-class-b4"}).status_code == 302
    cast.workshop.refresh_from_db()
    assert cast.workshop.plan == "workshop-class-b4"
    assert "came.girls" in cast.workshop.fields
    send(facilitator, cast.workshop, entry(1, "came.girls", 9))
    refused = facilitator.post(address, OUTLINE)
    assert refused.status_code == 409
    cast.workshop.refresh_from_db()
    assert cast.workshop.plan == "workshop-class-b4"


def test_papers_of_another_plan_are_left_out(facilitator):
    made = facilitator.post(f"{HERE}new", {**OUTLINE, "prints": ["plan-cards", "talk-church"]})
    assert Workshop.objects.get(id=made["Location"].rsplit("/", 1)[1]).prints == ["plan-cards"]


@pytest.mark.parametrize("paper", ["plan-cards", "plan-pictures", "promise"])
def test_what_was_chosen_is_printed_and_its_name_says_nothing(cast, facilitator, paper):
    file = facilitator.get(f"{HERE}{cast.workshop.id}/papers/{paper}")
    assert file.content.startswith(b"%PDF")
    assert file["Content-Disposition"] == 'inline; filename="workshop.pdf"'


@pytest.mark.parametrize("paper", ["talk-church", "workshop-class-b4", "nothing"])
def test_what_was_not_chosen_is_not_there(cast, facilitator, paper):
    assert facilitator.get(f"{HERE}{cast.workshop.id}/papers/{paper}").status_code == 404


def test_whoever_prints_while_others_do_is_asked_to_come_again(cast, facilitator, monkeypatch):
    def busy(made):
        raise Busy

    monkeypatch.setattr(press_queue, "pressed", busy)
    page = facilitator.get(f"{HERE}{cast.workshop.id}/papers/promise")
    assert (page.status_code, page["Retry-After"]) == (503, "10")
    assert f"{HERE}{cast.workshop.id}/papers/promise" in page.content.decode()


def test_whoever_is_asked_to_lead_it_too_finds_it_and_nobody_of_another_organisation_can_be(
    cast, facilitator
):
    with transaction.atomic():
        other = make_person(cast.organisation, Role.FACILITATOR, cast.at, name="other")
    stranger = cast.theirs[Role.COUNSELLOR].membership.id
    address = f"{HERE}{cast.workshop.id}"
    assert signed_in(other, cast.at).get(address).status_code == 404
    facilitator.post(f"{address}/leaders", {"leader": [other.membership.id, stranger]})
    assert signed_in(other, cast.at).get(address).status_code == 200
    mine = cast.ours[Role.FACILITATOR].membership.id
    assert set(cast.workshop.facilitations.values_list("membership_id", flat=True)) == {
        mine,
        other.membership.id,
    }
    facilitator.post(f"{address}/leaders", {})
    assert signed_in(other, cast.at).get(f"{address}/run").status_code == 404


@pytest.mark.parametrize("missing", [{"vetted_at": None}, {"conduct": 0}], ids=["vetting", "conduct"])
def test_nobody_stands_before_a_group_who_was_not_vetted_or_has_not_promised(cast, facilitator, missing):
    Membership.objects.filter(id=cast.ours[Role.FACILITATOR].membership.id).update(**missing)
    page = facilitator.post(f"{HERE}new", OUTLINE)
    assert page.status_code == 409
    assert "First you are vetted" in page.content.decode()
    assert Workshop.objects.filter(organisation=cast.organisation).count() == 2, "those of the cast"


def test_nobody_is_asked_to_lead_it_too_who_was_not_vetted(cast, facilitator):
    with transaction.atomic():
        other = make_person(cast.organisation, Role.FACILITATOR, cast.at, name="other")
    Membership.objects.filter(id=other.membership.id).update(vetted_at=None)
    address = f"{HERE}{cast.workshop.id}"
    assert other.membership.id not in facilitator.get(address).content.decode()
    facilitator.post(f"{address}/leaders", {"leader": [other.membership.id]})
    assert cast.workshop.facilitations.count() == 1


def test_a_supervisor_gives_a_workshop_to_somebody_else_and_does_not_lead_it(cast):
    """Whoever planned it left; the numbers of that afternoon would lie there for ever."""
    with transaction.atomic():
        other = make_person(cast.organisation, Role.FACILITATOR, cast.at, name="other")
    supervisor = signed_in(cast.ours[Role.SUPERVISOR], cast.at)
    supervisor.post(f"{HERE}{cast.workshop.id}/leaders", {"leader": [other.membership.id]})
    assert list(cast.workshop.facilitations.values_list("membership_id", flat=True)) == [other.membership.id]
    assert supervisor.get(f"{HERE}{cast.workshop.id}/run").status_code == 404


def test_the_page_that_a_phone_keeps_names_nobody(cast, facilitator):
    """It stays on the phone after signing out: only words of the plan and numbers stand on it."""
    text = facilitator.get(f"{HERE}{cast.workshop.id}/run").content.decode()
    person = cast.ours[Role.FACILITATOR]
    assert not [
        said for said in (cast.organisation.name, person.user.name, person.user.username) if said in text
    ]


def test_a_group_is_spoken_to_in_its_own_language_whatever_the_facilitator_reads(cast, facilitator):
    address = f"{HERE}{cast.workshop.id}"
    page = facilitator.get(f"{address}/run?language=km").content.decode()
    assert '<h1 lang="km">' in page
    assert '<html lang="en"' in page
    assert '<h1 lang="en">' in facilitator.get(f"{address}/run?language=xx").content.decode()
    typed = {**field_of(facilitator.get(f"{address}/run?language=km"), WOMEN), "language": "km", "part": "1"}
    assert facilitator.post(f"{address}/counts", typed)["Location"] == f"{address}/run?language=km#p1"


def test_only_that_page_may_have_something_kept(cast, facilitator):
    policy = facilitator.get(f"{HERE}{cast.workshop.id}/run")["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "worker-src 'none'" in facilitator.get(f"{HERE}{cast.workshop.id}")["Content-Security-Policy"]


def test_sessions_of_the_same_people_belong_together(cast, facilitator):
    made = facilitator.post(f"{HERE}new", {**OUTLINE, "group": cast.workshop.group})
    assert Workshop.objects.get(id=made["Location"].rsplit("/", 1)[1]).group == cast.workshop.group
    theirs = facilitator.post(f"{HERE}new", {**OUTLINE, "group": cast.another_workshop.group})
    assert theirs.status_code == 200, "a group of somebody else's is no choice"


def test_whoever_signs_in_without_a_workshop_is_told_so(cast):
    with transaction.atomic():
        alone = make_person(cast.organisation, Role.FACILITATOR, cast.at, name="alone")
    assert "No workshop yet." in signed_in(alone, cast.at).get(HERE).content.decode()
