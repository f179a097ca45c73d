"""A review is read the same way in every kind of file, and a name alone signs nothing."""

from __future__ import annotations

import pytest

from kapea.core.pack.model import Upkeep
from kapea.core.pack.parse.upkeep import read_upkeep
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import Reader, read_yaml

SIGNED = "{state: reviewed, by: Sok Dara, on: 2026-11-24, for: [law]}"


def read(review: str, *, required: bool) -> tuple[Upkeep, list[str]]:
    found, data = Findings(), f"sources: [one]\nexpires: 2027-05-24\n{review}".encode()
    item = read_yaml("a.yaml", data, found)
    assert item is not None
    kept = read_upkeep(Reader(item, found, "a document"), required=required)
    return kept, [problem.code for problem in found.problems]


@pytest.mark.parametrize("required", [True, False])
def test_a_whole_review_is_kept(required):
    kept, codes = read(f"review: {SIGNED}", required=required)
    assert codes == []
    assert kept == Upkeep(("one",), "reviewed", "Sok Dara", "2026-11-24", ("law",), "2027-05-24")


@pytest.mark.parametrize("required", [True, False])
@pytest.mark.parametrize("part", ["by: Sok Dara, ", "on: 2026-11-24, ", ", for: [law]"])
def test_a_review_that_leaves_out_who_when_or_for_what_is_refused_everywhere(part, required):
    _, codes = read(f"review: {SIGNED.replace(part, '')}", required=required)
    assert codes == ["P02"]


@pytest.mark.parametrize("required", [True, False])
@pytest.mark.parametrize(
    "review", ["{state: perhaps}", "{state: draft, on: soon}", "{state: draft, who: me}"]
)
def test_what_no_review_can_say_is_refused_everywhere(review, required):
    assert read(f"review: {review}", required=required)[1]


def test_a_document_without_a_review_is_a_draft_and_only_some_must_have_one():
    kept, codes = read("", required=False)
    assert (kept.state, codes) == ("draft", [])
    assert read("", required=True)[1] == ["P02"]
