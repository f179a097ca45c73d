"""The session sheet as XLSForm: the reference converter takes it, in five languages; nothing shows a face."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from xml.etree.ElementTree import Element, fromstring

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from tests import packs
from tests.core.studies.small_sheet import small_sheet

from kapea.cli import common
from kapea.cli.main import main
from kapea.core.studies.openrosa_submissions import read_submission
from kapea.core.studies.session_sheet import FORM_ID, session_sheet
from kapea.studies.session_forms import FORM_LANGUAGES, FormNotMade, converted, write_session_form

XFORMS, XHTML = "{http://www.w3.org/2002/xforms}", "{http://www.w3.org/1999/xhtml}"
WORDS = {code: {text: f"{code} {text}" for text in small_sheet().texts} for code in FORM_LANGUAGES}


@cache
def form() -> bytes:
    return write_session_form(small_sheet(), WORDS)


@cache
def xform() -> Element:
    return fromstring(converted(form()))


def instance() -> Element:
    return next(each for each in xform().iter(f"{XFORMS}instance"))[0]


def test_the_sheet_has_a_column_of_labels_for_each_of_five_languages():
    book = load_workbook(io.BytesIO(form()))
    assert book.sheetnames == ["survey", "choices", "settings"]
    for name in ("survey", "choices"):
        heads = [cell.value for cell in book[name][1]]
        assert [head for head in heads if head.startswith("label")] == [
            f"label::{said}"
            for said in ("English (en)", "Khmer (km)", "Swahili (sw)", "Nepali (ne)", "Filipino (fil)")
        ]
        for line in book[name].iter_rows(min_row=2, values_only=True):
            if str(line[0]).split()[0] not in ("end",):
                assert all(line[2:7]), line
    assert book.properties.creator == "Kapea"


def test_the_converter_makes_a_form_that_is_whole():
    root = instance()
    assert (root.get("id"), root.get("version")) == (FORM_ID, small_sheet().version)
    translations = [each.get("lang") for each in xform().iter(f"{XFORMS}translation")]
    assert sorted(translations) == sorted(FORM_LANGUAGES.values())
    paths = {bind.get("nodeset") for bind in xform().iter(f"{XFORMS}bind")}
    assert f"/{root.tag.rpartition('}')[2]}/meta/instanceID" in paths
    asked = [path for path in paths if path.count("/") == 3 and "meta" not in path]
    assert len(asked) == len([row for row in small_sheet().rows if row.name and "begin" not in row.kind])
    texts = {each.get("id") for each in xform().iter(f"{XFORMS}text")}
    refs = [each.get("ref", "") for each in xform().iter(f"{XFORMS}label")]
    assert all(ref[len("jr:itext('") : -2] in texts for ref in refs if ref.startswith("jr:itext('"))


def test_st_r11_the_form_takes_no_words_picture_sound_place_or_device():
    tags = {each.tag for each in xform().iter()}
    assert not {f"{XFORMS}upload", f"{XFORMS}trigger"} & tags
    kinds = {bind.get("type") for bind in xform().iter(f"{XFORMS}bind")} - {None}
    assert kinds <= {"int", "date", "string"}
    typed = {each.get("ref") for each in xform().iter(f"{XFORMS}input")}
    words = {bind.get("nodeset") for bind in xform().iter(f"{XFORMS}bind") if bind.get("type") == "string"}
    readonly = {bind.get("nodeset") for bind in xform().iter(f"{XFORMS}bind") if bind.get("readonly")}
    assert typed & words <= readonly, "only notes, which nobody types into"
    preloads = [name for each in xform().iter(f"{XFORMS}bind") for name in each.attrib if "preload" in name]
    assert len(preloads) == 1, "the instanceID alone is made by the device"


def test_what_a_device_fills_in_from_the_form_is_read():
    """The empty form, with an instanceID: what Collect sends of a sheet that nobody filled in."""
    inner = b"<session><guide>moon</guide></session>"
    uuid = b"<meta><instanceID>uuid:00000000-0000-4000-8000-000000000001</instanceID></meta>"
    data = b'<data id="%s" version="%s">%s%s</data>' % (
        FORM_ID.encode(),
        instance().get("version", "").encode(),
        inner,
        uuid,
    )
    got = read_submission(data, {small_sheet().version: small_sheet()}, date(2026, 11, 30))
    assert (got.held, got.answers) == (None, (("/session[1]/guide", "moon"),))


def test_words_that_are_not_translated_are_named():
    for words, says in (({**WORDS, "km": {}}, "km: "), ({"km": WORDS["km"]}, "Add `en`")):
        with pytest.raises(FormNotMade, match=says):
            write_session_form(small_sheet(), words)


def test_what_does_not_convert_is_never_handed_out():
    with pytest.raises(FormNotMade, match="does not convert"):
        converted(b"PK no workbook")


def test_the_command_writes_the_form_of_a_shipped_pack(tmp_path, monkeypatch):
    monkeypatch.setattr(common, "world_of", packs.world)
    to = tmp_path / "session.xlsx"
    told = CliRunner().invoke(main, ["study", "form", "cambodia", "-o", str(to)])
    assert told.exit_code == 0, told.output
    assert session_sheet(packs.world("cambodia").release.instruments).version in told.output
    labels = [cell.value for cell in load_workbook(to)["survey"][1]]
    assert "label::Khmer (km)" in labels
    assert "label::Nepali (ne)" not in labels
