"""The way back by chat and by text message: who hears what, what stays on a phone, and what is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections
from tests.channels.every_door import PHONES, EveryDoor
from tests.channels.meta_phones import WhatsAppNumberPhone
from tests.channels.phones import Clock, TelegramPhone
from tests.channels.text_phones import AndroidPhone, KannelPhone
from tests.staff.at_the_desk import Worker
from tests.staff.codes_by_message import CodePhone
from tests.staff.leaving_something import PLANTED, Visitor, forget, other_code, switch_on, takes

from kapea.care import same_moment
from kapea.care.answering_desks import set_answering
from kapea.care.models import CodeAlert, RecordedPermission
from kapea.channels.way_back_messages import ANSWERS_AT_ONCE, sender_of
from kapea.core.care.way_back_screens import CODE_AT, CodeAtDoor, opens_at
from kapea.core.doors.limits import DOORS
from kapea.core.present.contact import without_breaks
from kapea.core.staff.roles import Role
from kapea.guide.models import Conversation
from kapea.outbox.models import QueuedReply
from kapea.vault.models import PersonKey
from kapea.web.doors import views

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
ASKED = "Somebody can talk with you. Is now a good time?"
REST = "These people can talk with you."
RIGHT, WRONG = ("Boat", "Tree"), ("Cup", "Fish")
SHUT = [
    each for each in PHONES if not opens_at({"kannel": "sms", "android": "sms"}.get(each.door, each.door))
]


@pytest.fixture
def every(cast, settings, monkeypatch):
    monkeypatch.setattr(same_moment, "SAME_MOMENT", 0.0)
    made = EveryDoor(settings, Clock(cast.at + timedelta(minutes=5)))
    monkeypatch.setattr(views, "time", made.clock)
    switch_on(cast.organisation, cast.at)
    yield made
    made.stop()
    forget()


@pytest.fixture
def visitor(every) -> Visitor:
    somebody = Visitor()
    somebody.leaves()
    return somebody


@pytest.fixture
def phone(every) -> CodePhone:
    return CodePhone(every, TelegramPhone)


@pytest.fixture
def taker(cast) -> Worker:
    return Worker(cast.ours[Role.COUNSELLOR], cast.at)


def test_of_every_door_somebody_decided():
    assert set(CODE_AT) >= {door.name for door in DOORS if door.name != "print"}


class TestTelegram:
    def test_the_right_pictures_open_news_and_no_word_of_a_worker(self, phone, visitor, taker):
        taker.does(takes(taker, visitor.left()), "answer", said="I am here on Monday.")
        [asked] = phone.writes(visitor.code)
        assert asked.startswith(ASKED)
        [said] = phone.chooses(*RIGHT)
        assert "Somebody has read it, and helps you." in said
        assert "Somebody wrote to you. Read it on our page." in said
        assert "Monday" not in said
        assert PLANTED not in said

    def test_the_code_is_taken_out_of_the_chat_at_once(self, phone, visitor):
        phone.writes(visitor.code)
        assert phone.phone.provider.written[phone.phone.chat] == {}

    def test_what_was_opened_goes_after_ten_minutes_or_when_it_is_closed(self, phone, visitor):
        phone.writes(visitor.code)
        phone.chooses(*RIGHT)
        phone.clock.passes(minutes=10, seconds=1)
        assert phone.reads() == []
        phone.writes(visitor.code)
        phone.chooses(*RIGHT)
        [rest] = phone.chooses("Close this")
        assert rest.startswith(REST)

    def test_a_tap_under_what_is_over_begins_as_anybody_does(self, phone, visitor):
        phone.writes(visitor.code)
        phone.taps("Boat")
        phone.clock.passes(minutes=11)
        said = phone.taps("Tree")[-1]
        assert "read it" not in said
        assert "Begin" in said

    def test_nobody_is_contacted_any_more_and_all_is_taken_back(self, phone, visitor):
        phone.writes(visitor.code)
        [said] = phone.chooses(*RIGHT, "Nobody may contact me any more")
        assert "Nobody contacts you from now on." in said
        [said] = phone.chooses("I take back all that I allowed")
        assert "It is stopped." in said
        assert not RecordedPermission.objects.filter(withdrawn_at=None).exists()

    def test_the_code_is_thrown_away(self, phone, visitor):
        phone.writes(visitor.code)
        phone.chooses(*RIGHT, "Throw number away")
        assert PersonKey.objects.get().revoked_at is not None

    def test_leaving_forgets_the_code(self, phone, visitor):
        phone.writes(visitor.code)
        assert Conversation.objects.count() == 1
        phone.taps("Leave")
        assert Conversation.objects.count() == 0


class TestAlike:
    def test_cw_47_all_that_does_not_open_is_one_chat(self, every, cast):
        kinds = ("other", "short", "thrown", "over", "coerced", "not now", "throw")
        chats = {kind: self.chat_of(every, kind, number) for number, kind in enumerate(kinds, 10)}
        assert len({str(chat[:2]) for chat in chats.values()}) == 1, "nothing differs before the answer"
        assert len({str(chat) for chat in chats.values()}) == 1

    def chat_of(self, every, kind: str, number: int) -> list[list[str]]:
        """What stood in a chat after each message, for one kind of code."""
        forget()
        somebody = Visitor()
        somebody.leaves()
        mine = PersonKey.objects.order_by("-made_at")[:1].values_list("pk", flat=True)[0]
        if kind == "thrown":
            PersonKey.objects.filter(pk=mine).update(revoked_at=every.clock.at)
        if kind == "over":
            PersonKey.objects.filter(pk=mine).update(expires_at=every.clock.at)
        code = {"other": other_code(somebody.code), "short": somebody.code[:-1]}.get(kind, somebody.code)
        phone = CodePhone(every, TelegramPhone, number)
        answers = {"coerced": WRONG, "not now": ("Boat", "Not now"), "throw": ("Boat", "Throw number away")}
        return [phone.writes(code), *(phone.taps(each) for each in answers.get(kind, RIGHT))]

    @pytest.mark.parametrize("kind", SHUT, ids=lambda kind: kind.__name__)
    def test_cw_47_where_messages_stay_no_code_opens_anything(self, every, visitor, kind, world):
        def said(name: str) -> str:
            return without_breaks(world.release.text(f"word.way-back-{name}", "km"))

        right, other = visitor.code, other_code(visitor.code)
        tries = ((right, "yes"), (other, "yes"), (right, "not-now"), (right, "throw"), (right, "yes"))
        chats = []
        for number, (code, answer) in enumerate(tries, 2):
            phone = CodePhone(every, kind, number)
            chats.append([phone.writes(code), phone.taps(said(answer))])
        assert len({str(chat) for chat in chats}) == 1
        rest = "\n".join(chats[0][1])
        assert said("elsewhere") in rest
        assert said("stays") in rest
        assert [row.kind for row in CodeAlert.objects.all()] == ["not_now"]
        assert PersonKey.objects.get().revoked_at is not None

    def test_other_pictures_tell_a_supervisor_and_then_the_right_ones_open_nothing(self, phone, visitor):
        phone.writes(visitor.code)
        phone.chooses(*WRONG)
        assert [row.kind for row in CodeAlert.objects.all()] == ["other_signs"]
        phone.writes(visitor.code)
        assert phone.chooses(*RIGHT)[-1].startswith(REST)

    def test_the_same_picture_twice_asks_on(self, phone, visitor):
        phone.writes(visitor.code)
        once = phone.chooses("Cup")
        assert phone.chooses("Cup") == once
        assert CodeAlert.objects.count() == 0


class TestNothingIsKept:
    def rows(self) -> str:
        """Every column of every table, as a thief reads them."""
        said = []
        for name in ("default", "keys"):
            with connections[name].cursor() as cursor:
                for table in connections[name].introspection.table_names(cursor):
                    cursor.execute(f'SELECT * FROM "{table}"')
                    said += [
                        value if isinstance(value, str) else bytes(value).decode("latin-1")
                        for row in cursor.fetchall()
                        for value in row
                        if isinstance(value, (str, bytes, memoryview))
                    ]
        return "\n".join(said)

    @pytest.mark.parametrize("kind", PHONES, ids=lambda kind: kind.__name__)
    def test_no_row_and_no_log_holds_the_code(self, every, visitor, kind, caplog):
        caplog.set_level("DEBUG")
        digits = visitor.code.replace(" ", "")
        phone = CodePhone(every, kind)
        assert phone.phone.writes(visitor.code).answered(phone.client).status_code == 200
        assert QueuedReply.objects.exists(), "the question waits"
        for stands in (self.rows(), caplog.text):
            assert digits not in stands
            assert visitor.code not in stands
            assert digits[-8:] not in stands
        phone.reads()
        assert not any(digits in each.replace(" ", "") for each in phone.chat), "it is not said again"

    def test_what_is_remembered_looks_like_a_conversation_and_ends_with_the_answer(self, phone, visitor):
        phone.writes(visitor.code)
        [row] = Conversation.objects.all()
        assert row.expires_at == phone.clock.at + timedelta(minutes=10)
        phone.chooses(*WRONG)
        assert Conversation.objects.count() == 0


def test_news_never_go_out_by_themselves(phone, visitor, taker):
    """Whoever hears asks. A worker calls in the window that was agreed; no door does."""
    phone.writes(visitor.code)
    phone.chooses(*RIGHT, "Close this")
    stands = phone.chat
    taker.does(takes(taker, visitor.left()), "answer", said="I am here on Monday.")
    phone.clock.passes(hours=30)
    assert phone.reads() == stands


class TestWhoMayAsk:
    def test_where_nobody_ever_answered_figures_are_words_like_any(self, every, cast):
        from kapea.care.models import AnsweringDesk

        AnsweringDesk.objects.all().delete()
        assert ASKED not in CodePhone(every, TelegramPhone).writes("1234 5678 9012 3456")[-1]

    def test_where_nobody_answers_now_those_with_a_code_are_still_heard(self, every, visitor, cast):
        set_answering(cast.organisation, answers=False, hours=24, by="operator", at=cast.at)
        phone = CodePhone(every, TelegramPhone)
        phone.writes(visitor.code)
        assert "We have it." in phone.chooses(*RIGHT)[-1]

    def test_answers_are_slowed_for_a_sender_and_nobody_is_shut_out(self, phone, visitor):
        code = other_code(visitor.code)
        for _ in range(ANSWERS_AT_ONCE):
            phone.writes(code)
            assert phone.chooses(*WRONG)[-1].startswith(REST)
        phone.writes(visitor.code)
        assert "Many people are using this now." in phone.chooses(*RIGHT)[-1]
        phone.clock.passes(seconds=21)
        assert "We have it." in phone.chooses("Tree")[-1]

    def test_one_telephone_number_is_one_sender_at_every_door(self):
        numbers = {sender_of(door, "+855 12 555 019") for door in ("kannel", "android", "whatsapp", "voice")}
        assert numbers == {"85512555019"}
        assert sender_of("telegram", "85512555019") not in numbers
        assert {WhatsAppNumberPhone.door, KannelPhone.door, AndroidPhone.door} <= {
            "whatsapp",
            "kannel",
            "android",
        }
        assert CODE_AT["whatsapp"] is CodeAtDoor.ASKS_ONLY
