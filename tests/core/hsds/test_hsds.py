"""Others read what we write, and we read what they write: official schemas, official examples."""

from __future__ import annotations

import json
from functools import cache

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.checker.small_pack import ON
from tests.core.checker.small_pack import built as small_built
from tests.core.hsds.official_schemas import example, faults
from tests.packs import COUNTRIES, built

from kapea.core.directory.tiers import DirectoryTier
from kapea.core.hsds.export import HsdsExport, hsds_id
from kapea.core.hsds.hsds_model import HsdsLocation, HsdsOrganization, HsdsService, HsdsServiceAtLocation
from kapea.core.hsds.hsds_parts import HsdsTaxonomy, HsdsTaxonomyTerm
from kapea.core.hsds.importing import HowImported, UnreadableHsds, imported_entries, read_hsds
from kapea.core.pack.overlay import LaidOver, overlaid
from kapea.core.pack.overlay_record import OverlayPhone, OverlayRecord, record_faults, record_of_service

TODAY = ON.isoformat()
HOW = HowImported("km", ("their file",), "2027-02-01")


@cache
def export(country: str) -> HsdsExport:
    return HsdsExport(built(country).release, TODAY)


def small() -> HsdsExport:
    return HsdsExport(small_built().release, TODAY)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_object_is_valid_by_the_official_schemas(country):
    made = export(country)
    assert len(made.services) > 5
    for service in made.services.values():
        assert faults("service", made.service(service)) == []
        assert faults("service", made.service_in_list(service)) == []
    for row in made.organizations.values():
        assert faults("organization", made.organization(row)) == []
    for service in made.at_locations.values():
        assert faults("service_at_location", made.at_location(service)) == []
    assert faults("taxonomy", made.taxonomy()) == []
    for term in made.terms().values():
        assert faults("taxonomy_term", term) == []


def test_the_validator_finds_what_is_wrong():
    assert faults("service", {"id": "x", "name": "y", "status": "open"})


@pytest.mark.parametrize(
    ("name", "type"),
    [
        ("service_full", HsdsService),
        ("organization_full", HsdsOrganization),
        ("service_at_location_full", HsdsServiceAtLocation),
        ("location", HsdsLocation),
        ("taxonomy", HsdsTaxonomy),
        ("taxonomy_term", HsdsTaxonomyTerm),
    ],
)
def test_the_official_examples_come_back_as_they_were(name, type):
    said = example(name)
    assert json.loads(msgspec.json.encode(msgspec.convert(said, type))) == said


@pytest.mark.parametrize("name", ["service_list", "organization_list", "service_at_location_list"])
def test_the_official_lists_come_back_as_they_were(name):
    type = {"s": HsdsService, "o": HsdsOrganization}[name[0]] if "at" not in name.split("_") else None
    for said in example(name)["contents"]:
        kind = type or HsdsServiceAtLocation
        assert json.loads(msgspec.json.encode(msgspec.convert(said, kind))) == said


@pytest.mark.parametrize("country", COUNTRIES)
def test_what_we_wrote_is_read_as_what_it_was(country):
    made = export(country)
    body = msgspec.json.encode([made.service(each) for each in made.services.values()])
    release = made.release
    how = HowImported(release.default_language, ("their file",), "2027-02-01")
    for told in imported_entries(read_hsds(body), release, how):
        assert told.record is not None, told.left_out
        own = record_of_service(release.directory, release, told.record.id)
        for field in ("organization", "types", "website", "areas", "languages", "ages", "serves"):
            assert getattr(told.record, field) == getattr(own, field), (told.record.id, field)
        assert [p.number for p in told.record.phones] == [p.number for p in own.phones]
        assert told.record.name[release.default_language] == own.name[release.default_language]
        assert told.record.hours == own.hours


# --- what never leaves -------------------------------------------------------------------------

HIDDEN = OverlayRecord(
    id="hidden",
    organization="o-hidden",
    organization_name="Quiet Garden",
    name={"km": "ផ្ទះ", "en": "Quiet Garden"},
    does={"km": "ជួយ", "en": "Beds for girls."},
    types=("NGO",),
    phones=(OverlayPhone("012 345 678"),),
    sources=("themselves",),
    expires="2027-03-01",
)


