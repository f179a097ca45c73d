"""What waits for services in a pack that is only begun is known by its reason, whatever the words say."""

from __future__ import annotations

import pytest
from tests.core.checker.small_pack import ON, built
from tests.core.checker.twins import TWINS
from tests.core.checker.twins_of_walks import Change
from tests.packs import EVERY

from kapea.core.checker import check
from kapea.core.checker.unfinished_pack import softened
from kapea.core.pack.problem import NOBODY, Place, Problem

BEGUN: Change = ("pack.toml", 'id = "small"', 'id = "small"\nbegun = true')


def test_only_a_finding_that_nobody_is_there_waits_in_whatever_words():
    nobody = Problem("K05", Place("a"), "words that change", reason=NOBODY)
    other = Problem("K05", Place("b"), "no person to call: two misses name nobody, and NGO is called")
    told, waiting = softened([nobody, other], "small")
    assert waiting == ("K05",)
    assert [p for p in told if p.severity == "error"] == [other]


NO_HELPLINE: Change = ("services/all.yaml", "types: [HELPLINE]", "types: [NGO]")


def test_all_that_a_pack_without_a_helpline_lacks_waits_for_one():
    waiting = check(
        built(BEGUN, NO_HELPLINE, ("contacts.yaml", "fallback: [helpline]", "fallback: []")), on=ON
    )
    assert waiting.waiting == ("K02", "K04", "K06", "K16", "K23")
    assert waiting.errors == ()


TRIED = TWINS if EVERY else list({code: (code, done, changes) for code, done, changes in TWINS}.values())
"""One for each property; in `make check-all` all."""


@pytest.mark.parametrize(("code", "done", "changes"), TRIED, ids=[f"{c} {d}" for c, d, _ in TRIED])
def test_a_pack_only_begun_is_still_told_all_that_services_cannot_mend(
    code: str, done: str, changes: list[Change]
):
    """And what it waits for is never called proved."""
    whole, begun = check(built(*changes), on=ON), check(built(*changes, BEGUN), on=ON)
    waits = {p.code for p in whole.problems if p.severity == "error" and p.reason == NOBODY}
    assert set(begun.waiting) == waits
    kept = [p for p in whole.problems if p.severity == "error" and p.reason != NOBODY]
    assert [p.says for p in begun.errors] == [p.says for p in kept]
    assert all(f"not so: {each}" in begun.summary() for each in waits)
