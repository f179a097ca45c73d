"""What a tablet brings of a session once it is opened, and what of it stands.

Each item is one thing that somebody entered, of its own, under a random id. What stands is worked out from
the set of all that came; so the order in which they come never matters, and neither does how often.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec

from kapea.core.studies.seat_labels import seat_of_label
from kapea.core.studies.session_entries import (
    CARDS,
    AssentPoint,
    CardLaid,
    CardTakenBack,
    HandCard,
    HandShown,
    PointMarked,
    SeatLeft,
    SessionEntry,
    TurnMarked,
    session_entries,
)
from kapea.core.studies.session_submissions import SetApart, TakenSubmissions

TABLET_FORM, TABLET_VERSION = "tablet", "1"
MOST_TABLET_WORDS = 2_000
SECOND = "."
"""Parts the id of an item from a number, where two contents under it both have to hold."""
LAST_ORDER = 10**11
Label = Annotated[str, msgspec.Meta(pattern=r"^[A-Z][0-9]{0,2}$")]
Prompt = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
Order = Annotated[int, msgspec.Meta(ge=1, le=LAST_ORDER)]
"""Tenths of a second since 1970 by the clock of whoever enters it, later than what they entered before."""


class TabletItem(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True, kw_only=True):
    """One thing. `over`: the id of the item that it replaces; empty for most."""

    order: Order
    over: Annotated[str, msgspec.Meta(max_length=40)] = ""


class TabletCard(TabletItem, frozen=True, kw_only=True, tag="card"):
    """Somebody laid a card to a prompt."""

    seat: Label
    prompt: Prompt
    card: str


class TabletBack(TabletItem, frozen=True, kw_only=True, tag="back"):
    """They took one back; which, is found here: the tablet cannot read what it sealed."""

    seat: Label
    prompt: Prompt
    card: str


class TabletTurn(TabletItem, frozen=True, kw_only=True, tag="turn"):
    """Somebody spoke."""

    seat: Label


class TabletHand(TabletItem, frozen=True, kw_only=True, tag="hand"):
    """A card at hand, at a point where all are asked, or in between."""

    seat: Label
    hand: HandCard
    point: AssentPoint | None = None


class TabletPoint(TabletItem, frozen=True, kw_only=True, tag="point"):
    """All are asked again."""

    point: AssentPoint


class TabletLeft(TabletItem, frozen=True, kw_only=True, tag="left"):
    """Somebody left."""

    seat: Label


class TabletWords(TabletItem, frozen=True, kw_only=True, tag="words"):
    """A short note of staff, or what they observed."""

    words: Annotated[str, msgspec.Meta(max_length=MOST_TABLET_WORDS)]


class TabletStop(TabletItem, frozen=True, kw_only=True, tag="stop"):
    """It was stopped for all."""


AnyTabletItem = (
    TabletCard | TabletBack | TabletTurn | TabletHand | TabletPoint | TabletLeft | TabletWords | TabletStop
)
SEATED = (TabletCard, TabletBack, TabletTurn, TabletHand, TabletLeft)


class NoTabletItem(ValueError):
    """What was opened is no item; nothing of it is repeated."""


@dataclass(frozen=True, slots=True)
class TabletStanding:
    """`entries`: what stands, to be kept as rows. `words`: notes by id, in their order. `apart`: ids of what
    does not stand, and why. `gone`: ids of what must not be kept: it is of somebody who withdrew.
    """

    entries: tuple[SessionEntry, ...]
    words: tuple[tuple[str, TabletWords], ...]
    apart: Mapping[str, SetApart]
    gone: frozenset[str]


def read_tablet_item(data: bytes) -> AnyTabletItem:
    """What a tablet sealed, as an item. Raises NoTabletItem."""
    try:
        item: AnyTabletItem = msgspec.json.decode(data, type=AnyTabletItem)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise NoTabletItem from None
    if isinstance(item, TabletCard | TabletBack) and item.card not in CARDS:
        raise NoTabletItem
    return item


def made_on_day(item: TabletItem, zone: str) -> date:
    """The day of an item, as its own clock had it and the study counts days."""
    return datetime.fromtimestamp(item.order // 10, UTC).astimezone(ZoneInfo(zone)).date()


def tablet_standing(
    session: str,
    items: Iterable[tuple[str, AnyTabletItem]],
    taken: TakenSubmissions,
    *,
    seats: Collection[str],
    withdrawn: Collection[str],
) -> TabletStanding:
    """What stands of the items of a session, each with its id. `seats`, `withdrawn`: seats that agreed, and
    seats of which nothing is kept. A red card, leaving and taking a card back hold whatever is the matter
    with how they came: nobody has to say no twice.
    """
    told = sorted(set(items), key=lambda each: (each[0], repr(each[1])))
    gone = frozenset(id for id, item in told if _seat(session, item) in withdrawn)
    settled = {each.instance for each in taken.standing.values()}
    stands: dict[str, AnyTabletItem] = {}
    for id, item in told:
        if id not in gone and (id in settled or _is_no(item)):
            stands[_own_id(id, stands)] = item
    apart = {each.instance: why for each, why in taken.apart if each.instance not in gone | stands.keys()}
    for id in [id for id, item in stands.items() if not _is_seated(session, item, seats)]:
        apart[id] = SetApart.UNKNOWN_SEAT
        del stands[id]
    entries, unmatched = _entries(session, stands)
    apart |= dict.fromkeys(unmatched, SetApart.WAITS_FOR_PARENT)
    notes = ((id, each) for id, each in stands.items() if isinstance(each, TabletWords))
    words = tuple(sorted(notes, key=lambda each: (each[1].order, each[0])))
    return TabletStanding(entries, words, apart, gone)


def _own_id(id: str, stands: Collection[str]) -> str:
    """Two noes under one id both hold: the second gets an id of its own."""
    return id if id not in stands else f"{id}{SECOND}{sum(each.startswith(id) for each in stands)}"


def _is_no(item: AnyTabletItem) -> bool:
    is_red = isinstance(item, TabletHand) and item.hand is HandCard.RED
    return is_red or isinstance(item, TabletLeft | TabletBack)


def _is_seated(session: str, item: AnyTabletItem, seats: Collection[str]) -> bool:
    seat = _seat(session, item)
    return not seat or seat in seats


def _seat(session: str, item: AnyTabletItem) -> str:
    return seat_of_label(session, item.seat) if isinstance(item, SEATED) else ""


def _entries(
    session: str, stands: Mapping[str, AnyTabletItem]
) -> tuple[tuple[SessionEntry, ...], tuple[str, ...]]:
    """Entries without what came of a seat after its red card, or after it left; and cards taken back that
    nobody laid.
    """
    backs = {id: each for id, each in stands.items() if isinstance(each, TabletBack)}
    made = [entry for id, each in stands.items() if (entry := _entry(session, id, each)) is not None]
    taken = _taken_back(session, backs, made)
    counted = session_entries(made)
    others = (each for each in made if not isinstance(each, CardLaid | TurnMarked))
    kept: list[SessionEntry] = [*others, *counted.turns, *counted.cards]
    left = sorted(_without_taken(kept, taken, backs), key=lambda each: (each.order, each.id))
    return tuple(left), tuple(backs.keys() - taken.keys())


def _without_taken(
    kept: Iterable[SessionEntry], taken: Mapping[str, str], backs: Mapping[str, TabletBack]
) -> Iterable[SessionEntry]:
    """A card that was taken back is erased; that one was, stays."""
    erased = set(taken.values())
    yield from (each for each in kept if each.id not in erased)
    for id, card in taken.items():
        yield CardTakenBack(id, backs[id].order, card, backs[id].prompt)


def _taken_back(
    session: str, backs: Mapping[str, TabletBack], made: Iterable[SessionEntry]
) -> dict[str, str]:
    """Of each that was taken back the card: the last like it before. One is taken back once."""
    laid = [each for each in made if isinstance(each, CardLaid)]
    found: dict[str, str] = {}
    for id, back in sorted(backs.items(), key=lambda each: (each[1].order, each[0])):
        told = (seat_of_label(session, back.seat), back.prompt, back.card)
        like = [
            each
            for each in laid
            if (each.seat, each.prompt, each.card) == told
            and each.order <= back.order
            and each.id not in found.values()
        ]
        if like:
            found[id] = max(like, key=lambda each: (each.order, each.id)).id
    return found


def _entry(session: str, id: str, item: AnyTabletItem) -> SessionEntry | None:
    seat = _seat(session, item)
    if isinstance(item, TabletCard):
        return CardLaid(id, item.order, seat, item.prompt, item.card)
    if isinstance(item, TabletTurn):
        return TurnMarked(id, item.order, seat)
    if isinstance(item, TabletHand):
        return HandShown(id, item.order, seat, item.hand, item.point)
    if isinstance(item, TabletPoint):
        return PointMarked(id, item.order, item.point)
    return SeatLeft(id, item.order, seat) if isinstance(item, TabletLeft) else None
