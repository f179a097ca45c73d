"""Memos are dated and quote nobody; a claim says where it looked for what speaks against it."""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.studies.coded_demo import release

from kapea.core.studies.study_memos import (
    MemoKind,
    StudyClaim,
    StudyMemo,
    UnfitMemo,
    claim_faults,
    require_no_quote,
)

DAY = date(2026, 11, 29)


def memo(words, kind=MemoKind.DOUBT, about=""):
    return StudyMemo("m1", kind, DAY, "analyst-1", words, about)


def test_a_memo_repeats_nobody():
    said = release("T3").transcript.text
    require_no_quote(memo("P1 says that she reads her daughter's face. Is that skill, or its lack?"), [said])
    with pytest.raises(UnfitMemo, match="in your own words"):
        require_no_quote(memo("She put it so: i CAN only  look at her face. If her face is happy."), [said])
    khmer = "C1: " + "ខ្ញុំមិនដឹងថាទ្វារនៅឯណាទេហើយខ្ញុំខ្លាច"
    with pytest.raises(UnfitMemo):
        require_no_quote(memo(f"សង្ស័យ {khmer[4:]}"), [khmer])


@pytest.mark.parametrize(
    ("words", "kind", "about"),
    [
        (" ", MemoKind.SELF, ""),
        ("x", MemoKind.CODE, ""),
        ("x", MemoKind.SESSION, ""),
        ("x", MemoKind.SELF, "T1"),
    ],
)
def test_a_memo_says_something_about_its_own_thing(words, kind, about):
    with pytest.raises(UnfitMemo):
        memo(words, kind, about)


SESSIONS = {"T1", "T2", "T3"}


def claim(supporting=("T1",), contrary=("T2",), silent=("T3",), looked=""):
    return StudyClaim("k1", "…", frozenset(supporting), frozenset(contrary), frozenset(silent), looked)


@pytest.mark.parametrize(
    ("made", "fault"),
    [
        (claim(contrary=(), silent=("T2", "T3")), "where did you look?"),
        (claim(silent=()), "not listed: T3"),
        (claim(silent=("T3", "T1")), "stands in one list"),
        (claim(silent=("T3", "T9")), "does not have"),
        (claim(supporting=(), silent=("T1", "T3")), "no session supports it"),
    ],
)
def test_a_claim_lists_each_session_once_and_says_where_it_looked(made, fault):
    assert any(fault in told for told in claim_faults(made, SESSIONS))


def test_a_claim_that_nothing_speaks_against_says_where_it_looked():
    assert claim_faults(claim(), SESSIONS) == ()
    assert claim_faults(claim(contrary=(), silent=("T2", "T3"), looked="boys' groups"), SESSIONS) == ()
