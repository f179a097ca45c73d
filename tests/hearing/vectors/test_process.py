"""The vector process answers, whoever asks whatever; and nothing that it reads is ever found anywhere."""

from __future__ import annotations

import errno
import os
import signal
import socket
import stat
import subprocess
import sys
import threading

import pytest
from tests.hearing.vectors.fake_encoder import ATTEMPTS, TURNED, numbers_of, outcome
from tests.hearing.vectors.rooms import Room, question, room
from tests.run import ROOT

from kapea.core.pack.hearing_model import VECTOR_SIZE
from kapea.hearing.vectors.client import MOST_SECONDS, REST_SECONDS, VectorClient
from kapea.hearing.vectors.process import UNUSABLE
from kapea.hearing.vectors.wire import EMPTY, FAILED, GARBLED, LENGTH, LONG, MOST_BYTES, vector_in

PLANTED = "qanplob-vertunik-saffolow"


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    with room(tmp_path_factory.mktemp("room")) as made:
        yield made


def answered(here: Room, sent: bytes) -> bytes:
    answer = here.answer_to(sent)
    assert len(answer) == LENGTH.size + LENGTH.unpack(answer[: LENGTH.size])[0]
    return answer[LENGTH.size :]


def in_memory(here: Room, words: str) -> float:
    """How often the process finds words in its own memory, told them turned, so that it cannot find those."""
    vector = vector_in(answered(here, question("seek " + words.encode().translate(TURNED).hex())))
    assert vector is not None
    return vector[0]


