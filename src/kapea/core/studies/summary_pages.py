"""The page that goes back to those who took part, and the one for children of 9 to 11: ids of words.

Nothing on them can show who took part: there is no place for a quote, a label, a count or a place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

MOST_WORDS_FOR_CHILDREN = 120
HEARD_THINGS = 3


class NotASummary(ValueError):
    """What was to be a summary lacks something or is too long; the message says what and by how much."""


class SummaryPart(Enum):
    """What the page says, in this order."""

    ASKED = "asked"
    HEARD = "heard"
    NOT_HEARD = "not_heard"
    WHAT_NOW = "what_now"
    WHO_HELPS = "who_helps"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryWords:
    """Ids of words. `heard`: three things. `contacts`: ids of checked contacts of the directory, never
    numbers written by hand. `pictures`: of each part, the id of its drawing. Raises NotASummary.
    """

    asked: str
    heard: tuple[str, ...]
    not_heard: str
    what_now: str
    contacts: tuple[str, ...]
    thanks: str
    pictures: Mapping[SummaryPart, str]

    def __post_init__(self) -> None:
        if len(self.heard) != HEARD_THINGS:
            raise NotASummary(f"heard: {len(self.heard)} things; say the {HEARD_THINGS} that matter most")
        if not self.contacts:
            raise NotASummary("contacts: nobody to turn to; name one that was telephoned")
        if lacking := [part.value for part in SummaryPart if not self.pictures.get(part)]:
            raise NotASummary(f"pictures: none for {', '.join(lacking)}; half of the readers need them")
        for what in ("asked", "not_heard", "what_now", "thanks"):
            if not getattr(self, what):
                raise NotASummary(f"{what}: no words; write them")


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One line of the page, to be read, heard and looked at."""

    part: SummaryPart
    words: tuple[str, ...]
    picture: str


def summary_page(words: SummaryWords) -> tuple[SummaryLine, ...]:
    """The page for those who took part, in its order."""
    said: Mapping[SummaryPart, tuple[str, ...]] = {
        SummaryPart.ASKED: (words.asked,),
        SummaryPart.HEARD: words.heard,
        SummaryPart.NOT_HEARD: (words.not_heard,),
        SummaryPart.WHAT_NOW: (words.what_now,),
        SummaryPart.WHO_HELPS: words.contacts,
        SummaryPart.THANKS: (words.thanks,),
    }
    return tuple(SummaryLine(part, said[part], words.pictures[part]) for part in SummaryPart)


def children_page(
    words: SummaryWords, texts: Mapping[str, str], count_words: Callable[[str], int]
) -> tuple[SummaryLine, ...]:
    """The same page in the words for children of 9 to 11, of at most 120 words in one language. `texts`: what
    each id says in it; contacts are told by name beside the page and are not counted. Raises NotASummary
    where a text is missing or all are too long.
    """
    page = summary_page(words)
    ids = [id for line in page if line.part is not SummaryPart.WHO_HELPS for id in line.words]
    if missing := [id for id in ids if not texts.get(id)]:
        raise NotASummary(f"{', '.join(missing)}: not in this language; translate it first")
    many = sum(count_words(texts[id]) for id in ids)
    if many > MOST_WORDS_FOR_CHILDREN:
        raise NotASummary(f"{many} words; leave out {many - MOST_WORDS_FOR_CHILDREN}")
    return page
