"""What staff enter while a session runs: cards that were laid, turns, the card at hand, who left.

Each entry is one of its own, so the same comes out in whatever order they arrive and however often. No entry
holds a word, a name, a picture or a place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused

CARDS = tuple(f"{number:02}" for number in range(1, 25))
"""The ids of the emoji cards. What a card means is what the child said, never what is printed."""
MOST_CARDS = 2
"""That one lays to one prompt; none is fine."""


class HandCard(Enum):
    """The card that everybody has in hand."""

    GREEN = "green"
    YELLOW = "yellow"
    """Rest, or leave this out."""
    RED = "red"
    """Stop, without a word. In this session it is the last word."""


class AssentPoint(Enum):
    """When everybody is asked again."""

    START = "start"
    MIDDLE = "middle"
    BEFORE_AUDIO = "before-audio"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class CardLaid:
    """A card. `order`: the entry's place in the session, from 1. `turn`: in which its meaning was said."""

    id: str
    order: int
    seat: str
    prompt: str
    card: str
    turn: str = ""


@dataclass(frozen=True, slots=True)
class CardTakenBack:
    """The card of this id is erased, also where it arrives later. Whose it was is not kept."""

    id: str
    order: int
    card_id: str
    prompt: str


@dataclass(frozen=True, slots=True)
class TurnMarked:
    """Somebody spoke; the words stand in the transcript."""

    id: str
    order: int
    seat: str


@dataclass(frozen=True, slots=True)
class HandShown:
    """A card at hand, typed or tapped: at a point where all are asked, or in between (None)."""

    id: str
    order: int
    seat: str
    hand: HandCard
    point: AssentPoint | None = None


@dataclass(frozen=True, slots=True)
class PointMarked:
    """Everybody was asked again here."""

    id: str
    order: int
    point: AssentPoint


@dataclass(frozen=True, slots=True)
class SeatLeft:
    """Somebody left. They are thanked like the others."""

    id: str
    order: int
    seat: str


SessionEntry = CardLaid | CardTakenBack | TurnMarked | HandShown | PointMarked | SeatLeft


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEntries:
    """What stands of a session. `gone_at`: of a seat, the order from which nothing of it counts. `counts`: by
    prompt and card. `taken_back`: by prompt.
    """

    turns: tuple[TurnMarked, ...]
    cards: tuple[CardLaid, ...]
    counts: Mapping[tuple[str, str], int]
    taken_back: Mapping[str, int]
    gone_at: Mapping[str, int]
    points: Mapping[AssentPoint, int]
    answered: frozenset[tuple[str, AssentPoint]]


def session_entries(entries: Iterable[SessionEntry]) -> SessionEntries:
    """The session out of its entries. Of two that bear one id neither counts; a red card and leaving do."""
    known = sorted(frozenset(entries), key=lambda each: (each.order, each.id))
    ids = Counter(each.id for each in known)
    gone = _gone_at(known)
    sure = [each for each in known if ids[each.id] == 1]
    back = {each.card_id: each.prompt for each in known if isinstance(each, CardTakenBack)}
    counted = [each for each in sure if isinstance(each, CardLaid | TurnMarked) and _counts(each, gone)]
    cards = tuple(each for each in counted if isinstance(each, CardLaid) and each.id not in back)
    return SessionEntries(
        turns=tuple(each for each in counted if isinstance(each, TurnMarked)),
        cards=cards,
        counts=dict(Counter((each.prompt, each.card) for each in cards)),
        taken_back=dict(Counter(back.values())),
        gone_at=gone,
        points=_points(known),
        answered=frozenset(
            (each.seat, each.point) for each in sure if isinstance(each, HandShown) and each.point
        ),
    )


def _gone_at(entries: Iterable[SessionEntry]) -> dict[str, int]:
    """From the first red card, or from leaving, whichever comes first."""
    gone: dict[str, int] = {}
    for each in entries:
        if isinstance(each, SeatLeft) or (isinstance(each, HandShown) and each.hand is HandCard.RED):
            gone[each.seat] = min(each.order, gone.get(each.seat, each.order))
    return gone


def _counts(entry: CardLaid | TurnMarked, gone: Mapping[str, int]) -> bool:
    """What has the same place as a red card is taken for later: nobody has to prove what came first."""
    return entry.seat not in gone or entry.order < gone[entry.seat]


def _points(entries: Iterable[SessionEntry]) -> dict[AssentPoint, int]:
    points: dict[AssentPoint, int] = {}
    for each in entries:
        if isinstance(each, PointMarked):
            points[each.point] = max(each.order, points.get(each.point, each.order))
    return points


def missing_assent(
    standing: SessionEntries, seats: Iterable[str], *, stopped: bool, audio: bool
) -> tuple[str, ...]:
    """What is missing before a session closes, as `point` or `point:seat`. A session that was stopped owes
    the points that were reached; whoever left or showed red owes none after it.
    """
    owed = [AssentPoint.START, *(() if stopped else (AssentPoint.MIDDLE, AssentPoint.AFTER))]
    if audio:
        owed.append(AssentPoint.BEFORE_AUDIO)
    missing = [point.value for point in AssentPoint if point in owed and point not in standing.points]
    for point, order in standing.points.items():
        missing += [f"{point.value}:{seat}" for seat in sorted(seats) if _owes(standing, seat, point, order)]
    return tuple(missing)


def _owes(standing: SessionEntries, seat: str, point: AssentPoint, order: int) -> bool:
    here = standing.gone_at.get(seat, order + 1) > order
    return here and (seat, point) not in standing.answered


def card_refusal(standing: SessionEntries, laid: CardLaid) -> StudyRefused | None:
    """None where a card may be laid now."""
    mine = [each for each in standing.cards if (each.seat, each.prompt) == (laid.seat, laid.prompt)]
    unfit = laid.card not in CARDS or not _counts(laid, standing.gone_at) or len(mine) >= MOST_CARDS
    return StudyRefused("card.lay", StudyRefusal.NO_SUCH_STEP) if unfit else None
