"""kapea audit: whether the trail is as it was written, where it stands, and cutting away its old part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kapea.cli import common

if TYPE_CHECKING:
    from kapea.audit.walk import ChainWalk
    from kapea.vault.audit_heads import ReadHeads

UNGUARDED = (
    "The database would let rows be changed: somebody took its triggers away. "
    "To put them back: kapea audit guard"
)


@click.group("audit")
def audit() -> None:
    """The trail: who changed what, who read what, and whether its rows are as they were written.

    \b
    kapea audit verify --heads copy/audit-heads.txt
    kapea audit heads
    kapea audit key
    kapea audit cut --before 2020-01-01

    Each organisation has a chain of rows, each with the hash of the row before; so has the deployment.
    """
    common.database(patient=True)


@audit.command("verify")
@click.option("--organisation", help="The id of one organisation (default: every chain).")
@click.option(
    "--heads",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file of heads that was kept elsewhere; again for another (default: the one of this machine).",
)
@click.option("--key", "keys", multiple=True, help="A public key whose signatures count; again for another.")
def verify_trail(organisation: str | None, files: tuple[Path, ...], keys: tuple[str, ...]) -> None:
    """Walk every chain; name each row that was changed, taken out, put in, moved or written anew.

    What was cut off at the end together with its note, and a history written anew as a whole, can only be
    told with heads that were kept elsewhere. Exit 1: something is wrong.
    """
    from django.db import connection

    from kapea.audit.append_only import is_guarded

    read, walks = _verified(organisation, files, keys)
    apart = [line for each in read for line in each.bad_lines]
    if not is_guarded(connection):
        apart.append(UNGUARDED)
    for line in (*apart, *_lines_about(walks)):
        click.echo(line)
    if apart or any(walk.faults for walk in walks):
        raise SystemExit(common.FINDINGS)


@audit.command("guard")
def guard_trail() -> None:
    """Make the database refuse again to change rows, where somebody took its triggers away. Verify first."""
    from django.db import connection

    from kapea.audit.append_only import guard

    guard(connection)
    click.echo("The database refuses to change or delete rows of the trail.")


@audit.command("heads")
def print_heads() -> None:
    """Print where each chain stands, signed, and put the lines into the file of heads.

    A line: day, organisation (- is the deployment's own), number and hash of the last row, signature. A
    server writes them once a day. Send copies to somebody who has nothing to do with this machine.
    """
    from kapea.vault import audit_heads

    with _files_explained():
        lines = audit_heads.write_heads(day=common.now().astimezone().date())
    for line in lines:
        click.echo(line)


@audit.command("key")
def print_audit_key() -> None:
    """Print the public key by which others know what this deployment signed.

    Keep it where copies of the heads are kept, for `kapea audit verify --key`: whoever has this machine could
    make another key and sign anew.
    """
    from kapea.vault import audit_heads

    with _files_explained():
        click.echo(audit_heads.own_signer().public)


@audit.command("cut")
@click.option(
    "--before",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="Rows up to the first of this day stay no longer.",
)
@click.option("--organisation", default="", help="Whose chain (default: the deployment's own).")
@click.option("--yes", is_flag=True, help="Do not ask.")
def cut_trail(before: datetime, organisation: str, yes: bool) -> None:
    """Delete the old part of a chain for good, and keep a signed note of it from which the chain goes on.

    The chain is verified first: what is wrong in the part that goes could be found no more. A backup from
    before has the rows still. Exit 1: something is wrong, or nothing is so old.
    """
    at, moment = common.now(), before.astimezone()
    if moment > at:
        common.stop(f"{before:%Y-%m-%d} is not over yet: name a day of the past.")
    _, walks = _verified(organisation, (), ())
    if any(walk.faults for walk in walks):
        common.stop(
            "\n".join([*_lines_about(walks), "Nothing was cut: look into that first."]), common.FINDINGS
        )
    if not yes:
        whose = organisation or "the deployment"
        click.confirm(f"Delete the rows of {whose} from before {before:%Y-%m-%d} for good?", abort=True)
    _cut(organisation, moment, at)


def _cut(organisation: str, moment: datetime, at: datetime) -> None:
    from kapea.audit import actions
    from kapea.vault import audit_heads
    from kapea.vault.deployment import keeping_mark

    with _files_explained():
        signer = audit_heads.own_signer()
    with keeping_mark(by=common.operator(), at=at):
        point = actions.cut_chain(
            organisation=organisation, before=moment, by=common.operator(), at=at, sign=signer.sign
        )
    if point is None:
        common.stop("No row is so old. Nothing was cut.", common.FINDINGS)
    click.echo(f"Rows up to {point.number} are deleted. The chain goes on from there.")


def _verified(
    organisation: str | None, files: Sequence[Path], keys: Sequence[str]
) -> tuple[list[ReadHeads], list[ChainWalk]]:
    """What the files of heads say, and the walks along one chain or all."""
    from kapea.audit import queries, verify
    from kapea.vault import audit_heads

    with _files_explained():
        is_signed = audit_heads.signature_check(audit_heads.known_keys(keys))
        if missing := [str(file) for file in files if not file.exists()]:
            common.stop(f"{', '.join(missing)} is not there: name a copy of the heads.")
        own = audit_heads.heads_file()
        read = [audit_heads.read_heads(file, is_signed) for file in files or ([own] if own.exists() else [])]
    points = audit_heads.all_points(read)
    wanted = sorted({*queries.organisations(), *points}) if organisation is None else [organisation]
    return read, verify.verify_chains(wanted, is_signed=is_signed, heads=points)


def _lines_about(walks: Sequence[ChainWalk]) -> Iterator[str]:
    if not walks:
        yield "The trail has no rows yet."
    for walk in walks:
        whose = walk.organisation or "the deployment"
        for fault in walk.faults:
            yield f"{whose}: {fault.sentence}"
        if walk.unnamed:
            yield f"{whose}: … and {walk.unnamed} more"
        if not walk.faults:
            yield f"{whose}: {walk.rows} rows, up to number {walk.last}, as they were written."


@contextmanager
def _files_explained() -> Iterator[None]:
    """A key or a file of heads that cannot be used ends the command, with what to do."""
    from kapea.config import home
    from kapea.vault.signing import UnusableSigningKey

    try:
        yield
    except UnusableSigningKey as error:
        common.stop(f"{error}.", common.NOT_NOW)
    except OSError as error:
        common.stop(home.write_advice(Path(error.filename or home.folder()), error), common.NOT_NOW)
