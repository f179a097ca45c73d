"""Workers killed while people answer: no answer that was taken is lost, and none is taken twice."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from tests.attack.answers import Answer
from tests.attack.person import Person, offered
from tests.home import prepared_on
from tests.server import Serve, until
from tests.ways import EVERY

PEOPLE, KILLS, TURNS = (8, 20, 6) if EVERY else (4, 3, 5)
SENT_AGAIN = 200
"""How often somebody sends a form again that got no answer; each time after looking whether all is up."""
BROKEN = (OSError, http.client.HTTPException)


@dataclass
class Walker:
    """A person who walks one way, taps again what got no answer, and knows what was acknowledged."""

    person: Person
    site: Serve
    begun: int = 0
    lost: int = 0
    doubled: int = 0
    acknowledged: int = 0

    def walk(self) -> None:
        """One conversation from the first view, as far as it is walked."""
        self.person.cookies.clear()
        page = self._surely(lambda: self.person.get("/en/"))
        for depth in range(TURNS):
            key = "1" if depth == 0 else offered(page)[0]
            answer = self._surely(lambda page=page, key=key: self.person.tap(page, a=key))
            self.begun += depth == 0
            self.acknowledged += 1
            to = answer.header("Location")
            page = self._surely(lambda to=to: self.person.get(to))
            self._count(to, depth + 1)
            if page.status != 200 or not offered(page):
                break

    def _count(self, to: str, wanted: int) -> None:
        """Where the conversation stands now, against what was acknowledged."""
        tag = to.partition("?")[2]
        stands = self._surely(lambda: self.person.get(f"/en/h/99?{tag}")).header("Location")
        depth = int(stands.partition("?")[0].rsplit("/", 1)[-1]) if "/h/" in stands else 0
        assert to == stands, (to, stands)
        self.lost += depth < wanted
        self.doubled += depth > wanted

    def _surely(self, ask: Callable[[], Answer]) -> Answer:
        """Asks, and again for as long as nobody answers."""
        for _ in range(SENT_AGAIN):
            try:
                answer = ask()
                if answer.status < 500:
                    return answer
            except BROKEN:
                pass
            until(self.site.is_up, within=120, what="no worker came back")
        raise AssertionError("asked so often, and nobody answered")


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_killed_workers_lose_no_answer_and_take_none_twice(tmp_path, kind):
    home = prepared_on(kind, tmp_path / "home", packs=("cambodia",))
    stop = threading.Event()
    with Serve(home, workers=2) as site:
        walkers = [Walker(Person(site.port, {"X-Forwarded-For": "x"}), site) for _ in range(PEOPLE)]

        def walk(walker: Walker) -> None:
            while not stop.is_set():
                walker.walk()

        with ThreadPoolExecutor(PEOPLE) as pool:
            walking = [pool.submit(walk, walker) for walker in walkers]
            try:
                for _ in range(KILLS):
                    _kill_after_some_turns(site, walkers, walking)
            finally:
                stop.set()
            for each in walking:
                each.result()
        until(lambda: len(site.worker_processes()) == 2, within=120, what="a worker was not replaced")
    assert (sum(w.lost for w in walkers), sum(w.doubled for w in walkers)) == (0, 0)
    assert sum(w.acknowledged for w in walkers) >= KILLS * PEOPLE


def _kill_after_some_turns(site: Serve, walkers: list[Walker], walking: list) -> None:
    """Lets everybody go on for some turns, then kills the oldest worker and waits for another."""
    before = sum(walker.acknowledged for walker in walkers)

    def gone_on() -> bool:
        ended = [each for each in walking if each.done()]
        assert not ended, [each.exception() for each in ended]
        return sum(walker.acknowledged for walker in walkers) >= before + 2 * PEOPLE

    until(gone_on, within=240, what="nobody's answers were taken any more")
    killed = site.kill_worker()
    until(
        lambda: len(site.worker_processes()) == 2 and killed not in {p.pid for p in site.worker_processes()},
        within=120,
        what="a killed worker was not replaced",
    )
