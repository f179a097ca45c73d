"""What the group that advises reads: words that somebody of the team wrote for it, findings, and quotes whose
speakers allow them. No transcript, no label, no count. What it may see is asked at every look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kapea.core.studies.advisory_answers import AdviceVerdict, finding_sign
from kapea.core.studies.handed_papers import OutputRefused
from kapea.core.studies.quote_bank import QuotePassage, QuoteUse, quote_refusal
from kapea.core.studies.research_consent import ConsentRegister
from kapea.core.studies.study_memos import StudyClaim

MOST_OF_TEXT, MOST_OF_ADVICE, MOST_QUOTES = 6_000, 2_000, 8


@dataclass(frozen=True, slots=True)
class FindingRead:
    """A finding, as it was worded when it was given to the group."""

    id: str
    words: str

    @property
    def sign(self) -> str:
        """By which a report says whether the group read it so."""
        return finding_sign(self.id, self.words)


@dataclass(frozen=True, slots=True)
class QuoteRead:
    """A quote that was chosen for the group. `mark`: of which released text; of another it is not shown."""

    passage: QuotePassage
    mark: str


@dataclass(frozen=True, slots=True)
class GroupText:
    """All that lies before the group."""

    id: str
    words: str
    findings: tuple[FindingRead, ...] = ()
    quotes: tuple[QuoteRead, ...] = ()

    @property
    def signs(self) -> frozenset[str]:
        """Of its findings."""
        return frozenset(each.sign for each in self.findings)


@dataclass(frozen=True, slots=True)
class AdviceWritten:
    """What the group said, in its own words, of which text, and on which day of the study."""

    text: str
    verdict: AdviceVerdict
    words: str
    on: date


@dataclass(frozen=True, slots=True)
class AdviceFolder:
    """`text`: what lies before the group; of earlier ones no words are kept. `advice`: all that it said."""

    text: GroupText | None = None
    advice: tuple[AdviceWritten, ...] = ()


def chosen_text(
    id: str, words: str, claims: Iterable[StudyClaim], quotes: Iterable[QuoteRead], consent: ConsentRegister
) -> GroupText:
    """A text for the group. Raises OutputRefused where it says nothing, is too long, has more quotes than
    anybody takes in, or one that may not be shown.
    """
    said, chosen = words.strip(), tuple(quotes)
    findings = tuple(FindingRead(each.id, each.words) for each in claims)
    if not said:
        raise OutputRefused("says-nothing")
    if len(said) > MOST_OF_TEXT or len(chosen) > MOST_QUOTES:
        raise OutputRefused("too-long")
    if any(quote_refusal(each.passage, QuoteUse.ADVICE, consent) for each in chosen):
        raise OutputRefused("quote-not-covered")
    return GroupText(id, said, findings, chosen)


def text_given(folder: AdviceFolder, text: GroupText) -> AdviceFolder:
    """Lays it before the group in place of what lay there."""
    return replace(folder, text=text)


def advice_written(folder: AdviceFolder, written: AdviceWritten) -> AdviceFolder:
    """Keeps what the group said. Raises OutputRefused where it asks for a change and does not say which, is
    too long, or is about a text that does not lie there.
    """
    if folder.text is None or folder.text.id != written.text:
        raise OutputRefused("another-text")
    if len(written.words) > MOST_OF_ADVICE:
        raise OutputRefused("too-long")
    if written.verdict is AdviceVerdict.ASKS_FOR_CHANGE and not written.words.strip():
        raise OutputRefused("which-change")
    return replace(folder, advice=(*folder.advice, replace(written, words=written.words.strip())))


def quotes_shown(
    text: GroupText,
    consent: ConsentRegister,
    marks: Mapping[str, str],
    is_disclosed: Callable[[QuotePassage], bool],
) -> tuple[QuotePassage, ...]:
    """The quotes that may be shown at this moment. `marks`: by session, which released text stands there."""
    return tuple(
        each.passage
        for each in text.quotes
        if marks.get(each.passage.session) == each.mark
        and not is_disclosed(each.passage)
        and quote_refusal(each.passage, QuoteUse.ADVICE, consent) is None
    )


def folder_left(folder: AdviceFolder, shown: Iterable[QuotePassage]) -> AdviceFolder:
    """The folder without the quotes that may not be shown now: their words go out of it for good."""
    if folder.text is None:
        return folder
    ids = {each.id for each in shown}
    quotes = tuple(each for each in folder.text.quotes if each.passage.id in ids)
    return replace(folder, text=replace(folder.text, quotes=quotes))
