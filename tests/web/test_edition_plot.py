"""Plots and the sheet of an edition: what is hidden is a gap with its word; only what is said is drawn."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.packs import built

from kapea.core.evidence.counts import CountMark, ShownCount
from kapea.core.paper.figures_sheet import NOT_DRAWN
from kapea.core.workshops.answer_figures import ToldChange
from kapea.core.workshops.change_kept import SaidChange
from kapea.web.staff.words import staff_words
from kapea.web.workshops.edition_page import EditionFacts, edition_message, edition_page
from kapea.web.workshops.edition_plot import bar_plot, change_plot
from kapea.web.workshops.edition_words import EditionWords
from kapea.web.workshops.figures_paper import figures_paper

WORDS = staff_words("en")


@pytest.fixture(scope="module")
def words() -> EditionWords:
    return EditionWords("en", WORDS, built("cambodia").release)


def told(measure: str, change: SaidChange | None, kind: str = "caregivers", groups: int = 8) -> ToldChange:
    return ToldChange(kind=kind, measure=measure, groups=groups, asked_once=0, change=change)


def facts(*changes: ToldChange, said=None, **more) -> EditionFacts:
    answers = {
        ("answers", each.kind, each.measure, when, what): ShownCount(count)
        for each in changes
        for when, hoped in (("before", 40), ("after", 70))
        for what, count in (("hoped", hoped), ("all", 100))
    }
    given = {"number": 3, "held": 9, "uncounted": 0, "earlier": 0, "not_said": (), **more}
    counts = {("came",): ShownCount(120), ("year",): ShownCount(120)}
    return EditionFacts(
        begins=date(2026, 11, 1),
        ends=date(2026, 11, 30),
        said={**counts, **answers, **(said or {})},
        changes=changes,
        **given,
    )


def test_a_hidden_place_is_a_gap_with_its_word(words):
    marks = [ShownCount(40), CountMark.HIDDEN, CountMark.NO_DATA, CountMark.ZERO, ShownCount(20)]
    plot = bar_plot(list(zip("ABCDE", marks, strict=True)), words)
    assert [bar.told.words for bar in plot.bars] == ["40", "hidden", "no data", "0", "20"]
    lengths = [bar.length for bar in plot.bars]
    assert lengths[1:4] == [0, 0, 0]
    assert lengths[0] == pytest.approx(2 * lengths[4], abs=0.1), "a bar begins at nought"
    assert "B: hidden." in plot.says


def test_where_nothing_can_be_compared_no_bar_is_drawn(words):
    assert bar_plot([("A", ShownCount(40))], words) is None
    assert bar_plot([("A", CountMark.HIDDEN), ("B", CountMark.HIDDEN)], words) is None


def test_a_change_that_is_not_told_is_not_drawn(words):
    plot = change_plot([told("first-words", SaidChange(20, 3, 37)), told("one-number", None)], words)
    [dot] = plot.dots
    assert plot.zero < dot.low < dot.at < dot.high
    assert dot.told.words == "+20"
    assert change_plot([told("one-number", None)], words) is None


def test_changes_stand_on_one_scale_to_both_sides_of_nought(words):
    told_both = [told("first-words", SaidChange(20, 10, 30)), told("one-number", SaidChange(-20, -30, -10))]
    more, fewer = change_plot(told_both, words).dots
    zero = change_plot(told_both, words).zero
    assert more.at - zero == pytest.approx(zero - fewer.at)
    assert (more.high - zero, more.low - zero) == (
        pytest.approx(zero - fewer.low), pytest.approx(zero - fewer.high),
    )  # fmt: skip
    assert fewer.told.words == "−20"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ([SaidChange(20, 3, 37), SaidChange(5, -4, 14)], "More answered as hoped for: 1 of 2 questions"),
        ([SaidChange(-20, -37, -3), SaidChange(5, -4, 14)], "Fewer answered as hoped for: 1 of 2 questions"),
        ([SaidChange(5, -4, 14)], "No clear change yet"),
        ([None], "People came 120 times"),
    ],
)
def test_one_message_is_the_title(words, changes, says):
    items = ("first-words", "one-number")
    made = facts(*(told(item, each) for item, each in zip(items, changes, strict=False)))
    assert edition_message(made, words) == says


def test_why_a_change_is_not_said_stands_in_its_place(words):
    rows = [
        told("first-words", None, groups=5),
        told("one-number", None),
        told("people-support", None, groups=0),
    ]
    said = [words.change(each) for each in rows]
    assert said == [WORDS[f"figures-{id}"] for id in ("few-groups", "would-tell", "asked-once")]


def test_on_the_sheet_ten_are_drawn_only_where_a_change_is_told(words):
    sheet = figures_paper(facts(told("first-words", SaidChange(30, 20, 40))), words)
    [question] = sheet.questions
    assert (question.before.of_ten, question.after.of_ten) == (4, 7)
    bare = figures_paper(facts(told("first-words", None)), words)
    assert (bare.questions[0].before.of_ten, bare.of_ten) == (NOT_DRAWN, "")
    assert bare.questions[0].before.told == "40 of 100"


def test_on_the_sheet_what_children_know_has_what_they_do_beside_it(words):
    know, do = told("help-still", SaidChange(30, 20, 40), "pupils"), told("passed-shame", None, "pupils")
    more = [told(each, SaidChange(30, 20, 40)) for each in ("first-words", "one-number", "paying")]
    asked = [each.question for each in figures_paper(facts(*more, know, do), words).questions]
    assert words.question("help-still") in asked
    assert asked[asked.index(words.question("help-still")) + 1] == words.question("passed-shame")


def test_a_hidden_group_has_no_figures_and_a_large_one_does_not_fill_the_page(words):
    groups = {("came", "group", "women"): ShownCount(1300), ("came", "group", "men"): CountMark.HIDDEN}
    sheet = figures_paper(facts(said={**groups, ("came", "group", "others"): CountMark.ZERO}), words)
    assert [(each.figures, each.told) for each in sheet.groups] == [(13, "1300"), (NOT_DRAWN, "hidden")]
    assert sheet.each == "One figure stands for 100."


def test_no_sentence_says_that_a_workshop_caused_anything(words):
    page = edition_page(facts(told("first-words", SaidChange(20, 3, 37))), words)
    said = " ".join((page.message, *page.cannot, *page.notes))
    assert WORDS["figures-not-caused"] in said
    assert not re.search(r"\b(caused|thanks to|because of|effect|impact)\b", said)
