"""Until when each thing of a case is due: by the country's own rows, in its own days. It reads no clock.

A span of hours runs day and night. A span of days ends with the last of those days, as they are counted in
the country. A row says where it comes from; where there is none, or nobody looked at it in time, the shortest
default holds, and it is said to be one. What comes out is in UTC: it can be kept and compared as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from kapea.core.care.case_levels import CaseLevel
from kapea.core.pack.clock_model import ClockRow, clock_row_id
from kapea.core.pack.model import Release


class CaseClock(Enum):
    """What is due."""

    FIRST_ACTION = "first_action"
    """The first thing that a person does."""
    ASSESSMENT = "assessment"
    PLAN = "plan"
    """The plan stands, and where the level asks for it a supervisor agreed."""
    FOLLOW_UP = "follow_up"
    SUPERVISOR_REVIEW = "supervisor_review"
    AFTER_CLOSING = "after_closing"
    """Asking how it is, where the child wished it."""


class ClockBasis(Enum):
    """What a due time rests on."""

    SOURCE = "source"
    PROGRAMME_DEFAULT = "programme_default"
    SHORTEST_DEFAULT = "shortest_default"
    """There is no row, or it expired: somebody has to look. It never gives longer than the row did."""


@dataclass(frozen=True, slots=True)
class Span:
    """Hours, or whole days; one of them. Ten hours are `Span(hours=10)`, the same day is `Span(days=0)`."""

    hours: float | None = None
    days: int | None = None

    def __post_init__(self) -> None:
        given = [each for each in (self.hours, self.days) if each is not None]
        if len(given) != 1 or given[0] < 0:
            raise ValueError("a span is hours or days, and no less than nought")

    def ends(self, begins: datetime, zone: ZoneInfo) -> datetime:
        """When it is over. Raises ValueError for a naive `begins`, which names no moment at all."""
        _require_zone(begins)
        if self.hours is not None:
            return begins.astimezone(UTC) + timedelta(hours=self.hours)
        last = begins.astimezone(zone).date() + timedelta(days=self.days or 0)
        return datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due, and on what that rests. `sources`: their titles; `rests_on`: what they are, law,
    guideline or tool. Where `at` is None nothing is due.
    """

    at: datetime | None
    basis: ClockBasis
    sources: tuple[str, ...] = ()
    rests_on: str = ""

    @property
    def needs_looking_at(self) -> bool:
        """Whether the pack of the country has to be mended."""
        return self.basis is ClockBasis.SHORTEST_DEFAULT

    def is_over(self, at: datetime) -> bool:
        return self.at is not None and self.at <= at


SHORTEST: Mapping[CaseClock, tuple[Span, ...]] = {
    CaseClock.FIRST_ACTION: (Span(hours=0.25),),
    CaseClock.ASSESSMENT: (Span(hours=24),),
    CaseClock.PLAN: (Span(hours=48),),
    CaseClock.FOLLOW_UP: (Span(days=3),),
    CaseClock.SUPERVISOR_REVIEW: (Span(days=1),),
    CaseClock.AFTER_CLOSING: (Span(days=7), Span(days=30)),
}
"""Where a pack says nothing: what it would be in danger."""
SO_OFTEN = frozenset({CaseClock.AFTER_CLOSING})
"""What is done as often as it has spans, and then no more."""


def due(
    release: Release, clock: CaseClock, level: CaseLevel, begins: datetime, *, at: datetime, turn: int = 0
) -> Due:
    """Until when something is due that began at `begins`: when it was last done, or when its case was closed.
    `turn`: how often it was done already, since some spans grow: three days after the first time, then seven.
    Raises ValueError for a naive `begins` or `at`, and for a `turn` below nought.
    """
    if turn < 0:
        raise ValueError("`turn` is how often it was done")
    zone = ZoneInfo(release.time_zone)
    row = release.clocks.get(clock_id(clock, level))
    own = _ends(_spans(row), clock, begins, zone, turn) if row is not None else None
    if row is None or _is_expired(row, zone, at=at):
        both = (own, _ends(SHORTEST[clock], clock, begins, zone, turn))
        return Due(min((each for each in both if each), default=None), ClockBasis.SHORTEST_DEFAULT)
    if row.is_programme_default:
        return Due(own, ClockBasis.PROGRAMME_DEFAULT)
    titles = tuple(release.known_sources.get(source, source) for source in row.upkeep.sources)
    return Due(own, ClockBasis.SOURCE, titles, row.rests_on)


def clock_id(clock: CaseClock, level: CaseLevel) -> str:
    """The id of the row for what is due at a level."""
    return clock_row_id(clock.value, level.value)


def _spans(row: ClockRow) -> tuple[Span, ...]:
    return tuple(Span(hours=hours, days=days) for hours, days in row.spans)


def _ends(
    spans: tuple[Span, ...], clock: CaseClock, begins: datetime, zone: ZoneInfo, turn: int
) -> datetime | None:
    if not spans or (clock in SO_OFTEN and turn >= len(spans)):
        return None
    return spans[min(turn, len(spans) - 1)].ends(begins, zone)


def _is_expired(row: ClockRow, zone: ZoneInfo, *, at: datetime) -> bool:
    """On the day itself, as it is in the country, it has expired."""
    _require_zone(at)
    return row.upkeep.expires <= at.astimezone(zone).date().isoformat()


def _require_zone(at: datetime) -> None:
    if at.utcoffset() is None:
        raise ValueError("a time needs its zone")
