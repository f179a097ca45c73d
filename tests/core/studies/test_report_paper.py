"""A report in words: what may not leave is refused, a draft says so everywhere, no figure stands alone."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from tests.core.studies.demo_consents import DEMO_STRATA, demo_passages, demo_people, demo_register, row
from tests.core.studies.reported_demo import (
    FINDINGS,
    WRITTEN,
    agreement,
    facts,
    matter,
    now,
    output,
    report_words,
    summary,
    summary_matter,
    told,
)

from kapea.core.evidence.counts import ShownCount
from kapea.core.paper.study_html import study_html
from kapea.core.paper.study_markdown import plain_signs, study_markdown
from kapea.core.paper.study_paper import StudyLines, StudyPaper, StudyPart, StudyQuote, StudyTable
from kapea.core.studies.bias_report import bias_report
from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.coreq import report_items
from kapea.core.studies.quote_length import quote_words
from kapea.core.studies.reports.report_matter import OfficeAsk
from kapea.core.studies.reports.report_paper import NotPublishable, UnwrittenFinding, report_paper
from kapea.core.studies.reports.summary_paper import summary_paper
from kapea.core.studies.study_holding import StudyFigure
from kapea.core.studies.study_report import BlockedBecause, OutputKind
from kapea.core.studies.summary_pages import NotASummary
from kapea.web.staff.words import staff_languages

QUOTED = "S10"


def paper(kind: OutputKind = OutputKind.REPORT, *, language: str = "en", draft: bool = False, **other):
    made = other.pop("output", None) or output(kind)
    holds = now(made, **other.pop("now", {}))
    return report_paper(made, other.pop("matter", matter()), holds, report_words(language), is_draft=draft)


def blocks(made: StudyPaper, kind: type) -> list:
    return [block for part in made.parts for block in part.blocks if isinstance(block, kind)]


def quoted(made: StudyPaper) -> set[str]:
    return {block.words for block in blocks(made, StudyQuote)}


def words_of(id: str) -> str:
    return next(each.words for each in demo_passages() if each.id == id)


def taken_back():
    """The consent of a speaker who allowed quotes, and does not any more."""
    register = demo_register()
    no = row("P5", ResearchScope.QUOTE, "no", id="by-card")
    return replace(register, rows=(*register.rows, no))


# --- what may leave -----------------------------------------------------------------------------


def test_a_report_in_which_nothing_is_wrong_says_its_quotes_and_no_mark_of_a_draft():
    made = paper()
    assert len(quoted(made)) == 8
    assert "Draft" not in study_markdown(made)
    assert made.marks == ("Invented, to show how it looks",)
    assert paper(matter=matter(is_invented=False)).marks == ()


def test_st_r17_a_stale_figure_is_not_published_and_a_draft_does_not_show_it():
    stale = replace(now(output()).holding, figures_of={StudyFigure.COUNTS: 1, StudyFigure.AGREEMENT: 1})
    with pytest.raises(NotPublishable, match=r"figure-stale \(agreement\).*figure-stale \(counts\)"):
        paper(now={"holding": stale})
    made = paper(draft=True, now={"holding": stale})
    captions = [table.caption for table in blocks(made, StudyTable)]
    assert not any("Who" in each or "coders agreed" in each or "Raw" in each for each in captions)
    assert made.parts[1].blocks[0].lines, "what cannot be said stays"
    facts = {
        r[0]: r[1]
        for table in blocks(made, StudyTable)
        for r in table.rows
        if table.caption == "What the software knows"
    }
    assert facts["Took part"] == report_words().own("stale")
    cells = [cell for table in blocks(made, StudyTable) for each in table.rows for cell in each]
    assert not [cell for cell in cells if cell.endswith("18") and not cell.startswith("COREQ")]


def test_st_r36_a_quote_taken_back_is_asked_for_again_and_stands_in_no_draft():
    with pytest.raises(NotPublishable) as refused:
        paper(now={"consent": taken_back()})
    assert {b.because for b in refused.value.blocks} == {BlockedBecause.QUOTE_NOT_COVERED}
    made = paper(draft=True, now={"consent": taken_back()})
    assert words_of(QUOTED) not in study_markdown(made)
    assert len(quoted(made)) == 6


def test_labels_out_of_date_take_all_quotes_from_a_draft():
    stale = replace(now(output()).holding, figures_of={StudyFigure.QUOTE_LABELS: 3})
    assert quoted(paper(draft=True, now={"holding": stale})) == set()


@pytest.mark.parametrize(
    ("where", "change"),
    [
        ("title:1:1", {"title": "60 % of parents"}),
        ("finding-shame:1:8", {"findings": FINDINGS | {"shame": "Nearly 60% are afraid."}}),
        ("ask-1:2:1", {"asks": (OfficeAsk("Office", "shame", "90 percent of children need help"),)}),
        ("srqr-03:1:1", {"written": {"srqr-03": "៦០ភាគរយ"}}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_st_r35_a_share_in_whatever_somebody_wrote_is_refused_and_left_out_of_drafts(where, change):
    with pytest.raises(NotPublishable, match=re.escape(f"percentage ({where})")):
        paper(matter=matter(**change))
    made = paper(OutputKind.BRIEF, draft=True, matter=matter(**change))
    assert not re.search(
        "60|90 p|៦០", study_markdown(made).split("cannot speak")[0].replace("finding-shame", "")
    )


def test_what_somebody_said_is_not_repeated_in_text_where_nobody_asks_for_consent():
    refused = next(each.words for each in demo_passages() if each.id == "S01")
    made = replace(output(), texts={"findings": f"A child told us: {refused.upper()}"})
    with pytest.raises(NotPublishable, match=r"quote-in-text \(findings\)"):
        paper(output=made)
    assert refused.upper() not in study_markdown(paper(output=made, draft=True))


def test_nor_what_nobody_coded():
    uncoded = "We walk to the river after school and nobody asks where we are."
    made = replace(output(), texts={"limits": f"They told us: {uncoded}"})
    assert paper(output=made)
    with pytest.raises(NotPublishable, match=r"quote-in-text \(limits\)"):
        paper(output=made, now={"turns": (uncoded,)})
    assert uncoded not in study_markdown(paper(output=made, draft=True, now={"turns": (uncoded,)}))


def test_a_draft_says_what_keeps_it_from_being_published():
    made = paper(draft=True, now={"readers": ("one",)})
    [table] = [each for each in made.parts[0].blocks if isinstance(each, StudyTable)]
    assert table.rows == (("Too few people read it last", "2"),)


def test_a_draft_names_what_is_missing_in_words():
    written = {id: said for id, said in WRITTEN.items() if id not in ("coreq-02", "srqr-02")}
    made = paper(draft=True, output=replace(output(), items=report_items(facts(), written)))
    [table] = [each for each in made.parts[0].blocks if isinstance(each, StudyTable)]
    assert ("An item of the checklist is missing", "Their degrees and schooling; Abstract") in table.rows


# --- what stands on which page -----------------------------------------------------------------------


@pytest.mark.parametrize("language", staff_languages())
@pytest.mark.parametrize("kind", OutputKind)
def test_st_r35_page_two_is_whom_the_study_cannot_speak_for_in_every_language(kind, language):
    made = paper(kind, language=language)
    lines = made.parts[1].blocks[0]
    assert made.parts[1].id == "bias"
    assert isinstance(lines, StudyLines)
    assert len(lines.lines) == len(output(kind).bias.unsaid)
    assert all(line and "{" not in line for line in lines.lines)
    assert made.parts[0].fits == "must", "or the second page would be the third"


def test_st_r35_a_stratum_of_which_nobody_came_has_its_line():
    people = [each for each in demo_people() if each.stratum != "T4"]
    bias = bias_report(DEMO_STRATA, people, told())
    said = paper(output=replace(output(), bias=bias)).parts[1].blocks[0].lines
    assert "Anything of these people, of whom nobody was heard: Fathers, remote commune" in said


def test_a_draft_says_so_on_every_page():
    made = paper(draft=True, language="km")
    mark = report_words("km").own("draft")
    assert made.marks[0] == mark
    assert study_html(made).count(f'<p class="mark">{mark}</p>') == len(made.parts)
    assert study_markdown(made).count(plain_signs(mark)) == len(made.parts)


# --- figures -------------------------------------------------------------------------------------


def test_st_r31_no_agreement_without_units_name_and_raw_table():
    made = paper()
    [figures] = [t for t in blocks(made, StudyTable) if t.caption == "How far two coders agreed"]
    first = figures.rows[0]
    assert first[:4] == ("every code, blocks that either coded", "Cohen's kappa", "12", "0.7252")
    assert first[5] == "Too few to judge"
    raw = {t.caption: t for t in blocks(made, StudyTable) if t.caption.startswith("Raw table")}
    for about, _, units, *_ in figures.rows:
        table = raw[f"Raw table: {about}. Units: {units}"]
        assert sum(int(cells[2]) for cells in table.rows) == int(units)


def test_agreement_says_on_how_many_of_how_many_sessions_it_rests():
    told = "Two people coded {two} of {sessions} sessions. These figures rest on them alone."
    assert told.format(two=6, sessions=6) in study_markdown(paper())
    shared = replace(matter(), facts=facts() | {"coded_by_two": 2, "coded_by_one": 4})
    made = study_markdown(paper(matter=shared))
    assert told.format(two=2, sessions=6) in made
    [coded] = [line for line in made.splitlines() if line.startswith("| COREQ 24")]
    assert "Sessions that two coded: 2; Sessions that one coded: 4" in coded


def test_figures_on_the_whole_text_are_not_published():
    assert any(each.figure.table.basis.value == "whole_text" for each in agreement())
    assert "the whole text" not in study_markdown(paper())


def test_saturation_is_told_with_what_was_fixed_before():
    [lines] = [b for b in blocks(paper(), StudyLines) if b.heading == "Whether new things still came up"]
    assert lines.lines[0].startswith(
        "Groups, Children of 12 to 14, edge of a large town: First sessions: 2, with 7"
    )
    assert "0.25 of those codes" in lines.lines[0]


def test_findings_say_in_how_many_sessions_and_small_cells_are_hidden():
    text = study_markdown(paper())
    assert "Said in 3 of 6 sessions" in text
    [sample] = [t for t in blocks(paper(), StudyTable) if t.caption == "Who took part, by age"]
    shown = {cell for cells in sample.rows for cell in cells[1:] if cell.isdigit()} - {"0"}
    assert shown <= {str(mark.count) for mark in told().said.values() if isinstance(mark, ShownCount)}
    assert all(int(each) >= 5 for each in shown)
    assert "hidden" in sample.rows[0]


def test_a_finding_without_words_is_named():
    with pytest.raises(UnwrittenFinding, match="finding-together"):
        paper(draft=True, matter=matter(findings={"shame": "Words."}))


def test_where_nothing_may_be_published_no_table_stands():
    made = paper(matter=matter(said={}))
    [sample] = [part for part in made.parts if part.id == "sample"]
    assert [type(block) for block in sample.blocks] == [StudyLines]


def test_coreq_is_filled_from_what_the_software_knows():
    [table] = [t for t in blocks(paper(), StudyTable) if t.caption.startswith("The lists COREQ")]
    assert len(table.rows) == 32 + 15
    by_number = {cells[0]: cells[2] for cells in table.rows}
    assert by_number["COREQ 27"] == "Software: Kapea"
    assert by_number["COREQ 13"] == "Said no: 18; Left: 18"
    assert by_number["COREQ 31"] == "Invented for this example."


def test_a_brief_has_one_ask_for_each_office_after_a_finding_and_a_quote():
    first = paper(OutputKind.BRIEF).parts[0].blocks
    kinds = [type(block).__name__ for block in first]
    of_each = ["StudyLines", "StudyQuote", "StudyLines"]
    assert kinds == ["StudyLines", *of_each, *of_each, "StudyLines"]
    assert first[1].heading == "Office of education"
    assert first[3].lines == ("We ask: Let a child choose who goes along.",)
    assert "read on 1 November 2026" in first[-1].lines[0]
    assert [part.fits for part in paper(OutputKind.BRIEF).parts] == ["must", "must"]


# --- as HTML and Markdown ------------------------------------------------------------------------------


class _Read(HTMLParser):
    EMPTY = ("meta", "img")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open, self.tags, self.attributes = [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *each) for each in attrs]
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("kind", OutputKind)
def test_the_page_is_whole_and_reaches_nobody(kind):
    read = _Read(study_html(paper(kind)))
    assert not {"script", "link", "iframe", "form", "a", "object"} & set(read.tags)
    assert not [value for _, name, value in read.attributes if name.startswith("on") or "//" in (value or "")]
    assert read.tags.count("h1") == read.tags.count("main") == 1
    levels = [int(tag[1]) for tag in read.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [value for _, name, value in read.attributes if name == "id"]
    named = [value for _, name, value in read.attributes if name == "aria-labelledby"]
    assert len(ids) == len(set(ids))
    assert set(named) <= set(ids)
    assert read.tags.count("table") == read.tags.count("caption")
    assert {value for tag, name, value in read.attributes if (tag, name) == ("th", "scope")} == {"col", "row"}


SLY = '<script>alert(1)</script> "x" & *y* [z](http://a.b) | `c`'


def sly(language: str = "en") -> StudyPaper:
    block = (StudyLines((SLY,), SLY), StudyTable(SLY, (SLY, "b"), ((SLY, SLY),)), StudyQuote(SLY, "ar", SLY))
    part = StudyPart("title", SLY, block)
    return replace_struct(paper(), language=language, title=SLY, parts=(part, part), marks=(SLY,), foot=SLY)


def replace_struct(made: StudyPaper, **other) -> StudyPaper:
    return StudyPaper(**({field: getattr(made, field) for field in made.__struct_fields__} | other))


def test_words_are_words_whatever_they_look_like():
    text = study_html(sly())
    assert "<script" not in text
    assert _Read(text).tags.count("script") == 0
    said = study_markdown(sly())
    assert not re.search(r"[<>*`\[\]&|]|://", re.sub(r"\\.", "", plain_signs(SLY)))
    assert said.count(plain_signs(SLY)) == said.count("alert")
    assert {line.count("|") - line.count("\\|") for line in said.splitlines() if line.startswith("| ")} == {3}


def test_a_page_runs_in_the_direction_of_its_language_and_a_quote_in_that_of_its_own():
    assert '<html lang="km" dir="ltr">' in study_html(paper(language="km"))
    assert '<blockquote lang="ar" dir=' in study_html(sly())
    made = paper(matter=matter(languages={"S03": "km"}))
    assert {block.language for block in blocks(made, StudyQuote)} == {"en", "km"}


# --- back to those who took part ----------------------------------------------------------------------------


def test_the_page_for_those_who_took_part_says_six_things_and_shows_nobody():
    made = summary_paper(summary(), summary_matter(), report_words())
    [part] = made.parts
    assert [block.heading for block in part.blocks] == [
        "What we asked",
        "What we heard",
        "What we did not hear",
        "What happens now",
        "Who helps",
        "Thank you",
    ]
    assert part.fits == "must"
    assert made.marks[0] == report_words().own("draft")
    assert '<img alt="" src="data:image/svg+xml;base64,' in study_html(made)


def test_the_page_for_children_is_held_to_its_words():
    assert summary_paper(summary(), summary_matter(), report_words(), count_words=quote_words)
    long = dict(summary_matter().texts) | {"thanks": "thank you " * 60}
    with pytest.raises(NotASummary, match="leave out"):
        summary_paper(summary(), summary_matter(texts=long), report_words(), count_words=quote_words)
    assert summary_paper(summary(), summary_matter(texts=long), report_words())


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ({"contacts": {}}, "helpline"),
        ({"drawings": {}}, "drawing"),
        ({"texts": dict(summary_matter().texts) | {"heard-1": "60 % are afraid."}}, "heard-1: a share"),
        ({"texts": dict(summary_matter().texts) | {"heard-2": words_of("S01")}}, "heard-2: it repeats"),
    ],
    ids=["contact", "drawing", "share", "quote"],
)
def test_a_page_that_lacks_something_or_says_a_share_is_refused(bad, says):
    with pytest.raises(NotASummary, match=says):
        summary_paper(summary(), summary_matter(**bad), report_words())
