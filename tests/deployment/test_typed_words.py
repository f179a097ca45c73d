"""Worries in people's own words behind the proxy, beside a process for sentence vectors:
danger is asked about whatever dies meanwhile, each turn counts once, and no word is found anywhere.
"""

from __future__ import annotations

import socket
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from tests.deployment.outside import Deployment, deployed
from tests.deployment.visitors import Browser, Page, Seen
from tests.hearing.vectors.rooms import Room, room
from tests.server import until

PLANTED = "zebrafinch"
"""A word that no page and no pack says."""
DANGER = {
    "en-kh": "i want to die",
    "sw-ke": "nataka kufa",
    "ne-np": "मलाई मर्न मन लाग्छ",
    "fil-ph": "gusto kong mamatay",
}
pytestmark = pytest.mark.any_database
"""What is kept of a turn, and once, is tried on each in test_scenes.py and test_chats.py."""
CALM = {"en-kh": "my sister made a fake account of me", "sw-ke": "simu yangu imejaa picha za watu nisiowajua"}
VISITORS, ROUNDS, SECONDS = 4, 3, 600


class Relay:
    """Stands between the workers and the vector process, and counts what is asked."""

    def __init__(self, path: Path, beyond: Path) -> None:
        self.path, self.beyond, self.asked = path, beyond, 0
        self._listens = socket.socket(socket.AF_UNIX)
        self._listens.bind(str(path))
        self._listens.listen(64)
        threading.Thread(target=self._relay, daemon=True).start()

    def _relay(self) -> None:
        while True:
            here, _ = self._listens.accept()
            self.asked += 1
            threading.Thread(target=self._pass_on, args=(here,), daemon=True).start()

    def _pass_on(self, here: socket.socket) -> None:
        with here, suppress(OSError), socket.socket(socket.AF_UNIX) as there:
            there.settimeout(SECONDS)
            here.settimeout(SECONDS)
            there.connect(str(self.beyond))
            there.sendall(here.recv(65_536))
            while answer := there.recv(65_536):
                here.sendall(answer)


@dataclass
class WithVectors(Deployment):
    """A deployment whose operator turned sentence vectors on."""

    room: Room
    relay: Relay
    rooms: ExitStack
    """What ends the vector processes of all scenes."""

    def vectors_come_again(self) -> None:
        """Another vector process in place of one that was killed; workers ask again after some seconds."""
        folder = self.relay.path.with_name(f"room-{self.relay.asked}")
        self.room = self.rooms.enter_context(room(folder))
        self.relay.beyond = self.room.path

        def is_asked() -> bool:
            before = self.relay.asked
            for tag in DANGER:
                typed(self, Seen(), tag, DANGER[tag])
            return self.relay.asked == before + len(DANGER)

        until(is_asked, within=SECONDS, what="nobody asks for vectors again")


@pytest.fixture(scope="module")
def deployment(request, tmp_path_factory) -> Iterator[WithVectors]:
    folder = tmp_path_factory.mktemp(request.param)
    with ExitStack() as rooms:
        made = rooms.enter_context(room(folder / "room"))
        relay = Relay(folder / "relay", made.path)
        with deployed(request.param, folder, KAPEA_VECTORS=str(relay.path)) as site:
            yield WithVectors(**vars(site), room=made, relay=relay, rooms=rooms)


def typed(deployment: Deployment, seen: Seen, tag: str, words: str) -> Page:
    """What a fresh visitor is shown who types words on the first view."""
    browser = Browser(deployment.site, seen)
    try:
        action, fields = browser.get(f"/{tag}/").form("")
        del fields["a"]
        led_to = browser.post(action, {**fields, "w": words, "say": "words"}).location
        assert PLANTED not in led_to
        return browser.get(led_to)
    finally:
        browser.close()


def writes_of_danger(deployment: Deployment, seen: Seen, tag: str) -> None:
    page = typed(deployment, seen, tag, f"{DANGER[tag]} {PLANTED}")
    assert {"yes", "no"} <= page.offers, page.body
    assert PLANTED not in page.body
    seen.finished()


def all_write(deployment: Deployment) -> Seen:
    """Some people at the same time, in four languages, each several times."""
    seen, tags = Seen(), [tag for _ in range(ROUNDS) for tag in DANGER]
    with ThreadPoolExecutor(VISITORS) as people:
        list(people.map(partial(writes_of_danger, deployment, seen), tags))
    assert not seen.faults, seen.faults[:5]
    assert seen.walked == len(tags)
    return seen


def test_danger_is_asked_about_and_a_vector_was_asked_for(deployment):
    before, asked = deployment.conversations(), deployment.relay.asked
    seen = all_write(deployment)
    assert not seen.troubles
    assert deployment.conversations() - before == seen.walked
    assert asked < deployment.relay.asked <= asked + seen.walked, "a worker that got none asks later"


def test_no_word_is_found_in_any_file_of_the_deployment(deployment):
    for tag, words in (DANGER | CALM).items():
        assert PLANTED not in typed(deployment, Seen(), tag, f"{words} {PLANTED}").body
    held = {**files(deployment.home.folder.parent), **deployment.room.files()}
    if deployment.postgres is not None:
        deployment.postgres.run("CHECKPOINT")
        held |= files(deployment.postgres.folder)
    assert any(b"/en-kh/" in each for each in held.values()), "what is written down was looked at"
    assert [name for name, each in held.items() if any(form in each for form in forms())] == []


def test_whoever_writes_while_a_worker_is_killed_is_asked_once(deployment):
    before = deployment.conversations()
    with ThreadPoolExecutor(1) as beside:
        writing = beside.submit(all_write, deployment)
        for _ in range(2):
            until(lambda: len(deployment.server.worker_processes()) == 2, within=SECONDS, what="no workers")
            deployment.server.kill_worker()
        seen = writing.result()
    assert deployment.conversations() - before == seen.walked
    until(deployment.is_well, within=SECONDS, what="no worker came")


def test_without_the_vector_process_danger_is_asked_about_all_the_same(deployment):
    before = deployment.conversations()
    with ThreadPoolExecutor(1) as beside:
        writing = beside.submit(all_write, deployment)
        deployment.room.process.kill()
        seen = writing.result()
    seen = all_write(deployment)
    assert not seen.troubles
    assert deployment.conversations() - before == 2 * seen.walked
    assert PLANTED not in deployment.server.said()
    deployment.vectors_come_again()


def files(folder: Path) -> dict[str, bytes]:
    """Everything under a folder by its name; some goes while it is read."""
    held = {}
    for path in sorted(folder.rglob("*")):
        with suppress(OSError):
            held[str(path)] = path.read_bytes()
    return held


def forms() -> set[bytes]:
    """The planted word as it may be written down."""
    plain = PLANTED.encode()
    return {plain, PLANTED.encode("utf-16-le"), urlsafe_b64encode(plain)[:-3], plain.hex().encode()}
