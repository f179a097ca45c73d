"""A named person's word that one translation is good, kept in the catalogue as a translator's comment.

    # reviewed by Sok Dara on 2026-11-24, text 3f9a1c07be

The last word is a digest of the id, the English and the translation. When one of them changes, the review no
longer holds, and the text is a draft again. Poedit and Weblate keep such comments (`# `); one may be broken
over several lines.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from babel.messages.catalog import Message

from kapea.core.pack.read.gettext_reader import normal

_BEGINS = "reviewed by "
_LINE = re.compile(r"reviewed by (.+) on (\d{4}-\d{2}-\d{2}), text ([0-9a-f]{10})")
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Review:
    """Who reviewed a translation, on which day (ISO), and the digest of what they read."""

    by: str
    on: str
    digest: str

    def __str__(self) -> str:
        return f"{_BEGINS}{self.by} on {self.on}, text {self.digest}"


def sign_review(by: str, on: str, message: Message) -> Review:
    """The review of a message as it stands. Raises ValueError for a name that is none, and says why."""
    name = " ".join(by.split())
    if not any(c.isalpha() for c in name):
        raise ValueError("a review needs the name of a person")
    if len(name) > LONGEST_NAME or ", text " in name:
        raise ValueError(f"a name has at most {LONGEST_NAME} characters, and no “, text”")
    return Review(name, on, review_digest(message))


def review_digest(message: Message) -> str:
    """Names one text, its English and its translation; break marks and outer spaces do not count."""
    words = message.string if isinstance(message.string, str) else ""
    whole = f"{message.context}\0{message.id}\0{normal(words)}"
    return hashlib.sha256(whole.encode()).hexdigest()[:10]


def holding(message: Message) -> list[Review]:
    """The reviews that hold: of what stands there now, seen by readers."""
    if message.fuzzy or not message.string:
        return []
    return [
        m
        for m in _found(message.user_comments)
        if isinstance(m, Review) and m.digest == review_digest(message)
    ]


def comments(message: Message) -> list[str]:
    """The translator's comments as they are kept: reviews that no longer hold are left out."""
    kept = set(holding(message))
    return [str(each) for each in _found(message.user_comments) if isinstance(each, str) or each in kept]


def reviewed(message: Message, by: str, on: str) -> list[str]:
    """The translator's comments with a review added; an earlier one by the same person gives way."""
    new = sign_review(by, on, message)
    old = [each for each in _found(message.user_comments) if isinstance(each, str) or each.by != new.by]
    return [*(str(each) for each in old), str(new)]


def _found(lines: Sequence[str]) -> Iterator[Review | str]:
    """Comments as reviews and other lines; a review that was broken over lines is put together."""
    at = 0
    while at < len(lines):
        end, found = _review_at(lines, at)
        yield found if found is not None else lines[at]
        at = end


def _review_at(lines: Sequence[str], at: int) -> tuple[int, Review | None]:
    if lines[at].startswith(_BEGINS):
        for end in range(at + 1, len(lines) + 1):
            if (found := _LINE.fullmatch(" ".join(lines[at:end]))) is not None:
                return end, Review(found[1], found[2], found[3])
    return at + 1, None
