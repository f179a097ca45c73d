"""ST-R27: until unblinding nothing that A is shown depends on what B did. Every address that A reaches is
asked with B's table empty and filled: the same bytes, the same statements.
"""

from __future__ import annotations

import re

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from tests.staff.coding_walk import ADJUDICATOR, ANALYST, A, B, CodingWalk
from tests.staff.test_matrix import undone
from tests.staff.test_study_matrix import MAY

from kapea.core.studies.brought_codings import line_mark
from kapea.core.studies.double_draw import CoderSide
from kapea.studies.models import CodedSegment

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
WORDS = "Someone adds you and you do not know who."
LINE = line_mark(f"C1: {WORDS}")
PAGES = [f"{path}" for path, may in MAY.items() if "coder-a" in may]
SENT = {
    "/search": ({"code": "EXP-ADDED"}, {"words": "someone"}, {"words": "the", "code": "EXP-FEAR"}),
    "/coding/code": (
        {"s": 1, "turn": 2, "words": WORDS, "code": "EXP-ADDED"},
        {"s": 1, "turn": 1, "words": "x"},
        {"s": 4, "turn": 2, "words": "a", "at": 0, "code": "EXP-FEAR"},
    ),
    "/coding/back": (
        {"s": 1, "turn": 2, "number": 1, "revision": 1},
        {"s": 1, "turn": 2, "number": 2, "revision": 1},
    ),
    "/coding/bring": ({"lines": f"s1 {LINE}.1/1 0-7 EXP-ADDED\nx"}, {"lines": ""}),
    "/coding/done": ({"done": "yes"}, {"done": "no"}),
    "/coding/unblind": ({},),
    "/memos/write": ({"kind": "doubt", "words": "is it one code?"},),
    "/exports/ask": ({"kind": "qdpx"},),
    "/reconcile/decide": ({"s": 1, "start": 1, "end": 2, "final": "EXP-FEAR", "reason": "w", "revision": 0},),
}
"""What is sent to addresses that take something; to the others nothing."""
FRESH = re.compile(r'value="[A-Za-z0-9]{64}"|value="[a-z0-9]{16}"|guid="[A-F0-9-]{36}"')
"""The word of forms, and ids that are drawn anew."""


@pytest.fixture
def walk(cast) -> CodingWalk:
    made = CodingWalk(cast).begin()
    made.start_codebook()
    made.code(A, 1, 2, WORDS, "EXP-ADDED", memo="a doubt of A")
    made.post(A, "memos/write", kind="doubt", words="whether this is one code")
    return made


def seen(walk: CodingWalk, role) -> dict[str, tuple]:
    """All that somebody is answered: status, place, bytes, and how often each database is asked."""
    client, told = walk.clients[role], {}
    asked = [(path, None) for path in (*PAGES, "/coding/session?s=1&turn=2&edit=1")]
    asked += [(f"/coding/session?s={number}", None) for number in (4, 5)]
    asked += [(path, said) for path, every in SENT.items() for said in every]
    for path, said in asked:
        address = f"/staff/studies/{walk.id}{path}"
        with (
            undone(),
            CaptureQueriesContext(connections["default"]) as main,
            CaptureQueriesContext(connections["keys"]) as keys,
        ):
            answer = client.get(address) if said is None else client.post(address, said)
            place = answer.headers.get("location", "")
            told[f"{path} {said}"] = (
                answer.status_code, place, FRESH.sub("", answer.content.decode()), len(main), len(keys),
            )  # fmt: skip
    return told


def fill_table_of_b(walk: CodingWalk) -> None:
    """All that a coder can do before unblinding."""
    walk.code_corpus(B)
    walk.code(B, 1, 2, WORDS, "EXP-FEAR", memo="a doubt of B")
    walk.post(B, "memos/write", kind="doubt", words="what B thinks of it")
    walk.post(B, "coding/done", done="yes")
    walk.post(B, "exports/ask", kind="qdpx")


@pytest.mark.parametrize("alone", [{}, {"s3": CoderSide.A, "s4": CoderSide.B}], ids=["two", "shared-out"])
def test_st_r27_what_a_is_shown_is_the_same_whatever_b_did(walk, alone):
    walk.draw_alone(**alone)
    before = seen(walk, A)
    assert {answer[0] for answer in before.values()} >= {200, 302, 409}
    fill_table_of_b(walk)
    after = seen(walk, A)
    for path, told in before.items():
        assert after[path] == told, path


def test_st_r27_nobody_else_is_shown_codes_before_either(walk):
    fill_table_of_b(walk)
    walk.post(A, "coding/done", done="yes")
    for role in (ADJUDICATOR, ANALYST):
        for said in ({"code": "EXP-FEAR"}, {"code": "EXP-ADDED"}):
            assert "</h2><p>" not in walk.post(role, "search", 200, **said).content.decode()
        for page in ("coding", "coding/session?s=1&turn=2", "memos"):
            told = walk.get(role, page)
            assert "EXP-ADDED</h3>" not in told
            assert "<mark" not in told
            assert "a doubt of" not in told


def test_st_r27_the_same_pages_show_the_other_after_unblinding(walk):
    """So that the test above could fail."""
    fill_table_of_b(walk)
    before = seen(walk, A)
    walk.post(A, "coding/done", done="yes")
    walk.post(ADJUDICATOR, "coding/unblind")
    after = seen(walk, A)
    assert "a doubt of B" in walk.get(A, "coding/session?s=1&turn=2")
    changed = {path.split(" ")[0].split("?")[0] for path in before if before[path][2] != after[path][2]}
    assert changed >= {"/coding", "/coding/session", "/search", "/memos", "/reconcile", "/agreement"}
    assert CodedSegment.objects.filter(after_unblinding=True).count() == 0
