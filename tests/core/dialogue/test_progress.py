"""Which lessons somebody did: by the way they walked and the code they brought; shown where a lesson ends."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from tests.core.checker.small_learning import learning
from tests.core.doors.rendered import rendered

from kapea.core.dialogue.events import Answer, Move, Said
from kapea.core.dialogue.progress import lessons_done, units
from kapea.core.dialogue.state import MAX_PLACES, State, Unreadable, dump_state, load_state
from kapea.core.dialogue.step import begin, look, step
from kapea.core.dialogue.world import World
from kapea.core.doors.limits import SMS
from kapea.core.doors.voice import digit_prompts, screen_prompts
from kapea.core.languages.known import DEVANAGARI, KHMER
from kapea.core.learning.progress_code import lessons_of, progress_code

AT = datetime(2026, 11, 24, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def world():
    made = learning().release
    assert made is not None
    return World(made)


def walked(world: World, state: State, *answers: str) -> State:
    for answer in answers:
        taken = step(world, state, Answer(answer), at=AT)
        assert taken.state is not None
        state = taken.state
    return state


def node_of(world: World, state: State) -> str:
    return world.release.nodes[state.place[0]].id


def test_a_lesson_asks_once_for_whom_and_the_next_one_knows(world):
    first = walked(world, begin(world, "en", "lesson-1"), "1", "2")
    assert look(world, first, at=AT).shown[0].text == "lesson-1.someone/father"
    ended = walked(world, first, "1", "1")
    assert node_of(world, ended) == "lesson-1.done"
    onward = walked(world, ended, "1")
    assert node_of(world, onward) == "lesson-2.someone"
    assert look(world, onward, at=AT).shown[0].text == "lesson-2.someone/father"


def test_where_a_lesson_ends_its_code_stands_and_nowhere_else(world):
    state = begin(world, "en", "lesson-1")
    for answer in ("1", "2", "1", "1"):
        assert look(world, state, at=AT).code == ""
        state = walked(world, state, answer)
    assert look(world, state, at=AT).code == progress_code([1])
    assert f"This is your number: {progress_code([1])}" in "\n".join(
        message.body for page in rendered(world, look(world, state, at=AT), SMS) for message in page
    )
    spoken = [prompt.words for prompt in screen_prompts(world, look(world, state, at=AT))]
    digits = [prompt.words for prompt in digit_prompts(world.release, progress_code([1]), "en")]
    assert any(spoken[n : n + len(digits)] == digits for n in range(len(spoken)))


def test_back_takes_back_what_it_walks_past(world):
    ended = walked(world, begin(world, "en", "lesson-1"), "1", "2", "1", "1")
    assert lessons_done(world, ended) == {1}
    taken = step(world, ended, Move("back"), at=AT)
    assert taken.state is not None
    assert lessons_done(world, taken.state) == set()


def test_start_again_forgets_the_lessons_too(world):
    state = begin(world, "en", "lesson-1", progress_code([2]))
    taken = step(world, state, Move("restart"), at=AT)
    assert taken.state is not None
    assert lessons_done(world, taken.state) == set()


@pytest.mark.parametrize("digits", ["0123456789", KHMER.digits, DEVANAGARI.digits])
def test_a_code_said_where_lessons_are_offered_leads_to_the_first_that_is_not_done(world, digits):
    said = progress_code([1]).translate({ord(str(n)): digit for n, digit in enumerate(digits)})
    menu = begin(world, "en", "learn")
    taken = step(world, menu, Said(said), at=AT)
    assert taken.state is not None
    assert lessons_done(world, taken.state) == {1}
    assert world.release.nodes[taken.state.place[0]].journey == "lesson-2"
    ended = walked(world, taken.state, "1", "2", "1", "1")
    assert look(world, ended, at=AT).code == progress_code([1, 2])


def test_two_codes_of_one_household_come_together(world):
    menu = begin(world, "en", "learn")
    mother = step(world, menu, Said(progress_code([1, 5])), at=AT).state
    assert mother is not None
    back = step(world, mother, Move("back"), at=AT).state
    assert back is not None
    both = step(world, back, Said(progress_code([7])), at=AT).state
    assert both is not None
    assert lessons_done(world, both) == {1, 5, 7}


def test_a_mistyped_code_is_said_to_be_one_and_nothing_is_lost(world):
    menu = begin(world, "en", "learn", progress_code([1]))
    wrong = str(int(progress_code([1]).replace(" ", "")) + 1)
    taken = step(world, menu, Said(wrong), at=AT)
    assert [s.text for s in taken.view.shown if s.role == "note"] == ["word.note-code-wrong"]
    assert taken.state == menu


def test_when_all_are_done_a_code_says_so(world):
    taken = step(world, begin(world, "en", "learn"), Said(progress_code([1, 2])), at=AT)
    assert [s.text for s in taken.view.shown if s.role == "note"] == ["word.note-code"]


def test_digits_elsewhere_are_an_answer_and_no_code(world):
    """On the help, six digits may be anything that somebody worries about."""
    home = begin(world, "en")
    taken = step(world, home, Said(progress_code([1])), at=AT)
    assert taken.state is not None
    assert lessons_done(world, taken.state) == set()


def test_a_way_that_grew_too_long_begins_anew_and_keeps_the_lessons(world):
    state = begin(world, "en", "lesson-1", progress_code([2]))
    place = walked(world, state, "1", "2").place
    long = msgspec.structs.replace(state, path=(*state.path, *[place] * (MAX_PLACES - 1)))
    taken = step(world, long, Answer("1"), at=AT)
    assert taken.state is not None
    assert len(taken.state.path) == 1
    assert lessons_done(world, taken.state) == {2}


def test_lessons_outlive_a_save_and_no_stored_state_names_one_that_cannot_be(world):
    state = begin(world, "en", "lesson-1", progress_code([1, 3]))
    assert load_state(dump_state(state)) == state
    assert b'"d":[1,3]' in dump_state(state)
    assert b'"d"' not in dump_state(begin(world, "en"))
    for wrong in (b"[0]", b"[20]", b'["1"]', b"[1e3]"):
        with pytest.raises(Unreadable):
            load_state(dump_state(state).replace(b"[1,3]", wrong))


def test_a_code_that_is_none_begins_with_nothing_done(world):
    assert begin(world, "en", "lesson-1", "1280").lessons == ()
    assert lessons_of("1280") is None


def test_lists_are_in_the_order_of_their_numbers(world):
    assert list(units(world, "lesson")) == ["lesson-1", "lesson-2"]
    assert [unit.number for unit in units(world, "story").values()] == [1]
    assert list(world.release.units) == ["lesson-1", "lesson-2", "story-one", "practice-one"]
