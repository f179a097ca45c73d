"""The real server under load, beside a bare Django view under the same server in the same run."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from bench import path, wrk
from bench.browser import Browser
from bench.figures import Section
from bench.server import Server, serving
from bench.wrk import Entry, Traffic, send

if TYPE_CHECKING:
    from tests.postgres import Postgres

HOW = """\
`kapea serve` asked by `wrk` over sixteen connections of the same machine; server, database and `wrk` share
its two cores. The bare views are Django without any middleware, under the same server and settings: one
returns as many fixed bytes as our first view has compressed, one does a SELECT and an UPDATE. Rounds take
turns, and the middle of them counts. Each answer is one of a whole way through the help journey by one of 64
visitors, who then goes back to its beginning; that the turns were taken is looked up afterwards. Ten people
print every piece there is, one after the other, each from an address of their own."""
VISITORS, COPIES, ROUNDS = 64, 3, 5
PRINTING = 10
OTHER_NAMES = "print.example"
HOME = f"/{path.LANGUAGE}/"


@dataclass(frozen=True, slots=True)
class Pair:
    """Our site and the bare one over the same database."""

    ours: Server
    bare: Server
    folder: Path
    database: str
    seconds: float
    rounds: int

    def compare(self, ours: list[Entry], bare: list[Entry]) -> tuple[Traffic, Traffic]:
        """Both by turns; the middle of the rates, with the figures of its round."""
        rounds = [
            tuple(send(each.port, asked, self.folder, seconds=self.seconds) for each, asked in sides)
            for sides in [((self.ours, ours), (self.bare, bare))] * self.rounds
        ]
        assert not any(traffic.failed for both in rounds for traffic in both), f"refused: {rounds}"
        first, second = (_middle([both[side] for both in rounds]) for side in (0, 1))
        return first, second

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """What a statement finds, past the program."""
        if self.database:
            import psycopg

            with psycopg.connect(self.database) as connection:
                return connection.execute(sql.encode()).fetchall()
        with closing(sqlite3.connect(self.folder / "kapea.sqlite3")) as connection:
            return connection.execute(sql).fetchall()


def _middle(rounds: list[Traffic]) -> Traffic:
    return sorted(rounds, key=lambda traffic: traffic.rate)[len(rounds) // 2]


def measure(folder: Path, *, seconds: float = 4, rounds: int = ROUNDS) -> Section:
    section = Section("The real server under load", HOW)
    if not wrk.is_here():
        section.add("requests per second", None)
        return section
    with _pair(folder / "sqlite", "", seconds, rounds) as pair:
        _pages(section, pair)
        _answers(section, pair, "SQLite")
        _printing(section, pair)
        one = _mixed(pair.ours, pair.folder, seconds)
    with serving(folder / "sqlite", workers=2) as running:
        two = _mixed(running, folder, seconds)
    for workers, traffic in (("one worker", one), ("two workers", two)):
        note = f"p50 {traffic.p50:.0f}, p99 {traffic.p99:.0f} ms; three answers to each first view"
        section.add(f"requests per second, {workers}", traffic.rate, note=note)
    with postgres(folder) as (_, address), _pair(folder / "postgres", address, seconds, rounds) as pair:
        _answers(section, pair, "PostgreSQL")
    return section


@contextmanager
def _pair(home: Path, database: str, seconds: float, rounds: int) -> Iterator[Pair]:
    home.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        ours = stack.enter_context(serving(home, database=database))
        bare = stack.enter_context(serving(home, database=database, settings="bench.bare_settings"))
        yield Pair(ours, bare, home, database, seconds, rounds)


@contextmanager
def postgres(folder: Path) -> Iterator[tuple[Postgres, str]]:
    """A PostgreSQL of its own, and the address of an empty database there."""
    from tests.postgres import Postgres

    server = Postgres(folder / "server", lasting=True)
    try:
        yield server, server.database("kapea")
    finally:
        server.stop()


# --- what is asked -------------------------------------------------------------------------


def get(server: Server, route: str, **headers: str) -> Entry:
    return Entry(route, {"Host": f"localhost:{server.port}", "Accept-Encoding": "gzip", **headers})


def answers(server: Server, visitors: int = VISITORS) -> list[Entry]:
    """The answers of many visitors, by turns: each one's follow one another, and lead all the way."""
    keys, _ = path.child(path.world())
    walkers = [Browser(server, HOME).begin(keys[0]) for _ in range(visitors)]
    return [
        walker.answer(depth, key)
        for _ in range(COPIES)
        for depth, key in enumerate(keys)
        for walker in walkers
    ]


