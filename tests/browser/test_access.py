"""axe finds nothing to mend on any kind of page, by the rules of WCAG 2.2 AA."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.conftest import DESK, PHONE
from tests.ways import BESIDE

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
STEPS = ("1", "S02", "1", "3", "no", "no")


def faults(page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{page.url}: {v['id']} {[n['html'][:120] for n in v['nodes']][:3]}" for v in found]


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
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
        page.locator("main button").click()
    found += faults(page)
    visit.context.clear_cookies()
    found += faults(visit.open(f"/{language}/h/3"))
    assert found == []
