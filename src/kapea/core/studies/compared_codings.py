"""What two coders marked, as agreement is worked out on it: codes as they are called now, made blind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kapea.core.studies.blind_coding import DoubleCoding
from kapea.core.studies.codebook import Codebook
from kapea.core.studies.coded_units import CodedSpan, TextOfTwoCoders
from kapea.core.studies.codings import StudyCoding, coded_now


@dataclass(frozen=True, slots=True)
class ComparedCodings:
    """`read_again`: codings left out, since their code is now several, or none. `families`: of each code.
    `by_two`: of how many of all `sessions` it is that two code.
    """

    texts: tuple[TextOfTwoCoders, ...]
    families: Mapping[str, str]
    read_again: int
    by_two: int = 0
    sessions: int = 0


def compared_codings(
    state: DoubleCoding, codings: Iterable[StudyCoding], book: Codebook, lengths: Mapping[str, int]
) -> ComparedCodings:
    """The texts of both coders, of sessions that two code and whose length in code points is known. Nothing
    before unblinding; what was coded after it was not blind, and is left out.
    """
    by_two = dict.fromkeys(session for session in sorted(lengths) if state.by_two(session))
    blind = [c for c in codings if c.coder in state.coders and c.session in by_two and not c.after_unblinding]
    compared = blind if state.unblinded else []
    now = coded_now(compared, book)
    spans: dict[str, tuple[list[CodedSpan], list[CodedSpan]]] = {s: ([], []) for s in by_two}
    for coding, code in now.items():
        side = state.coders.index(coding.coder)
        spans[coding.session][side].append(CodedSpan(coding.span.start, coding.span.end, code))
    texts = (
        TextOfTwoCoders(session=s, length=lengths[s], first=tuple(a), second=tuple(b))
        for s, (a, b) in spans.items()
        if a or b
    )
    families = {code: named.theme for code, named in book.live.codes.items()}
    return ComparedCodings(tuple(texts), families, len(compared) - len(now), len(by_two), len(lengths))
