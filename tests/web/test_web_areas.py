"""An area of the web is a folder: what it brings is found, and nothing of it shows where it is not served."""

import sys

import pytest
from django.test import Client
from tests.pages.conftest import body

from kapea.config.urls import patterns
from kapea.web.base.static_files import area_files, file_address
from kapea.web.web_areas import served_areas, web_areas

VIEW = """
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

PREFIX = "%s"
urlpatterns = [path("<slug:any>/", lambda request, any: HttpResponse("%s"))]
"""


@pytest.fixture
def made(tmp_path, monkeypatch):
    """Three areas made on the spot: a base, a public one without a prefix, one for staff."""
    name = f"areas_{tmp_path.name.replace('-', '_')}"
    folder = tmp_path / name
    for area, prefix in (("base", None), ("open", ""), ("staff", "staff/")):
        (folder / area / "static").mkdir(parents=True)
        (folder / area / "__init__.py").touch()
        (folder / area / "static" / "look.css").write_text(f"/* {area} */")
        if prefix is not None:
            (folder / area / "urls.py").write_text(VIEW % (prefix, area))
    (folder / "__init__.py").touch()
    (folder / "no_area").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    yield web_areas(folder, name)
    for module in [m for m in sys.modules if m.split(".")[0] == name]:
        del sys.modules[module]


def test_every_folder_that_is_a_package_is_an_area(made):
    assert [area.name for area in made] == ["base", "open", "staff"]
    assert [bool(area.urls) for area in made] == [False, True, True]


def test_the_areas_of_this_program_bring_what_their_pages_need():
    found = {area.name: area for area in web_areas()}
    assert {"base", "public"} <= found.keys()
    assert found["public"].urls == "kapea.web.public.urls"
    assert all(
        area.templates.is_dir() for area in found.values() if area.name not in ("collect", "doors", "hsds")
    )
    assert found["doors"].urls == "kapea.web.doors.urls", "messages are brought there; nobody reads a page"


def test_addresses_of_staff_come_before_those_that_begin_with_a_language(made):
    prefixes = [str(pattern.pattern) for pattern in patterns(made)]
    assert prefixes == ["staff/", ""]


def test_what_is_not_served_has_no_address_and_no_file(made, settings):
    public = served_areas(["open"], made)
    assert [area.name for area in public] == ["base", "open"]
    assert [str(pattern.pattern) for pattern in patterns(public)] == [""]
    settings.KAPEA_AREAS = public
    files = area_files(lambda request: None).files
    assert set(files) == {"/s/base/look.css", "/s/open/look.css"}


def test_without_names_every_area_is_served(made):
    assert served_areas([], made) == made


def test_a_name_that_no_area_has_is_refused_and_says_which_there_are(made):
    with pytest.raises(ValueError, match="called staf; there are base, open, staff"):
        served_areas(["staf"], made)


def test_a_file_has_the_address_of_its_own_area_and_of_its_content(db):
    address = file_address("base/kapea.css")
    assert address.startswith("/s/base/kapea.css?v=")
    assert body(Client().get(address)) == (web_areas()[0].static / "kapea.css").read_bytes()
    with pytest.raises(KeyError):
        file_address("public/kapea.css")


def test_two_areas_may_have_files_of_one_name(made, settings):
    settings.KAPEA_AREAS = made
    files = area_files(lambda request: None).files
    assert {"/s/open/look.css", "/s/staff/look.css"} <= set(files)
