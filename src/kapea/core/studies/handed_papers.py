"""A paper that was made of what somebody wrote for others: who read this very one last, who agreed to hand it
out, and whether it may still be shown. Quotes stand in it as ids, and are asked for at every look.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

import msgspec

from kapea.core.paper.study_paper import StudyPaper
from kapea.core.studies.quote_bank import (
    PlacedQuote,
    PlacedQuotes,
    QuotePassage,
    QuoteUse,
    no_longer_covered,
    scopes_for,
)
from kapea.core.studies.research_consent import ConsentRegister
from kapea.core.studies.study_holding import StudyFigure, StudyHolding
from kapea.core.studies.study_report import LAST_READERS

PUBLISHERS = 2


class OutputRefused(ValueError):
    """Something that an output does not take. `why`: a code, for a page to say in words."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class ReadVersion:
    """Somebody read, or signed, this very paper."""

    account: str
    digest: str


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A paper, as it would be handed out. `of`: the digest of what was written. `use`, `placed`: its quotes,
    as they were placed; `figures`: of which state of the data they are.
    """

    paper: StudyPaper
    of: str
    use: QuoteUse
    placed: tuple[PlacedQuote, ...]
    figures: Mapping[StudyFigure, int]

    @property
    def digest(self) -> str:
        """SHA-256 of the paper, in hexadecimal: who reads or signs means this one."""
        return digest_of_value(self.paper)


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A paper that was handed out, by those two, at that moment. It cannot be called back; that is said."""

    digest: str
    by: tuple[str, ...]
    at: datetime


def digest_of_value(value: object) -> str:
    """SHA-256 of a value of core, in hexadecimal: the same for the same."""
    return hashlib.sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()


@dataclass(frozen=True, kw_only=True)
class PaperBook(ABC):
    """What is written for others, and the paper of it. `made`: the paper, where one was made."""

    made: MadePaper | None = None
    read_by: tuple[ReadVersion, ...] = ()
    signed_by: tuple[ReadVersion, ...] = ()
    handed_out: tuple[HandedOut, ...] = ()

    @property
    @abstractmethod
    def digest(self) -> str:
        """SHA-256 of all that is written in it, in hexadecimal."""

    @property
    def ready(self) -> MadePaper | None:
        """The paper, where it is of what is written now."""
        return self.made if self.made is not None and self.made.of == self.digest else None

    @property
    def readers(self) -> frozenset[str]:
        """Who read the paper of now last."""
        return _who(self.read_by, self.ready)

    @property
    def was_read(self) -> bool:
        """Whether as many read the paper of now last as have to, before anybody hands it out."""
        return len(self.readers) >= LAST_READERS

    @property
    def signers(self) -> frozenset[str]:
        """Who agreed to hand out the paper of now."""
        return _who(self.signed_by, self.ready)

    @property
    def is_handed_out(self) -> bool:
        """Whether the paper of now was handed out."""
        ready = self.ready
        return ready is not None and any(each.digest == ready.digest for each in self.handed_out)


Book = TypeVar("Book", bound=PaperBook)


def _who(rows: Iterable[ReadVersion], ready: MadePaper | None) -> frozenset[str]:
    return frozenset(each.account for each in rows if ready is not None and each.digest == ready.digest)


def paper_made(
    book: Book, paper: StudyPaper, quotes: PlacedQuotes, figures: Mapping[StudyFigure, int]
) -> Book:
    """The paper of what is written now."""
    return replace(book, made=MadePaper(paper, book.digest, quotes.use, quotes.placed, dict(figures)))


def is_of_figures(made: MadePaper, figures: Mapping[StudyFigure, int]) -> bool:
    """Whether no figure of a paper is of an older state of the data than `figures`."""
    return all(figures.get(each, 0) == made.figures.get(each, 0) for each in StudyFigure)


def still_stands(
    made: MadePaper, holding: StudyHolding, consent: ConsentRegister, passages: Sequence[QuotePassage]
) -> bool:
    """Whether a paper may be shown at this moment: every quote of it is covered and its words are still said,
    and no figure of it is of an older state of the data.
    """
    quotes = PlacedQuotes(made.use, made.placed, (), heard=0, sessions=0)
    return is_of_figures(made, holding.figures_of) and not no_longer_covered(quotes, passages, consent)


def without_lapsed_words(book: Book, consent: ConsentRegister) -> Book:
    """The book without the words of a paper that quotes somebody who does not allow it any more. Of such a
    paper stays that there was one: it stands no more.
    """
    made = book.made
    if made is None or all(_is_covered(each, made.use, consent) for each in made.placed):
        return book
    emptied = msgspec.structs.replace(made.paper, parts=())
    placed = tuple(replace(each, words="") for each in made.placed)
    return replace(book, made=replace(made, paper=emptied, placed=placed))


def _is_covered(quote: PlacedQuote, use: QuoteUse, consent: ConsentRegister) -> bool:
    return all(consent.covers(seat, scope) for seat in quote.seats for scope in scopes_for(use))


def version_read(book: Book, account: str, digest: str) -> Book:
    """Somebody read the paper to the end, this very one. Raises OutputRefused where there is another now."""
    _require_ready(book, digest)
    return replace(book, read_by=_once(book.read_by, ReadVersion(account, digest)))


def version_signed(book: Book, account: str, digest: str, at: datetime) -> Book:
    """One of those who hand it out agrees; with the second it is handed out. Raises OutputRefused before two
    read it, or where there is another paper now.
    """
    _require_ready(book, digest)
    if not book.was_read:
        raise OutputRefused("too-few-readers")
    signed = replace(book, signed_by=_once(book.signed_by, ReadVersion(account, digest)))
    if len(signed.signers) < PUBLISHERS or signed.is_handed_out:
        return signed
    handed = HandedOut(digest, tuple(sorted(signed.signers)), at)
    return replace(signed, handed_out=(*signed.handed_out, handed))


def _require_ready(book: PaperBook, digest: str) -> None:
    if book.ready is None or book.ready.digest != digest:
        raise OutputRefused("another-paper")


def _once(rows: tuple[ReadVersion, ...], row: ReadVersion) -> tuple[ReadVersion, ...]:
    return rows if row in rows else (*rows, row)
