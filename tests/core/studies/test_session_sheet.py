"""The sheet of a session: numbers and choices, and no way to write who somebody is."""

from __future__ import annotations

import msgspec
import pytest
from tests.core.studies.small_sheet import INSTRUMENTS, small_sheet

from kapea.core.pack.parse.instrument_lines import CONSENT_SCOPES, ROUTE_COUNTS
from kapea.core.studies.session_sheet import ROW_KINDS, NoSheet, session_sheet

BARRED = (
    "image",
    "audio",
    "video",
    "file",
    "text",
    "geo",
    "device",
    "phone",
    "email",
    "user",
    "barcode",
    "audit",
)


def test_st_r11_no_row_can_take_words_a_face_a_voice_a_place_or_a_device():
    sheet = small_sheet()
    assert {row.kind for row in sheet.rows} <= set(ROW_KINDS)
    assert not [kind for kind in ROW_KINDS for barred in BARRED if barred in kind]
    names = {row.name for row in sheet.rows}
    assert not names & {
        "name",
        "names",
        "photo",
        "gps",
        "location",
        "deviceid",
        "transcript",
        "words",
        "notes",
    }


def test_a_seat_has_every_scope_and_only_with_three_understood():
    rows = {row.name: row for row in small_sheet().rows}
    for scope in CONSENT_SCOPES:
        row = rows[scope.replace("-", "_")]
        assert (row.of, row.asked_if) == ("answers", "${understood} = 3")
    assert small_sheet().answers_of("answers") == {"yes", "no", "not-asked"}
    assert (rows["understood"].least, rows["understood"].most) == (0, 3)


def test_each_way_in_is_counted_from_asked_to_left():
    names = [row.name for row in small_sheet().rows]
    at = names.index("route")
    assert names[at + 1 : at + 7] == [name.replace("-", "_") for name in ROUTE_COUNTS]


def test_every_row_that_is_seen_and_every_answer_has_words():
    sheet = small_sheet()
    assert all(row.label for row in sheet.rows if row.name)
    assert all(choice.label for choice in sheet.choices)
    assert set(sheet.texts) >= {"sheet.title", "moon.title", "cards.start.c01"}


def test_the_version_is_another_when_anything_asked_is():
    versions = {small_sheet().version}
    cards = msgspec.structs.replace(INSTRUMENTS["cards"], cards=())
    versions.add(session_sheet({**INSTRUMENTS, "cards": cards}).version)
    guide = msgspec.structs.replace(INSTRUMENTS["moon"], id="sun")
    versions.add(session_sheet({**INSTRUMENTS, "moon": guide}).version)
    assert len(versions) == 3
    assert small_sheet().version in versions


@pytest.mark.parametrize("lacking", ["sheet", "moon"])
def test_what_a_pack_lacks_is_said(lacking):
    rest = {id: made for id, made in INSTRUMENTS.items() if id != lacking}
    with pytest.raises(NoSheet, match="Write one in studies/"):
        session_sheet(rest)
