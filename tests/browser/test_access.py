"""axe finds nothing to mend on any kind of page, by the rules of WCAG 2.2 AA.

`make test` looks on a phone in Khmer and on a desk in English, `make check-all` on each in both.
"""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from tests.browser.conftest import DESK, PHONE
from tests.packs import EVERY
from tests.ways import BESIDE

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"], "elementRef": False}
FAULTS = """rules => axe.run(rules).then(found => found.violations.map(
  fault => [fault.id, fault.nodes.slice(0, 3).map(node => node.html.slice(0, 120))]))"""
"""Only what is to be mended comes back: carrying over what passed would take as long as the looking."""
STEPS = ("1", "S02", "1", "3", "no", "no")
LOOKED_AT = {"phone-km": (PHONE, "km"), "desk-en": (DESK, "en")}
if EVERY:
    LOOKED_AT |= {"phone-en": (PHONE, "en"), "desk-km": (DESK, "km")}


def faults(page) -> list[str]:
    """What axe would mend on a page, each with its address and the first elements that have it."""
    page.evaluate(AXE_SCRIPT)
    return [f"{page.url}: {rule} {nodes}" for rule, nodes in page.evaluate(FAULTS, RULES)]


def test_a_page_with_faults_is_told_of(visits):
    page = visits().open("/km/")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert ["html-has-lang" in fault for fault in faults(page)] == [True]


@pytest.mark.parametrize(("size", "language"), LOOKED_AT.values(), ids=LOOKED_AT)
def test_no_fault_on_any_kind_of_page(visits, language, size):
    visit = visits(size=size)
    found = faults(visit.open(f"/{language}/"))
    for key in STEPS:
        found += faults(visit.tap(key))
    for keys in (("help",), ("1",), ("3",)):
        found += faults(visit.tap(*keys))
    for path in (*BESIDE, "find?t=1", "find?t=4", "find?t=7", "no/where", "h/80"):
        found += faults(visit.open(f"/{language}/{path}"))
    page = visit.open(f"/{language}/practice")
    with page.expect_navigation():
        page.locator("main button").first.click()
    found += faults(page)
    visit.context.clear_cookies()
    found += faults(visit.open(f"/{language}/h/3"))
    assert found == []
