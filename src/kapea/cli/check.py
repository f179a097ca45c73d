"""kapea check, kapea build."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import click

from kapea.cli import common, proving
from kapea.content import folder
from kapea.core.pack.model import encode_release

ALL = sys.maxsize


@click.command()
@click.argument("packs", nargs=-1, required=True)
@click.option(
    "--live", is_flag=True, help="Also ask what a live service needs: dial-tests, reviews, recordings."
)
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="Check as on this day (default: today).")
@click.option("--warnings/--no-warnings", default=True, help="Also print what is not an error.")
@click.option("--all", "everything", is_flag=True, help="Print every finding, however many.")
@click.option("--fresh", is_flag=True, help="Prove it anew, also where nothing has changed.")
def check(
    packs: tuple[str, ...], live: bool, on: datetime | None, warnings: bool, everything: bool, fresh: bool
) -> None:
    """Prove that PACKS are safe to meet a frightened person.

    Every state a person can reach is walked with the same function that serves it, and the properties K01
    to K21 are checked there.
    Each finding names a file, a line, the shortest way there, and how to mend it.
    Where neither the pack, the day nor this program has changed, what was found before is told again.

    Exit 0: nothing wrong. 1: findings. 2: not a pack.

    \b
    kapea check packs/cambodia
    kapea check --live packs/cambodia        what is missing before it may go live
    """
    day = on.date() if on else common.now().date()
    chosen = [name for name in packs if _is_checked(name, alone=len(packs) == 1)]
    most = ALL if everything else common.MOST_PROBLEMS
    asked = [CheckRequest(name, day, live, warnings, most, fresh) for name in chosen]
    good = [_said(*outcome) for outcome in _each(asked)]
    raise SystemExit(0 if all(good) else common.FINDINGS)


class CheckRequest(NamedTuple):
    """Which pack to check and how, and how many of its findings to print at most."""

    pack: str
    day: date
    live: bool
    warnings: bool
    most: int
    fresh: bool


def _is_checked(name: str, *, alone: bool) -> bool:
    """`kapea check packs/*` also names a licence and what countries share: that is checked with each."""
    path = Path(name)
    if alone or not path.exists():
        return True
    if (path / "pack.toml").is_file():
        return _is_country(path)
    click.echo(f"{name}: no pack, passed over.")
    return False


def _is_country(path: Path) -> bool:
    if folder.is_country(path):
        return True
    click.echo(f"{path}: shared by countries, and checked with each of them.")
    return False


def _each(asked: list[CheckRequest]) -> Iterator[tuple[list[str], bool]]:
    """One after the other, or side by side when there are several."""
    if len(asked) < 2:
        yield from map(_check_one, asked)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(min(len(asked), os.cpu_count() or 1)) as workers:
        yield from workers.map(_check_one, asked)


def _said(lines: list[str], good: bool) -> bool:
    click.echo("\n".join(lines))
    return good


def _check_one(asked: CheckRequest) -> tuple[list[str], bool]:
    """What is to be said of a pack, and whether it passed."""
    started = time.process_time()
    path = common.pack_folder(asked.pack)
    report, was_made = proving.proved(path, asked.day, live=asked.live, fresh=asked.fresh)
    told = ("error", "warning") if asked.warnings else ("error",)
    shown = [problem for problem in report.problems if problem.severity in told]
    how = " Nothing has changed since this was found." if was_made else ""
    took = f"{asked.pack}: {report.summary()} {time.process_time() - started:.1f} s.{how}"
    return [*common.problem_lines(shown, asked.most), took], not report.errors


@click.command()
@click.argument("pack")
@click.option(
    "--to",
    "target",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("dist"),
    show_default=True,
    help="The folder to write into.",
)
def build(pack: str, target: Path) -> None:
    """Build PACK into one immutable file, named by the hash of what it says.

    The same words give the same file. Building does not check; `kapea publish` does both.
    """
    release = common.release_of(common.built(common.pack_folder(pack)), pack)
    target.mkdir(parents=True, exist_ok=True)
    file = target / f"{release.id}-{release.short_hash}.kapea"
    file.write_bytes(encode_release(release))
    click.echo(f"{file} ({file.stat().st_size:,} bytes)")
