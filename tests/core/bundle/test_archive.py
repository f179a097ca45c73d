"""One file of many: the same bytes for the same files, each of which can be checked."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import world_of

from kapea.core.bundle.archive import LONG_AGO, MANIFEST, archived, with_manifest
from kapea.core.bundle.scorm_manifest import scorm_manifest

names = st.text("abcdefgh/-.", min_size=1, max_size=12)
files = st.dictionaries(names, st.binary(max_size=60), max_size=8)


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@given(files)
def test_what_is_put_in_comes_out_and_the_order_it_was_put_in_changes_nothing(given_files):
    made = archived(given_files)
    assert unpacked(made) == given_files
    assert archived(dict(reversed(given_files.items()))) == made


def test_it_says_of_no_file_when_or_on_which_machine_it_was_made():
    with zipfile.ZipFile(io.BytesIO(archived({"b": b"1", "a": b"2"}, first="b"))) as archive:
        assert archive.namelist() == ["b", "a"]
        for entry in archive.infolist():
            assert entry.date_time == LONG_AGO
            assert (entry.create_system, entry.extra, entry.comment) == (3, b"", b"")


@given(files)
def test_the_manifest_names_every_other_file_with_its_digest_and_the_release(given_files):
    release = world_of("kenya").release
    whole = with_manifest(given_files, release, "sw")
    told = json.loads(whole[MANIFEST])
    assert told["files"] == {n: hashlib.sha256(d).hexdigest() for n, d in given_files.items()}
    assert (told["pack"], told["release"], told["language"]) == ("kenya", release.hash, "sw")
    assert told["live"] is False


@pytest.mark.parametrize("title", ["A <lesson> & more", "មេ\u200bរៀន", '"quoted"'])
def test_a_title_of_any_letters_stands_whole_in_the_manifest_of_a_lesson(title):
    from xml.etree import ElementTree

    made = scorm_manifest(id="k", version="1", title=title, start="a.html", files=["a.html", 'b"<.svg'])
    root = ElementTree.fromstring(made)
    space = {"c": "http://www.imsproject.org/xsd/imscp_rootv1p1p2"}
    titles = {each.text for each in root.iterfind(".//c:title", space)}
    assert titles == {title.replace("\u200b", "")}
    assert [each.get("href") for each in root.iterfind(".//c:file", space)] == ["a.html", 'b"<.svg']
