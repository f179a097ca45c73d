"""Which translations of a catalogue are shown: whole, agreed to, of the English as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.gettext_reader import load_catalogue, normal, translations

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
ENGLISH = {"help.who": "Who are you?", "help.call": "Call {name}."}


def entry(id: str, source: str, words: str, *, before: str = "") -> str:
    return f'{before}msgctxt "{id}"\nmsgid "{source}"\nmsgstr "{words}"\n\n'


def read(*entries: str, whole: bool = True) -> tuple[dict[str, str], Findings]:
    found = Findings()
    return translations("km.po", (HEAD + "".join(entries)).encode(), ENGLISH, found, whole=whole), found


def test_what_is_translated_is_shown():
    out, found = read(entry("help.who", "Who are you?", "តើអ្នកជានរណា?"))
    assert out == {"help.who": "តើអ្នកជានរណា?"}
    assert found.problems == []


@pytest.mark.parametrize(
    "left_out",
    [
        entry("help.who", "Who are you?", "តើអ្នកជានរណា?", before="#, fuzzy\n"),
        entry("help.who", "Who is this?", "នេះជានរណា?"),
        entry("help.who", "Who are you?", ""),
        entry("help.who", "Who are you?", "  "),
    ],
    ids=["not agreed to", "of an English that has changed since", "empty", "blank"],
)
def test_what_nobody_agreed_to_or_what_says_something_else_is_left_out(left_out):
    assert read(left_out)[0] == {}


@pytest.mark.parametrize("words", ["ទូរស័ព្ទ។", "ទូរស័ព្ទ {names}។", "ទូរស័ព្ទ {name} {name}។"])
def test_a_placeholder_that_is_lost_invented_or_doubled_is_an_error(words):
    _, found = read(entry("help.call", "Call {name}.", words))
    [problem] = found.problems
    assert (problem.code, problem.severity, problem.mend) == ("P08", "error", "keep them all")
    assert problem.place.key == "help.call"


def test_an_id_that_no_text_has_any_more_is_named_in_a_catalogue_of_our_own_only():
    gone = entry("help.gone", "Gone.", "បាត់។")
    [problem] = read(gone)[1].problems
    assert (problem.code, problem.severity, problem.mend) == ("P07", "warning", "kapea translate update")
    assert read(gone, whole=False)[1].problems == []


def test_the_english_that_was_translated_is_known_when_it_has_changed():
    found = Findings()
    kept = '#| msgctxt "help.who"\n#| msgid "Who is "\n#| "this?"\n#, fuzzy\n'
    said = HEAD + entry("help.who", "Who are you?", "នេះជានរណា?", before=kept)
    catalogue = load_catalogue("km.po", said.encode(), found)
    assert catalogue is not None
    [message] = [m for m in catalogue if m.context == "help.who"]
    assert list(message.previous_id) == ["Who is this?"]
    assert message.user_comments == []


def test_a_file_with_a_mark_of_its_byte_order_reads_like_one_without():
    data = (HEAD + entry("help.who", "Who are you?", "នរណា?")).encode()
    found = Findings()
    marked, plain = (load_catalogue("km.po", d, found) for d in (b"\xef\xbb\xbf" + data, data))
    assert marked is not None
    assert plain is not None
    assert [m.string for m in marked] == [m.string for m in plain]
    assert found.problems == []


@pytest.mark.parametrize("data", [b'msgid "a', b"nothing of gettext", b"\xff\xfe", b'msgctxt "a"\nmsgid b'])
def test_a_file_that_does_not_read_is_named_and_its_mend_is_the_translators_own_program(data):
    found = Findings()
    assert load_catalogue("km.po", data, found) is None
    [problem] = found.problems
    assert problem.code == "P07"
    assert problem.mend.startswith("open it in Poedit and save it")


@given(st.text(max_size=60))
def test_words_are_composed_once_and_for_all_and_hold_no_marks_of_the_build(words: str):
    once = normal(words)
    assert normal(once) == once
    assert ZERO_WIDTH not in once
    assert normal(ZERO_WIDTH.join(words)) == once


UNREADABLE = {
    "a quote that is not closed": (HEAD + 'msgctxt "a"\nmsgid "b"\nmsgstr "c\n', 6, "not one quoted text"),
    "words outside the quotes": (
        HEAD + 'msgctxt "a"\nmsgid "b" and c\nmsgstr "c"\n',
        5,
        "not one quoted text",
    ),
    "a line without its word": (HEAD + "hello\n", 4, "not one quoted text"),
    "another alphabet": (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=windows-1252\\n"\n',
        2,
        "windows-1252",
    ),
    "an English without words": (HEAD + 'msgctxt "a"\nmsgid "b"\n', 5, "gettext cannot read this"),
}


@pytest.mark.parametrize(("text", "line", "says"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_catalogue_that_would_lose_words_is_named_with_its_own_line(text: str, line: int, says: str):
    found = Findings()
    assert load_catalogue("km.po", text.encode(), found) is None
    [problem] = found.problems
    assert (problem.code, problem.place.file, problem.place.line) == ("P07", "km.po", line)
    assert says in problem.says
    assert problem.mend


def test_a_catalogue_that_is_not_utf_8_is_told_at_the_line():
    found = Findings()
    assert load_catalogue("km.po", HEAD.encode() + b'msgid "\xff"\n', found) is None
    assert [(p.code, p.place.line) for p in found.problems] == [("P07", 4)]


def test_what_is_wrong_with_a_catalogue_is_told_to_whoever_reads_it_again():
    """What it has words for is read once for all packs that have it."""
    doubled = (HEAD + entry("help.who", "Who are you?", "តើអ្នកជានរណា?") * 2).encode()
    first, again = Findings(), Findings()
    assert translations("km.po", doubled, ENGLISH, first) == translations("km.po", doubled, ENGLISH, again)
    assert [p.code for p in first.problems] == [p.code for p in again.problems] == ["P07"]


def test_the_same_words_stand_in_each_file_that_has_them_and_are_told_of_that_file():
    data = (HEAD + entry("gone", "Who are you?", "តើអ្នកជានរណា?")).encode()
    found = Findings()
    translations("one.po", data, ENGLISH, found)
    translations("other.po", data, {"gone": "Who are you?"}, found)
    translations("other.po", data, ENGLISH, found)
    assert [p.place.file for p in found.problems] == ["one.po", "other.po"]
