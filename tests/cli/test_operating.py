"""Publishing and serving as an operator does it, each in a process and a home of its own."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from tests.home import COMMAND_SECONDS, migrated, prepared, prepared_on
from tests.server import until

from kapea.config.databases import ANSWER_SECONDS
from kapea.content.folder import shipped

WAITING_FOR_A_LOCK = (
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@pytest.fixture
def home(tmp_path) -> Path:
    return tmp_path / "home"


def kapea(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kapea", *words], capture_output=True, text=True, env=_env(home), timeout=600
    )


def _env(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("KAPEA_")}
    return kept | {"KAPEA_HOME": str(home), "KAPEA_BY": "tester"}


def _edited(tmp_path: Path, before: str, after: str) -> Path:
    packs = tmp_path / "packs"
    shutil.copytree(shipped(), packs)
    file = packs / "cambodia" / "pack.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    return packs / "cambodia"


def test_publish_list_and_roll_back(home, tmp_path):
    prepared(home, packs=("cambodia",))
    second = kapea(home, "publish", str(_edited(tmp_path, "2026.11", "2026.12")))
    assert second.returncode == 0, second.stdout + second.stderr
    listed = kapea(home, "releases").stdout.splitlines()
    assert len(listed) == 2
    assert sum(line.startswith("→") for line in listed) == 1
    assert kapea(home, "rollback", "cambodia").returncode == 0
    assert kapea(home, "releases").stdout.splitlines()[1].startswith("→")


def test_a_broken_pack_is_not_published_and_what_is_live_stays(home, tmp_path):
    prepared(home, packs=("cambodia",))
    before = kapea(home, "releases").stdout
    refused = kapea(
        home, "publish", str(_edited(tmp_path, 'default_language = "km"', 'default_language = "fr"'))
    )
    assert refused.returncode == 1
    assert kapea(home, "releases").stdout == before


def test_nothing_to_roll_back_is_said(home):
    migrated(home)
    told = kapea(home, "rollback", "cambodia")
    assert told.returncode == 1
    assert "ever published" in told.stderr


def test_tidy_says_how_many_and_locks_what_is_idle(home):
    migrated(home)
    leave_open(home, "2026-01-01", "2199-01-01")
    assert "0 expired" in kapea(home, "tidy").stdout
    assert keys_in_use(home) == []


def test_a_start_locks_the_keys_of_whoever_was_at_work(home):
    prepared(home, packs=("cambodia",))
    now = datetime.now(UTC).isoformat(sep=" ")
    leave_open(home, now)
    kapea(home, "tidy")
    assert keys_in_use(home) == ["0"], "whoever is at work stays at work"
    assert kapea(home, "prepare", "--pack", "cambodia").returncode == 0
    assert keys_in_use(home) == []


def leave_open(home, *used_at):
    with closing(sqlite3.connect(home / "keys.sqlite3")) as keys, keys:
        keys.executemany(
            "INSERT INTO vault_openkey (id, key_id, sealed, opened_at, used_at) VALUES (?, 'k', x'00', ?, ?)",
            [(str(n), moment, moment) for n, moment in enumerate(used_at)],
        )


def keys_in_use(home) -> list[str]:
    with closing(sqlite3.connect(home / "keys.sqlite3")) as keys:
        return [id for (id,) in keys.execute("SELECT id FROM vault_openkey")]


@pytest.mark.postgres
def test_a_command_waits_for_a_busy_database_longer_than_a_page_does(tmp_path):
    place = prepared_on("postgres", tmp_path / "busy", packs=("cambodia",))
    with psycopg.connect(place.database) as busy, psycopg.connect(place.database, autocommit=True) as looks:
        busy.execute("LOCK TABLE guide_conversation")
        with ThreadPoolExecutor(1) as pool:
            told = pool.submit(place.kapea, "tidy")
            until(
                lambda: told.done() or looks.execute(WAITING_FOR_A_LOCK).fetchall(),
                within=COMMAND_SECONDS,
                what="tidy asks for nothing",
            )
            time.sleep(2 * ANSWER_SECONDS)
            assert not told.done()
            busy.rollback()
    assert told.result().returncode == 0, told.result().stderr


def test_a_setting_that_does_not_read_is_loud(home):
    env = _env(home) | {"KAPEA_HTTPS": "perhaps"}
    told = subprocess.run(
        [sys.executable, "-m", "kapea", "migrate"], capture_output=True, text=True, env=env, timeout=600
    )
    assert told.returncode == 2
    assert "KAPEA_HTTPS" in told.stderr
    assert "Traceback" not in told.stderr


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_serve_needs_nothing_but_itself_and_logs_no_visit(home, port):
    out = home.parent / "out.txt"
    with out.open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "kapea", "serve", "--port", str(port)],
            env=_env(home),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            page = _page(f"http://127.0.0.1:{port}/")
            assert all(f"/{tag}/" in page for tag in ("km-kh", "sw-ke", "ne-np", "fil-ph"))
            page = _page(f"http://127.0.0.1:{port}/en-kh/")
            assert "1280" in page
            assert "117" in page
        finally:
            server.terminate()
            server.wait(timeout=600)
    said = out.read_text(encoding="utf-8")
    assert "127.0.0.1 -" not in said
    assert "/en-kh/" not in said
    assert len(said.splitlines()) <= 3, said


def _page(address: str) -> str:
    for _ in range(3000):
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                return str(answer.read().decode("utf-8"))
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not answer")
