"""kapea study: what a research team takes along, and what it brings from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kapea.cli import common

if TYPE_CHECKING:
    from kapea.core.studies.project_look import LookedProject, LookedText
    from kapea.core.studies.refi_reading import ReadRefiProject


@click.group()
def study() -> None:
    """What a research team takes along, and what it brings from elsewhere.

    \b
    kapea study form cambodia -o session.xlsx
    kapea study form cambodia kenya nepal philippines -o session.xlsx
    kapea study look project.qdpx --codebook codes.qdc
    kapea study codings project.qdpx -o codings.txt
    """


@study.command()
@click.argument("packs", nargs=-1, required=True)
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("session.xlsx"),
    show_default=True,
    help="The file to write.",
)
def form(packs: tuple[str, ...], output: Path) -> None:
    """Write the session sheet of the first of PACKS as XLSForm, in the languages of all of them.

    It asks for numbers and choices only. ODK Collect, KoboCollect and their servers read it.
    """
    from kapea.core.studies.session_sheet import NoSheet, session_sheet
    from kapea.studies.session_forms import FormNotMade, write_session_form

    releases = [common.world_of(pack).release for pack in packs]
    words = {language: release.texts[language] for release in releases for language in release.languages}
    try:
        sheet = session_sheet(releases[0].instruments)
        output.write_bytes(write_session_form(sheet, words))
    except (NoSheet, FormNotMade) as why:
        common.stop(str(why))
    click.echo(f"{output}: version {sheet.version}, in {', '.join(sorted(words))}.")


@study.command("look")
@click.argument("project", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--codebook",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write its codes to this file, to be pasted where the codebook is begun.",
)
def look_through(project: Path, codebook: Path | None) -> None:
    """Say what of PROJECT (.qdpx, of another program) a study could take, and what stays out.

    Nothing of it is kept, no server is asked, and no word of its texts, memos or names is printed.
    """
    from uuid import uuid4

    from kapea.core.studies.project_look import look_at_project
    from kapea.core.studies.refi_codebook import refi_codebook
    from kapea.core.studies.refi_project import UnfitProject

    read = _read_project(project)
    try:
        if codebook is not None:
            codebook.write_bytes(refi_codebook(read.project.codes, uuid4()))
    except UnfitProject as why:
        common.stop(_printable(str(why)))
    looked = look_at_project(read)
    for line in _looked_lines(looked):
        click.echo(_printable(line))
    for remark in read.remarks:
        click.echo(_printable(f"remark: {remark.guid} {remark.why}".replace("  ", " ")))
    if read.remarks or not looked.is_clear:
        raise SystemExit(common.FINDINGS)


@study.command("codings")
@click.argument("project", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--coder", default="", help="Whose codings, where there are several: the name in the project.")
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; else printed."
)
def codings_of(project: Path, coder: str, output: Path | None) -> None:
    """Write the codings of PROJECT (.qdpx) as lines, to be pasted where codings are brought.

    PROJECT was taken out of a study here, coded in another program, and saved by it. A line holds a session,
    a mark of a turn, places and a code: no word of the text.
    """
    from kapea.core.studies.brought_codings import codings_brought

    read = _read_project(project)
    coders = sorted({each.coder for text in read.project.texts for each in text.segments if each.code})
    if not coder and len(coders) > 1:
        common.stop(f"{len(coders)} people coded in it: say whose, with --coder {_printable(coders[0])}")
    lines = [each.line for each in codings_brought(read.project.texts, coder or "".join(coders))]
    if not lines:
        common.stop("no coding of theirs is on a text that was taken out of a study here")
    if output is None:
        click.echo("\n".join(lines))
    else:
        output.write_text("\n".join(lines) + "\n", encoding="utf-8")
        click.echo(f"{output}: {len(lines)} lines.")


def _read_project(project: Path) -> ReadRefiProject:
    from kapea.core.studies.refi_archive import MOST_ZIP_BYTES
    from kapea.core.studies.refi_reading import read_refi_project
    from kapea.core.studies.refi_xml import UnreadableRefi

    with project.open("rb") as file:
        data = file.read(MOST_ZIP_BYTES + 1)
    try:
        return read_refi_project(data)
    except UnreadableRefi as why:
        common.stop(_printable(str(why)))


def _looked_lines(looked: LookedProject) -> Iterator[str]:
    for number, text in enumerate(looked.texts, 1):
        yield f"text {number}: {_looked_text(text)}"
    yield f"codes: {looked.codes}; " + (looked.codes_fault or "they can begin a codebook.")
    codings = sum(each.codings for each in looked.texts)
    memos = sum(each.memos for each in looked.texts) + looked.notes
    yield (
        f"stays out: {codings} codings of {looked.coders} coders, on raw words; code what is released here"
    )
    yield f"stays out: {memos} memos; they may repeat what somebody said"
    yield "stays out: consent; each person is asked here, and nothing that is imported is a yes"


def _looked_text(text: LookedText) -> str:
    if text.fault:
        return text.fault
    return (
        f"{text.turns} turns of {', '.join(text.labels)}; it can be pasted where its session's transcript is "
        "written, once those labels are its seats"
    )


def _printable(line: str) -> str:
    """Nothing that a terminal takes for an order."""
    return "".join(sign if sign.isprintable() else "?" for sign in line)
