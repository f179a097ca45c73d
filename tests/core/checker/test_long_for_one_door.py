"""A text that one door alone says too long is found."""

from __future__ import annotations

from tests.core.checker.small_pack import ON, built

from kapea.core.checker import check


def test_a_text_that_only_the_voice_says_too_long_is_found():
    spoken = "a " * 200
    changed = (
        "situations/S01.yaml",
        "You did nothing wrong.",
        f"{{say: You did no wrong., spoken: {spoken}}}",
    )
    found = [p for p in check(built(changed), on=ON).problems if p.code == "K13"]
    assert ["voice" in problem.says for problem in found] == [True] * len(found) != []
