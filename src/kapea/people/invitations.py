"""Inviting somebody, and joining by a link that works once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from kapea.audit import actions as audit
from kapea.core.staff.roles import Role
from kapea.people.member import Member
from kapea.people.models import Invitation, Membership, Organisation, User
from kapea.people.tokens import hash_of_token, new_invitation_token
from kapea.vault.passphrases import check_length
from kapea.vault.staff_keys import make_staff_key

LIVES = timedelta(hours=72)
FORGOTTEN_AFTER = timedelta(days=1)
OPERATOR = "operator"
"""Who acts from the command line of the server, in the trail."""


class NoInvitation(LookupError):
    """The link was used, was ended, is too old, or never was."""


class NameTaken(ValueError):
    """Somebody signs in with that name already."""


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """The row, and the token that its link holds: told once, kept nowhere."""

    row: Invitation
    token: str


def invite(
    *, organisation: str, role: Role, name: str, by: str, at: datetime, supervisor: str = ""
) -> NewInvitation:
    """Invites a person in a role. The caller holds a transaction and has asked whether `by`, as the trail
    calls them, may.
    """
    token = new_invitation_token()
    row = Invitation.objects.create(
        hash=hash_of_token(token),
        organisation_id=organisation,
        role=role.value,
        name=name,
        supervisor=supervisor,
        invited_by=by.removeprefix("member:"),
        expires_at=at + LIVES,
    )
    audit.record(
        action="invitation.add",
        subject=f"invitation:{row.id}",
        by=by,
        at=at,
        organisation=organisation,
        role=role.value,
    )
    return NewInvitation(row, token)


def open_invitation(token: str, *, at: datetime) -> Invitation:
    """The invitation of a link that still works. Raises NoInvitation."""
    found = Invitation.objects.filter(hash=hash_of_token(token), used_at=None, expires_at__gt=at).first()
    if found is None:
        raise NoInvitation
    return found


def join(token: str, *, username: str, passphrase: str, language: str, at: datetime) -> User:
    """Makes the person, their keys and their membership. Raises NoInvitation, NameTaken, and what the vault
    raises for a passphrase that is too short.
    """
    check_length(passphrase)
    with transaction.atomic():
        invitation = _used(token, at)
        user = User(username=username.strip().lower(), name=invitation.name, language=language)
        user.set_password(passphrase)
        _save_new(user)
        _member_of(invitation, user, at)
        make_staff_key(user.id, passphrase, at=at)
    return user


def join_as(token: str, user: User, *, at: datetime) -> Membership:
    """Another membership of somebody who is signed in. Raises NoInvitation."""
    with transaction.atomic():
        return _member_of(_used(token, at), user, at)


def end_invitation(member: Member, invitation: Invitation, *, at: datetime) -> None:
    """The link works no more. The caller holds a transaction and has found the row for the member."""
    audit.record(
        action="invitation.end",
        subject=f"invitation:{invitation.id}",
        by=member.name_in_audit,
        at=at,
        organisation=invitation.organisation_id,
    )
    invitation.delete()


def forget_invitations(*, at: datetime) -> int:
    """Deletes those that have been of no use for a day; how many."""
    old = Invitation.objects.filter(expires_at__lt=at - FORGOTTEN_AFTER)
    return old.delete()[0]


def add_organisation(
    *, name: str, pack: str, at: datetime, demo: bool = False, by: str = OPERATOR
) -> Organisation:
    """A new organisation. The caller holds a transaction."""
    made = Organisation.objects.create(name=name, pack=pack, demo=demo)
    audit.record(
        action="organisation.add", subject=f"organisation:{made.id}", by=by, at=at, organisation=made.id
    )
    return made


def _used(token: str, at: datetime) -> Invitation:
    """Takes the invitation so that nobody else can: of two who join at once, one does."""
    invitation = open_invitation(token, at=at)
    taken = Invitation.objects.filter(id=invitation.id, used_at=None).update(used_at=at)
    if not taken:
        raise NoInvitation
    return invitation


def _save_new(user: User) -> None:
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise NameTaken from error


def _member_of(invitation: Invitation, user: User, at: datetime) -> Membership:
    made, new = Membership.objects.get_or_create(
        user=user,
        organisation=invitation.organisation,
        role=invitation.role,
        ended_at=None,
        defaults={"began_at": at, "supervisor": invitation.supervisor},
    )
    if new:
        audit.record(
            action="member.join",
            subject=f"member:{made.id}",
            by=f"member:{made.id}",
            at=at,
            organisation=invitation.organisation_id,
            role=invitation.role,
        )
    return made
