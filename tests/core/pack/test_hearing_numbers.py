"""Numbers in a pack: read whole or named, held against the lines beside them and the limits of the pack."""

from __future__ import annotations

import msgspec
import pytest
from tests.core.checker.small_pack import ON, files
from tests.core.understanding.small_model import model

from kapea.core.checker import check
from kapea.core.pack.build import Built, build
from kapea.core.pack.hearing_model import ASK, HearingModel, corpus_digest, encode_model

NUMBERS, LIMITS, LINES = "small/heard/numbers.bin", "small/heard/limits.yaml", "small/heard/en/writer-1.jsonl"
LINE = b'{"id": "1", "text": "pay me"}\n'
GOOD = msgspec.structs.replace(
    model({"wpay": {ASK: 9}, "wgame": {ASK: -9}}),
    corpus=corpus_digest({"heard/en/writer-1.jsonl": LINE}),
    figures={
        "all": {"danger_asked": 95.0, "calm_asked": 30.0},
        "en": {"danger_asked": 93.0},
        "xx": {"danger_asked": 1.0},
    },
)


def built(numbers: bytes | None, **more: str) -> Built:
    pack = files() | {LINES: LINE}
    if numbers is not None:
        pack[NUMBERS] = numbers
    if "limits" in more:
        pack[LIMITS] = more["limits"].encode()
    return build(pack, "small")


def problems(made: Built) -> list[str]:
    return [p.says for p in made.problems if p.place.file.startswith("small/heard")]


def test_good_numbers_are_in_the_release_and_nothing_is_said():
    made = built(encode_model(GOOD))
    assert made.release is not None
    assert made.release.hearing == GOOD
    assert problems(made) == []


def test_a_pack_without_numbers_builds():
    made = built(None)
    assert made.release is not None
    assert made.release.hearing is None


BROKEN: list[tuple[HearingModel, str]] = [
    (msgspec.structs.replace(GOOD, format=99), "they have format 99"),
    (msgspec.structs.replace(GOOD, keys=GOOD.keys[4:] + GOOD.keys[:4]), "their features are not in order"),
    (msgspec.structs.replace(GOOD, keys=GOOD.keys[:-1]), "their features are not in order"),
    (msgspec.structs.replace(GOOD, rows=GOOD.rows[:-1]), "not as many numbers as there are features"),
    (msgspec.structs.replace(GOOD, constants=()), "not as many numbers as there are features"),
    (msgspec.structs.replace(GOOD, outputs=GOOD.outputs[:-1]), "not as many numbers as there are features"),
]


@pytest.mark.parametrize(("numbers", "says"), BROKEN, ids=[says for _, says in BROKEN])
def test_numbers_of_another_shape_are_refused_with_how_to_mend_them(numbers, says):
    made = built(encode_model(numbers))
    assert made.release is None
    [problem] = [p for p in made.problems if p.place.file == NUMBERS]
    assert (problem.code, says in problem.says) == ("P01", True)
    assert problem.mend == "write them anew: kapea learn packs/small"


def test_a_verdict_over_other_signs_is_refused():
    verdicts = {name: msgspec.structs.replace(v, weights=v.weights[:-1]) for name, v in GOOD.verdicts.items()}
    assert problems(built(encode_model(msgspec.structs.replace(GOOD, verdicts=verdicts)))) == [
        "these numbers do not read: a verdict weighs other signs than there are"
    ]


@pytest.mark.parametrize("data", [b"", b"x", b"\x80", encode_model(GOOD)[:-5]])
def test_bytes_that_are_no_numbers_are_refused(data):
    [says] = problems(built(data))
    assert says.startswith("these numbers do not read")


def test_numbers_learnt_from_other_lines_are_told():
    made = built(encode_model(msgspec.structs.replace(GOOD, corpus="0" * 16)))
    assert made.release is not None
    assert problems(made) == ["these numbers were learnt from other lines than those beside them"]


class TestLimits:
    def found(self, limits: str, numbers: bytes | None = encode_model(GOOD)) -> list[str]:
        return [p.says for p in check(built(numbers, limits=limits), on=ON).of("K33")]

    def test_figures_within_the_limits_pass(self):
        assert self.found("at_least: {danger_asked: 93}\nat_most: {calm_asked: 30}\n") == []

    def test_a_figure_below_is_told_for_all_and_for_each_language_of_the_pack(self):
        assert self.found("at_least: {danger_asked: 96}\n") == [
            "all: danger_asked is 95.0 %, and must be at least 96 %",
            "en: danger_asked is 93.0 %, and must be at least 96 %",
        ]

    def test_a_figure_above_is_told(self):
        assert self.found("at_most: {calm_asked: 29}\n") == [
            "all: calm_asked is 30.0 %, and must be at most 29 %"
        ]

    def test_a_figure_that_there_is_not_is_told(self):
        assert self.found("at_least: {danger_heard: 1}\n") == ["there is no figure “danger_heard”"]

    def test_limits_without_numbers_are_told(self):
        assert self.found("at_least: {danger_asked: 1}\n", None) == [
            "there are limits of hearing, and no numbers to hear with"
        ]

    @pytest.mark.parametrize("value", ["many", "140", "-1", "true"])
    def test_what_is_no_percentage_is_told_at_its_line(self, value):
        made = built(encode_model(GOOD), limits=f"at_least:\n  danger_asked: {value}\n")
        [problem] = [p for p in made.problems if p.code == "P02"]
        assert (problem.place.file, problem.place.line) == (LIMITS, 2)
