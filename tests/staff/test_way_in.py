"""A way in from guidance: where it is offered, what may be left, and who takes it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError
from tests.staff.at_the_desk import DESK, SAID, Worker
from tests.staff.leaving_something import (
    IN,
    MESSAGE,
    PLANTED,
    Visitor,
    forget,
    plain,
    switch_on,
    takes,
)

from kapea.care.answering_desks import answering_in, set_answering
from kapea.care.models import (
    Intake,
    LeftWords,
    RecordedPermission,
)
from kapea.core.staff.roles import Role
from kapea.people.models import Membership, User
from kapea.vault.models import PersonKey
from kapea.web.public import way_in
from kapea.web.public.rate_limit import flood

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
ASKED = "Is now a good time?"
FIELD = re.compile(r'<(?:input|select|textarea|button)[^>]* name="(\w+)"')
CARRIED_ALONG = "csrfmiddlewaretoken form l m b typed t o do source about says no throw"
"""What forms carry along, and what a button of theirs does."""


@pytest.fixture(autouse=True)
def _nothing_remembered():
    forget()
    yield
    forget()


def walks_to_help(somebody: Visitor) -> str:
    """The page of who can help, after a first answer."""
    flood.clear()
    led = {"HTTP_SEC_FETCH_DEST": "document", "HTTP_SEC_FETCH_SITE": "same-origin"}
    return somebody.client.post("/en/h/0", {"m": "help"}, follow=True, **led).content.decode()


class TestOffered:
    def test_only_where_somebody_answers(self, cast):
        somebody = Visitor()
        for address in (IN, f"{IN}/1", f"{IN}/2"):
            assert "Nobody can answer here now" in plain(somebody.page(address))
        switch_on(cast.organisation, cast.at)
        page = plain(somebody.page(IN))
        assert "They work for: Line of ours." in page
        assert "so many hours: 24." in page

    def test_not_where_nobody_is_ready_to_read(self, answering):
        Membership.objects.update(vetted_at=None)
        assert answering_in("cambodia", at=answering.at) == ()

    def test_not_once_somebody_waited_for_three_days(self, visitor, answering):
        visitor.leaves()
        later = answering.at + timedelta(days=3, hours=1)
        assert answering_in("cambodia", at=answering.at)
        assert answering_in("cambodia", at=later) == ()

    def test_the_page_of_who_can_help_has_a_quiet_way_where_somebody_answers(self, cast):
        somebody = Visitor()
        assert "People here can answer you" not in plain(walks_to_help(somebody))
        switch_on(cast.organisation, cast.at)
        page = walks_to_help(somebody)
        assert "People here can answer you" in plain(page)
        assert page.index('href="tel:') < page.index(f'href="{IN}"')
        set_answering(cast.organisation, answers=False, hours=24, by="operator", at=cast.at)
        forget()
        page = plain(walks_to_help(somebody))
        assert "People here can answer you" not in page
        assert "I have a number to come back with" in page

    def test_no_page_fails_where_it_cannot_be_looked_up(self, cast, monkeypatch):
        def away(*_, **__):
            raise DatabaseError

        switch_on(cast.organisation, cast.at)
        monkeypatch.setattr("kapea.web.public.offered_answers.answering_in", away)
        assert "Nobody can answer here now" in plain(Visitor().page(IN))

    def test_the_workers_of_another_country_are_not_offered(self, answering):
        assert answering_in("kenya", at=answering.at) == ()


class TestLeaving:
    def test_a_code_is_shown_once_and_kept_nowhere(self, visitor):
        page = visitor.leaves()
        digits = visitor.code.replace(" ", "")
        assert len(digits) == 16
        assert f"{digits[:8]} {digits[8:]}" in page
        assert "Boat" in plain(page)
        assert "Tree" in plain(page)
        assert PersonKey.objects.count() == 1

    def test_cw_01_it_is_left_held_and_thrown_away_with_nothing_of_who_it_is(self, visitor):
        """No field of the way is for a name, a number, a birth date, a sex, a place."""
        accounts, asked = User.objects.count(), set(FIELD.findall(visitor.page(f"{IN}/2")))
        visitor.leaves()
        asked |= set(FIELD.findall(visitor.types()))
        opened = visitor.chooses()
        asked |= set(FIELD.findall(opened.partition('value="contact"')[0]))
        visitor.does("message", words="One thing more.", yes="yes")
        assert asked <= {*CARRIED_ALONG.split(), "level", "who", "sign", "words", "yes"}
        assert {row.kind for row in RecordedPermission.objects.all()} == {"keep"}
        visitor.does("throw")
        assert "helps you" not in plain(visitor.comes_back())
        assert User.objects.count() == accounts

    @pytest.mark.parametrize("number", [1, 2])
    def test_cw_14_who_reads_it_and_its_limit_stand_before_the_first_field(self, visitor, number):
        page = plain(visitor.page(f"{IN}/{number}"))
        first = page.index("How soon do you need somebody?")
        for said in (
            "People read this.",
            "In danger to life they may have to tell somebody. They tell you first.",
        ):
            assert page.index(said) < first

    def test_one_yes_to_one_thing(self, visitor):
        visitor.leaves(2)
        assert [row.kind for row in RecordedPermission.objects.all()] == ["keep"]
        visitor.leaves(1)
        assert [row.kind for row in RecordedPermission.objects.order_by("given_at")] == ["keep", "call_back"]
        assert all(row.wording.startswith("word.way-consent-") for row in RecordedPermission.objects.all())

    def test_without_a_yes_nothing_is_kept(self, visitor):
        assert "Nothing was sent" in plain(visitor.leaves(yes="no"))
        assert "still missing" in plain(visitor.leaves(yes=""))
        assert not Intake.objects.exists()
        assert not RecordedPermission.objects.exists()

    @pytest.mark.parametrize("lacks", ["level", "who", "sign", "words"])
    def test_what_is_missing_is_asked_for_and_what_was_written_stays(self, visitor, lacks):
        page = visitor.leaves(**{lacks: ""})
        assert "still missing" in plain(page)
        assert lacks == "words" or PLANTED in page
        assert not Intake.objects.exists()

    def test_a_form_sent_twice_leaves_it_once_and_the_last_code_counts(self, visitor):
        visitor.leaves()
        first, form = visitor.code, visitor.left().id
        visitor.sends(f"{IN}/2", form=form, **MESSAGE)
        page = visitor.sends(f"{IN}/2", form=form, **MESSAGE)
        visitor.code = re.search(r'class="code"><bdi>([\d ]+)', page)[1]
        assert Intake.objects.count() == 1
        assert "Nobody has read it yet" in plain(visitor.comes_back())
        assert ASKED not in plain(visitor.comes_back(first))
        assert "We have it" not in plain(visitor.comes_back(first))

    def test_whoever_is_slowed_loses_no_word(self, visitor):
        for _ in range(way_in.LEFT_PER_MINUTE + 1):
            way_in.left.allows("127.0.0.1", way_in.LEFT_PER_MINUTE)
        page = visitor.sends(f"{IN}/2", 429, **MESSAGE)
        assert PLANTED in page
        assert not Intake.objects.exists()

    def test_in_danger_it_is_due_as_soon_as_the_country_says(self, visitor):
        visitor.leaves(level="red")
        row = visitor.left()
        assert row.due_at - row.left_at == timedelta(minutes=15)
        visitor.leaves(level="yellow")
        row = visitor.left()
        assert row.due_at - row.left_at == timedelta(hours=24), "as the organisation said"

    def test_what_a_grown_up_leaves_is_no_childs_yes(self, visitor, taker):
        visitor.leaves(who="adult")
        case = takes(taker, visitor.left())
        assert RecordedPermission.objects.get().asked_of == "caregiver"
        assert "form" in taker.page(case)
        assert 'name="asked_of"' in taker.page(case), "whether it may be kept is still asked of the child"


class TestTaking:
    def test_the_list_holds_a_level_and_how_long_it_waits(self, visitor, taker):
        visitor.leaves()
        page = taker.client.get(DESK).content.decode()
        assert SAID["left-waiting"] in page
        assert PLANTED not in page
        assert visitor.left().id in page

    def test_whoever_takes_it_holds_a_case_that_waits_since_it_was_left(self, visitor, taker):
        visitor.leaves()
        row = visitor.left()
        case = takes(taker, row)
        assert case.owner_id == taker.person.membership.id
        assert case.episode_began_at == row.left_at
        assert PLANTED in taker.page(case)
        assert not LeftWords.objects.exists(), "read into the case, it is nowhere else"

    def test_of_two_one_has_it_and_the_other_sees_why(self, visitor, taker, cast):
        visitor.leaves()
        row = visitor.left()
        other = Worker(cast.ours[Role.CASE_WORKER], cast.at)
        takes(taker, row)
        answer = other.client.post(f"{DESK}intakes/{row.id}/take")
        assert answer.status_code == 409
        assert other.fault(answer) == SAID["fault-case-taken"]
        assert other.client.get(f"/staff/desk/cases/{row.id}").status_code == 404

    def test_taken_by_somebody_who_went_another_may_take_it_an_hour_later(self, visitor, taker, cast):
        visitor.leaves()
        row = visitor.left()
        Intake.objects.update(taken_by="somebodywholeft2", taken_at=cast.at - timedelta(minutes=50))
        assert taker.client.post(f"{DESK}intakes/{row.id}/take").status_code == 409
        Intake.objects.update(taken_at=cast.at - timedelta(minutes=70))
        assert takes(taker, row).owner_id == taker.person.membership.id

    def test_another_organisation_finds_nothing(self, visitor, cast):
        visitor.leaves()
        stranger = Worker(cast.theirs[Role.COUNSELLOR], cast.at)
        assert stranger.client.post(f"{DESK}intakes/{visitor.left().id}/take").status_code == 404
