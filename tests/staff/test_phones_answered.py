"""Phones of whoever sits in the room, without JavaScript: a number, three cards an item, nothing else asked,
and nothing told to whoever guesses.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from tests.conftest import world_of
from tests.logs import everything_logged
from tests.pages.conftest import Visitor, dials, leads_away, words
from tests.staff.phone_room import FIVE, ITEMS, NO, PASS, YES, asks, chosen, form_of, room_of, sends

from kapea.content.queries import worlds
from kapea.core.workshops.own_phones import MOST_ON_PHONES, OPEN_FOR
from kapea.learning.models import LinkedAnswers, PhonePart, Workshop
from kapea.web.public.card_answers import WRONG_PER_MINUTE, wrong_numbers

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]


@pytest.fixture(autouse=True)
def _no_wrong_number_yet():
    wrong_numbers.clear()
    yield
    wrong_numbers.clear()


@pytest.fixture
def room(cast):
    return room_of(cast)


@pytest.fixture
def phone():
    return Visitor(enforce_csrf_checks=True)


@pytest.fixture
def says(world):
    return lambda word: " ".join(world.release.text(f"word.{word}", "en").split())


def test_a_phone_is_asked_the_items_with_the_three_cards_and_nothing_else(room, phone, world):
    page = asks(phone, room.opens())
    text = page.content.decode()
    assert page.status_code == 200
    asked = [world.release.measures[id] for id in ITEMS]
    for measure in asked:
        assert " ".join(world.release.text(measure.ask, "en").split()) in words(page)
    inputs = re.findall(r'<input(?: id="\w+")?(?: type="(\w+)")? name="(\w+)"(?: value="(\w*)")?', text)
    kinds = {(kind, name) for kind, name, _ in inputs if name != "csrfmiddlewaretoken"}
    assert kinds == {
        ("hidden", "l"), ("hidden", "n"), ("hidden", "s"), ("hidden", "b"), ("", "c"),
        ("radio", "i1"), ("radio", "i2"), ("radio", "i3"),
    }  # fmt: skip
    assert len(re.findall(r"<svg[^>]*><circle", text)) == 9
    assert dials(page), "who to call stands under it"
    assert list(phone.cookies) == ["f"], "the cookie of every page with a form, and no other"


def test_a_phone_is_thanked_at_an_address_that_says_nothing(room, phone, says):
    sent = sends(phone, room.opens(), FIVE[0])
    assert (sent.status_code, sent["Location"]) == (303, "/en/a/1")
    page = phone.get(sent["Location"])
    assert says("cards-thanks") in words(page)
    assert dials(page)


@pytest.mark.parametrize("typed", ["{0} {1}", " {0}-{1} ", "{0}{1}"])
def test_a_number_is_read_however_it_is_grouped(room, phone, typed):
    number = room.opens()
    assert 'name="i1"' in asks(phone, typed.format(number[:3], number[3:])).content.decode()


def test_khmer_digits_are_digits(room, phone):
    number = room.opens().translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
    assert 'name="i1"' in asks(phone, number, "km").content.decode()


def test_no_address_takes_a_number(room, phone):
    number = room.opens()
    assert 'name="i1"' not in phone.get(f"/en/a?n={number}").content.decode()
    assert phone.get(f"/en/a/{number}").status_code == 404
    action, fields = form_of(phone.get("/en/a"))
    assert 'name="i1"' not in phone.post(f"{action}?n={number}", fields).content.decode()


def test_whoever_leaves_everything_out_is_asked_again_and_not_counted(room, phone, says):
    again = sends(phone, room.opens(), ())
    assert says("cards-none") in words(again)
    assert PhonePart.objects.get().answered == 0


def test_a_form_that_a_slow_phone_sends_twice_counts_once(room, phone):
    form = form_of(asks(phone, room.opens()), **chosen(FIVE[0]), c="ab12")
    for _ in range(3):
        assert phone.post(*form)["Location"] == "/en/a/1"
    assert PhonePart.objects.get().answered == 1
    assert not LinkedAnswers.objects.get().dropped, "it is not two who have one code"


def test_two_people_may_share_a_phone(room, phone):
    number = room.opens()
    for answers in FIVE[:2]:
        sends(phone, number, answers)
    assert PhonePart.objects.get().answered == 2


@pytest.mark.parametrize("sent", [{"i1": "laugh"}, {"i9": YES}, {"first-words": YES}, {"i1": ""}])
def test_what_is_no_card_of_an_item_is_not_counted(room, phone, sent):
    page = asks(phone, room.opens())
    assert phone.post(*form_of(page, **sent)).status_code == 200
    assert PhonePart.objects.get().tally == {}


def test_leave_works_from_the_cards(room, phone):
    asks(phone, room.opens())
    assert leads_away(phone.post("/leave")).startswith("https://")


def test_no_group_is_so_large(room, phone):
    number = room.opens()
    PhonePart.objects.update(answered=MOST_ON_PHONES)
    assert 'name="i1"' not in asks(phone, number).content.decode()


def test_the_public_page_asks_nothing_of_the_key_store_without_a_code(room, phone, django_assert_num_queries):
    number = room.opens()
    page = asks(phone, number)
    with django_assert_num_queries(0, using="keys"):
        phone.post(*form_of(page, **chosen(FIVE[0])))


# --- a number that is not open ---------------------------------------------------------------------


def without_secrets(page) -> str:
    return re.sub(r'value="\w{64}"', "", page.content.decode())


def test_wrong_closed_over_and_unknown_are_one_page(cast, room, phone):
    number = room.opens()
    pages = [asks(phone, "999998"), asks(phone, ""), asks(phone, "Sok Visal")]
    PhonePart.objects.update(closes_at=cast.at)
    pages.append(asks(phone, number))
    PhonePart.objects.update(closes_at=cast.at + OPEN_FOR)
    Workshop.objects.filter(id=room.workshop.id).update(state="closed")
    pages.append(asks(phone, number))
    Workshop.objects.filter(id=room.workshop.id).update(state="running")
    room.discards()
    pages.append(asks(phone, number))
    assert len({without_secrets(page) for page in pages}) == 1
    assert {page.status_code for page in pages} == {200}


def test_a_number_lives_two_hours_at_most(cast, room, phone):
    room.opens()
    part = PhonePart.objects.get()
    assert part.closes_at - part.opened_at == OPEN_FOR <= timedelta(hours=2)
    PhonePart.objects.update(closes_at=cast.at - timedelta(seconds=1))
    page = room.leads.get(room.page).content.decode()
    assert "The time is over" in page
    assert part.number[:3] not in page.replace(part.id, "")


def test_answers_that_come_too_late_are_told_so_and_not_counted(room, phone, says):
    """Somebody was still choosing when it was closed."""
    number = room.opens()
    late = form_of(asks(phone, number), **chosen((NO, NO, NO)))
    room.people(number, FIVE)
    room.adds()
    answer = phone.post(*late)
    assert says("cards-look") in words(answer)
    assert room.cards()["first-words"] == (5, 0, 0)
    assert PhonePart.objects.get().answered == 5


def test_a_number_of_another_country_is_unknown(room, phone, settings):
    """Who to call would be those of another country."""
    settings.KAPEA_PACKS = ["cambodia", "kenya"]
    worlds._put_live("kenya", world_of("kenya"))
    worlds._looked["kenya"] = worlds._clock() + 3600
    number = room.opens()
    assert 'name="i1"' in asks(phone, number, "en-kh").content.decode()
    assert 'name="i1"' not in asks(phone, number, "en-ke").content.decode()


def test_guessing_is_slowed_and_then_a_right_number_is_not_looked_at_either(room):
    number = room.opens()
    guesser = Visitor(REMOTE_ADDR="203.0.113.9")
    page = guesser.get("/en/a")
    for guess in range(WRONG_PER_MINUTE):
        assert guesser.post(*form_of(page, n=str(100_000 + guess))).status_code == 200
    refused = guesser.post(*form_of(page, n=number))
    assert refused.status_code == 429
    assert dials(refused)
    assert 'name="i1"' in asks(Visitor(REMOTE_ADDR="203.0.113.77"), number).content.decode(), "a neighbour"


def test_right_numbers_slow_nobody_in_the_room(room):
    """Forty phones behind one address."""
    number = room.opens()
    room.people(number, FIVE * 8)
    assert PhonePart.objects.get().answered == 40


def test_the_gate_keeps_no_address(room):
    asks(Visitor(REMOTE_ADDR="203.0.113.9"), "999998")
    assert len(wrong_numbers) > 0
    assert "203.0.113" not in repr(wrong_numbers.__dict__)


def test_where_the_plan_is_no_more_no_number_is_open(room, phone):
    number = room.opens()
    Workshop.objects.filter(id=room.workshop.id).update(plan="workshop-that-went")
    assert 'name="i1"' not in asks(phone, number).content.decode()


def test_nothing_typed_or_chosen_is_in_a_log_an_address_a_title_or_a_header(room):
    seen = []
    with everything_logged() as logged:
        phone = Visitor(enforce_csrf_checks=True)
        number = room.opens()
        for sent in (
            sends(phone, number, (NO, PASS, YES), "qz73"),
            asks(phone, "424242"),
            asks(phone, "Visal"),
        ):
            seen += [str(sent.headers), sent.headers.get("Location", ""), phone.cookies.output()]
        page = asks(phone, number)
        seen += [str(page.headers), *re.findall(r'(?:href|action|src)="([^"]*)"', page.content.decode())]
        seen += re.findall("<title>(.*?)</title>", page.content.decode())
    seen.append(logged.getvalue())
    told = "".join(seen)
    assert not [each for each in (number, "qz73", "424242", "Visal", "straight", "question") if each in told]
