"""The page about referrals says what the tables say."""

from __future__ import annotations

import runpy

from tests.run import ROOT

from kapea.core.care.referral_table import REFERRAL_TABLE

PAGE = (ROOT / "docs" / "referrals.md").read_text(encoding="utf-8")


def test_the_page_is_as_it_would_be_written_now():
    script = runpy.run_path(str(ROOT / "scripts" / "referrals_page.py"))
    assert script["page"]() == PAGE, "run: make pages"


def test_every_move_has_its_row():
    rows = [line for line in PAGE.splitlines() if line.startswith("| `")]
    steps = [row.split("`")[1] for row in rows]
    assert [move.step.value for move in REFERRAL_TABLE] == steps[: len(REFERRAL_TABLE)]
