"""Answers on phones, as whoever leads opens, adds or discards them: shown only when they are many, and nobody
is counted twice unseen.
"""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.test import Client
from tests.staff.cast import make_person, make_workshop, signed_in
from tests.staff.phone_room import FIVE, HERE, NO, PASS, YES, room_of

from kapea.audit.models import Event
from kapea.core.staff.roles import Role
from kapea.learning.models import EnteredCount, Facilitation, PhonePart

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]


@pytest.fixture
def room(cast):
    return room_of(cast)


def card_entry(number: int, card: str, value: int, *over: str) -> dict[str, object]:
    return {
        "id": f"entry{number:011d}",
        "field": f"before.first-words.{card}",
        "value": value,
        "over": list(over),
    }


def sync(room, *entries):
    address = f"{HERE}{room.workshop.id}/sync"
    answer = room.leads.post(address, {"entries": list(entries)}, content_type="application/json")
    assert answer.status_code == 200


# --- from opening to the numbers ------------------------------------------------------------


def test_people_answer_on_phones_and_only_how_many_is_counted(room):
    number = room.opens()
    room.people(number, [(YES, NO, PASS)] * 4 + [(NO, NO, YES)] * 2)
    assert room.cards() == {}, "nothing stands there before it is closed"
    assert room.adds().status_code == 302
    assert room.cards() == {"first-words": (4, 2, 0), "paying": (0, 6, 0), "one-number": (2, 0, 4)}


def test_opening_begins_the_workshop_and_each_act_is_in_the_trail(cast, room):
    room.people(room.opens(), FIVE)
    room.adds()
    room.opens("after")
    room.discards("after")
    rows = Event.objects.filter(subject=f"workshop:{cast.workshop.id}").order_by("number")
    assert [(row.action, row.detail.get("part", "")) for row in rows] == [
        ("workshop.begin", ""),
        ("workshop.phones-open", "before"),
        ("workshop.phones-add", "before"),
        ("workshop.phones-open", "after"),
        ("workshop.phones-discard", "after"),
    ]


def test_the_number_is_short_random_and_shown_large(room):
    number = room.opens()
    assert re.fullmatch(r"[1-9]\d{5}", number)
    page = room.leads.get(room.page).content.decode()
    assert f'<b class="typed number">{number[:3]} {number[3:]}</b>' in page
    assert "testserver" not in page
    assert "localhost/km/a" in page, "in the language of the country; a tap leads to the others"
    room.discards()
    assert room.opens() != number


def test_whoever_leads_a_group_gets_there_from_each_part_that_is_measured(room):
    page = room.leads.get(f"{HERE}{room.workshop.id}/run").content.decode()
    assert page.count(f'href="{room.page}"') == 2


def test_until_when_it_can_be_typed_is_said_by_the_clocks_of_the_country(room):
    room.opens()
    closes = PhonePart.objects.get().closes_at.astimezone(ZoneInfo("Asia/Phnom_Penh"))
    assert f"<b>{closes:%H:%M}</b>" in room.leads.get(room.page).content.decode()


def test_whoever_leads_sees_how_many_and_never_what(room):
    """Whatever three people answer, the page says the same."""
    pages = []
    for answers in ([(YES, YES, YES)] * 3, [(NO, PASS, NO)] * 3):
        room.people(room.opens(), answers)
        changing = r'value="\w{64}"|\d{3} \d{3}|<b>\d\d:\d\d</b>'
        page = re.sub(changing, "", room.leads.get(room.page).content.decode())
        pages.append(page)
        assert "<b>3</b>" in page
        assert room.discards().status_code == 302
    assert pages[0] == pages[1]


def test_of_fewer_than_five_nothing_is_added_and_the_part_can_stay_open(room):
    number = room.opens()
    room.people(number, FIVE[:4])
    assert "With fewer than 5" in room.leads.get(room.page).content.decode()
    assert room.adds().status_code == 409
    assert room.cards() == {}
    room.people(number, FIVE[:1])
    assert room.adds().status_code == 302
    assert room.cards()["first-words"] == (5, 0, 0)


def test_an_item_that_fewer_than_five_answered_is_left_out(room):
    room.people(room.opens(), [*FIVE[:4], (YES, NO, "")])
    room.adds()
    assert set(room.cards()) == {"first-words", "paying"}


def test_a_part_is_answered_on_phones_once_so_nobody_is_found_by_subtraction(room):
    room.people(room.opens(), FIVE)
    room.adds()
    again = room.leads.post(f"{room.page}/open", {"asked": "before"})
    assert again.status_code == 409
    assert "That was done already" in again.content.decode()


def test_what_was_thrown_away_can_be_opened_again_and_counts_from_nothing(room):
    number = room.opens()
    room.people(number, FIVE)
    assert room.discards().status_code == 302
    room.people(room.opens(), [(NO, NO, NO)] * 5)
    room.adds()
    assert room.cards()["first-words"] == (0, 5, 0)


def test_one_part_after_the_other(room):
    room.opens("before")
    assert room.leads.post(f"{room.page}/open", {"asked": "after"}).status_code == 409


# --- cards and phones -------------------------------------------------------------------------


