"""A branch that is taken away is missed: by the property that holds it, and by the walk a lead signed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml
from tests.conftest import AT, COUNTRIES, world_of
from tests.golden.worst_branches import BrokenPromise, points, transcript
from tests.packs import EVERY
from tests.pages.conftest import unmarked, visitor_of
from tests.pages.test_own_tab import TYPED

from kapea.content import folder
from kapea.core.checker import (
    advice,
    danger_words,
    near_people,
    phrasebooks,
    protected,
    red_contacts,
    triage,
    wording,
)
from kapea.core.checker import ways_in_danger as ways
from kapea.core.checker.context import CheckContext
from kapea.core.checker.explore import explore
from kapea.core.checker.listed_words import ListedWords
from kapea.core.checker.searched_words import SearchedWords
from kapea.core.dialogue.world import World
from kapea.core.pack.build import Built, build
from kapea.core.present.contact import without_breaks
from kapea.web.public import own_tab

__all__ = ["visitor_of"]
LANGUAGE = "en"
HOLDS = {
    "K06": (red_contacts.first_in_red,),
    "K10": (wording.no_kin,),
    "K16": (phrasebooks.both_to_call,),
    "K22": (
        triage.wired,
        triage.in_time,
        triage.until_morning,
        ways.worst_night,
        ways.lines_again,
        ways.each_danger_now,
    ),
    "K23": (near_people.next_can_be_dialled, ways.worst_night),
    "K24": (near_people.near_only_if_asked, ways.power_before_danger, ways.power_is_kept),
    "K25": (danger_words.typed_leads_there,),
    "K26": (protected.says_what_it_must,),
    "K29": (advice.unwise,),
}
"""The functions of a property: one is asked alone, for all of them would take an hour."""


Change = tuple[str, str, str]
"""A file of the pack, words of it, and what stands there instead."""


def taken() -> list[tuple[int, str, str, list[Change]]]:
    """The point, what is then so, the property that finds it (or empty), the changes, of taken_away/."""
    return [
        (int(path.stem), row["what"], row["property"], [tuple(c.values()) for c in row["changes"]])
        for path in sorted(Path(__file__).with_name("taken_away").glob("*.yaml"))
        for row in yaml.safe_load(path.read_text("utf-8"))
    ]


TAKEN = taken()
TRIED = (
    TAKEN
    if EVERY
    else list({code or number: each for each in TAKEN for number, _, code, _ in [each]}.values())
)
"""One for each property, and one for each point whose walk alone tells; in `make check-all` all."""


@cache
def files() -> dict[str, bytes]:
    return folder.read_pack_files(folder.shipped() / "kenya")[1]


@cache
def signed(number: int) -> str:
    return transcript(world_of("kenya"), points()[number - 1], "kenya", LANGUAGE)


def without(changes: list[Change]) -> Built:
    changed = dict(files())
    for path, before, after in changes:
        text = changed[path].decode()
        assert before in text, f"{path} has no longer: {before}"
        changed[path] = text.replace(before, after).encode()
    return build(changed, "kenya", {})


def case_of(built: Built) -> CheckContext:
    assert built.release is not None, "\n".join(map(str, built.problems))
    return CheckContext(built.places, built.release, explore(World(built.release)), on=AT.date(), live=False)


def found_by(code: str, case: CheckContext) -> list[str]:
    problems = [p for holds in HOLDS[code] for p in holds(case) if p.code == code and p.severity == "error"]
    assert all(p.mend and p.place.file for p in problems)
    return [p.says for p in problems]


@pytest.mark.parametrize(("number", "what", "code", "changes"), TRIED, ids=[f"{t[0]}-{t[1]}" for t in TRIED])
def test_what_is_taken_away_is_missed(number, what, code, changes):
    built = without(changes)
    if code:
        assert found_by(code, case_of(built)), f"{code} finds nothing"
    else:
        assert built.release is not None, "\n".join(map(str, built.problems))
        try:
            now = transcript(World(built.release), points()[number - 1], "kenya", LANGUAGE)
        except BrokenPromise:
            return
        assert now != signed(number), "the walk reads as it was signed"


def test_nothing_is_missed_where_nothing_is_taken_away():
    """Else what is found above would say nothing of what was taken."""
    built = without([])
    case = case_of(built)
    assert [found_by(code, case) for code in HOLDS] == [[]] * len(HOLDS)
    assert built.release is not None
    for point in points():
        assert transcript(World(built.release), point, "kenya", LANGUAGE) == signed(point.number)


def test_every_point_of_the_conversation_has_a_branch_that_is_taken_away():
    assert {number for number, *_ in TAKEN} == set(range(1, 14)) - {6}, "that is a guard of pages: see below"


# --- a page: 6 -----------------------------------------------------------------------------


def test_without_its_guard_a_page_of_a_child_opens_from_the_history(visitor_of, monkeypatch):
    visitor, release = visitor_of("kenya"), world_of("kenya").release
    visitor.walk("sw", "1", "S15")
    address, first = f"/sw/h/2?c={visitor.tag}", without_breaks(release.text("S15.child.first", "sw"))
    assert first not in _seen(visitor.get(address, follow=True, **TYPED))
    monkeypatch.setattr(own_tab, "led_here", lambda request: True)
    assert first in _seen(visitor.get(address, follow=True, **TYPED)), "it is this guard that holds it"


def _seen(page) -> str:
    return unmarked(page.content.decode())


# --- what lets something through without anybody seeing it ---------------------------------


def test_no_excuse_for_naming_a_relative_is_left_that_excuses_nothing():
    """It would let a relative be named there later, and nothing would say so."""
    worlds = [world_of(country) for country in COUNTRIES]
    excused = {id for world in worlds for id in world.release.lint["en"].otherwise.get("kin", {})}
    for id in excused:
        assert any(
            ListedWords(world.release.lint[language].kin).first(
                SearchedWords(world.release).by_text.get((id, language), "")
            )
            for world in worlds
            for language in world.release.languages
        ), f"{id} names no relative any more: take it out of `otherwise: kin:`"


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_police_post_that_has_no_number_is_marked_as_one_of_the_place(country):
    """Else it would be named where whoever hurts has power. A bureau of the whole country takes reports."""
    for service in world_of(country).directory.services.values():
        if {"EMERGENCY", "POLICE-CHILD"} & set(service.types) and not service.phones:
            assert service.local_post or "HOTLINE" in service.types, service.id
