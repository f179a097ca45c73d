"""The ways that stand under golden/answers, for every door: which are sampled, and what each taps."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import groupby
from pathlib import Path
from zlib import crc32

from tests.conftest import AT, COUNTRIES, world_of
from tests.packs import EVERY, OWN_LANGUAGE

from kapea.cli import terminal
from kapea.core.dialogue.events import Answer
from kapea.core.dialogue.state import State
from kapea.core.dialogue.step import begin, step
from kapea.core.dialogue.text_input import understood
from kapea.core.pack.model import Choice
from kapea.web.public.certificate_page import ADDRESS
from kapea.web.public.navigation import OWN
from kapea.web.public.unit_lists import KIND_AT

ANSWERS = Path(__file__).parent / "golden" / "answers"
LANGUAGES = {country: (own, "en") for country, own in OWN_LANGUAGE.items()}
BESIDE = (
    "",
    "find",
    "more",
    *KIND_AT,
    *OWN,
    "phone/all",
    "print",
    "write",
    "form",
    ADDRESS,
    "keep",
    "e",
    "p/1",
    "p/2",
    "w",
    "w/1",
    "a",
    "a/1",
)
"""The pages beside the conversation, by their address in a language."""
ADDRESSES = (
    rf"h/\d+|n|find(\?t=\d+)?|{'|'.join(each for each in BESIDE if each.isalpha())}"
    r"|phone/all|print/\d+(/picture)?|k|p/\d|w/\d|a/1"
)
"""Every address in a language, as an expression: a word of help would show."""
Way = tuple[str, str, str]
"""Country, language, name of the way."""


def ways(one_in: int) -> list[Way]:
    """The sample: those whose names' checksum (CRC-32) `one_in` divides, and the lowest of each language.

    The rule knows nothing of what is on the pages, and a new way changes no other's place in it.
    """
    names = sorted(path.stem for path in ANSWERS.glob("*.txt"))
    whole = [(c, lang, name) for c in COUNTRIES for lang in LANGUAGES[c] for name in names]
    if EVERY:
        return whole
    lowest = {min(some, key=_sum) for _, each in groupby(whole, lambda way: way[:2]) if (some := list(each))}
    return [way for way in whole if _sum(way) % one_in == 0 or way in lowest]


def by_turns(every: Iterable[str]) -> list[tuple[str, str]]:
    """Each in Khmer or in English, by turns, the language first; in `make check-all` each in both."""
    return [
        (language, each)
        for at, each in enumerate(every)
        for turn, language in enumerate(("km", "en"))
        if EVERY or at % 2 == turn
    ]


def _sum(way: Way) -> int:
    return crc32(" ".join(way).encode())


@cache
def keys(country: str, name: str) -> tuple[str, ...]:
    """What a way taps, as buttons send it."""
    world, state = world_of(country), begin(world_of(country), "en")
    out: list[str] = []
    for words in (ANSWERS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if terminal.is_answer(words):
            meant = understood(world, state, words)
            assert isinstance(meant, Choice), f"{country} {name}: nothing is meant by {words}"
            out.append(meant.key)
            after: State | None = step(world, state, Answer(meant.key), at=AT).state
            assert after is not None
            state = after
    return tuple(out)
