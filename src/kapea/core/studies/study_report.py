"""A study's outputs as a structure, before anybody sets them: which part stands on which page, and what keeps
one from being published.

Page 2 is whom the study cannot speak for, in every output, also in slides of three pages. What blocks an
output is worked out when it is to be published, from the data and the consent of that moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from kapea.core.studies.bias_report import BiasReport
from kapea.core.studies.coreq import ReportItemStands, missing_report_items
from kapea.core.studies.percentage_lint import percentages_found
from kapea.core.studies.quote_attribution import QuoteLabel
from kapea.core.studies.quote_bank import PlacedQuotes, QuotePassage, no_longer_covered
from kapea.core.studies.repeated_words import SaidWords, said_words
from kapea.core.studies.research_consent import ConsentRegister
from kapea.core.studies.research_withdrawal import lost_quotes, stale_figures
from kapea.core.studies.study_holding import StudyDraft, StudyFigure, StudyHolding


class OutputKind(Enum):
    """What is made of a study for others."""

    REPORT = "report"
    BRIEF = "brief"
    SLIDES = "slides"


class OutputPart(Enum):
    """What an output is made of."""

    TITLE = "title"
    BIAS = "bias"
    METHODS = "methods"
    SAMPLE = "sample"
    FINDINGS = "findings"
    QUOTES = "quotes"
    LIMITS = "limits"
    CHECKLIST = "checklist"
    ASKS = "asks"


PARTS: Mapping[OutputKind, tuple[OutputPart, ...]] = {
    OutputKind.REPORT: (
        OutputPart.METHODS,
        OutputPart.SAMPLE,
        OutputPart.FINDINGS,
        OutputPart.QUOTES,
        OutputPart.LIMITS,
        OutputPart.CHECKLIST,
    ),
    OutputKind.BRIEF: (OutputPart.ASKS,),
    OutputKind.SLIDES: (OutputPart.SAMPLE, OutputPart.FINDINGS, OutputPart.QUOTES),
}
"""What follows the title and the bias report. Neither can be left out of it."""


def output_pages(kind: OutputKind) -> tuple[tuple[OutputPart, ...], ...]:
    """The parts in their order, by the page that they begin. The second page is the bias report, also of a
    brief, which has no more than two: there, what is asked for stands on the first.
    """
    if kind is OutputKind.BRIEF:
        return (OutputPart.TITLE, *PARTS[kind]), (OutputPart.BIAS,)
    return (OutputPart.TITLE,), (OutputPart.BIAS,), *((part,) for part in PARTS[kind])


@dataclass(frozen=True, slots=True)
class SaidInSessions:
    """A finding: the id of its words, and in how many sessions of how many it was said. There is no share."""

    finding: str
    said_in: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.said_in <= self.of or not self.of:
            raise ValueError(f"{self.finding}: said in {self.said_in} of {self.of}; count the sessions again")

    @property
    def message(self) -> tuple[str, dict[str, int]]:
        """The id of the sentence, and what goes into it."""
        return "finding-said-in-sessions", {"said_in": self.said_in, "of": self.of}


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyOutput:
    """All of an output. `texts`: free text of the team, by the part it stands in. `quotes`, `labels`: what is
    said, and what stands under it.
    """

    kind: OutputKind
    draft: StudyDraft
    bias: BiasReport
    items: tuple[ReportItemStands, ...]
    findings: tuple[SaidInSessions, ...]
    texts: Mapping[str, str]
    quotes: PlacedQuotes
    labels: Mapping[str, QuoteLabel]


class BlockedBecause(Enum):
    """Why an output is not published."""

    ITEM_MISSING = "item-missing"
    FIGURE_STALE = "figure-stale"
    QUOTE_GONE = "quote-gone"
    QUOTE_NOT_COVERED = "quote-not-covered"
    QUOTE_WITHOUT_LABEL = "quote-without-label"
    TOO_FEW_SESSIONS_HEARD = "too-few-sessions-heard"
    PERCENTAGE = "percentage"
    QUOTE_IN_TEXT = "quote-in-text"
    """Written text repeats what somebody said, where nobody asked for their consent."""
    TOO_FEW_READERS = "too-few-readers"


@dataclass(frozen=True, slots=True)
class PublishBlock:
    """One thing that blocks, and where: an item, a figure, a quote, or a part with line and column."""

    because: BlockedBecause
    where: str


LAST_READERS = 2
IN_EVERY_OUTPUT = frozenset({StudyFigure.COUNTS, StudyFigure.SUPPRESSION, StudyFigure.QUOTE_LABELS})
"""Page 2 and what stands under quotes rest on these; a draft that does not say of which state is stale."""


def publish_blocks(
    output: StudyOutput,
    holding: StudyHolding,
    consent: ConsentRegister,
    passages: Sequence[QuotePassage],
    readers: Iterable[str] | None,
) -> tuple[PublishBlock, ...]:
    """Everything that keeps an output from being published now; empty where nothing does. `readers`: accounts
    of those who read it last; None where a paper is made for them, and they are asked for after.
    """
    found = [*_of_data(output, holding), *_of_quotes(output, consent, passages)]
    found += _of_words(output, said_words(each.words for each in passages))
    if readers is not None and len(set(readers)) < LAST_READERS:
        found.append(PublishBlock(BlockedBecause.TOO_FEW_READERS, str(LAST_READERS)))
    return tuple(found)


def _of_data(output: StudyOutput, holding: StudyHolding) -> Iterator[PublishBlock]:
    for item in missing_report_items(output.items):
        yield PublishBlock(BlockedBecause.ITEM_MISSING, item)
    unsaid = IN_EVERY_OUTPUT - output.draft.figures.keys()
    for figure in sorted({*unsaid, *stale_figures(output.draft, holding)}, key=lambda each: each.value):
        yield PublishBlock(BlockedBecause.FIGURE_STALE, figure.value)
    for quote in lost_quotes(output.draft, holding):
        yield PublishBlock(BlockedBecause.QUOTE_GONE, quote)


def _of_quotes(
    output: StudyOutput, consent: ConsentRegister, passages: Iterable[QuotePassage]
) -> Iterator[PublishBlock]:
    for refused in no_longer_covered(output.quotes, passages, consent):
        yield PublishBlock(BlockedBecause.QUOTE_NOT_COVERED, refused.quote)
    for placed in output.quotes.placed:
        if any(seat not in output.labels for seat in placed.seats):
            yield PublishBlock(BlockedBecause.QUOTE_WITHOUT_LABEL, placed.quote)
    if not output.quotes.is_heard_by_half:
        heard = f"{output.quotes.heard}/{output.quotes.sessions}"
        yield PublishBlock(BlockedBecause.TOO_FEW_SESSIONS_HEARD, heard)


def _of_words(output: StudyOutput, said: SaidWords) -> Iterator[PublishBlock]:
    for part in sorted(output.texts):
        if said.are_in(output.texts[part]):
            yield PublishBlock(BlockedBecause.QUOTE_IN_TEXT, part)
        for found in percentages_found(output.texts[part]):
            yield PublishBlock(BlockedBecause.PERCENTAGE, f"{part}:{found.line}:{found.column}")
