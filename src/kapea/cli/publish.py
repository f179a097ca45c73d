"""kapea publish, rollback, releases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kapea.cli import common
from kapea.core.pack.model import short_hash

if TYPE_CHECKING:
    from kapea.content.actions import Published


@click.command()
@click.argument("pack")
def publish(pack: str) -> None:
    """Check PACK, store it, and make it the one that is served.

    A pack that does not pass is never stored, and what is live goes on. Conversations under way finish on
    the release they began with.
    """
    path = common.pack_folder(pack)
    common.database(patient=True)
    made = common.built(path)
    at = common.now()
    report = common.checked(made, at.date())
    if report.errors or made.release is None:
        common.say_problems(report.errors)
        common.stop(
            f"{pack} is not published: {len(report.errors)} findings. What was live stays live.",
            common.FINDINGS,
        )
    from kapea.content import actions, media

    media.store_recordings(path, made)
    try:
        done = actions.publish(
            built=made, report=report, by=common.operator(), at=at, shipped=common.came_along(path)
        )
    except actions.PublishRefused as refused:
        common.stop(f"{pack} is not published. {refused}", common.FINDINGS)
    _say_live(pack, done)


@click.command()
@click.argument("pack")
@click.option(
    "--to", default="", help="The beginning of a stored release's hash (default: the one live before)."
)
def rollback(pack: str, to: str) -> None:
    """Make an earlier release of PACK live again. Only the pointer moves."""
    common.database(patient=True)
    from kapea.content import actions

    try:
        done = actions.roll_back(pack=pack, to=to, by=common.operator(), at=common.now())
    except actions.PublishRefused as refused:
        common.stop(str(refused), common.FINDINGS)
    _say_live(pack, done)


def _say_live(pack: str, done: Published) -> None:
    click.echo(f"{pack} {short_hash(done.hash)} {'is live now' if done.moved else 'was live already'}.")


@click.command()
@click.argument("pack", required=False)
def releases(pack: str | None) -> None:
    """The stored releases of PACK (default: of all), newest first; → marks the live one.

    To make another one live: kapea rollback PACK --to HASH, with the first few characters of its hash.
    """
    common.database(patient=True)
    from kapea.content import queries

    for row in queries.stored(pack):
        mark = "→" if row.live else " "
        when = f"{row.stored_at:%Y-%m-%d %H:%M} UTC"
        click.echo(f"{mark} {row.pack} {short_hash(row.hash)} {when}, {row.states} states checked")
