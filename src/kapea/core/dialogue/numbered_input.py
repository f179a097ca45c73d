"""What words mean at a door that shows numbers, page by page: the keys of moves, and what was sent last."""

from __future__ import annotations

from typing import NamedTuple

from kapea.core.dialogue.events import Event, Move, Said
from kapea.core.dialogue.state import State
from kapea.core.dialogue.text_input import normalised, understood
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Choice

HELP_KEY, MORE_KEY, BACK_KEY, REPEAT_KEY = "0", "00", "#", "*"
"""As by voice: 0 is a person. No answer has one of these as its number."""
BEGIN_KEY = "1"
"""Under a greeting: then come the other languages, in the order of `languages_besides`."""
MOVE_OF_KEY = {HELP_KEY: "help", BACK_KEY: "back", REPEAT_KEY: "repeat"}
GREETED = 255
"""Instead of a page: only a greeting was sent, that anybody may see."""
MOST_PAGES = 99
MORE = "more"


class OnPage(NamedTuple):
    """What was meant, and which page of the screen it leads to."""

    event: Event
    page: int = 0


def meant_on_page(world: World, state: State, page: int, words: str) -> OnPage:
    """What was typed where a page was sent last. Whatever is no key of ours is said as it was typed."""
    said = normalised(words)
    if page == GREETED and (begun := _under_greeting(world, state, said)) is not None:
        return OnPage(begun)
    if said in MOVE_OF_KEY:
        return OnPage(Move(MOVE_OF_KEY[said]))
    if said == MORE_KEY or _asks_for_more(world, state, said):
        return OnPage(Move("repeat"), 0 if page == GREETED else min(page + 1, MOST_PAGES))
    return OnPage(Said(words))


def languages_besides(world: World, language: str) -> tuple[str, ...]:
    """The languages of the pack but one, as a greeting offers them."""
    return tuple(code for code in world.release.languages if code != language)


def _under_greeting(world: World, state: State, said: str) -> Move | None:
    """Nobody answers a screen that was not sent: 1 only begins, and the next numbers are languages."""
    others = languages_besides(world, state.language)
    if said.isdecimal() and 2 <= int(said[:3]) <= len(others) + 1:
        return Move("language", others[int(said[:3]) - 2])
    if said == BEGIN_KEY or isinstance(understood(world, state, said), Choice):
        return Move("repeat")
    return None


def _asks_for_more(world: World, state: State, said: str) -> bool:
    """By word, in any language; an answer that is called so comes first."""
    lists = world.release.lint.values()
    return (
        any(said in lint.reserved.get(MORE, ()) for lint in lists) and understood(world, state, said) is None
    )
