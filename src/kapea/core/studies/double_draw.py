"""Which sessions two people code, and which one: drawn as the text of each is released, and kept.

Nobody who codes can choose. A session falls to two by its place in the study, by a lot that its number and
its study have drawn, or since the share would else not be reached. What was drawn is never drawn again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from hashlib import sha256

PROGRAMME_SHARE = 20
"""How many of a hundred sessions of each kind two code. Programme default."""


class SessionKind(Enum):
    """How people were met."""

    GROUP = "group"
    INTERVIEW = "interview"


class CoderSide(Enum):
    """One of two coders, whoever that is in a study."""

    A = "a"
    B = "b"


class UnfitShare(ValueError):
    """No share of sessions; the message says how to mend it."""


@dataclass(frozen=True, slots=True)
class SessionToDraw:
    """What of a session counts when it is drawn. `is_first`: none of its stratum was held before."""

    id: str
    kind: SessionKind
    stratum: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class DrawnSession:
    """What was drawn for a session. `alone`: who codes it; None: both do."""

    session: str
    kind: SessionKind
    stratum: str
    alone: CoderSide | None = None


@dataclass(frozen=True, slots=True)
class DoubleDraw:
    """`percent`: how many of a hundred sessions of each kind two code; None: as the programme has it.
    `sessions`: in the order in which they were released. One that is not among them two code.
    """

    percent: int | None = None
    sessions: tuple[DrawnSession, ...] = ()

    @property
    def share(self) -> int:
        """How many of a hundred."""
        return PROGRAMME_SHARE if self.percent is None else self.percent

    def of(self, session: str) -> DrawnSession | None:
        """What was drawn for a session; None: nothing was."""
        return next((each for each in self.sessions if each.session == session), None)


def share_set(draw: DoubleDraw, percent: int) -> DoubleDraw:
    """Another share, for sessions that are not drawn yet. Raises UnfitShare."""
    if not 1 <= percent <= 100:
        raise UnfitShare("share: a whole number from 1 to 100")
    return replace(draw, percent=percent)


def session_drawn(draw: DoubleDraw, seed: str, session: SessionToDraw) -> DoubleDraw:
    """The draw with one session more. `seed`: of the study, fixed before anything was coded."""
    if draw.of(session.id) is not None:
        return draw
    is_first = session.is_first or _is_first_text(draw, session)
    falls_to_two = is_first or _lot(seed, session, 100) < draw.share or _is_owed(draw, session)
    alone = None if falls_to_two else _who_alone(draw, seed, session)
    drawn = DrawnSession(session.id, session.kind, session.stratum, alone)
    return replace(draw, sessions=(*draw.sessions, drawn))


def _is_first_text(draw: DoubleDraw, session: SessionToDraw) -> bool:
    """Whether there is no text of its stratum yet: that of the first that was held may never come."""
    return all(each.stratum != session.stratum for each in draw.sessions)


def _is_owed(draw: DoubleDraw, session: SessionToDraw) -> bool:
    """Whether the share of its kind would not be reached if one coded it."""
    of_kind = [each for each in draw.sessions if each.kind is session.kind]
    by_two = sum(each.alone is None for each in of_kind)
    return by_two * 100 < draw.share * (len(of_kind) + 1)


def _who_alone(draw: DoubleDraw, seed: str, session: SessionToDraw) -> CoderSide:
    """Who has fewer of this kind; then who has fewer; then a lot."""
    alone = [(each.kind is session.kind, each.alone) for each in draw.sessions]

    def has(side: CoderSide) -> tuple[int, int]:
        return alone.count((True, side)), sum(by is side for _, by in alone)

    if has(CoderSide.A) != has(CoderSide.B):
        return min(CoderSide, key=has)
    return list(CoderSide)[_lot(f"{seed} alone", session, 2)]


def _lot(seed: str, session: SessionToDraw, of: int) -> int:
    """A number from 0, below `of`: the same whenever, and in whatever order, it is drawn."""
    drawn = sha256(f"{seed} {session.id}".encode()).digest()
    return int.from_bytes(drawn[:8]) % of
