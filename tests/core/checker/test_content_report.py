"""Words are counted, taps are walked, and what is over a limit is named."""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.checker.small_pack import ON, built

from kapea.core.checker import content_report
from kapea.core.checker.check import check
from kapea.core.checker.readability import grade_of, measure_reading, syllables, syllables_of
from kapea.core.checker.tap_distance import Taps, taps
from kapea.core.dialogue.world import World
from kapea.core.languages.known import LANGUAGES

HELP, S01 = "journeys/help.yaml", "situations/S01.yaml"


def rows(*changes: tuple[str, str, str]) -> dict[tuple[str, str], content_report.WordingRow]:
    found = content_report.rows(World(built(*changes).release), on=ON)
    return {(row.situation, row.language): row for row in found}


class TestReading:
    @pytest.mark.parametrize(
        ("word", "count"),
        [
            ("stop", 1),
            ("again", 2),
            ("picture", 2),
            ("someone", 2),
            ("helped", 1),
            ("wanted", 2),
            ("police", 2),
            ("terrible", 3),
            ("people", 2),
            ("curious", 3),
            ("dying", 2),
            ("choices", 2),
            ("don't", 1),
            ("the", 1),
            ("117", 1),
        ],
    )
    def test_syllables_by_rule(self, word, count):
        assert syllables(word) == count

    def test_a_number_and_a_joined_word_count(self):
        assert syllables_of("A grown-up. Call 117!") == 5

    def test_the_grade_is_the_published_formula(self):
        """Worked by hand: 12 words in 2 sentences with 18 syllables."""
        assert grade_of(12, 2, 18) == pytest.approx(0.39 * 6 + 11.8 * 1.5 - 15.59)

    def test_longest_and_means_count_sentences_not_texts(self):
        found = measure_reading(["Stop now. Do not answer them.", "Rest."], "en")
        assert (found.texts, found.sentences, found.words, found.longest) == (2, 3, 7, 4)
        assert found.words_a_text == pytest.approx(3.5)

    @pytest.mark.parametrize("language", ["km", "sw", "ne", "fil"])
    def test_there_is_no_grade_where_no_formula_is_accepted(self, language):
        assert measure_reading(["Simama. Pumzika."], language).grade is None

    def test_nothing_is_nothing(self):
        assert measure_reading([], "en") == measure_reading([], "en")
        assert measure_reading([], "en").words_a_sentence == 0.0


class TestTaps:
    def test_they_are_walked(self):
        found = taps(World(built().release), on=ON)
        assert found["S01", "child"] == Taps(step=2, number=0, number_after=1)

    def test_a_step_behind_another_question_is_farther(self):
        change = (HELP, "  words:\n    enter: {level: situation}\n", WAIT)
        found = taps(World(built(change).release), on=ON)
        assert found["S01", "child"].step == 3

    def test_an_opening_that_names_nobody_is_seen(self):
        change = (HELP, "  first:\n    contacts: now\n", "  first:\n")
        [number] = {t.number for t in taps(World(built(change).release), on=ON).values()}
        assert number is None

    def test_the_walk_agrees_with_the_whole_check_in_the_shipped_pack(self, cambodia):
        found = taps(World(cambodia.release), on=date(2026, 11, 24))
        assert {(t.step, t.number) for t in found.values()} == {(2, 0), (3, 0)}
        assert {who for who, t in found.items() if t.step == 3} == {("S12", "caregiver")}


WAIT = """  words:
    ask: why
    choices: [{say: go-on, to: words-2}]
  words-2:
    enter: {level: situation}
"""


class TestLimits:
    def test_a_good_pack_is_within(self):
        assert [says for row in rows().values() for says in content_report.over(row)] == []

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            (
                (S01, "Your calm helps.", "Your calm helps them more than all that you could say now."),
                "12 words",
            ),
            (
                (S01, "first: You came for help.", "first: " + "You came. " * 6 + "Good."),
                "first words are 13",
            ),
            ((HELP, "  words:\n    enter: {level: situation}\n", WAIT), "first step is 3 taps"),
            ((HELP, "  first:\n    contacts: now\n", "  first:\n"), "far taps away"),
        ],
    )
    def test_what_is_over_is_named(self, change, says):
        found = [line for row in rows(change).values() for line in content_report.over(row)]
        assert any(says in line for line in found), found

    def test_every_language_with_a_limit_has_its_reason(self):
        assert all(bool(each.most_words) == bool(each.words_because) for each in LANGUAGES.values())

    @pytest.mark.parametrize("language", ["sw", "ne", "fil"])
    def test_the_check_has_the_same_limit(self, language):
        """L01 in a language of Kenya, Nepal or the Philippines: fifteen words are one too many."""
        long = " ".join(["neno"] * (LANGUAGES[language].most_words + 1))
        made = _spoken(language, long)
        assert [p.code for p in check(made, on=ON).problems if f"{language}: 15 words" in p.says] == ["L01"]
        made = _spoken(language, " ".join(["neno"] * LANGUAGES[language].most_words))
        assert "L01" not in check(made, on=ON).failed()


def _spoken(language: str, words: str):
    """The small pack with one text in another language."""
    import msgspec

    made = built()
    texts = {**made.release.texts, language: {"S01.child.first": words}}
    languages = (*made.release.languages, language)
    made.release = msgspec.structs.replace(made.release, texts=texts, languages=languages)
    return made


def test_the_page_has_a_row_for_each_situation_and_language():
    made = content_report.content_report_page([("small", tuple(rows().values()))])
    assert made.count("| S01 |") == made.count("| S02 |") == 2
    assert "| small | km |" in made
    assert "10 words a sentence" in made
