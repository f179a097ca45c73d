"""kapea metrics: figures of the doors, as Prometheus reads them."""

from __future__ import annotations

from pathlib import Path

import click

from kapea.cli import common


@click.command("metrics")
@click.option("--out", type=click.Path(path_type=Path), help="Write them to this file, whole or not at all.")
def print_metrics(out: Path | None) -> None:
    """Print what is counted at the doors, for Prometheus.

    Nothing is served: a cron job writes a file, and the node exporter's textfile collector reads it. Figures
    of people are of days that are over, and in tens; docs/operate.md says what a reader learns.
    """
    common.database(patient=True)
    from prometheus_client import generate_latest, write_to_textfile

    from kapea.channels.doors import channels
    from kapea.channels.metrics import door_registry

    found = door_registry(channels().values(), at=common.now())
    if out is None:
        click.echo(generate_latest(found).decode(), nl=False)
        return
    try:
        write_to_textfile(str(out), found)
    except OSError as error:
        common.stop(f"{out} cannot be written ({type(error).__name__}). Is the folder there, and ours?")
