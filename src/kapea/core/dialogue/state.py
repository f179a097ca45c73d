"""What a conversation remembers: the places walked, the language, how often an answer was not understood; the
area, where somebody chose one.

A place is a node and a string of facts, one character each, so twenty turns fit in half a kilobyte and
Back is exact.
"""

from __future__ import annotations

import msgspec

from kapea.core.learning.progress_code import MOST_LESSONS

STATE_FORMAT = 1
"""`likely`, `lessons`, `nothing`, `spoken` and `thanked` came later and have defaults: older states
lack them, and who does not know them passes them over.
"""
MOST_LIKELY = 6
"""Situations remembered after words were typed: three to offer, and those for whoever it turns out to be."""
MAX_PLACES = 100
"""After this many steps a conversation begins again: nothing a pack says can grow without end."""
LESSONS = frozenset(range(1, MOST_LESSONS + 1))
MAX_STATE_BYTES = 8_000

Place = tuple[int, str]
"""A node's position in the release, and the facts there."""


class Unreadable(ValueError):
    """A stored state that is not one of ours: another format, damaged, or of another release."""


class State(
    msgspec.Struct,
    frozen=True,
    rename={
        "format": "v",
        "release": "r",
        "language": "l",
        "path": "p",
        "misses": "m",
        "likely": "k",
        "area": "a",
        "lessons": "d",
        "nothing": "n",
        "spoken": "s",
        "thanked": "t",
    },
    omit_defaults=True,
):
    """A conversation. `release` is the short hash of the pack that made it, `area` a code of it, or empty.

    `likely`: codes of the situations that typed words may tell of, until none of them is it or another worry
    begins. The words are not kept. `nothing`: those typed last need nothing. `spoken`: another
    language of the pack that they were in. `thanked`: a question about danger thanked for them already.
    `lessons` are the numbers of lessons done before it began, out of a code that somebody brought.
    """

    release: str
    language: str
    path: tuple[Place, ...]
    misses: int = 0
    likely: str = ""
    area: str = ""
    lessons: tuple[int, ...] = ()
    nothing: bool = False
    spoken: str = ""
    thanked: bool = False
    format: int = STATE_FORMAT

    @property
    def place(self) -> Place:
        return self.path[-1]


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(State)


def dump_state(state: State) -> bytes:
    """The state as small JSON."""
    return _encoder.encode(state)


def load_state(data: bytes) -> State:
    """Reads a state; raises Unreadable for anything else."""
    if len(data) > MAX_STATE_BYTES:
        raise Unreadable("too large")
    try:
        state = _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable("not a state") from error
    if (
        state.format != STATE_FORMAT
        or not state.path
        or len(state.path) > MAX_PLACES
        or len(state.likely) > MOST_LIKELY
        or not set(state.lessons) <= LESSONS
    ):
        raise Unreadable("another format")
    return state


def cut(state: State, steps: int) -> State:
    """The conversation as it was after `steps` answers (0: the first view); never longer than it is."""
    keep = max(1, min(steps + 1, len(state.path)))
    misses = state.misses if keep == len(state.path) else 0
    return msgspec.structs.replace(state, path=state.path[:keep], misses=misses)
