"""What the suite promises of itself: both databases, no stop-watch, and what is costly made once."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from hypothesis import settings
from tests.each import for_each
from tests.live_requests import LiveRequests
from tests.packs import AT
from tests.run import HOME, ROOT, shared

FILE = "tests/apps/test_database.py"
TEST = f"{FILE}::test_it_is_the_database_that_was_asked_for"


def collected(database: str | None) -> set[str]:
    """The tests that a run of one file would run."""
    ours = {k: v for k, v in os.environ.items() if not k.startswith(("KAPEA_", "PYTEST_"))}
    asked = {} if database is None else {"KAPEA_TEST_DATABASE": database}
    words = ["-m", "pytest", "--collect-only", "-q", "-o", "addopts=--import-mode=importlib", FILE]
    done = subprocess.run(
        [sys.executable, *words], env=ours | asked, cwd=ROOT, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {line for line in done.stdout.splitlines() if line.startswith(TEST)}


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [(None, ("sqlite", "postgres")), ("sqlite", ("sqlite",)), ("postgres", ("postgres",))],
)
def test_a_test_of_the_database_runs_on_each_that_is_asked_for_and_on_both_when_none_is(asked, kinds):
    words = collected(asked)
    assert words == {f"{TEST}[{kind}]" for kind in kinds}


def test_no_test_is_timed_and_each_run_tries_the_same_examples():
    assert settings().deadline is None
    steady = settings.get_profile("steady")
    assert (steady.deadline, steady.derandomize, steady.database) == (None, True, None)


MAKE = """
import sys
from tests.run import shared
def make():
    with open(sys.argv[1], "a") as out: out.write("made\\n")
    return "what it is"
print(shared(sys.argv[2], make))
"""


def test_a_thread_keeps_its_connections_when_an_event_loop_runs_in_it():
    before: list[object] = []

    async def those_of_a_loop() -> list[object]:
        return [connections[alias] for alias in connections]

    def of_one_thread() -> list[object]:
        before.extend(connections[alias] for alias in connections)
        return asyncio.run(those_of_a_loop())

    with ThreadPoolExecutor(1) as thread:
        after = thread.submit(of_one_thread).result()
    assert len(after) == 2
    assert all(mine is theirs for mine, theirs in zip(before, after, strict=True))


def test_no_table_is_emptied_under_a_request_and_no_request_is_answered_meanwhile():
    requests, seen = LiveRequests(), list[str]()
    began, may_end, emptying, may_fill = (threading.Event() for _ in range(4))

    def first() -> None:
        with requests.answered():
            began.set()
            may_end.wait()
            seen.append("first")

    def empties() -> None:
        with requests.emptied():
            seen.append("emptied")
            emptying.set()
            may_fill.wait()
            seen.append("filled")

    def second() -> None:
        with requests.answered():
            seen.append("second")

    with ThreadPoolExecutor(3) as threads:
        made = [threads.submit(first)]
        began.wait()
        made.append(threads.submit(empties))
        may_end.set()
        emptying.wait()
        made.append(threads.submit(second))
        may_fill.set()
        for each in made:
            each.result()
    assert seen == ["first", "emptied", "filled", "second"]


def test_what_is_shared_is_made_once_however_many_processes_ask(tmp_path):
    made, name = tmp_path / "made", f"test-{tmp_path.name}"
    asking = [
        subprocess.Popen(
            [sys.executable, "-c", MAKE, str(made), name],
            env=os.environ | {"KAPEA_TEST_HOME": str(HOME)},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    assert [process.communicate(timeout=600)[0].strip() for process in asking] == ["what it is"] * 4
    assert made.read_text().splitlines() == ["made"]
    assert shared(name, lambda: "made anew") == "what it is"


def test_a_test_of_many_things_names_all_that_are_wrong_and_wants_one_to_look_at():
    def is_even(number, at):
        assert at is AT
        assert number % 2 == 0, "odd"

    with pytest.raises(AssertionError, match=r"2 of 4 are wrong:\n3\n5\n") as found:
        for_each("number", lambda: (2, 3, 4, 5))(is_even)(at=AT)
    assert str(found.value).count("AssertionError: odd") == 2
    for_each("number at", lambda: [(2, AT)])(is_even)()
    with pytest.raises(AssertionError, match="nothing was there"):
        for_each("number", lambda: ())(is_even)(at=AT)
