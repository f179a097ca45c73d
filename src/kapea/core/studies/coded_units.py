"""What two coders are compared on: blocks of coded text, and its characters. Text that neither coded is no
unit: there is much of it, both leave it alone, and figures that count it praise everybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby, pairwise

from kapea.core.studies.text_edits import overlapping_runs

CodesThere = tuple[str, ...]
"""The codes that one coder gave one unit, sorted; none: the coder left it alone."""
CodePair = tuple[CodesThere, CodesThere]
"""What the first coder gave a unit, and what the second gave it."""


class NotACodedSpan(ValueError):
    """A segment that lies nowhere in its text, or bears no code; the message says which."""


class AgreementBasis(Enum):
    """On which units coders are compared. `WHOLE_TEXT` is there to be compared with, never to be published:
    it rises with every line that nobody coded.
    """

    CODED_BLOCKS = "coded_blocks"
    BOTH_CODED_BLOCKS = "both_coded_blocks"
    CODED_CHARACTERS = "coded_characters"
    BOTH_CODED_CHARACTERS = "both_coded_characters"
    WHOLE_TEXT = "whole_text"


@dataclass(frozen=True, slots=True)
class CodedSpan:
    """A code on the characters from `start` up to and without `end`, in code points. Raises NotACodedSpan."""

    start: int
    end: int
    code: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise NotACodedSpan(f"{self.start}–{self.end}: begin at 0 or later, end after the beginning")
        if not self.code:
            raise NotACodedSpan(f"{self.start}–{self.end} bears no code: leave it out, or name its code")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextOfTwoCoders:
    """A text that two coders coded blind. `session`: where it was said; `length`: in code points; `first` and
    `second`: the segments of each coder. Raises NotACodedSpan for one that ends after the text.
    """

    session: str
    length: int
    first: tuple[CodedSpan, ...]
    second: tuple[CodedSpan, ...]

    def __post_init__(self) -> None:
        for span in (*self.first, *self.second):
            if span.end > self.length:
                raise NotACodedSpan(
                    f"{span.start}–{span.end} in {self.session} ends after its {self.length} characters: "
                    "take segments and text of one version"
                )


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """How often each pair of codings occurs, and how many blocks of text it comes from."""

    pairs: Counter[CodePair]
    blocks: int


def unit_counts(texts: Iterable[TextOfTwoCoders], basis: AgreementBasis) -> UnitCounts:
    """The units of some texts, on one basis."""
    pairs: Counter[CodePair] = Counter()
    blocks = 0
    for text in texts:
        of_blocks = list(block_codings(text))
        if basis in _BOTH:
            of_blocks = [pair for pair in of_blocks if all(pair)]
        blocks += len(of_blocks)
        if basis in _BLOCKS:
            pairs.update(of_blocks)
        else:
            _count_characters(text, basis, pairs)
    return UnitCounts(pairs, blocks)


def counted_together(counts: Iterable[UnitCounts]) -> UnitCounts:
    """The units of several sessions as one."""
    pairs: Counter[CodePair] = Counter()
    blocks = 0
    for each in counts:
        pairs.update(each.pairs)
        blocks += each.blocks
    return UnitCounts(pairs, blocks)


_BLOCKS = (AgreementBasis.CODED_BLOCKS, AgreementBasis.BOTH_CODED_BLOCKS)
_BOTH = (AgreementBasis.BOTH_CODED_BLOCKS, AgreementBasis.BOTH_CODED_CHARACTERS)


def block_codings(text: TextOfTwoCoders) -> Iterator[CodePair]:
    """The blocks of a text in their order: runs joined by overlapping segments of either coder. Segments that
    only touch are not joined.
    """
    for run in overlapping_runs(_marked(text), lambda each: (each[0].start, each[0].end)):
        yield _pair(
            {s.code for s, by_first in run if by_first}, {s.code for s, by_first in run if not by_first}
        )


def _marked(text: TextOfTwoCoders) -> Iterator[tuple[CodedSpan, bool]]:
    """Each segment, and whether the first coder made it."""
    yield from ((span, True) for span in text.first)
    yield from ((span, False) for span in text.second)


def _count_characters(text: TextOfTwoCoders, basis: AgreementBasis, pairs: Counter[CodePair]) -> None:
    uncoded = text.length
    for characters, pair in _pieces(text):
        uncoded -= characters
        if basis not in _BOTH or all(pair):
            pairs[pair] += characters
    if basis is AgreementBasis.WHOLE_TEXT and uncoded:
        pairs[((), ())] += uncoded


def _pieces(text: TextOfTwoCoders) -> Iterator[tuple[int, CodePair]]:
    """Stretches of coded text inside which nothing changes: how many characters, and what each coder gave."""
    steps = sorted(_steps(text), key=lambda step: step[0])
    begun: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    places = [(at, list(there)) for at, there in groupby(steps, key=lambda step: step[0])]
    for (at, there), (then, _) in pairwise(places):
        for _, coder, code, change in there:
            _change(begun[coder], code, change)
        if begun[0] or begun[1]:
            yield then - at, _pair(begun[0], begun[1])


def _steps(text: TextOfTwoCoders) -> Iterator[tuple[int, int, str, int]]:
    """Where a segment begins or ends: the place, the coder, the code, and one more or one less."""
    for coder, spans in enumerate((text.first, text.second)):
        for span in spans:
            yield span.start, coder, span.code, 1
            yield span.end, coder, span.code, -1


def _change(begun: Counter[str], code: str, change: int) -> None:
    begun[code] += change
    if not begun[code]:
        del begun[code]


def _pair(first: Iterable[str], second: Iterable[str]) -> CodePair:
    return tuple(sorted(first)), tuple(sorted(second))


def by_session(texts: Iterable[TextOfTwoCoders]) -> dict[str, Sequence[TextOfTwoCoders]]:
    """The texts of each session, sessions in their first order."""
    found: dict[str, list[TextOfTwoCoders]] = {}
    for text in texts:
        found.setdefault(text.session, []).append(text)
    return dict(found)
