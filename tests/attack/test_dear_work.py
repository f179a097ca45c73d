"""What costs much is done by few at once, so that those who need a number now never wait for it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
from tests.attack.answers import NUMBER, faults
from tests.attack.person import Person
from tests.conftest import world_of
from tests.server import Serve
from tests.ways import EVERY

from kapea.core.paper.piece import pieces
from kapea.print.queue import PLACES

PRINTERS = 40 if EVERY else 10
MOST_KEPT = 32 << 20
"""What a worker may hold of ten files and pages; a press takes hundreds of megabytes."""
PRESS = "kapea.print.press_process"


class Watch:
    """Looks, until it is told to stop, at how many presses there are, and how many have come to the front."""

    def __init__(self, server: int) -> None:
        self.most, self.most_pressing, self._stop = 0, 0, threading.Event()
        self._server, self._thread = psutil.Process(server), threading.Thread(target=self._look)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(0.02):
            presses = [p for p in self._server.children(recursive=True) if _is_press(p)]
            self.most = max(self.most, len(presses))
            self.most_pressing = max(self.most_pressing, sum(map(_is_pressing, presses)))


def _is_press(process: psutil.Process) -> bool:
    try:
        return PRESS in process.cmdline()
    except psutil.Error:
        return False


def _is_pressing(process: psutil.Process) -> bool:
    """Whether a press has come to the front: only then does it load what lays out."""
    try:
        return any("typst" in each.path for each in process.memory_maps())
    except psutil.Error:
        return False


def printed(port: int, number: int) -> int:
    """The status of a piece asked for by a person of its own; a page where it is not a file."""
    person = Person(port, {"X-Forwarded-For": f"198.51.100.{number}"})
    known = [each.number for each in pieces(world_of("cambodia").release)]
    answer = person.get(f"/{('en', 'km')[number % 2]}/print/{known[number // 2 % len(known)]}")
    if answer.status != 200:
        assert [fault for fault in faults(answer) if fault != "503"] == []
    return answer.status


@pytest.fixture
def own(home):
    """A server behind a proxy, so that each printer comes from an address of their own."""
    with Serve(home, KAPEA_PROXIES="1") as site:
        yield site


def test_many_printers_have_few_presses_and_others_are_served_meanwhile(own):
    assert own._process is not None
    worker = own.worker_processes()[-1]
    before = worker.memory_info().rss
    with Watch(own._process.pid) as watch, ThreadPoolExecutor(PRINTERS) as pool:
        printers = [pool.submit(printed, own.port, n) for n in range(PRINTERS)]
        seen = 0
        while not all(each.done() for each in printers):
            page = Person(own.port).get("/en/")
            assert page.status == 200
            assert NUMBER in page.body
            seen += 1
    statuses = [each.result() for each in printers]
    assert set(statuses) == {200, 503}, "some are told to come again, and at once"
    assert 1 <= watch.most <= PLACES
    assert watch.most_pressing <= 1
    assert seen > PRINTERS, "first views went by while few pieces were pressed"
    for number in range(PRINTERS):
        assert printed(own.port, number) == 200, "whoever comes again gets the piece"
    assert worker.memory_info().rss - before < MOST_KEPT


def test_words_that_unfold_are_dear_for_nobody(own):
    """Five hundred signs of eighteen letters each; the others are answered between them."""
    person = Person(own.port)
    page = person.walk("en", "1")
    for _ in range(5):
        page = person.follow(person.tap(page, w="\ufdfa" * 1000))
        assert page.status == 200
        assert NUMBER in Person(own.port).get("/km/").body
