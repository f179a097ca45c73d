"""Asking for a vector never raises, never says words, and leaves in peace whoever did not answer."""

from __future__ import annotations

import logging
import socket
import threading
from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapea.core.pack.hearing_model import VECTOR_SIZE
from kapea.hearing.vectors.asked_ahead import VectorsAskedAhead
from kapea.hearing.vectors.client import MOST_SECONDS, REST_SECONDS, VectorClient
from kapea.hearing.vectors.wire import LENGTH, MOST_BYTES, NUMBERS, vector_in

VECTOR = NUMBERS.pack(*[0.5] * VECTOR_SIZE)


class Answers:
    """A socket at which every connection is answered with the same bytes, whatever it asks."""

    def __init__(self, path) -> None:
        self.path, self.sent, self.questions = str(path), b"", list[bytes]()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self.path)
        self._listener.listen(16)
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            with peer:
                self.questions.append(peer.recv(MOST_BYTES + LENGTH.size))
                peer.sendall(self.sent)

    def end(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    made = Answers(tmp_path_factory.mktemp("client") / "socket")
    yield made
    made.end()


def whole(answer: bytes) -> bytes:
    return LENGTH.pack(len(answer)) + answer


def test_an_answer_is_a_vector(answers):
    answers.sent = whole(VECTOR)
    assert VectorClient(answers.path).vector_of("words") == [0.5] * VECTOR_SIZE
    assert answers.questions[-1] == whole(b"words")


@settings(max_examples=60)
@given(st.one_of(st.binary(max_size=3000), st.binary(max_size=2000).map(whole)), st.text(max_size=600))
def test_whatever_is_answered_to_whatever_is_asked_is_a_vector_or_none(answers, sent, words):
    answers.sent = sent
    found = VectorClient(answers.path).vector_of(words)
    assert found is None or (len(found) == VECTOR_SIZE and all(map(isfinite, found)))


@given(st.one_of(st.binary(max_size=3000), st.binary(min_size=NUMBERS.size, max_size=NUMBERS.size)))
def test_any_bytes_are_a_vector_or_none(answer):
    found = vector_in(answer)
    assert found is None or (len(found) == VECTOR_SIZE and all(map(isfinite, found)))


@pytest.mark.parametrize("path", ["/nowhere/at/all", "", "\0", "a\0b", "x" * 300, "/dev/null"])
def test_a_path_of_any_kind_gives_nothing(path):
    assert VectorClient(path).vector_of("words") is None


def test_no_more_is_asked_than_is_read(answers):
    before = len(answers.questions)
    for words in ("", "\U0001f980" * (MOST_BYTES // 4 + 1)):
        assert VectorClient(answers.path).vector_of(words) is None
    assert len(answers.questions) == before


def test_after_a_failure_nobody_asks_for_some_seconds(answers):
    now = [100.0]
    client = VectorClient(answers.path, lambda: now[0])
    answers.sent = b""
    assert client.vector_of("fails") is None
    asked, answers.sent = len(answers.questions), whole(VECTOR)
    now[0] += REST_SECONDS - 0.1
    assert client.vector_of("too soon") is None
    assert len(answers.questions) == asked
    now[0] += 0.2
    assert client.vector_of("again") == [0.5] * VECTOR_SIZE


def test_a_word_in_place_of_a_vector_is_no_failure(answers):
    client = VectorClient(answers.path)
    answers.sent = whole(b"garbled")
    assert client.vector_of("one") is None
    answers.sent = whole(VECTOR)
    assert client.vector_of("two") is not None


def test_whoever_drips_is_left_when_the_time_is_over(tmp_path):
    """Each part comes in time, and the whole never does."""
    now = [0.0]

    def clock() -> float:
        now[0] += MOST_SECONDS / 4
        return now[0]

    drips = Answers(tmp_path / "socket")
    drips.sent = whole(VECTOR)[:100]
    assert VectorClient(drips.path, clock).vector_of("words") is None
    drips.end()


def test_a_failure_is_told_once_and_without_a_word_of_what_was_asked(caplog):
    client = VectorClient("/nowhere/planted-path", lambda: 0.0)
    with caplog.at_level(logging.DEBUG):
        for _ in range(3):
            client._rests_until = -1.0
            client.vector_of("planted-words")
    assert len(caplog.records) == 1
    assert "planted" not in caplog.text


class TestAskedAhead:
    def test_what_was_asked_ahead_is_known_until_the_end_of_the_turn(self):
        asked = []
        vectors = VectorsAskedAhead(lambda words: asked.append(words) or [float(len(words))])
        with vectors.asked("words"):
            assert vectors.vector_of("words") == [5.0]
            assert vectors.vector_of("others") is None
            assert asked == ["words"]
        assert vectors.vector_of("words") == [5.0]
        assert asked == ["words", "words"]

    def test_where_there_was_none_nobody_asks_again_in_the_turn(self):
        asked = []
        vectors = VectorsAskedAhead(lambda words: asked.append(words))
        with vectors.asked("words"):
            assert vectors.vector_of("words") is None
        assert asked == ["words"]
