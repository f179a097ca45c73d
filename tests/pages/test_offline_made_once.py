"""The kept copy is made once for everybody, and nobody waits for another who makes it."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

import pytest
from tests.conftest import AT
from tests.packs import edition as edition_of

from kapea.content.queries import live_worlds
from kapea.core.dialogue.world import World
from kapea.core.pack.model import encode_release
from kapea.web.public.offline import edition, kept_cards


@dataclass
class Making:
    """An edition made here from nothing, the world of which it was made, and the cards drawn for it."""

    world: World
    made: edition.Edition
    cards: int


@pytest.fixture(scope="module")
def making(cambodia) -> Making:
    world, drawn_cards, draw = World(cambodia.release), [], kept_cards.drawn_card
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_cards, "drawn_card", lambda *args: drawn_cards.append(1) or draw(*args))
        return Making(world, edition.build_edition(world, "en", at=AT), len(drawn_cards))


def test_what_was_looked_at_on_the_way_is_not_kept(making):
    """Layouts are found by looking at thousands of places; a server that made them is not larger for it."""
    world = making.world
    assert len(kept_cards.still_world(world).views) <= len(world.release.nodes)


@pytest.fixture
def nothing_made(monkeypatch):
    """No edition is kept from before."""
    monkeypatch.setattr(edition, "_made", {})


@pytest.fixture
def quickly_made(monkeypatch, making):
    """What it takes seconds to make is at hand; how it is asked for stays as it is."""
    monkeypatch.setattr(edition, "build_edition", lambda *_args, **_named: making.made)


def test_of_twelve_who_ask_at_once_one_has_it_made_and_nobody_waits(nothing_made, monkeypatch, cambodia):
    world, made, others_told = World(cambodia.release), [], threading.Event()
    ready = edition.Edition(b"{}", b"")

    def build(*_args, **_named):
        made.append(1)
        assert others_told.wait(600), "somebody waited for the edition"
        return ready

    monkeypatch.setattr(edition, "build_edition", build)
    with ThreadPoolExecutor(12) as herd:
        asked = [herd.submit(edition.edition_if_free, world, "en", at=AT) for _ in range(12)]
        told = [done.result() for done in islice(as_completed(asked), 11)]
        others_told.set()
    assert told == [None] * 11
    assert [each.result() for each in asked].count(ready) == 1
    assert made == [1]
    assert edition.edition_if_free(world, "en", at=AT) is ready


def test_who_asks_while_it_is_made_is_told_to_ask_again(visitor, nothing_made, quickly_made):
    with edition._making:
        answer = visitor.get("/en/k.json")
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert visitor.get("/en/k.json").status_code == 200


def test_a_failure_lets_the_next_one_try(nothing_made, quickly_made, monkeypatch, cambodia):
    world = World(cambodia.release)
    whole = edition.build_edition

    def broken(*_args, **_named):
        raise ValueError("no edition")

    monkeypatch.setattr(edition, "build_edition", broken)
    with pytest.raises(ValueError, match="no edition"):
        edition.edition_if_free(world, "en", at=AT)
    monkeypatch.setattr(edition, "build_edition", whole)
    assert edition.edition_if_free(world, "en", at=AT)


def test_it_is_compressed_once_and_sent_so_to_whoever_can_read_it(visitor, nothing_made, quickly_made):
    plain, packed = visitor.get("/en/k.json"), visitor.get("/en/k.json", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert not plain.has_header("Content-Encoding")
    [world] = live_worlds()
    made = edition.edition_if_free(world, "en", at=datetime.now(UTC))
    assert made is not None
    assert packed.content == made.compressed


def test_a_card_is_drawn_once_however_many_lists_name_it(making):
    told = json.loads(making.made.body)
    assert len(told["lists"]) > 100
    assert 0 < making.cards <= 4 * len(told["cards"])


def test_another_process_makes_the_same_bytes(cambodia, making):
    """Of two workers, or before and after a restart: what a phone has is renewed only when words change."""
    script = (
        "import sys, hashlib, pickle, datetime, django; django.setup();"
        "from kapea.web.public.offline import edition; from kapea.core.dialogue.world import World;"
        "from kapea.core.pack.model import decode_release;"
        "world = World(decode_release(sys.stdin.buffer.read()));"
        "at = datetime.datetime.fromisoformat(sys.argv[1]);"
        "print(hashlib.sha256(edition.build_edition(world, 'en', at=at).compressed).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "DJANGO_SETTINGS_MODULE": "kapea.config.settings"}
    told = subprocess.run(
        [sys.executable, "-c", script, AT.isoformat()],
        input=encode_release(cambodia.release), capture_output=True, check=True, env=environment,
    )  # fmt: skip
    assert told.stdout.decode().strip() == hashlib.sha256(making.made.compressed).hexdigest()
    assert edition_of("cambodia", "en") == making.made.body, "as all tests have it that ask for one"
