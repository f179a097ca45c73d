"""The copy on a phone keeps a hundred steps, as the server does: danger and help now are not lost to that."""

from __future__ import annotations

import pytest
from tests.browser.test_offline import keep, offline, tap

OTHER, HURT = "6", "1"
"""Below Help now: something else, which leads back to the first question; and being hurt."""
WALK = """([other, many]) => {
  const tap = key => document.querySelector(`main [value="${key}"], .bar [value="${key}"]`).click();
  for (let steps = 1; steps < many; steps++) tap(steps % 2 ? other : "help");
}"""


@pytest.fixture
def walked(visits):
    """Somebody without a network after some steps: at Help now after an odd number, else at the question."""

    def after(many: int):
        visit = visits()
        keep(visit)
        page = offline(visit)
        tap(page, "help")
        page.evaluate(WALK, [OTHER, many])
        assert page.title().endswith(f" {many}")
        return page

    return after


def test_an_answer_that_turns_red_is_shown_red_and_one_goes_back_to_the_beginning(walked):
    page = walked(99)
    tap(page, HURT)
    assert page.locator("body.level-red").count() == 1
    assert page.locator(".now a.dial").count() >= 1
    assert page.title().endswith(" 1")
    tap(page, "back")
    assert page.locator("main.first").count() == 1


def test_help_now_leads_to_help(walked):
    page = walked(98)
    tap(page, "1")
    assert page.title().endswith(" 99")
    page.locator(".bar button[value=help]").click()
    assert page.locator("main").get_by_text("What is the danger?").count() == 1
    assert page.title().endswith(" 1")


def test_any_other_answer_begins_again_and_says_so(walked):
    page = walked(99)
    tap(page, OTHER)
    assert page.locator("main.first").count() == 1
    assert "Let us begin again" in page.locator("main .note").inner_text()
