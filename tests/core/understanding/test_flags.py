"""Typed words that may mean danger: every true sentence is offered help, everyday words are left alone."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.content import folder
from kapea.core.pack.danger_kinds import KINDS
from kapea.core.pack.model import FlagWords
from kapea.core.pack.parse.word_lists import parse_flags
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import read_yaml
from kapea.core.understanding.flags import Flags, FlagsWhenAsked
from kapea.core.understanding.spelling import LONGEST, spelled

SENTENCES = sorted((Path(__file__).parent / "sentences").glob("*.yaml"))
LEAST, MOST_ALIKE = 40, 20
"""Sentences a language at least; of everyday ones at most one in so many may be asked about."""


@cache
def lists(*languages: str) -> Flags:
    found, each = Findings(), []
    for path in sorted((folder.shipped() / "common" / "flags").glob("*.yaml")):
        if not languages or path.stem in languages:
            item = read_yaml(path.name, path.read_bytes(), found)
            each.append(parse_flags(item, found))
    assert not found.problems, [str(p) for p in found.problems]
    return Flags(each)


@pytest.fixture(scope="module")
def flags() -> Flags:
    """All languages at once, as a pack has them: a word of one must not trip over another's."""
    return lists()


def _read(path: Path) -> dict:
    return read_yaml(path.name, path.read_bytes(), Findings()).plain()


def test_every_language_has_its_sentences_and_its_list():
    assert {p.stem for p in SENTENCES} == {"en", "km", "sw", "ne", "fil"}
    assert {p.stem for p in (folder.shipped() / "common" / "flags").glob("*.yaml")} == {
        p.stem for p in SENTENCES
    }


@pytest.mark.parametrize("path", SENTENCES, ids=lambda p: p.stem)
class TestSentences:
    def test_there_are_enough_and_each_only_once(self, path):
        said = _read(path)
        true = [s for kind in KINDS for s in said["danger"][kind]]
        assert len(set(true)) == len(true) >= LEAST
        assert len(set(said["alike"])) == len(said["alike"]) >= LEAST

    def test_every_true_one_is_offered_help_now(self, path, flags):
        said = _read(path)["danger"]
        missed = [(kind, s) for kind in KINDS for s in said[kind] if not flags.find(s)]
        assert missed == []

    def test_everyday_words_are_left_alone(self, path, flags):
        alike = _read(path)["alike"]
        asked = [(flags.find(s), s) for s in alike if flags.find(s)]
        assert len(asked) * MOST_ALIKE <= len(alike), asked


def made(alike: tuple[str, ...] = (), **kinds: tuple[str, ...]) -> Flags:
    return Flags([FlagWords(kinds, alike)])


NEARER = {"missing": "meeting"}
"""Kinds in the collected lines that are asked about with another kind's question."""
RIGHT, FALSE = 0.95, 0.1
"""Of the collected lines of a language: asked about with the right kind at least; everyday ones at most."""


@cache
def typed() -> dict[str, list[dict[str, str]]]:
    """Lines as people type them, by language; Sheng, Taglish, learners and Latin letters among them."""
    lines = Path(__file__).with_name("typed.jsonl").read_text(encoding="utf-8").splitlines()
    by_language: dict[str, list[dict[str, str]]] = {}
    for each in map(json.loads, lines):
        by_language.setdefault(each["lang"], []).append(each)
    return by_language


@pytest.mark.parametrize("language", ["en", "km", "sw", "ne", "fil", "ceb"])
class TestCollected:
    """Two dangers in one line: dying may stand for the other, no other may."""

    def test_danger_is_asked_about_with_the_question_of_its_kind(self, language, flags):
        danger = [each for each in typed()[language] if each["kind"] != "none"]
        assert len(danger) >= LEAST
        wrong = [
            (each["kind"], flags.find(each["text"]), each["text"])
            for each in danger
            if flags.find(each["text"]) not in ("dying", NEARER.get(each["kind"], each["kind"]))
        ]
        assert len(wrong) <= (1 - RIGHT) * len(danger), wrong

    def test_everyday_lines_are_left_alone(self, language, flags):
        everyday = [each["text"] for each in typed()[language] if each["kind"] == "none"]
        asked = [(flags.find(words), words) for words in everyday if flags.find(words)]
        assert len(asked) <= FALSE * len(everyday), asked

    def test_nothing_about_a_marriage_is_taken_for_somebody_missing(self, language, flags):
        lines = [each["text"] for each in typed()[language] if each["kind"] == "marriage"]
        assert len(lines) >= 9
        assert [words for words in lines if flags.find(words) in ("meeting", "threat", "")] == []


