"""kapea publish, rollback, releases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kapea.cli import common
from kapea.core.pack.model import short_hash

if TYPE_CHECKING:
    from kapea.content.actions import Published
    from kapea.directory.publishing import NewerPack


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
    from kapea.directory.publishing import NewerPack

    media.store_recordings(path, made)
    shipped = common.came_along(path)
    try:
        if not _has_entries(made.release.id):
            done = actions.publish(built=made, report=report, by=common.operator(), at=at, shipped=shipped)
            _say_live(pack, done)
            return
        _publish_with_entries(pack, NewerPack(made, report, shipped))
    except actions.PublishRefused as refused:
        common.stop(f"{pack} is not published. {refused}", common.FINDINGS)


def _has_entries(pack: str) -> bool:
    """Whether anything that people keep of the directory is laid over the pack."""
    from kapea.directory.queries import has_anything_kept

    return has_anything_kept(pack)


def _publish_with_entries(pack: str, newer: NewerPack) -> None:
    """The pack and what people keep of its directory, at once: no entry is away in between."""
    from kapea.cli.directory import say_published
    from kapea.directory.publishing import MovedMeanwhile, publish_entries

    assert newer.built.release is not None
    try:
        done = publish_entries(newer.built.release.id, by=common.operator(), at=common.now(), newer=newer)
    except MovedMeanwhile:
        common.stop(
            f"Somebody else published {pack} just now. Look at `kapea releases`, and try again.",
            common.NOT_NOW,
        )
    say_published(pack, done)


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
