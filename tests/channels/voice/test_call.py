"""Calls from the first word to the last, as somebody hears them; each on each database."""

from __future__ import annotations

import logging
from dataclasses import replace
from itertools import count

import pytest
from django.db import DatabaseError
from tests.channels.voice.conftest import EveryPrompt
from tests.channels.voice.fake_switch import HANGS_UP, HANGS_UP_WAITING, NUMBER, SILENCE

from kapea.channels.voice.call import MOST_ROUNDS
from kapea.core.dialogue.events import Answer
from kapea.core.dialogue.once import AtPlace, place_mark
from kapea.guide import actions, keys
from kapea.guide.access import CHAT_IDLE, conversation
from kapea.guide.models import Conversation

HELLO, GO_ON = "Hello. Press 1 when only you can hear this.", "Hello. Press 1 to go on, or 2 to begin again."
WORRIED, WHO = "What are you worried about?", "Who are you?"
ASKED_BEFORE_THE_ANSWER = 4
"""How often a call has asked for the time when the answer to its first screen is taken."""
NOT_CHECKED = "Test version. Numbers and advice are not checked yet."
GOODBYE = "Goodbye. You can call again."


def stands(telephone, address: str = f"number\0{NUMBER}"):
    """Where the conversation of a caller is."""
    return conversation(keys.of_address("voice", address), at=telephone.at)


class TestTheGreeting:
    def test_nothing_is_said_of_why_before_a_key_is_pressed(self, telephone):
        [first, second, third, bye] = telephone.calls(*[SILENCE] * 3)
        assert first == f"(half a second of silence) | {HELLO} | tisa | Kiswahili"
        assert second == third == f"{HELLO} | tisa | Kiswahili"
        assert bye == GOODBYE
        assert telephone.switch.ended == "hung up on"
        assert Conversation.objects.count() == 0

    @pytest.mark.parametrize("key", ["2", "3", "4", "5", "7", "*", "#"])
    def test_another_key_hears_it_again(self, telephone, key):
        said = telephone.calls(key)
        assert said[1] == f"{HELLO} | tisa | Kiswahili"
        assert Conversation.objects.count() == 0

    def test_nine_is_the_other_language_and_it_stays(self, telephone):
        said = telephone.calls("9", "1")
        assert said[1].startswith("Habari.")
        assert said[1].endswith("nine | English")
        assert "Wewe ni nani?" in said[2]
        assert stands(telephone).state.language == "sw"

    def test_zero_leads_to_a_person_at_once(self, telephone):
        said = telephone.calls("0")
        assert "Child Helpline | one | one | six" in said[1]
        assert stands(telephone).state.place[0] == stands(telephone).world.help


class TestCallingAgain:
    def test_going_on_is_asked_for_before_anything_is_said(self, telephone):
        telephone.calls("1", "who-caregiver", HANGS_UP)
        telephone.later(minutes=29)
        first, second, *_ = telephone.calls("1")
        assert first == f"(half a second of silence) | {GO_ON} | tisa | Kiswahili"
        assert WORRIED in second

    def test_or_it_begins_again(self, telephone):
        telephone.calls("1", "who-caregiver")
        said = telephone.calls("2")
        assert WHO in said[1]
        assert len(stands(telephone).state.path) == 1

    def test_after_half_an_hour_nobody_is_known(self, telephone):
        telephone.calls("1", "who-caregiver")
        telephone.later(minutes=31)
        assert HELLO in telephone.calls("1")[0]
        assert len(stands(telephone).state.path) == 1

    def test_another_number_is_somebody_else(self, telephone):
        telephone.calls("1", "who-caregiver")
        assert HELLO in telephone.calls("1", callerid="+99900000002", uniqueid="2.1")[0]

    @pytest.mark.parametrize("hidden", [{"callerid": "unknown"}, {"callerid": "Anonymous"}, {"callerid": ""}])
    def test_who_hides_the_number_is_nobody_and_leaves_nothing(self, telephone, hidden):
        telephone.calls("1", "who-caregiver", **hidden)
        assert Conversation.objects.count() == 0
        assert HELLO in telephone.calls("1", **hidden)[0]

    @pytest.mark.parametrize("presentation", ["32", "35", "67"])
    def test_nor_is_a_number_known_that_its_owner_keeps_back(self, telephone, presentation):
        telephone.calls("1", "who-caregiver", callingpres=presentation)
        assert Conversation.objects.count() == 0

    def test_two_who_hide_do_not_meet(self, telephone):
        telephone.calls("1", "who-caregiver", callerid="unknown", uniqueid="1.1", arg_1="")
        assert WHO in telephone.calls("1", callerid="unknown", uniqueid="1.2")[1]


