"""Staff sign in and look at pages; public pages with the gate of staff in the way, and without it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import clock, path, site
from bench.figures import Section
from bench.web import CALL, STEP, Walk

HOW = """\
The WSGI application in one process, over two SQLite files, as in “A turn over the web”. Signing in is both
forms and what leads to them: the passphrase is checked (64 MiB) and opens the keys (128 MiB), then six
digits. Pages are those of an administrator of one organisation; what each asks of the databases is written
down for every page and role in tests/staff/statements.txt. The gate lets public pages through before it looks
at anything: they are asked for by turns with it and without it, in one run."""
GATE = "kapea.web.staff.gate.StaffGate"
PAGES = ("/staff/office/", "/staff/office/people", "/staff/office/counts", "/staff/own")
ROLE = "administrator"


def measure(effort: clock.Effort = clock.USUAL) -> Section:
    """Makes a trial's staff in the databases of now; call it over empty ones."""
    from django.test import override_settings

    section = Section("Staff: sign-in and pages", HOW)
    site.publish(path.cambodia().release)
    _public(section, effort)
    with TemporaryDirectory(prefix="kapea-staff-") as home:
        from kapea.people.demo import demo_staff

        staff = demo_staff(Path(home), at=datetime.now(UTC))
        person = next(each for each in staff if each.role == ROLE)
        with override_settings(ROOT_URLCONF="kapea.config.urls"):
            _staff(section, person, effort)
    return section


def _staff(section: Section, person: Any, effort: clock.Effort) -> None:
    visitor = site.Visitor(site.ours())
    section.add("signing in, both steps", clock.once(lambda: sign_in(visitor, person)) * 1e3, "ms")
    spent = clock.each({page: _asks(visitor, page) for page in PAGES}, effort)
    for page in PAGES:
        name = page.replace("/staff/", "") or page
        section.add(f"page {name}", spent[page] * 1e3, "ms", bar=40, aim=15, note=_statements(visitor, page))


def sign_in(visitor: site.Visitor, person: Any) -> None:
    """A name, a passphrase, six digits."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    visitor.get("/staff/sign-in")
    visitor.post("/staff/sign-in", login=person.username, password=person.passphrase)
    visitor.get("/staff/sign-in/second-factor")
    digits = format_hotp_value(hotp_value(person.secret, int(time.time()) // 30))
    visitor.post("/staff/sign-in/second-factor", code=digits)
    assert visitor.get(PAGES[0]).status == 200


def _asks(visitor: site.Visitor, page: str) -> Callable[[], None]:
    asked = visitor.environ("GET", page)

    def ask() -> None:
        assert visitor.call(asked).status == 200

    return ask


def _statements(visitor: site.Visitor, page: str) -> str:
    return statements_of(lambda: visitor.get(page))


def statements_of(does: clock.Work) -> str:
    """What it asks of the two databases, once."""
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    with (
        CaptureQueriesContext(connections["default"]) as one,
        CaptureQueriesContext(connections["keys"]) as two,
    ):
        does()
    return f"{len(one)} statements, and {len(two)} of the key store"


def _public(section: Section, effort: clock.Effort) -> None:
    from django.conf import settings
    from django.test import override_settings

    from kapea.content.queries import live_worlds

    without = [each for each in settings.MIDDLEWARE if each != GATE]
    assert without != settings.MIDDLEWARE
    world = live_worlds()[0]
    with override_settings(ROOT_URLCONF="bench.urls"):
        gated = site.ours()
        with override_settings(MIDDLEWARE=without):
            bare = site.ours()
        for node in (STEP, CALL):
            walks = {name: Walk(app, world) for name, app in (("with", gated), ("without", bare))}
            asked = {name: _asks(walk.visitor, walk.path(node)) for name, walk in walks.items()}
            spent = clock.each(asked, effort)
            ratio = spent["with"] / spent["without"]
            section.add(f"public page {node}: with the gate, without it", ratio, "×", bar=1.1, aim=1.02)
