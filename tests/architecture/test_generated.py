"""Pages that a command writes are as it would write them now; every situation is spoken of."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kapea.cli import coverage as coverage_command
from kapea.cli.main import main
from kapea.content import folder
from kapea.core.checker.coverage import cover
from kapea.core.pack.build import build

ROOT = Path(__file__).parents[2]
COUNTRIES = sorted(
    path.parent for path in (ROOT / "packs").glob("*/pack.toml") if folder.is_country(path.parent)
)


@pytest.mark.parametrize(
    ("words", "page"),
    [(("translate", "page"), "docs/translations.md"), (("report",), "docs/content-report.md")],
)
def test_a_generated_page_is_current(words, page, tmp_path):
    told = CliRunner().invoke(main, [*words, *map(str, COUNTRIES), "--output", str(tmp_path / "page.md")])
    assert told.exit_code == 0, told.output
    made = (tmp_path / "page.md").read_text("utf-8")
    assert (ROOT / page).read_text("utf-8") == made, "run: make pages"


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda path: path.name)
def test_every_situation_of_the_research_speaks_to_everybody_it_concerns(country):
    """In English; what is not translated is counted in docs/translations.md."""
    pack, files = folder.read_pack_files(country)
    made = build(files, pack)
    assert made.release is not None, "\n".join(map(str, made.problems))
    cells = cover(made.release, coverage_command.expected(country))
    assert [cell for cell in cells if cell.gaps] == []
