"""kapea directory: what people keep of who can help: publishing it, what is due, HSDS in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kapea.cli import common
from kapea.core.pack.model import short_hash

if TYPE_CHECKING:
    from kapea.directory.publishing import DirectoryPublished


@click.group()
def directory() -> None:
    """Who can help, as organisations keep it in the browser: laid over a pack, proved, then live.

    \b
    kapea directory publish              approved changes, dial-tests, entries whose day has come
    kapea directory due cambodia         numbers that somebody should dial today
    """


@directory.command(name="publish")
@click.argument("packs", nargs=-1)
@click.option("--quiet", is_flag=True, help="Say nothing where nothing went wrong; for a server.")
def publish_directory(packs: tuple[str, ...], quiet: bool) -> None:
    """Prove and publish what waits in the directory of PACKS (default: of all that are served).

    A change that would break something is stopped, and its editor reads why; the others go on. A server does
    this by itself within minutes, and once a day for entries whose day has come. Exit 1: a change was
    stopped, an entry stays past its day since nobody else would be there, or the pack itself fails.
    """
    common.database(patient=True)
    clean = [_publish(pack, quiet) for pack in common.served(packs)]
    if not all(clean):
        raise SystemExit(common.FINDINGS)


def _publish(pack: str, quiet: bool) -> bool:
    from kapea.content.actions import PublishRefused
    from kapea.directory import upkeep
    from kapea.directory.proving import PackFails
    from kapea.directory.publishing import MovedMeanwhile, publish_entries

    at = common.now()
    if not quiet and not upkeep.take_turn(pack, at=at):
        click.echo(f"{pack}: another process publishes it just now.")
        return True
    try:
        done = publish_entries(pack, by=common.operator(), at=at)
    except (PublishRefused, PackFails) as refused:
        click.echo(f"{pack}: nothing was published. {refused}", err=True)
        return False  # its turn is not given back: the next try is in an hour
    except MovedMeanwhile:
        upkeep.end_turn(pack, at=at, done=False)
        return True
    upkeep.end_turn(pack, at=at, done=True)
    say_published(pack, done, quiet)
    return not (done.stopped or done.kept)


def say_published(pack: str, done: DirectoryPublished, quiet: bool = False) -> None:
    """Says what is live now, and what was not taken."""
    if not quiet:
        moved = "is live now" if done.moved else "was live already"
        click.echo(f"{pack} {short_hash(done.hash)} {moved}, with {done.entries} entries laid over it.")
    for service in done.stopped:
        click.echo(f"{pack}: the change of {service} would break something; its page says what.", err=True)
    for service in done.kept:
        click.echo(f"{pack}: the day of {service} has come, and without it nobody is there.", err=True)


@directory.command(name="due")
@click.argument("pack")
def list_due(pack: str) -> None:
    """The numbers of PACK that somebody should dial: what did not answer, what is least sure, what is oldest.

    Dial them, and write what came of it on the page “Numbers to dial”: your name and the day stand with it.
    """
    common.database(patient=True)
    from kapea.content.queries import NothingLive
    from kapea.core.directory.freshness import due_dials, latest
    from kapea.directory import queries

    try:
        release = queries.release_served(pack)
    except NothingLive:
        common.stop(f"Nothing of {pack} is live here.")
    today = queries.day_there(release, common.now())
    found = due_dials(release.directory.services.values(), latest(queries.dials_of(pack)), today)
    for each in found:
        since = "never" if each.days is None else f"{each.days} days ago"
        click.echo(f"{each.phone.number}  {each.service.id}  {each.service.confidence}  answered: {since}")
    click.echo(f"{len(found)} numbers to dial.")
