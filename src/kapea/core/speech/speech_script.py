"""What a text says aloud: its spoken form, and the name its recording has as a file."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping

from kapea.core.languages.text import ZERO_WIDTH

SEPARATES, SPACE = "@", "+"
"""In a file's name these stand for `/` and the space of an id, which no system allows everywhere."""
DIGITS = 16
"""Hexadecimal digits of a digest of words."""


def spoken_words(texts: Mapping[str, str], id: str) -> str:
    """The words a voice says for a text of one language: the spoken form, else the text; no break marks."""
    words = texts.get(f"{id}~spoken") or texts.get(id, "")
    return " ".join(unicodedata.normalize("NFC", words.replace(ZERO_WIDTH, "")).split())


def spoken_form(texts: Mapping[str, str], id: str) -> str:
    """The id by which a call says a text: that of its form for calls, where it has one."""
    return f"{id}~call" if f"{id}~call" in texts else id


def is_sayable(words: str) -> bool:
    """Whether words can be recorded once for all: nothing is filled in while they are shown."""
    return bool(words) and "{" not in words


def words_digest(words: str) -> str:
    """What tells words from all others: a recording of other words is not of these."""
    return hashlib.sha256(words.encode()).hexdigest()[:DIGITS]


def file_name(id: str) -> str:
    """A text's id as the name of a file, without its ending."""
    return id.replace("/", SEPARATES).replace(" ", SPACE)


def by_file_name(ids: Iterable[str]) -> dict[str, str]:
    """File name to text id; in small letters, because some systems do not keep large ones."""
    return {file_name(id).casefold(): id for id in ids}
