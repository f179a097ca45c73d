"""Entries laid over a pack: the same parser, the same checker, and nothing of a shelter's place."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import msgspec
import pytest
from tests.core.checker.small_pack import ON, built

from kapea.core.checker.check import check
from kapea.core.directory.freshness import Dialled, DialResult
from kapea.core.directory.match import Need, match
from kapea.core.directory.tiers import DirectoryTier
from kapea.core.pack.build import Built
from kapea.core.pack.model import decode_release, encode_release
from kapea.core.pack.overlay import LaidOver, overlaid
from kapea.core.pack.overlay_record import (
    OverlayPhone,
    OverlayRecord,
    entry_of,
    field_of,
    record_faults,
    record_of_service,
    says_where,
)

TODAY = ON.isoformat()
GOOD = OverlayRecord(
    id="river",
    organization="o-river",
    organization_name="River House",
    name={"km": "ផ្ទះ", "en": "River House"},
    does={"km": "ជួយ", "en": "Helps families."},
    types=("NGO",),
    phones=(OverlayPhone("012 345 678"),),
    sources=("River House themselves",),
    expires="2027-03-01",
)


@cache
def base():
    return built().release


def changed(**fields) -> OverlayRecord:
    return msgspec.structs.replace(GOOD, **fields)


def laid(*records, dials=(), today=TODAY) -> Built:
    return overlaid(base(), LaidOver(records, tuple(dials), today), {})


def faults(record: OverlayRecord) -> set[str]:
    return {field_of(problem.place) for problem in record_faults(record, base(), TODAY).problems}


def test_an_entry_becomes_a_service_that_the_checker_passes():
    made = laid(GOOD)
    assert made.ok
    service = made.release.directory.services["river"]
    assert made.release.text(service.name, "en") == "River House"
    assert check(made, on=ON).errors == ()
    assert made.release.hash != base().hash
    assert decode_release(encode_release(made.release)) == made.release


def test_nothing_laid_over_is_the_pack_itself():
    assert laid().release is base()


def test_an_entry_that_is_not_public_is_in_no_release():
    for tier in (DirectoryTier.PARTNERS, DirectoryTier.CASE_WORKERS):
        assert laid(changed(tier=tier)).release is base()


def test_what_the_pack_said_of_a_service_is_said_no_more():
    service = base().directory.services["helpline"]
    record = record_of_service(base().directory, base(), "helpline")
    record = msgspec.structs.replace(record, name={"km": "ផ្ទះ"}, does={"km": "ជួយ"})
    made = laid(record).release
    assert made.text(service.name, "km") == "ផ្ទះ"
    assert "service.helpline.name" not in made.texts["en"]


def test_a_service_of_the_pack_comes_back_as_it_was():
    for id, service in base().directory.services.items():
        record = record_of_service(base().directory, base(), id)
        sunk = msgspec.structs.replace(service, stale=bool(service.phones), location=service.location and id)
        assert laid(record).release.directory.services[id] == sunk


def test_closing_takes_it_out_and_the_checker_says_what_is_missing():
    record = record_of_service(base().directory, base(), "hospital")
    made = laid(msgspec.structs.replace(record, is_closed=True))
    assert "hospital" not in made.release.directory.services
    assert check(made, on=ON).errors


def test_who_helps_when_nobody_fits_cannot_be_closed():
    record = record_of_service(base().directory, base(), "helpline")
    made = laid(msgspec.structs.replace(record, is_closed=True))
    assert not made.ok
    assert {entry_of(problem.place) for problem in made.problems} == {"helpline"}


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("phones", {"phones": (OverlayPhone("12"),)}),
        ("types", {"types": ("CASTLE",)}),
        ("areas", {"areas": ("99",)}),
        ("website", {"website": "http://river.example"}),
        ("hours", {"hours": "listed", "openings": ("someday 08:00-17:00",)}),
        ("ages", {"ages": "17-3"}),
        ("name", {"name": {"en": "River House"}}),
        ("expires", {"expires": "2029-01-01"}),
        ("expires", {"expires": "soon"}),
        ("sources", {"sources": ("a list", "A  list")}),
        ("confidence", {"confidence": "S1"}),
        ("languages", {"languages": ("Khmer",)}),
    ],
)
def test_a_fault_is_named_at_its_field(field, change):
    assert field in faults(changed(**change))
    assert faults(GOOD) == set()


def test_a_helpline_with_the_number_of_the_police_is_refused():
    made = laid(changed(types=("HELPLINE",), phones=(OverlayPhone("110"),)))
    assert not made.ok
    assert {field_of(problem.place) for problem in made.problems} == {"phones"}


# --- a shelter ---------------------------------------------------------------------------------


def test_a_shelter_without_a_place_is_taken():
    assert faults(changed(shelter=True)) == set()


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("address", {"address": {"km": "ផ្ទះ", "en": "The white gate"}}),
        ("name", {"name": {"km": "ផ្ទះលេខ ៤៥", "en": "River House"}}),
        ("does", {"does": {"km": "ជួយ", "en": "Beds at 45 Street 271."}}),
        ("does", {"does": {"km": "ជួយ", "en": "11.5564, 104.9282"}}),
        ("does", {"does": {"km": "ជួយ", "en": "Find us at 7P28HV43+9C"}}),
        ("website", {"website": "https://maps.example/river"}),
        ("sources", {"sources": ("Visited at House 12B, Sangkat Tonle",)}),
    ],
)
def test_cw_42_a_shelter_refuses_what_says_where_it_is(field, change):
    assert faults(changed(shelter=True, **change)) >= {field}


@pytest.mark.parametrize(
    "text",
    ["45 Street 271", "Purok 3, Barangay Malinis", "St. 63", "टोल नजिक", "ភូមិ ថ្មី", "Plot 4", "#12 Road"],
)
def test_cw_42_places_of_four_countries_are_known_for_such(text):
    assert says_where(text)


@pytest.mark.parametrize(
    "text", ["A safe house for girls.", "Takes 6 to 17 years.", "Call 24 hours", "Helps street children."]
)
def test_what_a_shelter_does_may_be_said(text):
    assert not says_where(text)


# --- dialling ----------------------------------------------------------------------------------


def dial(result, on=TODAY, service="river", number="012345678") -> Dialled:
    return Dialled(service, number, "member:x", on, result)


def test_an_entry_that_nobody_dialled_stands_behind_one_that_answered():
    other = changed(
        id="alpha", organization="o-a", organization_name="Alpha", phones=(OverlayPhone("012 345 679"),)
    )
    at = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def order(*dials):
        directory = laid(GOOD, other, dials=dials).release.directory
        return [each.service.id for each in match(directory, Need(("NGO",), "en"), at=at)]

    assert order() == ["alpha", "river"]
    assert order(dial(DialResult.ANSWERED)) == ["river", "alpha"]
    assert order(dial(DialResult.ANSWERED), dial(DialResult.NO_ANSWER)) == ["alpha", "river"]
    assert order(dial(DialResult.ANSWERED, on="2026-10-01")) == ["alpha", "river"]


def test_a_record_of_the_pack_never_sinks():
    assert not any(
        each.stale for each in laid(GOOD).release.directory.services.values() if each.id != "river"
    )


def test_a_number_that_answered_says_by_whom_and_when():
    phone = laid(GOOD, dials=[dial(DialResult.ANSWERED)]).release.directory.services["river"].phones[0]
    assert (phone.verified_by, phone.verified_on) == ("member:x", TODAY)
