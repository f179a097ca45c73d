"""Paper is read by anyone: what stands on it is checked as a page is, and must have room on its sheet."""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.checker.small_pack import HEAD, ON, files
from tests.core.pack.test_materials import LEAFLET

from kapea.core.checker import check
from kapea.core.checker.report import Report
from kapea.core.languages.khmer import breaker
from kapea.core.pack.build import build

PLAIN = LEAFLET.replace("for: child 9-11\n", "")
FOLDED = f"""
id: leaflet
number: 1
size: A6
fold: true
title: Something to keep
{HEAD.strip()}
parts:
  - {{head: Someone to call, panel: front}}
  - {{people: [HELPLINE], panel: inside}}
"""
TWINS = [
    # property, what stands there, what is put instead, what the finding says
    ("K09", "More is here.", "Upload your words here.", "asks for a picture"),
    ("K10", "More is here.", "Tell your mother.", "says to tell those at home"),
    ("K12", "More is here.", "Do not be stupid.", "stupid"),
    ("K13", "More is here.", "Call them now. " * 120, "more words than an A4 sheet has room for"),
    ("K17", "More is here.", "It is a crime.", "says something legal"),
    ("K17", "More is here.", "{say: It is a crime., law: [NO-LAW]}", "no law record “NO-LAW”"),
    ("K18", "More is here.", "Call 555 for more.", "“555” is the number of no service"),
    ("K18", "More is here.", "Open Settings.", "names a place in a menu"),
    ("K18", "sources: [ONE]\n", "", "leaflet names no source"),
    ("K18", "sources: [ONE]", "sources: [TWO]", "names a source “TWO” that is not listed"),
    ("K19", "say: Something to keep", "say: About abuse", "“abuse”"),
    ("K19", "id: leaflet", "id: abuse", "the name abuse"),
    ("K21", "More is here.", "Your child told us.", "an adult may read here"),
    ("L01", "More is here.", "One two three four five six seven eight nine ten eleven.", "in one sentence"),
]


def checked(text: str, on: date = ON, live: bool = False) -> Report:
    name = "abuse" if "id: abuse" in text else "leaflet"
    small = {**files(), f"small/materials/{name}.yaml": text.encode()}
    return check(build(small, "small", {"km": breaker(list)}), on=on, live=live)


def said(report: Report) -> list[tuple[str, str]]:
    """Findings, but for notes and what is not translated: the Khmer there is older than the leaflet."""
    return [(p.code, p.says) for p in report.problems if p.code != "K14" and p.severity != "note"]


def test_a_plain_leaflet_is_all_right():
    assert said(checked(PLAIN)) == []
    assert said(checked(FOLDED)) == []


@pytest.mark.parametrize(("code", "old", "new", "says"), TWINS, ids=[f"{t[0]}-{t[3]}" for t in TWINS])
def test_what_must_not_stand_on_paper_is_found(code, old, new, says):
    assert PLAIN.count(old) == 1
    found = said(checked(PLAIN.replace(old, new)))
    assert {each for each, _ in found} == {code}, found
    assert any(says in words for _, words in found), found


def test_what_a_stranger_sees_of_a_folded_sheet_says_nothing():
    assert said(checked(PLAIN.replace("Someone to call", "Thinking of dying"))) == []
    found = said(checked(FOLDED.replace("Someone to call", "Thinking of dying")))
    assert [code for code, _ in found] == ["K19"]


def test_lines_of_a_block_are_read_by_anyone_once_they_stand_on_paper():
    small = {
        **files(("blocks/A5.yaml", "any: Do not pay or bargain.", "any: {say: Ask at home., tells: home}")),
        "small/materials/leaflet.yaml": PLAIN.encode(),
    }
    found = check(build(small, "small"), on=ON).problems
    assert "K10" in {p.code for p in found}


def test_what_expired_is_known_and_live_it_is_an_error():
    after = date(2027, 12, 1)
    soft = [p for p in checked(PLAIN, after).problems if "leaflet expired" in p.says]
    hard = [p for p in checked(PLAIN, after, live=True).problems if "leaflet expired" in p.says]
    assert [p.severity for p in soft] == ["warning"]
    assert [p.severity for p in hard] == ["error"]


def test_a_picture_that_is_not_drawn_is_reported():
    found = checked(PLAIN.replace("picture: person\n", "picture: nobody\n")).problems
    assert "there is no picture “nobody”" in [p.says for p in found if p.code == "K15"]
