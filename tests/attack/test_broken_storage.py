"""A full disk, a database deleted or spoiled while people ask: whom to call is always said."""

from __future__ import annotations

import os
import resource
import sqlite3
from contextlib import contextmanager

import psutil
import pytest
from tests.attack.answers import NUMBER, Answer, faults
from tests.attack.person import Person, form_of
from tests.home import Home
from tests.server import Serve, until

FULL = (0, resource.RLIM_INFINITY)
"""Not one more byte goes into any file, as on a full disk, or one that can only be read."""


@contextmanager
def full_disk(site: Serve):
    """Meanwhile nothing that the server writes is taken."""
    workers = site.worker_processes()
    for each in workers:
        each.rlimit(psutil.RLIMIT_FSIZE, FULL)
    yield
    for each in workers:
        each.rlimit(psutil.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def delete(home: Home) -> None:
    for path in home.folder.glob("kapea.sqlite3*"):
        path.unlink()


def spoil(home: Home) -> None:
    """Overwrites the whole file, but for its first page, under the server's hands."""
    size = home.file.stat().st_size
    with home.file.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))
    with sqlite3.connect(home.file) as fresh, pytest.raises(sqlite3.DatabaseError):
        fresh.execute("SELECT count(*) FROM guide_conversation").fetchone()


def zero(home: Home) -> None:
    home.file.write_bytes(b"\0" * 4096)


def names_help(answer: Answer) -> bool:
    return NUMBER in answer.body and faults(answer) in ([], ["503"])


def all_say_whom_to_call(site: Serve, page: Answer) -> None:
    """What anybody meets meanwhile: pages with numbers, answers that are taken or name numbers, leaving."""
    for path in ("/en/", "/km/", "/en/find?t=1", "/en/nowhere"):
        assert names_help(Person(site.port).get(path)), path
    stranger = Person(site.port)
    for answer in (stranger.tap(stranger.get("/en/"), a="1"), Person(site.port).tap(page, a="1")):
        assert answer.status in (303, 403, 503)
        assert answer.status == 303 or names_help(answer)
    left = stranger.post("/leave")
    assert left.status == 200
    assert NUMBER not in left.body


def test_while_the_disk_is_full_all_say_whom_to_call_and_then_answers_go_on(own):
    person = Person(own.port)
    page = person.walk("en", "1", "S02")
    with full_disk(own):
        all_say_whom_to_call(own, page)
        refused = person.tap(page, a="1")
        assert refused.status == 503
        assert names_help(refused)
    until(lambda: person.tap(page, a="1").status == 303, within=120, what="answers are not taken again")
    tag = form_of(page)[1]["c"]
    assert person.get(f"/en/h/3?c={tag}").status == 200, "what was answered before is still there"


@pytest.mark.parametrize("harm", [delete, spoil, zero], ids=["deleted", "spoiled", "emptied"])
def test_a_database_harmed_while_people_ask_leaves_the_numbers_standing(own, harm):
    page = Person(own.port).walk("en", "1", "S02")
    harm(own.home)
    for _ in range(3):
        all_say_whom_to_call(own, page)
    assert "Traceback" not in own.said()
    assert own.is_up()


@pytest.mark.parametrize("harm", [spoil, zero], ids=["spoiled", "emptied"])
def test_a_harmed_database_at_start_is_said_in_words_or_the_numbers_are_served(home, harm):
    harm(home)
    site = Serve(home)
    try:
        site.start()
    except AssertionError:
        assert site._process is not None
        assert site._process.returncode not in (0, None)
        assert "Traceback" not in site.said()
        assert str(home.file) in site.said() or "database" in site.said().lower()
        return
    assert names_help(Person(site.port).get("/en/"))
    site.stop()


def test_a_disk_that_is_full_at_the_first_start_leaves_no_empty_secret(tmp_path):
    """Else every later conversation would fail, or be sealed under nothing."""
    home = Home(tmp_path / "home", settings={"KAPEA_SECRET": ""})
    home.folder.mkdir()
    limited = "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 1 << 40)); "
    limited += "sys.argv = ['kapea', 'migrate']; runpy.run_module('kapea', run_name='__main__')"
    assert home.python("-c", limited).returncode != 0
    left = [path for path in home.folder.glob("secret*") if path.is_file()]
    assert all(len(path.read_text(encoding="utf-8").strip()) >= 32 for path in left)
    done = home.kapea("migrate")
    assert done.returncode == 0, done.stdout + done.stderr
    assert len((home.folder / "secret").read_text(encoding="utf-8").strip()) >= 32
