"""What ODK Collect sends: one sheet is read, and whatever else comes has a reason."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.small_sheet import SEATS, sent, small_sheet, uuid

from kapea.core.studies.openrosa_parts import MOST_BYTES, xml_part
from kapea.core.studies.openrosa_refusals import REFUSALS, SubmissionRefused
from kapea.core.studies.openrosa_submissions import MOST_ELEMENTS, Submission, read_submission
from kapea.core.studies.session_submissions import SetApart

ON = date(2026, 11, 30)
SHEETS = {small_sheet().version: small_sheet()}
TYPE = "multipart/form-data; boundary=b1"
BOMB = b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
SECRET = "Sokha told us"
"""Words that nobody may find again."""


def part(name: str, data: bytes, file: str = "f") -> bytes:
    return b'--b1\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n\r\n%s\r\n' % (
        name.encode(),
        file.encode(),
        data,
    )


def request(*parts: bytes) -> bytes:
    return b"".join(parts) + b"--b1--\r\n"


def read(data: bytes) -> Submission:
    return read_submission(data, SHEETS, ON)


def test_a_sheet_is_read_field_by_field():
    got = read(sent(7, replaces=6))
    assert (got.instance_id, got.deprecated_id, got.held) == (uuid(7), uuid(6), None)
    assert got.version in SHEETS
    assert dict(got.answers) == {
        "/session[1]/day": "2026-11-24",
        "/session[1]/guide": "moon",
        "/session[1]/minutes": "40",
        "/seats[1]/seat": "1",
        "/seats[1]/understood": "3",
        "/seats[1]/take_part": "yes",
        "/seats[1]/quote": "no",
    }


def test_seats_are_numbered_as_they_come():
    assert [path for path, _ in read(sent(inside=SEATS + SEATS)).answers if path.endswith("seat")] == [
        "/seats[1]/seat",
        "/seats[2]/seat",
    ]


def test_collect_names_its_vocabulary_or_not():
    other = sent().replace(b"<data ", b'<data xmlns="http://www.w3.org/2002/xforms" ')
    other = other.replace(b"<meta>", b'<o:meta xmlns:o="http://openrosa.org/xforms">').replace(
        b"</meta>", b"</o:meta>"
    )
    other = other.replace(b"instanceID>", b"o:instanceID>")
    assert read(other).answers == read(sent()).answers


REFUSED = [
    # code, the XML
    ("not-xml", b""),
    ("not-xml", b"<data"),
    ("not-xml", b"\xff\xfe<data/>"),
    ("not-xml", b'<?xml version="1.0" encoding="none"?><data/>'),
    ("entities", BOMB + sent()),
    ("entities", b'<!DOCTYPE d SYSTEM "file:///etc/passwd">' + sent()),
    ("wrong-namespace", sent().replace(b"<data ", b'<data xmlns="http://example.org/" ')),
    ("wrong-namespace", sent(inside='<seats xmlns="http://example.org/"/>')),
    ("too-much", sent(inside="<seats/>" * MOST_ELEMENTS)),
    ("too-much", sent(inside="<seats>" * 9 + "</seats>" * 9)),
    ("no-instance-id", sent().replace(uuid(1).encode(), b"")),
    ("no-instance-id", sent().replace(b"<meta>", b"<meta/><meta>")),
    ("bad-instance-id", sent().replace(b"uuid:", b"uuid-")),
    ("bad-instance-id", sent(1, replaces=2).replace(uuid(2).encode(), SECRET.encode())),
    ("replaces-itself", sent(1, replaces=1)),
]


@pytest.mark.parametrize(("code", "data"), REFUSED)
def test_what_is_no_submission_is_refused_with_its_reason(code, data):
    with pytest.raises(SubmissionRefused) as caught:
        read(data)
    assert caught.value.code == code
    assert str(caught.value) == " ".join(REFUSALS[code])


KEPT_APART = [
    ("other-form", sent(form="another")),
    ("unknown-version", sent(version="1")),
    ("unknown-field", sent(inside=f"<seats><name>{SECRET}</name></seats>")),
    ("unknown-field", sent(inside=f"<words>{SECRET}</words>")),
    ("unknown-field", sent(inside=f"<seats>{SECRET}</seats>")),
    ("unknown-field", sent(inside=f"<seats><seat>1</seat>{SECRET}</seats>")),
    ("unknown-field", sent(inside=f'<seats said="{SECRET}"/>')),
    ("unknown-field", sent(inside=f'<seats><seat said="{SECRET}">1</seat></seats>')),
    ("unknown-field", sent().replace(b"<note_1/>", f"<note_1>{SECRET}</note_1>".encode())),
    ("bad-value", sent(inside=f"<seats><seat>{SECRET}</seat></seats>")),
    ("bad-value", sent(inside="<seats><seat>13</seat></seats>")),
    ("bad-value", sent(inside="<seats><understood>4</understood></seats>")),
    ("bad-value", sent(inside="<seats><understood>\u0663</understood></seats>")),
    ("bad-value", sent(inside="<seats><quote>perhaps</quote></seats>")),
    ("bad-value", sent(day="20261124")),
    ("clock", sent(day="2026-12-02")),
    ("clock", sent(day="1970-01-01")),
]


@pytest.mark.parametrize(("reason", "data"), KEPT_APART)
def test_st_r39_what_no_sheet_of_ours_says_is_held_with_its_reason_and_without_its_words(reason, data):
    got = read(data)
    assert (got.held, got.answers, got.instance_id) == (SetApart(reason), (), uuid(1))
    assert SECRET not in repr(got)


def test_a_day_may_be_a_year_back_or_tomorrow():
    assert all(not read(sent(day=day)).held for day in ("2025-11-29", "2026-11-30", "2026-12-01"))


def test_the_part_with_the_sheet_is_read_and_what_is_attached_is_dropped():
    body = request(
        part("picture.jpg", b"\xff\xd8" * 50), part("xml_submission_file", sent()), part("x", b"1")
    )
    assert xml_part(TYPE, body) == sent()
    assert read(xml_part(TYPE, body)).answers


AMISS = [
    ("too-large", TYPE, b"x" * (MOST_BYTES + 1)),
    ("not-multipart", "text/xml", sent()),
    ("not-multipart", "multipart/form-data", sent()),
    ("not-multipart", TYPE + "\nX: y", request(part("xml_submission_file", sent()))),
    ("not-multipart", TYPE, request(*[part(f"p{n}", b"1") for n in range(11)])),
    ("no-xml-part", TYPE, request(part("other", sent()))),
    ("no-xml-part", TYPE, request(part("xml_submission_file", sent()), part("xml_submission_file", sent(2)))),
]


@pytest.mark.parametrize(
    ("code", "kind", "body"), AMISS, ids=[f"{row[0]}-{n}" for n, row in enumerate(AMISS)]
)
def test_a_request_that_is_none_is_refused_with_its_reason(code, kind, body):
    with pytest.raises(SubmissionRefused) as caught:
        xml_part(kind, body)
    assert caught.value.code == code


@settings(max_examples=60)
@given(st.binary(max_size=200), st.integers(0, 400))
def test_whatever_bytes_come_they_are_read_refused_or_held(noise, at):
    whole = request(part("xml_submission_file", sent()))
    body = whole[:at] + noise + whole[at:]
    try:
        outcome = read(xml_part(TYPE, body)).held
    except SubmissionRefused as why:
        outcome = why.code
    assert outcome is None or isinstance(outcome, SetApart) or outcome in REFUSALS


def test_every_reason_says_how_to_mend_it():
    assert all(says.endswith(".") and mend.endswith(".") for says, mend in REFUSALS.values())
