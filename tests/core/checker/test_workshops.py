"""A workshop is heard by anyone: what a plan lacks, asks or says amiss is found, each by a broken one."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from tests.core.checker.small_pack import ON
from tests.core.checker.small_workshop import MEASURES, PLAN, with_plan, workshop

from kapea.core.checker import check, walk_memory
from kapea.core.checker.context import CheckContext
from kapea.core.checker.graph import Graph
from kapea.core.checker.needed_recordings import needed
from kapea.core.checker.report import Report
from kapea.core.dialogue.world import World
from kapea.core.languages.khmer import breaker
from kapea.core.pack.build import Built, build
from kapea.core.pack.model import decode_release, encode_release

KIND, BLOCK = "Kind words help.", "Stay for a while."
WELCOME = "{kind: welcome, minutes: 4, say: [Good to see you.], pictures: [person]}"
CALM = "  - {kind: calm-end, minutes: 2, say: [Breathe out slowly.]}\n"
MORE = """measures:
  spare: {about: norm, ask: Is it good here?, answers: sure, better: [smile]}
"""
LACKING = [
    # what stands there, what is put instead, what is said
    ("minutes: 12", "minutes: 13", "its parts take 31 minutes, and it takes 30"),
    ("minutes: 30", "minutes: 29", "its parts take 30 minutes, and it takes 29"),
    (WELCOME, "{kind: skill, minutes: 4, say: [Hello.], without-reading: Aloud.}", "does not begin safely"),
    ("kind: talk, minutes: 5", "kind: welcome, minutes: 5", "does not begin safely"),
    (CALM, "  - {kind: break, minutes: 2}\n", "does not end calmly"),
    (CALM, CALM.replace("2", "1") + "  - {kind: break, minutes: 1}\n", "does not end calmly"),
    ("{kind: talk, minutes: 5,", "{kind: calm-end, minutes: 5,", "does not end calmly"),
    (
        "kind: practice\n    minutes: 12\n    roles: [speaker, listener]",
        "kind: skill\n    minutes: 12",
        "nobody practises anything",
    ),
    (
        "minutes: 12\n    roles",
        "minutes: 4\n    roles",
        "9 minutes are for practice and talk, of 30",
    ),
    ("facilitators: 2", "facilitators: 1", "one adult would be alone with the group"),
]
SAID_AMISS = [
    # property, what is said in a part, what the finding says
    ("K07", "What happened then?", "this asks something, and is no question of the plan"),
    ("K07", "Kind words help. Are you well? Good.", "“Are you well?”"),
    ("K09", "Upload your words here.", "asks for a picture"),
    ("K10", "Tell your mother.", "says to tell those at home"),
    ("K10", "His aunt listens.", "a class hears of a relative (“aunt”)"),
    ("K12", "Do not be stupid.", "“stupid” is never said"),
    ("K12", "Not with a rope.", "means of self-harm"),
    ("K17", "It is a crime.", "says something legal"),
    ("K18", "Call 555 today.", "“555” is the number of no service"),
    ("K18", "Open Settings.", "names a place in a menu"),
    ("K18", "Look at www.example.org now.", "is an address"),
    ("K21", "Your child told us.", "an adult may read here"),
    ("K29", "You can pay.", "this says to pay"),
    ("K29", "Never tell anyone.", "this says to be silent"),
    ("K29", "One of you plays the stranger.", "this says to play whoever harms"),
    ("K29", "Say what happened to you.", "this says to tell what they went through"),
    ("K30", "Nobody is a bad mother.", "“bad mother”"),
    ("L01", "One two three four five six seven eight nine ten eleven.", "in one sentence"),
]
ASIDE = [
    # where else words stand that are read or heard, and must be searched too
    ("Sit in a circle.", "bad mother"),
    ("Two people lead it.", "bad mother"),
    ("[Water for everybody., A bell.]", "[A bad mother.]"),
    ("Twos say the words.", "bad mother"),
    ("Say them first.", "bad mother"),
    ("What could Sok say?", "What of a bad mother?"),
    ("Answer me now.", "You bad mother."),
    ("[Stay for a while.]", "[A bad mother.]"),
]


def checked(*changes: tuple[str, str], on: date = ON, live: bool = False) -> Report:
    return check(workshop(*changes), on=on, live=live)


def said(report: Report, code: str) -> list[str]:
    return [problem.says for problem in report.of(code)]


def case_of(pack: Built) -> CheckContext:
    assert pack.release is not None
    return CheckContext(pack.places, pack.release, Graph(World(pack.release)), on=ON, live=False)


def test_a_good_plan_has_nothing_wrong():
    assert [str(p) for p in checked().problems if p.severity != "note"] == []


@pytest.mark.parametrize(("old", "new", "says"), LACKING, ids=[row[2] for row in LACKING])
def test_what_a_plan_lacks_is_found(old, new, says):
    report = checked((old, new))
    assert [each for each in said(report, "K11") if says in each]
    assert "K11" in report.failed()
    assert {p.place.file for p in report.of("K11")} == {"small/workshops/evening.yaml"}


def test_a_third_of_the_minutes_is_enough():
    less = ("minutes: 12\n    roles", "minutes: 5\n    roles")
    assert (
        said(checked(less, ("    minutes: 5\n    say: [Sok", "    minutes: 12\n    say: [Sok")), "K11") == []
    )


@pytest.mark.parametrize(("code", "words", "says"), SAID_AMISS, ids=[row[1] for row in SAID_AMISS])
def test_what_is_said_amiss_is_found_as_on_a_page_for_anybody(code, words, says):
    report = checked((KIND, words))
    assert [each for each in said(report, code) if says in each], said(report, code)
    assert code in report.failed()


@pytest.mark.parametrize(("old", "new"), ASIDE, ids=[row[0] for row in ASIDE])
def test_what_lies_on_the_table_is_searched_too(old, new):
    assert said(checked((old, new)), "K30"), "anyone may read it"


def test_somebody_is_to_say_a_question_after_a_colon():
    assert said(checked((KIND, '"You can say: Can you sit with me?"')), "K07") == []


def test_whoever_leads_is_asked_nothing_either_for_they_may_read_it_aloud():
    assert said(checked((BLOCK, "Did somebody cry? Stay.")), "K07")


def test_a_question_to_a_group_that_asks_what_anybody_went_through_is_found():
    report = checked(("What could Sok say?", "What happened to you?"))
    assert "this says to tell what they went through: “happened to you”" in said(report, "K29")[0]


def test_a_no_before_it_makes_it_good():
    for words in ("Nobody plays the stranger.", "Do not say what happened to you."):
        assert said(checked((KIND, words)), "K29") == []


def test_such_ways_are_looked_for_in_workshops_only():
    small = workshop()
    release = small.release
    assert release is not None
    texts = {**release.texts["en"], "A3.link": "Say what happened to you."}
    small.release = msgspec.structs.replace(release, texts={**release.texts, "en": texts})
    assert said(check(small, on=ON), "K29") == []


def test_a_hard_line_of_somebody_made_up_is_no_advice():
    assert said(checked(("Answer me now.", "You can pay.")), "K29") == []


def test_grown_ups_may_hear_of_relatives():
    adults = ("for: class-b", "for: caregivers")
    assert said(checked(adults, (KIND, "His aunt listens.")), "K10") == []


def test_a_relative_in_a_story_has_a_reason_that_names_her():
    for reason, found in (("an aunt of somebody made up", 0), ("somebody made up", 1)):
        small = workshop((KIND, "His aunt listens."))
        release = small.release
        assert release is not None
        otherwise = {"kin": {"evening.5.say.1": reason}}
        lint = msgspec.structs.replace(release.lint["en"], otherwise=otherwise)
        small.release = msgspec.structs.replace(release, lint={**release.lint, "en": lint})
        assert len(said(check(small, on=ON), "K10")) == found


ASKED_AMISS = [
    # what stands there, what is put instead, what is said
    ("when: after", "when: before", "words is asked 2 times before, and 0 times after"),
    ("when: before", "when: after", "words is asked 0 times before, and 2 times after"),
]


@pytest.mark.parametrize(("old", "new", "says"), ASKED_AMISS, ids=[row[1] for row in ASKED_AMISS])
def test_what_is_known_is_asked_once_before_and_once_after(old, new, says):
    assert said(checked((old, new)), "K11") == [f"evening: {says}"]


def test_what_was_practised_is_asked_once_since_it_changes_from_one_time_to_the_next():
    once = with_plan(measures=MEASURES.replace("about: first-words", "about: practice"))
    report = check(build(once, "small", {"km": breaker(list)}), on=ON)
    assert said(report, "K11") == ["evening: words is asked 1 times before, and 1 times after"]


def test_an_item_that_no_plan_asks_is_named_and_keeps_nothing_back():
    more = MEASURES.replace("measures:\n", MORE)
    report = check(build(with_plan(measures=more), "small", {"km": breaker(list)}), on=ON)
    assert [(p.severity, p.says) for p in report.of("K11")] == [("warning", "no workshop asks spare")]
    assert report.of("K11")[0].place.file == "small/measures.yaml"


@pytest.mark.parametrize(("old", "new"), [("Do you know your words?", "{}?"), ("A little.", "{}.")])
def test_what_is_asked_and_answered_is_searched_as_what_is_said(old, new):
    for code, words in (("K30", "Are you a bad mother"), ("K10", "Would your aunt help")):
        amiss = with_plan(measures=MEASURES.replace(old, new.format(words)))
        assert said(check(build(amiss, "small", {"km": breaker(list)}), on=ON), code), words


def test_its_name_and_its_title_say_nothing():
    assert said(checked(("say: An evening together", "say: On abuse")), "K19")
    assert said(checked(("You know some kind words.", "You know of abuse.")), "K19")
    plan = PLAN.replace("id: evening", "id: evening-abuse")
    named = build(with_plan(plan, "evening-abuse"), "small", {"km": breaker(list)})
    assert any("the name evening-abuse" in each for each in said(check(named, on=ON), "K19"))


def test_sources_and_the_day_to_look_again_are_asked_for():
    assert said(checked(("sources: [ONE]\n", "")), "K18") == ["evening names no source"]
    assert "that is not listed" in said(checked(("sources: [ONE]", "sources: [TWO]")), "K18")[0]
    assert said(checked(("expires: 2027-11-24\n", "")), "K18")
    assert "evening expired on 2027-11-24" in said(checked(on=date(2027, 11, 24)), "K18")


def test_whom_it_calls_is_there():
    found = [p for p in checked(("[HELPLINE]", "[TRAFFICKING]")).of("K16") if "TRAFFICKING" in p.says]
    assert [p.place.file for p in found] == ["small/workshops/evening.yaml"]


def test_a_picture_that_nobody_drew_is_named():
    assert said(checked(("pictures: [person]", "pictures: [sun]")), "K15")[0] == "there is no picture “sun”"


def test_a_gap_in_the_default_language_keeps_it_from_being_published():
    small = workshop()
    release = small.release
    assert release is not None
    texts = {id: words for id, words in release.texts["km"].items() if not id.startswith("evening.5.")}
    small.release = msgspec.structs.replace(release, texts={**release.texts, "km": texts})
    assert "K14" in check(small, on=ON).failed()


@pytest.mark.parametrize("kind", ["play", "recount"])
def test_a_list_that_workshops_rest_on_must_be_long_enough(kind):
    small = workshop()
    release = small.release
    assert release is not None
    advice = {**release.lint["km"].advice, kind: ("zx 1",)}
    lint = {**release.lint, "km": msgspec.structs.replace(release.lint["km"], advice=advice)}
    small.release = msgspec.structs.replace(release, lint=lint)
    assert f"km: the list `advice.{kind}` has 1 phrases, and 8 are the least" in said(
        check(small, on=ON), "K29"
    )
    small.release = msgspec.structs.replace(small.release, workshops={})
    assert "K29" not in check(small, on=ON).failed()


def test_no_walk_reads_a_plan():
    """So a walk that is kept is that of every pack that is otherwise the same."""
    memory: dict[str, bytes] = {}
    walks = []
    for plan in (workshop(), workshop(("minutes: 12", "minutes: 13"))):
        check(plan, on=ON, memory=memory)
        walks.append([key for key in memory if key.startswith(walk_memory.KIND)])
    assert walks[0] == walks[1]


def test_what_a_facilitator_says_needs_no_recording():
    case = case_of(workshop())
    assert "evening.4.say.1" in case.conversational
    assert not [id for id in needed(case) if id.startswith("evening.")]


def test_a_release_of_before_reads_as_one_without_plans():
    release = workshop().release
    assert release is not None
    body = msgspec.msgpack.decode(encode_release(release))
    del body["workshops"]
    assert decode_release(msgspec.msgpack.encode(body)).workshops == {}
    assert decode_release(encode_release(release)) == release
