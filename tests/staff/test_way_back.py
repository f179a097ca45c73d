"""The way back: what its holder hears by their code, and what they may do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.staff.at_the_desk import DESK, SAID
from tests.staff.leaving_something import (
    NUMBER,
    OTHERS,
    PLANTED,
    SIGNS,
    Visitor,
    plain,
    takes,
)

from kapea.care import news_sources
from kapea.care.models import (
    Case,
    CodeAlert,
    Intake,
    LeftWords,
    RecordedPermission,
)
from kapea.care.news_sources import HeardNews, NewsLine, NewsSource, add_news_source
from kapea.care.upkeep import tidy_records
from kapea.core.care.referral_codes import ChildSays, ReferralNews
from kapea.vault.models import PersonKey, RecordWrap

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]


class TestComingBack:
    def test_news_a_worker_s_words_and_never_their_own_story(self, visitor, taker):
        visitor.leaves()
        assert "Nobody has read it yet" in plain(visitor.comes_back())
        case = takes(taker, visitor.left())
        taker.does(case, "answer", said="I am here on Monday at ten.")
        page = plain(visitor.comes_back())
        assert "Somebody has read it" in page
        assert "I am here on Monday at ten." in page
        assert PLANTED not in page

    def test_digits_of_khmer_and_nepal_and_spaces_are_read(self, visitor):
        visitor.leaves()
        for nought in ("០", "०"):
            typed = "".join(
                chr(ord(nought) + int(each)) if each.isdigit() else " - " for each in visitor.code
            )
            assert "We have it" in plain(visitor.comes_back(typed))

    def test_waiting_is_told_honestly(self, visitor, cast):
        visitor.leaves()
        Intake.objects.update(left_at=cast.at - timedelta(days=3))
        page = plain(visitor.comes_back())
        assert "that is too long. Call somebody here." in page

    def test_one_message_more_comes_to_whoever_holds_it(self, visitor, taker):
        visitor.leaves()
        case = takes(taker, visitor.left())
        visitor.comes_back()
        assert "It was sent" in plain(visitor.does("message", words="And a kingfisher.", yes="yes"))
        assert "kingfisher" not in taker.page(case)
        day = taker.client.get(DESK).content.decode()
        assert SAID["wrote-since"] in day
        assert "kingfisher" not in day
        taker.does(case, "more")
        assert "kingfisher" in taker.page(case)

    def test_what_is_written_after_closing_is_seen(self, visitor, taker):
        visitor.leaves()
        case = takes(taker, visitor.left())
        Case.objects.filter(id=case.id).update(
            state="closed", closed_at=case.registered_at, closing_approved_by=["x"], due_at=None
        )
        assert "We ended our help" in plain(visitor.comes_back())
        visitor.does("message", words="Once more.", yes="yes")
        assert SAID["wrote-since"] in taker.client.get(DESK).content.decode()

    def test_who_looked_is_told_without_a_name(self, visitor, taker):
        visitor.leaves()
        visitor.comes_back()
        assert "Nobody has looked" in plain(visitor.does("looks"))
        case = takes(taker, visitor.left())
        taker.page(case)
        page = plain(visitor.does("looks"))
        assert "Somebody who works there looked at it" in page
        assert taker.person.user.name not in page

    def test_a_page_of_another_browser_or_of_long_ago_opens_nothing(self, visitor, monkeypatch):
        visitor.leaves()
        visitor.types()
        thief = Visitor()
        thief.carried = dict(visitor.carried)
        assert "The 16 figures" in plain(thief.chooses())

    def test_the_code_thrown_away_opens_nothing_and_nobody_can_write(self, visitor, taker):
        visitor.leaves()
        case = takes(taker, visitor.left())
        visitor.comes_back()
        assert "opens nothing" in plain(visitor.does("throw"))
        assert "Somebody has read it" not in plain(visitor.comes_back())
        assert SAID["no-code"] in taker.page(case)
        assert taker.is_refused(case, "answer", said="Hello") == SAID["fault-case-no-code"]


class TestTakingBack:
    def test_calls_alone(self, visitor, taker):
        visitor.leaves(1)
        case = takes(taker, visitor.left())
        visitor.comes_back()
        visitor.does("no-calls")
        assert SAID["reach-not-allowed"] in taker.page(case)
        assert NUMBER not in taker.page(case)

    def test_all_of_it_before_anybody_read_it(self, visitor):
        visitor.leaves()
        visitor.comes_back()
        visitor.does("all-back")
        assert not LeftWords.objects.exists()
        assert all(row.withdrawn_at for row in RecordedPermission.objects.all())

    def test_erased_at_once_while_nobody_has_it(self, visitor):
        visitor.leaves()
        id = visitor.left().id
        visitor.comes_back()
        assert "It is all gone" in plain(visitor.does("erase", sign=SIGNS))
        assert not Intake.objects.exists()
        assert not RecordWrap.objects.filter(record=id).exists()
        assert not PersonKey.objects.exists()

    def test_erased_a_day_later_once_somebody_works_on_it_and_that_can_be_taken_back(
        self, visitor, taker, cast
    ):
        visitor.leaves()
        case = takes(taker, visitor.left())
        visitor.comes_back()
        assert "gone in one day" in plain(visitor.does("erase", sign=SIGNS))
        assert SAID["reach-erase-asked"] in taker.page(case)
        tidy_records(at=cast.at + timedelta(hours=20))
        assert Case.objects.filter(id=case.id).exists()
        assert "It stays there" in plain(visitor.does("keep"))
        visitor.does("erase", sign=SIGNS)
        tidy_records(at=cast.at + timedelta(hours=26))
        assert not Case.objects.filter(id=case.id).exists()
        assert not RecordWrap.objects.filter(record=case.id).exists()

    def test_what_nobody_takes_goes_on_its_day_with_its_code(self, visitor, cast):
        visitor.leaves()
        tidy_records(at=cast.at + timedelta(days=29))
        assert Intake.objects.exists()
        tidy_records(at=cast.at + timedelta(days=31))
        assert not Intake.objects.exists()
        assert not LeftWords.objects.exists()
        assert not PersonKey.objects.exists()

    def test_an_open_phone_is_not_enough_to_erase(self, visitor, taker):
        visitor.leaves()
        case = takes(taker, visitor.left())
        visitor.comes_back()
        visitor.does("erase", sign=OTHERS)
        assert Intake.objects.get(id=case.id).erase_asked_at is None
        assert CodeAlert.objects.filter(kind="other_signs").exists()


class TestOtherNews:
    """What other kinds of help bring: they add a source, and hear the answers."""

    @pytest.fixture
    def answers(self, monkeypatch):
        taken = []

        def hear(record: str, at, time_zone: str) -> list[HeardNews]:
            line = NewsLine("did-you-get-it", at.date())
            return [HeardNews("trial", "thing22222222222", (line,), tuple(ChildSays), may_stop=True)]

        def take_answer(record: str, about: str, says: str, at) -> bool:
            taken.append((record, about, says))
            return about == "thing22222222222"

        monkeypatch.setattr(news_sources, "_SOURCES", {})
        add_news_source("trial", NewsSource(hear, take_answer))
        return taken

    def test_it_is_heard_and_answered_behind_the_pictures_alone(self, visitor, answers):
        visitor.leaves()
        assert "Did you get their help?" not in plain(visitor.comes_back(signs=OTHERS))
        CodeAlert.objects.all().delete()
        page = plain(visitor.comes_back())
        for said in ("Did you get their help?", "Yes, I got it", "Not yet", "Nobody came", "Stop this"):
            assert said in page
        page = visitor.does("answer", source="trial", about="thing22222222222", says="nobody_came")
        assert "It was sent" in plain(page)
        assert answers == [(visitor.left().id, "thing22222222222", "nobody_came")]
        assert "still missing" in plain(visitor.does("answer", source="none", about="x", says="yes"))

    def test_there_are_words_for_all_that_is_heard_of_a_referral(self, visitor, world):
        for news in ReferralNews:
            assert world.release.text(f"word.news-{news.value.replace('_', '-')}", "km")
        for says in ChildSays:
            assert world.release.text(f"word.says-{says.value.replace('_', '-')}", "km")