class TestItAnswers:
    def test_with_the_vector_of_the_words(self, here):
        vector = here.ask("he wants my picture")
        assert vector is not None
        assert len(vector) == VECTOR_SIZE
        assert vector == pytest.approx(numbers_of("he wants my picture"), abs=1e-6)

    def test_words_of_any_script_up_to_its_measure(self, here):
        for words in ("ខ្ញុំខ្លាច", "मलाई डर लाग्छ", "\U0001f980" * (MOST_BYTES // 4)):
            assert vector_in(answered(here, question(words))) is not None

    @pytest.mark.parametrize(
        ("sent", "word"),
        [
            (LENGTH.pack(0), EMPTY),
            (LENGTH.pack(MOST_BYTES + 1), LONG),
            (LENGTH.pack(65_535), LONG),
            (LENGTH.pack(4) + b"\xff\xfe\xfd\xfc", GARBLED),
            (question("fail now"), FAILED),
        ],
    )
    def test_what_it_cannot_answer_with_one_word(self, here, sent, word):
        assert answered(here, sent) == word

    @pytest.mark.parametrize("sent", [b"", b"\x00", LENGTH.pack(100) + b"too few", b"GET / HTTP/1.1\r\n\r\n"])
    def test_whoever_sends_half_a_question_is_left_and_others_are_answered(self, here, sent):
        with socket.socket(socket.AF_UNIX) as idle:
            idle.connect(str(here.path))
            idle.sendall(sent)
            assert vector_in(answered(here, question("still there"))) is not None

    def test_whoever_gave_up_costs_others_no_time(self, here):
        """They send and leave while another is being answered."""
        with socket.socket(socket.AF_UNIX) as first:
            first.connect(str(here.path))
            first.sendall(question("sleep 2"))
            for _ in range(5):
                with socket.socket(socket.AF_UNIX) as gone:
                    gone.connect(str(here.path))
                    gone.sendall(question("sleep 500"))
            assert vector_in(answered(here, question("after them"))) is not None


class TestHelpGoesOn:
    def test_nobody_waits_for_one_that_is_slow_and_then_nobody_asks_for_a_while(self, tmp_path):
        with room(tmp_path / "room") as slow:
            times = iter([0.0, 0.0, 0.0, 0.0, MOST_SECONDS, MOST_SECONDS + REST_SECONDS - 0.1])
            client = VectorClient(str(slow.path), lambda: next(times))
            assert client.vector_of("sleep 600") is None
            assert client.vector_of("the next") is None
            assert list(times) == []
            assert slow.process.poll() is None

    def test_one_that_is_killed_while_it_works_gives_nothing(self, tmp_path):
        with room(tmp_path / "room") as gone:
            assert gone.ask("before") is not None
            waits = VectorClient(str(gone.path))
            threading.Timer(0.05, gone.process.kill).start()
            assert waits.vector_of("sleep 30") is None
            gone.process.wait()
            assert gone.ask("after") is None

    def test_another_takes_the_place_of_one_that_was_killed(self, tmp_path):
        for _ in range(2):
            with room(tmp_path / "room") as made:
                assert made.ask("again") is not None
                (made.folder / "out").unlink()


class TestNothingIsFound:
    def test_planted_words_are_in_no_file_and_were_never_said(self, here):
        for before in ("", "say ", "keep ", "fail "):
            here.answer_to(question(before + PLANTED))
        here.answer_to(question(PLANTED)[:-3])
        assert {"out", "err"} <= set(here.files())
        assert not [name for name, held in here.files().items() if PLANTED[:12].encode() in held]

    def test_planted_words_are_in_its_memory_no_longer_than_they_are_worked_on(self, here):
        words = "no-" + PLANTED[::-1]
        assert here.ask(words) is not None
        assert in_memory(here, words) == 0
        here.answer_to(question("fail " + words))
        here.answer_to(LENGTH.pack(200) + words.encode() + b"\xff")
        assert in_memory(here, words) == 0

    def test_words_that_were_kept_would_be_found(self, here):
        here.answer_to(question("keep xylo-" + PLANTED))
        assert in_memory(here, "xylo-" + PLANTED) > 0

    @pytest.mark.parametrize("attempt", ATTEMPTS)
    def test_nothing_can_be_opened_begun_or_reached_from_inside(self, here, attempt):
        told = vector_in(answered(here, question(attempt)))
        assert told is not None
        assert told[0] == errno.EPERM
        assert not (here.folder / "found").exists()

    def test_the_same_can_be_done_by_a_process_that_gave_nothing_up(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        for attempt in ("read a file", "write a file", "make a folder", "begin a process", "make a pipe"):
            assert outcome(ATTEMPTS[attempt]) == 0, attempt

    @pytest.mark.parametrize("sign", [signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS])
    def test_no_picture_of_its_memory_is_left_when_it_is_struck_down(self, tmp_path, sign):
        with room(tmp_path / "room") as struck:
            assert struck.ask(PLANTED) is not None
            before = set(struck.files())
            struck.process.send_signal(sign)
            self.died_without_a_picture(struck, before)

    @pytest.mark.parametrize("words", ["abort", "fall"])
    def test_nor_when_it_falls_by_itself(self, tmp_path, words):
        with room(tmp_path / "room") as fallen:
            before = set(fallen.files())
            assert fallen.ask(words) is None
            self.died_without_a_picture(fallen, before)

    def died_without_a_picture(self, gone: Room, before: set[str]) -> None:
        _, status = os.waitpid(gone.process.pid, 0)
        gone.process.returncode = status
        assert os.WIFSIGNALED(status)
        assert not os.WCOREDUMP(status)
        assert set(gone.files()) == before

    def test_nobody_else_on_the_machine_can_ask(self, here):
        assert stat.S_IMODE(here.path.stat().st_mode) == 0o600


class TestItDoesNotStart:
    def refused(self, path) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "tests.hearing.vectors.fake_encoder", str(path)],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])},
            capture_output=True,
            text=True,
        )
        assert done.returncode == UNUSABLE
        return done.stderr

    def test_where_a_file_stands(self, tmp_path):
        (tmp_path / "file").write_text("kept")
        assert "is no socket" in self.refused(tmp_path / "file")
        assert (tmp_path / "file").read_text() == "kept"

    def test_where_there_is_no_folder(self, tmp_path):
        assert "Nothing can listen" in self.refused(tmp_path / "none" / "socket")

    def test_where_another_answers(self, here):
        assert "Another process answers" in self.refused(here.path)
        assert here.ask("still there") is not None
