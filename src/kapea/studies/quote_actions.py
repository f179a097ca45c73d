"""Putting a quote into the bank of a study, and taking one out. The caller holds a transaction and has locked
the study.
"""

from __future__ import annotations

from datetime import datetime

from kapea.core.studies.quote_cutting import BankedQuote
from kapea.core.studies.transcript import SessionTranscript
from kapea.people.member import Member
from kapea.studies.actions import record_in_study
from kapea.studies.models import Study
from kapea.studies.quote_rows import (
    SessionQuotes,
    looked_at_again,
    quotes_place,
    released_mark,
    with_quote,
    without_quote,
)
from kapea.studies.sealed_values import change_place
from kapea.studies.session_rows import consent_of
from kapea.studies.trail_names import StudyDeed
from kapea.vault.record_wraps import RecordKey


def bank_quote(
    by: Member,
    row: Study,
    key: RecordKey,
    turn: int,
    quote: BankedQuote,
    transcript: SessionTranscript,
    *,
    at: datetime,
) -> None:
    """Puts it into the bank. `transcript`: the released one from which it was cut; those of the session that
    do not stand in it any more go at once. Raises StaleTurn.
    """
    session, consent = quote.passage.session, consent_of(row)
    mark, before = released_mark(row, session), list[SessionQuotes]()

    def banked(held: SessionQuotes | None) -> SessionQuotes:
        before.append(looked_at_again(held, transcript, mark, consent))
        return with_quote(before[0], quote)

    if change_place(row, quotes_place(session), key, turn, banked) != before[0]:
        record_in_study(by, row, StudyDeed.QUOTE, at, session=session)


def drop_quote(
    by: Member, row: Study, key: RecordKey, turn: int, session: str, id: str, *, at: datetime
) -> None:
    """Takes one out of the bank. Raises StaleTurn."""
    change_place(row, quotes_place(session), key, turn, lambda held: without_quote(held, id))
    record_in_study(by, row, StudyDeed.QUOTE_DROP, at, session=session)
