"""The head of a pack: what it must say, and what it may not say together."""

from __future__ import annotations

import pytest
from tests.core.checker.small_pack import PACK, built

from kapea.core.pack.parse.pack_toml import Meta, parse_meta
from kapea.core.pack.problem import Findings

REQUIRED = ("id", "name", "country", "languages", "default_language", "time_zone", "leave_to")
REFUSED = [
    ('id = "small"', 'id = "other"', "P03", "id “other” in a folder named small", "the same"),
    ('id = "small"', f'id = "{"s" * 41}"', "P03", "longer than 40 characters", "shorter"),
    ('version = "1"', f'version = "{"1" * 41}"', "P03", "longer than 40 characters", "shorter"),
    ('["km", "en"]', f'["km", "en", "{"x" * 65}"]', "P03", "longer than 64 characters", "shorter"),
    ('default_language = "km"', 'default_language = "ne"', "P03", "not among the languages", "languages"),
    ('name = "Small"', "name = Small", "P01", "line 3", "quotes"),
    ('name = "Small"', "name = 5", "P02", "`$.name`", "docs/writing-a-pack.md"),
    ('name = "Small"', 'name = "Small"\nnmae = "x"', "P02", "nmae", "docs/writing-a-pack.md"),
    ('["km", "en"]', '"km"', "P02", "`$.languages`", "docs/writing-a-pack.md"),
    (
        '"https://km.wikipedia.org/"',
        '"https://km.wikipedia.org@evil.com/"',
        "P03",
        "before the @",
        "ordinary",
    ),
    ('version = "1"', f"version = {'[' * 5000}", "P01", "too deep", "brackets"),
    ('version = "1"', f"version = {'9' * 5000}", "P01", "4300 digits", "brackets"),
    ('version = "1"', "extends = 5", "P02", "`$.extends`", "docs/writing-a-pack.md"),
    ('version = "1"', "live = true\nbegun = true", "P03", "only begun cannot be live", "one of the two"),
]


def parsed(text: str) -> tuple[Meta | None, Findings]:
    findings = Findings()
    return parse_meta({"small/pack.toml": text.encode()}, "small", findings), findings


@pytest.mark.parametrize(("old", "new", "code", "says", "mend"), REFUSED, ids=[r[3] for r in REFUSED])
def test_what_a_head_may_not_say_is_told_with_how_to_mend_it(old, new, code, says, mend):
    assert PACK.count(old) == 1
    _, findings = parsed(PACK.replace(old, new))
    [problem] = [p for p in findings.problems if says in p.says]
    assert (problem.code, problem.place.file) == (code, "small/pack.toml")
    at = PACK.replace(old, new).split("\n")[problem.place.line - 1]
    assert at in new or code == "P01" or at.split(" =")[0] in (old.split(" =")[0], problem.place.key)
    assert mend in problem.mend


@pytest.mark.parametrize("key", REQUIRED)
def test_nothing_is_guessed_that_a_pack_does_not_say(key: str):
    lines = [line for line in PACK.strip().splitlines() if not line.startswith(f"{key} ")]
    meta, findings = parsed("\n".join(lines))
    assert meta is None
    assert f"`{key}`" in findings.problems[0].says


def test_a_pack_is_neither_live_nor_begun_unless_it_says_so():
    meta, findings = parsed(PACK)
    assert findings.problems == []
    assert meta is not None
    assert (meta.live, meta.begun, meta.extends) == (False, False, ())


def test_a_folder_without_a_head_is_told_how_to_begin_one():
    findings = Findings()
    assert parse_meta({}, "small", findings) is None
    assert str(findings.problems[0]).startswith("small/pack.toml:1: error P01: the pack has no pack.toml")
    assert "id, name, languages" in findings.problems[0].mend


def test_a_head_that_does_not_read_stops_the_build_before_anything_else_is_told():
    twin = built(("pack.toml", 'name = "Small"', "name = Small"))
    assert [p.code for p in twin.problems] == ["P01"]
    assert twin.release is None


def test_a_time_zone_that_does_not_exist_is_told():
    twin = built(("pack.toml", '"Asia/Phnom_Penh"', '"Asia/Phnom_Pen"'))
    assert [(p.code, p.mend) for p in twin.problems if "time_zone" in p.place.key] == [
        ("P03", "a name such as Asia/Phnom_Penh")
    ]
