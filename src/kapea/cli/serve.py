"""kapea serve, kapea tidy."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import repeat
from multiprocessing import get_context

import click

from kapea.cli import common
from kapea.config import env
from kapea.core.checker.report import Report
from kapea.core.pack.build import Built


@click.command()
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=lambda: int(os.environ.get("PORT", "8000")),
    show_default="PORT, or 8000",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True)
@click.option(
    "--pack",
    "packs",
    multiple=True,
    help="A pack to serve; give it again for another (default: KAPEA_PACKS, or every pack that came along).",
)
def serve(port: int, host: str, workers: int, packs: tuple[str, ...]) -> None:
    """Serve the help pages. On a fresh machine this is all it takes.

    Makes the database when there is none, publishes what of the packs is not live yet, then serves until
    stopped. With several packs the first page offers the countries. It writes no access log.
    """
    wanted = packs or tuple(env.string_list("KAPEA_PACKS", "")) or tuple(p.name for p in common.countries())
    os.environ["KAPEA_PACKS"] = ",".join(wanted)
    common.database()
    _publish_first(wanted, again=recheck(wanted))
    click.echo(
        f"Kapea is at http://{'localhost' if host == '127.0.0.1' else host}:{port}/  (stop with Ctrl-C)"
    )
    from kapea.config import serving

    serving.serve(host=host, port=port, workers=workers)


def recheck(packs: tuple[str, ...]) -> tuple[str, ...]:
    """After an upgrade, checks what is live with this version before anybody is served, and says what fails.

    The packs whose failed release had come with the program: they are to be published anew.
    """
    from kapea.content import actions
    from kapea.guide import performers

    by, at, performs = common.operator(), common.now(), performers.kinds()
    with _workers(len(packs)) as pool:
        found = actions.recheck_after_upgrade(packs=packs, by=by, at=at, each=pool.map, performs=performs)
    failed = [each for each in found if not each.passed]
    for each in failed:
        instead = f"release {each.instead[:12]}" if each.instead else "the pack that came with this version"
        click.echo(
            f"{each.pack}: release {each.hash[:12]} may not be served with this version: {each.why}\n"
            f"    Until {each.pack} is published again, {instead} is served in its place.",
            err=True,
        )
    return tuple(each.pack for each in failed if each.shipped)


def _workers(wanted: int) -> ProcessPoolExecutor:
    """Fresh processes: a forked one would share our open database. None starts before it is given work."""
    return ProcessPoolExecutor(max(1, min(wanted, os.cpu_count() or 1)), mp_context=get_context("spawn"))


def _publish_first(packs: tuple[str, ...], again: tuple[str, ...] = ()) -> None:
    """Makes live what nothing is live of yet, and what is to be published anew; several side by side."""
    from kapea.content import actions, media, queries

    missing = [pack for pack in packs if pack in again or not queries.is_live(pack)]
    at = common.now()
    for pack, made, report in _proved(missing, at.date()):
        if report.errors:
            common.say_problems(report.errors)
            common.stop(f"{pack} does not pass its check: it cannot be served.", common.FINDINGS)
        media.store_recordings(common.pack_folder(pack), made)
        try:
            shipped = common.came_along(common.pack_folder(pack))
            actions.publish(built=made, report=report, by=common.operator(), at=at, shipped=shipped)
        except actions.PublishRefused as refused:
            common.stop(f"{pack} cannot be served. {refused}", common.FINDINGS)


def _proved(packs: list[str], on: date) -> Iterator[tuple[str, Built, Report]]:
    if len(packs) < 2:
        yield from (_prove(pack, on) for pack in packs)
        return
    click.echo(f"Kapea: proving {', '.join(packs)}; this happens once …")
    with _workers(len(packs)) as pool:
        yield from pool.map(_prove, packs, repeat(on))


def _prove(pack: str, on: date) -> tuple[str, Built, Report]:
    made = common.built(common.pack_folder(pack))
    return pack, made, common.checked(made, on)


@click.command()
def tidy() -> None:
    """Delete conversations that have expired, and say how many.

    What has expired can no longer be opened by anybody; this takes it out of the file as well. Every new
    conversation sweeps a few; for quiet nights, run this from cron every minute. Harmless at any time.
    """
    common.database()
    from kapea.guide import upkeep

    click.echo(f"{upkeep.clean(at=common.now())} expired conversations deleted.")
