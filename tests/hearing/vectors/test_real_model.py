"""The real library, where it is: it answers, it knows likeness across languages, and it forgets."""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path

import pytest
from tests.hearing.vectors.fake_encoder import TURNED
from tests.hearing.vectors.rooms import question, room

from kapea.core.pack.hearing_model import VECTOR_SIZE
from kapea.hearing.vectors.process import command_of
from kapea.hearing.vectors.wire import LENGTH, vector_in

pytestmark = pytest.mark.meaning
REAL_COMMAND = command_of(Path("socket"))[0][:-1]
REAL_THAT_COUNTS = [sys.executable, "-m", "tests.hearing.vectors.real_room"]
THREAT = ("He says he will send my picture to everyone", "Sabi niya ikakalat niya ang litrato ko sa lahat")
GAME = ("My son plays games all night long", "Mwanangu hucheza michezo usiku kucha")
PLANTED = "qanplob vertunik saffolow"


def likeness(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_two_sentences_of_like_meaning_in_two_languages_are_nearer_than_two_unlike_ones(tmp_path):
    with room(tmp_path / "room", REAL_COMMAND) as real:
        threat, game = ([real.ask(words) for words in each] for each in (THREAT, GAME))
    assert all(v is not None and len(v) == VECTOR_SIZE for v in (*threat, *game))
    alike = min(likeness(*threat), likeness(*game))
    assert alike > max(likeness(a, b) for a, b in product(threat, game))


def test_a_vector_has_length_one_and_is_the_same_each_time(tmp_path):
    with room(tmp_path / "room", REAL_COMMAND) as real:
        first = real.ask(THREAT[0])
        assert first is not None
        assert likeness(first, first) == pytest.approx(1, abs=1e-3)
        assert real.ask(THREAT[0]) == first


def test_planted_words_are_in_no_file_and_no_longer_in_its_memory(tmp_path):
    with room(tmp_path / "room", REAL_THAT_COUNTS) as real:
        assert real.ask(PLANTED) is not None
        for words in (PLANTED, *PLANTED.split()):
            sought = words.encode().translate(TURNED).hex()
            found = vector_in(real.answer_to(question(f"seek {sought}"))[LENGTH.size :])
            assert found is not None
            assert found[0] == 0, words
        assert not [name for name, held in real.files().items() if PLANTED[:12].encode() in held]
