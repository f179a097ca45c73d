"""The queue at the press: few at once, none waits for long without being told, nothing is pressed twice."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from tests.conftest import AT, world_of

from kapea.core.paper.belief import Unprintable
from kapea.core.paper.piece import Piece, piece
from kapea.print.queue import Busy, PressQueue


def paper(address: str = "") -> Piece:
    return piece(world_of("cambodia").release, "card", "km", at=AT, address=address)


def papers(count: int) -> list[Piece]:
    """So many pieces that differ in their address alone."""
    return [paper(f"https://help{n}.example.org/km/") for n in range(count)]


class Press:
    """A press that waits to be let go, and counts."""

    def __init__(self) -> None:
        self.go, self.begun = threading.Event(), threading.Semaphore(0)
        self.times, self.at_once, self.most_at_once = 0, 0, 0

    def __call__(self, encoded: bytes) -> bytes:
        self.times, self.at_once = self.times + 1, self.at_once + 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.begun.release()
        assert self.go.wait(600)
        self.at_once -= 1
        return b"%PDF " + encoded[-20:]


@pytest.fixture
def press() -> Press:
    return Press()


def until_taken(queue: PressQueue) -> None:
    """Waits until every place of a queue is taken."""
    while queue._places.acquire(blocking=False):
        queue._places.release()
        threading.Event().wait(0.005)


def test_one_presses_one_waits_and_the_next_is_told_at_once(press):
    queue, (first, second, third) = PressQueue(press, places=2), papers(3)
    with ThreadPoolExecutor() as pool:
        pressing = [pool.submit(queue.pressed, each) for each in (first, second)]
        until_taken(queue)
        with pytest.raises(Busy):
            queue.pressed(third)
        press.go.set()
        assert all(each.result(30) for each in pressing)
    assert press.most_at_once == 1
    assert queue.pressed(third), "places are free again"


def test_whoever_waited_for_the_same_piece_gets_it_without_a_second_press(press):
    queue, same = PressQueue(press, places=4), paper()
    with ThreadPoolExecutor() as pool:
        pressing = [pool.submit(queue.pressed, same) for _ in range(4)]
        until_taken(queue)
        press.go.set()
        assert len({each.result(30) for each in pressing}) == 1
    assert press.times == 1


def test_what_was_pressed_is_remembered_and_an_address_of_its_own_is_another_piece(press):
    queue, (one, other) = PressQueue(press), papers(2)
    press.go.set()
    assert queue.remembered(one) is None
    assert queue.remembered(other) is None
    made = queue.pressed(one)
    assert queue.remembered(one) == queue.pressed(one) == made
    assert queue.remembered(other) is None
    assert press.times == 1
    queue.clear()
    assert queue.remembered(one) is None


def test_memory_is_bounded_and_what_was_asked_for_longest_ago_goes_first():
    queue, (one, two, three) = PressQueue(lambda encoded: b"x" * 400, most_bytes=1000), papers(3)
    queue.pressed(one)
    queue.pressed(two)
    assert queue.remembered(one)
    queue.pressed(three)
    assert queue.remembered(one)
    assert queue.remembered(two) is None
    assert queue._held == 800 == sum(map(len, queue._files.values()))


def test_a_file_larger_than_all_memory_is_given_and_not_remembered():
    queue = PressQueue(lambda encoded: b"x" * 2000, most_bytes=1000)
    assert len(queue.pressed(paper())) == 2000
    assert queue.remembered(paper()) is None
    assert queue._held == 0


def test_what_cannot_be_printed_is_tried_once_and_said_each_time():
    tried = []

    def refuse(encoded: bytes) -> bytes:
        tried.append(encoded)
        raise Unprintable("too long")

    queue = PressQueue(refuse)
    for _ in range(3):
        with pytest.raises(Unprintable, match="too long"):
            queue.pressed(paper())
    with pytest.raises(Unprintable):
        queue.remembered(paper())
    assert len(tried) == 1


def test_a_press_that_fails_gives_its_place_back():
    def fail(encoded: bytes) -> bytes:
        raise RuntimeError("no press")

    queue = PressQueue(fail, places=1)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            queue.pressed(paper())


def test_a_piece_goes_to_the_press_and_back_whole():
    assert msgspec.json.decode(msgspec.json.encode(paper()), type=Piece) == paper()
