"""What a worker has begun to write and not yet saved: which forms have it, how long it waits, and its shape.

A draft is the worker's own. Nobody else reads it, and nothing is decided by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import Enum

import msgspec

DRAFT_WAITS = timedelta(days=1)
"""For the next day at work. What waits longer is told anew by who knows it, not found by who comes later."""
MOST_FIELDS, MOST_DRAFT_LETTERS = 80, 60_000
"""More than any form of the desk holds."""


class DraftForm(Enum):
    """A form of the desk in which somebody writes for longer than ten seconds."""

    NEW = "new"
    """A case that is not there yet."""
    NOTE = "note"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    REVIEW = "review"
    CLOSING = "closing"


class DraftTooLong(ValueError):
    """No form of ours sends so much."""


DraftWords = Mapping[str, tuple[str, ...]]
"""What stood in each field, as it was typed or chosen: nothing is checked before it is saved as an entry."""


def draft_words(sent: Mapping[str, Iterable[str]], fields: Iterable[str]) -> DraftWords:
    """Of what was sent, the fields of the form; none that is empty. Raises DraftTooLong."""
    words = {name: tuple(each for each in sent.get(name, ()) if each.strip()) for name in fields}
    kept = {name: said for name, said in words.items() if said}
    letters = sum(len(each) for said in kept.values() for each in said)
    if len(kept) > MOST_FIELDS or letters > MOST_DRAFT_LETTERS:
        raise DraftTooLong
    return kept


def sealed_draft_form(words: DraftWords) -> bytes:
    """As it is sealed."""
    return msgspec.json.encode(words)


def opened_draft(opened: bytes) -> DraftWords:
    """What was sealed as a draft. Raises msgspec.ValidationError for anything else."""
    return msgspec.json.decode(opened, type=dict[str, tuple[str, ...]])
