"""Whether something that somebody wrote repeats what somebody said: quotes stand where consent is asked, and
nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kapea.core.studies.replacements import seen_alike

LONGEST_REPEATED = 30
"""So many code points on end, the same as in what was said, are a quote. Programme default."""
LEAST_WHOLE = 15
"""What was said and is shorter is a quote where all of it stands there, from so many code points on: “yes,
always” is anybody's.
"""


@dataclass(frozen=True, slots=True)
class SaidWords:
    """What was said, in pieces by which it is found again. `begins`: how what is short begins."""

    runs: frozenset[str]
    short: frozenset[str]
    begins: frozenset[str]

    def are_in(self, written: str) -> bool:
        """Whether some of it stands there, in whatever case, with whatever unseen signs between letters."""
        words = seen_alike(written)
        if not self.runs.isdisjoint(_runs(words, LONGEST_REPEATED)):
            return True
        may_be_short = not self.begins.isdisjoint(_runs(words, LEAST_WHOLE))
        return may_be_short and any(each in words for each in self.short)


def said_words(said: Iterable[str]) -> SaidWords:
    """Some turns, passages or transcripts, ready to be looked for in any number of texts."""
    alike = [seen_alike(each) for each in said]
    short = frozenset(each for each in alike if LEAST_WHOLE <= len(each) < LONGEST_REPEATED)
    return SaidWords(
        runs=frozenset(run for each in alike for run in _runs(each, LONGEST_REPEATED)),
        short=short,
        begins=frozenset(each[:LEAST_WHOLE] for each in short),
    )


def _runs(words: str, length: int) -> Iterator[str]:
    return (words[at : at + length] for at in range(len(words) - length + 1))
