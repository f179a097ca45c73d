"""Lines to learn from: read whole, or the line that is wrong is named with how to mend it."""

from __future__ import annotations

import pytest

from kapea.core.pack.hearing_model import corpus_digest
from kapea.core.understanding.corpus import BadCorpus, read_corpus

PATH = "heard/en/writer-01.jsonl"
GOOD = b'{"id": "1", "text": "pay me", "situations": ["S02"], "danger": ["threat"], "style": "sms"}\n'


def test_a_line_is_read_with_its_language_and_writer():
    [example] = read_corpus({PATH: GOOD, "flags/en.yaml": b"x"})
    assert (example.language, example.writer) == ("en", "en/writer-01")
    assert (example.line.danger, example.line.style, example.line.teller) == (("threat",), "sms", "other")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b'{"id": "1", "text": "x", "danger": ["fire"]}', "no kind of danger “fire”"),
        (b'{"id": "1", "text": "x", "maybe": ["fire"]}', "no kind of danger “fire”"),
        (b'{"id": "1", "text": "x", "style": "verse"}', "no way of writing “verse”"),
        (b'{"id": "1", "text": "x", "teller": "cat"}', "nobody is called “cat”"),
        (b'{"id": "1", "text": "  "}', "there are no words in it"),
        (b'{"id": "1"}', "text"),
        (b'{"id": "1", "text": "x", "name": "y"}', "name"),
        (b"{", "truncated"),
        (b"\xff\xfe", ""),
    ],
)
def test_a_line_that_is_wrong_is_named_by_file_and_number(line, says):
    with pytest.raises(BadCorpus) as told:
        read_corpus({PATH: GOOD + line + b"\n"})
    assert str(told.value).startswith(f"{PATH}:2: ")
    assert says in str(told.value)


def test_a_file_in_no_folder_of_a_language_is_named():
    with pytest.raises(BadCorpus, match="heard/<language>/writer"):
        read_corpus({"heard/writer-01.jsonl": GOOD})


def test_the_digest_tells_lines_apart_and_knows_nothing_else():
    one = corpus_digest({PATH: GOOD})
    assert corpus_digest({PATH: GOOD, "heard/numbers.bin": b"x", "words.yaml": b"y"}) == one
    assert corpus_digest({PATH: GOOD + GOOD}) != one
    assert corpus_digest({"heard/en/writer-02.jsonl": GOOD}) != one
