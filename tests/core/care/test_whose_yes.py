"""Every combination of what a child and a caregiver said, for each kind and each age, and what then is done.

The tables are to be read by people who know children. Columns: what the child said. Rows: what the caregiver
said. In the cells: `go` where it is done; else why it is not.
"""

from __future__ import annotations

import pytest
from tests.core.care.made import AT, answers, permission, scope

from kapea.core.care.asking import AgeBand, AskedOf, ConsentAnswer
from kapea.core.care.decisions import Granted, RefusedBecause, decide
from kapea.core.care.scopes import PermissionKind

OURS = "keep, call_back, feedback_call"
TELLING = "tell_org, tell_person, exchange"

TABLES = [
    # Too young to agree. An adult's yes is needed; a no that the child can say still stops it.
    (
        {OURS: "0-5", TELLING: "0-5", "study": "0-5"},
        """
                   | yes              | no            | not_asked        | cannot
        yes        | go               | child_said_no | go               | go
        no         | adult_said_no    | child_said_no | adult_said_no    | adult_said_no
        not_asked  | adult_not_asked  | child_said_no | adult_not_asked  | adult_not_asked
        cannot     | adult_cannot     | child_said_no | adult_cannot     | adult_cannot
        """,
    ),
    # Old enough to be heard, and telling others: both say yes, neither for the other.
    (
        {TELLING: "6-11, 12-14, not-known"},
        """
                   | yes              | no            | not_asked        | cannot
        yes        | go               | child_said_no | child_not_asked  | go
        no         | adult_said_no    | child_said_no | child_not_asked  | adult_said_no
        not_asked  | adult_not_asked  | child_said_no | child_not_asked  | adult_not_asked
        cannot     | adult_cannot     | child_said_no | child_not_asked  | adult_cannot
        """,
    ),
    # The child's own to decide: talking with us from 6 on, telling others from 15 on.
    (
        {OURS: "6-11, 12-14, 15-17, not-known", TELLING: "15-17"},
        """
                   | yes              | no            | not_asked        | cannot
        yes        | go               | child_said_no | child_not_asked  | go
        no         | go               | child_said_no | child_not_asked  | adult_said_no
        not_asked  | go               | child_said_no | child_not_asked  | adult_not_asked
        cannot     | go               | child_said_no | child_not_asked  | adult_cannot
        """,
    ),
    # A study: both say yes, and nobody speaks for a child who cannot say.
    (
        {"study": "6-11, 12-14, 15-17, not-known"},
        """
                   | yes              | no            | not_asked        | cannot
        yes        | go               | child_said_no | child_not_asked  | child_cannot
        no         | adult_said_no    | child_said_no | child_not_asked  | child_cannot
        not_asked  | adult_not_asked  | child_said_no | child_not_asked  | child_cannot
        cannot     | adult_cannot     | child_said_no | child_not_asked  | child_cannot
        """,
    ),
    # Grown up: nobody else is heard.
    (
        {OURS: "18+", TELLING: "18+", "study": "18+"},
        """
                   | yes              | no            | not_asked        | cannot
        yes        | go               | child_said_no | child_not_asked  | child_cannot
        no         | go               | child_said_no | child_not_asked  | child_cannot
        not_asked  | go               | child_said_no | child_not_asked  | child_cannot
        cannot     | go               | child_said_no | child_not_asked  | child_cannot
        """,
    ),
]


def words(text: str) -> list[str]:
    return [each.strip() for each in text.split(",")]


def cells(table: str):
    """Each cell: what the child said, what the caregiver said, what is done."""
    head, *rows = [[c.strip() for c in line.split("|")] for line in table.strip().splitlines()]
    for caregiver, *done in rows:
        for child, outcome in zip(head[1:], done, strict=True):
            yield child, caregiver, outcome


CASES = [
    (PermissionKind(kind), AgeBand(band), ConsentAnswer(child), ConsentAnswer(caregiver), outcome)
    for where, table in TABLES
    for kinds, bands in where.items()
    for kind in words(kinds)
    for band in words(bands)
    for child, caregiver, outcome in cells(table)
]


def outcome_of(decided) -> str:
    return "go" if isinstance(decided, Granted) else decided.because.value


def test_the_tables_say_what_is_done_in_every_case_and_once():
    told = [case[:4] for case in CASES]
    every = {
        (k, b, c, g) for k in PermissionKind for b in AgeBand for c in ConsentAnswer for g in ConsentAnswer
    }
    assert len(told) == len(set(told)) == len(every) == 7 * 6 * 4 * 4
    assert set(told) == every


def test_what_is_done_is_what_the_tables_say():
    wrong = []
    for kind, band, child, caregiver, outcome in CASES:
        about = scope(kind)
        said = (
            permission(AskedOf.CHILD, child, about, band),
            permission(AskedOf.CAREGIVER, caregiver, about, band),
        )
        got = outcome_of(decide(answers(*said, band=band), about, at=AT))
        if got != outcome:
            wrong.append((kind.value, band.value, child.value, caregiver.value, outcome, got))
    assert wrong == []


@pytest.mark.parametrize("kind", PermissionKind)
@pytest.mark.parametrize("band", AgeBand)
def test_who_is_in_no_record_was_not_asked(kind, band):
    """Nothing written down and *not asked* written down come to the same."""
    about = scope(kind)
    for side in (AskedOf.CHILD, AskedOf.CAREGIVER):
        yes = permission(side, ConsentAnswer.YES, about, band)
        other = AskedOf.CAREGIVER if side is AskedOf.CHILD else AskedOf.CHILD
        unasked = permission(other, ConsentAnswer.NOT_ASKED, about, band)
        without = decide(answers(yes, band=band), about, at=AT)
        assert outcome_of(without) == outcome_of(decide(answers(yes, unasked, band=band), about, at=AT))
    nothing = outcome_of(decide(answers(band=band), about, at=AT))
    assert nothing in {RefusedBecause.CHILD_NOT_ASKED.value, RefusedBecause.ADULT_NOT_ASKED.value}


@pytest.mark.parametrize("caregiver", [ConsentAnswer.NOT_ASKED, ConsentAnswer.CANNOT])
@pytest.mark.parametrize("kind", set(PermissionKind) - {PermissionKind.STUDY})
def test_another_trusted_adult_answers_where_the_caregiver_did_not(kind, caregiver):
    about, band = scope(kind), AgeBand.FROM_6
    child = permission(AskedOf.CHILD, ConsentAnswer.YES, about, band)
    silent = permission(AskedOf.CAREGIVER, caregiver, about, band)
    aunt = permission(AskedOf.OTHER_TRUSTED_ADULT, ConsentAnswer.YES, about, band)
    assert outcome_of(decide(answers(child, silent, aunt, band=band), about, at=AT)) == "go"


def test_another_trusted_adult_answers_neither_against_a_caregiver_nor_for_a_study():
    band = AgeBand.FROM_6
    for kind, caregiver, outcome in (
        (PermissionKind.TELL_ORG, ConsentAnswer.NO, "adult_said_no"),
        (PermissionKind.STUDY, ConsentAnswer.CANNOT, "adult_cannot"),
    ):
        about = scope(kind)
        said = (
            permission(AskedOf.CHILD, ConsentAnswer.YES, about, band),
            permission(AskedOf.CAREGIVER, caregiver, about, band),
            permission(AskedOf.OTHER_TRUSTED_ADULT, ConsentAnswer.YES, about, band),
        )
        assert outcome_of(decide(answers(*said, band=band), about, at=AT)) == outcome
