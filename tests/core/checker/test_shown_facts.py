"""What people are told as a fact, in every country that ships: numbers, law, places in menus. Each has its
record, with sources, sure enough to be shown; and a pack in which one has not does not pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat
from tests.conftest import AT, COUNTRIES, world_of
from tests.core.checker import small_pack
from tests.core.checker.twins_of_walks import HELP, MENU, S01, S02, SERVICES

from kapea.core.checker import check
from kapea.core.checker.unsourced_facts import pressed, written
from kapea.core.dialogue.contacts import MAX_CONTACTS
from kapea.core.directory.match import Match, Need, spread
from kapea.core.directory.model import Phone, Service
from kapea.core.directory.phones import digits, phone_words
from kapea.core.directory.trust import CONFIRMED, is_shown
from kapea.core.pack.model import Release
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import read_yaml

PACKS = Path(__file__).parents[3] / "packs"
WHO = ("", "child", "peer", "caregiver", "community", "professional")
AS_WRITTEN_THERE = {
    # a number of each kind that the country has, in full: so a change of the library's tables is seen
    "cambodia": {"092311511": "092 311 511", "063963409": "063 963 409", "1280": "1280"},
    "kenya": {"0722178177": "0722 178 177", "116": "116"},
    "nepal": {"041590142": "041-590142", "9813476123": "981-3476123", "1098": "1098"},
    "philippines": {"0288044673": "(02) 8804 4673", "09175584673": "0917 558 4673", "#163": "#163"},
}

each_country = pytest.mark.parametrize("country", COUNTRIES)


def release_of(country: str) -> Release:
    return world_of(country).release


def phones_of(release: Release) -> list[Phone]:
    return [phone for service in release.directory.services.values() for phone in service.phones]


@cache
def short_codes(country: str) -> frozenset[str]:
    """The short numbers that the country's own file lists, one by one."""
    item = read_yaml("contacts.yaml", (PACKS / country / "contacts.yaml").read_bytes(), Findings())
    assert item is not None
    return frozenset(str(code) for code in item.plain()["dial"]["short_codes"])


def is_sourced(service: Service) -> bool:
    return is_shown(service) and bool(service.sources) and bool(service.expires)


# --- numbers --------------------------------------------------------------------------------


def contacts(country: str) -> Iterator[Match]:
    """Everybody who can be named: for each kind of service, person, language, and once home is safe."""
    world = world_of(country)
    for kind in world.directory.types:
        for who in WHO:
            for language in world.release.languages:
                for safe in (False, True):
                    need = Need(types=(kind,), language=language, who=who, local_is_safe=safe)
                    yield from spread(world.match(need, AT), MAX_CONTACTS)


@each_country
def test_every_number_that_can_be_called_is_of_a_sourced_record(country):
    release = release_of(country)
    assert phones_of(release)
    assert [s.id for s in release.directory.services.values() if not is_sourced(s)] == []


@each_country
def test_every_contact_named_is_such_a_record(country):
    named = list(contacts(country))
    assert any(match.phone for match in named)
    for match in named:
        assert match.service == release_of(country).directory.services[match.service.id]
        assert match.phone is None or match.phone in match.service.phones
        assert is_sourced(match.service), match.service.id


@each_country
def test_every_number_in_words_is_of_such_a_record(country):
    release = release_of(country)
    known = {pressed(phone.number): phone.number for phone in phones_of(release)}
    for language, texts in release.texts.items():
        for id, words in texts.items():
            for number in () if ".address" in id else written(words):
                assert pressed(number) in known, f"{language} {id}: {number}"
                if len(pressed(number)) > 6:
                    assert number == phone_words(known[pressed(number)], release.country), f"{id}: {number}"


@each_country
def test_every_number_is_one_of_the_country_or_a_listed_short_code(country):
    release = release_of(country)
    for phone in phones_of(release):
        if digits(phone.number) not in short_codes(country):
            parsed = phonenumbers.parse(phone.number, release.country)
            assert phonenumbers.is_valid_number_for_region(parsed, release.country), phone.number


@each_country
def test_every_number_is_written_as_the_country_writes_it(country):
    """With the spaces of its record, in groups that can be said; else by the tables of the phonenumbers
    library. A short code stands exactly as its operator gives it.
    """
    release = release_of(country)
    for phone in phones_of(release):
        words = phone_words(phone.number, release.country)
        assert digits(words) == digits(phone.number), "what is read is what is dialled"
        if digits(phone.number) in short_codes(country):
            assert words == phone.number
        elif " " in phone.number:
            assert all(2 <= len(digits(group)) <= 4 for group in words.split())
        else:
            parsed = phonenumbers.parse(phone.number, release.country)
            assert words == phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)


@each_country
def test_a_number_of_each_kind_reads_as_it_did(country):
    release = release_of(country)
    printed = {digits(p.number): phone_words(p.number, release.country) for p in phones_of(release)}
    for number, words in AS_WRITTEN_THERE[country].items():
        assert printed[number] == words


# --- law and menus --------------------------------------------------------------------------


@each_country
def test_every_text_that_rests_on_law_rests_on_a_sourced_record(country):
    release = release_of(country)
    for text, mark in release.marks.items():
        for id in mark.law:
            record = release.law[id]
            assert record.confidence in CONFIRMED, f"{text}: {id} is {record.confidence}"
            assert record.upkeep.sources, id
            assert record.upkeep.expires, id


