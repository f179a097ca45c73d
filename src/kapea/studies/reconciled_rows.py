"""Segments to reconcile: worked out from codings, with what was decided on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kapea.core.studies.blind_coding import DoubleCoding, codings_to_reconcile
from kapea.core.studies.codings import StudyCoding
from kapea.core.studies.reconciling import ReconciledSegment, segments_of_one, segments_to_reconcile
from kapea.studies.coding_acts import REASON_FIELD
from kapea.studies.models import DecidedSegment, Study
from kapea.vault.record_wraps import RecordKey


def reconciled_segments(
    row: Study,
    state: DoubleCoding,
    codings: Iterable[StudyCoding],
    account: str,
    keys: Mapping[str, RecordKey],
) -> tuple[ReconciledSegment, ...]:
    """All segments, decided or not, for one of the three who reconcile; none before unblinding. A decision
    holds for the same words while both coders' codes on them are what they were. `keys`: by which reasons
    open.
    """
    segments = segments_to_reconcile(state, codings_to_reconcile(state, codings, account))
    decided = {(d.session, d.start, d.end): d for d in DecidedSegment.objects.filter(study=row)}
    return tuple(_with_decision(each, decided, keys) for each in segments)


def final_segments(
    row: Study, state: DoubleCoding, codings: Iterable[StudyCoding]
) -> tuple[ReconciledSegment, ...]:
    """The same for whoever analyses: without the reasons, and with what one coded alone, as they made it."""
    every = tuple(codings)
    of_two = reconciled_segments(row, state, every, state.adjudicator, {})
    return (*of_two, *segments_of_one(state, every))


def final_codes(segments: Iterable[ReconciledSegment]) -> Mapping[str, frozenset[str]]:
    """Which codes each session finally bears; none, of one that is not among them."""
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for each in segments:
        found[each.session] |= each.final
    return found


def _with_decision(
    segment: ReconciledSegment,
    decided: Mapping[tuple[str, int, int], DecidedSegment],
    keys: Mapping[str, RecordKey],
) -> ReconciledSegment:
    found = decided.get((segment.session, segment.span.start, segment.span.end))
    if found is None:
        return segment
    if (found.a, found.b) != (sorted(segment.a), sorted(segment.b)):
        return replace(segment, revision=found.revision)
    key = keys.get(found.record)
    return replace(
        segment,
        final=frozenset(found.final),
        decided_by=found.decided_by,
        reason=key.open(REASON_FIELD, bytes(found.reason)).decode() if key else "",
        revision=found.revision,
    )