def test_answers_are_added_to_cards_once_somebody_says_that_nobody_did_both(room):
    sync(room, card_entry(1, YES, 7), card_entry(2, NO, 2))
    room.people(room.opens(), FIVE)
    page = room.leads.get(room.page).content.decode()
    assert '<td class="number" data-name="Cards counted">9</td>' in page
    assert "<b>5</b>" in page
    refused = room.leads.post(f"{room.page}/close", room.form())
    assert (refused.status_code, "nobody did both" in refused.content.decode()) == (409, True)
    assert room.adds().status_code == 302
    assert room.cards()["first-words"] == (12, 2, 0)


def test_cards_that_were_counted_meanwhile_are_looked_at_first(room):
    room.people(room.opens(), FIVE)
    form = room.form()
    sync(room, card_entry(1, YES, 7))
    refused = room.leads.post(f"{room.page}/close", {**form, "apart": "yes"})
    assert (refused.status_code, "counted meanwhile" in refused.content.decode()) == (409, True)
    assert room.adds().status_code == 302
    assert room.cards()["first-words"] == (12, 0, 0)


def test_where_two_numbers_of_cards_stand_somebody_says_first_which_holds(room):
    sync(room, card_entry(1, YES, 7), card_entry(2, YES, 8))
    room.people(room.opens(), FIVE)
    refused = room.adds()
    assert (refused.status_code, "which one holds" in refused.content.decode()) == (409, True)
    assert ">?</td>" in room.leads.get(room.page).content.decode()


def test_cards_that_a_phone_without_network_brings_later_are_another_number(room):
    """Who counted them had not seen the answers: both stand there, and nobody is counted twice unseen."""
    room.people(room.opens(), FIVE)
    room.adds()
    sync(room, card_entry(1, YES, 7))
    page = room.leads.get(f"{HERE}{room.workshop.id}").content.decode()
    assert "5 · 7" in page
    assert room.leads.post(f"{HERE}{room.workshop.id}/step", {"step": "close"}).status_code == 409


# --- closing the workshop -------------------------------------------------------------------------


def test_a_workshop_is_not_closed_while_answers_wait(room):
    room.people(room.opens(), FIVE)
    refused = room.leads.post(f"{HERE}{room.workshop.id}/step", {"step": "close"})
    assert (refused.status_code, "phones are waiting" in refused.content.decode()) == (409, True)
    room.adds()
    assert room.leads.post(f"{HERE}{room.workshop.id}/step", {"step": "close"}).status_code == 302


def test_nothing_is_opened_in_a_workshop_that_is_closed(room):
    room.people(room.opens(), FIVE)
    room.adds()
    room.leads.post(f"{HERE}{room.workshop.id}/step", {"step": "close"})
    refused = room.leads.post(f"{room.page}/open", {"asked": "after"})
    assert refused.status_code == 409
    assert not PhonePart.objects.filter(asked="after").exists()


# --- who may ------------------------------------------------------------------------------------------


def test_children_in_a_class_are_never_asked_on_phones(cast):
    with transaction.atomic():
        cast.workshop = make_workshop(cast.ours[Role.FACILITATOR], cast.at, plan="workshop-class-b4")
    room = room_of(cast)
    assert room.leads.get(room.page).status_code == 404
    for asked in ("before", "after"):
        assert room.leads.post(f"{room.page}/open", {"asked": asked}).status_code == 404
    for address in (f"{HERE}{cast.workshop.id}", f"{HERE}{cast.workshop.id}/run"):
        assert "/phones" not in room.leads.get(address).content.decode()
    assert not PhonePart.objects.exists()


def outsiders(cast) -> list[Client]:
    """Everybody but whoever leads it and the supervisor; also a facilitator who leads another."""
    with transaction.atomic():
        another = make_person(cast.organisation, Role.FACILITATOR, cast.at, name="another")
        make_workshop(another, cast.at)
    people = [person for role, person in cast.ours.items() if role not in (Role.FACILITATOR, Role.SUPERVISOR)]
    return [signed_in(each, cast.at) for each in (*people, another, *cast.theirs.values())]


def test_for_outsiders_there_is_nothing(cast, room):
    room.people(room.opens(), FIVE)
    for client in outsiders(cast):
        assert client.get(room.page).status_code == 404
        assert client.post(f"{room.page}/open", {"asked": "after"}).status_code == 404
        for then in ("add", "discard"):
            form = {"asked": "before", "then": then, "apart": "yes", "seen": ""}
            assert client.post(f"{room.page}/close", form).status_code == 404
    assert PhonePart.objects.get().answered == 5
    assert not EnteredCount.objects.exists()


def test_a_supervisor_closes_what_a_facilitator_left_open_and_opens_nothing(cast, room):
    room.people(room.opens(), FIVE)
    supervisor = room_of(cast, Role.SUPERVISOR)
    assert supervisor.leads.post(f"{room.page}/open", {"asked": "after"}).status_code == 404
    assert supervisor.discards().status_code == 302
    assert not PhonePart.objects.exists()


def test_whoever_leads_it_too_closes_it_once(cast, room):
    with transaction.atomic():
        person = make_person(cast.organisation, Role.FACILITATOR, cast.at, name="second")
        Facilitation.objects.create(workshop=cast.workshop, membership=person.membership)
    second = signed_in(person, cast.at)
    room.people(room.opens(), FIVE)
    form = {**room.form(), "apart": "yes"}
    assert room.leads.post(f"{room.page}/close", form).status_code == 302
    assert second.post(f"{room.page}/close", form).status_code == 409
    assert room.cards()["first-words"] == (5, 0, 0)
