"""What was handed out of a study, as a withdrawal finds it: whose words it repeats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from kapea.core.studies.study_archive import MadeArchive
from kapea.core.studies.study_holding import HeldKind, HeldThing, StudyDraft
from kapea.studies.models import Study, StudyHandedOut, StudySession

ARCHIVE = "archive"
"""The kind of what left as an archive."""


def printed_quotes(row: Study, session: StudySession, seat: str) -> Iterator[HeldThing]:
    """Quotes that were printed and repeat words of a seat."""
    for quotes in StudyHandedOut.objects.filter(study=row).values_list("quotes", flat=True):
        yield from (
            HeldThing(quote, HeldKind.QUOTE, frozenset(seats))
            for quote, seats in quotes.items()
            if seat in seats
        )


def printed_drafts(row: Study) -> Iterator[StudyDraft]:
    """Every paper that left."""
    for each in StudyHandedOut.objects.filter(study=row).order_by("id"):
        yield StudyDraft(id=each.digest, quotes=frozenset(each.quotes), is_printed=True)


def drop_printed_quotes(row: Study, session: StudySession, going: Mapping[HeldKind, tuple[str, ...]]) -> None:
    """Forgets whose words quotes were that were printed: the paper stays where it is, the link does not."""
    gone = set(going.get(HeldKind.QUOTE, ()))
    for each in StudyHandedOut.objects.select_for_update().filter(study=row):
        kept = {quote: seats for quote, seats in each.quotes.items() if quote not in gone}
        if len(kept) < len(each.quotes):
            each.quotes = kept
            each.save(update_fields=["quotes"])


# --- archives -----------------------------------------------------------------------------------


def keep_archive_left(row: Study, made: MadeArchive, at: datetime) -> None:
    """That an archive left, and of whom it holds words. The caller holds a transaction."""
    StudyHandedOut.objects.create(
        study=row,
        kind=ARCHIVE,
        digest=made.digest,
        quotes={quote: sorted(seats) for quote, seats in made.quotes.items()},
        seats=sorted(made.seats),
        handed_out_at=at,
    )


def archived_words(row: Study, session: StudySession, seat: str) -> Iterator[HeldThing]:
    """Of each archive that left, that words of a seat are in it."""
    for digest, seats in StudyHandedOut.objects.filter(study=row).values_list("digest", "seats"):
        if seat in seats:
            yield HeldThing(_archived(digest, seat), HeldKind.ARCHIVE_ITEM, frozenset({seat}))


def drop_archived_seat(row: Study, session: StudySession, going: Mapping[HeldKind, tuple[str, ...]]) -> None:
    """Forgets that a seat is in an archive that left: the next one is made without it."""
    gone = set(going.get(HeldKind.ARCHIVE_ITEM, ()))
    for each in StudyHandedOut.objects.select_for_update().filter(study=row) if gone else ():
        kept = [seat for seat in each.seats if _archived(each.digest, seat) not in gone]
        if len(kept) < len(each.seats):
            each.seats = kept
            each.save(update_fields=["seats"])


def _archived(digest: str, seat: str) -> str:
    return f"{digest}:{seat}"
