"""kapea serve, kapea tidy."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys

import click

from kapea.cli import common
from kapea.config import home
from kapea.config.prepared import Prepared

PREPARED = {0: Prepared.ALL, common.WITHOUT_KEYS: Prepared.HELP, common.NOT_NOW: Prepared.NOTHING}
"""By the exit code of `kapea prepare`."""


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
    help="The name of a pack; again for another (default: KAPEA_PACKS, or every pack that came along).",
)
@click.option("--demo", is_flag=True, help="Also make invented staff, and print how they sign in.")
def serve(port: int, host: str, workers: int, packs: tuple[str, ...], demo: bool) -> None:
    """Serve the help pages. On a fresh machine this is all it takes.

    Makes the database when there is none, publishes what of the packs is not live yet, then serves until
    stopped. With several packs the first page offers the countries. It writes no access log.

    Where the home or the database cannot be used it says why, and serves who can help, from memory, until
    they can.
    """
    os.environ["KAPEA_PACKS"] = ",".join(common.served(packs))
    done = _prepared()
    if demo and done is Prepared.ALL:
        subprocess.run([sys.executable, "-m", "kapea", "people", "demo"], check=True)
    click.echo(
        f"Kapea is at http://{'localhost' if host == '127.0.0.1' else host}:{port}/  (stop with Ctrl-C)"
    )
    from kapea.config import serving

    serving.run_server(host=host, port=port, workers=workers, prepared=done, again=_prepared)


def _prepared() -> Prepared:
    """Prepares in a process apart, so that this one, of which each worker is a fork, opens no database. A
    pack or a setting that is wrong ends here.
    """
    done = subprocess.run([sys.executable, "-m", "kapea", "prepare"], check=False).returncode
    if done not in PREPARED:
        raise SystemExit(done)
    _stands_in("KAPEA_SECRET", FOR_NOW, needed=PREPARED[done] is Prepared.NOTHING and not _has_secret())
    _stands_in("KAPEA_KEYS_LATER", "true", needed=PREPARED[done] is not Prepared.ALL)
    return PREPARED[done]


def _stands_in(setting: str, value: str, *, needed: bool) -> None:
    """Gives workers a setting until the next try, and takes away no other."""
    if needed:
        os.environ[setting] = value
    elif os.environ.get(setting) == value:
        del os.environ[setting]


def _has_secret() -> bool:
    kept = home.folder() / "secret"
    given = os.environ.get("KAPEA_SECRET") or os.environ.get("KAPEA_SECRET_FILE")
    return bool(given) or (os.access(kept, os.R_OK) and kept.stat().st_size > 0)


FOR_NOW = secrets.token_urlsafe(48)
"""Stands in for the secret of a home that cannot be read: nothing can be sealed there meanwhile."""


@click.command()
def tidy() -> None:
    """Delete conversations that have expired, and what doors, staff and keys need no more; say how many.

    What has expired can no longer be opened by anybody; this takes it out of the file as well. A server does
    so about once a minute; where none runs for a while, run this from cron. Harmless at any time.
    """
    common.database(patient=True)
    from kapea.care.upkeep import tidy_records, tidy_referrals
    from kapea.channels.upkeep import tidy_doors
    from kapea.config import migrating
    from kapea.config.key_store import KEY_STORE
    from kapea.directory.upkeep import tidy_releases
    from kapea.guide import upkeep
    from kapea.learning.upkeep import tidy_workshops
    from kapea.people.upkeep import tidy_staff
    from kapea.studies.upkeep import tidy_studies
    from kapea.vault.upkeep import tidy_keys

    at = common.now()
    tidy_doors(at=at)
    tidy_workshops(at=at)
    tidy_studies(at=at)
    tidy_releases(at=at)
    click.echo(f"{upkeep.clean(at=at)} expired conversations deleted.")
    with migrating.explained(KEY_STORE):
        tidy_staff(at=at)
        tidy_keys(at=at)
        erased = tidy_records(at=at)
        tidy_referrals(at=at)
        tidy_studies(at=at)
    if erased:
        click.echo(f"{erased} records erased, whose time was over.")
