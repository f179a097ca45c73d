"""What is written for those who took part, and for children of 9 to 11: one page in one language, its parts
in plain words. It quotes nobody, counts nobody and names no place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from kapea.core.studies.handed_papers import OutputRefused, PaperBook, digest_of_value, version_read
from kapea.core.studies.summary_pages import (
    HEARD_THINGS,
    MOST_WORDS_FOR_CHILDREN,
    SummaryPart,
    SummaryWords,
)

MOST_OF_PLACE = 300
"""Signs of one part: a page is read out."""
WORDS_A_SENTENCE = 10
"""A longer sentence is hard to take in by ear; the page says so, and takes it all the same (default)."""
TITLE = "title"
HEARD = tuple(f"heard-{n}" for n in range(1, HEARD_THINGS + 1))
SUMMARY_PLACES = (TITLE, "asked", *HEARD, "not-heard", "what-now", "thanks")
"""Where somebody writes. Who helps comes from the directory, and from nowhere else."""
SUMMARY_DRAWINGS: Mapping[SummaryPart, str] = {
    SummaryPart.ASKED: "question-mark",
    SummaryPart.HEARD: "ear",
    SummaryPart.NOT_HEARD: "quiet-person",
    SummaryPart.WHAT_NOW: "path-ahead",
    SummaryPart.WHO_HELPS: "call",
    SummaryPart.THANKS: "heart-hands",
}
"""Drawings of ours, by their names in the common pack."""


class SummaryKind(Enum):
    """Whom a page is for."""

    PARTICIPANTS = "summary"
    CHILDREN = "summary-children"


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryBook(PaperBook):
    """`texts`: words by place. `writers`: accounts of whoever wrote in it."""

    kind: SummaryKind
    language: str
    texts: Mapping[str, str] = field(default_factory=dict)
    writers: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of all that is written in it, in hexadecimal."""
        return digest_of_value((self.kind.value, self.language, dict(self.texts)))

    @property
    def missing(self) -> tuple[str, ...]:
        """Places in which nothing stands."""
        return tuple(place for place in SUMMARY_PLACES if not self.texts.get(place))

    def words_too_many(self, count: Callable[[str], int]) -> int:
        """Of a page for children: how many words it has more than it may; of the other none."""
        if self.kind is not SummaryKind.CHILDREN:
            return 0
        counted = (self.texts.get(place, "") for place in SUMMARY_PLACES if place != TITLE)
        return max(0, sum(map(count, counted)) - MOST_WORDS_FOR_CHILDREN)


def summary_written(book: SummaryBook, texts: Mapping[str, str], by: str) -> SummaryBook:
    """Writes all places at once; what is left empty goes. Raises OutputRefused where one is too long."""
    said = {place: texts.get(place, "").strip() for place in SUMMARY_PLACES}
    if any(len(words) > MOST_OF_PLACE for words in said.values()):
        raise OutputRefused("too-long")
    kept = {place: words for place, words in said.items() if words}
    writers = book.writers if by in book.writers else (*book.writers, by)
    return replace(book, texts=kept, writers=writers)


def summary_read(book: SummaryBook, account: str, digest: str) -> SummaryBook:
    """Somebody read the paper last. Raises OutputRefused where there is another now, or they wrote in it."""
    if account in book.writers:
        raise OutputRefused("own-words")
    return version_read(book, account, digest)


def summary_words(contacts: tuple[str, ...]) -> SummaryWords:
    """Which places stand in which part of the page. Raises NotASummary without somebody to turn to."""
    return SummaryWords(
        asked="asked",
        heard=HEARD,
        not_heard="not-heard",
        what_now="what-now",
        contacts=contacts,
        thanks="thanks",
        pictures=SUMMARY_DRAWINGS,
    )
