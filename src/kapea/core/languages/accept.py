"""The languages a browser asks for (the Accept-Language header), as Kapea knows them."""

from __future__ import annotations

from kapea.core.languages.known import language_code

MOST_READ = 200
"""Characters of a header that are read; browsers send far fewer."""


def accepted_languages(header: str) -> tuple[str, ...]:
    """Codes of languages, the most wanted first, each once; whatever is no language is passed over.

    `tl-PH, en;q=0.8` is fil, en. What is asked for with a weight of nought is not wanted at all.
    """
    wanted = [(each, _weight(weight)) for each, _, weight in map(_parted, _read(header).split(","))]
    ordered = sorted((pair for pair in wanted if pair[1] > 0), key=lambda pair: -pair[1])
    codes = (language_code(tag) for tag, _ in ordered)
    return tuple(dict.fromkeys(code for code in codes if code.isascii() and code.isalpha()))


def _read(header: str) -> str:
    """What is read of a header. A name that stands across the end is left out: half of `fil` is Finnish."""
    return header if len(header) <= MOST_READ else header[:MOST_READ].rpartition(",")[0]


def _parted(asked: str) -> tuple[str, str, str]:
    return asked.strip().partition(";")


def _weight(written: str) -> float:
    """`q=0.8` is 0.8; without one it is 1; what cannot be read is nought."""
    name, _, value = written.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(value) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0
