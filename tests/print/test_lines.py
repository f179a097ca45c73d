"""Where lines of a printed piece end: where words end, never inside one or inside a number."""

from __future__ import annotations

from itertools import pairwise

import pytest
from tests.print.reading import bare, lines_of, runs
from tests.print.test_letters import each_poster
from tests.print.test_phrase_cards import each_card
from tests.print.test_phrase_cards import made as made_card
from tests.print.test_phrase_cards import printed as printed_card
from tests.print.test_pieces import POINTS, each_piece, made, printed, words_of

from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.paper.piece import Piece

BESIDE = 5
"""Letters on either side of the end of a line, by which it is found again in what was meant."""
UNPRINTED = 4
"""Millimetres at each edge that many a printer leaves white."""


def cut(lines: list[str], meant: list[str]) -> list[tuple[str, str]]:
    """Ends of lines, with the beginnings of the next, that stand inside a word of what was meant."""
    found, plain = [], [(words, bare(words)) for words in meant]
    for line, following in pairwise(lines):
        tail, head = line[-BESIDE:], following[:BESIDE]
        there = [words for words, letters in plain if tail + head in letters]
        breaks = [is_break for words in there for is_break in breaks_at(words, tail, head)]
        if len(tail) == len(head) == BESIDE and breaks and not any(breaks):
            found.append((tail, head))
    return found


def breaks_at(words: str, tail: str, head: str):
    """For each time that words say both one after the other: whether a line may end between."""
    letters = [n for n, letter in enumerate(words) if bare(letter)]
    plain = bare(words)
    at = plain.find(tail + head)
    while at >= 0:
        last = at + len(tail)
        between = words[letters[last - 1] + 1 : letters[last]]
        yield any(letter.isspace() or letter == ZERO_WIDTH for letter in between)
        at = plain.find(tail + head, at + 1)


def whole(told: Piece) -> list[str]:
    """What stands whole on its line: numbers."""
    groups = [g for panel in told.panels for thing in panel.things for g in thing.groups]
    return [bare(who.big) for group in groups for who in group.people if who.is_number]


@each_piece
def test_lines_end_where_words_end_and_numbers_are_whole(country, name, language):
    told, lines = made(country, name, language), lines_of(printed(country, name, language))
    assert cut(lines, words_of(told)) == []
    assert [number for number in whole(told) if not any(number in line for line in lines)] == []


@each_card
def test_so_do_those_of_a_card_in_another_language(country, code, language):
    told, lines = made_card(country, code, language), lines_of(printed_card(country, code, language))
    assert cut(lines, words_of(told)) == []
    assert [number for number in whole(told) if not any(number in line for line in lines)] == []


@pytest.mark.parametrize(
    ("lines", "meant", "says"),
    [
        (["maypag-", "usapan"], "may pag-usapan", [("ypag-", "usapa")]),
        (["ពេលថ្មី", "ៗនេះហើយ"], "ពេល\u200bថ្មីៗ\u200bនេះ\u200bហើយ", [("លថ្មី", "ៗនេះហ")]),
        (["ពេលថ្មីៗ", "នេះហើយ"], "ពេល\u200bថ្មីៗ\u200bនេះ\u200bហើយ", []),
        (["someone", "tocall"], "someone to call", []),
    ],
)
def test_a_line_that_ends_inside_a_word_is_found(lines, meant, says):
    assert cut(lines, [meant]) == says


@each_poster
def test_no_strip_stands_where_printers_leave_paper_white(country, language):
    [strip] = [t.strip for p in made(country, "poster", language).panels for t in p.things if t.strip]
    across = [
        x for (_, x, y), words in runs(printed(country, "poster", language)) if words and y < 58 * POINTS
    ]
    assert len(across) >= 10 * (1 + bool(strip.name))
    assert min(across) > UNPRINTED * POINTS
    assert max(across) < (210 - UNPRINTED) * POINTS
