"""What stands in a pack file is read as it stands: words stay words, and each knows its line."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.yaml_reader import MAX_DEPTH, Item, read_yaml

WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=12)
VALUES = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4)
)


def read(text: str | bytes) -> tuple[Item | None, list[str]]:
    findings = Findings()
    item = read_yaml("a.yaml", text if isinstance(text, bytes) else text.encode(), findings)
    return item, [str(p) for p in findings.problems]


def value(text: str) -> Any:
    item, problems = read(f"k: {text}\n")
    assert item is not None
    assert problems == []
    return item.value["k"].value


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "Yes", "NO", "y", "n", "True", "Null", "<<", "="])
def test_words_that_other_yaml_takes_for_true_or_false_stay_words(word: str):
    assert value(word) == word


@pytest.mark.parametrize("word", ["0x1f", "0o17", "1_000", "+5", "1e3", "1.5", "12:30"])
def test_what_looks_like_a_number_in_another_base_or_time_stays_as_it_is_written(word: str):
    assert value(word) == word


@pytest.mark.parametrize("word", ["2026-01-01", "១២", "²", "१०"])
def test_dates_and_digits_of_other_scripts_stay_words(word: str):
    assert value(word) == word


@pytest.mark.parametrize(
    ("word", "is_"), [("5", 5), ("-5", -5), ("010", 10), ("true", True), ("false", False)]
)
def test_plain_numbers_and_true_and_false_are_values(word: str, is_: Any):
    assert value(word) == is_
    assert value(f"'{word}'") == word, "in quotes it is a word"


@pytest.mark.parametrize("word", ["", "null", "~"])
def test_nothing_is_nothing(word: str):
    assert value(word) is None


@given(VALUES)
def test_whatever_is_written_in_quotes_is_read_back(whole: Any):
    text = yaml.safe_dump({"k": whole}, allow_unicode=True, default_style='"', sort_keys=False)
    item, problems = read(text)
    assert problems == []
    assert item is not None
    assert item.plain() == {"k": _composed(whole)}


def _composed(value: Any) -> Any:
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", k): _composed(v) for k, v in value.items()}
    return [_composed(v) for v in value] if isinstance(value, list) else unicodedata.normalize("NFC", value)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_file_whatever_its_bytes_is_met_with_anything_but_an_item_or_a_finding(data: bytes):
    item, problems = read(data)
    assert item is not None or problems
    assert all("error P01" in p and "mend:" in p for p in problems)


def test_every_value_knows_its_line_and_key():
    item, _ = read("a: 1\nb:\n  - x\n  - c: |\n      long\n      text\n    d: [y]\n")
    assert item is not None
    inner = item.value["b"].value[1]
    assert item.value["a"].place == Place("a.yaml", 1, "a")
    assert item.value["b"].value[0].place == Place("a.yaml", 3, "b[1]")
    assert inner.value["c"].place == Place("a.yaml", 4, "b[2].c")
    assert inner.value["d"].place == Place("a.yaml", 7, "b[2].d")
    assert inner.value["d"].value[0].place == Place("a.yaml", 7, "b[2].d[1]")


def test_folded_words_are_one_line_and_nothing_else():
    assert value(">\n  a\n  b\n\n  c") == "a b\nc\n"


REFUSED = {
    "a: 1\na: 2\n": "a.yaml:2 (a): error P01: “a” stands here twice",
    "a:\n  b: 1\n  b: 2\n": "a.yaml:3 (a.b): error P01: “b” stands here twice",
    "a: &x 1\n": "a.yaml:1 (a): error P01: anchors and aliases are not used in packs",
    "b: 2\na: *x\n": "a.yaml:2 (a): error P01: anchors and aliases are not used in packs",
    "&x a: 1\n": "a.yaml:1: error P01: anchors and aliases are not used in packs",
    "a: !!str 1\n": "a.yaml:1 (a): error P01: tags are not used in packs",
    "a: !!python/name:os.system x\n": "a.yaml:1 (a): error P01: tags are not used in packs",
    "? [a]\n: b\n": "a.yaml:1: error P01: a key is one word",
    "a: 1\n---\nb: 2\n": "a.yaml:2: error P01: a second document begins here",
    "a: b: c\n": "a.yaml:1: error P01: mapping values are not allowed in this context",
    "a: 'x\n": "a.yaml:2: error P01: found unexpected end of stream",
    "a:\n\t- b\n": "a.yaml:2: error P01: found character that cannot start any token",
    "a: \x01\n": "a.yaml:1: error P01: holds a control character",
    "# nothing\n": "a.yaml:1: error P01: the file is empty",
    "[" * (MAX_DEPTH + 2): "a.yaml:1",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_a_reviewer_could_not_see_is_refused_with_its_line_and_how_to_mend_it(text: str):
    _, problems = read(text)
    assert problems[0].startswith(REFUSED[text])
    assert "\n    mend: " in problems[0]


def test_bytes_that_are_no_text_and_files_too_large_are_refused():
    assert "not UTF-8 at byte 3" in read(b"a: \xff")[1][0]
    findings = Findings()
    assert read_yaml("a.yaml", b"a: 1", findings, most=3) is None
    assert "larger than 3 bytes" in str(findings.problems[0])


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"a: b\n\nc", 3), (b"a: b\nc: {d: e\r", 2), (b"a: b\nc: [d\n", 3), (b"\xc3\xa9: '\n\n", 3)],
)
def test_what_breaks_off_is_told_on_a_line_that_is_there(data, line):
    findings = Findings()
    assert read_yaml("p/a.yaml", data, findings) is None
    assert [problem.place.line for problem in findings.problems] == [line]
    assert line <= data.count(b"\n") + 1


def test_what_is_wrong_with_a_file_is_told_to_whoever_reads_it_again():
    """Countries share files, and each is taken apart once."""
    first, again = Findings(), Findings()
    data = b"a: 1\na: 2\n"
    assert read_yaml("small/x.yaml", data, first) is read_yaml("small/x.yaml", data, again)
    assert [str(p) for p in first.problems] == [str(p) for p in again.problems]
    assert len(first.problems) == 1


def test_a_file_of_the_same_words_is_told_under_its_own_name():
    one, other = read_yaml("one.yaml", b"a: 1\n", Findings()), read_yaml("two.yaml", b"a: 1\n", Findings())
    assert (one.place.file, other.place.file) == ("one.yaml", "two.yaml")
