"""Whoever carries off every file of the server finds none of what anybody typed, tapped or came from."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from pathlib import Path

import pytest
from tests.attack.person import Person
from tests.ways import EVERY

VISITORS = 60 if EVERY else 6
TYPED = "zebrafinch"
"""What a visitor typed; no page and no pack says it."""
PLANTED = {
    "X-Forwarded-For": "203.0.113.77",
    "User-Agent": "okapi-browser/7",
    "Referer": "http://localhost/quagga",
    "Accept-Language": "en;q=0.77",
    "X-Tapir": "tapir",
}
MARKS = (TYPED, "203.0.113.77", "okapi", "quagga", "q=0.77", "tapir")


def visited(port: int, *, leaves: bool) -> Person:
    """A visit in which something is typed; what the browser held is still known here."""
    person = Person(port, dict(PLANTED))
    page = person.walk("en", "1")
    page = person.follow(person.tap(page, w=TYPED))
    assert page.status == 200
    if leaves:
        held = dict(person.cookies)
        assert person.post("/leave").status == 200
        person.cookies = held
    return person


@pytest.fixture(scope="module")
def visitors(standing) -> list[Person]:
    """Visitors, half of whom left."""
    return [visited(standing.port, leaves=n % 2 == 0) for n in range(VISITORS)]


def files(folder: Path) -> dict[str, bytes]:
    """Everything under a home by its name: database, write-ahead log, what was logged."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def forms(word: str) -> set[bytes]:
    """A word as it may be written down."""
    plain = word.encode()
    return {
        plain,
        plain.upper(),
        word.encode("utf-16-le"),
        urlsafe_b64encode(plain)[:-3],
        plain.hex().encode(),
    }


def test_no_file_holds_what_was_typed_or_where_it_came_from(standing, visitors):
    kept = files(standing.home.folder)
    assert any(name.endswith("-wal") for name in kept), "all files were looked at"
    found = {
        (name, mark) for name, held in kept.items() for mark in MARKS for form in forms(mark) if form in held
    }
    assert not found


def test_no_file_holds_a_key_that_a_browser_was_given(standing, visitors):
    keys = {value for person in visitors for value in person.cookies.values() if len(value) > 8}
    assert len(keys) >= VISITORS
    found = {
        name for name, held in files(standing.home.folder).items() for key in keys if key.encode() in held
    }
    assert not found


def test_no_file_holds_an_address_of_a_page_that_was_visited(standing, visitors):
    held = files(standing.home.folder)["serve.log"]
    assert b"/en/h/" not in held
    assert b"POST" not in held


def test_no_header_of_an_answer_says_what_was_typed_or_tapped(visitors):
    said = {f"{name}: {value}" for person in visitors for name, value in person.answered}
    assert said
    assert not [line for line in said for mark in (*MARKS, "S02") if mark in line]
    allowed = ("set-cookie", "location", "content-length")
    varying = {line.split(":")[0].lower() for line in said} & {"etag", "server-timing", "x-request-id"}
    assert not varying, f"besides {allowed} nothing differs from visitor to visitor"


def test_after_a_failing_database_the_log_still_says_nothing(own):
    person = Person(own.port, dict(PLANTED))
    page = person.walk("en", "1")
    own.home.file.write_bytes(b"\0" * 8192)
    for _ in range(3):
        assert person.tap(page, w=TYPED).status in (303, 503)
    held = own.log.read_bytes()
    assert not [mark for mark in MARKS for form in forms(mark) if form in held]
