"""kapea serve, kapea tidy."""

from __future__ import annotations

import os

import click

from kapea.cli import common


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
    "--pack", default="cambodia", show_default=True, help="Published first when nothing of it is live yet."
)
def serve(port: int, host: str, workers: int, pack: str) -> None:
    """Serve the help pages. On a fresh machine this is all it takes.

    Makes the database when there is none, publishes the pack when none is live, then serves until
    stopped. It writes no access log.
    """
    os.environ["KAPEA_PACK"] = pack
    common.database()
    _publish_first(pack)
    click.echo(
        f"Kapea is at http://{'localhost' if host == '127.0.0.1' else host}:{port}/  (stop with Ctrl-C)"
    )
    _granian(host, port, workers)


def _publish_first(pack: str) -> None:
    from kapea.content import actions, queries

    if queries.is_live(pack):
        return
    made, at = common.built(common.pack_folder(pack)), common.now()
    report = common.checked(made, at.date())
    if report.errors:
        common.say_problems(report.errors)
        common.stop(
            f"{pack} does not pass its check, and nothing of it is live: nothing to serve.", common.FINDINGS
        )
    actions.publish(built=made, report=report, by=common.operator(), at=at)


def _granian(host: str, port: int, workers: int) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "kapea.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve()


@click.command()
def tidy() -> None:
    """Delete conversations that have expired, and say how many.

    What has expired can no longer be opened by anybody; this takes it out of the file as well. Every new
    conversation sweeps a few; for quiet nights, run this from cron every minute. Harmless at any time.
    """
    common.database()
    from kapea.guide import actions

    click.echo(f"{actions.sweep(at=common.now())} expired conversations deleted.")
