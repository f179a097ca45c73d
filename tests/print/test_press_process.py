"""The press in a process of its own: the same file, one at a time, an end to what does not end."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys

import msgspec
import pytest
from tests.conftest import AT, world_of

from kapea.core.paper.belief import Unprintable
from kapea.core.paper.piece import Piece, piece
from kapea.print import press
from kapea.print.press_process import QUEUE, PressFailed, pressed_in_process

LONG = 1200
"""Seconds: a press goes behind whatever else a machine does, and no test depends on how much that is."""


@pytest.fixture(scope="module")
def card() -> Piece:
    return piece(world_of("cambodia").release, "card", "km", at=AT)


def test_it_makes_the_very_file_that_the_press_makes(card):
    assert pressed_in_process(msgspec.json.encode(card), LONG) == press.pdf(card)


def test_what_does_not_fit_is_refused_in_the_same_words(card):
    long = tuple(
        msgspec.structs.replace(
            panel,
            things=tuple(
                msgspec.structs.replace(t, words=tuple(f"{word} " * 300 for word in t.words))
                for t in panel.things
            ),
        )
        for panel in card.panels
    )
    with pytest.raises(Unprintable, match="does not fit its sheet"):
        pressed_in_process(msgspec.json.encode(msgspec.structs.replace(card, panels=long)), LONG)


def test_presses_of_a_machine_wait_for_each_other(card):
    with QUEUE.open("rb") as taken:
        fcntl.flock(taken, fcntl.LOCK_EX)
        with pytest.raises(PressFailed, match="TimeoutExpired"):
            pressed_in_process(msgspec.json.encode(card), 6)
    assert pressed_in_process(msgspec.json.encode(card), LONG)


@pytest.mark.parametrize("given", [b"", b"{}", b"\xff"])
def test_what_is_no_piece_ends_as_a_failure(given):
    with pytest.raises(PressFailed, match="EXIT_"):
        pressed_in_process(given, LONG)


def test_no_secret_of_the_server_goes_to_the_press(card, monkeypatch):
    seen = []

    def run(command, *, env, **_):
        seen.append(env)
        raise OSError

    monkeypatch.setenv("KAPEA_SECRET", "a secret")
    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(PressFailed, match="OSError"):
        pressed_in_process(b"", LONG)
    assert not [name for name in seen[0] if name.startswith("KAPEA_")]


def test_a_server_that_prints_has_no_press_in_its_memory():
    """Laying out takes hundreds of megabytes; they go with the process that took them."""
    asks = "import django; django.setup(); import kapea.config.urls, kapea.web.public.urls, sys; "
    asks += "sys.exit('typst' in sys.modules)"
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "kapea.config.settings"}
    assert subprocess.run([sys.executable, "-c", asks], env=env, timeout=1200).returncode == 0
