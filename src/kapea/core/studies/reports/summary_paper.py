"""The page that goes back to those who took part, and the one for children of 9 to 11, ready to be set.
Nothing on it shows who took part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kapea.core.paper.study_paper import MUST_FIT, SUMMARY_SHEET, StudyDrawing, StudyPaper, StudyPart
from kapea.core.studies.percentage_lint import percentages_found
from kapea.core.studies.quote_bank import QuotePassage
from kapea.core.studies.repeated_words import said_words
from kapea.core.studies.reports.report_word_ids import OWN
from kapea.core.studies.reports.report_words import ReportWords
from kapea.core.studies.summary_pages import (
    NotASummary,
    SummaryLine,
    SummaryPart,
    SummaryWords,
    children_page,
    summary_page,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryMatter:
    """`texts`: what each id of words says in the language. `contacts`: of each id, the name and number of a
    checked entry of the directory. `drawings`: SVG of ours, by id. `passages`: all that was coded: the page
    quotes nobody.
    """

    study: str
    title: str
    texts: Mapping[str, str]
    contacts: Mapping[str, str]
    drawings: Mapping[str, str]
    passages: Sequence[QuotePassage]
    is_draft: bool
    is_invented: bool = False


def summary_paper(
    summary: SummaryWords,
    matter: SummaryMatter,
    words: ReportWords,
    *,
    count_words: Callable[[str], int] | None = None,
) -> StudyPaper:
    """The page. `count_words`: of the page for children, which may have 120; without it, the other page.
    Raises NotASummary.
    """
    is_for_children = count_words is not None
    page = children_page(summary, matter.texts, count_words) if count_words else summary_page(summary)
    lines = tuple(_drawn(line, matter, words) for line in page)
    told = {"draft": matter.is_draft, "invented": matter.is_invented}
    return StudyPaper(
        id="study-summary-children" if is_for_children else "study-summary",
        language=words.language,
        title=words.written(matter.title),
        sheet=SUMMARY_SHEET,
        marks=tuple(words.own(id) for id, is_so in told.items() if is_so),
        parts=(StudyPart("summary", words.written(matter.title), lines, MUST_FIT),),
        foot=words.own("page-for", study=matter.study),
    )


def _drawn(line: SummaryLine, matter: SummaryMatter, words: ReportWords) -> StudyDrawing:
    texts = matter.contacts if line.part is SummaryPart.WHO_HELPS else matter.texts
    missing = [id for id in (*line.words, line.picture) if id not in {**texts, **matter.drawings}]
    if missing:
        raise NotASummary(f"{', '.join(missing)}: nowhere in what was given; write it, draw it or look it up")
    if shares := [id for id in line.words if percentages_found(texts[id])]:
        raise NotASummary(f"{', '.join(shares)}: a share; say it in words")
    quoted = said_words(each.words for each in matter.passages)
    if repeats := [id for id in line.words if quoted.are_in(texts[id])]:
        raise NotASummary(f"{', '.join(repeats)}: it repeats what somebody said; say it in your own words")
    said = tuple(words.written(texts[id]) for id in line.words)
    return StudyDrawing(words.code(f"{OWN}summary-", line.part), said, matter.drawings[line.picture])
