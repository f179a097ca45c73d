"""What a study brings into a room, as a pack has it: a guide of questions, a set of cards, words to say.

None of it is about whoever answers. A story stands in for them: it is about somebody made up, and ends well.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

GUIDE, CARDS_KIND, WORDS_KIND, SHEET = "guide", "cards", "words", "sheet"
INSTRUMENT_KINDS = (GUIDE, CARDS_KIND, WORDS_KIND, SHEET)
"""Questions to a group or to one person; small drawings to lay down; what is said around them; the names of
what a session sheet counts.
"""
GROUP, INTERVIEW = "group", "interview"
HELD = (GROUP, INTERVIEW)
CHILDREN, ANYBODY = "children", "anybody"
SPOKEN_WITH = (
    *(CHILDREN, "caregivers", "teachers", "faith-leaders", "local-authorities", "service-providers"),
    ANYBODY,
)
"""Whom an instrument is for. Cards and words are for anybody: a child may hear them too."""
AGES = ("9-11", "12-14", "15-17")
"""Age bands. They never sit together, so a guide for children is for one of them."""
PURPOSES = (
    *("warm-up", "daily-life", "feelings", "norms", "telling", "first-answer", "help", "barriers"),
    *("practice", "rules", "gaps", "wishes", "take-out"),
)
"""What a question is asked for. Finding out what was done to anybody is not among it."""
LOW, WATCH = "low", "watch"
RISKS = (LOW, WATCH)
"""Whether whoever sits beside looks at faces most of all while it is asked."""
TOOLS = ("story", "cards", "ranking", "place-map", "day-clock", "question-box")
"""What a question may be asked with."""
PROBES = ("more", "others", "makes", "next", "who-else", "quiet", "case")
"""What may be asked on. No other words follow a question; their own stand among the words of the pack."""
FOR_GROWN_UPS = frozenset({"case"})
"""Asked on of those who speak of their work: the last case, without names. A child has no case."""
MOST_QUESTIONS = 12
STORY_SENTENCES = 5


class StudyQuestion(msgspec.Struct, frozen=True):
    """One question of a guide: `text` is the id of its words, `written` a source, or `original`.

    `own_harm` says whether it asks what was done to whoever answers; None: nobody said.
    """

    id: str
    text: str
    purpose: str
    written: str
    risk: str
    own_harm: bool | None
    uses: str = ""
    probes: tuple[str, ...] = ()


class StudyCard(msgspec.Struct, frozen=True):
    """A card without words: its sign; what it may mean to begin with and how staff take care with it (ids of
    texts). What it means in the end is what a child says.
    """

    id: str
    sign: str
    start: str
    caution: str = ""
    watched: bool = False


class Instrument(msgspec.Struct, frozen=True):
    """A guide has `questions` and may have a `story`; a set has `cards` and the signs `left_out`; words and a
    sheet have `lines`, ids of texts by section and name.

    `protection_reviewer` is whoever read it to protect children; empty: nobody yet, so it is a draft.
    `bands` are the ages it is for, where children are asked.
    """

    id: str
    kind: str
    audience: str
    title: str
    held: str = ""
    bands: tuple[str, ...] = ()
    minutes: int = 0
    protection_reviewer: str = ""
    story: tuple[str, ...] = ()
    questions: tuple[StudyQuestion, ...] = ()
    cards: tuple[StudyCard, ...] = ()
    left_out: tuple[str, ...] = ()
    lines: Mapping[str, Mapping[str, str]] = {}

    @property
    def reaches_children(self) -> bool:
        """Whether a child may be asked or told it."""
        return self.audience in (CHILDREN, ANYBODY)

    @property
    def said(self) -> tuple[str, ...]:
        """The ids of all its texts."""
        of_cards = (text for card in self.cards for text in (card.start, card.caution) if text)
        asked = (question.text for question in self.questions)
        told = (text for section in self.lines.values() for text in section.values())
        return self.title, *self.story, *asked, *of_cards, *told
