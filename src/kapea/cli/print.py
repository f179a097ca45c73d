"""kapea print."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from kapea.cli import common
from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.pack.model import Release
from kapea.core.paper.phrase_card import SIZE, phrase_card
from kapea.core.paper.piece import Piece, Unprintable, piece, pieces


@click.command("print")
@click.argument("pack")
@click.argument("name", metavar="PIECE", required=False)
@click.option("--language", help="The language to print in (default: the pack's own).")
@click.option("--address", default="", help="The page that the square code opens; without it there is none.")
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write (default: PIECE.pdf).",
)
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="As on this day (default: today).")
def print_piece(
    pack: str, name: str | None, language: str | None, address: str, target: Path | None, on: datetime | None
) -> None:
    """Print PIECE of PACK as PDF; without PIECE, say which there are.

    Numbers are those the directory shows, and stand with what is known of their hours and cost. A piece
    whose words or numbers are past their day is refused.

    \b
    kapea print cambodia poster --language km -o poster.pdf
    kapea print cambodia poster --address https://help.example.org/
    """
    release = common.world_of(pack).release
    spoken = language or release.default_language
    if spoken not in release.languages:
        common.stop(f"{release.id} does not speak {spoken}: {', '.join(release.languages)}.")
    if name is None:
        _list(release, spoken)
        return
    from kapea.print import press

    at = on.astimezone() if on else common.now()
    try:
        made = press.pdf(_piece(release, name, spoken, at, address))
    except Unprintable as refused:
        is_known = name in release.materials or name in release.phrasebooks
        common.stop(str(refused), common.FINDINGS if is_known else common.UNUSABLE)
    file = target or Path(f"{name}.pdf")
    file.write_bytes(made)
    click.echo(f"{file} ({len(made):,} bytes)")


def _piece(release: Release, name: str, language: str, at: datetime, address: str) -> Piece:
    book = release.phrasebooks.get(name)
    if book is not None:
        return phrase_card(release, book, language, at=at)
    return piece(release, name, language, at=at, address=address)


def _list(release: Release, language: str) -> None:
    for each in pieces(release):
        title = release.text(each.title, language).replace(ZERO_WIDTH, "")
        click.echo(f"{each.id:<16} {each.size}  {title}")
    for id in release.phrasebooks:
        click.echo(f"{id:<16} {SIZE}  {release.phrasebooks[id].name}")
