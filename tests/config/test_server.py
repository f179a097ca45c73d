"""The real `kapea serve` on bad days: it listens, names who can help, and comes back by itself."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests import postgres
from tests.home import Home, prepared
from tests.server import START_SECONDS, Serve, until

from kapea.vault.keys import tag_of

FIRST, STEP = "/en/", "/en/h/1"
NOTHING_HERE = 302
"""Whoever asks for a conversation that the database does not have is led to the page that says so."""


@pytest.fixture
def home(tmp_path) -> Home:
    return prepared(tmp_path / "home", packs=("cambodia",))


def step(site: Serve) -> tuple[int, str]:
    """A step of a conversation that is looked for in the database; there is none of this key."""
    token = "A" * 32
    in_one_tab = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "same-origin"}
    return site.get(f"{STEP}?c={tag_of(token)}", Cookie=f"k={token}", **in_one_tab)


def names_help(told: tuple[int, str]) -> bool:
    return "tel:1280" in told[1]


def test_a_worker_that_dies_is_replaced_and_the_other_goes_on(home):
    with Serve(home, workers=2) as site:
        dead = site.kill_worker()
        until(site.is_up, within=START_SECONDS, what="the other worker")  # who was in its line is asked again
        assert len(site.listening_workers() - {dead}) >= 1
        assert names_help(site.get(FIRST))
        until(
            lambda: len(site.listening_workers() - {dead}) == 2,
            within=START_SECONDS,
            what="two workers again",
        )
        assert names_help(site.get(FIRST))


def test_a_damaged_database_is_said_and_the_listener_names_help(home):
    home.file.write_bytes(b"x" * 5000)
    with Serve(home) as site:
        assert "is damaged" in site.said()
        assert "Traceback" not in site.said()
        assert names_help(site.get(FIRST))
        told = step(site)
        assert told[0] == 503
        assert names_help(told)


def test_a_home_that_cannot_be_written_is_said_and_the_listener_names_help(tmp_path):
    (tmp_path / "file").touch()
    home = Home(tmp_path / "file" / "home", settings={"KAPEA_PACKS": "cambodia", "KAPEA_SECRET": ""})
    site = Serve(home)
    site.log = tmp_path / "serve.log"
    with site:
        assert "Choose another KAPEA_HOME" in site.said()
        assert names_help(site.get(FIRST))


def test_what_was_live_last_is_named_when_the_database_is_gone(home):
    """The numbers of the last good release, not of the pack that came along."""
    kept = home.folder / "last_good" / "cambodia.release"
    if not kept.exists():
        assert home.kapea("publish", "cambodia").returncode == 0
    assert kept.exists()
    home.file.write_bytes(b"x" * 5000)
    with Serve(home) as site:
        assert "the shipped pack stands in" not in site.said()
        assert names_help(site.get(FIRST))


def test_what_could_not_be_prepared_is_tried_again_until_it_can(home):
    whole = home.file.read_bytes()
    home.file.write_bytes(b"x" * 5000)
    with Serve(home) as site:
        assert step(site)[0] == 503
        home.file.write_bytes(whole)
        until(lambda: answers(site), within=START_SECONDS, what="steps once the database is whole")


def answers(site: Serve) -> bool:
    try:
        return step(site)[0] == NOTHING_HERE
    except OSError:  # while workers change places
        return False


# --- the key store at the start ------------------------------------------------------------


STAFF = "/staff/sign-in"
KEYS_AWAY, KEYS_HERE = 503, 200


def begin_staff(home: Home) -> None:
    """The keys of the deployment: from then on staff sign in here, and miss their key store."""
    made = home.kapea("keys", "init")
    assert made.returncode == 0, made.stderr


def signs_in_again(site: Serve) -> bool:
    try:
        return site.get(STAFF)[0] == KEYS_HERE
    except OSError:  # while workers change places
        return False


def help_goes_on_without_staff(site: Serve) -> None:
    assert "Staff cannot sign in, and help goes on." in site.said()
    assert "Traceback" not in site.said()
    assert site.get(STAFF)[0] == KEYS_AWAY
    assert names_help(site.get(FIRST))
    assert step(site)[0] == NOTHING_HERE, "conversations are looked for, not only named help from memory"


def test_help_goes_on_where_the_key_store_is_damaged_and_staff_come_back_with_it(home):
    """Whoever was at work gives their passphrase again, though the start could not lock their keys."""
    begin_staff(home)
    keys = home.folder / "keys.sqlite3"
    with closing(sqlite3.connect(keys)) as database, database:
        row = ("open", "of-somebody", b"sealed", "2026-11-24", "2026-11-24")
        database.execute(
            "INSERT INTO vault_openkey (id, key_id, sealed, opened_at, used_at) VALUES (?,?,?,?,?)", row
        )
    whole = keys.read_bytes()
    keys.write_bytes(b"x" * 5000)
    with Serve(home, workers=2) as site:
        help_goes_on_without_staff(site)
        assert "keys.sqlite3 is damaged" in site.said()
        keys.write_bytes(whole)
        until(lambda: signs_in_again(site), within=START_SECONDS, what="sign-in once the key store is whole")
        with closing(sqlite3.connect(keys)) as database:
            assert database.execute("SELECT count(*) FROM vault_openkey").fetchone() == (0,)


def test_it_ends_when_told(home):
    with Serve(home, workers=2) as site:
        workers = site.worker_processes()
    assert not any(worker.is_running() for worker in workers)


# --- PostgreSQL --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server():
    with postgres.own() as server:
        yield server


@pytest.fixture
def on_postgres(server, tmp_path) -> Home:
    server.start()
    return prepared(tmp_path / "home", packs=("cambodia",), database=server.database("kapea"))


def test_connections_that_are_cut_cost_nobody_an_answer(server, on_postgres):
    with Serve(on_postgres, workers=2) as site:
        for _ in range(3):
            assert [step(site)[0] for _ in range(8)] == [NOTHING_HERE] * 8
            assert server.cut() > 0


def test_a_database_that_goes_away_and_comes_back(server, on_postgres):
    with Serve(on_postgres) as site:
        assert step(site)[0] == NOTHING_HERE
        server.stop()
        for _ in range(4):
            assert names_help(site.get(FIRST))
            told = step(site)
            assert told[0] == 503
            assert names_help(told)
        server.start()
        until(lambda: step(site)[0] == NOTHING_HERE, within=300, what="steps again")


def test_a_database_that_stands_still_is_waited_for_once(server, on_postgres):
    """Every process of the server is stopped, so that its connections stay open and nothing comes."""
    with Serve(on_postgres) as site:
        assert step(site)[0] == NOTHING_HERE
        paused = pause(server.folder)
        try:
            assert names_help(step(site))
            for _ in range(10):
                assert names_help(site.get(FIRST))
        finally:
            for pid in paused:
                os.kill(pid, signal.SIGCONT)
        until(lambda: step(site)[0] == NOTHING_HERE, within=300, what="steps again")


def pause(folder: Path) -> list[int]:
    import psutil

    main = psutil.Process(int((folder / "postmaster.pid").read_text().splitlines()[0]))
    family = [main, *main.children(recursive=True)]
    for process in family:
        process.suspend()
    return [process.pid for process in family]


def test_a_start_without_the_database_names_help(server, on_postgres):
    server.stop()
    shutil.rmtree(on_postgres.folder / "last_good", ignore_errors=True)
    with Serve(on_postgres) as site:
        assert "does not answer" in site.said()
        assert names_help(site.get(FIRST))


def test_help_goes_on_where_the_key_store_does_not_answer(server, on_postgres):
    begin_staff(on_postgres)
    server.run('ALTER DATABASE "kapea_keys" RENAME TO "kapea_keys_away"')
    with Serve(on_postgres, workers=2) as site:
        help_goes_on_without_staff(site)
        server.run('ALTER DATABASE "kapea_keys_away" RENAME TO "kapea_keys"')
        until(lambda: signs_in_again(site), within=START_SECONDS, what="sign-in once the key store answers")
