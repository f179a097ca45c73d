"""Khmer words that a browser would break inside, held together on a page.

Where words end is marked when a pack is built; browsers look for words of their own inside ours, and part
compounds. A joiner stands there on pages alone: messages, paper and searches never meet one.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

JOINER = "\u2060"
COMPOUNDS = Path(__file__).with_name("khmer_compounds.txt")
"""One a line, a bar where browsers would break it; written by scripts/khmer_compounds.py."""
LONGEST = 14
"""Letters of a word that is held together; what is longer may be too wide for a tile."""
_RUN = re.compile(r"[\u1780-\u17d3\u17dc\u17dd]+")


def held_together(text: str) -> str:
    """The same text or page, in which no compound that we know can be broken inside. Doing it twice adds
    nothing.
    """
    known = _compounds()
    return _RUN.sub(lambda run: known.get(run.group(), run.group()), text)


@cache
def _compounds() -> dict[str, str]:
    lines = COMPOUNDS.read_text(encoding="utf-8").split()
    return {line.replace("|", ""): line.replace("|", JOINER) for line in lines}
