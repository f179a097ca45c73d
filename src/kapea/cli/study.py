"""kapea study: what a research team takes along."""

from __future__ import annotations

from pathlib import Path

import click

from kapea.cli import common


@click.group()
def study() -> None:
    """What a research team takes along.

    \b
    kapea study form cambodia -o session.xlsx
    kapea study form cambodia kenya nepal philippines -o session.xlsx
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
