"""Two people write in one form at once: nobody's words go without being seen. A form carries a mark of what
stood in each place when it was opened; by it a refused form tells apart who wrote where.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

MARK_LETTERS = 16


@dataclass(frozen=True, slots=True)
class WrittenPlace:
    """`words`: what stands in the field. `mark`: of what stands in the study. `others`: what somebody else
    wrote there while this was typed, to be read beside it; empty where nobody did.
    """

    words: str
    mark: str
    others: str = ""


def mark_of_words(words: str) -> str:
    """A mark of words that says nothing of them: browsers send other line ends than they were sent."""
    return sha256("\n".join(words.splitlines()).encode()).hexdigest()[:MARK_LETTERS]


def place_now(stands: str) -> WrittenPlace:
    """A place as it stands, when a form is opened."""
    return WrittenPlace(stands, mark_of_words(stands))


def place_after(stands: str, mark: str, said: str) -> WrittenPlace:
    """A place in a form that was not saved. `mark`: of what stood there when it was opened; `said`: what it
    sent. What was not typed over is as it stands now; what was typed stays; where two wrote, both are shown.
    """
    now = mark_of_words(stands)
    if mark_of_words(said) in (mark, now):
        return WrittenPlace(stands, now)
    return WrittenPlace(said, now, "" if mark == now else stands)
