"""A short soak: some hundred turns by every door, proved batch by batch as in the long one (`make soak`)."""

from __future__ import annotations

import pytest
from tests.packs import MUCH

from bench import figures, soak

pytestmark = pytest.mark.one_database
TURNS, BATCH, MOST = 400 * MUCH, 200, 4_000


def test_some_hundred_turns_hold(every_door):
    told = soak.soak(every_door, TURNS, batch=BATCH)
    assert TURNS <= told["turns"] < TURNS + BATCH
    while not told["came twice"] and told["turns"] < MOST * MUCH:  # some hundred turns may go by without one
        told += soak.soak(every_door, BATCH, first=1_000 + told["turns"], batch=BATCH)
    assert told["calls"] > 2 * told["turns"], "each is brought again"
    assert 0 < told["came twice"] <= told["sent"]
    assert min(told["deaths"], told["dropped"], told["told twice"]) > 0


def test_a_section_is_written_where_it_stood_or_at_the_end():
    section = figures.Section("B", "How.")
    section.add("x", 1)
    page = "# What\n\n## A\n\na\n\n## B\n\nold\n\n## C\n\nc\n"
    made = figures.with_section(page, section)
    assert "old" not in made
    assert made.index("## A") < made.index("| x | 1 |") < made.index("\n\n## C")
    assert figures.with_section(made, section) == made
    assert figures.with_section("# What\n", section).endswith("|\n")
    assert figures.kept_section(made, "C") == "## C\n\nc\n"
    assert figures.kept_section(page, "B") == "## B\n\nold\n"
    assert figures.kept_section(page, "D") == ""


def test_a_section_that_is_renewed_alone_says_when_and_on_what():
    section = figures.Section("B", "How.")
    section.add("x", 1)
    alone = figures.measured_alone(section, ["* 2026-11-30 06:35 UTC", "* 2 cores"])
    assert "How. Taken apart from the rest: 2026-11-30 06:35 UTC, 2 cores.\n" in "\n".join(alone.lines())
    assert alone.figures == section.figures
