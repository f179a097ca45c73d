"""The terminal says what every other door says, and what a program reads there can be relied on."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.running import run
from tests.core.checker.small_pack import released

from kapea.cli import terminal
from kapea.core.dialogue.events import Said
from kapea.core.dialogue.view import Shown
from kapea.core.dialogue.world import World
from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.present.blocks import before_contacts

AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
ANSWER = st.sampled_from(("1", "2", "3", "9", "help", "back", "repeat", "!silence", "!picture", "?", "words"))


def small() -> World:
    return World(released())


WORLD = small()


def walk(answers: list[str], language: str = "en"):
    return list(terminal.play(WORLD, language, answers, "help", at=AT))


@given(st.lists(ANSWER, max_size=6), st.sampled_from(("en", "km")))
def test_each_step_is_one_object_on_one_line(answers, language):
    for turn, (said, taken) in enumerate(walk(answers, language)):
        line = terminal.line(WORLD, turn, said, taken)
        assert "\n" not in line
        read = json.loads(line)
        assert (read["turn"], read["said"]) == (turn, said)
        assert read["view"]["language"] == language


@given(st.lists(ANSWER, max_size=6), st.sampled_from(("en", "km")))
def test_every_word_and_number_a_person_meets_stands_in_both_forms(answers, language):
    for _, taken in walk(answers, language):
        text, read = terminal.view_text(WORLD, taken.view), terminal.view_object(WORLD, taken.view)
        assert all(each["says"] in text for each in (*read["texts"], *read["choices"]))
        assert all((each["number"] or each["name"]) in text for each in read["contacts"])
        assert read["ask"] is None or read["ask"]["says"] in text


@given(st.lists(ANSWER, max_size=6))
def test_one_kind_line_stands_before_contacts_and_none_on_the_first_view(answers):
    for n, (_, taken) in enumerate(walk(answers)):
        lines = [line for line in terminal.view_text(WORLD, taken.view).splitlines() if line]
        called = [at for at, line in enumerate(lines) if line[0] in "☎⌂"]
        assert len(called) == len(taken.view.contacts)
        first = len(before_contacts(taken.view))
        assert called == [*range(first, first + len(called))]
        assert first == 0 or n > 0


@given(st.lists(ANSWER, max_size=6))
def test_answers_are_numbered_as_they_are_typed(answers):
    for _, taken in walk(answers):
        text = terminal.view_text(WORLD, taken.view)
        for n, offer in enumerate(taken.view.offers, 1):
            assert f"  {n}  {WORLD.release.text(offer.text, 'en')}" in text


@pytest.mark.parametrize(
    ("role", "marked"),
    [("item", "  - {}"), ("do", "→ {}"), ("tap", "[ {} ]"), ("note", "({})"), ("first", "{}"), ("say", "{}")],
)
def test_a_line_stands_out_by_what_it_is(role, marked):
    view = walk([])[0][1].view
    text = view.shown[0].text if view.shown else view.ask.text
    twice = msgspec.structs.replace(view, contacts=(), shown=(Shown(text, role), Shown(text, role)))
    wanted = marked.format(WORLD.release.text(text, "en").replace(ZERO_WIDTH, ""))
    assert terminal.view_text(WORLD, twice).splitlines()[:2] == [wanted, wanted]


def test_no_break_mark_gets_onto_a_terminal():
    for _, taken in walk(["1", "1"], "km"):
        assert ZERO_WIDTH not in terminal.view_text(WORLD, taken.view)
        assert ZERO_WIDTH not in terminal.line(WORLD, 0, "", taken)


@given(st.text(max_size=80))
def test_whatever_is_typed_is_met_with_a_step_and_never_with_an_error(words):
    assert len(walk([words])) == 2


@given(st.text(min_size=1, max_size=20).filter(lambda words: not words.strip().startswith("!")))
def test_what_is_no_sign_of_an_author_goes_on_as_it_was_typed(words):
    assert terminal.event_of(words) == Said(words)


@pytest.mark.parametrize(
    ("line", "answers"), [("", False), ("   ", False), ("# a note", False), ("1", True), (" # 1", True)]
)
def test_notes_and_empty_lines_of_a_file_are_no_answers(line, answers):
    assert terminal.is_answer(line) == answers


def test_who_leaves_ends_the_transcript_and_what_stands_after_it_is_not_said(pack, tmp_path):
    answers = tmp_path / "answers.txt"
    answers.write_text("# how it goes\nstop\n\n1\n", "utf-8")
    told = run("talk", pack, "--language", "en", "--say", answers, "--format", "json")
    assert told.exit_code == 0
    assert [json.loads(line)["said"] for line in told.output.splitlines()] == ["", "stop"]


def test_the_same_answers_at_the_same_moment_are_the_same_transcript(pack, tmp_path):
    answers = tmp_path / "answers.txt"
    answers.write_text("1\n1\n1\n", "utf-8")
    words = ("talk", pack, "--say", answers, "--at", "2026-11-24T22:40+0700")
    assert run(*words).output == run(*words).output


def test_at_a_door_it_is_shown_as_a_phone_shows_it(pack, tmp_path):
    answers = tmp_path / "answers.txt"
    answers.write_text("hi\n1\nleave\n1\n", "utf-8")
    words = ("talk", pack, "--language", "en", "--say", answers, "--at", "2026-11-24T22:40+0700")
    by_text = run(*words, "--door", "sms").output
    assert by_text.startswith("> hi\n--- 1 part, ")
    assert "\n0 Help" in by_text
    assert by_text.count("> ") == 3, "nothing is said after all is gone"
    by_chat = run(*words, "--door", "telegram").output
    assert "[A child or teen]" in by_chat
    assert " of 4096 characters" in by_chat


def test_a_button_is_tapped_by_its_words(pack, tmp_path):
    answers = tmp_path / "answers.txt"
    answers.write_text("hi\n1\nA child or teen\n", "utf-8")
    told = run("talk", pack, "--language", "en", "--say", answers, "--door", "whatsapp").output
    assert "[Back]" in told


def test_found_services_are_told_with_their_numbers_and_no_number_twice(pack):
    told = run("find", pack, "HEALTH", "--language", "en", "--at", "2026-11-24T10:00+0700")
    assert told.exit_code == 0
    assert [line.split()[:3] for line in told.output.splitlines()] == [["☎", "119", "Hospital:"]]
