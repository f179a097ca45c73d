"""Reaching somebody by their safe way: when the number is on the page, and what a try changes."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from tests.staff.at_the_desk import SAID, Worker
from tests.staff.leaving_something import NUMBER, PLANTED, Visitor, forget, switch_on, takes

from kapea.care import same_moment
from kapea.care.models import CaseEntry, RecordedPermission, SafeContactTry
from kapea.core.staff.roles import Role
from kapea.outbox.models import QueuedReply
from kapea.web.staff.words import staff_words

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
ZONE = ZoneInfo("Asia/Phnom_Penh")


@pytest.fixture
def visitor(cast, monkeypatch) -> Visitor:
    monkeypatch.setattr(same_moment, "SAME_MOMENT", 0.0)
    switch_on(cast.organisation, cast.at)
    yield Visitor()
    forget()


@pytest.fixture
def taker(cast) -> Worker:
    return Worker(cast.ours[Role.COUNSELLOR], cast.at)


def around(at: datetime, *, hours_from_now: int = 0) -> dict[str, str]:
    """Hours of the country around a moment, or beside it; of the hours that are offered."""
    hour = at.astimezone(ZONE).hour + hours_from_now
    begin = min(max(hour, 5), 22)
    return {"from": str(begin), "to": str(begin + 1)}


@pytest.fixture
def by_day(monkeypatch, cast):
    """Each page of the desk as of a moment of tomorrow in the country: two in the afternoon, unless set."""
    moment = {"at": cast.at.astimezone(ZONE).replace(hour=14, minute=0) + timedelta(days=1)}
    for place in ("case_page", "reaching", "writing"):
        monkeypatch.setattr(f"kapea.web.desk.{place}.request_time", lambda: moment["at"])
    return moment


class TestWindow:
    def test_cw_46_the_number_is_on_the_page_in_the_window_alone(self, visitor, taker, by_day):
        visitor.leaves(1, **{"from": "13", "to": "15"})
        case = takes(taker, visitor.left())
        page = taker.page(case)
        assert (SAID["reach-may"] in page, NUMBER in page, "Sorry, wrong number." in page) == (True,) * 3
        for hour, day in ((12, 0), (15, 0), (14, 31)):
            by_day["at"] = by_day["at"].replace(hour=hour) + timedelta(days=day)
            assert NUMBER not in taker.page(case)

    def test_cw_46_after_somebody_else_answered_it_is_gone_for_the_day(self, visitor, taker, by_day):
        visitor.leaves(1, **{"from": "13", "to": "17"})
        case = takes(taker, visitor.left())
        taker.does(case, "try", outcome="other_answered")
        page = taker.page(case)
        assert SAID["reach-others-today"] in page
        assert NUMBER not in page
        by_day["at"] += timedelta(days=1)
        assert NUMBER in taker.page(case)

    def test_cw_46_nothing_leaves_by_itself(self, visitor, taker, by_day):
        visitor.leaves(1)
        case = takes(taker, visitor.left())
        taker.does(case, "answer", said="Hello")
        taker.does(case, "try", outcome="nobody")
        assert not QueuedReply.objects.exists()

    def test_a_permission_that_is_over_hides_it(self, visitor, taker, by_day):
        visitor.leaves(1)
        case = takes(taker, visitor.left())
        RecordedPermission.objects.update(withdrawn_at=by_day["at"])
        assert NUMBER not in taker.page(case)
        assert SAID["reach-not-allowed"] in taker.page(case)


class TestTries:
    def test_a_safe_try_counts_towards_closing_and_another_does_not(self, visitor, taker, by_day):
        visitor.leaves(1, **{"from": "13", "to": "15"})
        case = takes(taker, visitor.left())
        taker.does(case, "try", outcome="nobody")
        assert CaseEntry.objects.filter(case=case, kind="try").count() == 1
        by_day["at"] = by_day["at"].replace(hour=20)
        taker.does(case, "try", outcome="nobody")
        assert CaseEntry.objects.filter(case=case, kind="try").count() == 1
        assert SafeContactTry.objects.count() == 2

    def test_a_call_that_began_in_the_window_is_written_down_after_it(self, visitor, taker, by_day):
        visitor.leaves(1, **{"from": "13", "to": "15"})
        case = takes(taker, visitor.left())
        by_day["at"] = by_day["at"].replace(hour=15, minute=20)
        taker.does(case, "try", outcome="other_answered")
        assert CaseEntry.objects.filter(case=case, kind="try").count() == 1


def test_the_newest_way_holds(visitor, taker, by_day):
    visitor.leaves(1, **{"from": "13", "to": "15"})
    case = takes(taker, visitor.left())
    visitor.comes_back()
    other = {"how": "chat_app", "reach": "paper.boat", "day": ["1", "2", "3", "4", "5", "6", "7"]}
    visitor.does("contact", yes="yes", others="nothing", **{"from": "13", "to": "16"}, **other)
    taker.does(case, "more")
    page = taker.page(case)
    assert "paper.boat" in page
    assert NUMBER not in page


def test_no_word_of_it_is_in_a_row_or_a_log(visitor, taker, caplog):
    """What a stolen database shows, and what a machine writes down."""
    visitor.leaves(2)
    takes(taker, visitor.left())
    other = Visitor()
    other.leaves(1)
    code = other.code.replace(" ", "")
    from django.apps import apps

    rows = [
        str(list(model.objects.using(alias).values()))
        for alias, labels in (("default", None), ("keys", {"vault"}))
        for model in apps.get_models()
        if (model._meta.app_label in labels if labels else model._meta.app_label != "vault")
        and model._meta.managed
    ]
    for kept in (*rows, caplog.text):
        for planted in (PLANTED, NUMBER, NUMBER.replace(" ", ""), code, "boat tree"):
            assert planted not in kept


class TestFeedbackCall:
    def answers(self, taker, case, answer: str = "yes") -> None:
        page = taker.page(case)
        form = re.search(r'/feedback".*?name="form" value="(\w+)"', page, re.S)
        said = {"asked_of": "child", "answer": answer, "age_band": "12-14", "how": "call", "form": form[1]}
        taker.does(case, "feedback", **said)

    def left(self, visitor, taker):
        visitor.leaves(1)
        return takes(taker, visitor.left())

    def test_cw_26_a_yes_to_being_contacted_is_none_to_a_call_about_the_help(self, visitor, taker):
        case = self.left(visitor, taker)
        assert SAID["feedback-why"] in taker.page(case)
        assert SAID["feedback-may"] not in taker.page(case)

    def test_it_is_asked_in_the_language_of_the_case_and_one_answer_is_kept(self, visitor, taker):
        case = self.left(visitor, taker)
        assert staff_words(case.language)["ask-feedback"] in unescape(taker.page(case))
        self.answers(taker, case)
        [row] = RecordedPermission.objects.filter(kind="feedback_call")
        contact = RecordedPermission.objects.get(kind="call_back")
        assert (row.target, row.assent, row.consent) == (contact.target, "yes", "")
        assert SAID["feedback-may"] in taker.page(case)

    def test_a_no_is_no_and_may_be_asked_again(self, visitor, taker):
        case = self.left(visitor, taker)
        self.answers(taker, case, "no")
        assert SAID["feedback-may-not"] in taker.page(case)
        assert SAID["feedback-may"] not in taker.page(case).replace(SAID["feedback-may-not"], "")

    def test_cw_29_it_is_taken_back_at_the_desk_and_by_the_code(self, visitor, taker):
        case = self.left(visitor, taker)
        self.answers(taker, case)
        taker.does(case, "feedback/back")
        assert SAID["feedback-may-not"] in taker.page(case)
        self.answers(taker, case)
        visitor.comes_back()
        visitor.does("no-calls")
        assert not RecordedPermission.objects.filter(kind="feedback_call", withdrawn_at=None).exists()

    def test_where_no_way_was_left_there_is_nothing_to_ask(self, visitor, taker):
        visitor.leaves(2)
        case = takes(taker, visitor.left())
        assert SAID["feedback-why"] not in taker.page(case)
        said = {"asked_of": "child", "answer": "yes", "age_band": "12-14", "how": "call", "form": "a" * 16}
        answer = taker.client.post(f"/staff/desk/cases/{case.id}/feedback", said)
        assert answer.status_code == 409
