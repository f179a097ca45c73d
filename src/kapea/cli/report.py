"""kapea report: how long the words of packs are, how hard to read, and how many taps lead to help."""

from __future__ import annotations

from pathlib import Path

import click

from kapea.cli import common
from kapea.core.checker import content_report, nobody_answered
from kapea.core.checker.explore import explore
from kapea.core.checker.resting_page import resting_page
from kapea.core.checker.word_lists import sizes
from kapea.core.dialogue.world import World


@click.command()
@click.argument("packs", nargs=-1, required=True)
@click.option(
    "--output",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("docs/content-report.md"),
    show_default=True,
    help="The page to write.",
)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 when a limit is not kept.")
def report(packs: tuple[str, ...], target: Path, only_check: bool) -> None:
    """Write the page on the words of PACKS: sentences, words, school grade, taps, for each situation; and on
    every view for when nobody answered.

    The limits stand on the page, each with its reason. What is no country is left out, so `packs/*` may be
    written.

    \b
    kapea report packs/*
    kapea report --check packs/cambodia
    """
    worlds = [(path.name, _world(path)) for path in _paths(packs)]
    found = [(name, content_report.rows(world, on=common.now().date())) for name, world in worlds]
    wrong = [
        f"{name}: {row.situation} {row.language}: {says}"
        for name, rows in found
        for row in rows
        for says in content_report.over(row)
    ]
    for line in wrong:
        click.echo(line)
    if only_check:
        click.echo(f"{len(wrong)} over the limits" if wrong else "every limit is kept")
        raise SystemExit(common.FINDINGS if wrong else 0)
    rests = resting_page((name, sizes(world.release)) for name, world in worlds)
    _write(
        target, "\n".join((content_report.content_report_page(found), _nobody_answered_page(worlds), rests))
    )
    click.echo(f"{target}: {len(found)} packs, {len(wrong)} over the limits")


def _write(target: Path, page: str) -> None:
    try:
        target.write_text(page, encoding="utf-8")
    except OSError as error:
        common.stop(
            f"{target} cannot be written: {error.strerror}. Say with `--output` where the page shall stand, "
            "or ask with `--check` alone."
        )


def _nobody_answered_page(worlds: list[tuple[str, World]]) -> str:
    """The part on nobody answered. Every view for it is walked, so it takes some seconds a pack."""
    week = nobody_answered.REPORTED_WEEK
    counted = (nobody_answered.nobody_answered(world, explore(world), on=week) for _, world in worlds)
    told = [(*each, found) for each, found in zip(worlds, counted, strict=True)]
    return nobody_answered.nobody_answered_page(told)


def _paths(packs: tuple[str, ...]) -> list[Path]:
    return sorted(common.country_folders(packs), key=lambda path: path.name)


def _world(path: Path) -> World:
    return World(common.release_of(common.built(path), path.name))
