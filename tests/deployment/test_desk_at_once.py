"""Two workers at a real desk on PostgreSQL, with two processes: a case is taken by several at once while one
of them is killed, and the key store goes away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import psycopg
import pytest
from tests import postgres
from tests.deployment.staff_visits import StaffVisitor, surely
from tests.home import prepared
from tests.postgres import Postgres
from tests.server import Serve

DESK, CASES = "/staff/desk/", "/staff/desk/cases/"
NEW = {
    "level": "yellow",
    "language": "km",
    "age_band": "15-17",
    "who_asked": "child",
    "came_by": "chat",
    "reasons": "peers",
    "called": "Paper Boat",
}
NAMES = ("Kunthea", "Visal")
TURNS, CLICKS = 2, 2
"""How often it goes back and forth; how many browsers take it at once."""
pytestmark = pytest.mark.postgres


@pytest.fixture
def desk(tmp_path) -> Iterator[tuple[Serve, Postgres]]:
    with postgres.own() as server:
        address = server.database("kapea")
        home = prepared(tmp_path / "home", packs=("cambodia",), database=address, staff=True)
        with Serve(home, workers=2) as site:
            yield site, server


def readers(server: Postgres, case: str) -> int:
    """How many have a key of a case."""
    sql = "SELECT count(DISTINCT reader) FROM vault_recordwrap WHERE record = %s AND purpose = 'case'"
    address = str(server._server.get_uri(database="kapea_keys"))
    with psycopg.connect(address, autocommit=True) as connection:
        return int(connection.execute(sql, (case.rsplit("/", 1)[1],)).fetchone()[0])


def offered(came: StaffVisitor) -> str | None:
    """The address of an offer that waits for them."""
    found = re.search(r'action="(/staff/desk/transfers/\w+)"', surely(came, "GET", DESK).body)
    return found[1] if found else None


def test_cw_23_whoever_takes_it_at_once_and_whatever_dies_exactly_one_holds_it(desk):
    site, server = desk
    with ExitStack() as stack, ThreadPoolExecutor(CLICKS) as at_once:
        both = [
            [stack.enter_context(closing(StaffVisitor(site, role))) for _ in range(CLICKS)]
            for role in ("counsellor", "case_worker")
        ]
        for browsers in both:
            browsers[0].signs_in()
            for other in browsers[1:]:  # the same session in several windows
                other.cookies = dict(browsers[0].cookies)
                surely(other, "GET", DESK)
        surely(both[0][0], "GET", f"{CASES}new")
        case = surely(both[0][0], "POST", f"{CASES}new", **NEW).headers["location"]
        for turn in range(TURNS):
            holds, takes = both[turn % 2], both[(turn + 1) % 2]
            page = surely(holds[0], "GET", case)
            to = re.search(rf'value="(\w+)">{re.escape(NAMES[(turn + 1) % 2])}', page.body)
            assert to, page.body
            while (offer := offered(takes[0])) is None:
                surely(holds[0], "POST", f"{case}/hand-over", to=to[1])
            going = [at_once.submit(surely, each, "POST", offer, answer="take") for each in takes]
            if turn:
                site.kill_worker()
            for each in going:
                each.result()
            assert [surely(each[0], "GET", case).status for each in (takes, holds)] == [200, 404]
            assert readers(server, case) == 2, "whoever holds it, and their supervisor"
        trail = site.home.kapea("audit", "verify")
        assert trail.returncode == 0, trail.stdout
        server.run("DROP DATABASE kapea_keys WITH (FORCE)")
        assert surely(both[0][0], "GET", DESK).status == 503
        for address in ("/en/", "/en/d", "/en/d/2", "/en/b"):
            status, page = site.get(address)
            assert (status, "1280" in page) == (200, True), address
