"""Codings of a coder's own, brought from another program: each is held against the texts, the codebook and
the consent of now, as if it were coded here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kapea.core.studies.blind_coding import CodingRefused, DoubleCoding, new_coding
from kapea.core.studies.brought_codings import MOST_BROUGHT, BroughtFault, BroughtPlaces, brought_line
from kapea.core.studies.codebook import Codebook
from kapea.core.studies.codings import StudyCoding
from kapea.core.studies.shown_text import ShownText
from kapea.studies.coding_rows import keep_coding, last_number
from kapea.studies.models import CodedSegment, Study


@dataclass(frozen=True, slots=True)
class UnfitLine:
    """A line that was not taken. `line`: its number among all that was pasted."""

    line: int
    why: BroughtFault


@dataclass(frozen=True, slots=True)
class BroughtCodings:
    """How many were taken, how many stood here already, and each line that was left out."""

    taken: int
    here: int
    left: tuple[UnfitLine, ...]


@dataclass(frozen=True, slots=True)
class CodesHere:
    """What is coded by whom, with what, in which texts."""

    row: Study
    state: DoubleCoding
    book: Codebook
    texts: Mapping[str, ShownText]
    coder: str


def bring_codings(here: CodesHere, pasted: str) -> BroughtCodings:
    """Takes what fits and says of each other line why not; the same, sent again, adds nothing. The caller
    holds the transaction, with the study locked. Raises CodingRefused where nothing may be coded.
    """
    lines = [(n, line) for n, line in enumerate(pasted.splitlines(), 1) if line.strip()]
    if here.coder not in here.state.coders or len(lines) > MOST_BROUGHT:
        raise CodingRefused("codings: a coder brings their own, so many at a time")
    if here.coder in here.state.done and here.state.unblinded is None:
        raise CodingRefused("coding: you said you are done; take that back first")
    places = BroughtPlaces(here.texts)
    read = [(n, _made(here, places, line)) for n, line in lines]
    left = tuple(UnfitLine(n, made) for n, made in read if isinstance(made, BroughtFault))
    made = [each for _, each in read if isinstance(each, StudyCoding)]
    once = {(c.session, c.span.start, c.span.end, c.code): c for c in made}
    new = _new(here, once)
    for number, each in enumerate(new, last_number(here.row, here.coder) + 1):
        keep_coding(here.row, replace(each, number=number, revision=1), None)
    return BroughtCodings(len(new), len(once) - len(new), left)


def _made(here: CodesHere, places: BroughtPlaces, line: str) -> StudyCoding | BroughtFault:
    brought = brought_line(line)
    if brought is None:
        return BroughtFault.UNREADABLE
    span = places.place(brought)
    if isinstance(span, BroughtFault):
        return span
    text = here.texts[brought.session].transcript.text
    told = {"coder": here.coder, "session": brought.session, "code": brought.code}
    try:
        return new_coding(here.state, (), here.book, text, span=span, **told)
    except CodingRefused:
        return BroughtFault.CODE


def _new(here: CodesHere, made: Mapping[tuple[str, int, int, str], StudyCoding]) -> list[StudyCoding]:
    """Those that this coder did not make here before."""
    own = CodedSegment.objects.filter(study=here.row, coder=here.coder, taken_back=False)
    stand = set(own.values_list("session", "start", "end", "code"))
    return [each for place, each in made.items() if place not in stand]
