"""An address leads where it looks as if it led."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.pack.read.web_addresses import address_fault


@pytest.mark.parametrize(
    "address",
    ["https://km.wikipedia.org/", "https://a.org", "https://xn--a.org/x?y=1#z", "https://a-b.org.kh/@us"],
)
def test_an_ordinary_address_has_no_fault(address: str):
    assert address_fault(address) == ""


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("https://known.org@evil.com/", "before the @"),
        ("https://known.org:secret@evil.com/", "before the @"),
        ("http://a.org/", "https://"),
        ("javascript:alert(1)", "https://"),
        ("https://a.org\\@evil.com", "no plain address"),
        ("https://аpple.com/", "no plain address"),
        ("https://a.org/\u202egro", "no plain address"),
        ("https://a.org/ b", "no plain address"),
        ("https://[::1/", "no plain address"),
        ("https://", "no name of a site"),
        ("https://localhost/", "no name of a site"),
        ("https://10.0.0.1/", "no name of a site"),
        ("https://a.org:8080/", "no name of a site"),
        ("https://a.org/" + "x" * 200, "no plain address"),
    ],
)
def test_an_address_that_leads_elsewhere_or_reads_wrongly_has_its_fault(address: str, fault: str):
    assert fault in address_fault(address)


@given(st.text())
def test_no_text_makes_it_raise(text: str):
    address_fault(text)
    address_fault(f"https://{text}")
