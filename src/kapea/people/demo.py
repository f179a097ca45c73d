"""Organisations and their staff for trials, whose passphrases are printed. They must be gone before any
help is real: `kapea check --deploy` says so.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from kapea.audit import actions as audit
from kapea.core.staff.readiness import CONDUCT
from kapea.core.staff.roles import Role
from kapea.people.invitations import OPERATOR, add_organisation, invite, join
from kapea.people.models import Membership, Organisation, User
from kapea.people.signed_in import end_all_sessions
from kapea.vault.delivery import make_outside_keys
from kapea.vault.deployment import mark_key_store
from kapea.vault.handing_over import stop_reading
from kapea.vault.queries import KeyStoreCondition, key_store_state

FILE = "demo-staff.json"
CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"
CAST = (
    ("Demo line", "cambodia", Role.ADMINISTRATOR, "Sophea (demo)"),
    ("Demo line", "cambodia", Role.SUPERVISOR, "Dara (demo)"),
    ("Demo line", "cambodia", Role.COUNSELLOR, "Kunthea (demo)"),
    ("Demo line", "cambodia", Role.CASE_WORKER, "Visal (demo)"),
    ("Demo line", "cambodia", Role.EDITOR, "Veasna (demo)"),
    ("Demo line", "cambodia", Role.AUDITOR, "Maly (demo)"),
    ("Demo line", "cambodia", Role.FACILITATOR, "Bopha (demo)"),
    ("Demo line", "cambodia", Role.FACILITATOR, "Rith (demo)"),
    ("Demo line", "cambodia", Role.PROGRAMME_OFFICER, "Chenda (demo)"),
    ("Demo line", "cambodia", Role.RESEARCHER, "Piseth (demo)"),
    ("Demo line", "cambodia", Role.RESEARCHER, "Nary (demo)"),
    ("Demo line", "cambodia", Role.FACILITATOR, "Theary (demo)"),
    ("Demo partner", "kenya", Role.ADMINISTRATOR, "Wanjiru (demo)"),
    ("Demo partner", "kenya", Role.PARTNER_WORKER, "Otieno (demo)"),
    ("Demo partner", "kenya", Role.PROGRAMME_OFFICER, "Amina (demo)"),
    ("Demo line Kenya", "kenya", Role.SUPERVISOR, "Achieng (demo)"),
    ("Demo line Kenya", "kenya", Role.CASE_WORKER, "Kamau (demo)"),
    ("Demo line Nepal", "nepal", Role.SUPERVISOR, "Sita (demo)"),
    ("Demo line Nepal", "nepal", Role.CASE_WORKER, "Bikash (demo)"),
    ("Demo line Philippines", "philippines", Role.SUPERVISOR, "Luz (demo)"),
    ("Demo line Philippines", "philippines", Role.CASE_WORKER, "Ramon (demo)"),
)
"""Invented people of invented organisations."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """How one of them signs in."""

    organisation: str
    role: str
    username: str
    passphrase: str
    secret: str
    """Of the codes: base 32, for an app."""


def demo_staff(home: Path, *, at: datetime) -> Sequence[DemoPerson]:
    """Makes them where they are not there yet; how each signs in. The home keeps that, for trials only."""
    file = home / FILE
    if file.exists() and has_demo():
        return [DemoPerson(**each) for each in json.loads(file.read_text(encoding="utf-8"))]
    if key_store_state().condition is KeyStoreCondition.NEVER_MADE:
        make_outside_keys(at=at)
        mark_key_store(by=OPERATOR, at=at)
    people = _made(at)
    file.touch(mode=0o600)
    file.write_text(json.dumps([asdict(each) for each in people]), encoding="utf-8")
    return people


def has_demo() -> bool:
    """Whether somebody of a trial could still sign in."""
    return Membership.objects.filter(organisation__demo=True, ended_at=None).exists()


def end_demo(home: Path, *, at: datetime) -> int:
    """Ends every membership of a trial, and the file with their passphrases; how many."""
    members = list(Membership.objects.filter(organisation__demo=True, ended_at=None))
    for each in members:
        _end(each, at)
    (home / FILE).unlink(missing_ok=True)
    return len(members)


def _end(membership: Membership, at: datetime) -> None:
    with transaction.atomic():
        Membership.objects.filter(id=membership.id).update(ended_at=at)
        User.objects.filter(id=membership.user_id).update(is_active=False)
        audit.record(
            action="member.end",
            subject=f"member:{membership.id}",
            by=OPERATOR,
            at=at,
            organisation=membership.organisation_id,
        )
    stop_reading(membership.id)
    end_all_sessions(membership.user_id)


def _made(at: datetime) -> list[DemoPerson]:
    organisations: dict[str, Organisation] = {}
    people = []
    with transaction.atomic():
        for name, pack, role, called in CAST:
            if name not in organisations:
                unused = f"{name} {secrets.token_hex(2)}" if Organisation.objects.filter(name=name) else name
                organisations[name] = add_organisation(name=unused, pack=pack, at=at, demo=True)
            people.append(_person(organisations[name], role, called, at))
    return people


def _person(organisation: Organisation, role: Role, called: str, at: datetime) -> DemoPerson:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    made = invite(organisation=organisation.id, role=role, name=called, by=OPERATOR, at=at)
    passphrase, secret = " ".join(_word() for _ in range(4)), generate_totp_secret()
    username = f"{called.split()[0].lower()}-{secrets.token_hex(2)}"
    user = join(made.token, username=username, passphrase=passphrase, language="en", at=at)
    TOTP.activate(user, secret)
    Membership.objects.filter(user=user).update(vetted_at=at, conduct=CONDUCT, conduct_at=at)
    return DemoPerson(organisation.name, role.value, username, passphrase, secret)


def _word() -> str:
    """Six letters that can be read out and typed on any keyboard."""
    return "".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(3))
