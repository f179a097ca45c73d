"""Outputs of a study as rows: what the team writes and the paper made of it, sealed for those who write, read
and hand it out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic

from kapea.core.studies.handed_papers import Book, HandedOut, PaperBook, without_lapsed_words
from kapea.core.studies.output_book import OutputBook
from kapea.core.studies.study_report import OutputKind
from kapea.people.member import Member
from kapea.studies.actions import record_in_study
from kapea.studies.cut_values import open_cut_place
from kapea.studies.models import Study, StudyHandedOut
from kapea.studies.sealed_values import OpenedPlace, SealedPlace, change_place
from kapea.studies.session_rows import consent_of
from kapea.studies.study_keys import StudyCustody
from kapea.vault.hybrid import PrivateHalf
from kapea.vault.record_wraps import RecordKey

BookStep = Callable[[OutputBook], OutputBook]


@dataclass(frozen=True, slots=True)
class PaperPlace(Generic[Book]):
    """Where something that is written for others stands. `begun`: before anybody wrote in it; `name`: what
    the trail and what left call it.
    """

    place: SealedPlace[Book]
    begun: Book
    name: str


def output_paper(kind: OutputKind) -> PaperPlace[OutputBook]:
    """Where an output stands."""
    place = SealedPlace("", f"output-{kind.value}", StudyCustody.OUTPUT, OutputBook)
    return PaperPlace(place, OutputBook(kind=kind), kind.value)


def open_paper(
    private: PrivateHalf, member: Member, row: Study, paper: PaperPlace[Book], *, at: datetime
) -> OpenedPlace[Book]:
    """What is written for others, for somebody whose role opens it; without a value where nothing was
    written. Words of whoever does not allow it any more go out of its paper for good. Outside of a
    transaction. Raises CannotOpen.
    """

    def cut(book: Book) -> Book:
        is_quoting = book.made is not None and book.made.placed
        return without_lapsed_words(book, consent_of(row)) if is_quoting else book

    return open_cut_place(private, member, row, paper.place, cut, at=at)


def change_paper_book(
    by: Member,
    row: Study,
    key: RecordKey,
    paper: PaperPlace[Book],
    turn: int,
    step: Callable[[Book], Book],
    did: str,
    *,
    at: datetime,
) -> Book:
    """Does one thing to what is written for others. The caller holds a transaction and has locked the study.
    Raises StaleTurn, OutputRefused.
    """
    before: list[tuple[HandedOut, ...]] = []

    def changed(held: Book | None) -> Book:
        book = held or paper.begun
        before.append(book.handed_out)
        return step(book)

    book = change_place(row, paper.place, key, turn, changed)
    for handed in book.handed_out[len(before[0]) :]:
        _keep_handed_out(row, paper.name, book, handed)
    record_in_study(by, row, did, at, kind=paper.name)
    return book


def _keep_handed_out(row: Study, named: str, book: PaperBook, handed: HandedOut) -> None:
    """Whose words were in what left, so that whoever withdraws is told honestly that it cannot come back."""
    placed = book.ready.placed if book.ready else ()
    StudyHandedOut.objects.create(
        study=row,
        kind=named,
        digest=handed.digest,
        quotes={each.quote: sorted(each.seats) for each in placed},
        handed_out_at=handed.at,
    )
