"""Only ways of writing that have a word in a text are tried: what is found is as if all had been."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.understanding.test_flags import SENTENCES, lists

from kapea.content import folder
from kapea.core.pack.danger_kinds import KINDS
from kapea.core.pack.model import FlagWords
from kapea.core.pack.parse.word_lists import parse_flags
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import read_yaml
from kapea.core.understanding.flags import Flags, expression
from kapea.core.understanding.spelling import spelled
from kapea.core.understanding.telling import telling

HERE = " \u2205 "


class TriedAll:
    """Every way of writing of the lists, in one expression for each kind."""

    def __init__(self, lists: list[FlagWords]) -> None:
        self.alike = _one(p for each in lists for p in each.alike)
        self.kinds = {kind: _one(p for each in lists for p in each.kinds.get(kind, ())) for kind in KINDS}

    def find(self, words: str) -> str:
        left = self.alike.sub(HERE, spelled(words)) if self.alike else spelled(words)
        return next((kind for kind, found in self.kinds.items() if found and found.search(left)), "")


def _one(phrases) -> re.Pattern[str] | None:
    each = [expression(p) for p in phrases]
    return re.compile("|".join(each)) if each else None


@cache
def shipped() -> list[FlagWords]:
    files = sorted((folder.shipped() / "common" / "flags").glob("*.yaml"))
    return [parse_flags(read_yaml(f.name, f.read_bytes(), Findings()), Findings()) for f in files]


@cache
def tried_all() -> TriedAll:
    return TriedAll(shipped())


@cache
def vocabulary() -> list[str]:
    """The words of the lists, and of sentences with and without danger."""
    listed = {
        w
        for each in shipped()
        for kind in each.kinds.values()
        for p in kind
        for w in re.split(r"[()|*. ]+", p)
    }
    return sorted(listed | {word for s in sentences() for word in s.split()})


@cache
def sentences() -> list[str]:
    read = [read_yaml(path.name, path.read_bytes(), Findings()).plain() for path in SENTENCES]
    return [s for said in read for each in (*said["danger"].values(), said["alike"]) for s in each]


def test_every_known_sentence_is_understood_as_if_all_were_tried():
    flags = lists()
    assert [flags.find(s) for s in sentences()] == [tried_all().find(s) for s in sentences()]


@given(st.data())
def test_words_of_the_lists_in_any_order_are_understood_as_if_all_were_tried(data):
    said = data.draw(st.lists(st.sampled_from(vocabulary()), max_size=8))
    text = data.draw(st.sampled_from((" ", "", ", "))).join(said)
    assert lists().find(text) == tried_all().find(text)


def _has_letters(phrase: str) -> bool:
    """Whether it is a way of writing something: its brackets close, and it does not stand everywhere."""
    try:
        return not re.match(expression(phrase), "")
    except re.error:
        return False


PHRASES = st.text(st.sampled_from("ab ស្ល(|)*.-'"), max_size=14).filter(_has_letters)


@given(
    st.lists(PHRASES, min_size=1, max_size=4), st.lists(PHRASES, max_size=3), st.text("ab ស្ល", max_size=12)
)
def test_any_list_is_read_as_if_all_were_tried(dying: list[str], alike: list[str], words: str):
    each = [FlagWords({"dying": tuple(dying)}, tuple(alike))]
    assert Flags(each).find(words) == TriedAll(each).find(words)


@pytest.mark.parametrize("nothing", ["*", "..", "", "(a|)", "| a"])
def test_a_way_of_writing_without_a_letter_stands_nowhere(nothing: str):
    assert Flags([FlagWords({"dying": (nothing, "ab c")}, (nothing,))]).find("x ab c y") == "dying"
    assert Flags([FlagWords({"dying": (nothing,)})]).find("x y") == ""


@pytest.mark.parametrize(
    ("phrase", "letters"),
    [
        ("(want|wanna) .. die", [("want", True), ("wanna", True)]),
        ("i (really |)want to vanish now", [("vanish", True)]),
        ("to (drown|strangle) me", [("drown", True), ("strangle", True)]),
        ("suicid*", [("suicid", False)]),
        ("(un|)(safe|sure)", [("safe", False), ("sure", False)]),
        ("((a|b) c|d) e", [("a", True), ("b", True), ("d", True)]),
        ("un((safe|sure) now|well) x", [("safe", False), ("sure", False), ("well", False)]),
        ("(hit|hurt) (my (arm|leg)|the (table|chair)) hard", [("hard", False)]),
        ("hide and seek|threat", [("hide", True), ("threat", True)]),
        ("a) (b", [("", False)]),
    ],
)
def test_the_most_telling_letters_are_looked_for(phrase: str, letters: list[tuple[str, bool]]):
    assert telling(phrase) == letters


def test_nothing_is_made_an_expression_before_somebody_types_a_word_of_it(monkeypatch: pytest.MonkeyPatch):
    made: list[str] = []
    compiled = re.compile
    flags = Flags(shipped())
    monkeypatch.setattr(re, "compile", lambda text, *rest: made.append(text) or compiled(text, *rest))
    assert flags.find("where is the school") == ""
    assert len(made) < 150, "of some 1,500 ways of writing"
