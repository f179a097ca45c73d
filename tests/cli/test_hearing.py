"""`kapea hear` and `kapea learn` as somebody at a terminal meets them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from tests.hearing.test_learning import GAME, HELLO, PAY

from kapea.cli.main import main
from kapea.core.pack.hearing_model import HearingModel, decode_model


def run(*arguments: str):
    return CliRunner().invoke(main, arguments)


class TestHear:
    def test_it_tells_what_was_heard_and_why(self):
        told = run("hear", "cambodia", "--why", "he says he will send my picture to everyone if i dont pay")
        assert told.exit_code == 0
        assert told.output.startswith("asks about danger: threat (a list of words has it)")
        assert "S02: Someone wants money" in told.output
        assert "“pay”" in told.output
        assert "who tells: child; language: en" in told.output

    def test_a_file_goes_in_and_a_line_comes_out_for_each_of_its_lines(self, tmp_path):
        lines = tmp_path / "lines.jsonl"
        lines.write_text('{"id": 7, "text": "i want to die"}\n\n{"id": "b", "text": "good morning"}\n')
        told = run("hear", "cambodia", "--file", str(lines))
        one, two = map(json.loads, told.stdout.splitlines())
        assert (one["id"], one["ask"], one["danger"][0]) == (7, True, "dying")
        assert two == {"id": "b", "danger": [], "ask": False, "situations": [], "nothing": True}

    @pytest.mark.parametrize(
        ("line", "says"),
        [
            ("{", "lines.jsonl:1: this is no JSON"),
            ('{"text": "x"}', "lines.jsonl:1: a line is"),
            ("[]", ":1: a line is"),
        ],
    )
    def test_a_line_that_does_not_read_is_named(self, tmp_path, line, says):
        lines = tmp_path / "lines.jsonl"
        lines.write_text(line)
        told = run("hear", "cambodia", "--file", str(lines))
        assert (told.exit_code, says in told.stderr) == (2, True)

    @pytest.mark.parametrize("arguments", [(), ("words", "--file", __file__)])
    def test_words_or_a_file_and_not_both(self, arguments):
        told = run("hear", "cambodia", *arguments)
        assert told.exit_code == 2
        assert "Say either the words, or --file" in told.stderr


def lines_of(writer: str) -> str:
    rows = []
    for n, (pay, game, hello) in enumerate(zip(PAY, GAME, HELLO, strict=True)):
        rows += [
            {"id": f"{writer}{n}a", "text": f"{writer} {pay}", "situations": ["S02"], "danger": ["threat"]},
            {"id": f"{writer}{n}b", "text": f"{game} {writer}", "situations": ["S21"]},
            {"id": f"{writer}{n}c", "text": f"{hello} {writer}"},
        ]
    return "".join(json.dumps(row) + "\n" for row in rows)


class TestLearn:
    @pytest.fixture
    def own(self, pack):
        """A pack with lines of two writers."""
        for writer in ("one", "two"):
            path = pack / "heard" / "en" / f"writer-{writer}.jsonl"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(lines_of(writer * 3))
        return pack

    def numbers(self, pack) -> HearingModel:
        return decode_model((pack / "heard" / "numbers.bin").read_bytes())

    def test_it_writes_numbers_and_tells_how_well_they_hear(self, own):
        told = run("learn", str(own))
        assert told.exit_code == 0, told.output
        assert "18 lines of 2 writers" in told.output
        assert "danger asked" in told.output
        assert {"danger_asked", "tile_right"} <= self.numbers(own).figures["all"].keys()

    def test_the_same_lines_give_the_same_bytes(self, own):
        run("learn", str(own))
        first = (own / "heard" / "numbers.bin").read_bytes()
        run("learn", str(own))
        assert (own / "heard" / "numbers.bin").read_bytes() == first

    def test_measure_writes_nothing(self, own):
        assert run("learn", str(own), "--measure").exit_code == 0
        assert not (own / "heard" / "numbers.bin").exists()

    def test_the_check_takes_the_numbers_and_warns_when_lines_have_changed(self, own):
        run("learn", str(own))
        assert "were learnt from other lines" not in run("check", str(own)).output
        path = own / "heard" / "en" / "writer-one.jsonl"
        path.write_text(path.read_text() + '{"id": "new", "text": "one more"}\n')
        assert "were learnt from other lines" in run("check", str(own)).output

    def test_a_line_that_is_wrong_is_named_and_nothing_is_written(self, own):
        path = own / "heard" / "en" / "writer-one.jsonl"
        path.write_text('{"id": "x", "text": "x", "danger": ["fire"]}\n')
        told = run("learn", str(own))
        assert told.exit_code == 1
        assert "heard/en/writer-one.jsonl:1: no kind of danger “fire”" in told.stderr
        assert not (own / "heard" / "numbers.bin").exists()

    def test_one_writer_is_too_few_to_measure_with(self, own):
        (own / "heard" / "en" / "writer-two.jsonl").unlink()
        told = run("learn", str(own))
        assert told.exit_code == 2
        assert "at least 2 are needed" in told.stderr
