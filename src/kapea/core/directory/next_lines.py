"""Whom to call when nobody answered, or where only some lines can be used: numbers first, places after them.

What is dropped here are pages and offices that neither have a number nor can be gone to: at night they are a
wall.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from kapea.core.directory import reasons
from kapea.core.directory.areas import SOMEWHERE
from kapea.core.directory.match import Match, spread
from kapea.core.directory.phones import digits

EMERGENCY = "EMERGENCY"
"""Whom any network carries a call to, on most phones."""
_SOON = {"open": 0, "unknown": 1, "closed": 2}


def is_line(found: Match, prefer: str = "") -> bool:
    """Whether there is a number to speak to; a number for messages counts where messages are preferred."""
    return found.phone is not None and (found.phone.kind == "voice" or prefer == "message")


def first_line(shown: Iterable[Match]) -> Match | None:
    """The number that a person tries first; None where only places and pages are named."""
    return next((each for each in shown if is_line(each)), None)


def lines_first(
    found: tuple[Match, ...], *, tried: Match | None = None, prefer: str = "", most: int
) -> tuple[Match, ...]:
    """At most `most` lines other than the one just `tried`, that one, then places to go while there is room.

    Open before unknown before closed, what serves only some places behind what serves everywhere. What was
    tried stands once more at the end of the lines, and says so. `prefer` (free, message, emergency) puts
    first those that it names; where it is free, others are named only as long as no such line is. As they
    were, where neither a line nor a place is among them. Where `emergency` is preferred there is no signal:
    only such a call may go through, on another network. One number alone is not put last for having failed.
    """
    spoken, rest = _parted(found, lambda m: is_line(m, prefer))
    lines = [m for m in spoken if not _costs(m)] if prefer == "free" else spoken
    if prefer == "emergency" and _is_only(lines, tried):
        just_now, others = list[Match](), lines
    else:
        just_now, others = _parted(lines, lambda m: _is_same(m, tried))
    others = sorted(others, key=lambda m: _rank(m, prefer))
    others = _free(others) or others if prefer == "free" else others
    again = [_marked(m) for m in just_now]
    places = [m for m in rest if m.phone is not None or m.service.address]
    room = most + (tried is not None)
    return tuple([*_varied(others, most), *again, *places][:room]) or found[:room]


def _parted(found: Iterable[Match], is_so: Callable[[Match], bool]) -> tuple[list[Match], list[Match]]:
    """Those of which something is so, and the others."""
    so: list[Match] = []
    others: list[Match] = []
    for each in found:
        (so if is_so(each) else others).append(each)
    return so, others


def _varied(lines: list[Match], most: int) -> list[Match]:
    """The best of each kind of help that can be had now, then the others in their order."""
    at_hand = tuple([m for m in lines if m.far != SOMEWHERE and m.open != "closed"])
    first = spread(at_hand, most)
    return [*first, *(m for m in lines if m not in at_hand)][:most] if len(first) < most else [*first]


def _rank(found: Match, prefer: str) -> tuple[bool, bool, int]:
    return _is_behind(found, prefer), found.far == SOMEWHERE, _SOON[found.open]


def _is_behind(found: Match, prefer: str) -> bool:
    """Whether it is behind those that are preferred."""
    phone = found.phone
    if prefer == "emergency":
        return EMERGENCY not in found.service.types
    if phone is None or not prefer:
        return False
    return phone.kind != "sms" if prefer == "message" else "yes" not in (phone.free, phone.no_credit)


def _is_only(lines: list[Match], tried: Match | None) -> bool:
    """Whether the line just tried is the only emergency number among them."""
    emergency = [m for m in lines if EMERGENCY in m.service.types]
    return bool(emergency) and all(_is_same(m, tried) for m in emergency)


def _free(lines: list[Match]) -> list[Match]:
    return [m for m in lines if not _is_behind(m, "free")]


def _costs(found: Match) -> bool:
    return found.phone is not None and found.phone.free == "no"


def _marked(found: Match) -> Match:
    """The same, saying that it was just tried."""
    return msgspec.structs.replace(found, reasons=reasons.told((reasons.JUST_TRIED, *found.reasons)))


def _is_same(one: Match, other: Match | None) -> bool:
    """Whether it is the same number or the same service."""
    if other is None:
        return False
    if one.service.id == other.service.id or one.phone is None or other.phone is None:
        return one.service.id == other.service.id
    return digits(one.phone.number) == digits(other.phone.number) != ""
