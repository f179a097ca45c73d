"""Whatever a request says, reading it raises nothing and claims nothing."""

from urllib.parse import urlencode

import pytest
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.care.case_entries import MOST_LETTERS
from kapea.web.base.request import Request, form_of, query_of

CHARSETS = ("utf-7", "utf-16", "base64", "rot13", "zlib", "nosuch", "\x00", "utf-8; charset=zlib")


FORM = "application/x-www-form-urlencoded"


def request_of(body: bytes = b"", kind: str = FORM, query: str = "", path: str = "/km/") -> Request:
    made = RequestFactory().generic("POST", f"{path}?{query}", body, content_type=FORM)
    return Request({**made.environ, "CONTENT_TYPE": kind})


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_codec_from_outside_is_never_used(charset):
    read = request_of(b"w=help", f"{FORM}; charset={charset}")
    assert read.encoding in (None, "utf-8")
    assert form_of(read).get("w") == "help"


@given(st.binary(max_size=300), st.sampled_from([FORM, "multipart/form-data"]))
def test_any_body_reads_as_a_form_or_as_none(body, kind):
    assert isinstance(form_of(request_of(body, kind)).dict(), dict)


@given(st.binary(max_size=200))
def test_half_a_form_in_parts_reads_as_none(rest):
    kind = "multipart/form-data; boundary=x"
    assert "file" not in form_of(request_of(b"--x\r\n" + rest, kind)).dict()


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=40))
def test_any_query_reads_as_one_or_as_none(fields):
    assert isinstance(query_of(request_of(query=urlencode(fields))).dict(), dict)


def test_more_fields_than_any_form_of_ours_has_say_nothing():
    many = urlencode({f"f{n}": n for n in range(200)})
    assert not query_of(request_of(query=many))
    assert not form_of(request_of(many.encode()))


def test_a_form_that_is_too_large_says_nothing_however_often_it_is_asked():
    for kind, body in (FORM, b"w=" + b"a" * 50_000), parts({"w": "a" * 50_000}):
        large = request_of(body, kind)
        assert not form_of(large)
        assert not form_of(large)


def parts(fields: dict[str, str]) -> tuple[str, bytes]:
    """A form in parts, as a browser sends it: its kind and its body."""
    return MULTIPART_CONTENT, encode_multipart(BOUNDARY, fields)


NOTE = {"said": "ខ្ញុំបានជួបម្ដាយ។" * (MOST_LETTERS // 18), "next": "काठमाडौँ जान्छु। " * (MOST_LETTERS // 17)}
TALK = {"words": "C1: ខ្ញុំមិនហ៊ានប្រាប់ម្ដាយទេ ព្រោះខ្លាចគាត់ខឹង។\n" * 2_000, "language": "km"}
"""Two hours of talk in a group."""


@pytest.mark.parametrize(
    ("kind", "body", "said"), [(FORM, urlencode(NOTE).encode(), NOTE), (*parts(TALK), TALK)]
)
def test_a_whole_note_and_a_whole_transcript_in_khmer_are_read_where_staff_write_and_nowhere_else(
    kind, body, said
):
    assert form_of(request_of(body, kind, path="/staff/studies/a/sessions/1/transcript/write")).dict() == said
    assert not form_of(request_of(body, kind)), "nobody holds a worker with a megabyte at a public door"


def test_ticks_of_staff_are_as_many_as_there_are_quotes():
    ticks = urlencode([("quote", str(n)) for n in range(300)]).encode()
    assert (
        len(form_of(request_of(ticks, path="/staff/studies/a/outputs/report/write")).getlist("quote")) == 300
    )


def test_what_an_ordinary_form_says_is_read():
    assert form_of(request_of(urlencode({"w": "ជួយ", "a": "yes"}).encode())).dict() == {"w": "ជួយ", "a": "yes"}
    assert query_of(request_of(query=urlencode({"t": 1, "a": "12"}))).dict() == {"t": "1", "a": "12"}
