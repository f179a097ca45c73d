"""What is done about the training of facilitators, each in the trail. The caller holds a transaction and has
found the row. Nobody confirms or gives anything of their own, nor takes it away.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime

from kapea.audit import actions as audit
from kapea.core.staff.roles import Role
from kapea.core.workshops.facilitator_training import (
    ConfirmedTraining,
    UnfitTraining,
    check_training,
    lapse_after,
)
from kapea.learning.models import TrainingCertificate, TrainingHours
from kapea.learning.training_queries import confirmed_training, training_standing
from kapea.people.actions import OneSelf
from kapea.people.member import Member
from kapea.people.models import Membership
from kapea.vault.certificate_codes import SERIAL, own_certificate_key


class NoFacilitator(ValueError):
    """Only who leads workshops, and works here, has training written down."""


class StillMissing(ValueError):
    """Something is missing that a certificate takes."""


def confirm_training(
    by: Member, membership: Membership, new: ConfirmedTraining, *, id: str, at: datetime, today: date
) -> None:
    """Says of a colleague that they had this training. `id` is that of the form: sent twice, it counts once.

    Raises OneSelf, NoFacilitator, UnfitTraining.
    """
    _check_may_act(by, membership)
    known = {row.id: confirmed_training(row) for row in TrainingHours.objects.filter(membership=membership)}
    if id in known:
        return
    check_training(new, list(known.values()), today)
    if TrainingHours.objects.filter(id=id).exists():
        raise UnfitTraining("form")
    TrainingHours.objects.create(
        id=id,
        membership=membership,
        kind=new.kind.value,
        on=new.on,
        minutes=new.minutes,
        right=sorted(each.value for each in new.right),
        confirmed_by=by.id,
        confirmed_at=at,
    )
    _record("training.confirm", by, membership, at, kind=new.kind.value, minutes=new.minutes, on=str(new.on))


def strike_training(by: Member, row: TrainingHours, *, at: datetime) -> None:
    """Takes away what was confirmed by mistake. A certificate that was given stands: withdraw that by itself.

    Raises OneSelf.
    """
    if row.membership.user_id == by.user:
        raise OneSelf
    kind, minutes, on = row.kind, row.minutes, str(row.on)
    row.delete()
    _record("training.strike", by, row.membership, at, kind=kind, minutes=minutes, on=on)


def give_certificate(by: Member, membership: Membership, *, at: datetime, today: date) -> TrainingCertificate:
    """The certificate of somebody who has all that it takes; on one day, one.

    Raises OneSelf, NoFacilitator, StillMissing; UnusableSigningKey or OSError where there is no key for it.
    """
    _check_may_act(by, membership)
    standing = training_standing(membership, today)
    if standing.counting is not None and standing.counting.on == today:
        return standing.counting
    if not standing.missing.is_nothing:
        raise StillMissing
    own_certificate_key()
    made = TrainingCertificate.objects.create(
        membership=membership,
        serial=_new_serial(),
        pack=membership.organisation.pack,
        level=standing.needed.level.value,
        on=today,
        lapses_on=lapse_after(today),
        given_by=by.id,
    )
    _record("certificate.give", by, membership, at, certificate=made.id, level=made.level)
    return made


def withdraw_certificates(by: Member, membership: Membership, *, at: datetime, today: date) -> None:
    """Somebody was found unfit, or a certificate was given by mistake: every one that this person has here,
    also of a membership that ended, counts no more from now on, and none of what was done before counts for
    another. It cannot be undone.
    """
    theirs = TrainingCertificate.objects.filter(
        membership__user=membership.user_id,
        membership__organisation=membership.organisation_id,
        withdrawn_on=None,
    )
    withdrawn = theirs.update(withdrawn_on=today, withdrawn_by=by.id)
    if withdrawn:
        _record("certificate.withdraw", by, membership, at, certificates=withdrawn)


def _check_may_act(by: Member, membership: Membership) -> None:
    if membership.user_id == by.user:
        raise OneSelf
    if membership.role != Role.FACILITATOR.value or membership.ended_at is not None:
        raise NoFacilitator


def _new_serial() -> str:
    """Drawn by chance, so that no number tells how many there are."""
    while True:
        drawn = f"{secrets.randbelow(10**SERIAL):0{SERIAL}}"
        if not TrainingCertificate.objects.filter(serial=drawn).exists():
            return drawn


def _record(action: str, by: Member, membership: Membership, at: datetime, **detail: str | int) -> None:
    audit.record(
        action=action,
        subject=f"member:{membership.id}",
        by=by.name_in_audit,
        at=at,
        organisation=membership.organisation_id,
        **detail,
    )