class TestKeys:
    def test_more_leads_through_all_answers_and_round(self, telephone):
        said = telephone.calls("1", "4", "4")
        assert "four | More" in said[1]
        assert said[2].startswith(
            f"{WHO} | one | Teacher, pastor, imam or chief | two | I work with children"
        )
        assert "one | A child or teen" in said[3]

    def test_a_key_answers_the_page_that_was_said_last(self, telephone):
        telephone.calls("1", "4", "2")
        facts = stands(telephone)
        assert facts.world.value(facts.state.place[1], facts.world.who) == "professional"

    def test_a_key_breaks_into_a_prompt(self, telephone):
        said = telephone.calls("1", "2@1")
        assert WHO not in said[1]
        assert WORRIED in said[2]

    def test_back_goes_one_step_back_and_no_further(self, telephone):
        said = telephone.calls("1", "who-caregiver", "#", "#")
        assert WHO in said[3]
        assert WHO in said[4]

    def test_star_says_it_again_and_changes_nothing(self, telephone):
        telephone.calls("1", "who-caregiver")
        before = stands(telephone)
        said = telephone.calls("1", "*", "*")
        assert (
            said[1].partition(WORRIED)[1:] == said[2].partition(WORRIED)[1:] == said[3].partition(WORRIED)[1:]
        )
        assert stands(telephone).state == before.state

    def test_what_is_not_offered_is_not_understood_and_the_keys_are_said(self, telephone):
        said = telephone.calls("1", "who-caregiver", "7", "8")
        assert "You can choose one of these. Or talk to a person." in said[3]
        assert "Press 0 for a person." in said[3]
        assert "Child Helpline | one | one | six" in said[4]

    def test_every_key_is_offered_always(self, telephone):
        telephone.calls("1", "2", SILENCE, "9")
        options = [each for each in telephone.switch.commands if each.startswith("GET OPTION")]
        assert options
        assert all('"0123456789*#"' in each for each in options)

    def test_twin_keys_are_one(self, telephone):
        seconds = iter([0.0, 10.0, 10.1, 20.0, 30.0, 40.0])
        telephone._clock = lambda: next(seconds)
        said = telephone.calls("1", "2", "2@1", "*", "*")
        assert telephone.switch.pressed[1:3] == ["2", "2"]
        assert WORRIED in said[-1]
        assert len(stands(telephone).state.path) == 2


class TestSilence:
    def test_once_again_then_a_person_then_goodbye(self, telephone):
        said = telephone.calls("1", "who-caregiver", *[SILENCE] * 3)
        assert said[3].startswith("I am still here. Take your time.")
        assert "Child Helpline | one | one | six" in said[4]
        assert "Press 0 for a person." in said[4]
        assert said[5] == GOODBYE
        assert telephone.switch.ended == "hung up on"

    def test_a_key_between_begins_anew(self, telephone):
        telephone.calls("1", "who-caregiver", SILENCE, SILENCE, "*", SILENCE, SILENCE)
        assert telephone.switch.ended == HANGS_UP

    def test_a_key_that_is_stuck_does_not_go_on_for_ever(self, telephone):
        telephone.calls("1", *["*"] * (MOST_ROUNDS + 10))
        assert telephone.heard[-1] == GOODBYE

    def test_a_hangup_that_looks_like_silence_is_no_silence(self, telephone):
        telephone.calls("1", "who-caregiver", HANGS_UP_WAITING)
        assert stands(telephone).state.misses == 0


class TestWhatCannotBePlayed:
    def test_a_file_that_is_not_there_is_passed_over(self, telephone):
        telephone.calls("1")
        lost = next(n for n, p in telephone.door.prompts.known.items() if p.words == WHO)
        said = telephone.calls("2", "who-caregiver", lacks=frozenset({lost}))
        assert WHO not in said[1]
        assert "A child or teen" in said[1]
        assert WORRIED in said[2]

    def test_where_the_last_is_missing_the_call_waits_all_the_same(self, telephone):
        telephone.calls("1")
        lost = next(n for n, p in telephone.door.prompts.known.items() if p.words == "Kiswahili")
        telephone.calls("1", lacks=frozenset({lost}), callerid="+99900000002")
        assert any(each.startswith("WAIT FOR DIGIT") for each in telephone.switch.commands)
        assert WHO in telephone.heard[1]

    def test_where_nothing_plays_the_dialplan_goes_on(self, telephone):
        telephone.calls("1")
        lost = frozenset(telephone.door.prompts.known)
        telephone.calls("1", lacks=lost, callerid="+99900000002")
        assert telephone.switch.variables == {"KAPEA_NEXT": "down"}

    def test_where_no_language_can_be_spoken_the_dialplan_goes_on_at_once(self, telephone):
        telephone.door = replace(telephone.door, prompts=EveryPrompt())
        assert telephone.calls("1") == []
        assert telephone.switch.variables == {"KAPEA_NEXT": "down"}

    def test_a_language_without_recordings_is_not_offered(self, telephone):
        telephone.door = replace(telephone.door, prompts=EveryPrompt("en"))
        said = telephone.calls("9", "1", "9")
        assert "Kiswahili" not in " ".join(said)
        assert "You can choose one of these." in said[3]


