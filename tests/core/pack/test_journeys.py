"""What an author may get wrong in a journey is named where it stands, with how to mend it."""

from __future__ import annotations

import pytest
from tests.core.checker.small_pack import built

from kapea.core.pack.problem import Problem

HELP = "journeys/help.yaml"
LONG = "a-name-that-is-longer-than-any-may-be" * 2


def problems(old: str, new: str) -> list[Problem]:
    return built((HELP, old, new)).problems


MISTAKES = [
    # what stands there, what is put instead, code, what is said, how it is mended
    ("start: first", "start: nowhere", "K01", "“nowhere” leads nowhere", "name a node here"),
    ("help: now\n", "help: nowhere\n", "K01", "“nowhere” leads nowhere", "name a node here"),
    ("ask: who\n", "ask: whose\n", "K01", "help has no text “whose”", "add it under texts:"),
    (
        "{show: [situation.why.1], choices: [{say: go-on",
        "{show: [situation.why.1], choices: [{say: on-go",
        "K01",
        "no text “on-go”",
        "add it under texts:",
    ),
    ("{say: done, to: band}", "{say: done, to: bend}", "K01", "“bend” leads nowhere", "a node here"),
    ("    else: q-dying\n    ask: band", "    ask: band", "P02", "node band may stand aside", "add else:"),
    ("each: situation", "each: worry", "P03", "worry", "situation"),
    ("count: guided", "count: walked", "P03", "walked", "guided, referred, red"),
    (
        "contacts: now\n    show: [machine",
        "contacts: later\n    show: [machine",
        "P03",
        "later",
        "now, danger, situation",
    ),
    ("set: {who: child}", "set: child", "P02", "`set` is a mapping", "e.g. {home: safe}"),
    ("set: {who: child}", "set: {who: cat}", "P03", "cat", "none, child, caregiver"),
    (
        "set: {who: child}",
        "set: {whom: child}",
        "P03",
        "no journey knows a fact “whom”",
        "declare it under facts:",
    ),
    (
        "only: {asks: band}",
        "only: {asks: weather}",
        "P03",
        "`asks`: “weather” is not known",
        "dying, threat, home",
    ),
    ("  home: [unknown, safe, unsafe]", "  home: safe", "P02", "fact “home” needs a list", "where it starts"),
    ("home: [unknown, ", f"home: [{LONG}, ", "P03", f"“{LONG}” is longer than", "a shorter one"),
    ("say: who-child, picture", "says: who-child, picture", "P02", "say", ""),
    ("to: what}\n      - {say: who-caregiver", "too: what}\n      - {say: who-caregiver", "P04", "too", "to"),
    ("show: [machine, ", "show: [block.nothing, ", "P06", "no block line “nothing”", "blocks/nothing.yaml"),
]


@pytest.mark.parametrize(
    ("old", "new", "code", "says", "mend"), MISTAKES, ids=[f"{m[2]}-{m[1].strip()[:24]}" for m in MISTAKES]
)
def test_a_mistake_is_named_in_its_file_with_how_to_mend_it(old, new, code, says, mend):
    [found, *_] = [p for p in problems(old, new) if p.code == code and says in p.says]
    assert found.severity == "error"
    assert found.place.file == f"small/{HELP}"
    assert mend in found.mend


def test_the_line_is_that_of_the_mistake():
    [found] = [p for p in problems("count: guided", "count: walked") if p.code == "P03"]
    line = built().places["node help.words"].line
    assert found.place.line == line + 2


def test_a_fact_may_not_have_more_values_than_a_state_can_tell_apart():
    many = ", ".join(f"v{n}" for n in range(200))
    values = "home: [unknown, safe, unsafe"
    found = [p.says for p in problems(f"{values}]", f"{values}, {many}]")]
    assert any(says.startswith("fact “home” has more than") for says in found)


def test_a_pack_with_a_mistake_has_no_release_so_none_is_ever_served():
    twin = built((HELP, "start: first", "start: nowhere"))
    assert not twin.ok
