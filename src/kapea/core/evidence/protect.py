"""Which figures are hidden, so that no small count can be worked out; and the only place that calls counts
safe to publish.

Small counts are hidden. Then others are, as few people as can be found, until the audit finds nothing. Where
that leaves nothing to say, or a former edition has told it, nothing is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, dataclass
from enum import Enum
from types import MappingProxyType

from kapea.core.evidence.complementary import PushOrder, more_to_hide, told_with_hidden
from kapea.core.evidence.count_system import CountPart, CountSystem, count_system
from kapea.core.evidence.counts import CountMark, FigureKey, Publication, PublishedCount, published_count
from kapea.core.evidence.disclosure_audit import WholeTable, exposed_parts


class _Audited:
    """Held by this module alone: only what was audited here can be called safe."""


_AUDITED = _Audited()


class NotPublishedBecause(Enum):
    """Why nothing may be published."""

    ALREADY_TOLD = "already_told"
    """What former editions say leaves some small count no room, whatever is hidden now."""
    NOTHING_LEFT = "nothing_left"
    """Every figure would have to be hidden. Broader groups, or a longer time, may leave something."""
    STANDS_ALONE = "stands_alone"
    """A small count is in no sum with others, so that its mark alone would tell it. Leave its figure out, or
    publish a total with it.
    """


@dataclass(frozen=True, slots=True)
class NotPublished:
    """Nothing of it may be published."""

    because: NotPublishedBecause


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeCounts:
    """What is said of every figure. Made by `protect_counts` and nowhere else."""

    said: Mapping[FigureKey, PublishedCount]
    audited: InitVar[_Audited]

    def __post_init__(self, audited: _Audited) -> None:
        if audited is not _AUDITED:
            raise TypeError("counts are made safe by protect_counts(), never by hand")
        object.__setattr__(self, "said", MappingProxyType(dict(self.said)))


def protect_counts(publication: Publication) -> SafeCounts | NotPublished:
    """What may be said of each figure. Raises TooLargeToAudit, TooManyPivots: then nothing is published."""
    system = count_system(publication)
    free = _free(publication, system)
    first = _hidden_first(publication, system, free)
    search = _Search(system, free, set())
    attempts = {search.attempt(first, order) for order in PushOrder}
    safe = [each for each in attempts if search.exposed(each) is None and not (free and free <= each)]
    if not safe:
        return NotPublished(_because(publication, nothing_left=all(free <= each for each in attempts)))
    hidden = min(safe, key=lambda each: (sum(system.total(part) for part in each), sorted(map(sorted, each))))
    return SafeCounts(said=_said(publication, system, hidden), audited=_AUDITED)


def _because(publication: Publication, *, nothing_left: bool) -> NotPublishedBecause:
    if publication.already:
        return NotPublishedBecause.ALREADY_TOLD
    return NotPublishedBecause.NOTHING_LEFT if nothing_left else NotPublishedBecause.STANDS_ALONE


def _free(publication: Publication, system: CountSystem) -> frozenset[CountPart]:
    """The sums that can be shown or hidden. Of the others a former edition decided, or they are zeros where
    zeros are never hidden.
    """
    decided = {system.parts[key] for key in publication.already if key in system.parts}
    return frozenset(
        part
        for part in system.parts.values()
        if part not in decided and (publication.zero_informs or system.total(part))
    )


def _hidden_first(
    publication: Publication, system: CountSystem, free: frozenset[CountPart]
) -> frozenset[CountPart]:
    """The small counts, and what a former edition hid and none showed."""
    former = {key: mark for key, mark in publication.already.items() if key in system.parts}
    kept = {system.parts[key] for key, mark in former.items() if mark is CountMark.HIDDEN}
    shown = {system.parts[key] for key, mark in former.items() if mark is not CountMark.HIDDEN}
    return frozenset({*(kept - shown), *(part for part in free if system.is_small(part))})


@dataclass(frozen=True, slots=True)
class _Search:
    """Looks for what to hide of what is free. `tried`: tables that the audit found, to be looked at again."""

    system: CountSystem
    free: frozenset[CountPart]
    tried: set[WholeTable]

    def attempt(self, hidden: frozenset[CountPart], order: PushOrder) -> frozenset[CountPart]:
        """What this order of work hides; the audit says whether it is enough."""
        while (exposed := self.exposed(hidden, order)) is not None:
            more = more_to_hide(self.system, hidden, self.free - hidden, exposed, order)
            if not more:
                return hidden
            hidden |= more
        return self._without_needless(hidden)

    def exposed(
        self, hidden: frozenset[CountPart], order: PushOrder = PushOrder.SMALL_GENTLY
    ) -> CountPart | None:
        """What would be worked out first when these are hidden; None where nothing would."""
        told = told_with_hidden(self.system, hidden)
        found = exposed_parts(self.system, told, largest_first=order.largest_first, tried=self.tried)
        return next(found, None)

    def _without_needless(self, hidden: frozenset[CountPart]) -> frozenset[CountPart]:
        """Shows again what need not be hidden, the largest first."""
        others = [part for part in hidden & self.free if not self.system.is_small(part)]
        for part in sorted(others, key=lambda part: (-self.system.total(part), sorted(part))):
            if self.exposed(hidden - {part}) is None:
                hidden -= {part}
        return hidden


def _said(
    publication: Publication, system: CountSystem, hidden: frozenset[CountPart]
) -> dict[FigureKey, PublishedCount]:
    return {
        figure.key: CountMark.HIDDEN
        if system.parts.get(figure.key) in hidden
        else published_count(publication.total(figure))
        for figure in publication.figures
    }
