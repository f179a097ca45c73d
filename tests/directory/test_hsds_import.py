"""What comes in as HSDS waits for somebody's yes; what goes out is what is public."""

from __future__ import annotations

import json

import msgspec
import pytest
from tests.core.hsds.official_schemas import example, faults
from tests.directory.keepers import approved, entry, proposed, published, served

from kapea.core.directory.tiers import DirectoryTier
from kapea.core.hsds.export import HsdsExport
from kapea.core.hsds.importing import HowImported, read_hsds
from kapea.directory.importing import NoSuchOrganisation, import_entries
from kapea.directory.models import Capacity, DirectoryEdit
from kapea.directory.queries import release_served

HOW = HowImported("km", ("their own file",), "2027-02-01", kind="NGO")


def theirs(**fields) -> bytes:
    """A service as another programme writes it, in the country."""
    phone = {"id": "1554f2e2-a373-45db-a3fa-9fc48a61c15e", "number": "012 345 678", "type": "voice"}
    said = {**example("service_full"), "service_areas": [], "languages": [], "phones": [phone], **fields}
    return msgspec.json.encode(
        {**said, "url": "https://river.example/", "schedules": [], "service_at_locations": []}
    )


def imported(keepers, noon, body, how=HOW):
    release = release_served("small")
    return import_entries(keepers[0].organisation, release, read_hsds(body), how, by="tester", at=noon)


def test_what_is_imported_is_a_proposal_until_somebody_approves(keepers, noon):
    done = imported(keepers, noon, theirs())
    assert done.left_out == ()
    edit = DirectoryEdit.objects.get()
    assert (edit.state, served(edit.service)) == ("proposed", None)
    published(noon)
    assert served(edit.service) is None
    approved(keepers[1], edit, noon)
    published(noon)
    assert served(edit.service).phones[0].number == "012 345 678"


def test_the_same_file_again_proposes_nothing_twice(keepers, noon):
    imported(keepers, noon, theirs())
    assert [why for _, why in imported(keepers, noon, theirs()).left_out] == ["a change of it waits already"]
    assert DirectoryEdit.objects.count() == 1


def test_what_does_not_fit_is_left_out_and_said(keepers, noon):
    done = imported(
        keepers, noon, theirs(phones=[{"id": "1554f2e2-a373-45db-a3fa-9fc48a61c15e", "number": "1"}])
    )
    assert done.proposed == ()
    assert "cannot be dialled" in done.left_out[0][1]
    assert not DirectoryEdit.objects.exists()


def test_capacity_of_the_next_version_is_taken_with_its_day(keepers, noon):
    room = [{"id": "1554f2e2-a373-45db-a3fa-9fc48a61c15f", "available": 4, "updated": "2026-11-20T08:00:00Z"}]
    imported(keepers, noon, theirs(capacities=room))
    told = Capacity.objects.get()
    assert (told.places, told.on.isoformat()) == (4, "2026-11-20")


def test_an_organisation_of_another_country_takes_nothing_in(keepers, noon):
    with pytest.raises(NoSuchOrganisation):
        import_entries("nobody", release_served("small"), read_hsds(theirs()), HOW, by="tester", at=noon)


def test_what_goes_out_is_valid_and_public(keepers, noon):
    before = proposed(keepers[0], entry(), noon)
    approved(keepers[1], before, noon)
    quiet = proposed(
        keepers[0], entry(id="quiet", name={"km": "សួនស្ងាត់ណាស់"}, tier=DirectoryTier.PARTNERS), noon
    )
    approved(keepers[1], quiet, noon)
    published(noon)
    made = HsdsExport(release_served("small"), "2026-11-24")
    whole = [json.loads(msgspec.json.encode(made.service(each))) for each in made.services.values()]
    assert [faults("service", each) for each in whole if faults("service", each)] == []
    assert "River House" in str(whole)
    assert "សួនស្ងាត់ណាស់" not in str(whole)
