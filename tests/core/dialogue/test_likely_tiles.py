"""Typed words lead to the likeliest tiles, are asked about gently first, and are not lost after a no."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.packs import AT, world

from kapea.core.dialogue.events import Answer, Event, Said
from kapea.core.dialogue.likely_tiles import MOST_FIRST
from kapea.core.dialogue.look import look
from kapea.core.dialogue.state import MOST_LIKELY, State, Unreadable, dump_state, load_state
from kapea.core.dialogue.step import begin, step
from kapea.core.dialogue.turn import turn
from kapea.core.doors.limits import DOORS
from kapea.core.doors.render import render
from kapea.core.pack.model import ALPHABET

GAMING = "my son is playing mobile legends all night"
ACCOUNT = "someone took over my account and changed the password"
WHO = ("1", "2", "3", "4", "5")


def walked(*events: str, state: State | None = None):
    """The last step of a walk of answers (keys) and typed words (`~words`)."""
    taken = None
    state = state or begin(world("cambodia"), "en")
    for each in events:
        event: Event = Said(each[1:]) if each.startswith("~") else Answer(each)
        taken = step(world("cambodia"), state, event, at=AT)
        assert taken.state is not None
        state = taken.state
    assert taken is not None
    return taken


def first_tiles(view) -> list[str]:
    return [offer.key for offer in view.offers[: view.likely]]


class TestAsked:
    @pytest.mark.parametrize("way", [(), ("1",), ("1", "S02"), ("1", "S02", "1"), ("2", "S29", "1")])
    def test_a_sentence_that_no_list_knows_is_asked_about_with_people_beside_it(self, way):
        view = walked(*way, "~something that no list of ours knows").view
        assert view.node == "help.flag-unsure"
        assert view.contacts[0].phone
        assert {o.key for o in view.offers} == {"yes", "no", "unsure"}

    @pytest.mark.parametrize("answer", ["yes", "unsure"])
    def test_yes_leads_to_the_kinds_of_danger(self, answer):
        view = walked("1", f"~{GAMING}", answer).view
        assert view.node == "help.now"

    def test_a_sentence_in_answer_to_a_question_about_danger_leaves_the_question_there(self):
        view = walked("1", f"~{GAMING}", "~I do not know how to say it").view
        assert view.node == "help.flag-unsure"
        assert view.shown[0].text == "word.note-heard"

    @pytest.mark.parametrize("way", [("1", "~i want to kill myself", "yes"), ("help",), ("1",)])
    def test_nobody_is_told_that_a_sentence_was_not_understood(self, way):
        view = walked(*way, "~it is so hard to say what happens").view
        assert "word.note-unreadable" not in [shown.text for shown in view.shown]
        assert view.contacts

    def test_a_short_word_is_no_sentence(self):
        view = walked("1", "~zzz").view
        assert (view.node, view.shown[0].text) == ("help.what", "word.note-unreadable")


class TestOffered:
    def test_after_no_the_likeliest_tiles_stand_first_with_people_beside_them(self):
        view = walked("2", f"~{GAMING}", "no").view
        assert view.node == "help.what"
        assert first_tiles(view)[0] == "S21"
        assert view.contacts[0].phone

    def test_they_stand_first_after_a_no_about_danger_too(self):
        view = walked("1", "~he says he will kill me because someone took over my account", "no").view
        assert "S18" in first_tiles(view)

    @pytest.mark.parametrize(
        ("country", "language", "words", "tile"),
        [
            ("cambodia", "km", "ot jong rous te", "S26"),
            ("kenya", "sw", "maisha imenishinda bana nataka tu kudedi", "S26"),
            ("nepal", "ne", "malai bachna mann chaina", "S26"),
            ("philippines", "fil", "ayoko na talaga gusto ko na mawala", "S26"),
            ("kenya", "en", "everyone would be better off if i wasnt here", "S26"),
            ("kenya", "sw", "wazae wamekam na ngombe wananioza", "S38"),
            ("nepal", "ne", "sasu le phone lukai maiti jana didaina", "S38"),
        ],
    )
    def test_who_says_no_to_dying_or_marriage_finds_its_tile_first_whatever_the_words(
        self, country, language, words, tile
    ):
        """Slang and borrowed letters are on the lists of danger, and like no title of a situation."""
        here, state = world(country), begin(world(country), language)
        for event in (Answer("1"), Said(words), Answer("no")):
            taken = step(here, state, event, at=AT)
            assert taken.state is not None
            state = taken.state
        assert taken.view.node == "help.what"
        assert first_tiles(taken.view)[0] == tile

    def test_a_short_word_that_is_like_a_situation_is_enough(self):
        taken = walked("2", "~gaming")
        assert taken.view.node == "help.what"
        assert "S21" in first_tiles(taken.view)

    def test_the_choice_of_who_does_not_lose_them(self):
        view = walked(f"~{ACCOUNT}", "no", "1").view
        assert view.node == "help.what"
        assert "S18" in first_tiles(view)

    def test_only_tiles_for_whoever_is_there_are_offered(self):
        assert "S21" not in first_tiles(walked(f"~{GAMING}", "no", "1").view), "it speaks to carers"
        assert "S21" in first_tiles(walked(f"~{GAMING}", "no", "2").view)

    def test_words_like_nothing_offer_something_else(self):
        assert first_tiles(walked("1", "~zzzz zzzz zzzz zzzz", "no").view) == ["S00"]

    def test_they_are_over_when_a_situation_is_chosen(self):
        chosen = walked("1", f"~{ACCOUNT}", "no", "S02")
        assert chosen.state.likely == ""
        assert not chosen.view.contacts, "nothing is left of it"

    def test_deep_in_a_situation_people_stand_first_after_a_no(self):
        before = walked("1", "S02", "1")
        after = walked(f"~{ACCOUNT}", "no", state=before.state)
        assert after.state.path == before.state.path
        assert not before.view.contacts
        assert after.view.contacts[0].phone


codes = st.text(ALPHABET[:30], max_size=MOST_LIKELY)


def at_what(who: str, likely: str = "") -> State:
    taken = turn(world("cambodia"), begin(world("cambodia"), "en"), Answer(who)).state
    assert taken is not None
    return msgspec.structs.replace(taken, likely=likely)


class TestNoPlaceChanges:
    """What was likely only orders: whatever it is, the same answers are there and lead to the same places."""

    @given(st.sampled_from(WHO), codes)
    def test_the_same_tiles_are_offered(self, who, likely):
        plain, ordered = (look(world("cambodia"), at_what(who, each), at=AT).offers for each in ("", likely))
        assert sorted(o.key for o in ordered) == sorted(o.key for o in plain)

    @given(st.sampled_from(WHO), codes, st.data())
    def test_every_answer_leads_where_it_always_leads(self, who, likely, data):
        key = data.draw(st.sampled_from([o.key for o in look(world("cambodia"), at_what(who), at=AT).offers]))
        plain, ordered = (turn(world("cambodia"), at_what(who, each), Answer(key)) for each in ("", likely))
        assert ordered.state == plain.state
        assert ordered.effects == plain.effects

    @given(st.sampled_from(WHO), codes, st.data())
    def test_a_number_means_the_tile_that_has_it_on_the_screen(self, who, likely, data):
        state = at_what(who, likely)
        view = look(world("cambodia"), state, at=AT)
        assert view.likely <= MOST_FIRST
        number = data.draw(st.integers(1, len(view.offers)))
        said = turn(world("cambodia"), state, Said(str(number))).state
        assert said == turn(world("cambodia"), state, Answer(view.offers[number - 1].key)).state


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_messages_say_that_the_first_answers_are_likely_before_them(door):
    own = world("cambodia")
    view = look(own, at_what("2", "bc"), at=AT)
    bodies = "\n".join(message.body for message in render(own, view, door))
    perhaps = own.release.text("word.group-perhaps", "en")
    assert perhaps in bodies
    if door.numbered:
        assert bodies.index(perhaps) < bodies.index(own.release.text(view.offers[0].text, "en"))
    assert perhaps not in "".join(m.body for m in render(own, look(own, at_what("2"), at=AT), door))


class TestKept:
    def test_only_the_names_of_situations_are_kept_and_they_are_few(self):
        state = walked("1", f"~{ACCOUNT}").state
        stored = dump_state(state)
        assert load_state(stored) == state
        assert 1 <= len(state.likely) <= MOST_LIKELY
        assert b"account" not in stored

    def test_a_state_from_before_is_read_and_one_that_remembers_more_is_not(self):
        state = walked("1").state
        assert b'"k"' not in dump_state(state)
        assert load_state(dump_state(state)) == state
        with pytest.raises(Unreadable):
            load_state(dump_state(msgspec.structs.replace(state, likely="a" * (MOST_LIKELY + 1))))
