"""A short number that says which lessons were done, and nothing else.

It is worked out of the numbers of the lessons alone: no name, no time, no place, no chance goes in. So two
people who did the same lessons have the same number, and a household may share one. Nobody keeps it but the
person who writes it down; it looks like nothing, and opens nothing.
"""

from __future__ import annotations

from collections.abc import Collection

from kapea.core.languages.known import western_digits

MOST_LESSONS = 19
"""Lessons are numbered from 1 to this; more have no room in eight digits."""
_CHECK = 97
"""The last two digits make the whole leave 1 when divided by this (ISO 7064, MOD 97-10): a wrong digit, or
two in each other's place, is always noticed.
"""
_MOST_SHORT = 13
"""Up to this number six digits are enough; after it a code has eight."""
_SHORT, _LONG = (1_000, 9_000), (100_000, 900_000)
"""Where the digits before the check begin, and how many numbers there are: four digits, or six."""
_STEP, _SHIFT = 7_001, 4_321
"""Neighbours come far apart, so that no code shows how far somebody is. Both are public: it hides nothing."""
_LENGTHS = (6, 8)
_BETWEEN = ".-,·/–\u200b"
"""What people write between digits, besides spaces."""


def progress_code(lessons: Collection[int]) -> str:
    """The code of the lessons done, as pairs of digits: `93 28 50`; empty where none is.

    Raises ValueError for a number that no lesson has.
    """
    done = set(lessons)
    if not done:
        return ""
    if min(done) < 1 or max(done) > MOST_LESSONS:
        raise ValueError(f"lessons are numbered from 1 to {MOST_LESSONS}")
    bits = sum(1 << number - 1 for number in done)
    first, many = _SHORT if max(done) <= _MOST_SHORT else _LONG
    shown = first + (bits * _STEP + _SHIFT) % many
    digits = f"{shown}{_check_digits(shown):02}"
    return " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))


def lessons_of(code: str) -> frozenset[int] | None:
    """The lessons that a code says were done, in whatever digits and however it is grouped; None for anything
    that is no code.
    """
    digits = _digits(code)
    if not digits or int(digits) % _CHECK != 1:
        return None
    first, many = _SHORT if len(digits) == 6 else _LONG
    bits = (int(digits[:-2]) - first - _SHIFT) * pow(_STEP, -1, many) % many
    found = frozenset(number for number in range(1, MOST_LESSONS + 1) if bits >> number - 1 & 1)
    return found if _writes(found, digits) else None


def is_like_code(words: str) -> bool:
    """Whether somebody means to write a code: as many digits as one has, and nothing else."""
    return bool(_digits(words))


def _digits(words: str) -> str:
    """The six or eight digits of what may be a code, in western digits; empty where it can be none."""
    bare = "".join(c for c in western_digits(words) if not c.isspace() and c not in _BETWEEN)
    return bare if bare.isascii() and bare.isdecimal() and len(bare) in _LENGTHS else ""


def _writes(lessons: frozenset[int], digits: str) -> bool:
    """Whether these digits are the one way to write them: no other number stands for the same."""
    return progress_code(lessons).replace(" ", "") == digits


def _check_digits(shown: int) -> int:
    return (1 - shown * 100) % _CHECK
