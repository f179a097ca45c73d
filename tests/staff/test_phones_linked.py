"""Answers that somebody linked by a code of their own: compared once, told to nobody, gone with their key."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connections
from tests.pages.conftest import Visitor, words
from tests.staff.phone_room import FIVE, HERE, NO, PASS, YES, chosen, form_of, room_of, sends

from kapea.audit.models import Event
from kapea.core.workshops.own_phones import LINKS_LAST
from kapea.learning import phone_links
from kapea.learning.models import LinkedAnswers, PairedCount, PhonePart, SentForm
from kapea.learning.upkeep import tidy_workshops
from kapea.vault.models import LinkKey

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]


@pytest.fixture
def room(cast):
    return room_of(cast)


@pytest.fixture
def phone():
    return Visitor(enforce_csrf_checks=True)


@pytest.fixture
def says(world):
    return lambda word: " ".join(world.release.text(f"word.{word}", "en").split())


CODES = ["ab12", "cd34", "ef56", "gh78", "ij90", "kl11"]


def both(room, before, after, codes_before=CODES, codes_after=CODES):
    """Before and after, by the same people."""
    for asked, answers, codes in (("before", before, codes_before), ("after", after, codes_after)):
        room.people(room.opens(asked), answers, codes)
        assert room.adds(asked).status_code == 302


def pairs(item: str = "first-words") -> tuple[int, ...] | None:
    return PairedCount.objects.filter(measure=item).values_list("kept", "lost", "gained", "neither").first()


def test_only_how_many_changed_which_way_stays(room):
    before = [(YES, YES, YES)] * 2 + [(NO, YES, PASS)] * 4
    after = [(YES, NO, YES)] * 5 + [(NO, NO, PASS)]
    both(room, before, after)
    assert pairs() == (2, 0, 3, 1)
    assert pairs("paying") == (0, 0, 6, 0), "there the straight mouth is hoped for"
    assert pairs("one-number") == (2, 0, 3, 1)
    assert not LinkedAnswers.objects.exists()
    assert not SentForm.objects.exists()
    assert not LinkKey.objects.exists()


def test_pairs_are_shown_on_no_page(room):
    both(room, [(NO, NO, NO)] * 6, [(YES, NO, NO)] * 6)
    for address in (room.page, f"{HERE}{room.workshop.id}"):
        assert not re.search(r"\bpair|linked|code", room.leads.get(address).content.decode())


def test_a_code_that_two_have_is_dropped_and_both_still_count(room):
    codes = [*CODES[:5], "ab12"]
    both(room, [(NO, NO, NO)] * 6, [(YES, NO, NO)] * 6, codes_before=codes, codes_after=codes)
    assert room.cards()["first-words"] == (0, 6, 0)
    assert pairs() is None, "four pairs are too few to stay"


def test_two_who_take_one_code_only_after_are_dropped_too(room):
    codes = [*CODES, "mn22"]
    both(room, [(NO, NO, NO)] * 7, [(YES, NO, NO)] * 7, codes, [*codes[:6], "ab12"])
    assert pairs() == (0, 0, 5, 0)


def test_fewer_than_five_pairs_are_not_kept(room):
    codes = [*CODES[:4], "", ""]
    both(room, [(NO, NO, NO)] * 6, [(YES, NO, NO)] * 6, codes, codes)
    assert pairs() is None
    assert not PairedCount.objects.exists()


def test_whoever_makes_no_code_is_counted_all_the_same(room):
    both(room, [(NO, NO, NO)] * 6, [(YES, NO, NO)] * 6, [""] * 6, [""] * 6)
    assert room.cards("after")["first-words"] == (6, 0, 0)


def test_what_is_no_code_is_said_and_no_answer_is_lost(room, phone, says):
    page = sends(phone, room.opens(), FIVE[0], "Sok Visal")
    assert says("cards-code-wrong") in words(page)
    assert page.content.decode().count('" checked>') == 3
    assert PhonePart.objects.get().answered == 0
    assert phone.post(*form_of(page, **chosen(FIVE[0]), c="so 12")).status_code == 303


def test_whoever_guesses_a_code_is_told_nothing(room):
    """A husband who knows his wife's favourite digits: the page says the same to a code that is there."""
    number = room.opens()
    sends(Visitor(), number, (NO, NO, NO), "ab12")
    there, new = (sends(Visitor(), number, (YES, YES, YES), code) for code in ("ab12", "zz99"))
    assert (there.status_code, there["Location"], there.content) == (
        new.status_code,
        new["Location"],
        new.content,
    )
    assert LinkedAnswers.objects.get(dropped=True).before == b"", "and what the code held is gone"


