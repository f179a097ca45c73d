"""Who writes without end: a phone that repeats itself, or somebody who wants it to cost. Nobody is shut out.

As long as an address writes as fast as people do, each message has its turn and its answer. Beyond that one
every few seconds has. Of the rest only what may be about danger, what ends a conversation and what is tapped
has its turn, and then how it stands is said once in those seconds; everything else is passed over.
"""

from __future__ import annotations

from kapea.channels.channel import ReceivedMessage
from kapea.core.dialogue.events import Move
from kapea.core.dialogue.likely_tiles import heard_at
from kapea.core.dialogue.numbered_input import MOVE_OF_KEY
from kapea.core.dialogue.once import AtPlace, TypedToNumbers
from kapea.core.dialogue.text_input import normalised, understood
from kapea.core.dialogue.turn import begin
from kapea.core.dialogue.world import World
from kapea.core.doors.chat import ANYTIME
from kapea.outbox.pace import EACH

SAID_EACH = EACH
"""How often whoever writes too fast is shown how it stands."""


def is_never_passed_over(world: World, message: ReceivedMessage) -> bool:
    """Whether a message has its turn however fast its address writes: it asks for help, ends it, tells of
    danger, or answers the screen that it was tapped under.
    """
    if isinstance(message.event, AtPlace):
        return True
    if (
        isinstance(message.event, TypedToNumbers)
        and MOVE_OF_KEY.get(normalised(message.event.words)) in ANYTIME
    ):
        return True
    if isinstance(message.event, Move):
        return message.event.kind in ANYTIME
    return bool(message.words) and _tells_of_danger_or_moves(world, message.words)


def _tells_of_danger_or_moves(world: World, words: str) -> bool:
    first = begin(world, "")
    meant = understood(world, first, words)
    if isinstance(meant, Move):
        return meant.kind in ANYTIME
    return (meant is not None and meant.to == world.help) or bool(heard_at(world, first, words).kind)
