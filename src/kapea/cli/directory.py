"""kapea directory: what people keep of who can help: publishing it, what is due, HSDS in and out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kapea.cli import common
from kapea.core.hsds.export import HsdsExport
from kapea.core.hsds.importing import HowImported, UnreadableHsds, read_hsds
from kapea.core.pack.model import short_hash

if TYPE_CHECKING:
    from kapea.directory.publishing import DirectoryPublished


@click.group()
def directory() -> None:
    """Who can help, as organisations keep it in the browser: laid over a pack, proved, then live.

    \b
    kapea directory publish              approved changes, dial-tests, entries whose day has come
    kapea directory due cambodia         numbers that somebody should dial today
    kapea directory export cambodia -o cambodia.json
    kapea directory import cambodia theirs.json --organisation "…" --source "their own file"
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


@directory.command(name="export")
@click.argument("pack")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
def export_hsds(pack: str, output: Path | None) -> None:
    """Write what is public in the directory of PACK as HSDS 3.0: a list of services, with all of each.

    What is for partners or case workers only is never in it, nor where a shelter is, nor who changed what.
    """
    common.database(patient=True)
    from kapea.content.queries import NothingLive
    from kapea.directory import queries

    try:
        release = queries.release_served(pack)
    except NothingLive:
        common.stop(f"Nothing of {pack} is live here.")
    made = HsdsExport(release, queries.day_there(release, common.now()))
    told = msgspec.json.encode([made.service(each) for _, each in sorted(made.services.items())])
    if output is None:
        click.echo(told.decode())
        return
    output.write_bytes(told)
    click.echo(f"{len(made.services)} services of {pack} are in {output}.")


@directory.command(name="import")
@click.argument("pack")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organisation", required=True, help="Whose editors decide: its id or its name.")
@click.option("--source", "sources", multiple=True, required=True, help="Who says so; again for another.")
@click.option("--sure", type=click.Choice(["OWN", "C2", "C3"]), default="OWN", show_default=True)
@click.option("--kind", default="", help="The kind of help where the file names none of ours: NGO.")
@click.option("--language", default="", help="The language of the file (default: the pack's own).")
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True, help="Believed so long.")
def import_hsds(
    pack: str,
    file: Path,
    organisation: str,
    sources: tuple[str, ...],
    sure: str,
    kind: str,
    language: str,
    days: int,
) -> None:
    """Read services out of an HSDS 3.0 FILE, as proposals: nothing is live before somebody approves it.

    Names of people, postal addresses, points on a map and former values in the file are not taken. What is
    left out is said, and why; exit 1 then.
    """
    common.database(patient=True)
    from kapea.content.queries import NothingLive
    from kapea.directory import importing, queries

    at = common.now()
    try:
        release = queries.release_served(pack)
        until = (at + timedelta(days=days)).date().isoformat()
        how = HowImported(language or release.default_language, sources, until, sure, kind)
        services = read_hsds(file.read_bytes())
        done = importing.import_entries(organisation, release, services, how, by=common.operator(), at=at)
    except NothingLive:
        common.stop(f"Nothing of {pack} is live here.")
    except UnreadableHsds as unreadable:
        common.stop(f"{file} cannot be read as HSDS: {unreadable}")
    except importing.NoSuchOrganisation as unknown:
        common.stop(str(unknown))
    click.echo(f"{len(done.proposed)} services wait for somebody to approve them.")
    for name, says in done.left_out:
        click.echo(f"Left out: {name}: {says}", err=True)
    if done.left_out:
        raise SystemExit(common.FINDINGS)
