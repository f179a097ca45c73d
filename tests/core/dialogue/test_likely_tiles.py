"""Typed words lead to at most three tiles they may tell of; danger is asked about first; nothing is lost."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.dialogue.canned import hearing_world
from tests.core.doors.rendered import rendered
from tests.packs import AT, world

from kapea.core.dialogue.events import Answer, Event, Said
from kapea.core.dialogue.look import look, standing_note
from kapea.core.dialogue.state import MOST_LIKELY, State, Unreadable, dump_state, load_state
from kapea.core.dialogue.step import begin, step
from kapea.core.dialogue.turn import turn
from kapea.core.doors.limits import MESSAGE_DOORS
from kapea.core.pack.model import ALPHABET
from kapea.core.understanding.listening import Heard

GAMING, ACCOUNT, RAFTER = "he plays all night", "they took my account", "the rafter is strong"
PAY, LOST, GREETING = "he wants money for it", "she is not back", "hello good evening"
KHMER, SWAHILI = "ke hack fb knhom", "wamehack akaunti yangu"
WHO = ("1", "2", "3", "4", "5")
OURS = hearing_world(
    world("cambodia").release,
    {
        GAMING: Heard(situations=("S21", "S18", "S29")),
        ACCOUNT: Heard(situations=("S18", "S19", "S29")),
        RAFTER: Heard((("dying", 0.9),), asks=True, situations=("S25", "S16", "S11")),
        PAY: Heard((("threat", 0.9),), asks=True, situations=("S02", "S03", "S18")),
        LOST: Heard((("missing", 0.9), ("meeting", 0.3)), asks=True, situations=("S08", "S27", "S07")),
        GREETING: Heard(nothing=True),
        KHMER: Heard(situations=("S18",), language="km"),
        SWAHILI: Heard(situations=("S18",), language="sw"),
    },
)


def walked(*events: str, state: State | None = None):
    """The last step of a walk of answers (keys) and typed words (`~words`)."""
    taken = None
    state = state or begin(OURS, "en")
    for each in events:
        event: Event = Said(each[1:]) if each.startswith("~") else Answer(each)
        taken = step(OURS, state, event, at=AT)
        assert taken.state is not None
        state = taken.state
    assert taken is not None
    return taken


def tiles(view) -> list[str]:
    return [offer.key for offer in view.offers]


class TestAsked:
    @pytest.mark.parametrize("way", [(), ("1",), ("1", "S02"), ("1", "S02", "1"), ("2", "S29", "1")])
    def test_a_long_line_of_which_nothing_is_known_is_asked_about_with_people_beside_it(self, way):
        view = walked(*way, "~something that nobody of us ever wrote").view
        assert view.node == "help.flag-unsure"
        assert view.contacts[0].phone
        assert {o.key for o in view.offers} == {"yes", "no", "unsure"}

    @pytest.mark.parametrize("answer", ["yes", "unsure"])
    def test_yes_leads_to_the_kinds_of_danger(self, answer):
        assert walked("1", "~something that nobody of us ever wrote", answer).view.node == "help.now"

    def test_a_sentence_in_answer_to_a_question_about_danger_leaves_the_question_there(self):
        view = walked("1", f"~{PAY}", f"~{GAMING}").view
        assert view.node == "help.flag-threat"
        assert view.shown[0].text == "word.note-heard"

    @pytest.mark.parametrize("way", [("1", f"~{RAFTER}", "yes"), ("help",), ("1",)])
    def test_nobody_is_told_that_a_sentence_was_not_understood(self, way):
        view = walked(*way, "~it is so hard to say what happens").view
        assert "word.note-unreadable" not in [shown.text for shown in view.shown]
        assert view.contacts

    def test_a_short_word_is_no_sentence(self):
        view = walked("1", "~zzz").view
        assert (view.node, view.shown[0].text) == ("help.what", "word.note-unreadable")

    def test_who_is_gone_is_asked_about_in_the_words_for_a_meeting(self):
        assert walked("2", f"~{LOST}").view.node == "help.flag-meeting"

    @pytest.mark.parametrize("way", [("settings.start",), ("learn.start",)])
    def test_danger_is_heard_in_every_journey(self, way):
        [journey] = {name.split(".")[0] for name in way}
        taken = step(OURS, begin(OURS, "en", journey), Said(RAFTER), at=AT)
        assert taken.view.node == "help.flag-dying"

    def test_in_red_nothing_leads_away(self):
        before = walked("1", f"~{RAFTER}", "yes")
        assert walked(f"~{GAMING}", state=before.state).view.node == "help.red"


class TestOffered:
    def test_at_most_three_tiles_none_of_these_and_somebody_to_call(self):
        view = walked("2", f"~{GAMING}").view
        assert view.node == "help.perhaps"
        assert tiles(view) == ["S21", "S18", "S29", "none"]
        assert view.contacts[0].phone
        assert view.shown[0].text == "word.note-heard"
        assert standing_note(OURS, walked("2", f"~{GAMING}").state) == "heard"

    def test_who_did_not_say_who_they_are_is_asked_that_first(self):
        taken = walked(f"~{ACCOUNT}")
        assert (taken.view.node, taken.view.shown[0].text) == ("help.first", "word.note-heard")
        assert tiles(walked("1", state=taken.state).view)[0] == "S18"

    def test_only_tiles_for_whoever_is_there_are_offered(self):
        assert "S21" not in tiles(walked(f"~{GAMING}", "1").view), "it speaks to carers"
        assert "S21" in tiles(walked(f"~{GAMING}", "2").view)

    def test_none_of_these_leads_to_the_whole_list_and_what_was_heard_is_over(self):
        taken = walked("2", f"~{GAMING}", "none")
        assert taken.view.node == "help.what"
        assert taken.state.likely == ""
        assert len(tiles(taken.view)) > 20

    def test_after_a_no_to_danger_they_are_offered(self):
        taken = walked("1", f"~{PAY}", "no")
        view = taken.view
        assert view.node == "help.perhaps"
        assert tiles(view)[0] == "S02"
        assert standing_note(OURS, taken.state) == ""
        assert not [shown for shown in view.shown if shown.role == "note"], "thanked before"

    def test_after_a_no_to_dying_its_own_tile_comes_first(self):
        assert tiles(walked("1", f"~{RAFTER}", "no").view)[:2] == ["S26", "S16"]

    def test_deep_in_a_situation_another_worry_is_offered_and_back_leads_there_again(self):
        before = walked("1", "S02", "1")
        offered = walked(f"~{ACCOUNT}", state=before.state)
        assert (offered.view.node, tiles(offered.view)[0]) == ("help.perhaps", "S18")
        assert offered.state.path[:-1] == before.state.path

    def test_words_like_nothing_offer_something_else(self):
        assert tiles(walked("1", "~zzzz zzzz zzzz").view) == ["S00", "none"]

    def test_back_from_a_situation_finds_the_same_tiles(self):
        chosen = walked("2", f"~{GAMING}", "S18")
        assert chosen.view.situation == "S18"
        back = msgspec.structs.replace(chosen.state, path=chosen.state.path[:-1])
        assert tiles(look(OURS, back, at=AT)) == ["S21", "S18", "S29", "none"]

    def test_another_worry_forgets_the_one_before(self):
        state = walked("1", f"~{ACCOUNT}", "S18").state
        end = next(n for n, node in enumerate(OURS.release.nodes) if node.id == "help.end")
        at_end = msgspec.structs.replace(state, path=(*state.path, (end, state.place[1])))
        again = walked("1", state=at_end)
        assert (again.view.node, again.state.likely) == ("help.what", "")


class TestNothing:
    def test_what_needs_nothing_gets_a_kind_line_and_stays(self):
        taken = walked("1", f"~{GREETING}")
        assert taken.view.node == "help.what"
        assert taken.view.shown[0].text == "word.note-nothing"
        assert taken.state.likely == ""

    def test_it_is_no_answer_that_was_not_understood(self):
        state = walked("1", f"~{GREETING}", f"~{GREETING}", f"~{GREETING}").state
        assert state.misses == 0


class TestAnotherLanguage:
    def test_who_types_in_another_language_of_the_pack_is_offered_it_until_the_next_turn(self):
        taken = walked("1", f"~{KHMER}")
        assert taken.view.spoken == "km"
        assert step(OURS, taken.state, Said("km"), at=AT).view.language == "km"
        assert walked("none", state=taken.state).view.spoken == ""

    def test_a_language_that_the_pack_does_not_have_is_not_offered(self):
        assert walked("1", f"~{SWAHILI}").view.spoken == ""


class TestTappedToo:
    """Who writes into the field and taps a tile instead of Send said both."""

    def test_the_tile_counts_and_what_the_words_may_tell_of_is_offered(self):
        taken = step(OURS, begin(OURS, "en"), Said(GAMING, "2"), at=AT)
        assert (taken.view.who, taken.view.node) == ("caregiver", "help.perhaps")
        assert tiles(taken.view)[0] == "S21"

    def test_danger_in_the_words_is_asked_about(self):
        taken = step(OURS, begin(OURS, "en"), Said(RAFTER, "1"), at=AT)
        assert (taken.view.who, taken.view.node) == ("child", "help.flag-dying")

    def test_a_situation_that_was_tapped_is_not_offered_away(self):
        state = walked("1").state
        assert step(OURS, state, Said(ACCOUNT, "S16"), at=AT).view.situation == "S16"

    def test_a_long_line_that_nobody_knows_is_asked_about_too(self):
        taken = step(OURS, begin(OURS, "en"), Said("something that nobody of us ever wrote", "1"), at=AT)
        assert (taken.view.who, taken.view.node) == ("child", "help.flag-unsure")

    def test_their_language_is_offered(self):
        assert step(OURS, begin(OURS, "en"), Said(KHMER, "1"), at=AT).view.spoken == "km"

    def test_words_are_not_lost_with_an_answer_that_is_not_there(self):
        assert step(OURS, begin(OURS, "en"), Said(RAFTER, "gone"), at=AT).view.node == "help.flag-dying"


codes = st.text(ALPHABET[:30], max_size=MOST_LIKELY)


def at_perhaps(who: str, likely: str = "") -> State:
    state = walked(who, f"~{ACCOUNT}").state
    return msgspec.structs.replace(state, likely=likely)


class TestNoPlaceChanges:
    """Whatever was heard, an answer leads where it leads from there for everybody."""

    @given(st.sampled_from(WHO), codes, st.data())
    def test_what_is_offered_is_some_of_what_is_there_and_leads_to_the_same_place(self, who, likely, data):
        plain, few = at_perhaps(who), at_perhaps(who, likely)
        offered = tiles(look(OURS, few, at=AT))
        assert set(offered) <= set(tiles(look(OURS, plain, at=AT)))
        assert len(offered) <= 4 or offered == tiles(look(OURS, at_perhaps(who, ""), at=AT))
        key = data.draw(st.sampled_from([k for k in offered if k != "none"] or ["none"]))
        one, other = turn(OURS, few, Answer(key)).state, turn(OURS, plain, Answer(key)).state
        assert one.path == other.path

    @given(st.sampled_from(WHO), codes, st.data())
    def test_a_number_means_the_tile_that_has_it_on_the_screen(self, who, likely, data):
        state = at_perhaps(who, likely)
        view = look(OURS, state, at=AT)
        number = data.draw(st.integers(1, len(view.offers)))
        said = turn(OURS, state, Said(str(number))).state
        assert said == turn(OURS, state, Answer(view.offers[number - 1].key)).state

    @given(st.sampled_from(WHO))
    def test_where_nothing_is_remembered_the_whole_list_is_offered(self, who):
        assert len(look(OURS, at_perhaps(who), at=AT).offers) > 4


@pytest.mark.parametrize("door", MESSAGE_DOORS, ids=lambda door: door.name)
def test_every_door_asks_whether_it_is_one_of_these(door):
    view = walked("2", f"~{GAMING}").view
    bodies = "\n".join(message.body for page in rendered(OURS, view, door) for message in page)
    assert OURS.release.text("help.perhaps", "en") in bodies


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
