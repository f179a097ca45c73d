"""What is learnt and made together, in a real browser: each journey to its end at 320 px, fit for axe."""

from __future__ import annotations

import pytest
from tests.browser.conftest import PHONE
from tests.browser.test_every_page import look

from kapea.web.public.navigation import OWN

MOST = 16
"""Screens of a journey that are looked at, by its last button each."""


@pytest.mark.parametrize("address", OWN)
@pytest.mark.parametrize("language", ["km", "en"])
def test_a_journey_can_be_walked_by_anybody(visits, address, language):
    visit, seen = visits(size=PHONE), set[str]()
    page = visit.open(f"/{language}/{address}")
    found = look(page, seen)
    with page.expect_navigation():
        page.locator("main button.main").click()
    for _ in range(MOST):
        found += look(page, seen)
        answers = page.locator('main .answers button[name="a"], main .tiles button[name="a"]')
        if not answers.count():
            break
        with page.expect_navigation():
            answers.last.click()
    assert found == []
    assert len(seen) >= 5
