"""What a report says of itself, what stands on which page, and what keeps it from being published."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.studies.demo_consents import (
    DEMO_STRATA,
    demo_passages,
    demo_people,
    demo_register,
    row,
)

from kapea.core.evidence.counts import CountMark, ShownCount
from kapea.core.studies.bias_report import bias_report
from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.coreq import (
    FACT_NAMES,
    PEOPLE_FACTS,
    REPORT_ITEMS,
    ItemFilled,
    ReportGuideline,
    UnfitReportFact,
    missing_report_items,
    report_items,
)
from kapea.core.studies.quote_attribution import PlaceTold
from kapea.core.studies.quote_bank import QuoteUse, placed_quotes
from kapea.core.studies.quote_length import quote_words
from kapea.core.studies.sample_told import told_sample
from kapea.core.studies.study_holding import HeldKind, HeldThing, StudyDraft, StudyFigure, StudyHolding
from kapea.core.studies.study_report import (
    BlockedBecause,
    OutputKind,
    OutputPart,
    SaidInSessions,
    StudyOutput,
    output_pages,
    publish_blocks,
)
from kapea.core.studies.summary_pages import (
    NotASummary,
    SummaryPart,
    SummaryWords,
    children_page,
    summary_page,
)

COREQ = [item for item in REPORT_ITEMS if item.guideline is ReportGuideline.COREQ]
BY_PEOPLE = {2, 3, 4, 6, 7, 9, 30, 31, 32}
"""Of COREQ, those no data can fill."""
FACTS = dict.fromkeys(FACT_NAMES, 1) | dict.fromkeys(PEOPLE_FACTS, ShownCount(18))
WRITTEN = {item.id: "Written." for item in REPORT_ITEMS if not item.facts}

# --- COREQ and SRQR ---------------------------------------------------------------------------


def test_coreq_has_its_32_items_and_srqr_what_it_adds():
    assert [item.id for item in COREQ] == [f"coreq-{n:02}" for n in range(1, 33)]
    assert {n for n, item in enumerate(COREQ, 1) if not item.facts} == BY_PEOPLE
    assert len(REPORT_ITEMS) == 32 + 15
    assert len({item.asks for item in REPORT_ITEMS}) == len(REPORT_ITEMS)


def test_an_item_is_filled_by_data_by_a_person_or_named_as_missing():
    assert missing_report_items(report_items(FACTS, WRITTEN)) == ()
    assert missing_report_items(report_items({}, {})) == tuple(item.id for item in REPORT_ITEMS)
    stands = {each.item.id: each for each in report_items(FACTS | {"left": None}, WRITTEN)}
    assert stands["coreq-13"].filled is ItemFilled.MISSING
    assert stands["coreq-13"].lacks == ("left",)
    assert stands["coreq-12"].filled is ItemFilled.BY_DATA
    assert stands["coreq-02"].filled is ItemFilled.BY_PERSON


def test_nobody_is_a_fact_and_nothing_written_stands_in_for_one():
    nobody = {each.item.id: each.filled for each in report_items(FACTS | {"left": CountMark.ZERO}, WRITTEN)}
    assert nobody["coreq-13"] is ItemFilled.BY_DATA
    found = report_items(FACTS | {"took_part": None}, WRITTEN | {"coreq-12": "Many."})
    assert missing_report_items(found) == ("coreq-12",)
    assert "coreq-31" in missing_report_items(report_items(FACTS, WRITTEN | {"coreq-31": " \n"}))
    with pytest.raises(UnfitReportFact, match="took_part"):
        report_items({"percent": 60}, {})


@pytest.mark.parametrize("fact", sorted(PEOPLE_FACTS))
@pytest.mark.parametrize("count", [0, 3, 18, ShownCount(4)], ids=str)
def test_a_count_of_people_comes_as_what_may_be_published_of_it(fact, count):
    with pytest.raises(UnfitReportFact, match=fact):
        report_items(FACTS | {fact: count}, WRITTEN)
    assert missing_report_items(report_items(FACTS | {fact: CountMark.HIDDEN}, WRITTEN)) == ()
    assert missing_report_items(report_items(FACTS | {fact: CountMark.NO_DATA}, WRITTEN)) != ()


# --- pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", OutputKind)
def test_st_r35_the_second_page_of_every_output_is_whom_it_cannot_speak_for(kind):
    pages = output_pages(kind)
    assert pages[0][0] is OutputPart.TITLE
    assert pages[1] == (OutputPart.BIAS,)
    parts = [part for page in pages for part in page]
    assert len(set(parts)) == len(parts)


def test_a_brief_has_two_pages():
    assert output_pages(OutputKind.BRIEF) == ((OutputPart.TITLE, OutputPart.ASKS), (OutputPart.BIAS,))


def test_st_r35_a_finding_says_in_how_many_groups_and_no_share():
    assert SaidInSessions("f", 9, 15).message == ("finding-said-in-sessions", {"said_in": 9, "of": 15})
    for said_in, of in ((3, 2), (-1, 2), (0, 0)):
        with pytest.raises(ValueError, match="count the sessions"):
            SaidInSessions("f", said_in, of)


# --- what blocks -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def output():
    people, passages = demo_people(), demo_passages()
    told = told_sample(people, DEMO_STRATA, PlaceTold.COUNTRY_OR_CITY)
    quotes = placed_quotes(passages, QuoteUse.REPORT, demo_register(), sessions=[s.id for s in DEMO_STRATA])
    return StudyOutput(
        kind=OutputKind.REPORT,
        draft=StudyDraft(
            id="report",
            quotes=frozenset(each.quote for each in quotes.placed),
            figures=dict.fromkeys(StudyFigure, 0),
        ),
        bias=bias_report(DEMO_STRATA, people, told),
        items=report_items(FACTS, WRITTEN),
        findings=(SaidInSessions("shame", 3, 6),),
        texts={"findings": "In 3 of 6 sessions.\nNobody was asked."},
        quotes=quotes,
        labels=told.labels,
    )


def held(output):
    quotes = (HeldThing(id, HeldKind.QUOTE, frozenset({"C4"})) for id in output.draft.quotes)
    return StudyHolding(tuple(quotes))


def blocks(output, holding=None, consent=None, passages=None, readers=("a", "b")):
    found = publish_blocks(
        output,
        holding or held(output),
        consent or demo_register(),
        demo_passages() if passages is None else passages,
        readers,
    )
    return [(each.because, each.where) for each in found]


def test_a_report_in_which_nothing_is_wrong_is_published(output):
    assert blocks(output) == []
    assert output.bias.unsaid


def test_st_r17_a_stale_figure_blocks_publishing(output):
    silent = replace(output, draft=replace(output.draft, figures={}))
    assert {where for _, where in blocks(silent)} == {"counts", "suppression", "quote_labels"}
    now = replace(held(output), figures_of={StudyFigure.AGREEMENT: 1})
    assert blocks(output, now) == [(BlockedBecause.FIGURE_STALE, "agreement")]


def test_st_r36_a_quote_taken_back_blocks_publishing_and_is_named(output):
    register = demo_register()
    no = row("P5", ResearchScope.QUOTE, "no", id="by-card")
    now = replace(register, rows=(*register.rows, no))
    assert blocks(output, consent=now) == [
        (BlockedBecause.QUOTE_NOT_COVERED, "S09"),
        (BlockedBecause.QUOTE_NOT_COVERED, "S10"),
    ]
    gone = replace(held(output), things=tuple(e for e in held(output).things if e.id != "S11"))
    assert blocks(output, gone) == [(BlockedBecause.QUOTE_GONE, "S11")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"items": report_items(FACTS | {"coders": None}, WRITTEN)}, ("item-missing", "coreq-24")),
        ({"texts": {"findings": "Groups.\n60% of parents"}}, ("percentage", "findings:2:1")),
        (
            {"texts": {"limits": "A child: someone adds you AND you do not know who."}},
            ("quote-in-text", "limits"),
        ),
    ],
    ids=["item", "percentage", "quote"],
)
def test_st_r35_what_is_missing_or_a_share_blocks_publishing(output, change, expected):
    assert [(b.value, where) for b, where in blocks(replace(output, **change))] == [expected]


def test_too_few_sessions_readers_or_labels_block_publishing(output):
    few = replace(output.quotes, heard=2)
    assert blocks(replace(output, quotes=few)) == [(BlockedBecause.TOO_FEW_SESSIONS_HEARD, "2/6")]
    assert blocks(output, readers=("a", "a")) == [(BlockedBecause.TOO_FEW_READERS, "2")]
    without = {seat: label for seat, label in output.labels.items() if seat != "C4"}
    assert blocks(replace(output, labels=without)) == [(BlockedBecause.QUOTE_WITHOUT_LABEL, "S03")]


# --- back to those who took part -----------------------------------------------------------------------


def summary(**other):
    said = {
        "asked": "summary-asked",
        "heard": ("summary-heard-1", "summary-heard-2", "summary-heard-3"),
        "not_heard": "summary-not-heard",
        "what_now": "summary-what-now",
        "contacts": ("child-helpline",),
        "thanks": "summary-thanks",
        "pictures": {part: f"drawing-{part.value}" for part in SummaryPart},
    }
    return SummaryWords(**(said | other))


def test_the_page_says_six_things_in_order_each_with_a_picture():
    page = summary_page(summary())
    assert [line.part for line in page] == list(SummaryPart)
    assert page[1].words == ("summary-heard-1", "summary-heard-2", "summary-heard-3")
    assert all(line.words and line.picture for line in page)


@pytest.mark.parametrize(
    "bad",
    [
        {"heard": ("one", "two")},
        {"contacts": ()},
        {"pictures": {SummaryPart.ASKED: "drawing"}},
        {"thanks": ""},
    ],
    ids=str,
)
def test_a_page_that_lacks_something_is_refused(bad):
    with pytest.raises(NotASummary, match=next(iter(bad))):
        summary(**bad)


def test_the_page_for_children_has_at_most_120_words():
    ids = [
        id for line in summary_page(summary()) if line.part is not SummaryPart.WHO_HELPS for id in line.words
    ]
    fits = dict.fromkeys(ids, "word " * 17)
    assert 17 * len(ids) == 119
    assert children_page(summary(), fits, quote_words) == summary_page(summary())
    with pytest.raises(NotASummary, match="leave out 1"):
        children_page(summary(), fits | {ids[0]: "word " * 19}, quote_words)
    with pytest.raises(NotASummary, match="summary-thanks"):
        children_page(summary(), fits | {"summary-thanks": ""}, quote_words)
