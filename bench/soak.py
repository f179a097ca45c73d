"""`make soak`: turns by every door while everything goes wrong that may, a hundred thousand of them
(TURNS=5000 for fewer). Everything that the tests prove of a few turns must hold of all; figures go into
results.md.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from bench import figures, site
from bench.figures import Section
from bench.first import resident
from bench.steady import steady_random

if TYPE_CHECKING:
    from tests.channels.every_door import EveryDoor
    from tests.channels.under_fire import UnderFire

TITLE, TURNS, SEED = "Under fire", 100_000, 13
BATCH, PEOPLE = 1_000, 40
"""Turns after which all books must agree, and people who make them; then others come."""
HOW = """\
People write, tap and stop at every door, and their providers bring each message: late, in any order, some of
them twice; all of them again 25 hours later. Two workers send, and die at any statement of a turn or a
delivery, COMMIT included, with replies in their hands; providers answer with 503, with 429, or not at all,
after they did what was asked or before. After each thousand turns all that waits is sent, and then each
message was taken once, each conversation and each reply is as if nothing had happened, all came in their
order, none was lost, and none came twice but those that were on their way; those are counted. One process on
SQLite, fakes of the providers and the proofs in it; what is old is deleted as workers do."""
FAILING = ("", "", "", "down", "slow down", "unreached", "unanswered")


def soak(every: EveryDoor, turns: int, *, first: int = 1, batch: int = BATCH) -> Counter[str]:
    """So many turns under fire, proved batch by batch; what was counted. AssertionError for what broke.
    `first`: the number of the first person, whom nobody here has met.
    """
    from tests.channels.every_door import PHONES
    from tests.channels.proofs import prove
    from tests.channels.under_fire import UnderFire

    chance, told = steady_random(SEED), Counter[str]()
    while told["turns"] < turns:
        kinds = [chance.choice(PHONES) for _ in range(PEOPLE)]
        fire = UnderFire(every, [every.phone(kind, first + n) for n, kind in enumerate(kinds)])
        with fire.counting():
            while fire.arrived() < min(batch, turns - told["turns"]):
                fire.takes(_step(chance))
            prove(fire)
        told.update(counted(fire))
        first += PEOPLE
        _tidy(every)
    return told


def counted(fire: UnderFire) -> dict[str, int]:
    """What happened in a batch."""
    return {
        "turns": fire.arrived(),
        "calls": fire.calls,
        "sent": fire.sent.total(),
        "deaths": fire.deaths,
        "dropped": sum(len(person.dropped) for person in fire.people),
        "came twice": sum(times - 1 for times in fire.sent.values()),
        "told twice": fire.told_twice,
    }


def _step(chance: random.Random) -> tuple[Any, ...]:
    """What happens next: mostly what happens every day."""
    who, which, statement = chance.randrange(PEOPLE), chance.randrange(1_000), chance.randint(1, 20)
    before, worker, within = chance.random() < 0.5, chance.randrange(2), chance.choice(WITHIN)
    steps = {
        ("turn", who, which): 10,
        ("person", who, which): 8,
        ("bring", which, 0, before): 8,
        ("work", worker): 6,
        ("again", which): 3,
        ("wait", chance.choice((1, 5, 31))): 3,
        ("bring", which, statement, before): 2,
        ("provider", chance.choice(FAILING)): 1,
        ("dies_sending", worker, chance.randint(1, 3), before): 1,
        ("dies_at", worker, statement, before): 1,
        ("between", 0, statement, within): 1,
    }
    return chance.choices(list(steps), list(steps.values()))[0]


WITHIN = (("work", 1), ("dies_sending", 1, 1, False), ("bring", 0, 0, False), ("again", 0))


def _tidy(every: EveryDoor) -> None:
    """What workers do each hour; and phones are put away, for the next come with others."""
    from kapea.guide import actions as guide
    from kapea.outbox import actions as outbox

    guide.sweep(at=every.clock.at)
    outbox.delete_old(at=every.clock.at)
    every.phones_are_empty()


def measure(home: Path, turns: int) -> Section:
    """A soak in this process, over a database file in `home`."""
    section = Section(TITLE, f"{HOW}\n{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, seed {SEED}.")
    with _doors() as every:
        soak(every, turns=min(turns, BATCH))  # what is read in once is read in
        memory, size = resident(), _size(home)
        wall, cpu = time.perf_counter(), time.process_time()
        told = soak(every, turns, first=1 + PEOPLE)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        section.add("turns", told["turns"], note=f"in {wall:,.0f} s")
        section.add("CPU a turn, fakes and proofs included", 1000 * cpu / told["turns"], "ms")
        section.add("calls of providers", told["calls"], note="each message is brought more than twice")
        section.add("replies sent", told["sent"], note=f"{told['dropped']:,} more dropped by a stop")
        section.add("deaths", told["deaths"])
        said = f"{told['told twice']:,} told in the log"
        section.add(
            "sent once more than needed, on their way at a death or unheard", told["came twice"], note=said
        )
        section.add("resident at the end", resident(), "MB", note=f"{memory:.1f} MB at the start")
        section.add("database at the end", _size(home), "MB", note=f"{size:.1f} MB at the start")
    return section


@contextmanager
def _doors() -> Iterator[EveryDoor]:
    from django.conf import settings
    from tests.channels.every_door import EveryDoor
    from tests.channels.phones import Clock

    from bench import path
    from kapea.web.doors import views

    site.publish(path.world().release)
    clock = Clock(datetime(2026, 11, 24, 15, 40, tzinfo=UTC))
    every = EveryDoor(settings, clock)
    try:
        with patch.object(views, "time", clock):
            yield every
    finally:
        every.stop()


def _size(home: Path) -> float:
    return sum(file.stat().st_size for file in home.glob("kapea.sqlite3*")) / 1e6


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("turns", nargs="?", type=int, default=TURNS)
    turns = parser.parse_args().turns
    with tempfile.TemporaryDirectory(prefix="kapea-soak-") as folder:
        site.prepare(Path(folder))
        section = measure(Path(folder), turns)
    told = "\n".join(section.lines())
    print(told)
    results = Path(__file__).with_name("results.md")
    results.write_text(figures.with_section(results.read_text("utf-8"), section), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
