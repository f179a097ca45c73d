"""What two coders made of a segment, what it finally is, and why: all three are kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kapea.core.studies.blind_coding import CodingRefused, DoubleCoding
from kapea.core.studies.codings import StaleCoding, StudyCoding
from kapea.core.studies.text_edits import TextSpan, overlapping_runs


@dataclass(frozen=True, slots=True)
class ReconciledSegment:
    """Codes of `a` and of `b` as they were at unblinding, and `final`, empty until decided. `reason`: why,
    where
    they differ. `revision` counts decisions, so that two who decide at once do not write over each other.
    """

    session: str
    span: TextSpan
    a: frozenset[str]
    b: frozenset[str]
    final: frozenset[str] = frozenset()
    decided_by: str = ""
    reason: str = ""
    revision: int = 0

    @property
    def agrees(self) -> bool:
        """Whether both gave it the same codes."""
        return self.a == self.b


def segments_to_reconcile(
    state: DoubleCoding, codings: Iterable[StudyCoding]
) -> tuple[ReconciledSegment, ...]:
    """Of sessions that two code, each run of text joined by overlapping segments of either, with the codes
    that each gave within it, in order. What was coded after unblinding is not among them. None before.
    """
    if state.unblinded is None:
        return ()
    both = (c for c in codings if c.coder in state.coders and state.by_two(c.session))
    return _segments(state, (coding for coding in both if not coding.after_unblinding))


def segments_of_one(state: DoubleCoding, codings: Iterable[StudyCoding]) -> tuple[ReconciledSegment, ...]:
    """Of sessions that one codes, each run of text with the codes that they gave it: they stand, as theirs.
    None before unblinding.
    """
    if state.unblinded is None:
        return ()
    segments = _segments(state, filter(state.of_one, codings))
    return tuple(replace(s, final=s.a | s.b, decided_by=state.coders_of(s.session)[0]) for s in segments)


def _segments(state: DoubleCoding, codings: Iterable[StudyCoding]) -> tuple[ReconciledSegment, ...]:
    by_session: dict[str, list[StudyCoding]] = defaultdict(list)
    for coding in codings:
        by_session[coding.session].append(coding)
    return tuple(
        _segment(state.coders, session, run)
        for session, found in sorted(by_session.items())
        for run in overlapping_runs(found, lambda coding: (coding.span.start, coding.span.end))
    )


def _segment(coders: tuple[str, str], session: str, run: Sequence[StudyCoding]) -> ReconciledSegment:
    a, b = (frozenset(coding.code for coding in run if coding.coder == coder) for coder in coders)
    span = TextSpan(run[0].span.start, max(coding.span.end for coding in run))
    return ReconciledSegment(session, span, a, b, final=a if a == b else frozenset())


def segment_reconciled(
    standing: ReconciledSegment,
    state: DoubleCoding,
    *,
    final: frozenset[str],
    by: str,
    reason: str,
    revision: int,
) -> ReconciledSegment:
    """A decision on one segment; it may have two codes, or none. StaleCoding where another decided
    meanwhile.
    """
    if by not in (*state.coders, state.adjudicator):
        raise CodingRefused("reconciling: only the two coders and who reconciles")
    if revision != standing.revision:
        raise StaleCoding("segment: another decided meanwhile; read their reason, then decide anew")
    if not reason.strip() and not (standing.agrees and final == standing.a):
        raise CodingRefused("reason: say in a sentence why it is so")
    return replace(standing, final=final, decided_by=by, reason=reason, revision=revision + 1)
