"""Two facilitators bring numbers to a real server while its workers are killed under them: each number is
there once, and so is each of the other's.
"""

from __future__ import annotations

import http.client
import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext, suppress

import pytest
from tests import postgres
from tests.databases import drawn
from tests.deployment.staff_visits import StaffVisitor
from tests.home import Home, prepared
from tests.server import START_SECONDS, Serve, until

HERE = "/staff/workshops/"
FIELDS = ("came.women", "came.men", "before.paying.smile", "after.paying.straight")
NUMBERS = 24
"""That each of the two enters in each field, one over the other."""
MOST_TRIES, PAUSE_SECONDS = 2_000, 0.2
"""On a busy machine a worker that was killed takes its time to come back."""
KILLS, ROUNDS = 3, ("ab", "cd", "ef", "gh")
"""Workers that are killed in a round, and the letters of the two in each: a worker may die with nothing in
its hands, and then they go on.
"""


@pytest.fixture(params=drawn(__name__))
def home(request, tmp_path) -> Iterator[Home]:
    own = postgres.own() if request.param == "postgres" else nullcontext()
    with own as server:
        address = server.database("kapea") if server else ""
        yield prepared(tmp_path / "home", packs=("cambodia",), database=address, staff=True)


class Phone:
    """A facilitator's phone: it sends an entry until the server shows it back, on whatever connection."""

    def __init__(self, came: StaffVisitor, workshop: str, letter: str) -> None:
        self.came, self.address, self.letter = came, f"{HERE}{workshop}/sync", letter
        self.lost = 0

    def counts(self) -> None:
        """Each field again and again, each number over the one before."""
        for field_number, field in enumerate(FIELDS):
            over: list[str] = []
            for value in range(NUMBERS):
                id = f"{self.letter}{field_number:04d}{value:012d}"
                self.brings({"id": id, "field": field, "value": value, "over": over})
                over = [id]

    def brings(self, entry: dict[str, object]) -> None:
        for _ in range(MOST_TRIES):
            try:
                token = json.loads(self.came.get(self.address).body)["token"]
                answer = self.came.sends(self.address, {"entries": [entry]}, token)
                if answer.status == 200 and f'"{entry["id"]}"' in answer.body:
                    return
            except (OSError, http.client.HTTPException, ValueError):
                self.lost += 1
                time.sleep(PAUSE_SECONDS)
                with suppress(OSError):  # nobody listens just now
                    self.came.connects()
        raise AssertionError(f"{entry['id']} was never taken: {self.came.answers[-1]}")

    def standing(self) -> dict[str, dict[str, object]]:
        return {each["id"]: each for each in json.loads(self.came.get(self.address).body)["entries"]}


def planned(came: StaffVisitor) -> str:
    """The id of a workshop that somebody plans and leads with the other facilitator."""
    came.get(f"{HERE}new")
    outline = {"plan": "workshop-caregivers-once", "area": "12", "on": "2026-12-01"}
    made = came.post(f"{HERE}new", **outline)
    assert made.status == 302, made.body
    id = made.headers["location"].rsplit("/", 1)[1]
    page = came.get(f"{HERE}{id}").body
    other = re.search(r'name="leader" value="([a-z0-9]+)"', page)
    assert other, page
    assert came.post(f"{HERE}{id}/leaders", leader=other[1]).status == 302
    return id


def _count_while_workers_die(site: Serve, phones: list[Phone]) -> None:
    with ThreadPoolExecutor(2) as both:
        going = [both.submit(phone.counts) for phone in phones]
        for _ in range(KILLS):
            until(lambda: len(site.listening_workers()) == 2, within=START_SECONDS, what=site.said)
            site.kill_worker()
        for each in going:
            each.result()


def test_while_workers_are_killed_each_number_of_both_is_there_once(home):
    with (
        Serve(home, workers=2) as site,
        closing(StaffVisitor(site, "facilitator")) as ana,
        closing(StaffVisitor(site, "facilitator", 1)) as ben,
    ):
        for each in (ana, ben):
            each.signs_in()
        workshop, counted = planned(ana), 0
        for letters in ROUNDS:
            phones = [Phone(came, workshop, each) for came, each in zip((ana, ben), letters, strict=True)]
            _count_while_workers_die(site, phones)
            counted += 2 * len(FIELDS) * NUMBERS
            if any(phone.lost for phone in phones):
                break
        assert any(phone.lost for phone in phones), "a worker was killed under one of them"
        standing = [phone.standing() for phone in phones]
        assert standing[0] == standing[1]
        assert len(standing[0]) == counted
        trail = site.home.kapea("audit", "verify")
        assert trail.returncode == 0, trail.stdout
