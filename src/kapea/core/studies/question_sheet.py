"""The form of a question whose answer stays hidden: what is read aloud, rehearsed, thrown and answered.

Like the sheet of a session it can hold numbers and choices only. It is for one grown-up, alone; without a yes
nothing is asked, and without a rehearsal that went well neither.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from kapea.core.studies.sensitive_designs import DesignKind
from kapea.core.studies.session_sheet import (
    BEGIN_GROUP,
    END_GROUP,
    NOTE,
    ONE_OF,
    WHOLE,
    SessionSheet,
    SheetChoice,
    SheetRow,
)

QUESTION_FORM_ID = "kapea-hidden-question"
LEAST_HARMLESS, MOST_HARMLESS = 2, 8
"""Harmless statements of a list. Of one, everybody knows what “2” means."""
STATEMENT = "statement-"
"""How ids of statements begin, by their line in the tool, from 1; the first is the sensitive one."""
AGREED, REHEARSED = "${agreed} = 'yes'", "${rehearsed} = 'yes'"
SHORT_LIST, LONG_LIST = "short", "long"


class UnfitStatements(ValueError):
    """So many statements do not make such a question; the message says how many do."""


@dataclass(frozen=True, slots=True)
class StatementCount:
    """How many statements a way of asking takes."""

    least: int
    most: int


STATEMENTS: dict[DesignKind, StatementCount] = {
    DesignKind.DIRECT: StatementCount(1, 1),
    DesignKind.LIST: StatementCount(1 + LEAST_HARMLESS, 1 + MOST_HARMLESS),
    DesignKind.CROSSWISE: StatementCount(2, 2),
    DesignKind.WARNER: StatementCount(2, 2),
    DesignKind.FORCED: StatementCount(1, 1),
    DesignKind.UNRELATED: StatementCount(1, 1),
}
"""Crosswise: the second is the anchor, true of nobody. Warner: the second is the opposite of the first."""
PREPARED = frozenset({DesignKind.CROSSWISE, DesignKind.WARNER, DesignKind.FORCED, DesignKind.UNRELATED})
"""Ways of asking for which chance is made on the spot."""


def question_sheet(kind: DesignKind, statements: int, words_digest: str) -> SessionSheet:
    """The sheet for a tool of so many statements. `words_digest`: of all its words, so that other words are
    another version. Raises UnfitStatements.
    """
    takes = STATEMENTS[kind]
    if not takes.least <= statements <= takes.most:
        raise UnfitStatements(f"{kind.value}: write {takes.least} to {takes.most} lines, not {statements}")
    rows, choices = tuple(_question_rows(kind, statements)), tuple(_answer_choices(kind))
    made = hashlib.sha256(repr((rows, choices, words_digest)).encode()).hexdigest()[:12]
    return SessionSheet("in-form-title", rows, choices, made, QUESTION_FORM_ID)


def _question_rows(kind: DesignKind, statements: int) -> Iterator[SheetRow]:
    yield _note("draft")
    yield _note("before")
    yield SheetRow(ONE_OF, "agreed", "in-form-agreed", of="yes_no")
    yield SheetRow(BEGIN_GROUP, "rehearsal", "in-form-rehearsal", asked_if=AGREED)
    yield from _how(kind)
    yield _note("practice")
    yield SheetRow(ONE_OF, "rehearsed", "in-form-rehearsed", of="yes_no")
    yield SheetRow(END_GROUP)
    yield SheetRow(BEGIN_GROUP, "question", "in-form-now", asked_if=REHEARSED)
    yield from _list_rows(statements) if kind is DesignKind.LIST else _one_answer(kind)
    yield SheetRow(END_GROUP)
    if kind is DesignKind.CROSSWISE:
        yield SheetRow(BEGIN_GROUP, "anchor", "in-form-again", asked_if=REHEARSED)
        yield _statement(2, "anchor_statement")
        yield from _chance_and_answer(kind, "anchor_answer", "anchor_chance")
        yield SheetRow(END_GROUP)
    yield _note("after")


def _how(kind: DesignKind) -> Iterator[SheetRow]:
    if kind in PREPARED:
        yield _note("prepare")
    if kind is DesignKind.UNRELATED:
        yield _note("prepare-other")
    yield _note("how")


def _one_answer(kind: DesignKind) -> Iterator[SheetRow]:
    yield _statement(1, "statement")
    if kind is DesignKind.WARNER:
        yield _statement(2, "opposite")
    yield from _chance_and_answer(kind, "answer", "chance")


def _chance_and_answer(kind: DesignKind, answer: str, chance: str) -> Iterator[SheetRow]:
    if kind in PREPARED:
        yield SheetRow(NOTE, chance, "in-form-chance")
    yield SheetRow(ONE_OF, answer, "in-form-answer", of="same" if kind is DesignKind.CROSSWISE else "said")


def _list_rows(statements: int) -> Iterator[SheetRow]:
    """The sensitive statement stands in the middle of the longer list, so that no place tells on it."""
    harmless = list(range(2, statements + 1))
    middle = len(harmless) // 2
    yield SheetRow(ONE_OF, "arm", "in-form-arm", of="arms")
    for arm, lines in (
        (SHORT_LIST, harmless),
        (LONG_LIST, [*harmless[:middle], 1, *harmless[middle:]]),
    ):
        only = f"${{arm}} = '{arm}'"
        yield from (_statement(line, f"{arm}_{at}", only) for at, line in enumerate(lines, 1))
        yield SheetRow(WHOLE, f"{arm}_count", "in-form-count", most=len(lines), asked_if=only)


def _answer_choices(kind: DesignKind) -> Iterator[SheetChoice]:
    """Nobody has to answer: saying nothing is a choice, and the number of a list may stay empty."""
    yield SheetChoice("yes_no", "yes", "in-form-yes")
    yield SheetChoice("yes_no", "no", "in-form-no")
    if kind is DesignKind.LIST:
        yield SheetChoice("arms", SHORT_LIST, "in-form-list-short")
        yield SheetChoice("arms", LONG_LIST, "in-form-list-long")
        return
    of, pair = ("same", ("same", "different")) if kind is DesignKind.CROSSWISE else ("said", ("yes", "no"))
    yield from (SheetChoice(of, each, f"in-form-{each}") for each in pair)
    yield SheetChoice(of, "nothing", "in-form-nothing")


def _note(name: str) -> SheetRow:
    return SheetRow(NOTE, f"note_{name.replace('-', '_')}", f"in-form-{name}")


def _statement(line: int, name: str, asked_if: str = "") -> SheetRow:
    return SheetRow(NOTE, name, f"{STATEMENT}{line}", asked_if=asked_if)
