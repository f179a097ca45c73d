"""A conversation keeps a hundred places at most. Danger and help now are not lost when it is full."""

from __future__ import annotations

import pytest
from tests.core.dialogue.walks import AT, fresh, world

from kapea.core.dialogue.events import Answer, Move, Said
from kapea.core.dialogue.state import MAX_PLACES, State
from kapea.core.dialogue.step import step

NODES = {node.id: at for at, node in enumerate(world().release.nodes)}


def full(node: str) -> State:
    """Somebody who stands at a node after as many answers as are kept."""
    state = fresh()
    place = (NODES[node], state.place[1])
    return State(state.release, state.language, (*[state.place] * (MAX_PLACES - 1), place))


@pytest.mark.parametrize(
    ("node", "event"),
    [("help.now", Answer("1")), ("help.now", Answer("2")), ("help.q-dying", Answer("yes"))],
)
def test_an_answer_that_turns_red_is_shown_red_also_when_the_conversation_is_full(node: str, event: Answer):
    turn = step(world(), full(node), event, at=AT)
    assert (turn.view.node, turn.view.level) == ("help.red", "red")
    assert turn.view.contacts
    assert turn.state is not None
    assert len(turn.state.path) == 2
    assert [effect.payload.outcome for effect in turn.effects if effect.kind == "count"] == ["red"]


@pytest.mark.parametrize("event", [Move("help"), Said("help")])
def test_help_now_leads_to_help_also_then(event):
    turn = step(world(), full("help.words"), event, at=AT)
    assert turn.view.node == "help.now"
    assert turn.view.contacts


def test_one_who_goes_back_from_there_is_at_the_beginning():
    red = step(world(), full("help.q-dying"), Answer("yes"), at=AT).state
    assert red is not None
    assert step(world(), red, Move("back"), at=AT).state == fresh()


def test_any_other_answer_begins_again_and_says_so():
    turn = step(world(), full("help.words"), Answer("1"), at=AT)
    assert turn.state == fresh()
    assert turn.view.shown[0].text == "word.note-again"
