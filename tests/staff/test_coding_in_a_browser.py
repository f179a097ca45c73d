"""Pages of coding in a real browser: whole on a small phone and a desk, nothing for axe to mend, in two
languages; and a segment is coded by keyboard alone.
"""

from __future__ import annotations

import pytest
from tests.browser.conftest import _files_come_from_the_areas
from tests.staff.coding_walk import ANALYST, A, B, CodingWalk
from tests.staff.driving import LOOKED_INTO, visit, wrong_with

from kapea.people.models import User
from kapea.studies.models import CodedSegment

__all__ = ["_files_come_from_the_areas"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.browser,
]
OF_A_CODE = "the id hand-over"
"""It stands in the words of a code, POL-COORD."""
BLIND = ("codebook", "coding", "reconcile", "agreement", "memos", "search", "exports")
WORDS = "Someone adds you and you do not know who."


@pytest.fixture
def walk(cast) -> CodingWalk:
    made = CodingWalk(cast).begin()
    made.start_codebook()
    return made


@pytest.mark.parametrize("language", LOOKED_INTO)
def test_every_page_of_coding_can_be_used_by_anybody(walk, chromium, site, language):
    walk.code(A, 1, 2, WORDS, "EXP-ADDED", memo="sure?")
    walk.post(A, "memos/write", kind="doubt", words="One code or two?")
    walk.post(A, "exports/ask", kind="csv")
    walk.code_corpus(B)
    User.objects.filter(id__in=[walk.account(A), walk.account(ANALYST)]).update(language=language)
    found = []
    here = visit(chromium, site, client=walk.clients[A], locale=language)
    for page in (*BLIND, "coding/session?s=1&turn=2"):
        found += wrong_with(here.open(f"/staff/studies/{walk.id}/{page}"), language)
    walk.unblind()
    for page in ("coding/session?s=2", "reconcile", "memos", "agreement"):
        found += wrong_with(here.open(f"/staff/studies/{walk.id}/{page}"), language)
    here.context.close()
    assert [each for each in found if not each.endswith(OF_A_CODE)] == []


def test_a_segment_is_marked_coded_and_taken_back_by_keyboard_alone(walk, chromium, site):
    here = visit(chromium, site, client=walk.clients[A], locale="en")
    page = here.open(f"/staff/studies/{walk.id}/coding/session?s=1&turn=1")
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**turn=2**")
    page.keyboard.type("exp-added")
    assert page.input_value("#code") == "exp-added"
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-coded-turn='2']")
    assert CodedSegment.objects.values_list("code", "taken_back").get() == ("EXP-ADDED", False)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Backspace")
    page.wait_for_selector("[data-coded-turn='2']", state="detached")
    assert CodedSegment.objects.values_list("taken_back", flat=True).get() is True
    here.context.close()


def test_words_chosen_in_a_turn_are_marked_where_they_were_chosen(walk, chromium, site):
    here = visit(chromium, site, client=walk.clients[A], locale="en")
    page = here.open(f"/staff/studies/{walk.id}/coding/session?s=1&turn=2")
    page.evaluate(
        """() => {
          const node = document.querySelector("#t2 [data-words]").firstChild, range = document.createRange();
          range.setStart(node, 42); range.setEnd(node, 45);
          const chosen = getSelection(); chosen.removeAllRanges(); chosen.addRange(range);
          document.dispatchEvent(new MouseEvent("mouseup"));
        }"""
    )
    assert page.input_value("#words") == "you"
    page.fill("#code", "EXP-ADDED")
    page.press("#code", "Enter")
    page.wait_for_selector("[data-coded-turn='2']")
    kept = CodedSegment.objects.get()
    first = walk.get(A, "coding/session?s=1&turn=2")
    assert kept.end - kept.start == 3
    assert '<mark title="EXP-ADDED">you</mark> and you do not' in first
    here.context.close()