@each_country
def test_every_text_that_names_a_place_in_a_menu_rests_on_a_sourced_record(country):
    release = release_of(country)
    marked = {text: mark.menu for text, mark in release.marks.items() if mark.menu}
    assert "S05.child.step.3.do" in marked
    for text, ids in marked.items():
        for id in ids:
            record = release.menus[id]
            assert record.confidence in CONFIRMED, f"{text}: {id} is {record.confidence}"
            assert record.upkeep.sources, id
            assert record.upkeep.expires, id
            assert record.upkeep.on, id


@each_country
def test_no_record_that_a_text_rests_on_is_out_of_date(country):
    release = release_of(country)
    day = AT.date().isoformat()
    used = {id for mark in release.marks.values() for id in (*mark.menu, *mark.law)}
    records = {**release.menus, **release.law}
    assert {id for id in used if records[id].upkeep.expires <= day} == set()


# --- the same pack with one thing wrong -------------------------------------------------------

LAWFUL = (S01, "first: You did nothing wrong.", "first: {say: It is a crime., law: [LAW-1]}")
PLANTED: dict[str, tuple[tuple[str, ...], str, str]] = {
    # what was planted: the changes (file, old, new), the code and what is said of it
    "a number without a source": (
        (SERVICES, "confidence: C3\n    sources: [its own page, a list]", "confidence: OWN\n    sources: []"),
        "K18",
        "helpline names no source",
    ),
    "a number of one source": (
        (
            SERVICES,
            "confidence: C3\n    sources: [its own page, a list]",
            "confidence: S1\n    sources: [its own page, a list]",
        ),
        "P07",
        "S1 is not shown",
    ),
    "a number from memory, in words": (
        (HELP, "Call now. They are kind.", "Call 012 345 678 now."),
        "K18",
        "en: “012 345 678” is the number of no service that is shown",
    ),
    "a number in an address": (
        (SERVICES, "address: Your commune hall", "address: 'Your commune hall, 012 345 678'"),
        "K18",
        "en: “012 345 678” is the number of no service that is shown",
    ),
    "a number in a text that is called address": (
        (HELP, "  call-lead: Call now. They are kind.", "  call-lead: Call.\n  address: Ring 012 now."),
        "K18",
        "en: “012” is the number of no service that is shown",
    ),
    "a number nobody can dial": (
        (SERVICES, '{number: "110"}', '{number: "1101101"}'),
        "P05",
        "1101101",
    ),
    "law without a record": (
        (S01, "first: You did nothing wrong.", "first: It is a crime."),
        "K17",
        "names no law record",
    ),
    "a path without a record": (
        (
            S02,
            '{say: "In Settings, choose Friends.", menu: [chat-writers]}',
            '"In Settings, choose Friends."',
        ),
        "K18",
        "this names a place in a menu (“settings”) and no record of it",
    ),
    "a path without a source": (
        (MENU, "sources: [a guide, another guide]", "sources: []"),
        "K18",
        "chat-writers names no source",
    ),
}


def errors(*changes: Any) -> list[tuple[str, str]]:
    report = check(small_pack.built(*changes), on=small_pack.ON)
    assert report.ok == (not report.errors)
    return [(p.code, p.says) for p in report.errors]


@pytest.mark.parametrize("planted", PLANTED)
def test_one_planted_fault_fails_the_check(planted):
    change, code, says = PLANTED[planted]
    found = errors(change)
    assert any(c == code and says in said for c, said in found), found


@pytest.mark.parametrize("confidence", ["S1", "GK", "CONFLICT", "NOT FOUND", "STALE"])
def test_a_path_that_is_not_sure_enough_fails_the_check(confidence):
    says = f"the setting chat-writers is {confidence}, and shown as if it were sure"
    assert errors((MENU, "confidence: C2", f"confidence: {confidence}")) == [("K18", says)]


@pytest.mark.parametrize("confidence", ["S1", "GK", "CONFLICT", "NOT FOUND", "STALE"])
def test_law_that_is_not_sure_enough_fails_the_check(confidence):
    says = f"the law record LAW-1 is {confidence}, and shown as if it were sure"
    assert errors(LAWFUL, ("law/LAW-1.yaml", "confidence: C3", f"confidence: {confidence}")) == [
        ("K17", says)
    ]


def test_law_without_a_source_fails_the_check():
    found = errors(LAWFUL, ("law/LAW-1.yaml", "sources: [ONE]", "sources: []"))
    assert ("K17", "law record LAW-1 has no sources or no review state") in found


@pytest.mark.parametrize("confidence", sorted(CONFIRMED))
def test_what_is_sure_enough_passes(confidence):
    assert errors(LAWFUL, (MENU, "confidence: C2", f"confidence: {confidence}")) == []


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("Call 1280, or (02) 8804 4673.", ["1280", "(02) 8804 4673"]),
        ("On Globe, #163 is free. +855 92 311 511", ["#163", "+855 92 311 511"]),
        ("राष्ट्रिय हेल्पलाइन ११६६", ["११६६"]),
        ("Children of 9 to 11 years. In 30 minutes, 24 hours.", []),
    ],
)
def test_a_number_is_known_among_words_in_any_digits(words, numbers):
    assert written(words) == numbers
