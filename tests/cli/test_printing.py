"""`kapea print`: a file, or the reason why there is none."""

from __future__ import annotations

from functools import partial

import pytest
from tests.cli import running
from tests.conftest import world_of
from tests.print.reading import bare, opened, text_of

from kapea.cli import common


@pytest.fixture(autouse=True)
def _built_once(monkeypatch):
    monkeypatch.setattr(common, "world_of", lambda pack: world_of(pack))


run = partial(running.run, "print")


def test_it_writes_the_poster(tmp_path):
    file = tmp_path / "poster.pdf"
    told = run("cambodia", "poster", "--language", "km", "-o", file, "--on", "2026-11-24")
    assert told.exit_code == 0
    assert "poster.pdf (" in told.output
    assert opened(file.read_bytes()).trailer["/Root"]["/Lang"] == "km"
    assert "1280" in text_of(file.read_bytes())


def test_with_an_address_it_carries_a_code_and_the_word(tmp_path):
    file = tmp_path / "poster.pdf"
    address = "https://help.example.org/km/"
    assert run("cambodia", "poster", "-o", file, "--address", address, "--on", "2026-11-24").exit_code == 0
    text = text_of(file.read_bytes())
    assert "help.example.org/km" in text
    assert bare(world_of("cambodia").release.text("word.print-word", "km")) in text


def test_without_a_piece_it_says_which_there_are():
    told = run("kenya", "--language", "en")
    assert told.exit_code == 0
    assert [line.split()[:2] for line in told.output.splitlines()][:3] == [
        ["card", "A5"],
        ["poster", "A4"],
        ["numbers", "A4"],
    ]


def test_it_writes_a_card_in_a_language_of_which_there_are_only_phrases(tmp_path):
    listed = [line.split(maxsplit=2) for line in run("cambodia").output.splitlines()]
    assert ["phrases-vi", "A6", "Tiếng Việt"] in listed
    file = tmp_path / "card.pdf"
    assert run("cambodia", "phrases-vi", "-o", file, "--on", "2026-11-24").exit_code == 0
    assert bare("Tiếng Việt") in text_of(file.read_bytes())


def test_it_writes_the_cards_of_a_plan_and_its_pictures(tmp_path):
    plan = world_of("cambodia").release.workshops["workshop-class-b4"]
    listed = {line.split()[0] for line in run("cambodia").output.splitlines()}
    assert {plan.id, f"{plan.id}-pictures"} <= listed
    cards, pictures = tmp_path / "cards.pdf", tmp_path / "pictures.pdf"
    day = ("--on", "2026-11-24")
    assert run("cambodia", plan.id, "--language", "en", "-o", cards, *day).exit_code == 0
    assert run("cambodia", f"{plan.id}-pictures", "-o", pictures, *day).exit_code == 0
    assert bare("A lesson on four steps") in text_of(cards.read_bytes())
    assert len(opened(pictures.read_bytes()).pages) == len({n for part in plan.parts for n in part.pictures})


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("cambodia", "phrases-vi", "--on", "2030-01-01"), 1, "phrases-vi expired on"),
        (("cambodia", "workshop-class-b4", "--on", "2030-01-01"), 1, "workshop-class-b4 expired on"),
        (("cambodia", "banner"), 2, "There is no piece “banner”"),
        (("cambodia", "poster", "--language", "sw"), 2, "does not speak sw: km, en"),
        (("cambodia", "poster", "--on", "2030-01-01"), 1, "expired on"),
        (("cambodia", "poster", "--address", "https://child-abuse.example.org/"), 1, "says “abuse”"),
    ],
)
def test_what_cannot_be_printed_says_why_and_writes_nothing(words, code, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = run(*words)
    assert told.exit_code == code
    assert says in told.output
    assert list(tmp_path.iterdir()) == []
