"""What somebody in a study agrees to, one scope at a time, and what their answers come to.

A row is one scope, one asker, one person. Rows arrive late, doubled and in any order, from clocks that are
off, so no clock decides: each row names the rows that whoever asked saw there and asked over. A yes holds if
nothing else stands beside it. Whatever is not a yes that somebody said to somebody reads no.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum

from kapea.core.studies.research_ages import ResearchAgeBand

SCOPE_ROW_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class NotAScopeRow(ValueError):
    """What was to be recorded is no answer of one person to one asker; the message says which part."""


class ResearchScope(Enum):
    """What is asked, each by itself."""

    TAKE_PART = "take_part"
    AUDIO = "audio"
    QUOTE = "quote"
    """Own words without a name."""
    ARCHIVE = "archive"
    """The de-identified text, kept for later research."""
    CONTACT_AGAIN = "contact_again"


class ScopeAnswer(Enum):
    """What was said. Nobody's silence is a yes."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


class ScopeParty(Enum):
    """Whose answer it is."""

    PARTICIPANT = "participant"
    GUARDIAN = "guardian"


class HowScopeAsked(Enum):
    """How the row came to be. The last four ask nobody: a yes among them reads no."""

    SPOKEN = "spoken"
    PICTURES = "pictures"
    SIGNED = "signed"
    IMPORTED = "imported"
    BULK = "bulk"
    TIMED_OUT = "timed_out"
    SILENT = "silent"


IN_PERSON = frozenset({HowScopeAsked.SPOKEN, HowScopeAsked.PICTURES, HowScopeAsked.SIGNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeRow:
    """An answer. `seat`: the number of whom it is about, never a name. `asked_by`: one account. `words`: the
    id and version of the text that was read out. `over`: ids of the rows of this seat, scope and party that
    whoever asked saw. Raises NotAScopeRow.
    """

    id: str
    seat: str
    scope: ResearchScope
    party: ScopeParty
    answer: ScopeAnswer
    how: HowScopeAsked
    asked_by: str
    words: str
    age: ResearchAgeBand
    over: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not isinstance(self.scope, ResearchScope):
            raise NotAScopeRow("scope: one of the five; ask each by itself, in a row of its own")
        if not isinstance(self.answer, ScopeAnswer):
            raise NotAScopeRow("answer: yes, no or not asked")
        for what in ("id", "seat", "asked_by", "words"):
            if not isinstance(value := getattr(self, what), str) or not SCOPE_ROW_ID.fullmatch(value.lower()):
                raise NotAScopeRow(f"{what}: one id of ours, small letters, digits and hyphens")
        if self.id in self.over:
            raise NotAScopeRow("over: a row is not asked over itself")
        if self.over and self.answer is ScopeAnswer.NOT_ASKED:
            raise NotAScopeRow("over: who was not asked has answered over nothing; leave it empty")

    @property
    def is_a_yes(self) -> bool:
        """Whether somebody said yes to somebody."""
        return self.answer is ScopeAnswer.YES and self.how in IN_PERSON

    @property
    def reads_no(self) -> bool:
        """Whether it is a no, or came about without asking anybody."""
        return self.answer is ScopeAnswer.NO or self.how not in IN_PERSON


def rows_once(rows: Iterable[ScopeRow]) -> tuple[ScopeRow, ...]:
    """Each row once, by id. Raises NotAScopeRow where one id is two rows."""
    known: dict[str, ScopeRow] = {}
    for row in rows:
        if known.setdefault(row.id, row) != row:
            raise NotAScopeRow("id: two rows bear one id; take neither, and ask again")
    return tuple(known[id] for id in sorted(known))


def standing_answer(rows: Iterable[ScopeRow], *, age: ResearchAgeBand, words: Collection[str]) -> ScopeAnswer:
    """What the rows of one seat, scope and party come to: yes only if every row that no other was asked over
    is a yes in person, and one of them was given at this age and to words that still hold. A no holds at
    any age and to any words. The order of the rows, and how often each is there, changes nothing.
    """
    mine = rows_once(rows)
    asked_over = {id for row in mine for id in row.over}
    standing = [row for row in mine if row.id not in asked_over]
    if any(row.reads_no for row in standing) or (mine and not standing):
        return ScopeAnswer.NO
    holds = any(row.age is age and row.words in words for row in standing if row.is_a_yes)
    return ScopeAnswer.YES if holds and all(row.is_a_yes for row in standing) else ScopeAnswer.NOT_ASKED
