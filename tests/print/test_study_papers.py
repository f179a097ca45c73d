"""What leaves a study, printed and read back: its second page, its marks, its letters in every language."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest
from tests.core.studies.demo_consents import demo_passages
from tests.core.studies.reported_demo import (
    matter,
    now,
    output,
    report_words,
    summary,
    summary_matter,
)
from tests.print.reading import bare, lines_of, opened, page_texts, text_of
from tests.print.test_lines import cut

from kapea.core.paper.belief import Unprintable
from kapea.core.paper.printed import decode_printed, encode_printed
from kapea.core.paper.study_paper import StudyLines, StudyPaper
from kapea.core.studies.quote_length import quote_words
from kapea.core.studies.reports.report_matter import OfficeAsk
from kapea.core.studies.reports.report_paper import report_paper
from kapea.core.studies.reports.report_word_ids import REPORT_WORD_IDS
from kapea.core.studies.reports.summary_paper import summary_paper
from kapea.core.studies.study_report import OutputKind
from kapea.print import press

TRIED = [
    (OutputKind.BRIEF, "km"),
    (OutputKind.SLIDES, "ne"),
    (OutputKind.REPORT, "km"),
    (OutputKind.BRIEF, "en"),
]


@cache
def made(kind: OutputKind, language: str, *, draft: bool = False) -> StudyPaper:
    words = report_words(language)
    return report_paper(output(kind), matter(), now(output(kind)), words, is_draft=draft)


@cache
def pages(kind: OutputKind, language: str, *, draft: bool = False) -> tuple[str, ...]:
    return tuple(page_texts(press.pdf(made(kind, language, draft=draft))))


def all_words(paper: StudyPaper) -> list[str]:
    """Every heading, sentence, cell and quote, in its order."""
    found = []
    for part in paper.parts:
        found.append(part.heading)
        for block in part.blocks:
            for name in ("heading", "caption", "words", "label"):
                found.append(getattr(block, name, ""))
            found += [*getattr(block, "lines", ()), *getattr(block, "head", ())]
            found += [cell for cells in getattr(block, "rows", ()) for cell in cells]
    return found


@pytest.mark.parametrize(("kind", "language"), TRIED, ids=lambda each: getattr(each, "value", each))
def test_st_r35_the_second_page_on_paper_is_whom_the_study_cannot_speak_for(kind, language):
    part = made(kind, language).parts[1]
    box = part.blocks[0]
    assert isinstance(box, StudyLines)
    second, *after = pages(kind, language)[1:]
    assert second.startswith(bare(part.heading))
    assert bare(box.lines[0]) in second
    everything = second + "".join(after)
    assert [line for line in box.lines if bare(line) not in everything] == []
    assert bare(part.heading) not in pages(kind, language)[0]


@pytest.mark.parametrize(("kind", "language"), TRIED[:2], ids=lambda each: getattr(each, "value", each))
def test_all_words_of_every_part_are_on_paper(kind, language):
    said = "".join(pages(kind, language)).replace("•", "")
    assert [word for word in all_words(made(kind, language)) if bare(word) not in said] == []


def test_lines_end_where_khmer_words_end():
    paper = made(OutputKind.BRIEF, "km")
    words = report_words("km")
    meant = [words.words[id] for id in REPORT_WORD_IDS] + all_words(paper)
    assert cut(lines_of(press.pdf(paper)), meant) == []


def test_a_draft_says_so_on_every_page_of_paper():
    data = press.pdf(made(OutputKind.SLIDES, "km", draft=True))
    mark = bare(report_words("km").own("draft"))
    beside = page_texts(data, beside=True)
    assert len(beside) > 5
    assert [n for n, page in enumerate(beside, start=1) if mark not in page] == []


def test_a_brief_has_two_pages_and_one_that_needs_more_is_refused():
    assert len(pages(OutputKind.BRIEF, "km")) == 2
    long = tuple(OfficeAsk(f"Office {n}", "shame", "Say first that nobody is blamed. " * 9) for n in range(9))
    words = report_words()
    brief = report_paper(output(OutputKind.BRIEF), matter(asks=long), now(output(OutputKind.BRIEF)), words)
    with pytest.raises(Unprintable, match="Say less"):
        press.pdf(brief)


def test_a_page_for_those_who_took_part_is_one_page_and_names_who_helps():
    page = summary_paper(summary(), summary_matter(), report_words("ne"), count_words=quote_words)
    data = press.pdf(page)
    assert len(opened(data).pages) == 1
    assert bare(report_words("ne").own("summary-who-helps")) in text_of(data)
    long = summary_matter(texts={id: f"{words} " * 40 for id, words in summary_matter().texts.items()})
    with pytest.raises(Unprintable, match="does not fit"):
        press.pdf(summary_paper(summary(), long, report_words()))


def test_the_file_is_tagged_in_its_language_the_same_each_time_and_says_no_day():
    paper = made(OutputKind.BRIEF, "km")
    data = press.pdf(paper)
    assert data == press.pdf(decode_printed(encode_printed(paper)))
    root = opened(data).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "km"
    assert "/CreationDate" not in (opened(data).metadata or {}) or "1970" in str(opened(data).metadata)


def test_a_letter_that_does_not_travel_with_the_program_is_refused_by_name():
    paper = msgspec.structs.replace(made(OutputKind.BRIEF, "en"), title="\u0e01\u0e32\u0e23")
    part = msgspec.structs.replace(paper.parts[0], heading="\u0e01\u0e32\u0e23")
    with pytest.raises(Unprintable, match="a letter"):
        press.pdf(msgspec.structs.replace(paper, parts=(part, *paper.parts[1:])))


def test_st_r36_no_refused_quote_is_on_paper():
    said = "".join(pages(OutputKind.REPORT, "km"))
    placed = {each.quote for each in output().quotes.placed}
    refused = [each.words for each in demo_passages() if each.id not in placed]
    assert len(refused) == 4
    assert [words for words in refused if bare(words) in said] == []
    assert all(bare(each.words) in said for each in demo_passages() if each.id in placed)
