"""Catalogues there and back: words return as they went, and what is wrong is told at its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.authoring.translation import read_catalogue, write_catalogue
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.gettext_reader import PLACEHOLDER, load_catalogue, normal, translations

FILE = "small/locale/km/all.po"
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ENGLISH = {"a.one": "You are not alone.", "a.two": "Seen {date}."}
WORDS = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="{}\u2028\u2029"), min_size=1
)


def message(id: str, english: str, words: str, *flags: str) -> str:
    head = "".join(f"#, {flag}\n" for flag in flags)
    return f'{head}msgctxt "{id}"\nmsgid "{english}"\nmsgstr "{words}"\n\n'


def read(*messages: str, whole: bool = True) -> tuple[dict[str, str], list[str]]:
    findings = Findings()
    words = translations(FILE, (HEAD + "".join(messages)).encode(), ENGLISH, findings, whole=whole)
    return words, [str(p) for p in findings.problems]


def test_words_of_a_text_that_is_gone_are_told_at_their_line_and_not_shown():
    words, problems = read(message("a.old", "Gone.", "ខ្មែរ"))
    assert words == {}
    assert problems == [
        f"{FILE}:5 (a.old): warning P07: no text has this id any more\n    mend: kapea translate update"
    ]


@pytest.mark.parametrize("words", ["បានឃើញ", "បានឃើញ {dat}", "{date} {date}", "{date} {name}"])
def test_a_placeholder_that_was_lost_or_invented_is_an_error_with_its_line(words: str):
    _, problems = read(message("a.two", "Seen {date}.", words))
    assert len(problems) == 1
    assert problems[0].startswith(
        f"{FILE}:5 (a.two): error P08: placeholders differ: ['{{date}}'] in English"
    )


@given(st.permutations(["{date}", "{language}", "words"]))
def test_placeholders_may_stand_in_another_order(parts):
    said = " ".join(parts)
    findings = Findings()
    data = (HEAD + message("x", "{language} {date}", said)).encode()
    assert translations(FILE, data, {"x": "{language} {date}"}, findings) == {"x": said}
    assert findings.problems == []


@given(st.dictionaries(st.sampled_from(["a", "b", "c.d", "e/f g"]), st.tuples(WORDS, WORDS), max_size=4))
def test_words_go_out_to_translators_and_come_back_as_they_were(each):
    english = {id: source for id, (source, _) in each.items()}
    places = {id: Place("small/words.yaml") for id in english}
    written = write_catalogue(english, places, "km", {})
    findings = Findings()
    kept = read_catalogue(written, findings)
    for id, (_, words) in each.items():
        kept[id].string = words
    again = write_catalogue(english, places, "km", kept)
    for name, data in again.items():
        said = translations(name, data, english, findings)
        assert said == {id: normal(words) for id, (_, words) in each.items() if words.strip()}
    assert not findings.has_errors


@given(st.binary(max_size=120) | st.text(max_size=120).map(lambda text: (HEAD + text).encode()))
def test_no_bytes_are_met_with_anything_but_a_catalogue_or_a_problem_with_a_mend(data: bytes):
    findings = Findings()
    catalogue = load_catalogue(FILE, data, findings)
    assert catalogue is not None or [p.mend[:14] for p in findings.problems] == ["open it in Poe"]
    said = Findings()
    assert translations(FILE, data, ENGLISH, said) == {} or catalogue is not None
    assert said.problems[: len(findings.problems)] == findings.problems


def test_a_placeholder_is_a_word_in_braces_and_nothing_else():
    assert PLACEHOLDER.findall("{date} {Date} {} {a b} {in_months}") == ["{date}", "{in_months}"]
