"""docs/casework.md says what the tables say, of every code there is, and no default as if it had a source."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import msgspec
import pytest
from tests.packs import COUNTRIES, built

from kapea.content import folder
from kapea.core.care import casework_page as page
from kapea.core.care.case_closing import ClosingLacks, ClosingReason
from kapea.core.care.case_levels import LEVELS, LoweredBecause
from kapea.core.care.case_states import TABLE, CaseHand, CaseNeed, CaseState, CaseStep
from kapea.core.pack.clock_model import ClockRow
from kapea.core.pack.layers import Layers
from kapea.core.pack.parse.clocks import read_clocks
from kapea.core.pack.problem import Findings

PAGE = Path(__file__).parents[3] / "docs" / "casework.md"


@pytest.fixture(scope="module")
def common() -> dict[str, ClockRow]:
    _, files = folder.read_pack_files(folder.shipped() / "common")
    return read_clocks(Layers(files, ["common"]), {}, Findings())


def made(common: dict[str, ClockRow]) -> str:
    return page.casework_page(common, [built(country).release for country in sorted(COUNTRIES)])


def test_the_page_says_what_the_tables_say(common):
    assert PAGE.read_text(encoding="utf-8") == made(common), "run: make pages"


def test_every_code_is_on_it(common):
    text = made(common)
    codes = (*CaseState, *CaseStep, *CaseNeed, *CaseHand, *LEVELS, *ClosingReason, *LoweredBecause)
    assert [code for code in codes if code.value.replace("_", " ") not in text] == []
    assert set(page.LACKS) == set(ClosingLacks)
    assert text.count("| supervisor |") >= sum(move.by == {CaseHand.SUPERVISOR} for move in TABLE)


def test_the_common_rows_claim_no_source_and_a_country_names_what_it_rests_on(common):
    assert all(row.is_programme_default for row in common.values())
    text = made(common)
    for country, row in product(COUNTRIES, common.values()):
        release = built(country).release
        own = release.clocks[row.id]
        if own != row:
            title = release.known_sources[own.upkeep.sources[0]]
            assert any(
                line.startswith(f"| {release.name} |") and f"| {own.rests_on} | {title} |" in line
                for line in text.splitlines()
            )


def test_what_another_country_changes_is_told(common):
    release = built("nepal").release
    row = msgspec.structs.replace(common["plan.green"], spans=((20 / 60, None),))
    changed = msgspec.structs.replace(release, clocks={**release.clocks, row.id: row})
    line = f"| {release.name} | plan, from the assessment on | green | 20 min | default |  |"
    assert line in page.casework_page(common, [changed])
    assert line not in made(common)