# --- what is measured ------------------------------------------------------------------------


def _pages(section: Section, pair: Pair) -> None:
    fixed = [get(pair.bare, f"/fixed/{len(pair.ours.get(HOME).body)}")]
    for name, route in (("the first view", HOME), ("a page to read", f"{HOME}p/1")):
        ours, bare = pair.compare([get(pair.ours, route)], fixed)
        _share(section, f"GET {name}, share of a bare view of fixed bytes", ours, bare, 90)


def _answers(section: Section, pair: Pair, database: str) -> None:
    walks, before = answers(pair.ours), _turns(pair)
    row = pair.rows("SELECT id FROM guide_conversation")[0][0]
    ours, bare = pair.compare(walks, [get(pair.bare, f"/bare/{row}")])
    assert _turns(pair) - before >= ours.answered, "answers were not taken"
    _share(section, f"POST an answer, {database}, share of a bare view", ours, bare, 80)


def _turns(pair: Pair) -> int:
    return int(str(pair.rows("SELECT sum(turn) FROM guide_conversation")[0][0]))


def _share(section: Section, name: str, ours: Traffic, bare: Traffic, aim: float) -> None:
    note = f"{ours.rate:,.0f} beside {bare.rate:,.0f} a second; p99 {ours.p99:.0f} beside {bare.p99:.0f} ms"
    section.add(name, 100 * ours.rate / bare.rate, "%", bar=70, aim=aim, more=True, note=note)


def _mixed(server: Server, folder: Path, seconds: float) -> Traffic:
    walks, first = answers(server), get(server, HOME)
    entries = [each for n, walk in enumerate(walks) for each in ((walk, first) if n % 3 == 2 else (walk,))]
    traffic = send(server.port, entries, folder, seconds=seconds)
    assert not traffic.failed, "requests were refused"
    return traffic


def _printing(section: Section, pair: Pair) -> None:
    """The slowest of a hundred first views, with nobody printing and with ten who print."""
    first = [get(pair.ours, HOME)]
    alone = send(pair.ours.port, first, pair.folder, seconds=pair.seconds, people=1)
    with _people_who_print(pair.ours) as printed:
        busy = send(pair.ours.port, first, pair.folder, seconds=3 * pair.seconds, people=1)
    note = f"alone {alone.p99:.1f} ms; p50 {busy.p50:.1f} ms; {len(printed)} files pressed, others told later"
    section.add("first view while ten people print, p99", busy.p99, "ms", bar=100, aim=50, note=note)
    assert not busy.failed, "requests were refused"


@contextmanager
def _people_who_print(server: Server) -> Iterator[list[int]]:
    printed, over = list[int](), threading.Event()
    numbers = [int(n) for n in path.printed_numbers()]

    def person(which: int) -> None:
        for turn in count():
            number = numbers[turn % len(numbers)]
            # Under another name of the site the paper has another code: it is pressed, not remembered.
            site, network = f"p{which}-{turn}.{OTHER_NAMES}", f"10.{which}.{turn // 250 % 250}.{turn % 250}"
            reply = server.get(f"{HOME}print/{number}", host=site, forwarded=network)
            if reply.status == 200:
                printed.append(number)
            if over.is_set():
                return

    people = [threading.Thread(target=person, args=(which,), daemon=True) for which in range(PRINTING)]
    for each in people:
        each.start()
    try:
        yield printed
    finally:
        over.set()
        for each in people:
            each.join()
