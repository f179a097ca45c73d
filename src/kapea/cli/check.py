"""kapea check, kapea build."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import click

from kapea.cli import common, proving
from kapea.content import folder
from kapea.core.checker.report import Report
from kapea.core.pack.model import encode_release
from kapea.core.pack.problem import Severity

ALL = sys.maxsize


@click.command()
@click.argument("packs", nargs=-1)
@click.option(
    "--live", is_flag=True, help="Also ask what a live service needs: dial-tests, reviews, recordings."
)
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="Check as on this day (default: today).")
@click.option("--warnings/--no-warnings", default=True, help="Also print what is not an error.")
@click.option("--all", "everything", is_flag=True, help="Print every finding, however many.")
@click.option("--fresh", is_flag=True, help="Prove it anew, also where nothing has changed.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    show_default=True,
    help="text for people; json, and sarif for editors and code hosts, name every finding.",
)
@click.option(
    "--deploy", is_flag=True, help="Check this deployment instead: all between a trial and a live one."
)
@click.pass_context
def check(
    context: click.Context,
    packs: tuple[str, ...],
    live: bool,
    on: datetime | None,
    warnings: bool,
    everything: bool,
    fresh: bool,
    form: str,
    deploy: bool,
) -> None:
    """Prove that PACKS are safe to meet a frightened person.

    Every state a person can reach is walked with the same function that serves it, and the properties
    (docs/safeguarding.md) are checked there.
    Each finding names a file, a line, the shortest way there, and how to mend it.
    Where neither the pack, the day nor this program has changed, what was found before is told again.
    A pack that says `live = true` is asked what --live asks.

    With --deploy no pack is named: settings, permissions of files, keys, drills, backups, demo staff and who
    vouches for whom are looked at. Each line says what is amiss and what to do.

    Exit 0: nothing wrong. 1: findings. 2: not a pack.

    \b
    kapea check packs/cambodia
    kapea check --live packs/cambodia        what is missing before it may go live
    kapea check --format sarif packs/*       for the code host
    kapea check --deploy                     before anybody relies on this server
    """
    if deploy:
        _check_deployment(context)
        return
    if not packs:
        raise click.MissingParameter(ctx=context, param_hint="PACKS", param_type="argument")
    day = on.date() if on else common.now().date()
    chosen = [name for name in packs if _is_checked(name, alone=len(packs) == 1)]
    checked = _each([CheckRequest(name, day, live, fresh) for name in chosen])
    told = SEVERITIES if warnings else SEVERITIES[:1]
    say = _said if form == "text" else _kept_quiet
    done = [say(each, told, ALL if everything else common.MOST_PROBLEMS) for each in checked]
    if form != "text":
        click.echo(_for_programs(done, told, form))
    raise SystemExit(common.FINDINGS if any(each.report.errors for each in done) else 0)


def _check_deployment(context: click.Context) -> None:
    named = [name for name in context.params if context.get_parameter_source(name) is COMMANDLINE]
    if named != ["deploy"]:
        raise click.UsageError("--deploy looks at this deployment: name no pack and nothing else with it.")
    common.database(patient=True)
    from kapea.cli.deploying import check_deployment

    check_deployment()


COMMANDLINE = click.core.ParameterSource.COMMANDLINE
SEVERITIES: tuple[Severity, ...] = ("error", "warning")
"""What is told of a pack; notes are for other commands."""


class CheckRequest(NamedTuple):
    """Which pack to check, as of which day, and how."""

    pack: str
    day: date
    live: bool
    fresh: bool


class Checked(NamedTuple):
    """What was found in a pack, the folder its files are told from, and what it took."""

    pack: str
    base: Path
    report: Report
    was_made: bool
    seconds: float


def _is_checked(name: str, *, alone: bool) -> bool:
    """`kapea check packs/*` also names a licence and what countries share: that is checked with each."""
    path = Path(name)
    if alone or not path.exists():
        return True
    if (path / "pack.toml").is_file():
        return _is_country(path)
    click.echo(f"{name}: no pack, passed over.", err=True)
    return False


def _is_country(path: Path) -> bool:
    if folder.is_country(path):
        return True
    click.echo(f"{path}: shared by countries, and checked with each of them.", err=True)
    return False


def _each(asked: list[CheckRequest]) -> Iterator[Checked]:
    """One after the other, or side by side when there are several."""
    if len(asked) < 2:
        yield from map(_check_one, asked)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(min(len(asked), os.cpu_count() or 1)) as workers:
        yield from workers.map(_check_one, asked)


def _check_one(asked: CheckRequest) -> Checked:
    started = time.process_time()
    path = common.pack_folder(asked.pack)
    report, was_made = proving.proved(path, asked.day, live=asked.live, fresh=asked.fresh)
    return Checked(asked.pack, path.parent, report, was_made, time.process_time() - started)


def _said(checked: Checked, told: Sequence[Severity], most: int) -> Checked:
    """Says what was found of a pack to people."""
    shown = [problem for problem in checked.report.problems if problem.severity in told]
    how = " Nothing has changed since this was found." if checked.was_made else ""
    took = f"{checked.pack}: {checked.report.summary()} {checked.seconds:.1f} s.{how}"
    click.echo("\n".join([*common.problem_lines(shown, most), took]))
    return checked


def _kept_quiet(checked: Checked, told: Sequence[Severity], most: int) -> Checked:
    return checked


def _for_programs(done: Iterable[Checked], told: Sequence[Severity], form: str) -> str:
    """Every finding of every pack, with files as they are opened from here."""
    from kapea import __version__
    from kapea.core.checker.machine_formats import Found, findings_json, findings_sarif

    found = [
        Found(each.pack, _from_here(each.base / problem.place.file), problem)
        for each in done
        for problem in each.report.problems
        if problem.severity in told
    ]
    return findings_json(found) if form == "json" else findings_sarif(found, __version__)


def _from_here(file: Path) -> str:
    here = Path.cwd()
    return file.relative_to(here).as_posix() if file.is_relative_to(here) else file.as_posix()


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
