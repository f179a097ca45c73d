"""Lists of words: what cannot be searched for is told to its author, before anybody types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.pack.mistakes import Mistake, assert_told

from kapea.core.pack.danger_kinds import KINDS
from kapea.core.pack.model import FlagWords, Lint
from kapea.core.pack.parse.word_lists import parse_flags, parse_lint
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.yaml_reader import Item, read_yaml
from kapea.core.understanding.flags import Flags

FLAGS = "flags/en.yaml"
OWN = {
    FLAGS: "dying:\n  - (want|wanna) to die\n  - kill myself\n"
    "hurt: [hits me]\nmarriage: [marry]\nlocked: [locked in]\n"
    "meeting: [meet him]\nthreat: [post it]\nalike: [killing it]\n"
}
MISTAKES = [
    Mistake("(want|wanna) to die", "(want|wanna to die", "P03", "(want|wanna to", "is not closed", "closed"),
    Mistake("(want|wanna) to die", "want|wanna) to die", "P03", "want|wanna)", "not opened", "(one|other)"),
    Mistake("kill myself", "kill) myself(", "P03", "kill) myself(", "not opened", "each bracket"),
    Mistake("kill myself", '".."', "P03", '".."', "no letters in it", "(one|other)"),
    Mistake("kill myself", '"!"', "P03", '"!"', "no letters in it", "(one|other)"),
    Mistake("kill myself", '"kill me|"', "P03", "kill me|", "beside a `|`", "(one|other)"),
    Mistake("kill myself", "[a]", "P02", "[a]", "a list of words", "[one, two]"),
    Mistake("threat: [post it]\n", "", "P02", "dying:", "no `threat`", "add a line"),
    Mistake("threat: [post it]", "threats: [post it]", "P04", "threats", "no `threats`", "perhaps `threat`"),
    Mistake("[killing it]", "['(it']", "P03", "(it", "is not closed", "closed"),
]
LINT = [
    Mistake("tells_home:", "tell_home:", "P04", "tell_home", "no `tell_home`", "perhaps `tells_home`"),
    Mistake("methods: [rope]", "methods: {rope: x}", "P02", "rope", "a list of words", "[one, two]"),
    Mistake("banned: {stupid: leave it out}", "banned: [stupid]", "P02", "banned", "a mapping", "name: …"),
]
SIGNS = st.text(alphabet="ab (|)*.!’កា", max_size=14)


def flags_of(way: str) -> tuple[FlagWords, Findings]:
    place, findings = Place("flags/en.yaml"), Findings()
    ways = Item([Item(way, place)], place)
    return parse_flags(Item({kind: ways for kind in KINDS} | {"alike": ways}, place), findings), findings


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: f"{m.says} {m.new[:9]}")
def test_a_way_of_writing_that_cannot_be_searched_for_is_told_at_its_line(mistake: Mistake):
    assert_told(FLAGS, mistake, own=OWN)


@pytest.mark.parametrize("mistake", LINT, ids=lambda m: m.says)
def test_a_list_the_checker_could_not_read_is_told_at_its_line(mistake: Mistake):
    own = {"lint/en.yaml": "banned: {stupid: leave it out}\ntells_home: [tell her]\nmethods: [rope]\n"}
    assert_told("lint/en.yaml", mistake, own=own)


@given(SIGNS, st.text(max_size=30))
def test_whatever_a_list_holds_is_refused_or_can_be_searched_for(way, words):
    flags, findings = flags_of(way)
    if not findings.has_errors:
        assert Flags([flags]).find(words) in ("", *KINDS)
        assert "(" in way or Flags([flags]).find("") == "", "nothing typed is no danger"


@given(st.lists(SIGNS, max_size=4))
def test_lists_are_searched_in_whatever_company(ways):
    good = [flags for flags, findings in map(flags_of, ways) if not findings.has_errors]
    assert Flags(good).find("nothing of it") in ("", *KINDS)


def test_a_way_that_is_found_among_words_is_one_of_whole_words():
    searched = Flags([FlagWords({"dying": ("(a|ab) b*", "no way|give up")})])
    found = ("a b", "ab baa", "a.b", "no way", "i give up")
    left = ("ba b", "a ab", "no ways", "forgive up")
    assert [bool(searched.find(words)) for words in (*found, *left)] == [True] * 5 + [False] * 4


def test_words_a_person_may_type_for_a_move_are_kept_small_for_so_they_are_compared():
    findings = Findings()
    item = read_yaml(
        "lint/en.yaml", b"reserved: {stop: [STOP, Leave], help: Help}\nlegal: The Law\n", findings
    )
    assert item is not None
    lint = parse_lint(item, findings)
    assert lint == Lint(reserved={"stop": ("stop", "leave"), "help": ("help",)}, legal=("The Law",))
    assert findings.problems == []


def test_advice_is_searched_for_like_danger_and_only_what_is_known_can_be_excused():
    own = {"lint/en.yaml": "advice:\n  pay: [(give|send) money]\notherwise:\n  advice: {S01.x: it is owed}\n"}
    for mistake in (
        Mistake("(give|send)", "(give|send", "P03", "pay", "is not closed", "each bracket"),
        Mistake("pay:", "pays:", "P04", "pays", "no `pays`", "perhaps `pay`"),
        Mistake("  advice: {S01", "  advise: {S01", "P03", "advise", "knows no `advise`", "advice"),
        Mistake("it is owed", "''", "P02", "S01.x", "has no reason", "why it says so"),
    ):
        assert_told("lint/en.yaml", mistake, own=own)
