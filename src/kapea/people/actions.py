"""What changes about members, each in the trail. The caller holds a transaction and found the row."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kapea.audit import actions as audit
from kapea.core.staff.readiness import CONDUCT
from kapea.core.staff.roles import Role
from kapea.people.member import Member
from kapea.people.models import Membership, Organisation, User
from kapea.people.signed_in import end_all_sessions
from kapea.vault import staff_keys
from kapea.vault.handing_over import stop_reading


class OneSelf(ValueError):
    """Nobody vouches for themselves, and nobody takes their own role away."""


class NoSupervisor(ValueError):
    """There is no supervisor of that id in this organisation."""


def record_vetting(by: Member, membership: Membership, *, at: datetime) -> None:
    """A named administrator says that this person was vetted. Raises OneSelf."""
    if membership.user_id == by.user:
        raise OneSelf
    membership.vetted_at, membership.vetted_by = at, by.id
    membership.save(update_fields=["vetted_at", "vetted_by"])
    _record("member.vet", by, membership, at)


def accept_conduct(by: Member, membership: Membership, *, at: datetime) -> None:
    """They read the code of conduct as it is now, and promise to keep to it."""
    membership.conduct, membership.conduct_at = CONDUCT, at
    membership.save(update_fields=["conduct", "conduct_at"])
    _record("member.promise", by, membership, at, version=str(CONDUCT))


def change_supervisor(by: Member, membership: Membership, supervisor: str, *, at: datetime) -> None:
    """Another supervisor, or none. Raises NoSupervisor."""
    if supervisor and not _is_supervisor(supervisor, membership):
        raise NoSupervisor
    membership.supervisor = supervisor
    membership.save(update_fields=["supervisor"])
    _record("member.supervisor", by, membership, at, supervisor=supervisor or "none")


def end_membership(by: Member, membership: Membership, *, at: datetime) -> None:
    """They are there no more: they read nothing from this moment. Raises OneSelf: whoever is last in charge
    of people must not lock the organisation out.
    """
    if membership.id == by.id:
        raise OneSelf
    membership.ended_at = at
    membership.save(update_fields=["ended_at"])
    _record("member.end", by, membership, at)
    stop_reading(membership.id)
    if not Membership.objects.filter(user=membership.user_id, ended_at=None).exists():
        end_all_sessions(membership.user_id)


def change_organisation(by: Member, organisation: Organisation, *, name: str, at: datetime) -> None:
    """What the organisation is called."""
    organisation.name = name
    organisation.save(update_fields=["name"])
    audit.record(
        action="organisation.rename",
        subject=f"organisation:{organisation.id}",
        by=by.name_in_audit,
        at=at,
        organisation=organisation.id,
    )


def change_language(user: User, language: str) -> None:
    """The language of the pages that somebody works with. Nothing that a trail need hold."""
    user.language = language
    user.save(update_fields=["language"])


def change_own_passphrase(by: Member, user: User, old: str, new: str, *, at: datetime) -> None:
    """Wraps their key anew; nothing they read is sealed anew. Raises what the vault raises."""
    with transaction.atomic():
        staff_keys.change_passphrase(user.id, old, new, at=at)
        user.set_password(new)
        user.save(update_fields=["password"])
        audit.record(
            action="member.passphrase",
            subject=by.name_in_audit,
            by=by.name_in_audit,
            at=at,
            organisation=by.organisation,
        )


def record_second_step(user: str, *, kind: str, change: str, at: datetime) -> None:
    """Somebody added a second step of theirs or took one away: in the trail of each organisation they work
    for. In the transaction of the change.
    """
    for each in Membership.objects.filter(user=user, ended_at=None):
        named = f"member:{each.id}"
        audit.record(
            action="member.second-step",
            subject=named,
            by=named,
            at=at,
            organisation=each.organisation_id,
            kind=kind,
            change=change,
        )


def replace_lost_passphrase(user: User, new: str, *, by: str, at: datetime) -> None:
    """A new passphrase for somebody who lost theirs, and with it a new key: what was wrapped for the former
    one stays shut until officers wrap it anew. Their second factor stays. Raises TooShort, PassphrasesBusy.
    """
    working = Membership.objects.filter(user=user, ended_at=None)
    with transaction.atomic():
        user.set_password(new)
        user.save(update_fields=["password"])
        for each in working:
            audit.record(
                action="member.new-key",
                subject=f"member:{each.id}",
                by=by,
                at=at,
                organisation=each.organisation_id,
            )
        staff_keys.replace_staff_key(user.id, new, at=at)
    end_all_sessions(user.id)


def _is_supervisor(id: str, membership: Membership) -> bool:
    return Membership.objects.filter(
        id=id, organisation=membership.organisation_id, role=Role.SUPERVISOR.value, ended_at=None
    ).exists()


def _record(action: str, by: Member, membership: Membership, at: datetime, **detail: str) -> None:
    audit.record(
        action=action,
        subject=f"member:{membership.id}",
        by=by.name_in_audit,
        at=at,
        organisation=membership.organisation_id,
        **detail,
    )
