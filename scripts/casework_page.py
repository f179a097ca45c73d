"""Writes docs/casework.md from the tables of cases and the packs; `make pages` runs it."""

from __future__ import annotations

from pathlib import Path

from kapea.content import folder
from kapea.core.care.casework_page import casework_page
from kapea.core.pack.build import build
from kapea.core.pack.layers import Layers
from kapea.core.pack.parse.clocks import read_clocks
from kapea.core.pack.problem import Findings

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "casework.md"


def main() -> None:
    countries = sorted(path.parent for path in (ROOT / "packs").glob("*/pack.toml"))
    made = [
        build(folder.read_pack_files(path)[1], path.name) for path in countries if folder.is_country(path)
    ]
    _, files = folder.read_pack_files(ROOT / "packs" / "common")
    common = read_clocks(Layers(files, ["common"]), {}, Findings())
    PAGE.write_text(casework_page(common, [each.release for each in made if each.release]), encoding="utf-8")


if __name__ == "__main__":
    main()
