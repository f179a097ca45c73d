"""kapea keys: making, trying, renewing and looking at keys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kapea.cli import common
from kapea.cli.key_shares import drawn_at_terminal, recovered_at_terminal

if TYPE_CHECKING:
    from kapea.vault.handing_over import Rewrapped
    from kapea.vault.hybrid import PrivateHalf
    from kapea.vault.queries import KeyReport

STORE = "keys"
BACKED_UP = "keys.backup"
"""By this row of the trail it is known when the key store was last backed up."""


@click.group("keys")
def keys() -> None:
    """Keys: of staff, of an organisation, of whoever sends. Without keys nothing that is sealed opens.

    \b
    kapea keys init --organisation ORG
    kapea keys backup keys-of-today.sqlite3
    kapea keys drill keys-of-today.sqlite3 --organisation ORG
    kapea keys audit
    """
    common.database(patient=True, keys=True)


quorum_options = [
    click.option(
        "--threshold", type=click.IntRange(2, 16), default=3, show_default=True, help="Shares needed."
    ),
    click.option("--holders", type=click.IntRange(2, 16), default=5, show_default=True, help="Shares made."),
]


def _with_quorum(command: Any) -> Any:
    for option in quorum_options:
        command = option(command)
    return command


@keys.command("init")
@click.option("--organisation", default="", help="Also make the recovery key of this organisation.")
@click.option("--adopt", is_flag=True, help="Go on with a key store that this database does not know.")
@_with_quorum
def make_keys(organisation: str, adopt: bool, threshold: int, holders: int) -> None:
    """Make the keys of this deployment: pepper, delivery key, the mark of the key store. Again: nothing more.

    With --organisation also its recovery key, whose shares are shown once, here, each to one holder.
    """
    from django.conf import settings

    from kapea.vault.delivery import make_outside_keys
    from kapea.vault.deployment import OtherKeyStore, mark_key_store
    from kapea.vault.queries import KeyStoreCondition, key_store_state

    state = key_store_state()
    if state.condition is KeyStoreCondition.NEVER_MADE:
        made = make_outside_keys(at=common.now())
        click.echo(f"Made: {', '.join(made) or 'nothing'}. Keep copies apart from every database.")
    try:
        mark_key_store(by=common.operator(), at=common.now(), adopt=adopt)
    except OtherKeyStore:
        common.stop(f"{state.sentence} {state.remedy}", common.FINDINGS)
    if not settings.KAPEA_PEPPER.words():
        common.stop(
            "This deployment has a pepper, and it is not here. Bring it from where keys were made: "
            f"{settings.KAPEA_PEPPER.kept_at}",
            common.FINDINGS,
        )
    if organisation:
        _make_recovery_key(organisation, threshold, holders)


def _make_recovery_key(organisation: str, threshold: int, holders: int) -> None:
    from kapea.vault.models import RecoveryKey
    from kapea.vault.quorum import keep_recovery_key

    if RecoveryKey.objects.filter(organisation=organisation).exists():
        common.stop(f"{organisation} has a recovery key already: kapea keys rotate recovery {organisation}")
    keep_recovery_key(drawn_at_terminal(organisation, threshold, holders), at=common.now())
    _noted("keys.recovery", organisation)
    click.echo(f"{organisation} has a recovery key. Try it soon: kapea keys drill")


@keys.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def back_up_keys(file: Path) -> None:
    """Write the key store to FILE, a small SQLite database. Delete it after seven days.

    What is erased must be gone from every copy. It opens nothing without a passphrase, or shares on paper.
    """
    from kapea.cli.backup import write_backup

    write_backup(file, STORE)
    _noted(BACKED_UP, "key-store")
    click.echo(f"{file} holds the key store. Delete it after seven days.")


@keys.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def restore_keys(file: Path) -> None:
    """Put what `kapea keys backup` wrote to FILE into a key store that is empty."""
    from kapea.cli.backup import read_backup
    from kapea.vault.queries import key_store_state

    read_backup(file, STORE)
    state = key_store_state()
    click.echo(f"Restored. {state.sentence} {state.remedy}")


@keys.command("drill")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--organisation", required=True, help="Whose officers are here with their shares.")
def try_keys(file: Path, organisation: str) -> None:
    """Prove that shares on paper open something, and that FILE, a backup of the key store, can be read.

    Do it when the keys were made, and twice a year. Exit 1: what does not work is said.
    """
    from kapea.vault.quorum import canary_wrap, drill

    private = recovered_at_terminal(organisation)
    at, by = common.now(), common.operator()
    found = canary_wrap(organisation)
    if found is None or not drill(private, organisation, found, by=by, at=at):
        common.stop(
            "The shares fit, but what is wrapped for them in the key store does not open.", common.FINDINGS
        )
    click.echo("The shares open what is wrapped for them in the key store.")
    _try_backup(file, organisation, private)


def _try_backup(file: Path, organisation: str, private: PrivateHalf) -> None:
    from django.db import DatabaseError

    from kapea.cli.backup import ALIAS, BackupFile
    from kapea.vault.models import KeyStoreMark, RecordWrap
    from kapea.vault.quorum import canary_wrap, drill

    try:
        with BackupFile(file):
            same = list(KeyStoreMark.objects.using(ALIAS).values_list("mark", flat=True)) == list(
                KeyStoreMark.objects.values_list("mark", flat=True)
            )
            found, wraps = canary_wrap(organisation, ALIAS), RecordWrap.objects.using(ALIAS).count()
    except DatabaseError:
        common.stop(f"{file} is no backup of a key store of this version.", common.FINDINGS)
    if not same:
        common.stop(f"{file} is a backup of another key store.", common.FINDINGS)
    if found is None or not drill(private, organisation, found, by=common.operator(), at=common.now()):
        common.stop(f"{file} is older than this recovery key: write a new backup.", common.FINDINGS)
    click.echo(f"{file} can be read, and the shares open it: {wraps} wraps. The drill is written down.")


@keys.command("rotate")
@click.argument("what", type=click.Choice(["staff", "recovery", "delivery", "pepper"]))
@click.argument("name", default="")
@click.option("--lost", is_flag=True, help="recovery: too few shares are left, make a new key without them.")
@_with_quorum
def rotate_keys(what: str, name: str, lost: bool, threshold: int, holders: int) -> None:
    """Put a new key in the place of one that somebody may know.

    \b
    staff NAME     another key pair for the key of that name, by its passphrase; all it opens is wrapped anew
    recovery NAME  another recovery key of that organisation, with new shares; the old ones are worth nothing
    delivery       another delivery key; what is sealed for the former opens while its word is in the file
    pepper         another pepper; return codes of before are known while its word is in the file
    """
    if (what in ("staff", "recovery")) != bool(name):
        common.stop("Name the key of a member of staff, or the organisation: kapea keys rotate staff NAME")
    if what == "staff":
        _rotate_staff(name)
    elif what == "recovery":
        _rotate_recovery(name, lost, threshold, holders)
    else:
        _rotate_word(what)
    _noted("keys.rotate", f"{what}:{name}" if name else what)


def _rotate_staff(key_id: str) -> None:
    from kapea.vault.handing_over import rotate_staff_key
    from kapea.vault.staff_keys import WrongPassphrase

    passphrase = click.prompt("Passphrase", hide_input=True)
    try:
        _say(rotate_staff_key(key_id, passphrase, by=common.operator(), at=common.now()))
    except WrongPassphrase as error:
        common.stop(str(error), common.FINDINGS)


def _rotate_recovery(organisation: str, lost: bool, threshold: int, holders: int) -> None:
    from kapea.vault.quorum import replace_recovery_key

    former = None if lost else recovered_at_terminal(organisation)
    new = drawn_at_terminal(organisation, threshold, holders)
    _say(replace_recovery_key(new, former, by=common.operator(), at=common.now()))
    if lost:
        click.echo(
            "Records are wrapped for it as their readers open them: kapea keys audit counts the others."
        )


def _rotate_word(what: str) -> None:
    from django.conf import settings

    from kapea.vault.delivery import publish_delivery_key

    place = settings.KAPEA_PEPPER if what == "pepper" else settings.KAPEA_DELIVERY_KEY
    place.renew()
    if what == "delivery":
        publish_delivery_key(at=common.now())
    click.echo(
        f"{place.kept_at} begins with the new word. Take the last one out when nothing needs it any more."
    )


@keys.command("escrow")
@click.argument("name")
@click.option("--organisation", required=True, help="Whose officers are here with their shares.")
def give_back_records(name: str, organisation: str) -> None:
    """Wrap anew, for the key that NAME has now, what its owner could read before they lost their passphrase.

    They sign in first, and make their new key. Every record is opened for this, and each is in the trail.
    """
    from kapea.vault.public_keys import NoSuchKey
    from kapea.vault.quorum import escrow

    private = recovered_at_terminal(organisation)
    try:
        done = escrow(private, name, organisation=organisation, by=common.operator(), at=common.now())
    except NoSuchKey as error:
        common.stop(str(error), common.FINDINGS)
    _noted("keys.escrow", name)
    _say(done)


@keys.command("audit")
def look_at_keys() -> None:
    """What is wrapped for whom: how much, in which version, and what nobody can open any more.

    Keys of people who left are named, too. Exit 1: something is to be mended, and it is said how.
    """
    from kapea.people.queries import users_at_work
    from kapea.vault.queries import key_report, key_store_state

    state, report = key_store_state(), key_report(active=users_at_work())
    click.echo(f"{state.sentence} {state.remedy}".strip())
    click.echo(f"{report.records} records, {report.wraps} wraps, {report.readers} readers")
    found = _findings(report)
    for line in [*found, *(f"{each}: the key of somebody who left" for each in report.of_those_who_left)]:
        click.echo(f"    {line}")
    raise SystemExit(common.FINDINGS if found or not state.is_usable else 0)


def _findings(report: KeyReport) -> list[str]:
    """What is to be mended. The key of somebody who left is not: their wraps went with their membership."""
    return [
        *(f"{each}: wrapped for a key that is gone. Its readers lost it" for each in report.without_key),
        *(
            f"{each}: wrapped for a former key. Mend: kapea keys escrow {each}"
            for each in report.for_former_key
        ),
        *([f"{report.old_versions} wraps of an older version"] * bool(report.old_versions)),
        *([f"{report.without_officers} records that no officers can open"] * bool(report.without_officers)),
    ]


def _say(done: Rewrapped) -> None:
    click.echo(f"{done.done} wraps were made.")
    if done.failed:
        common.stop(
            f"These records did not open, and stay as they are: {', '.join(done.failed)}", common.FINDINGS
        )


def _noted(action: str, subject: str) -> None:
    from django.db import transaction

    from kapea.audit import actions as audit

    with transaction.atomic():
        audit.record(action=action, subject=subject, by=common.operator(), at=common.now())