def test_a_computer_says_that_it_is_one_once_in_each_language(telephone):
    telephone.door = replace(telephone.door, prompts=EveryPrompt("en", "sw", computer=True))
    said = " ".join(telephone.calls("1", "2", "9", "*"))
    assert said.count("This is a computer voice, a trial.") == 1
    assert said.count("Hii ni sauti ya kompyuta, ya majaribio tu.") == 1
    assert said.index("This is a computer voice") < said.index("Hello.")


def test_that_nothing_is_checked_is_said_once_and_after_a_key(telephone):
    said = telephone.calls("1", "2", "*")
    assert [each.count(NOT_CHECKED) for each in said] == [0, 1, 0, 0]


class TestAPerson:
    @pytest.fixture(autouse=True)
    def _reachable(self, telephone):
        telephone.door = replace(telephone.door, person="PJSIP/helpline")

    def test_the_dialplan_dials(self, telephone):
        said = telephone.calls("1", "who-caregiver", "0")
        assert said[3] == "I connect you with a person now. Do not hang up."
        assert telephone.switch.variables == {"KAPEA_NEXT": "person", "KAPEA_PERSON": "PJSIP/helpline"}
        assert telephone.switch.commands[-1].startswith("SET VARIABLE")
        assert telephone.switch.ended == "closed"

    def test_where_nobody_answers_the_call_goes_on_with_numbers(self, telephone):
        telephone.calls("1", "who-caregiver", "0", callerid="unknown")
        said = telephone.calls("*", callerid="unknown", arg_1="nobody")
        assert "Child Helpline | one | one | six" in said[0]
        assert HELLO not in said[0]
        assert Conversation.objects.count() == 0, "who hid the number leaves nothing, once the call is over"


class TestNoDatabase:
    def test_it_says_so_whom_to_call_and_goes_on_in_the_dialplan(self, telephone, monkeypatch):
        def away(*_, **__):
            raise DatabaseError("away")

        monkeypatch.setattr(actions, "take", away)
        said = telephone.calls("1")
        assert said[1].startswith(
            "This is not working just now. These people can help. | Call | Child Helpline"
        )
        assert "one | one | six" in said[1]
        assert telephone.switch.variables == {"KAPEA_NEXT": "down"}

    def test_also_where_nothing_was_ever_live(self, telephone):
        telephone.door = replace(telephone.door, pack="nowhere")
        assert telephone.calls("1") == []
        assert telephone.switch.variables == {"KAPEA_NEXT": "down"}


def test_no_number_and_no_key_is_in_a_log(telephone, caplog):
    with caplog.at_level(logging.DEBUG):
        telephone.calls("1", "who-caregiver", "7", SILENCE, "0")
    said = (each for each in caplog.records if each.name != "django.db.backends")
    told = "\n".join(f"{each.getMessage()} {each.args}" for each in said)
    assert NUMBER not in told
    assert "GET OPTION" not in told


def test_a_key_of_an_old_screen_answers_nothing_on_another(telephone):
    """Two calls at once from one number: the one that is behind hears where the conversation stands, though
    its key would be an answer there too.
    """
    telephone.calls("1", "who-child", "S15", "done", "band-12-14")
    key, state, asked = keys.of_address("voice", f"number\0{NUMBER}"), stands(telephone).state, count(1)

    def now():
        if next(asked) == ASKED_BEFORE_THE_ANSWER:
            no, other = AtPlace(place_mark(state), Answer("no")), {"language": "en", "door": "voice"}
            actions.take(key, no, b"the other call", at=telephone.at, idle=CHAT_IDLE, **other)
        return telephone.at

    telephone.now = now
    said = telephone.calls("1", "yes", HANGS_UP)
    assert telephone.switch.pressed == ["1", "1"]
    assert "one | Yes" in said[1]
    assert "one | Yes" in said[2]
    assert len(stands(telephone).state.path) == len(state.path) + 1
