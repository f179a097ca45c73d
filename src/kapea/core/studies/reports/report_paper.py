"""A report, a brief or slides of a study, ready to be set. Whether it may leave is asked here, of the data
and the consent of this moment: what is made is used at once and stored nowhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from kapea.core.paper.sheets import Sheet
from kapea.core.paper.study_paper import (
    MUST_FIT,
    REPORT_SHEET,
    RUNS_ON,
    SHOULD_FIT,
    SLIDES_SHEET,
    StudyBlock,
    StudyLines,
    StudyPaper,
    StudyPart,
    StudyTable,
)
from kapea.core.studies.quote_bank import PlacedQuote, no_longer_covered
from kapea.core.studies.repeated_words import said_words
from kapea.core.studies.reports.finding_parts import FindingParts
from kapea.core.studies.reports.method_tables import (
    advice_lines,
    agreement_blocks,
    checklist_table,
    facts_table,
    saturation_blocks,
    shown_facts,
)
from kapea.core.studies.reports.report_matter import OutputNow, ReportMatter
from kapea.core.studies.reports.report_word_ids import OWN
from kapea.core.studies.reports.report_words import ReportWords
from kapea.core.studies.reports.sample_tables import bias_blocks, sample_blocks
from kapea.core.studies.study_holding import StudyFigure
from kapea.core.studies.study_report import (
    BlockedBecause,
    OutputKind,
    OutputPart,
    PublishBlock,
    StudyOutput,
    output_pages,
    publish_blocks,
)

SHEETS_OF: Mapping[OutputKind, Sheet] = {
    OutputKind.REPORT: REPORT_SHEET,
    OutputKind.BRIEF: REPORT_SHEET,
    OutputKind.SLIDES: SLIDES_SHEET,
}
ABSTRACT = "srqr-02"
OF_TEXT = frozenset({BlockedBecause.PERCENTAGE, BlockedBecause.QUOTE_IN_TEXT})
OF_COUNTS = frozenset({StudyFigure.COUNTS, StudyFigure.SUPPRESSION})


class NotPublishable(ValueError):
    """An output that may not leave now. `blocks`: every reason; the message has their codes and no words."""

    def __init__(self, blocks: Sequence[PublishBlock]) -> None:
        self.blocks = tuple(blocks)
        told = ", ".join(f"{each.because.value} ({each.where})" for each in blocks)
        super().__init__(f"not published: {told}; mend each, then make it again, or make a draft")


class UnwrittenFinding(ValueError):
    """A finding that was counted and has no words; the message names it."""


def report_paper(
    output: StudyOutput, matter: ReportMatter, now: OutputNow, words: ReportWords, *, is_draft: bool = False
) -> StudyPaper:
    """The output in words. As a draft it says so on every page, lists what keeps it from being published, and
    leaves out whatever may not be shown now. Raises NotPublishable where it is no draft and something does,
    and UnwrittenFinding.
    """
    if unwritten := sorted(
        {f"finding-{each.finding}" for each in output.findings} - matter.free_texts().keys()
    ):
        raise UnwrittenFinding(f"{', '.join(unwritten)}: no words; write them, or leave the finding out")
    texts = {**matter.free_texts(), **output.texts}
    asked = replace(output, texts=texts)
    blocks = publish_blocks(asked, now.holding, now.consent, now.passages, now.readers)
    blocks += tuple(_of_turns(texts, now.turns))
    if blocks and not is_draft:
        raise NotPublishable(blocks)
    return _Pages(asked, matter, now, words, blocks, is_draft).paper()


def _of_turns(texts: Mapping[str, str], turns: Sequence[str]) -> Iterator[PublishBlock]:
    said = said_words(turns)
    return (PublishBlock(BlockedBecause.QUOTE_IN_TEXT, at) for at in sorted(texts) if said.are_in(texts[at]))


def _left_out(blocks: Sequence[PublishBlock], because: Collection[BlockedBecause]) -> frozenset[str]:
    return frozenset(each.where.partition(":")[0] for each in blocks if each.because in because)


class _Pages:
    def __init__(
        self,
        output: StudyOutput,
        matter: ReportMatter,
        now: OutputNow,
        words: ReportWords,
        blocks: Sequence[PublishBlock],
        is_draft: bool,
    ) -> None:
        self._matter, self._words, self._blocks, self._is_draft = matter, words, blocks, is_draft
        self._stale = {StudyFigure(each) for each in _left_out(blocks, {BlockedBecause.FIGURE_STALE})}
        bad, instead = _left_out(blocks, OF_TEXT), words.own("text-left-out")
        self._texts = {where: instead if where in bad else text for where, text in output.texts.items()}
        placed = () if StudyFigure.QUOTE_LABELS in self._stale else tuple(_still_placed(output, now, blocks))
        self._output = replace(output, quotes=replace(output.quotes, placed=placed))
        self._found = FindingParts(matter, words, self._texts, self._output.quotes, output.labels)

    def paper(self) -> StudyPaper:
        kind, words = self._output.kind, self._words
        title = words.written(self._texts["title"])
        return StudyPaper(
            id=f"study-{kind.value}",
            language=words.language,
            title=title,
            sheet=SHEETS_OF[kind],
            marks=self._marks(),
            parts=tuple(self._page(parts, title) for parts in output_pages(kind)),
            foot=words.own("made-of", study=self._matter.study, kind=words.code(f"{OWN}kind-", kind)),
        )

    def _marks(self) -> tuple[str, ...]:
        told = {"draft": self._is_draft, "invented": self._matter.is_invented}
        return tuple(self._words.own(id) for id, is_so in told.items() if is_so)

    def _page(self, parts: Sequence[OutputPart], title: str) -> StudyPart:
        """The first page is one page, so that the second is the bias report."""
        begins = parts[0]
        heading = title if begins is OutputPart.TITLE else self._words.code(f"{OWN}part-", begins)
        blocks = tuple(block for part in parts for block in self._blocks_of(part))
        return StudyPart(begins.value, heading, blocks, fits=self._fits(begins))

    def _fits(self, part: OutputPart) -> str:
        if part is OutputPart.TITLE or self._output.kind is OutputKind.BRIEF:
            return MUST_FIT
        return SHOULD_FIT if part is OutputPart.BIAS else RUNS_ON

    def _blocks_of(self, part: OutputPart) -> Iterator[StudyBlock]:
        counts_stale = bool(OF_COUNTS & self._stale)
        if part is OutputPart.BIAS:
            yield from bias_blocks(self._output.bias, self._words, is_stale=counts_stale)
        if part is not OutputPart.TITLE:
            yield from self._text(part)
        yield from self._worked_out(part, counts_stale)

    def _text(self, part: OutputPart) -> Iterator[StudyBlock]:
        """What the team wrote for a part. Limits that nobody wrote are told as that."""
        if text := self._texts.get(part.value):
            yield StudyLines(self._words.paragraphs(text))
        elif part is OutputPart.LIMITS:
            yield StudyLines((self._words.own("nothing-written"),))

    def _worked_out(self, part: OutputPart, counts_stale: bool) -> Iterator[StudyBlock]:
        findings = self._output.findings
        if part is OutputPart.TITLE:
            yield from self._title()
        elif part is OutputPart.METHODS:
            yield from self._methods(counts_stale)
        elif part is OutputPart.SAMPLE:
            yield from sample_blocks(self._matter.said, self._words, is_stale=counts_stale)
        elif part is OutputPart.FINDINGS:
            yield from self._found.finding_blocks(findings)
        elif part is OutputPart.QUOTES:
            yield from self._found.quote_blocks(findings)
        elif part is OutputPart.ASKS:
            yield from self._found.ask_blocks(findings)
        elif part is OutputPart.CHECKLIST:
            yield checklist_table(self._output.items, self._facts(counts_stale), self._texts, self._words)

    def _title(self) -> Iterator[StudyBlock]:
        words = self._words
        kind = words.code(f"{OWN}kind-", self._output.kind)
        yield StudyLines((words.own("made-of", study=self._matter.study, kind=kind),))
        if self._output.kind is OutputKind.REPORT and (abstract := self._texts.get(ABSTRACT)):
            yield StudyLines(words.paragraphs(abstract))
        if self._blocks and self._is_draft:
            yield StudyTable(
                words.own("table-blocked"),
                (words.own("head-what"), words.own("head-stands")),
                tuple((words.code(f"{OWN}blocked-", each.because), each.where) for each in self._gathered()),
            )

    def _gathered(self) -> Iterator[PublishBlock]:
        """One row for each reason: a report that is only begun lacks dozens of items. Items stand there by
        their names.
        """
        named = self._words.words
        for because in BlockedBecause:
            mine = [named.get(each.where, each.where) for each in self._blocks if each.because is because]
            if mine:
                yield PublishBlock(because, "; ".join(mine))

    def _facts(self, counts_stale: bool) -> Mapping[str, str]:
        saturation_stale = StudyFigure.SATURATION in self._stale
        return shown_facts(
            self._matter.facts, self._words, counts_stale=counts_stale, saturation_stale=saturation_stale
        )

    def _methods(self, counts_stale: bool) -> Iterator[StudyBlock]:
        yield facts_table(self._facts(counts_stale), self._words)
        yield advice_lines(self._matter.advice, self._words)
        stale = StudyLines((self._words.own("stale"),), boxed=True)
        if StudyFigure.AGREEMENT in self._stale:
            yield stale
        else:
            yield from agreement_blocks(self._matter.agreement, self._matter.facts, self._words)
        if StudyFigure.SATURATION in self._stale:
            yield stale
        else:
            yield from saturation_blocks(self._matter.saturation, self._words)


def _still_placed(
    output: StudyOutput, now: OutputNow, blocks: Sequence[PublishBlock]
) -> Iterator[PlacedQuote]:
    """The quotes of an output that consent covers at this moment, that are still held, and have a label."""
    refused = {each.quote for each in no_longer_covered(output.quotes, now.passages, now.consent)}
    refused |= _left_out(blocks, {BlockedBecause.QUOTE_GONE, BlockedBecause.QUOTE_WITHOUT_LABEL})
    return (each for each in output.quotes.placed if each.quote not in refused)
