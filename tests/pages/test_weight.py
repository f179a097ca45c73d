"""What a page costs: bytes on the wire for someone with no data left, and statements for the server."""

from __future__ import annotations

import re

import pytest
from tests.pages.conftest import body

WIRE = 14_000
"""The first view with its styles, drawings, script and headers, compressed."""


def on_the_wire(response) -> int:
    head = sum(len(f"{name}: {value}\r\n") for name, value in response.headers.items())
    cookies = sum(len(c.OutputString()) + 14 for c in response.cookies.values())
    return 17 + head + cookies + len(body(response))


class TestWeight:
    @pytest.mark.parametrize("language", ["km", "en"])
    def test_the_first_view_is_light(self, published, client, language):
        page = client.get(f"/{language}/", headers={"accept-encoding": "gzip"})
        assert page["Content-Encoding"] == "gzip"
        html = client.get(f"/{language}/").content.decode()
        parts = [
            client.get(a, headers={"accept-encoding": "gzip"}) for a in re.findall(r'"(/s/[^"]+)"', html)
        ]
        assert len(parts) == 3
        assert sum(on_the_wire(each) for each in (page, *parts)) <= WIRE

    def test_the_script_is_small(self, published, client):
        script = client.get("/s/base/leave.js")
        assert len(body(script)) <= 1_500


class TestStatements:
    def test_looking_at_a_step_is_one(self, visitor, statements):
        visitor.walk("en", "1", "S02")
        with statements() as counted:
            visitor.get("/en/h/2")
        assert len(counted) <= 2, counted.all

    def test_an_answer_is_at_most_three(self, visitor, statements):
        page = visitor.walk("en", "1", "S02")
        action, fields = visitor.form(page, a="1")
        with statements() as counted:
            assert visitor.post(action, fields).status_code == 303
        assert len(counted) <= 3, counted.all

    def test_beginning_is_at_most_three(self, visitor, statements):
        action, fields = visitor.form(visitor.get("/en/"), a="1")
        with statements() as counted:
            assert visitor.post(action, fields).status_code == 303
        assert len(counted) <= 3, counted.all

    def test_an_answer_that_counts_an_outcome_is_at_most_three_once_the_day_has_its_counter(
        self, visitor, statements
    ):
        visitor.walk("en", "1", "S02")
        page = visitor.get("/en/h/1")
        action, fields = visitor.form(page, a="S02")
        with statements() as counted:
            assert visitor.post(action, fields).status_code == 303
        assert len(counted) <= 3, counted.all
