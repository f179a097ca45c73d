"""Everything a machine marks in a transcript before people decide, and how much of what is there it marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kapea.core.studies.identifier_kinds import IdentifierKind, ProposedIdentifier
from kapea.core.studies.identifier_lists import listed_identifiers
from kapea.core.studies.identifier_patterns import formed_identifiers, with_western_digits
from kapea.core.studies.text_edits import TextSpan, joined_spans


def proposed_identifiers(text: str, country: str) -> tuple[ProposedIdentifier, ...]:
    """All marks in order, the kind of the first where two lie over each other. An empty answer says that a
    machine marked nothing, and nothing else.
    """
    found = [*formed_identifiers(text), *listed_identifiers(with_western_digits(text), country)]
    found.sort(key=lambda mark: mark.span)
    joined = joined_spans(mark.span for mark in found)
    return tuple(ProposedIdentifier(span, _kind(span, found)) for span in joined)


def _kind(span: TextSpan, found: Iterable[ProposedIdentifier]) -> IdentifierKind:
    return next(mark.kind for mark in found if span.holds(mark.span))


@dataclass(frozen=True, slots=True)
class FinderRecall:
    """Of `planted` things, how many were marked whole; `marks`: how many marks there were in all."""

    planted: int
    found: int
    marks: int

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: never said better than it is."""
        return 100 * self.found // self.planted


def finder_recall(
    planted: Mapping[IdentifierKind, Collection[TextSpan]], marks: Iterable[ProposedIdentifier]
) -> Mapping[IdentifierKind, FinderRecall]:
    """How much of what was planted in a text is marked whole, by kind. Half a name found is not found."""
    spans = joined_spans(mark.span for mark in marks)
    of_kind = Counter(kind for kind, asked in planted.items() for _ in asked)
    whole = Counter(kind for kind, asked in planted.items() for s in asked if any(m.holds(s) for m in spans))
    return {kind: FinderRecall(of_kind[kind], whole[kind], len(spans)) for kind in planted if of_kind[kind]}
