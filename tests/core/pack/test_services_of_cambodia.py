"""The services of the shipped pack: what may be shown, first who is right for each danger."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.core.pack.test_services import AT, PACK, Read

from kapea.core.directory.match import Need, match
from kapea.core.directory.model import Directory
from kapea.core.directory.trust import is_shown, live_gaps
from kapea.core.pack.parse.directory_parser import DANGERS


@pytest.fixture(scope="module")
def cambodia() -> Read:
    files = {str(p.relative_to(PACK)): p.read_bytes() for p in PACK.rglob("*.yaml")}
    return Read(files)


NUMBERS = {"117", "119", "1280", "1288", "092 311 511", "063 963 409"}


def test_cambodia_reads_without_a_problem(cambodia):
    assert [str(p) for p in cambodia.found.problems] == []
    assert len(cambodia.directory.areas) == 25
    assert list(cambodia.law) == ["KH-LAW-2008", "KH-SOP"]


def test_cambodia_has_only_the_numbers_that_may_be_shown(cambodia):
    services = cambodia.directory.services.values()
    assert {phone.number for s in services for phone in s.phones} == NUMBERS
    assert all(is_shown(s) and s.sources and s.expires for s in services)


def test_no_number_of_cambodia_claims_to_have_been_dialled(cambodia):
    for service in cambodia.directory.services.values():
        gaps = live_gaps(service, date(2026, 11, 24))
        assert [gap.kind for gap in gaps] == ["not-dialled"] * len(service.phones)


def ids(directory: Directory, danger: str) -> list[str]:
    return [m.service.id for m in match(directory, Need(directory.order[danger], "km"), at=AT)]


def test_cambodia_names_first_who_is_right_for_each_danger(cambodia):
    first = {danger: ids(cambodia.directory, danger)[:2] for danger in DANGERS}
    assert first == {
        "now": ["child-helpline", "police"],
        "hurt": ["police", "child-police-line"],
        "dying": ["child-helpline", "provincial-hospital"],
        "meeting": ["police", "child-police-line"],
    }


def test_every_type_and_area_of_cambodia_has_somebody(cambodia):
    directory = cambodia.directory
    for kind in directory.types:
        for area in ("", *directory.areas):
            found = match(directory, Need((kind,), "km", area=area, who="child"), at=AT)
            assert any(m.phone or m.service.address or m.service.website for m in found)
            assert not any(m.service.local for m in found)


def test_the_words_of_cambodia_are_short_and_neutral(cambodia):
    loud = re.compile(r"abuse|sex|victim|crime|rape|violen|traffick|suicid", re.IGNORECASE)
    for id, text in cambodia.texts.items():
        full = text["say"] if isinstance(text, dict) else text
        label = text.get("short", full) if isinstance(text, dict) else full
        assert not loud.search(full), id
        for sentence in re.split(r"[.!?]\s*", full):
            assert len(sentence.split()) <= 10, (id, sentence)
        if id.startswith(("type.", "area.")) or id.endswith(".name"):
            assert len(label) <= 20, (id, label)
