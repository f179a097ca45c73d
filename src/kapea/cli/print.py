"""kapea print."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from kapea.cli import common
from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.pack.model import Release
from kapea.core.paper.belief import Unprintable
from kapea.core.paper.phrase_card import SIZE
from kapea.core.paper.piece import pieces
from kapea.core.paper.printed import is_printable_name, papers_of_plan, printed_by_name
from kapea.core.paper.sheets import CUT_FROM
from kapea.core.present.plan_in_words import plans_in_order


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
    kapea print cambodia workshop-class-b4           the cards of whoever leads that workshop
    kapea print cambodia workshop-class-b4-pictures  what they hold up, a page each
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
        made = press.pdf(printed_by_name(release, name, spoken, at=at, address=address))
    except Unprintable as refused:
        common.stop(str(refused), common.FINDINGS if is_printable_name(release, name) else common.UNUSABLE)
    file = target or Path(f"{name}.pdf")
    file.write_bytes(made)
    click.echo(f"{file} ({len(made):,} bytes)")


def _list(release: Release, language: str) -> None:
    rows = [(each.id, each.size, release.text(each.title, language)) for each in pieces(release)]
    rows += [(id, SIZE, book.name) for id, book in release.phrasebooks.items()]
    for plan in plans_in_order(release):
        own = (name for name in papers_of_plan(release, plan) if name not in plan.prints)
        rows += [(name, CUT_FROM, release.text(plan.title, language)) for name in own]
    wide = max(len(name) for name, _, _ in rows)
    for name, size, title in rows:
        click.echo(f"{name:<{wide}} {size}  {title.replace(ZERO_WIDTH, '')}")
