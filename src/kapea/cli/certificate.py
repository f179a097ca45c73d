"""kapea certificate: whether the code on a facilitator's certificate counts today."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from kapea.cli import common

if TYPE_CHECKING:
    from kapea.learning.certificate_checks import CheckedCertificate
    from kapea.vault.certificate_codes import MistypedCode

VERDICTS = {
    "counts": "This certificate counts today.",
    "lapsed": "This certificate has ended. It counts no more.",
    "withdrawn": "The programme took this certificate back. It does not count.",
    "unknown": "No certificate was given here with this code. Do not rely on it.",
    "elsewhere": "This code is of another deployment, which alone can say.",
}


@click.command("certificate")
@click.argument("code", nargs=-1)
def check_certificate_code(code: tuple[str, ...]) -> None:
    """Say whether a certificate on paper counts today. CODE: its 25 figures, in groups or not.

    Without a code it is asked for. It says the programme, the pack, the day and what was learnt, and never of
    whom: the code does not know. Nothing is kept. Exit 1: it does not count. Exit 2: it was mistyped.
    """
    from kapea.vault.certificate_codes import MistypedCode

    typed = " ".join(code) or click.prompt("Code", type=str)
    common.database(patient=True)
    found = _checked(typed, common.now())
    if isinstance(found, MistypedCode):
        common.stop(_about_slip(found))
    click.echo("\n".join([VERDICTS[found.verdict.value], *_facts(found)]))
    if found.verdict.value != "counts":
        raise SystemExit(common.FINDINGS)


def _checked(typed: str, at: datetime) -> CheckedCertificate | MistypedCode:
    from kapea.learning.certificate_checks import checked_certificate
    from kapea.vault.signing import UnusableSigningKey

    try:
        return checked_certificate(typed, at=at)
    except UnusableSigningKey as error:
        common.stop(f"{error}.", common.NOT_NOW)
    except OSError as error:
        common.stop(f"The key of certificates cannot be read ({type(error).__name__}).", common.NOT_NOW)


def _about_slip(slip: MistypedCode) -> str:
    """What is wrong with what was typed; what it was is not said again."""
    if slip.groups:
        return f"A figure is wrong in group {', '.join(map(str, slip.groups))}. Look at the paper again."
    return f"This is no code of a certificate: {slip.mistake.value}. It has 25 figures."


def _facts(found: CheckedCertificate) -> list[str]:
    if found.says is None:
        return []
    says = found.says
    return [
        f"Programme: {found.programme} ({says.pack})",
        f"Training: {says.level}",
        f"Given on {says.on}, counts no more from {says.lapses_on}.",
        "The code does not say whose paper it is.",
    ]
