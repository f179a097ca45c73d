"""Who calls, out of what the switch says: an address that nothing keeps, and how the call came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kapea.channels.voice.agi import NotAsterisk

DOOR = "voice"
NOBODY_KNOWN = frozenset({"", "unknown", "anonymous", "restricted", "private", "unavailable", "withheld"})
"""What stands for a number where there is none. Many people call so."""
PRESENTATION, HIDDEN = 0x60, (0x20, 0x40)
"""Bits of a number that its owner keeps from being shown, or that did not come along."""
NOBODY_ANSWERED = "nobody"
"""The first argument of the AGI where the dialplan comes back: a person was dialled, and none spoke."""


@dataclass(frozen=True, slots=True)
class Caller:
    """`address`: what the conversation's key is made of. `known`: a phone's, by which one can go on later.
    `id`: the switch's own of this call. `came_back`: nobody answered where it was put through.
    """

    address: str
    known: bool
    id: str
    journey: str = ""
    came_back: bool = False


def caller_of(told: Mapping[str, str]) -> Caller:
    """Reads what the switch says first; raises NotAsterisk where it names no call."""
    if not (id := told.get("uniqueid", "")):
        raise NotAsterisk
    number = told.get("callerid", "")
    known = number.casefold() not in NOBODY_KNOWN and not _is_hidden(told.get("callingpres", ""))
    return Caller(
        address=f"number\0{number}" if known else f"call\0{id}",
        known=known,
        id=id,
        journey=told.get("network_script", "").partition("?")[0].rpartition("/")[2],
        came_back=told.get("arg_1") == NOBODY_ANSWERED,
    )


def _is_hidden(presentation: str) -> bool:
    is_number = presentation.isascii() and presentation.isdecimal() and len(presentation) < 4
    return is_number and int(presentation) & PRESENTATION in HIDDEN
