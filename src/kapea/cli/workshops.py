"""kapea workshops: the papers of a plan, all of a country in one file, a class lesson for a school's LMS."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from kapea.cli import common
from kapea.core.dialogue.world import World
from kapea.core.pack.model import WorkshopPlan
from kapea.core.paper.belief import Unprintable
from kapea.core.paper.printed import papers_of_plan, printed_by_name
from kapea.core.present.plan_in_words import plans_in_order

LANGUAGE = click.option("--language", help="The language to speak (default: the pack's own).")
ADDRESS = click.option(
    "--address", default="", help="The page that square codes open; without it there are none."
)
ON = click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="As on this day (default: today).")
TO = click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("dist"),
    show_default=True,
    help="The folder to write into.",
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A country, a language it speaks, and the day."""

    world: World
    language: str
    at: datetime


@click.group()
def workshops() -> None:
    """What a facilitator, a school or a pagoda is given of the workshops of a pack.

    \b
    kapea workshops papers cambodia workshop-class-b4 --language en
    kapea workshops zip cambodia --language km -o cambodia-km.zip
    kapea workshops scorm cambodia
    """


@workshops.command()
@click.argument("pack")
@click.argument("plan")
@LANGUAGE
@ADDRESS
@ON
@TO
def papers(
    pack: str, plan: str, language: str | None, address: str, on: datetime | None, folder: Path
) -> None:
    """Print all that PLAN of PACK needs: the cards, the pictures to hold up, what is handed out.

    A file each, named as `kapea print` names them. Exit 1: something may not be printed, and why; the rest is
    there.
    """
    from kapea.print import press

    asked = _asked(pack, language, on)
    release, refused = asked.world.release, []
    for name in papers_of_plan(release, _plan(asked.world, plan)):
        try:
            made = printed_by_name(release, name, asked.language, at=asked.at, address=address)
            _write(folder / f"{name}.pdf", press.pdf(made))
        except Unprintable as why:
            refused.append(str(why))
    _say_refused(refused)


@workshops.command("zip")
@click.argument("pack")
@LANGUAGE
@ADDRESS
@ON
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write (default: PACK-LANGUAGE.zip).",
)
def zip_file(pack: str, language: str | None, address: str, on: datetime | None, target: Path | None) -> None:
    """Write every workshop of PACK in one language as one file that works without the internet.

    Unpacked, index.html opens in any browser: the plans as whoever leads them reads them, their papers as
    PDF, their pictures, whom to call. manifest.json says the release, and the sha256 of each file. The same
    release gives the same bytes. Exit 1: what is past its day is left out, and named.
    """
    from kapea.print import press
    from kapea.web.bundle.files import whole_bundle

    asked = _asked(pack, language, on)
    try:
        made = whole_bundle(asked.world, asked.language, press.pdf, at=asked.at, address=address)
    except Unprintable as why:
        common.stop(str(why), common.FINDINGS)
    _write(target or Path(f"{asked.world.release.id}-{asked.language}.zip"), made.zip)
    _say_refused(made.left_out)


@workshops.command()
@click.argument("pack")
@click.argument("plan", required=False)
@LANGUAGE
@ON
@TO
def scorm(pack: str, plan: str | None, language: str | None, on: datetime | None, folder: Path) -> None:
    """Write PLAN of PACK, or every class lesson, as a SCORM 1.2 package, to be put into a school's LMS.

    It tells the LMS that a lesson was begun, at which part it is, and that it is done. It asks for no name,
    and leaves no answer and no score. Exit 1: a lesson past its day is left out, and named.
    """
    from kapea.web.bundle.lessons import lesson_package

    asked, refused = _asked(pack, language, on), []
    for lesson in _lessons(asked.world, plan):
        try:
            made = lesson_package(asked.world, lesson, asked.language, at=asked.at)
            _write(folder / f"{lesson.id}-{asked.language}.zip", made)
        except Unprintable as why:
            refused.append(str(why))
    _say_refused(refused)


def _asked(pack: str, language: str | None, on: datetime | None) -> _Asked:
    world = common.world_of(pack)
    release = world.release
    spoken = language or release.default_language
    if spoken not in release.languages:
        common.stop(f"{release.id} does not speak {spoken}: {', '.join(release.languages)}.")
    if not release.workshops:
        common.stop(f"{release.id} has no workshops. Write one in {release.id}/workshops/.")
    return _Asked(world, spoken, on.astimezone() if on else common.now())


def _plan(world: World, id: str) -> WorkshopPlan:
    found = world.release.workshops.get(id)
    if found is None:
        known = ", ".join(plan.id for plan in plans_in_order(world.release))
        common.stop(f"There is no workshop “{id}”: {known}.")
    return found


def _lessons(world: World, id: str | None) -> tuple[WorkshopPlan, ...]:
    """The lesson asked for, or all; a plan for grown-ups is none, and belongs into no LMS of pupils."""
    lessons = tuple(plan for plan in plans_in_order(world.release) if plan.is_class)
    if id is None:
        return lessons
    if not _plan(world, id).is_class:
        common.stop(f"{id} is no class lesson: {', '.join(plan.id for plan in lessons)}.")
    return (_plan(world, id),)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    click.echo(f"{path} ({len(data):,} bytes)")


def _say_refused(refused: Iterable[str]) -> None:
    if told := list(refused):
        common.stop("\n".join(f"left out: {each}" for each in told), common.FINDINGS)