def over(record: OverlayRecord) -> HsdsExport:
    return HsdsExport(overlaid(small_built().release, LaidOver((record,), (), TODAY), {}).release, TODAY)


def everything(made: HsdsExport) -> str:
    whole = [made.service(each) for each in made.services.values()]
    return msgspec.json.encode([whole, list(made.organizations.items())]).decode()


@pytest.mark.parametrize("tier", [DirectoryTier.PARTNERS, DirectoryTier.CASE_WORKERS])
def test_cw_42_what_is_not_public_is_in_no_export(tier):
    assert "Quiet Garden" in everything(over(HIDDEN))
    assert "Quiet Garden" not in everything(over(msgspec.structs.replace(HIDDEN, tier=tier)))


def test_cw_42_a_shelter_is_exported_without_a_place_and_without_what_was():
    told = everything(over(msgspec.structs.replace(HIDDEN, shelter=True)))
    assert "Quiet Garden" in told
    made = over(msgspec.structs.replace(HIDDEN, shelter=True))
    service = made.service(made.services[hsds_id("small", "service", "hidden")])
    assert service.service_at_locations == ()
    for word in ("metadata", "previous_value", "latitude", "extent", "addresses", "contacts"):
        assert word not in told


# --- what comes in -----------------------------------------------------------------------------


def official(**fields) -> bytes:
    said = {**example("service_full"), **fields}
    return msgspec.json.encode(said)


def entries(body: bytes, **how):
    release = small_built().release
    return list(imported_entries(read_hsds(body), release, HOW._replace(**how)))


def test_a_place_that_we_do_not_know_is_not_taken_for_the_whole_country():
    (told,) = entries(official(), kind="NGO")
    assert told.record is None
    assert "places that we do not know" in told.left_out


def test_a_kind_that_we_do_not_know_is_asked_for():
    (told,) = entries(official(service_areas=[]))
    assert told.record is None
    assert entries(official(service_areas=[]), kind="NGO")[0].record.types == ("NGO",)


def test_what_comes_in_is_a_proposal_with_its_own_faults():
    (told,) = entries(official(service_areas=[]), kind="NGO")
    found = record_faults(told.record, small_built().release, TODAY)
    assert {problem.code for problem in found.problems} == {"P05", "P03"}, "a number of another country"
    assert told.record.ages == "12-99"


def test_nothing_of_people_points_or_former_values_is_taken():
    (told,) = entries(official(service_areas=[]), kind="NGO")
    said = str(told.record)
    for planted in ("-0.1", "metadata", "Sandy Bridge", "10 Downing"):
        assert planted not in said
    given = example("service_full")
    for contact in given.get("contacts", []):
        assert contact["name"] not in said


def test_capacity_of_the_next_version_is_read():
    room = [{"id": "5d3f1b2c-0000-4000-8000-000000000000", "available": 3, "unit": {"name": "bed"}}]
    with pytest.raises(UnreadableHsds):
        entries(official(service_areas=[], capacities=[{"id": 5}]), kind="NGO")
    room = [{"id": "5d3f1b2c-0000-4000-8000-000000000000", "available": 3, "updated": "2026-11-20"}]
    (told,) = entries(official(service_areas=[], capacities=room), kind="NGO")
    assert told.capacity.available == 3


@pytest.mark.parametrize(
    "body", [b"", b"[", b"{}", b"[[[[[]]]]]", b"\xff", b"[1, 2]", b'{"status": 5}', b"[" * 9999]
)
def test_what_does_not_read_is_said(body):
    with pytest.raises(UnreadableHsds):
        read_hsds(body)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "name", "status", "services", "contents", "phones"]), inner)
    ),
    max_leaves=12,
)


@given(json_values)
def test_no_file_is_worse_than_unreadable(value):
    try:
        found = read_hsds(msgspec.json.encode(value))
    except UnreadableHsds:
        return
    assert list(imported_entries(found, small_built().release, HOW))
