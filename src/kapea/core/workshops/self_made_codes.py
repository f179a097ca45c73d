"""A code that somebody thinks of, so that their answers of before and after can be compared: two letters and
two digits. It is so short that no name, birthday or telephone number fits in.
"""

from __future__ import annotations

import re
from unicodedata import category, normalize

from kapea.core.languages.known import western_digits
from kapea.core.languages.text import UNSEEN

LETTERS, DIGITS = 2, 2
MOST_TYPED = 40
"""More signs than anybody types who means a code."""
_BETWEEN = re.compile(rf"[\s.,·/_–—{UNSEEN}-]")


class UnfitCode(ValueError):
    """What was typed is no code. The message never says what it was."""


def self_made_code(typed: str) -> str:
    """The code that somebody means: in whatever script, order, case and grouping, and without the signs that
    some scripts put on a letter. Empty where nothing was typed. Raises UnfitCode.
    """
    bare = _BETWEEN.sub("", normalize("NFKD", typed[: MOST_TYPED + 1]))
    signs = [each for each in western_digits(bare).casefold() if not category(each).startswith("M")]
    letters = [each for each in signs if category(each).startswith("L")]
    digits = [each for each in signs if each.isascii() and each.isdigit()]
    if not bare:
        return ""
    if (len(letters), len(digits), len(signs)) != (LETTERS, DIGITS, LETTERS + DIGITS):
        raise UnfitCode("a code is two letters and two digits")
    return "".join(letters + digits)
