"""K34 and K35: no study asks a child what was done to them, or anyone who they are; a guide fits its ages."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest
from tests.core.checker.own_harm_questions import (
    IDENTIFYING_QUESTIONS,
    OWN_HARM_QUESTIONS,
    WRITTEN_LATER,
)
from tests.core.checker.small_pack import ON
from tests.core.checker.small_study import STUDY_CARDS, STUDY_GUIDE, changed_guide, study, with_study
from tests.packs import COUNTRIES, OWN_LANGUAGE, built

from kapea.core.checker import check, instruments
from kapea.core.checker.context import CheckContext
from kapea.core.checker.graph import Graph
from kapea.core.checker.report import Report
from kapea.core.dialogue.world import World
from kapea.core.languages.khmer import breaker
from kapea.core.pack.build import Built, build
from kapea.core.pack.instrument_model import CHILDREN, GUIDE, MOST_QUESTIONS
from kapea.core.pack.model import decode_release, encode_release
from kapea.core.pack.problem import Problem

PLACE = "small/studies/study-moon.yaml"
SIGNED = "review: {state: reviewed, by: Dara, on: 2026-11-24, for: [protection]}"
DRAFT = "review: {state: draft}"
MORE = "  - {id: q%d, ask: What helps here?, purpose: help, source: original, risk: low, own-harm: no}\n"
THIRTEEN = "".join(MORE % n for n in range(11))
STORY = "story: [Moon is ten., Moon plays., Somebody writes., Moon goes to a helper., Moon is safe.]\n"
LONG = "One two three four five six seven eight nine ten eleven?"
AMISS = [
    # property, what stands there, what is put instead, what is said
    ("K34", "own-harm: no\n    probes", "own-harm: yes\n    probes", "about harm of their own"),
    ("K34", "What could Moon do first?", "Who hurt you?", "asks a child what was done to them: “hurt you”"),
    ("K34", "What could Moon do first?", "Did nobody hit you?", "“hit you”"),
    ("K34", "What could Moon do first?", "What happened to you?", "“happened to you”"),
    ("K34", "Moon plays.", "Somebody hit you.", "“hit you”"),
    ("K34", "protection-reviewer: null", "protection-reviewer: Dara", "has signed no review of it"),
    ("K35", "What could Moon do first?", "What is your name?", "asks who somebody is, or for a picture"),
    ("K35", "bands: [9-11]", "bands: [9-11, 12-14]", "more than one age band"),
    ("K35", "held: group", "held: interview", "a child alone"),
    ("K35", "minutes: 45", "minutes: 46", "46 minutes at the age of 9-11"),
    ("K35", "Moon plays.", "Does Moon play?", "a story asks nothing"),
    ("K35", "risk: low", "risk: watch", "begins with what is heavy"),
    ("K35", "source: ONE", "source: TWO", "comes from “TWO”, which is not listed"),
    ("K35", "probes: [more]", "probes: [case]", "a child has no case"),
    ("K35", STORY, "", "no story"),
    ("K09", "What could Moon do first?", "Upload your words here.", "asks for a picture"),
    ("K10", "What could Moon do first?", "Would his aunt help?", "a class hears of a relative (“aunt”)"),
    ("K30", "What could Moon do first?", "Who is a bad mother?", "“bad mother”"),
    ("K19", "title: A talk with a group", "title: A talk on abuse", "“abuse”"),
    ("K18", "sources: [ONE]", "sources: [TWO]", "that is not listed"),
    ("L01", "What could Moon do first?", LONG, "in one sentence"),
]  # fmt: skip


def checked(*changes: tuple[str, str], live: bool = False) -> Report:
    return check(study(*changes), on=ON, live=live)


def said(report: Report, code: str) -> list[str]:
    return [problem.says for problem in report.of(code) if problem.severity == "error"]


def test_a_good_study_has_nothing_wrong_and_is_marked_as_a_draft():
    report = checked()
    assert [str(p) for p in report.problems if p.severity != "note"] == []
    drafts = [p.says for p in report.of("K34") if p.severity == "note"]
    assert drafts == [
        f"{id} is a draft: nobody has read it to protect children" for id in ("study-cards", "study-moon")
    ]


@pytest.mark.parametrize(("code", "old", "new", "says"), AMISS, ids=[f"{r[0]} {r[3]}" for r in AMISS])
def test_what_is_amiss_is_found_with_its_file_line_and_mend(code, old, new, says):
    report = checked((old, new))
    assert code in report.failed()
    found = [p for p in report.of(code) if says in p.says]
    assert found
    assert all(p.place.file == PLACE and p.place.line > 1 and p.mend for p in found)


def test_an_instrument_has_twelve_questions_at_most():
    for last, wrong in ((-len(MORE % 0), 0), (None, 1)):
        guide = STUDY_GUIDE.rstrip("\n") + "\n" + THIRTEEN[:last]
        report = check(build(with_study(guide), "small", {"km": breaker(list)}), on=ON)
        assert len(said(report, "K35")) == wrong, said(report, "K35")
    assert MOST_QUESTIONS == 12


def test_a_grown_up_may_be_asked_of_their_work_and_a_list_for_children_is_not_for_them():
    adults = (("for: children", "for: teachers"), ("bands: [9-11]\n", ""), ("held: group", "held: interview"))
    assert said(checked(*adults, ("probes: [more]", "probes: [case]")), "K35") == []
    assert said(checked(*adults, ("What could Moon do first?", "Who hit you at work?")), "K34") == []


def test_whoever_is_named_has_signed_for_protection():
    named = ("protection-reviewer: null", "protection-reviewer: Dara")
    assert said(checked(named, (DRAFT, SIGNED)), "K34") == []
    for other in (SIGNED.replace("Dara", "Sok"), SIGNED.replace("protection", "language")):
        assert "has signed no review" in said(checked(named, (DRAFT, other)), "K34")[0]


def test_before_it_meets_anybody_somebody_has_read_it_to_protect_children():
    assert any("nobody has read it" in each for each in said(checked(live=True), "K34"))


@pytest.mark.parametrize(("code", "kind"), [("K34", "own-harm"), ("K35", "identifies")])
def test_a_list_that_studies_rest_on_must_be_long_enough(code, kind):
    small = study()
    release = small.release
    assert release is not None
    lists = {**release.lint["km"].not_asked, kind: ("zy 1",)}
    lint = {**release.lint, "km": msgspec.structs.replace(release.lint["km"], not_asked=lists)}
    small.release = msgspec.structs.replace(release, lint=lint)
    assert said(check(small, on=ON), code) == [
        f"km: the list `not_asked.{kind}` has 1 phrases, and 10 are the least"
    ]
    small.release = msgspec.structs.replace(small.release, instruments={})
    assert code not in check(small, on=ON).failed()


def test_a_card_is_searched_as_what_is_said():
    cards = STUDY_CARDS.replace("caution: Watch.", "caution: Ask who hit you.")
    report = check(build(with_study(cards=cards), "small", {"km": breaker(list)}), on=ON)
    assert [p.place.file for p in report.of("K34") if p.severity == "error"] == [
        "small/studies/study-cards.yaml"
    ]


# --- what ships -----------------------------------------------------------------------------------


def shipped_case(pack: Built) -> CheckContext:
    """A shipped pack beside the walk of the small one: these properties look at no walk."""
    assert pack.release is not None
    return CheckContext(pack.places, pack.release, small_graph(), on=ON, live=False)


@cache
def small_graph() -> Graph:
    small = study().release
    assert small is not None
    return Graph(World(small))


def planted(
    questions: dict[str, tuple[str, ...]], country: str, language: str
) -> list[tuple[str, list[Problem]]]:
    """Each question in the place of one that children are asked, and what is then found there."""
    pack = built(country)
    release = pack.release
    assert release is not None
    text, out = "study-group-12.ask.next", []
    only = {"study-group-12": release.instruments["study-group-12"]}
    for words in questions[language]:
        texts = {**release.texts, language: {**release.texts[language], text: words}}
        twin = msgspec.structs.replace(release, texts=texts, instruments=only)
        case = shipped_case(Built(twin, [], pack.places))
        found = [*instruments.no_own_harm_asked(case), *instruments.instruments_fit(case)]
        out.append((words, [p for p in found if p.severity == "error"]))
    return out


@pytest.mark.parametrize("country", COUNTRIES)
def test_st_r07_thirty_questions_for_harm_of_ones_own_are_refused(country):
    assert sum(map(len, OWN_HARM_QUESTIONS.values())) == 30
    for language in (OWN_LANGUAGE[country], "en"):
        for questions in (OWN_HARM_QUESTIONS, WRITTEN_LATER):
            for words, found in planted(questions, country, language):
                assert {p.code for p in found} == {"K34"}, words
                assert {p.place for p in found} == {built(country).places["study-group-12.ask.next"]}


@pytest.mark.parametrize("country", COUNTRIES)
def test_st_r11_no_question_asks_for_a_name_or_a_picture(country):
    for language in (OWN_LANGUAGE[country], "en"):
        for words, found in planted(IDENTIFYING_QUESTIONS, country, language):
            assert {p.code for p in found} == {"K35"}, words


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_has_the_instruments_whole_in_its_languages_and_all_are_drafts(country):
    release = built(country).release
    assert release is not None
    asked = [made for made in release.instruments.values() if made.kind == GUIDE]
    assert sorted(made.bands for made in asked if made.audience == CHILDREN) == [
        ("12-14",),
        ("15-17",),
        ("9-11",),
    ]
    assert len({made.audience for made in asked}) == 6
    for made in release.instruments.values():
        assert (made.protection_reviewer, release.upkeep[made.id].is_reviewed) == ("", False)
        for language in release.languages:
            assert all(release.has_text(id, language) for id in made.said)
    case = shipped_case(built(country))
    found = [*instruments.no_own_harm_asked(case), *instruments.instruments_fit(case)]
    assert [str(p) for p in found if p.severity == "error"] == []


def test_every_story_ends_safely_and_no_card_is_one_that_was_left_out():
    release = built("cambodia").release
    assert release is not None
    stories = [made.story for made in release.instruments.values() if made.audience == CHILDREN]
    assert all("is safe" in release.text(story[-1], "en") for story in stories)
    cards = release.instruments["study-cards"]
    signs = [card.sign for card in cards.cards]
    assert (len(signs), len(set(signs)), set(signs) & set(cards.left_out)) == (24, 24, set())
    assert {card.id for card in cards.cards if card.watched} == {"c08", "c09", "c11", "c13", "c15"}


def test_a_release_of_before_reads_as_one_without_a_study():
    release = study().release
    assert release is not None
    body = msgspec.msgpack.decode(encode_release(release))
    del body["instruments"]
    assert decode_release(msgspec.msgpack.encode(body)).instruments == {}
    assert decode_release(encode_release(release)) == release


def test_a_guide_that_is_changed_has_its_words_once():
    assert changed_guide(("Moon plays.", "Moon sings.")).count("Moon sings.") == 1
