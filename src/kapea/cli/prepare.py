"""kapea migrate, kapea prepare: what is done before anybody is served, by one process at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import repeat
from multiprocessing import get_context
from typing import TYPE_CHECKING

import click

from kapea.cli import common
from kapea.core.checker.report import Report
from kapea.core.pack.build import Built
from kapea.core.pack.model import short_hash

if TYPE_CHECKING:
    from kapea.content.actions import Rechecked
    from kapea.directory.publishing import NewerPack


def _waits() -> None:
    click.echo("Another kapea is preparing this database; waiting for it …", err=True)


@click.command()
def migrate() -> None:
    """Bring the database up to this version, or make it.

    Run it after an upgrade, before the new version serves; `kapea serve` runs it by itself. One at a time:
    a second one waits for the first. Again: nothing more.
    """
    common.home()
    from kapea.config import migrating
    from kapea.config.key_store import KEY_STORE, OTHER

    made = 0
    for alias in (OTHER, KEY_STORE):
        with migrating.lock(alias, _waits):
            made += migrating.migrate_database(alias)
    click.echo(f"The databases are up to date: {made or 'no'} changes were made.")


@click.command()
@click.option("--pack", "packs", multiple=True, help="A pack; again for another (default: as for serve).")
def prepare(packs: tuple[str, ...]) -> None:
    """Do what `kapea serve` does before it serves, and end.

    Brings the databases up to date, locks the keys of staff who were at work, checks with this version what
    is live, and publishes what of the packs is not live yet. Exit 3: the home or the database cannot be used
    as it is. Exit 4: help can be given; staff cannot sign in, since their key store cannot be used.
    """
    wanted = common.served(packs)
    common.home()
    from kapea.config import migrating
    from kapea.config.key_store import OTHER

    with migrating.lock(OTHER, _waits):
        migrating.migrate_database(OTHER)
        trouble = _prepare_key_store()
        _publish_first(wanted, again=recheck(wanted))
    if trouble is not None:
        click.echo(trouble, err=True)
        raise SystemExit(common.WITHOUT_KEYS)


def _prepare_key_store() -> str | None:
    """Brings the key store up to date and locks what is open there. What keeps that from being done, for the
    operator; None where it is done: nobody who needs help waits for keys.
    """
    from kapea.config import migrating
    from kapea.config.key_store import KEY_STORE
    from kapea.vault import staff_keys

    try:
        with migrating.lock(KEY_STORE, _waits):
            migrating.migrate_database(KEY_STORE)
            staff_keys.lock_everything()
    except migrating.NotReady as error:
        return f"Staff cannot sign in, and help goes on. {error}"
    if says := key_store_trouble():
        click.echo(says, err=True)
    return None


def key_store_trouble() -> str:
    """Why staff cannot sign in, and what to do; empty where they can, or there are none. Help goes on."""
    from kapea.people.models import User
    from kapea.vault.queries import key_store_state

    state = key_store_state()
    if state.is_usable or not User.objects.exists():
        return ""
    return f"Staff cannot sign in. {state.sentence} {state.remedy}"


def recheck(packs: tuple[str, ...]) -> tuple[str, ...]:
    """After an upgrade, checks what is live with this version before anybody is served, and says what fails.

    The packs whose release had come with the program and fails, or lacks what is asked of one today: they are
    to be published anew.
    """
    from kapea.content import actions
    from kapea.guide import performers

    by, at, performs = common.operator(), common.now(), performers.kinds()
    with _workers(len(packs)) as pool:
        found = actions.recheck_after_upgrade(packs=packs, by=by, at=at, each=pool.map, performs=performs)
    for each in found:
        if says := _fails(each) or _lacks(each):
            click.echo(says, err=True)
    return tuple(each.pack for each in found if each.publish_anew)


def _fails(found: Rechecked) -> str:
    """That what is live may not be served, and what is instead; empty where it may."""
    if found.passed:
        return ""
    shipped = "the pack that came with this version"
    instead = f"release {short_hash(found.instead)}" if found.instead else shipped
    return (
        f"{found.pack}: release {short_hash(found.hash)} may not be served with this version: {found.why}\n"
        f"    Until {found.pack} is published again, {instead} is served in its place."
    )


def _lacks(found: Rechecked) -> str:
    """That what is served lacks what is asked of a new release, where somebody has to mend that."""
    if not found.asked_since or found.publish_anew:
        return ""
    return (
        f"{found.pack}: release {short_hash(found.hash)} is served, and lacks "
        f"{found.asked_since} things that are asked of a new one.\n"
        f"    See them with `kapea check`, mend them, and publish {found.pack} again."
    )


def _workers(wanted: int) -> ProcessPoolExecutor:
    """Fresh processes: a forked one would share our open database. None starts before it is given work."""
    return ProcessPoolExecutor(max(1, min(wanted, os.cpu_count() or 1)), mp_context=get_context("spawn"))


def _publish_first(packs: tuple[str, ...], again: tuple[str, ...] = ()) -> None:
    """Makes live what nothing is live of yet, and what is to be published anew; several side by side."""
    from kapea.content import actions, media, queries
    from kapea.directory.publishing import NewerPack

    missing = [pack for pack in packs if pack in again or not queries.is_live(pack)]
    at = common.now()
    for pack, made, report in _proved(missing, at.date()):
        if report.errors:
            common.say_problems(report.errors)
            common.stop(f"{pack} does not pass its check: it cannot be served.", common.FINDINGS)
        media.store_recordings(common.pack_folder(pack), made)
        try:
            shipped = common.came_along(common.pack_folder(pack))
            _publish(NewerPack(made, report, shipped))
        except actions.PublishRefused as refused:
            common.stop(f"{pack} cannot be served. {refused}", common.FINDINGS)


def _publish(newer: NewerPack) -> None:
    """A pack, with what people keep of its directory laid over it, where they keep anything."""
    from kapea.content import actions
    from kapea.directory.publishing import publish_entries
    from kapea.directory.queries import has_anything_kept

    release, by, at = newer.built.release, common.operator(), common.now()
    if release is not None and has_anything_kept(release.id):
        publish_entries(release.id, by=by, at=at, newer=newer)
    else:
        actions.publish(built=newer.built, report=newer.report, by=by, at=at, shipped=newer.shipped)


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
