"""The sheet for the person at the microphone: each line whole, however its words are written."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from kapea.cli.recording_session import ScriptLine
from kapea.cli.recording_sheet import ANYONE, HEAD, TITLES, html
from kapea.cli.recording_sheet import csv as sheet

WORDS = st.text(alphabet="aZ ,;\"'<>&=+-@\tកាख्é\n", min_size=1, max_size=30)
LINES = st.lists(
    st.builds(
        ScriptLine,
        text=st.from_regex(r"[a-z]{1,6}\.[a-z]{1,6}(/child)?", fullmatch=True),
        words=WORDS,
        english=WORDS,
        who=st.lists(st.sampled_from(("child", "caregiver")), max_size=2, unique=True).map(tuple),
        urgency=st.sampled_from(sorted(TITLES)),
        seconds=st.integers(1, 600).map(lambda tenths: tenths / 10),
        why=st.just("not recorded yet"),
    ),
    max_size=6,
)


def rows(lines: list[ScriptLine]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(sheet(lines), newline="")))


@given(LINES)
def test_a_table_program_reads_every_line_as_it_was_meant(lines):
    read = rows(lines)
    assert [row["file"] for row in read] == [line.file for line in lines]
    assert [row["say this"] for row in read] == [line.words for line in lines]
    assert [row["in English"] for row in read] == [line.english for line in lines]
    assert [float(row["about seconds"]) for row in read] == [line.seconds for line in lines]


@given(LINES)
def test_lines_are_numbered_from_one_in_the_order_of_urgency_they_came_in(lines):
    assert [row["number"] for row in rows(lines)] == [str(n) for n in range(1, len(lines) + 1)]
    assert [row["urgency"] for row in rows(lines)] == [line.urgency for line in lines]


@given(LINES)
def test_words_for_nobody_in_particular_are_for_anyone(lines):
    for row, line in zip(rows(lines), lines, strict=True):
        assert row["spoken to"] == (", ".join(line.who) or ANYONE)


@given(LINES)
def test_on_the_page_each_text_stands_to_be_said_and_nothing_else_does(lines):
    page = html(lines, "small", "km")
    said = re.findall(r'<span class="say" lang="km">(.*?)</span>', page, re.S)
    assert [unescape(each) for each in said] == [line.words for line in lines]


@given(WORDS, LINES)
def test_no_words_become_marks_of_the_page(pack, lines):
    tags = set(re.findall(r"<(/?[a-zA-Z!][a-z0-9]*)", html(lines, pack, "km")))
    assert tags <= {
        "!doctype", "html", "meta", "title", "/title", "style", "/style", "h1", "/h1", "p", "/p", "h2",
        "/h2", "table", "/table", "thead", "/thead", "tr", "/tr", "th", "td", "code", "/code", "br",
        "small", "/small", "span", "/span", "/html",
    }  # fmt: skip


@given(LINES)
def test_the_page_asks_for_nothing_from_anywhere(lines):
    page = html(lines, "small", "km")
    assert not re.search(r"(src|href|url|@import)\s*[=(]", page)


def test_the_english_is_told_only_beside_words_that_are_not_english():
    line = ScriptLine("help.who", "Who are you?", "Who are you?", (), "question", 1.0, "not recorded yet")
    assert html([line], "small", "en").count("Who are you?") == 1


def test_an_empty_sheet_has_its_head_and_says_that_nothing_is_left():
    assert rows([]) == []
    assert sheet([]).strip() == ",".join(HEAD)
    assert "0 texts" in html([], "small", "km")
