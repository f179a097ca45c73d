"""Nine in ten of the sentences an author might write by mistake are found, where they stand, with a mend."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest
from tests import packs
from tests.core.checker.natural_sentences import COUNTRY, PLACES, SENTENCES
from tests.core.checker.small_pack import ON, built
from tests.core.checker.twins_of_advice import FINE
from tests.core.checker.twins_of_walks import Change

from kapea.core.checker import advice, check, wording
from kapea.core.checker.context import CheckContext
from kapea.core.checker.graph import Graph
from kapea.core.checker.walk_memory import explored
from kapea.core.dialogue.world import World
from kapea.core.pack.problem import Problem

ASKED = (
    wording.no_media,
    wording.home_is_unsafe,
    wording.no_kin,
    wording.seemly,
    wording.lawful,
    wording.discreet,
    advice.unwise,
    advice.no_police_for_dying,
)
"""Properties that look at what words say."""


@cache
def walked(country: str) -> Graph:
    release = packs.built(country).release
    assert release is not None
    return explored(World(release), {})


@cache
def found(language: str) -> tuple[Problem, ...]:
    """What is found in a pack in which each of the ten places says one of the sentences."""
    release, places = packs.built(COUNTRY[language]).release, packs.built(COUNTRY[language]).places
    assert release is not None
    said = {PLACES[kind][0]: words for kind, words in SENTENCES[language].items()}
    assert said.keys() <= release.texts[language].keys()
    texts = {**release.texts, language: {**release.texts[language], **said}}
    changed = msgspec.structs.replace(release, texts=texts)
    graph = walked(COUNTRY[language]).told_with(World(changed))
    case = CheckContext(places, changed, graph, on=ON, live=False)
    return tuple(problem for holds in ASKED for problem in holds(case))


def is_found(language: str, kind: str) -> bool:
    text, code = PLACES[kind]
    place = packs.built(COUNTRY[language]).places[text]
    said = [p for p in found(language) if p.place == place and p.code == code and p.severity == "error"]
    return bool(said) and all(p.mend and p.place.line > 1 for p in said)


def test_there_are_fifty():
    assert sum(map(len, SENTENCES.values())) == 50
    assert all(each.keys() == PLACES.keys() for each in SENTENCES.values())


@pytest.mark.parametrize("language", SENTENCES)
def test_nine_in_ten_are_found_in_each_language(language: str):
    missed = [kind for kind in PLACES if not is_found(language, kind)]
    assert len(missed) <= 1, missed


@pytest.mark.parametrize("language", SENTENCES)
def test_to_keep_the_picture_as_proof_is_found_in_every_language(language: str):
    """It may put a child at risk by the law: nobody may be told so by mistake."""
    assert is_found(language, "keep")


@pytest.mark.parametrize("language", SENTENCES)
def test_the_police_first_for_one_who_may_want_to_die_is_found_in_every_language(language: str):
    assert is_found(language, "police")


@pytest.mark.parametrize("language", SENTENCES)
def test_nothing_else_is_found(language: str):
    """What is shipped says none of it, but where it was looked at and named with a reason."""
    places = {packs.built(COUNTRY[language]).places[text] for text, _ in PLACES.values()}
    assert [str(p) for p in found(language) if p.place not in places] == []


@pytest.mark.parametrize(("why", "changes"), FINE, ids=[why for why, _ in FINE])
def test_good_words_are_not_mistaken(why: str, changes: list[Change]):
    report = check(built(*changes), on=ON)
    assert [str(p) for p in (*report.of("K29"), *report.of("K10"))] == []


def test_a_reason_excuses_one_text_and_is_told_when_it_excuses_nothing():
    pays = ("situations/S01.yaml", "Stop answering them.", "Pay them once.")
    reason = "otherwise: {advice: {S01.child.step.1.do: it is owed}}\nmenus: [settings,"
    excused = ("lint/en.yaml", "menus: [settings,", reason)
    assert check(built(pays, excused), on=ON).of("K29") == ()
    [left] = check(built(excused), on=ON).of("K29")
    assert (left.severity, "excuses nothing" in left.says) == ("warning", True)


def test_a_reason_excuses_only_the_relatives_it_names():
    named = "after: [Stay with your aunt.]", "after: [Stay with your mother.]"
    reason = "otherwise: {kin: {S01.child.after.1: an aunt outside the home}}\nmenus: [settings,"
    excused = ("lint/en.yaml", "menus: [settings,", reason)
    for words, codes in zip(named, ((), ("K10",)), strict=True):
        changed = ("situations/S01.yaml", "after: [Stay where someone is near you.]", words)
        assert check(built(changed, excused), on=ON).failed() == codes
