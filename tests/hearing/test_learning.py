"""From lines to numbers: the same bytes each time, writers left out whole, and what was learnt is heard."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from kapea.core.pack.hearing_model import VECTOR_SIZE, encode_model
from kapea.core.pack.parse.hearing_numbers import fault_of
from kapea.core.understanding.corpus import CorpusLine, Example
from kapea.core.understanding.listening import Listener
from kapea.hearing.counting import chosen_features, feature_lists
from kapea.hearing.figures import Judged, figures
from kapea.hearing.learning import folds_of, numbers_from_lines

PAY = ("pay me or i post your picture", "send money or everyone sees it", "he wants cash for my photo")
GAME = ("he plays games all night", "my son will not stop gaming", "she games until morning")
HELLO = ("good morning teacher", "hello how are you", "what is the price of rice")


def example(n: int, text: str, writer: str, **more) -> Example:
    return Example(CorpusLine(f"en-{n}", text, **more), "en", writer)


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    out = []
    for writer in ("en/a", "en/b", "en/c", "en/d"):
        for n, (pay, game, hello) in enumerate(zip(PAY, GAME, HELLO, strict=True)):
            word = writer[-1] * 3
            out += [
                example(n, f"{word} {pay}", writer, situations=("S02",), danger=("threat",), teller="boy"),
                example(n, f"{game} {word}", writer, situations=("S21",), teller="mother", style="sms"),
                example(n, f"{hello} {word}", writer),
            ]
    return out


@pytest.fixture(scope="module")
def numbers(examples):
    return numbers_from_lines(examples, lambda _: "", "digest")


def test_the_same_lines_give_the_same_bytes(examples, numbers):
    again = numbers_from_lines(examples, lambda _: "", "digest")
    assert encode_model(again) == encode_model(numbers)
    assert fault_of(numbers) == ""


def test_what_was_learnt_is_heard(numbers):
    listener = Listener(numbers, lambda _: "")
    assert listener.hear("he wants money or he posts my picture").kind == "threat"
    assert listener.hear("my son plays games until morning").situations[0] == "S21"
    assert listener.hear("hello good morning").nothing


def test_figures_are_of_all_of_each_language_and_of_each_way_of_writing(numbers):
    assert set(numbers.figures) == {"all", "en", "style plain", "style sms"}
    assert numbers.figures["all"]["danger_asked"] > 90
    assert numbers.figures["all"]["tile_right"] == 100


def test_a_writer_is_left_out_whole(examples):
    for fold in folds_of(examples):
        inside = {examples[n].writer for n in fold}
        outside = {e.writer for n, e in enumerate(examples) if n not in set(fold)}
        assert not inside & outside
    assert sorted(n for fold in folds_of(examples) for n in fold) == list(range(len(examples)))


def test_what_only_one_line_has_counts_for_nothing(examples):
    lists = feature_lists([*examples, example(99, "zebra", "en/a")])
    assert "wzebra" not in chosen_features(lists)
    assert "wmoney" in chosen_features(lists)


def test_what_people_of_the_field_would_not_agree_on_is_no_miss(examples, numbers):
    listener = Listener(numbers, lambda _: "")
    line = example(1, "pay me or i post it", "en/x", situations=("S02",), maybe=("threat",))
    asked = figures([Judged(line, listener.hear(line.line.text))])["all"]
    assert "danger_asked" not in asked
    assert "calm_asked" not in asked


@pytest.fixture(scope="module")
def vectors(examples):
    """Vectors that say which of three things a line is about, in three of their numbers, and noise."""
    out = np.random.default_rng(1).normal(0, 0.05, (len(examples), VECTOR_SIZE))
    for n in range(len(examples)):
        out[n, n % 3] += 1
    return out


@pytest.fixture(scope="module")
def both(examples, vectors):
    return numbers_from_lines(examples, lambda _: "", "digest", vectors)


class TestWithSentenceVectors:
    def test_the_layer_of_words_stays_as_it_is_to_the_byte(self, numbers, both):
        assert encode_model(msgspec.structs.replace(both, meaning=None)) == encode_model(numbers)

    def test_the_same_lines_and_vectors_give_the_same_bytes(self, examples, vectors, both):
        again = numbers_from_lines(examples, lambda _: "", "digest", vectors)
        assert encode_model(again) == encode_model(both)
        assert fault_of(both) == ""

    def test_the_same_words_are_heard_otherwise_by_another_vector(self, both, vectors):
        listener = Listener(both, lambda _: "")
        threat, game = (listener.hear("picture", vector=vectors[n].tolist()) for n in (0, 1))
        assert dict(threat.danger)["threat"] > dict(game.danger)["threat"]
        assert (threat.situations[0], game.situations[0]) == ("S02", "S21")

    def test_figures_are_told_of_both_together(self, both):
        assert both.meaning.figures.keys() == both.figures.keys()
        assert both.meaning.figures["all"]["tile_right"] == 100
