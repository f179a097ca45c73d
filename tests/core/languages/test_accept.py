"""What a browser asks for is read as Kapea knows languages, whatever the header holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.languages.accept import accepted_languages
from kapea.core.languages.known import LANGUAGES, language_code


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("km", ("km",)),
        ("km-KH,km;q=0.9,en;q=0.8", ("km", "en")),
        ("fil-PH", ("fil",)),
        ("tl-PH,tl;q=0.9,en-US;q=0.8", ("fil", "en")),
        ("en;q=0.2, sw;q=0.9", ("sw", "en")),
        ("en;q=0, ne", ("ne",)),
        ("fi", ("fi",)),
        ("*", ()),
        ("", ()),
        (";;;,,,q=1", ()),
        ("km;q=much, en", ("en",)),
    ],
)
def test_languages_are_read_in_the_order_in_which_they_are_wanted(header, wanted):
    assert accepted_languages(header) == wanted


@given(st.text(max_size=400))
def test_no_header_is_refused_or_answered_with_what_is_no_code(header):
    found = accepted_languages(header)
    assert len(found) == len(set(found))
    assert all(code.isascii() and code.isalpha() for code in found)


@given(st.sampled_from(sorted(LANGUAGES)), st.sampled_from(["", "-PH", "_KH", "-Latn-KE"]), st.booleans())
def test_every_name_of_a_language_leads_to_its_code(code, region, shout):
    for name in (code, *LANGUAGES[code].aliases):
        tag = name + region
        assert language_code(tag.upper() if shout else tag) == code
