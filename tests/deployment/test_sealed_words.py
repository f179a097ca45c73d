"""A story that somebody sealed is found nowhere but on the page that opens it for them: in no file, line of
the log, address, header, page of an error, mail, and not in what answers anybody else.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass

import pytest
from tests import postgres
from tests.channels import planted
from tests.databases import drawn
from tests.deployment.sealed_pages import PLANTED
from tests.deployment.staff_visits import TOKEN, StaffVisitor, in_memory
from tests.home import Home, prepared
from tests.postgres import Postgres
from tests.server import Serve

from kapea.web.base.form_sizes import STAFF_FORM

SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.deployment.sealed_settings"}
MOST_TRIES = 200
"""Connections that are made until one is answered by the worker that is looked for."""


@dataclass
class Stores:
    """A deployment with staff of two organisations, and where its bytes lie."""

    home: Home
    server: Postgres | None

    def files(self) -> dict[str, bytes]:
        """Every file of the home, and of its PostgreSQL with its log."""
        held = planted.files(self.home.folder)
        if self.server is not None:
            self.server.run("CHECKPOINT")
            held |= {f"postgres {name}": body for name, body in planted.files(self.server.folder).items()}
        return held

    def copy_database(self) -> None:
        """Keeps the main database as it is now, without the key store. Nothing may serve meanwhile."""
        if self.server is not None:
            self.server.run("CREATE DATABASE yesterday TEMPLATE kapea")
            return
        with closing(sqlite3.connect(self.home.file)) as now:
            now.execute("VACUUM INTO ?", (str(self.home.folder / "yesterday"),))

    def bring_copy_back(self) -> None:
        """The main database of before, beside the key store of now."""
        if self.server is not None:
            self.server.run("DROP DATABASE kapea")
            self.server.run("ALTER DATABASE yesterday RENAME TO kapea")
            return
        for path in self.home.folder.glob("kapea.sqlite3-*"):
            path.unlink()
        (self.home.folder / "yesterday").replace(self.home.file)


@pytest.fixture(params=drawn(__name__))
def stores(request, tmp_path) -> Iterator[Stores]:
    own = postgres.own() if request.param == "postgres" else nullcontext()
    with own as server:
        address = server.database("kapea") if server else ""
        home = prepared(tmp_path / "home", packs=("cambodia",), database=address, staff=True, **SETTINGS)
        yield Stores(home, server)


@pytest.fixture
def words() -> str:
    """What somebody told, other in each run."""
    marker = "planted" + "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(24))
    assert PLANTED.search(marker)
    return f"He says he will send it to my class. {marker}. Please do not tell."


def marker_of(words: str) -> str:
    found = PLANTED.search(words)
    assert found is not None
    return found[0]


@contextmanager
def visitor(site: Serve, role: str, *, worker: int | None = None, step: int = 0) -> Iterator[StaffVisitor]:
    """Somebody who has signed in, at a worker of their own choice or any. `step`: with the code of so many
    half minutes later, since each counts once.
    """
    for _ in range(MOST_TRIES):
        with closing(StaffVisitor(site, role)) as came:
            came.get("/healthz")
            if worker is None or came.worker() == worker:
                came.signs_in(step)
                yield came
                return
    raise AssertionError(f"no connection reached worker {worker}")


def test_a_story_is_found_nowhere_but_on_the_page_that_opens_it(stores, words):
    home = stores.home
    with Serve(home, workers=2) as site, visitor(site, "counsellor") as ana:
        assert ana.post("/staff/sealed/seal", words=words).headers["location"] == "/staff/sealed/read"
        assert ana.get("/staff/sealed/read").body == words
        assert ana.get("/staff/sealed/fail").status == 500
        assert ana.post("/staff/sealed/seal", token=False, words=words).status == 403
        many = {f"words{n}": words for n in range(STAFF_FORM.most_fields)}
        assert ana.post("/staff/sealed/seal", **many).status == 400, "with the word of the form, one too many"
        assert ana.post("/staff/sealed/nothing", words=words).status == 404
        here = ana.worker()
        [elsewhere] = site.listening_workers() - {here}
        secret = {marker_of(words), ana.cookies["sk"], ana.person["passphrase"]}

        ana.get("/staff/sealed/keep")
        assert in_memory(here, {marker_of(words).encode()}), "what stands in a memory is found there"
        assert '"planted": 0' not in ana.get("/staff/sealed/reachable").body, "and so is what is reached"
        ana.get("/staff/sealed/let_go")
        for role in ("supervisor", "partner_worker"):
            with visitor(site, role, worker=here) as ben:
                assert '"planted": 0' in ben.get("/staff/sealed/reachable").body
                is_told_nothing(ben, secret)
        for role in ("case_worker", "programme_officer"):
            with visitor(site, role, worker=elsewhere) as ben:
                is_told_nothing(ben, secret)
        assert in_memory(elsewhere, {each.encode() for each in secret}) == set()

        shown = [each for each in ana.answers if each.body != words]
        assert len(shown) == len(ana.answers) - 1
        answers = {f"answer {n}": bytes(each) for n, each in enumerate(shown)}
        assert planted.found(planted.forms(marker_of(words)), answers) == []
        assert "RuntimeError" in site.said(), "the fault left its line"

    for name in ("backup", "keys"):
        file = str(home.folder / f"{name}.file")
        done = home.kapea(*(("keys", "backup", file) if name == "keys" else ("backup", file)))
        assert done.returncode == 0, done.stderr
    assert not (home.folder / "mail").exists(), "nothing was mailed"
    held = stores.files()
    assert {"serve.log", "backup.file", "keys.file"} <= set(held)
    for each in secret - {ana.person["passphrase"]}:  # those of a trial are printed, and lie in the home
        assert planted.found(planted.forms(each), held) == []


def is_told_nothing(visitor: StaffVisitor, secret: set[str]) -> None:
    """Somebody else asks for the story, for what is nowhere, and for whatever shows a fault."""
    asked = [visitor.get(f"/staff/sealed/{name}") for name in ("read", "none")]
    there, nowhere = (TOKEN.sub("", each.body) for each in asked)
    assert [each.status for each in asked] == [404, 404]
    assert there.replace("sealed/read", "sealed/none") == nowhere
    assert visitor.get("/staff/sealed/fail").status == 404
    answers = {f"answer {n}": bytes(each) for n, each in enumerate(visitor.answers)}
    for each in secret:
        assert planted.found({each.encode()}, answers) == []


def test_what_was_erased_stays_dark_when_the_database_of_before_is_brought_back(stores, words):
    with Serve(stores.home) as site, visitor(site, "counsellor") as ana:
        ana.post("/staff/sealed/seal", words=words)
        assert ana.get("/staff/sealed/read").body == words
    stores.copy_database()
    with Serve(stores.home) as site, visitor(site, "case_worker") as ben:
        assert '"wraps": 1' in ben.get("/staff/sealed/erase").body
    stores.bring_copy_back()
    with Serve(stores.home) as site, visitor(site, "counsellor", step=1) as ana:
        assert "Staff cannot sign in" not in site.said()
        assert ana.get("/staff/sealed/read").status == 404
        assert ana.get("/staff/sealed/fail").status == 404
