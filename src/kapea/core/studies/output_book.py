"""What the team writes of an output. Quotes stand in it as ids, and are asked for at every look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from kapea.core.studies.coreq import REPORT_ITEMS
from kapea.core.studies.handed_papers import OutputRefused, PaperBook, digest_of_value
from kapea.core.studies.reports.report_matter import OfficeAsk
from kapea.core.studies.study_holding import StudyDraft, StudyFigure
from kapea.core.studies.study_memos import StudyClaim
from kapea.core.studies.study_report import OutputKind, OutputPart, output_pages

MOST_SIGNS = 6_000
"""Of one part, and of one item."""
WRITTEN_PARTS = frozenset({OutputPart.METHODS, OutputPart.FINDINGS, OutputPart.QUOTES, OutputPart.LIMITS})
"""What the team writes in. The bias report, the sample and the checklist come from the data alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputBook(PaperBook):
    """`texts`: words of the team, by part. `written`: by item of the checklist. `findings`, `quotes`: in
    their order. `asks`: of a brief.
    """

    kind: OutputKind
    title: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[StudyClaim, ...] = ()
    quotes: tuple[str, ...] = ()
    asks: tuple[OfficeAsk, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of all that is written in it, in hexadecimal."""
        said = (self.kind.value, self.title, self.texts, self.written, self.findings, self.quotes, self.asks)
        return digest_of_value(msgspec.to_builtins(said, order="deterministic"))

    def draft(self, figures: Mapping[StudyFigure, int]) -> StudyDraft:
        """As it is looked at when a paper is made: with figures as they are at that moment."""
        return StudyDraft(id=self.kind.value, quotes=frozenset(self.quotes), figures=figures)


# --- writing ----------------------------------------------------------------------------------


def titled(book: OutputBook, title: str) -> OutputBook:
    """What it is called."""
    return replace(book, title=_fitting(title).strip())


def parts_of(kind: OutputKind) -> tuple[OutputPart, ...]:
    """The parts in which the team writes."""
    return tuple(part for page in output_pages(kind) for part in page if part in WRITTEN_PARTS)


def part_written(book: OutputBook, part: str, words: str) -> OutputBook:
    """Words of the team in a part. Raises OutputRefused for a part that is not there, or not theirs."""
    if part not in {each.value for each in parts_of(book.kind)}:
        raise OutputRefused("no-such-part")
    return replace(book, texts=_with(book.texts, part, words))


def item_written(book: OutputBook, item: str, words: str) -> OutputBook:
    """What somebody says for an item of the checklist that no data fill. Raises OutputRefused."""
    if item not in {each.id for each in REPORT_ITEMS if not each.facts}:
        raise OutputRefused("no-such-part")
    return replace(book, written=_with(book.written, item, words))


def _with(said: Mapping[str, str], name: str, words: str) -> Mapping[str, str]:
    others = {each: text for each, text in said.items() if each != name}
    return {**others, name: _fitting(words)} if words.strip() else others


def _fitting(words: str) -> str:
    if len(words) > MOST_SIGNS:
        raise OutputRefused("too-long")
    return words


def findings_chosen(book: OutputBook, claims: Sequence[StudyClaim], chosen: Iterable[str]) -> OutputBook:
    """Which findings stand in it, in which order, as they are claimed now. What was asked on one that does
    not stand there any more goes.
    """
    by_id = {each.id: each for each in claims}
    kept = tuple(by_id[id] for id in dict.fromkeys(chosen) if id in by_id)
    asks = tuple(each for each in book.asks if each.finding in {claim.id for claim in kept})
    return replace(book, findings=kept, asks=asks)


def asked_of_office(book: OutputBook, ask: OfficeAsk) -> OutputBook:
    """What one office is asked for; an empty ask takes it away. Raises OutputRefused."""
    if ask.finding not in {each.id for each in book.findings} or not ask.office.strip():
        raise OutputRefused("no-such-part")
    others = tuple(each for each in book.asks if each.office != ask.office)
    words = replace(ask, office=_fitting(ask.office), ask=_fitting(ask.ask))
    return replace(book, asks=(*others, words) if ask.ask.strip() else others)


def quotes_chosen(book: OutputBook, quotes: Iterable[str]) -> OutputBook:
    """Which quotes stand in it, in which order. Whether each may is asked at every look, not here."""
    return replace(book, quotes=tuple(dict.fromkeys(quotes)))
