"""Translations of the shipped packs, and what each of them would say if two were swapped or one were lost."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import msgspec
import pytest
from tests import packs
from tests.core.checker.small_pack import ON
from tests.packs import EVERY, OWN_LANGUAGE

from kapea.core.checker.context import CheckContext
from kapea.core.checker.graph import Graph
from kapea.core.checker.listed_words import ListedWords
from kapea.core.checker.screen_words import LEADS, typed_as_shown
from kapea.core.checker.scripts import letters_fault
from kapea.core.checker.translations import translations_agree
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Release
from kapea.core.pack.problem import Findings, Problem
from kapea.core.pack.read.gettext_reader import load_catalogue

EACH = pytest.mark.parametrize(("country", "language"), OWN_LANGUAGE.items(), ids=list(OWN_LANGUAGE.values()))


@cache
def release_of(country: str) -> Release:
    release = packs.built(country).release
    assert release is not None
    return release


def case_of(country: str, said: Mapping[str, str] | None = None) -> CheckContext:
    """A shipped pack, nowhere walked, with other words in its own language."""
    release, language = release_of(country), OWN_LANGUAGE[country]
    texts = {**release.texts, language: {**release.texts[language], **(said or {})}}
    changed = msgspec.structs.replace(release, texts=texts)
    return CheckContext(packs.built(country).places, changed, Graph(World(changed)), on=ON, live=False)


def found(country: str, said: Mapping[str, str]) -> list[Problem]:
    return [p for p in translations_agree(case_of(country, said)) if p.severity == "error"]


@EACH
def test_what_is_shipped_agrees(country: str, language: str):
    case = case_of(country)
    assert [str(p) for holds in (translations_agree, typed_as_shown) for p in holds(case)] == []


WORDS = [
    (*country, word)
    for turn, word in enumerate(sorted(LEADS))
    for at, country in enumerate(OWN_LANGUAGE.items())
    if EVERY or turn % len(OWN_LANGUAGE) == at
]
"""Each small word in one language; in `make check-all` in each."""


@pytest.mark.parametrize(("country", "language", "word"), WORDS, ids=[f"{w[1]}-{w[2]}" for w in WORDS])
def test_a_button_that_says_another_move_is_found(country: str, language: str, word: str):
    """Each small word in turn says what another does: a yes that says no is the worst of them."""
    texts = release_of(country).texts[language]
    for other in sorted(LEADS.keys() - {word}):
        case = case_of(country, {f"word.{word}": texts[f"word.{other}"]})
        wrong = [p for p in typed_as_shown(case) if p.says.startswith(language)]
        assert [p.code for p in wrong] == ["K28"], f"{word} says what {other} says"
        assert "lint/" in wrong[0].mend


@EACH
def test_a_text_that_lost_its_no_is_found(country: str, language: str):
    texts = release_of(country).texts[language]
    without = {"help.red-hurt-3": texts["help.red-hurt-2"], "A5.pay/child": texts["help.done"]}
    ids = {id for id, said in without.items() if id in texts and said}
    places = {release_place(country, id) for id in ids}
    assert places <= {p.place for p in found(country, without)}


def release_place(country: str, id: str) -> object:
    return packs.built(country).places[id]


@EACH
def test_two_texts_of_different_length_that_were_swapped_are_found(country: str, language: str):
    texts = release_of(country).texts[language]
    short = "help.done"
    long = max((id for id in texts if id.startswith("S01.")), key=lambda id: len(texts[id]))
    swapped = {long: texts[short], short: texts[long]}
    told = [p.says for p in found(country, swapped)]
    assert any("too short" in says for says in told)
    assert any("too long" in says for says in told)


@EACH
def test_most_sentences_that_took_each_others_place_are_told_apart(country: str, language: str):
    """A measure, and not a proof: of each hundred first steps that changed places with the next, most."""
    texts, english = release_of(country).texts[language], release_of(country).texts["en"]
    steps = sorted(id for id in texts if id.endswith(".do") and id.startswith("S"))
    pairs = [(a, b) for a, b in zip(steps[::2], steps[1::2], strict=False) if english[a] != english[b]]
    swapped = {a: texts[b] for a, b in pairs} | {b: texts[a] for a, b in pairs}
    places = {p.place for p in found(country, swapped)}
    caught = sum(1 for a, b in pairs if {release_place(country, a), release_place(country, b)} & places)
    assert caught / len(pairs) > LEAST_TOLD_APART, f"{caught} of {len(pairs)}"


LEAST_TOLD_APART = 0.5


@EACH
def test_a_reason_that_outlived_its_text_is_told(country: str, language: str):
    excused = release_of(country).lint[language].otherwise["no"]
    id = next(id for id in excused if id in release_of(country).texts["en"])
    plain_no = {"km": "កុំ មិន កុំ", "sw": "si si si", "ne": "होइन होइन होइन", "fil": "hindi hindi hindi"}[
        language
    ]
    problems = list(translations_agree(case_of(country, {id: plain_no})))
    assert any(p.severity == "warning" and f"no: {id}" in p.says for p in problems)


@pytest.mark.parametrize(
    ("words", "source", "code", "fault"),
    [
        ("usilipe", "do not pay", "sw", ""),
        ("huwag mong ibigay ang password", "do not give the password", "fil", ""),
        ("do not pay the man", "tell nobody", "sw", "left in English"),
        ("do not", "do not", "sw", "English again"),
        ("telegram open", "open telegram", "km", "not in the letters"),
        ("acha kuwajibu មា", "stop answering them", "km", "not in the letters"),
        ("ក្នុង telegram", "in telegram", "km", ""),
        ("पैसा नतिर", "do not pay", "ne", ""),
        ("पैсा नतिर", "do not pay", "ne", "another script"),
        ("usiliре", "do not pay", "sw", "another script"),
        ("无", "no", "th", ""),
    ],
)
def test_letters(words: str, source: str, code: str, fault: str):
    said = letters_fault(words, source, code)
    assert fault in said
    assert bool(said) == bool(fault)


@pytest.mark.parametrize(
    ("text", "count"),
    [("don't pay", 1), ("no, never", 2), ("note it now", 0), ("notable knots", 0), ("not-yet", 0), ("", 0)],
)
def test_a_no_is_a_whole_word(text: str, count: int):
    assert ListedWords(["dont", "no", "never", "not"]).count(text) == count


def test_a_no_may_begin_or_end_a_word_and_what_looks_like_it_is_no_no():
    swahili = ListedWords(["si*", "*sipo"], ["siku", "sim*"])
    assert swahili.count("siwezi leo usiku siku simu asipokuja akisipo") == 2


def test_a_no_stands_anywhere_where_words_are_not_parted():
    khmer = ListedWords(["កុំ", "មិន"], ["កុំព្យូទ័រ"])
    assert khmer.count("សូមកុំទៅ មិនអីទេ កុំព្យូទ័រ") == 2
    assert not ListedWords([])


def test_two_messages_of_one_text_are_told_with_both_lines():
    findings = Findings()
    one = b'msgctxt "word.yes"\nmsgid "Yes"\nmsgstr "Ndiyo"\n'
    load_catalogue("x/locale/sw/words.po", one + b"\n" + one.replace(b"Ndiyo", b"Hapana"), findings)
    [problem] = findings.problems
    assert (problem.code, problem.place.line, problem.place.key) == ("P07", 5, "word.yes")
    assert "line 1" in problem.says
