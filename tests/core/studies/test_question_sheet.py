"""The form of one question: what it can hold, the chances that paper makes, and people who are made up."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.designs import DIRECT, FIFTH, FIVE_POINTS, LIST, TABLE, WARNER
from tests.core.studies.test_sensitive_questions import plan
from tests.packs import built

from kapea.core.studies.design_table import USUAL_DESIGNS, design_table
from kapea.core.studies.paper_chances import (
    PAPER_CHANCES,
    SIDES,
    MadeChances,
    PaperChance,
    PaperWay,
    made_chances,
    paper_chance,
)
from kapea.core.studies.question_form_gate import asks_what_is_not_asked
from kapea.core.studies.question_sheet import (
    AGREED,
    REHEARSED,
    STATEMENTS,
    UnfitStatements,
    question_sheet,
)
from kapea.core.studies.question_trials import GUESSING, made_statements, question_trials
from kapea.core.studies.sensitive_designs import DesignKind, ListQuestion
from kapea.core.studies.sensitive_questions import LEAST_ON_DISCIPLINE, people_needed
from kapea.core.studies.sensitive_simulation import TRIALS, SimulatedQuestion
from kapea.core.studies.session_sheet import NOTE, ONE_OF, ROW_KINDS, WHOLE

FEW = settings(max_examples=40)


def sheet(kind: DesignKind, statements: int | None = None, digest: str = "words"):
    return question_sheet(kind, statements or STATEMENTS[kind].least, digest)


# --- chances ----------------------------------------------------------------------------------------------


def test_paper_makes_the_chances_of_the_published_table_exactly():
    assert paper_chance(PaperWay.SLIPS, Fraction(15, 100)) == PaperChance(PaperWay.SLIPS, 3, 20)
    assert paper_chance(PaperWay.DIE, Fraction(1, 6)) == PaperChance(PaperWay.DIE, 1, 6)
    assert paper_chance(PaperWay.MONTHS, Fraction(1, 4)) == PaperChance(PaperWay.MONTHS, 3, 12)
    assert paper_chance(PaperWay.DIE, Fraction(15, 100)) is None


@FEW
@given(st.sampled_from(PAPER_CHANCES))
def test_each_chance_that_is_offered_is_made_by_a_way_and_by_no_other_number(chance):
    made = [each for way in PaperWay if (each := paper_chance(way, chance)) is not None]
    assert made
    assert {Fraction(each.marked, each.of) for each in made} == {chance}
    assert all(0 < each.marked < each.of == SIDES[each.way] for each in made)


def test_a_forced_answer_needs_both_by_one_way_and_an_unrelated_question_a_second_bag():
    sixth = Fraction(1, 6)
    one = PaperChance(PaperWay.DIE, 1, 6)
    assert made_chances(DesignKind.FORCED, PaperWay.DIE, [sixth, sixth]) == MadeChances(one, or_so=one)
    assert made_chances(DesignKind.FORCED, PaperWay.SLIPS, [sixth, sixth]) is None
    assert made_chances(DesignKind.FORCED, PaperWay.DIE, [sixth, Fraction(1, 20)]) is None
    slips = made_chances(DesignKind.UNRELATED, PaperWay.SLIPS, [Fraction(7, 10), Fraction(1, 10)])
    assert (slips.so.marked, slips.other) == (14, PaperChance(PaperWay.SLIPS, 2, 20))
    assert made_chances(DesignKind.UNRELATED, PaperWay.DIE, [Fraction(2, 3), sixth]) is None


# --- the sheet --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", DesignKind, ids=lambda kind: kind.value)
def test_st_r11_a_form_holds_numbers_and_choices_and_nothing_is_asked_before_a_yes_and_a_rehearsal(kind):
    made = sheet(kind)
    assert {row.kind for row in made.rows} <= set(ROW_KINDS)
    asked = [row for row in made.rows if row.kind in (WHOLE, ONE_OF)]
    assert [row.name for row in asked[:2]] == ["agreed", "rehearsed"]
    groups = [row for row in made.rows if row.kind == "begin group"]
    assert [(row.name, row.asked_if) for row in groups][:2] == [
        ("rehearsal", AGREED),
        ("question", REHEARSED),
    ]
    inside, depth = [], 0
    for row in made.rows:
        depth += {"begin group": 1, "end group": -1}.get(row.kind, 0)
        inside += [row.name] if depth and row.kind != "begin group" else []
    assert {row.name for row in asked} - set(inside) == {"agreed"}
    statements = [row for row in made.rows if row.label.startswith("statement-")]
    assert all(row.kind == NOTE and row.name in inside for row in statements)


@pytest.mark.parametrize("kind", DesignKind, ids=lambda kind: kind.value)
def test_nobody_has_to_answer(kind):
    made = sheet(kind)
    answers = [row for row in made.rows if row.label in ("in-form-answer", "in-form-count")]
    assert answers
    for row in answers:
        assert row.asked_if if row.kind == WHOLE else "nothing" in made.answers_of(row.of), row


def test_the_lists_differ_by_the_sensitive_statement_alone_which_stands_at_no_end():
    made = sheet(DesignKind.LIST, 5)
    arms = {
        arm: [row.label for row in made.rows if row.asked_if.endswith(f"'{arm}'") and row.kind == NOTE]
        for arm in ("short", "long")
    }
    assert arms["short"] == ["statement-2", "statement-3", "statement-4", "statement-5"]
    assert [each for each in arms["long"] if each != "statement-1"] == arms["short"]
    assert "statement-1" in arms["long"][1:-1]
    most = {row.name: row.most for row in made.rows if row.kind == WHOLE}
    assert most == {"short_count": 4, "long_count": 5}


def test_a_crosswise_form_has_its_anchor_and_other_words_are_another_version():
    made = sheet(DesignKind.CROSSWISE)
    assert [row.name for row in made.rows if row.of == "same"] == ["answer", "anchor_answer"]
    assert made.answers_of("same") == {"same", "different", "nothing"}
    assert sheet(DesignKind.CROSSWISE, digest="others").version != made.version
    assert sheet(DesignKind.WARNER).version != made.version


@pytest.mark.parametrize("kind", DesignKind, ids=lambda kind: kind.value)
def test_a_tool_of_too_few_or_too_many_lines_makes_no_form(kind):
    for lines in (STATEMENTS[kind].least - 1, STATEMENTS[kind].most + 1):
        with pytest.raises(UnfitStatements, match="write"):
            question_sheet(kind, lines, "words")


@pytest.mark.parametrize(
    ("statement", "is_found"),
    [
        ("Somebody hit me last month.", True),
        ("Did anybody touch you?", True),
        ("My phone number is known here.", True),
        ("I have walked to the market this week.", False),
        ("I have shouted at a child this month.", False),
    ],
)
def test_a_statement_about_harm_of_ones_own_or_about_who_one_is_is_found_as_far_as_lists_go(
    statement, is_found
):
    assert asks_what_is_not_asked(statement, [built("cambodia").release.lint["en"]]) is is_found


# --- all ways at once ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("design", "five", "rare", "ten", "at_116", "at_58"), TABLE)
def test_st_r33_the_table_of_all_ways_has_the_published_numbers(design, five, rare, ten, at_116, at_58):
    wanted = plan(design, people=116, effect=Fraction(1))
    for asked, needed in (
        (wanted, five),
        (replace(wanted, expected=Fraction(1, 10)), rare),
        (replace(wanted, expected=Fraction(1, 100)), rare),
        (replace(wanted, half_width=Fraction(1, 10)), ten),
    ):
        [line] = [each for each in design_table(asked) if each.is_chosen]
        assert (line.needed, line.fits) == (needed, needed <= 116)
    for people, width in ((116, at_116), (58, at_58)):
        [line] = [each for each in design_table(replace(wanted, people=people)) if each.is_chosen]
        assert round(100 * line.half_width, 1) == width


def test_every_kind_has_one_line_and_the_plans_own_stands_in_the_place_of_its_kind():
    lines = design_table(plan(WARNER, people=LEAST_ON_DISCIPLINE))
    assert [line.design.kind for line in lines] == [each.kind for each in USUAL_DESIGNS]
    assert set(DesignKind) == {line.design.kind for line in lines}
    assert [line.design for line in lines if line.is_chosen] == [WARNER]
    assert lines[0].needed == people_needed(DIRECT, FIFTH, FIVE_POINTS, effect=Fraction(2))


# --- trials ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("design", USUAL_DESIGNS, ids=lambda each: each.kind.value)
def test_trials_find_the_truth_where_nobody_guesses_and_are_no_more_than_take_no_long_time(design):
    tried = question_trials(design, FIFTH, 116, Random(7).random)
    assert (tried.people, tried.trials) == (116, TRIALS)
    said = tried.tried[0].said
    assert isinstance(said, SimulatedQuestion)
    assert said.mean == pytest.approx(0.2, abs=4 * said.spread / TRIALS**0.5)
    assert 0.9 <= said.held / said.trials <= 0.99
    many = question_trials(design, FIFTH, 10**7, Random(7).random)
    assert many.people * many.trials * len(many.tried) <= 360_000


def test_guessing_pulls_the_share_up_and_the_anchor_puts_it_right():
    tried = question_trials(USUAL_DESIGNS[2], FIFTH, 1500, Random(7).random).tried
    assert [(each.guessing, each.corrected) for each in tried] == [
        *((guess, False) for guess in GUESSING),
        *((guess, True) for guess in GUESSING),
    ]
    means = [each.said.mean for each in tried]
    assert means[0] < means[1] < means[2]
    assert means[2] > 0.24
    assert means[5] == pytest.approx(0.2, abs=0.03)


@FEW
@given(st.fractions(0, 4, max_denominator=1000))
def test_made_up_statements_vary_as_the_pilots_list_did(variance):
    shares = made_statements(ListQuestion(Fraction(1), variance))
    assert len(shares) >= 3
    assert float(sum(each * (1 - each) for each in shares)) == pytest.approx(float(variance), abs=0.01)
    assert LIST.control_variance < 1
