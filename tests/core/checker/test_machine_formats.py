"""Findings as programs read them: nothing of a finding is lost, and SARIF is what its standard asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.core.checker.small_pack import ON, built
from tests.core.checker.twins_of_walks import HELP

from kapea.core.checker import check
from kapea.core.checker.machine_formats import Found, findings_json, findings_sarif
from kapea.core.pack.problem import Place, Problem

TYPES = {"artifactLocation": dict, "message": dict, "region": dict, "results": list, "rules": list}


@pytest.fixture(scope="module")
def found() -> list[Found]:
    silent = (HELP, "show: [machine, not-kept]", "show: [not-kept]")
    problems = check(built(silent, ("lint/en.yaml", "  stop: [stop, leave]\n", "")), on=ON).problems
    assert len({p.severity for p in problems}) > 1
    assert any(p.path for p in problems)
    return [Found("small", f"packs/{p.place.file}", p) for p in problems]


def test_json_has_an_object_for_each_finding_with_all_that_people_are_told(found):
    told = json.loads(findings_json(found))
    assert len(told) == len(found)
    for each, (pack, file, problem) in zip(told, found, strict=True):
        assert each == {
            "pack": pack, "code": problem.code, "severity": problem.severity, "file": file,
            "line": problem.place.line, "key": problem.place.key, "says": problem.says,
            "mend": problem.mend, "path": list(problem.path),
        }  # fmt: skip


def test_json_of_nothing_is_an_empty_list():
    assert json.loads(findings_json([])) == []


def test_words_of_any_script_stand_in_it_as_they_are():
    problem = Problem("K12", Place("a.yaml", 3), "“ល្ងង់” is never said", "leave it out")
    for told in (
        findings_json([Found("a", "a.yaml", problem)]),
        findings_sarif([Found("a", "a.yaml", problem)], "1"),
    ):
        assert "“ល្ងង់”" in told


# --- SARIF 2.1.0: what its schema requires, section by section --------------------------------


@pytest.fixture(scope="module")
def log(found) -> dict[str, Any]:
    return json.loads(findings_sarif(found, "0.1.0"))


def test_a_log_has_its_version_and_one_run_with_the_tool(log):
    assert log["version"] == "2.1.0"  # 3.13.2, required
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    [run] = log["runs"]  # 3.13.4, required
    assert run["tool"]["driver"]["name"] == "kapea"  # 3.14.6 and 3.18.2 and 3.19.8, required
    assert run["tool"]["driver"]["semanticVersion"] == "0.1.0"
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")  # 3.14.17


def test_each_rule_is_there_once_and_says_what_it_is_about(log):
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    ids = [rule["id"] for rule in rules]  # 3.49.3, required
    assert len(set(ids)) == len(ids)
    assert all(rule["shortDescription"]["text"] for rule in rules)  # 3.49.9
    assert {"K04", "K07"} <= set(ids)


def test_each_result_points_to_its_rule_a_line_and_a_message(log, found):
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(found)
    for result, (_, file, problem) in zip(run["results"], found, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == problem.code  # 3.27.5 and 3.27.6
        assert result["level"] in ("none", "note", "warning", "error")  # 3.27.10
        assert result["level"] == problem.severity
        for words in (problem.says, problem.mend, *problem.path):
            assert words in result["message"]["text"]  # 3.11.8
        [location] = result["locations"]  # 3.27.12
        where = location["physicalLocation"]
        assert where["artifactLocation"]["uri"] == file  # 3.4.3
        assert where["region"] == {"startLine": problem.place.line}  # 3.30.5, from 1
        assert problem.place.line >= 1
        assert all(isinstance(key, str) and value for key, value in result["partialFingerprints"].items())


def test_no_part_is_of_another_kind_than_the_schema_has_it(log):
    for name, value in _parts(log):
        assert isinstance(value, TYPES.get(name, object)), name


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _parts(inner)


def test_a_file_is_an_address_whatever_its_name():
    problem = Problem("P01", Place("a/ខ b.yaml"), "x", "y")
    for file, uri in (
        ("packs/a b#c.yaml", "packs/a%20b%23c.yaml"),
        ("/tmp/a/ខ.yaml", "file:///tmp/a/%E1%9E%81.yaml"),
    ):
        log = json.loads(findings_sarif([Found("a", file, problem)], "1"))
        where = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
        assert where["artifactLocation"]["uri"] == uri


def test_a_finding_is_the_same_one_when_lines_were_added_above_it():
    def mark(line: int, says: str) -> object:
        problem = Problem("P01", Place("a/b.yaml", line), says, "y")
        log = json.loads(findings_sarif([Found("a", "a/b.yaml", problem)], "1"))
        return log["runs"][0]["results"][0]["partialFingerprints"]

    assert mark(3, "x") == mark(9, "x")
    assert mark(3, "x") != mark(3, "z")


def test_no_finding_is_a_log_with_an_empty_list():
    log = json.loads(findings_sarif([], "1"))
    assert log["runs"][0]["results"] == log["runs"][0]["tool"]["driver"]["rules"] == []
