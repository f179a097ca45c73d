"""The trail: adding a row in a transaction of its own, and walking chains to their ends."""

from __future__ import annotations

import time
from datetime import timedelta

from bench import clock
from bench.figures import Section
from bench.menu import AT

HOW = """\
A row is added in a transaction of its own, as a reading is: three statements and a commit, on SQLite.
Verifying reads every row of a chain, works its hash out anew, and compares; how long a million of them take
is told by the clock, since that is what somebody waits."""

ROWS = 100_000


def measure(effort: clock.Effort = clock.USUAL, rows: int = ROWS) -> Section:
    section = Section("The trail", HOW)
    seconds = clock.each({"record": add_reading}, effort)
    section.add("recording a reading, CPU", 1e6 * seconds["record"], "µs")
    section.add("readings recorded a second, CPU", 1 / seconds["record"], "", more=True)
    fill(rows)
    started = time.perf_counter()
    spent = clock.once(verify_all)
    note = f"a million in {(time.perf_counter() - started) * 1e6 / rows:,.0f} s"
    section.add(f"rows verified a second, CPU, of {rows:,}", rows / spent, "", more=True, note=note)
    return section


def add_reading() -> None:
    """One reading of a record."""
    from kapea.audit.actions import SealedReading, record_readings

    record_readings([SealedReading("bench", "ab" * 16, "case")], by="staff-1", at=AT)


def fill(rows: int) -> None:
    """A chain of so many rows, written as the program writes them but all in one transaction."""
    from django.db import transaction

    from kapea.audit.actions import record

    with transaction.atomic():
        for n in range(rows):
            record(
                action="record.read",
                subject=f"{n % 5000:032x}",
                by=f"staff-{n % 40}",
                at=AT + timedelta(seconds=n),
                organisation="full",
                purpose="case",
            )


def verify_all() -> None:
    """Walks every chain; one that is not whole ends the bench."""
    from kapea.audit import queries, verify

    walks = verify.verify_chains(queries.organisations(), is_signed=lambda *_: False)
    assert not any(walk.faults for walk in walks)
