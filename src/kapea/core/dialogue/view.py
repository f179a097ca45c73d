"""What a person meets after a turn, the same for every door: contacts, texts, one question, answers,
moves.
"""

from __future__ import annotations

import msgspec

from kapea.core.directory.match import Match
from kapea.core.pack.model import Screen


class Shown(msgspec.Struct, frozen=True):
    """A text by id. `role` (first, do, say, item, tap, ask, note) says what it is, not how it looks."""

    text: str
    role: str = "say"
    picture: str = ""


class Offer(msgspec.Struct, frozen=True):
    """An answer a person can give: its key, its label's text id. `minor` ones may stand smaller.

    `aside`: it only says this, and leads back; a page shows it in place. `group`: what its tile stands under,
    where answers are situations.
    """

    key: str
    text: str
    picture: str = ""
    minor: bool = False
    aside: tuple[Shown, ...] = ()
    group: str = ""


class View(msgspec.Struct, frozen=True):
    """One step as shown. Doors say one kind line before the contacts. `depth` is how many answers led here.

    `asks_area`: whoever says where they are here meets those who are near; `area` is what they said so far.
    `told`: a text here says to call, so the contacts are its, and what is said matters as much as they do.
    `spoken`: another language that words were typed in, which is offered.
    `likely`: so many answers stand first because of what somebody typed. `code`: where a lesson ends, the
    number that says which were done.
    """

    node: str
    language: str
    level: str
    situation: str
    who: str
    contacts: tuple[Match, ...]
    shown: tuple[Shown, ...]
    ask: Shown | None
    offers: tuple[Offer, ...]
    moves: tuple[str, ...]
    picture: str = ""
    depth: int = 0
    kind: str = "choose"
    told: bool = False
    screen: Screen | None = None
    likely: int = 0
    area: str = ""
    asks_area: bool = False
    code: str = ""
    spoken: str = ""
