"""kapea coverage: who is spoken to, about what, at which age and in which language; and every hole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from kapea.cli import common
from kapea.content import folder
from kapea.core.checker.coverage import EVERYTHING, Cell, cover
from kapea.core.pack.layers import Layers
from kapea.core.pack.parse.catalogue import Expectation, parse_expected
from kapea.core.pack.parse.situations import AUDIENCES
from kapea.core.pack.problem import Findings

LEGEND = "✓ whole   ✗ no words   not …: these languages or ages are missing   · not for them"
WIDE, TITLE = 17, 40
"""Characters of a column, and of a situation's title."""
NAMED = 3
"""Texts named on one line; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Covered:
    """A pack, its languages, the titles of situations, and what is there for whom."""

    pack: str
    languages: tuple[str, ...]
    titles: dict[str, str]
    cells: tuple[Cell, ...]

    @property
    def holes(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.is_hole)


@click.command()
@click.argument("packs", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with every hole by itself.")
def coverage(packs: tuple[str, ...], as_json: bool) -> None:
    """Who is spoken to in PACKS: situations by audience, age of the child, and language.

    What is expected stands in packs/common/catalogue.yaml. A hole is an audience, an age or a language for
    which there are no words. What is no country is left out, so `packs/*` may be written.

    Exit 0: no hole. 1: holes, each named.

    \b
    kapea coverage packs/cambodia
    kapea coverage packs/* --json
    """
    found = [_covered(path) for path in common.country_folders(packs)]
    if as_json:
        click.echo(json.dumps({"packs": [_object(each) for each in found]}, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(line for each in found for line in _lines(each)))
    raise SystemExit(common.FINDINGS if any(each.holes for each in found) else 0)


def _covered(path: Path) -> Covered:
    release = common.release_of(common.built(path), path.name)
    wanted = expected(path)
    titles = {id: each.title for id, each in wanted.situations.items()}
    return Covered(path.name, release.languages, titles, cover(release, wanted))


def expected(path: Path) -> Expectation:
    """The catalogue of situations of a pack; without one, only what is written is looked at."""
    pack, files = folder.read_pack_files(path)
    bases = sorted({name.split("/")[0] for name in files}, key=lambda name: name == pack)
    findings = Findings()
    item = Layers(files, bases).read("catalogue.yaml", findings)
    wanted = parse_expected(item, findings) if item is not None else Expectation({}, {})
    if findings.has_errors:
        common.say_problems(findings.problems)
        common.stop("The catalogue of situations does not read.", common.FINDINGS)
    return wanted


# --- for people --------------------------------------------------------------------------


def _lines(each: Covered) -> Iterator[str]:
    ids = list(dict.fromkeys(cell.situation for cell in each.cells))
    yield f"{each.pack}: {len(ids)} situations, {len(each.cells)} cells ({', '.join(each.languages)})"
    yield ""
    yield f"{'':5}{'':{TITLE}} " + "".join(f"{who:{WIDE}}" for who in AUDIENCES).rstrip()
    for id in ids:
        marks = [
            _mark(each, [c for c in each.cells if (c.situation, c.audience) == (id, w)]) for w in AUDIENCES
        ]
        title = each.titles.get(id, "")
        title = title if len(title) < TITLE else f"{title[: TITLE - 2]}…"
        yield f"{id:5}{title:{TITLE}} " + "".join(f"{mark:{WIDE}}" for mark in marks).rstrip()
    yield f"\n{LEGEND}\n"
    yield from _holes(each)
    yield ""


def _mark(each: Covered, cells: Sequence[Cell]) -> str:
    """What stands in the table for one situation and audience."""
    holes = [cell for cell in cells if cell.is_hole]
    if not cells:
        return "·"
    if not holes:
        return "✓"
    if all(EVERYTHING in cell.gaps for cell in cells):
        return "✗"
    bands = {cell.band for cell in cells}
    ages = [band for band in sorted(bands) if all(c.is_hole for c in cells if c.band == band)]
    spoken = [lang for lang in each.languages if all(c.is_hole for c in cells if c.language == lang)]
    named = spoken if spoken else ages
    return f"not {', '.join(named)}" if len(named) < len(each.languages) or not spoken else "not whole"


def _holes(each: Covered) -> Iterator[str]:
    """Every hole; those that differ only in age or language stand on one line."""
    yield f"{each.pack}: {len(each.holes)} holes" if each.holes else f"{each.pack}: no hole"
    gaps: dict[tuple[str, str, str], list[Cell]] = {}
    lacking: dict[tuple[str, str, str], list[Cell]] = {}
    for cell in each.holes:
        for gap in cell.gaps:
            gaps.setdefault((cell.situation, cell.audience, gap), []).append(cell)
        if cell.untranslated:
            lacking.setdefault((cell.situation, cell.audience, cell.language), []).append(cell)
    for (_, _, gap), cells in gaps.items():
        yield f"{_where(cells)}: no text: {gap}"
    for cells in lacking.values():
        texts = list(dict.fromkeys(text for cell in cells for text in cell.untranslated))
        more = f" and {len(texts) - NAMED} more" if len(texts) > NAMED else ""
        yield f"{_where(cells)}: not translated: {', '.join(texts[:NAMED])}{more}"


def _where(cells: Sequence[Cell]) -> str:
    bands = ", ".join(dict.fromkeys(cell.band for cell in cells))
    spoken = ", ".join(dict.fromkeys(cell.language for cell in cells))
    return f"  {cells[0].situation} {cells[0].audience}, {bands}, {spoken}"


# --- for programs ------------------------------------------------------------------------


def _object(each: Covered) -> dict[str, Any]:
    return {
        "pack": each.pack,
        "languages": list(each.languages),
        "cells": len(each.cells),
        "holes": [
            {
                "situation": cell.situation,
                "title": each.titles.get(cell.situation, ""),
                "audience": cell.audience,
                "band": cell.band,
                "language": cell.language,
                "no_text": list(cell.gaps),
                "not_translated": list(cell.untranslated),
            }
            for cell in each.holes
        ],
    }
