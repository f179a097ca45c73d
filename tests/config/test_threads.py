"""The threads that answer: each job is done once, few wait, and nothing of a request outlives it."""

from __future__ import annotations

import threading
import weakref
from functools import partial

from tests.server import until

from kapea.config.gateway.threads import Job, Threads


class Words:
    """What somebody typed."""


def test_a_thread_that_waits_holds_nothing_of_the_request_before():
    """Else the last words of the night would stand in memory until morning, after Leave too."""
    threads, done, words = Threads(1, 4), threading.Event(), Words()
    gone = weakref.ref(words)

    def work(held: Words) -> None:
        done.set()

    assert threads.offer(Job(partial(work, words)))
    del words
    assert done.wait(600)
    until(lambda: gone() is None, within=300, what="a waiting thread still holds the words")


def test_a_job_is_taken_once():
    job = Job(lambda: None)
    assert [job.take() for _ in range(3)] == [True, False, False]


def test_whoever_finds_the_line_full_is_told_at_once():
    go, threads = threading.Event(), Threads(1, 2)
    begun = threading.Event()

    def work() -> None:
        begun.set()
        go.wait(600)

    assert threads.offer(Job(work))
    assert begun.wait(600)
    assert [threads.offer(Job(go.wait)) for _ in range(3)] == [True, True, False]
    go.set()


def test_a_job_that_the_clock_took_is_not_done_as_well():
    done, threads = [], Threads(1, 4)
    given_up, last = Job(lambda: done.append("late")), threading.Event()
    assert given_up.take()
    threads.offer(given_up)
    threads.offer(Job(last.set))
    assert last.wait(600)
    assert done == []
