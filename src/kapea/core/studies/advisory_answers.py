"""Whether the group that advises a study was given something to read, and what it answered: without a word of
either, since this stands where everybody of the team looks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class AdviceVerdict(Enum):
    """What the group says of what it read."""

    AGREES = "agrees"
    ASKS_FOR_CHANGE = "asks-for-change"


@dataclass(frozen=True, slots=True)
class TextGiven:
    """A text was given to the group. `id`: of the text; `findings`: a sign of each finding in it, as it was
    worded then.
    """

    id: str
    findings: frozenset[str]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GroupAnswer:
    """The group answered, by somebody who speaks for it. `text`: the id of what it read."""

    text: str
    verdict: AdviceVerdict
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StudyAdvice:
    """All texts and answers, the first first."""

    given: tuple[TextGiven, ...] = ()
    answers: tuple[GroupAnswer, ...] = ()

    @property
    def text(self) -> TextGiven | None:
        """What lies before the group now."""
        return self.given[-1] if self.given else None

    @property
    def answer(self) -> GroupAnswer | None:
        """The last answer to what lies before the group now; a new text waits for an answer of its own."""
        mine = [each for each in self.answers if self.text is not None and each.text == self.text.id]
        return mine[-1] if mine else None

    @property
    def agreed_by(self) -> tuple[str, ...]:
        """Who said for the group that it agrees to what lies before it; nobody, where it does not."""
        answer = self.answer
        return (answer.by,) if answer is not None and answer.verdict is AdviceVerdict.AGREES else ()


def finding_sign(id: str, words: str) -> str:
    """A sign of a finding in these very words: SHA-256, in hexadecimal. Its id keeps them from being
    guessed.
    """
    return hashlib.sha256(f"{id}\n{words}".encode()).hexdigest()


class GroupHeard(Enum):
    """How far a group was heard, as a report says it."""

    NOT_ASKED = "not-asked"
    NOT_ANSWERED = "not-answered"
    AGREED = "agreed"
    ASKED_FOR_CHANGE = "asked-for-change"


@dataclass(frozen=True, slots=True)
class AdviceTold:
    """What a report says of it. `read`: of its `findings`, how many stood in what the group answered, word
    for word. `changes`: how often it asked for one, whatever came of it.
    """

    heard: GroupHeard
    read: int = 0
    findings: int = 0
    changes: int = 0


def advice_told(advice: StudyAdvice, findings: Iterable[str]) -> AdviceTold:
    """How far the group was heard on a report with these findings (their signs)."""
    mine = list(findings)
    if advice.text is None:
        return AdviceTold(GroupHeard.NOT_ASKED, findings=len(mine))
    changes = sum(each.verdict is AdviceVerdict.ASKS_FOR_CHANGE for each in advice.answers)
    if advice.answer is None:
        return AdviceTold(GroupHeard.NOT_ANSWERED, findings=len(mine), changes=changes)
    agreed = advice.answer.verdict is AdviceVerdict.AGREES
    heard = GroupHeard.AGREED if agreed else GroupHeard.ASKED_FOR_CHANGE
    read = sum(each in advice.text.findings for each in mine)
    return AdviceTold(heard, read, len(mine), changes)
