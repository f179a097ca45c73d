"""What somebody meets who writes to a door for the first time: a greeting that anybody may see, or at once
what they asked for, where they told of something.
"""

from __future__ import annotations

from kapea.core.dialogue.danger_questions import is_danger_the_matter
from kapea.core.dialogue.likely_tiles import is_sentence
from kapea.core.dialogue.state import State
from kapea.core.dialogue.world import World

NEUTRAL_NOTES = ("", "unreadable", "nothing")
"""What a first message came to that told nothing. So it is with a few words in which no danger was heard."""


def is_only_greeted(world: World, state: State, note: str, words: str) -> bool:
    """Whether a first message that came to this told nothing that has to be answered at once."""
    tells = is_sentence(words) and note not in NEUTRAL_NOTES
    return not tells and not is_danger_the_matter(world, state)
