"""What a study found, in words: in how many sessions, with quotes and what stands under them; and what is
asked of whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kapea.core.paper.study_paper import StudyBlock, StudyLines, StudyQuote
from kapea.core.present.dates import in_words
from kapea.core.studies.quote_attribution import QuoteLabel
from kapea.core.studies.quote_bank import PlacedQuote, PlacedQuotes
from kapea.core.studies.reports.report_matter import LawNamed, OfficeAsk, ReportMatter
from kapea.core.studies.reports.report_words import JOINED, ReportWords
from kapea.core.studies.study_report import SaidInSessions


class FindingParts:
    """The findings of one output. `texts`: what the team wrote that may stand there; `quotes`: those that
    may, with `labels` of each seat.
    """

    def __init__(
        self,
        matter: ReportMatter,
        words: ReportWords,
        texts: Mapping[str, str],
        quotes: PlacedQuotes,
        labels: Mapping[str, QuoteLabel],
    ) -> None:
        self._matter, self._words, self._texts, self._labels = matter, words, texts, labels
        self._quotes = quotes
        self._placed = {each.quote: each for each in quotes.placed}

    def finding_blocks(self, findings: Sequence[SaidInSessions]) -> Iterator[StudyBlock]:
        """Each finding, in how many sessions it was said, and its quotes."""
        for each in findings:
            yield StudyLines((self._said_in(each),), self._finding(each.finding))
            for quote in self._of(each.finding):
                yield self._quote(quote)

    def quote_blocks(self, findings: Sequence[SaidInSessions]) -> Iterator[StudyBlock]:
        """How many quotes there are and what stands under them; and those that stand with no finding."""
        used = {quote.quote for each in findings for quote in self._of(each.finding)}
        heard = {each.session for each in self._placed.values()}
        told = {"quotes": len(self._placed), "heard": len(heard), "sessions": self._quotes.sessions}
        says = [self._words.own("quotes-from", **told), self._words.own("labels-why")]
        yield StudyLines((*says, self._words.own("not-quoted")), listed=True)
        for quote in self._placed.values():
            if quote.quote not in used:
                yield self._quote(quote)

    def ask_blocks(self, findings: Sequence[SaidInSessions]) -> Iterator[StudyBlock]:
        """One ask for each office: the finding, a quote, what is asked for; then what the law says."""
        said = {each.finding: each for each in findings}
        for n, ask in enumerate(self._matter.asks, start=1):
            yield from self._ask(f"ask-{n}", ask, said.get(ask.finding))
        if self._matter.laws:
            lines = tuple(map(self._law, self._matter.laws))
            yield StudyLines(lines, self._words.own("law"), listed=True)

    def _ask(self, at: str, ask: OfficeAsk, said: SaidInSessions | None) -> Iterator[StudyBlock]:
        office, _, asked = self._texts[at].partition("\n")
        found = (self._finding(ask.finding), self._said_in(said)) if said is not None else ()
        yield StudyLines(found, self._words.written(office))
        for quote in self._of(ask.finding)[:1]:
            yield self._quote(quote)
        yield StudyLines((self._words.own("ask-of", ask=self._words.written(asked or office)),), boxed=True)

    def _law(self, law: LawNamed) -> str:
        day = in_words(law.read_on.isoformat(), self._words.language)
        return self._words.own("law-read", law=self._words.written(law.words), source=law.source, day=day)

    def _said_in(self, said: SaidInSessions) -> str:
        id, counts = said.message
        return self._words.say(id, **counts)

    def _finding(self, id: str) -> str:
        return self._words.written(self._texts[f"finding-{id}"])

    def _of(self, finding: str) -> list[PlacedQuote]:
        ids: Iterable[str] = self._matter.quotes_of.get(finding, ())
        return [self._placed[id] for id in ids if id in self._placed]

    def _quote(self, quote: PlacedQuote) -> StudyQuote:
        language = self._matter.languages.get(quote.quote, self._words.language)
        labels = dict.fromkeys(self._words.under_quote(quote, self._labels[seat]) for seat in quote.seats)
        return StudyQuote(self._words.written(quote.words), language, JOINED.join(labels))
