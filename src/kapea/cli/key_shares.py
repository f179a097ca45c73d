"""Shares of a recovery key at the terminal: each shown once, to one person, and taken away again."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kapea.cli import common

if TYPE_CHECKING:
    from kapea.vault.hybrid import PrivateHalf
    from kapea.vault.quorum import NewRecoveryKey

AWAY = "\033[2J\033[3J\033[H"
"""Empties the screen and what was scrolled out of it."""
IN_A_ROW = 4


def drawn_at_terminal(organisation: str, threshold: int, holders: int) -> NewRecoveryKey:
    """Draws a recovery key and shows each share; ends the command, with nothing kept, where there is no
    terminal or somebody has no share.
    """
    from kapea.vault.quorum import draw_recovery_key

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        common.stop("Shares are shown on a terminal only, never into a file: run this where you sit.")
    try:
        new = draw_recovery_key(organisation, threshold=threshold, holders=holders)
    except ValueError as error:
        common.stop(str(error))
    for number, share in enumerate(new.shares, 1):
        _show(number, share, new)
    if not click.confirm("Does each holder have their share on paper, and nobody another's?"):
        common.stop("Then nothing is kept, and these shares are worth nothing.", common.FINDINGS)
    return new


def _show(number: int, share: str, new: NewRecoveryKey) -> None:
    words = [f"{place:2} {word:<10}" for place, word in enumerate(share.split(), 1)]
    rows = ["  ".join(words[start : start + IN_A_ROW]) for start in range(0, len(words), IN_A_ROW)]
    click.pause(
        f"Share {number} of {len(new.shares)} of {new.organisation}. Its holder alone looks: press a key."
    )
    click.echo("\n".join([AWAY, *rows, "", f"{new.threshold} of {len(new.shares)} open what was lost."]))
    click.pause("Written down on paper? Press a key, and it is gone.")
    click.echo(AWAY, nl=False)


def recovered_at_terminal(organisation: str) -> PrivateHalf:
    """Asks for as many shares as are needed, and puts them together; ends the command with what is wrong."""
    from kapea.vault.models import RecoveryKey
    from kapea.vault.quorum import WrongShares, recover

    row = RecoveryKey.objects.filter(organisation=organisation).first()
    if row is None:
        common.stop(f"{organisation} has no recovery key: kapea keys init --organisation {organisation}")
    shares = []
    for number in range(1, row.threshold + 1):
        shares.append(click.prompt(f"Share {number} of {row.threshold}, all words in one line"))
        click.echo(AWAY if sys.stdout.isatty() else "", nl=False)
    try:
        return recover(organisation, shares)
    except WrongShares as error:
        common.stop(str(error), common.FINDINGS)
