"""The sixteen digits of a return code: drawing, showing and reading them; and what any code of digits needs.
Pure; it knows no code.

Shaped as the top-up cards of telephones are, so that one on a slip of paper says nothing. The last digit is
Damm's check digit: it finds every single wrong digit and every swap of neighbours, with ten digits and no
letter (H. M. Damm, Total anti-symmetrische Quasigruppen, 2004).
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from enum import Enum

DIGITS = 16
GROUP = 4
DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
"""A quasigroup of order ten that is totally anti-symmetric; its diagonal is nought."""
BETWEEN = frozenset({"Pd", "Zs", "Zl", "Zp", "Cc", "Cf"})
"""Kinds of signs that may stand between digits: dashes, spaces, ends of lines, what nobody sees."""
OTHER_DASHES = frozenset("\u2212_.")


class CodeMistake(Enum):
    """What is wrong with what was typed. It says nothing about whether there is such a code."""

    NOTHING = "nothing was typed"
    NOT_DIGITS = "there is something that is no digit"
    TOO_SHORT = "digits are missing"
    TOO_LONG = "there are too many digits"
    MISTYPED = "a digit is wrong, or two were swapped"


@dataclass(frozen=True, slots=True)
class ReadCode:
    """Sixteen digits that fit together."""

    digits: str

    def __repr__(self) -> str:
        return "ReadCode(…)"


def draw_digits() -> str:
    """A fresh code: fifteen drawn digits, and the one that checks them."""
    drawn = f"{secrets.randbelow(10 ** (DIGITS - 1)):0{DIGITS - 1}}"
    return drawn + check_digit(drawn)


def check_digit(digits: str) -> str:
    """The digit that, put behind, makes the whole come to nought."""
    state = 0
    for digit in digits:
        state = int(DAMM[state][int(digit)])
    return str(state)


def shown_code(digits: str, group: int = GROUP) -> str:
    """As it is written for people: in groups, of four."""
    return " ".join(digits[start : start + group] for start in range(0, len(digits), group))


def read_code(typed: str) -> ReadCode | CodeMistake:
    """The code in what somebody typed, in the digits of any script, with spaces and dashes as they like."""
    code = typed_digits(typed, DIGITS)
    if isinstance(code, CodeMistake):
        return code
    return ReadCode(code) if check_digit(code) == "0" else CodeMistake.MISTYPED


def typed_digits(typed: str, wanted: int) -> str | CodeMistake:
    """So many digits, out of what somebody typed: western ones, whatever script and groups they came in."""
    signs = [sign for sign in typed if not _may_stand_between(sign)]
    digits = [unicodedata.decimal(sign, None) for sign in signs]
    if not digits:
        return CodeMistake.NOTHING
    if None in digits:
        return CodeMistake.NOT_DIGITS
    if len(digits) != wanted:
        return CodeMistake.TOO_SHORT if len(digits) < wanted else CodeMistake.TOO_LONG
    return "".join(map(str, digits))


def _may_stand_between(sign: str) -> bool:
    return unicodedata.category(sign) in BETWEEN or sign in OTHER_DASHES
