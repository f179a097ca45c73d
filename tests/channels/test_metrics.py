"""Figures for whoever watches the service: what is to be mended is seen, and never that one person wrote."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from tests.channels.meta_phones import MessengerPhone
from tests.channels.test_meta import meta, walker
from tests.packs import AT

from kapea.channels.counting import Became, count_at_door
from kapea.channels.metrics import AGES, OF_PEOPLE, OF_REPLIES, TROUBLES, age_told, door_registry, number_told
from kapea.core.doors.limits import TELEGRAM
from kapea.guide import upkeep
from kapea.guide.models import Count
from kapea.guide.tally import tally
from kapea.outbox import actions as outbox
from kapea.outbox.models import SHUT

__all__ = ["meta", "walker"]
DOOR = SimpleNamespace(name="telegram", pack="cambodia", door=TELEGRAM)
TOMORROW = AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def _own_tally():
    tally.take()
    yield
    tally.take()


def counted(became: Became, times: int = 1, at=AT) -> None:
    for _ in range(times):
        count_at_door(DOOR, became, at=at)
    upkeep.flush()


def told(at=AT) -> dict[tuple[str, ...], float]:
    """Every figure as Prometheus reads it, by its name and labels."""
    text = generate_latest(door_registry([DOOR], at=at)).decode()
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.mark.usefixtures("db")
class TestWhatPeopleDid:
    @pytest.mark.parametrize("became", OF_PEOPLE)
    def test_it_is_told_when_its_day_is_over_and_in_tens(self, became):
        before = told()
        counted(became, 27)
        assert told() == before, "not on the same day"
        name = ("kapea_messages_total", became.value.partition(".")[2], "telegram")
        assert told(at=TOMORROW)[name] == 20

    @pytest.mark.parametrize("became", OF_REPLIES)
    def test_so_is_what_was_said_to_them(self, became):
        counted(became, 10)
        name = ("kapea_replies_total", became.value.partition(".")[2], "telegram")
        assert (told()[name], told(at=TOMORROW)[name]) == (0, 10)

    def test_one_person_changes_nothing_on_any_day(self):
        """Nine messages, and nine replies that wait, are like none."""
        before = {name: value for name, value in told(at=TOMORROW).items() if "oldest" not in name[0]}
        for became in (*OF_PEOPLE, *OF_REPLIES):
            counted(became, 9)
        outbox.queue("a", "telegram", [b"x"] * 9, at=TOMORROW)
        assert told(at=TOMORROW) == before | {("kapea_oldest_reply_seconds", "telegram"): 0}


@given(st.integers(0, 10_000_000))
def test_no_number_says_its_last_digit(number):
    assert number_told(number) in range(max(0, number - 9), number + 1)
    assert number_told(number) % 10 == 0


@given(st.timedeltas(timedelta(0), timedelta(days=2)))
def test_no_age_leads_back_to_a_minute(age):
    assert age_told(age) in AGES
    assert age_told(age) <= age


@pytest.mark.usefixtures("db")
class TestWhatIsToBeMended:
    @pytest.mark.parametrize("became", TROUBLES)
    def test_it_is_told_at_once_and_exactly(self, became):
        counted(became, 3)
        assert told()[("kapea_troubles_total", became.value.partition(".")[2], "telegram")] == 3

    def test_every_kind_is_told_somewhere(self):
        assert Counter((*OF_PEOPLE, *OF_REPLIES, *TROUBLES)) == Counter(Became)

    def test_how_long_the_oldest_waits_and_why(self):
        outbox.queue("a", "telegram", [b"x"], at=AT)
        [reply] = outbox.take_due(["telegram"], at=AT)
        outbox.again(reply, SHUT + "telegram does not know this bot", at=AT)
        after = told(at=AT + timedelta(minutes=17))
        assert after[("kapea_oldest_reply_seconds", "telegram")] == 900
        assert after[("kapea_door_shut", "telegram")] == 1
        outbox.sent(reply.id)
        assert told()[("kapea_door_shut", "telegram")] == 0

    def test_reasons_are_told_from_ten_on(self):
        for n in range(10):
            assert not any("blocked" in name for name in told())
            outbox.queue(f"{n}", "telegram", [b"x"], at=AT)
            [reply] = outbox.take_due(["telegram"], at=AT)
            outbox.park(reply.id, "blocked")
        assert told()[("kapea_replies_parked", "telegram", "blocked")] == 10


class TestWhatIsCounted:
    """Each message once, by what became of it; nothing of anybody beside it."""

    def kinds(self) -> Counter[str]:
        upkeep.flush()
        return Counter({row.outcome: row.times for row in Count.objects.filter(outcome__contains=".")})

    def test_a_message_its_repeat_one_too_late_and_a_strangers(self, phone):
        update = phone.message("/start")
        for _ in range(2):
            phone.brings(update)
        phone.brings(phone.message("hi", date=int(phone.at.timestamp()) - 3600))
        phone.brings(phone.message("hi"), secret="wrong")
        phone.reads()
        assert self.kinds() == {
            "message.answered": 1,
            "message.repeated": 1,
            "message.late": 1,
            "message.refused": 1,
            "reply.sent": 2,
        }

    def test_who_blocks_the_bot_and_a_reply_that_is_refused(self, phone, bot):
        bot.troubles.append("api-error-403-blocked")
        phone.writes("/start")
        assert self.kinds() == {"message.answered": 1, "reply.given-up": 1}

    def test_a_provider_that_refuses_us(self, phone, bot):
        bot.troubles.append("api-error-401")
        phone.writes("/start")
        assert self.kinds() == {"message.answered": 1, "door.shut": 1}
        assert told(at=phone.at)[("kapea_door_shut", "telegram")] == 1

    def test_a_reply_that_somebody_died_with(self, phone):
        phone.brings(phone.message("/start"))
        assert len(outbox.take_due(["telegram"], at=phone.at)) == 1
        phone.later(seconds=31)
        phone.reads()
        assert self.kinds()["reply.perhaps-twice"] == 1

    def test_one_that_is_too_large(self, phone):
        phone.brings(phone.message("x" * 70_000))
        assert self.kinds() == {"message.too-large": 1}

    def test_a_fault_of_ours(self, phone, monkeypatch):
        monkeypatch.setattr("kapea.channels.receive._said", lambda *a, **k: 1 / 0)
        phone.brings(phone.message("hi"))
        assert self.kinds() == {"message.failed": 1}

    def test_by_every_door(self, walker):
        walker(MessengerPhone).writes("good morning")
        assert self.kinds()["message.answered"] == 1

    def test_nothing_of_anybody_stands_in_a_row(self, phone):
        phone.writes("zebrafinch")
        phone.writes("i want to die")
        upkeep.flush()
        for row in Count.objects.filter(outcome__startswith="message."):
            assert (row.language, row.who, row.band, row.situation, row.level) == ("", "", "", "", "")