def test_a_part_that_is_thrown_away_takes_its_codes_along(room):
    room.people(room.opens(), [(NO, NO, NO)] * 6, CODES)
    room.discards()
    assert not [row for row in LinkedAnswers.objects.all() if row.before or row.after]
    both(room, [(YES, NO, NO)] * 6, [(YES, NO, NO)] * 6)
    assert pairs() == (6, 0, 0, 0)


def test_a_key_store_that_is_away_costs_the_pair_and_not_the_answer(room, phone, monkeypatch):
    number = room.opens()

    def away(*given, **named):
        raise DatabaseError

    monkeypatch.setattr(phone_links, "link_key", away)
    assert sends(phone, number, FIVE[0], "ab12").status_code == 303
    assert PhonePart.objects.get().answered == 1
    assert not LinkedAnswers.objects.exists()


# --- what is left -------------------------------------------------------------------------------------


def everything_stored() -> str:
    """Every row of every table of both databases; on SQLite every byte."""
    rows = "".join(repr(list(model.objects.values())) for model in apps.get_models())
    for alias in ("default", "keys"):
        if connections[alias].vendor == "sqlite":
            rows += connections[alias].connection.serialize().decode("latin-1")
    return rows


def test_while_it_runs_no_code_stands_anywhere_and_no_answer_can_be_read(room):
    room.people(room.opens(), [(NO, PASS, YES)] * 5, ["qz73", *CODES[:4]])
    stored = everything_stored()
    assert "qz73" not in stored
    for row in LinkedAnswers.objects.all():
        assert not re.search(rb"smile|[yn-]{3}", bytes(row.before))


def test_after_the_workshop_is_closed_no_mark_and_no_key_is_left(room):
    room.people(room.opens(), [(NO, NO, NO)] * 6, CODES)
    room.adds()
    marks = [row.mark for row in LinkedAnswers.objects.all()]
    sealed = [bytes(row.before).hex() for row in LinkedAnswers.objects.all()]
    material = bytes(LinkKey.objects.get().material)
    assert len(marks) == 6
    assert room.leads.post(f"{HERE}{room.workshop.id}/step", {"step": "close"}).status_code == 302
    stored = everything_stored()
    assert not [each for each in (*marks, *sealed, material.hex()) if each in stored]
    assert repr(material) not in stored
    assert material.decode("latin-1") not in stored
    assert not LinkedAnswers.objects.exists()
    assert not LinkKey.objects.exists()


def test_what_somebody_forgot_goes_by_itself(cast, room):
    room.people(room.opens(), [(NO, NO, NO)] * 6, CODES)
    assert tidy_workshops(at=cast.at + LINKS_LAST - timedelta(minutes=1)) == 0
    assert tidy_workshops(at=cast.at + LINKS_LAST + timedelta(minutes=1)) > 0
    assert not PhonePart.objects.exists()
    assert not SentForm.objects.exists()
    assert not LinkedAnswers.objects.exists()
    last = Event.objects.filter(action="workshop.phones-discard").get()
    assert last.by == "retention"


def test_a_code_of_yesterday_is_no_pair_of_today(cast, room):
    room.people(room.opens(), [(NO, NO, NO)] * 6, CODES)
    room.adds()
    LinkKey.objects.update(expires_at=cast.at)
    room.people(room.opens("after"), [(YES, NO, NO)] * 6, CODES)
    assert room.adds("after").status_code == 302
    assert not PairedCount.objects.exists()
    assert not LinkedAnswers.objects.exists()
