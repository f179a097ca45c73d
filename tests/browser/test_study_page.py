"""A report of a study as one page: axe finds nothing in it, it fits a phone, it asks nobody anything."""

from __future__ import annotations

import pytest
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_access import faults
from tests.core.studies.reported_demo import (
    matter,
    now,
    output,
    report_words,
    summary,
    summary_matter,
)

from kapea.core.paper.study_html import study_html
from kapea.core.studies.reports.report_paper import report_paper
from kapea.core.studies.reports.summary_paper import summary_paper


def page_of(language: str, what: str) -> str:
    words = report_words(language)
    if what == "summary":
        return study_html(summary_paper(summary(), summary_matter(), words))
    return study_html(report_paper(output(), matter(), now(output()), words, is_draft=True))


@pytest.mark.parametrize(
    ("what", "language", "size"),
    [("report", "km", PHONE), ("report", "en", DESK), ("summary", "ne", PHONE)],
    ids=["report-km", "report-en", "summary-ne"],
)
def test_the_page_of_a_study_has_no_fault_and_asks_nobody(chromium, tmp_path, what, language, size):
    file = tmp_path / "page.html"
    file.write_text(page_of(language, what), encoding="utf-8")
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]}, bypass_csp=True, color_scheme="dark"
    )
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert [url for url in asked if not url.startswith(("file:", "data:image/svg"))] == []
    context.close()
