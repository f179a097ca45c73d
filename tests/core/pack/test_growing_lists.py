"""A country adds to the common word lists, and takes nothing away."""

from __future__ import annotations

import pytest
from tests.core.checker.small_pack import files

from kapea.core.pack.layers import Layers
from kapea.core.pack.problem import Findings

COMMON = (
    "banned: {stupid: leave it out, naughty: ''}\nmethods: [rope, knife]\n"
    "reserved: {help: [help], back: [back]}\n"
)


def read(own: str, path: str = "lint/en.yaml") -> tuple[object, Findings]:
    findings = Findings()
    layers = Layers({f"common/{path}": COMMON.encode(), f"land/{path}": own.encode()}, ("common", "land"))
    item = layers.read(path, findings)
    assert item is not None
    return item.plain(), findings


def test_what_a_country_adds_comes_after_the_common_phrases():
    lists, findings = read(
        "changes: common\nmethods: [cliff, rope]\nbanned: {bad: say it plainly, stupid: leave it}\n"
        "reserved: {help: [aid]}\nlegal: [a crime]\n"
    )
    assert findings.problems == []
    assert lists == {
        "banned": {"stupid": "leave it", "naughty": "", "bad": "say it plainly"},
        "methods": ["rope", "knife", "cliff"],
        "reserved": {"help": ["help", "aid"], "back": ["back"]},
        "legal": ["a crime"],
    }


def test_a_single_word_is_a_list_of_one():
    assert read("changes: common\nmethods: cliff\n")[0]["methods"] == ["rope", "knife", "cliff"]


@pytest.mark.parametrize(
    ("own", "line", "says"),
    [
        ("changes: common\nmethods: []\n", 2, "`methods` is empty here"),
        ("changes: common\nbanned:\n", 2, "`banned` is empty here"),
        ("changes: common\nreserved: {help: []}\n", 2, "`reserved.help` is empty here"),
        (COMMON.replace("methods: [rope, knife]\n", ""), 1, "the list `methods` is left out"),
        (
            COMMON.replace("rope, knife", "a, b, c"),
            2,
            "`methods` has 2 phrases fewer than the common list: “rope”",
        ),
        (COMMON.replace("stupid: leave it out, ", ""), 1, "`banned` has 1 phrases fewer"),
        (COMMON.replace("[help]", "[aid]"), 3, "`reserved.help` has 1 phrases fewer"),
    ],
)
@pytest.mark.parametrize("path", ["lint/en.yaml", "flags/en.yaml"])
def test_what_takes_something_away_is_an_error_and_takes_nothing_away(
    own: str, line: int, says: str, path: str
):
    lists, findings = read(own, path)
    [problem] = findings.problems
    assert (problem.code, problem.severity, problem.place.file) == ("P09", "error", f"land/{path}")
    assert problem.place.line == line
    assert says in problem.says
    assert "changes: common" in problem.mend
    assert {"rope", "knife"} <= set(lists["methods"])
    assert "stupid" in lists["banned"]
    assert "help" in lists["reserved"]["help"]


def test_a_whole_copy_with_more_in_it_is_fine():
    lists, findings = read(COMMON.replace("knife]", "knife, cliff]"))
    assert findings.problems == []
    assert lists["methods"] == ["rope", "knife", "cliff"]


def test_other_files_are_replaced_as_ever():
    common = {"common/areas.yaml": b"areas: {a: b}", "land/areas.yaml": b"areas: {c: d}"}
    item = Layers(common, ("common", "land")).read("areas.yaml", Findings())
    assert item is not None
    assert item.plain() == {"areas": {"c": "d"}}
    assert files(), "the small pack has lists of its own, and nothing beneath it"