@pytest.mark.parametrize("words", ["tomorrow she is gone", "Tomorrow I will be gone", "tomorrow hes gone"])
def test_who_will_be_gone_tomorrow_may_be_dying(flags, words):
    assert flags.find(words) == "dying"


class TestPatterns:
    @pytest.mark.parametrize(
        ("pattern", "caught", "left"),
        [
            ("want to die", "i want to die!", "i want to diet"),
            ("want to die", "I  WANT\nto… die", "want to see, to die for"),
            ("kill myself", "ill kiiiill myself", "killing myself laughing"),
            ("dont want to live", "I don’t want to live", "i want to live"),
            ("(want|wanna) to* die", "i wanna to die", "to die"),
            ("threat* me", "he threatened me", "a threat to me"),
            ("hurt .. my child", "he hurts, hurt really badly my child", "my child got hurt"),
            ("gusto kong mamatay", "Gustó kong mamatay na", "gusto kong kumain"),
            ("ចង់ស្លាប់", "ខ្ញុំ​ចង់​ស្លាប់ណាស់", "ខ្ញុំចង់ដេក"),
            ("វាយ .. ខ្ញុំ", "គេវាយធ្វើបាបខ្ញុំ", "គេវាយបាល់"),
            ("ទះ .. ខ្ញុំ", "គេទះខ្ញុំ", "គេនៅមុខផ្ទះខ្ញុំ"),
            ("ចង់ .. តា", "ចង់ជួបតា", "ចង់ជួបត្មាត"),
            ("मर्न मन", "मलाई मर्न मन लाग्छ", "मलाई खान मन लाग्छ"),
        ],
    )
    def test_what_a_way_of_writing_catches_and_leaves(self, pattern, caught, left):
        flags = made(dying=(pattern,))
        assert flags.find(caught) == "dying"
        assert flags.find(left) == ""

    def test_what_only_looks_alike_is_taken_out_first(self):
        flags = made(alike=("dying to see",), dying=("dying",))
        assert flags.find("i am dying to see it") == ""
        assert flags.find("i am dying to see it but i am dying") == "dying"

    def test_the_danger_that_cannot_wait_is_asked_about_first(self):
        flags = made(threat=("pay or",), dying=("want to die",))
        assert flags.find("pay or i post it, i want to die") == "dying"

    @given(words=st.text(max_size=200))
    def test_nothing_typed_breaks_it(self, flags, words):
        assert flags.find(words) in ("", *KINDS)

    @given(st.text(max_size=60))
    def test_spelling_is_settled_once(self, words):
        assert spelled(spelled(words)) == spelled(words)


def test_a_list_that_lacks_a_kind_says_so():
    found = Findings()
    parse_flags(
        read_yaml(
            "flags/en.yaml", b"dying: [x]\nhurt: [x]\nmarriage: [x]\nlocked: [x]\nmeeting: [x]\n", found
        ),
        found,
    )
    assert any("threat" in str(p) for p in found.problems)


@pytest.mark.parametrize("sign", ["\ufdfa", "\ufb03", "\u1100", "\u0344", "\u1fb7", "x", "កា"])
def test_what_is_searched_is_bounded_however_much_one_sign_stands_for(sign):
    assert len(spelled(sign * 5000)) <= LONGEST


@given(st.text(max_size=500))
def test_nothing_that_may_be_typed_is_searched_for_longer(words):
    assert len(spelled(words)) <= LONGEST


@pytest.mark.parametrize("filler", ["a ", "e\u0301 ", "क़ ", "ក "])
def test_danger_at_the_end_of_what_may_be_typed_is_still_found(flags, filler):
    danger = "i want to kill myself"
    assert flags.find(filler * ((500 - len(danger)) // len(filler)) + danger)


@given(
    st.text(alphabet="akil me\u2205ក.'", max_size=12)
    | st.sampled_from(["kill me", "am kill me", "\u2205 \u2205"])
)
def test_taken_apart_when_asked_they_find_the_same(words: str):
    each = [FlagWords({KINDS[0]: ("kill me", "ក", "m*"), KINDS[1]: ("..", "''")}, ("am",))]
    assert FlagsWhenAsked(each).find(words) == Flags(each).find(words)
