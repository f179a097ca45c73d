"""The tables of an archive: turns, counts that may be published, how many agreed to what, quotes. No sheet
takes a cell for a formula, and no row says of which seat it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from kapea.core.evidence.counts import CountMark, FigureKey, PublishedCount, ShownCount
from kapea.core.studies.archived_turns import ArchivedSession
from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.quote_attribution import QuoteLabel
from kapea.core.studies.quote_bank import PlacedQuotes
from kapea.core.studies.reports.report_words import JOINED, ReportWords
from kapea.core.studies.research_consent import ConsentRegister
from kapea.core.studies.sample_splits import part_mark
from kapea.core.studies.sample_told import TOTAL_KEY
from kapea.core.studies.study_exchange import csv_cell


def table_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table, row by row."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    for row in (head, *rows):
        table.writerow([csv_cell(cell) for cell in row])
    return out.getvalue().encode()


def turns_csv(sessions: Iterable[ArchivedSession]) -> bytes:
    """Every turn that is left, by session."""
    rows = (
        (each.transcript.session, str(turn.number), turn.speaker, turn.words)
        for each in sessions
        for turn in each.transcript.turns
    )
    return table_csv(("session", "turn", "speaker", "words"), rows)


def counts_csv(said: Mapping[FigureKey, PublishedCount]) -> bytes:
    """Every count of people that may be published, as it may. An empty place in a key is all of it."""
    rows = ((" / ".join(part or "all" for part in key), _cell(mark)) for key, mark in sorted(said.items()))
    return table_csv(("figure", "people"), rows)


def consent_csv(consent: ConsentRegister, said: Mapping[FigureKey, PublishedCount]) -> bytes:
    """How many agree to each scope at this moment. With few people, or where few agree or few do not, that is
    hidden.
    """
    total = said.get(TOTAL_KEY, CountMark.HIDDEN)
    counts = {scope: sum(consent.covers(seat, scope) for seat in consent.seats) for scope in ResearchScope}
    rows = ((scope.value, _cell(part_mark(total, count))) for scope, count in counts.items())
    return table_csv(("agree to", "people"), rows)


def quotes_csv(quotes: PlacedQuotes, labels: Mapping[str, QuoteLabel], words: ReportWords) -> bytes:
    """Quotes in the order of their letters, without session: nothing says which are of one speaker."""
    rows = [
        (each.words, JOINED.join(dict.fromkeys(words.under_quote(each, labels[seat]) for seat in each.seats)))
        for each in quotes.placed
        if all(seat in labels for seat in each.seats)
    ]
    return table_csv(("quote", "who"), sorted(rows))


def _cell(mark: PublishedCount) -> str:
    return str(mark.count) if isinstance(mark, ShownCount) else mark.value
