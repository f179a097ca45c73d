"""A class lesson in a school's LMS: it says that it was begun, where it is, that it is done; nothing else."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import packs
from tests.conftest import AT, world_of
from tests.core.paper.test_piece import with_upkeep
from tests.each import for_each

from kapea.core.bundle.paths import LESSON, SCRIPT
from kapea.core.bundle.scorm_manifest import SCORM_MANIFEST
from kapea.core.paper.belief import Unprintable
from kapea.core.paper.plan_cards import plan_documents
from kapea.web.bundle.lessons import lesson_files, lesson_package
from kapea.web.bundle.rendering import script_bytes

NODE = Path(__file__).parent / "node"
STATUS, PLACE = "cmi.core.lesson_status", "cmi.core.lesson_location"
CALLS = {"LMSInitialize", "LMSGetValue", "LMSSetValue", "LMSCommit", "LMSFinish"}
"""All that a lesson asks of an LMS."""
SPACE = {"c": "http://www.imsproject.org/xsd/imscp_rootv1p1p2"}
SCORM_TYPE = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}scormtype"


@cache
def lessons() -> list[tuple[str, str, str]]:
    """A sample of all lessons in all languages; `make check-all` looks at each."""
    every = [
        (country, plan.id, language)
        for country, language in packs.IN_EACH_LANGUAGE
        for plan in world_of(country).release.workshops.values()
        if plan.is_class
    ]
    return every if packs.EVERY else every[:: len(packs.EACH_LANGUAGE)]


each_lesson = for_each("country id language", lessons)
FOUND = ("own", "parent", "grandparent", "opener", "opener-of-parent", "behind-locked")
NOT_FOUND = ("nowhere", "endless")


@cache
def files_of(country: str, id: str, language: str) -> dict[str, bytes]:
    world = world_of(country)
    return lesson_files(world, world.release.workshops[id], language, at=AT)


def node(script: str, said: str) -> str:
    assert (NODE / "node_modules").is_dir(), "run scripts/system: it brings scorm-again"
    done = subprocess.run(["node", NODE / script], input=said, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def visited(*visits: dict) -> list[dict]:
    """What came of visits to a lesson: calls as an LMS heard them, and what it keeps."""
    usual = {"where": "parent", "before": {}, "events": [], "broken": False}
    asked = {"script": script_bytes(SCRIPT).decode(), "visits": [usual | each for each in visits]}
    told: list[dict] = json.loads(node("lesson.mjs", json.dumps(asked)))
    return told


# --- what the LMS hears -------------------------------------------------------------------------


def test_a_lesson_is_begun_walked_done_and_left():
    [told] = visited({"events": ["#part-1", "#part-2", "done", "pagehide", "unload"]})
    assert told["begun"] == {"hash": "", "hidden": False, "pressed": "false"}
    assert told["calls"] == [
        ["LMSInitialize", "", "true"],
        ["LMSGetValue", STATUS, "not attempted"],
        ["LMSSetValue", STATUS, "incomplete", "true"],
        ["LMSCommit", "", "true"],
        ["LMSGetValue", PLACE, ""],
        ["LMSSetValue", PLACE, "part-1", "true"],
        ["LMSCommit", "", "true"],
        ["LMSSetValue", PLACE, "part-2", "true"],
        ["LMSCommit", "", "true"],
        ["LMSSetValue", STATUS, "completed", "true"],
        ["LMSCommit", "", "true"],
        ["LMSFinish", "", "true"],
    ]
    assert told["kept"] == {
        "lesson_status": "completed",
        "lesson_location": "part-2",
        "score": "",
        "exit": "",
        "suspend_data": "",
    }


def test_whoever_comes_back_goes_on_where_they_were_and_what_is_done_stays_done():
    before = {"lesson_status": "incomplete", "lesson_location": "part-4"}
    [begun, done, elsewhere] = visited(
        {"before": before},
        {"before": before | {"lesson_status": "completed"}, "events": ["#part-1", "pagehide"]},
        {"before": {"lesson_status": "incomplete", "lesson_location": "javascript:1"}},
    )
    assert begun["begun"]["hash"] == "#part-4"
    assert ["LMSSetValue", STATUS, "incomplete", "true"] not in begun["calls"]
    assert done["begun"]["pressed"] == "true"
    assert done["kept"]["lesson_status"] == "completed"
    assert elsewhere["begun"]["hash"] == "", "a place that is none of ours leads nowhere"


def test_the_api_is_found_upward_and_in_the_opener_also_past_a_window_of_another_site():
    for where, told in zip(FOUND, visited(*({"where": where} for where in FOUND)), strict=True):
        assert told["calls"][0] == ["LMSInitialize", "", "true"], where


def test_without_an_lms_or_with_one_that_fails_the_lesson_is_the_same_and_offers_nothing():
    told = visited(
        *({"where": where, "events": ["#part-2", "done", "pagehide"]} for where in NOT_FOUND),
        {"broken": True, "events": ["#part-2", "done", "pagehide"]},
    )
    assert [each["begun"]["hidden"] for each in told] == [True, True, True]
    assert [each["calls"] for each in told] == [[], [], [["LMSInitialize", "", "false"]]]


events = st.lists(
    st.sampled_from(
        [
            "#part-1",
            "#part-2",
            "#part-9",
            "#part-10",
            "#picture-3",
            "#told",
            "#",
            "done",
            "pagehide",
            "unload",
        ]
    ),
    max_size=12,
)
places = st.sampled_from(["", "part-2", "part-77", "elsewhere", "part-"])
statuses = st.sampled_from(["not attempted", "incomplete", "completed", "browsed", "failed", "passed"])
visits = st.fixed_dictionaries(
    {
        "where": st.sampled_from((*FOUND, *NOT_FOUND)),
        "events": events,
        "before": st.fixed_dictionaries({"lesson_status": statuses, "lesson_location": places}),
        "broken": st.booleans(),
    }
)


@settings(max_examples=12)
@given(st.lists(visits, min_size=20, max_size=40))
def test_whatever_is_done_nothing_else_is_ever_read_or_written(many):
    for asked, told in zip(many, visited(*many), strict=True):
        assert set(told["looked"]) <= {*CALLS, "parent", "API"}
        calls = told["calls"]
        assert all(name in CALLS for name, *_ in calls)
        for name, *words in calls:
            if name == "LMSGetValue":
                assert words[0] in (STATUS, PLACE)
            elif name == "LMSSetValue":
                assert (words[0] == STATUS and words[1] in ("incomplete", "completed")) or (
                    words[0] == PLACE and re.fullmatch(r"part-\d{1,2}", words[1])
                )
            else:
                assert words[0] == ""
        order = [name for name, *_ in calls]
        assert order.count("LMSInitialize") <= 1
        assert order[:1] in ([], ["LMSInitialize"])
        assert "LMSFinish" not in order or order.index("LMSFinish") == len(order) - 1
        assert (told["kept"]["score"], told["kept"]["suspend_data"], told["kept"]["exit"]) == ("", "", "")
        assert told["interactions"] == 0
        if asked["before"]["lesson_status"] in ("completed", "passed"):
            assert told["kept"]["lesson_status"] == asked["before"]["lesson_status"]


# --- the package ------------------------------------------------------------------------------------


@each_lesson
def test_the_manifest_is_as_the_schemas_of_the_standard_want_it_and_names_every_file(country, id, language):
    files = files_of(country, id, language)
    manifest = files[SCORM_MANIFEST].decode()
    root = ElementTree.fromstring(manifest)
    release = world_of(country).release
    assert root.get("identifier") == f"kapea-{country}-{id}-{language}"
    assert root.get("version") == release.short_hash
    said = [root.findtext(f"c:metadata/c:{name}", namespaces=SPACE) for name in ("schema", "schemaversion")]
    assert said == ["ADL SCORM", "1.2"]
    [organization] = root.iterfind("c:organizations/c:organization", SPACE)
    assert root.find("c:organizations", SPACE).get("default") == organization.get("identifier")
    [item] = organization.iterfind("c:item", SPACE)
    [resource] = root.iterfind("c:resources/c:resource", SPACE)
    assert item.get("identifierref") == resource.get("identifier")
    title = release.text(release.workshops[id].title, language).replace("\u200b", "")
    assert item.findtext("c:title", namespaces=SPACE) == title
    assert (resource.get("type"), resource.get(SCORM_TYPE), resource.get("href")) == (
        "webcontent",
        "sco",
        LESSON,
    )
    named = {each.get("href") for each in resource.iterfind("c:file", SPACE)}
    assert named == files.keys() - {SCORM_MANIFEST}


def test_the_schemas_find_nothing_wrong_and_would():
    manifest = files_of(*lessons()[0])[SCORM_MANIFEST].decode()
    assert node("manifest.mjs", manifest) == ""
    for right, wrong in (
        ('scormtype="sco"', 'scormtype="lesson"'),
        (' type="webcontent"', ""),
        ('<resource identifier="sco"', "<resource"),
    ):
        assert right in manifest
        assert "validity error" in node("manifest.mjs", manifest.replace(right, wrong))


@each_lesson
def test_every_file_it_names_is_there_and_nothing_is_from_elsewhere(country, id, language):
    files = files_of(country, id, language)
    page = files[LESSON].decode()
    linked = set(re.findall(r'(?:src|href)="([^"#:]+)"', page))
    assert linked <= files.keys()
    assert SCRIPT in linked
    schemes = set(re.findall(r'(?:src|href)="([a-z]+):', page))
    assert schemes <= {"tel", "sms", "data"}
    for name in (
        "student",
        "score",
        "interactions",
        "suspend_data",
        "objectives",
        "comments",
        "session_time",
    ):
        assert name not in files[SCRIPT].decode().replace("a score", "").replace("no score", "")


def test_a_package_is_one_zip_with_its_manifest_at_the_root_and_the_same_bytes_each_time():
    world = world_of("cambodia")
    plan = next(plan for plan in world.release.workshops.values() if plan.is_class)
    made = lesson_package(world, plan, "km", at=AT)
    assert made == lesson_package(world, plan, "km", at=AT)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.namelist()[0] == SCORM_MANIFEST
        assert archive.testzip() is None
    assert len(made) < 100_000


def test_a_lesson_past_its_day_is_refused():
    world = world_of("cambodia")
    plan = next(plan for plan in world.release.workshops.values() if plan.is_class)
    from kapea.core.dialogue.world import World

    for id in plan_documents(plan):
        with pytest.raises(Unprintable, match=f"{id} expired on"):
            lesson_files(World(with_upkeep(world.release, id, expires="2026-11-01")), plan, "km", at=AT)
