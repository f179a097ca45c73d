"""Organisations and places to go to have ids that stay, whatever becomes of names and addresses."""

from __future__ import annotations

import msgspec
import pytest
from tests.core.checker.small_pack import built, files
from tests.packs import COUNTRIES
from tests.packs import built as shipped

from kapea.core.directory.model import Location, Organization
from kapea.core.pack.build import build
from kapea.core.pack.model import decode_release, encode_release

SERVICES = "services/all.yaml"
WHO = "organization: {id: all, name: All of them}"
HALL = "    address: Your commune hall\n"
OTHER_FILE = """
organization: {id: ID, name: NAME}
services:
  - id: second-hall
    name: The other hall
    does: Ask there.
    types: [SOCIAL]
    address: Your commune hall
    location: hall
    hours: unknown
    areas: all
    confidence: C3
    local: false
    sources: [a list, a letter]
    expires: 2027-05-24
"""


def with_another_file(id: str, name: str):
    more = {"small/services/more.yaml": OTHER_FILE.replace("ID", id).replace("NAME", name).encode()}
    return build(files() | more, "small")


def problems(made, code="P07"):
    return [str(problem) for problem in made.problems if problem.code == code]


class TestOrganizations:
    def test_a_service_says_by_id_who_runs_it_and_the_directory_has_the_name(self):
        directory = built().release.directory
        assert {service.organization for service in directory.services.values()} == {"all"}
        assert directory.organizations == {"all": Organization("all", "All of them")}
        assert directory.organization_of(directory.services["helpline"]).name == "All of them"

    def test_a_new_name_leaves_the_id(self):
        directory = built((SERVICES, "All of them", "Their new name")).release.directory
        assert directory.organizations == {"all": Organization("all", "Their new name")}

    def test_a_release_of_format_1_still_says_who_runs_a_service(self):
        """There the name stood where the id is now."""
        directory = built().release.directory
        old = msgspec.structs.replace(directory.services["helpline"], organization="A name", location="")
        before = msgspec.structs.replace(directory, organizations={}, locations={})
        assert before.organization_of(old) == Organization("", "A name")

    def test_two_files_may_be_of_one_organization(self):
        made = with_another_file("all", "All of them")
        assert problems(made) == []
        assert made.release.directory.organizations == {"all": Organization("all", "All of them")}

    @pytest.mark.parametrize(
        ("id", "name", "says"),
        [
            ("all", "Others", "“all” is already the id of All of them"),
            ("others", "All of them", "All of them already has the id “all”"),
        ],
    )
    def test_one_id_for_two_names_or_two_for_one_is_a_finding(self, id, name, says):
        [found] = problems(with_another_file(id, name))
        assert says in found
        assert "services/more.yaml:2" in found

    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ("organization: All of them", "P02"),
            ("organization: {name: All of them}", "P02"),
            ("organization: {id: all}", "P02"),
            ('organization: {id: "all of them", name: All of them}', "P03"),
            ("organization: {id: all, name: All of them, call: it}", "P04"),
        ],
    )
    def test_what_is_missing_or_strange_is_named(self, written, code):
        found = problems(built((SERVICES, WHO, written)), code)
        assert found
        assert all(SERVICES in each for each in found)


class TestLocations:
    def test_a_place_to_go_to_has_the_id_of_its_service_unless_it_has_its_own(self):
        directory = built().release.directory
        assert directory.locations == {"hall": Location("hall", "all", "service.hall.address")}
        named = built((SERVICES, HALL, HALL + "    location: town-hall\n")).release.directory
        assert named.services["hall"].location == "town-hall"
        assert named.locations == {"town-hall": Location("town-hall", "all", "service.hall.address")}

    def test_who_has_no_address_has_no_location(self):
        assert built().release.directory.services["helpline"].location == ""

    def test_two_services_may_be_in_one_place(self):
        directory = with_another_file("all", "All of them").release.directory
        assert {s.location for s in directory.services.values() if s.address} == {"hall"}
        assert directory.locations == {"hall": Location("hall", "all", "service.hall.address")}

    def test_one_place_with_two_addresses_is_a_finding(self):
        more = OTHER_FILE.replace("ID", "all").replace("NAME", "All of them")
        moved = {"small/services/more.yaml": more.replace("Your commune hall", "Elsewhere").encode()}
        [found] = problems(build(files() | moved, "small"))
        assert "location “hall” has another address at" in found

    def test_a_location_without_an_address_is_a_finding(self):
        [found] = problems(built((SERVICES, HALL, "    location: hall\n    website: https://a.kh\n")), "P02")
        assert "location “hall” has no address" in found


@pytest.mark.parametrize("country", COUNTRIES)
def test_in_every_shipped_directory_every_id_leads_somewhere(country):
    directory = shipped(country).release.directory
    services = directory.services.values()
    assert {service.organization for service in services} == set(directory.organizations)
    assert {service.location for service in services if service.address} == set(directory.locations)
    assert all(place.organization in directory.organizations for place in directory.locations.values())


def test_they_are_kept_with_a_release():
    release = built().release
    assert decode_release(encode_release(release)).directory == release.directory
