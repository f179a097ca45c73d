"""Training of facilitators, and their certificates. A certificate knows no name; no field takes words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.core.staff.roles import Relation
from kapea.core.workshops.facilitator_training import CertificateLevel, TrainingKind
from kapea.people.ids import new_id
from kapea.people.models import MAX_ID, Membership, Relations

KINDS = [(kind.value, kind.value) for kind in TrainingKind]
LEVELS = [(level.value, level.value) for level in CertificateLevel]
OF_A_MEMBERSHIP: Relations = {
    Relation.MINE: lambda member: Q(membership=member.id),
    Relation.ORGANISATION: lambda member: Q(membership__organisation=member.organisation),
}


class TrainingHours(models.Model):
    """A piece of training, confirmed by somebody who supervises: the id of their membership. `right` are the
    checks that were done rightly, of a rehearsal in which somebody looked for them.
    """

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to know what a facilitator has learnt, and who vouches for it",
        retention="as long as the membership",
        erasure="by whoever supervises, where it was wrong; else with the membership",
    )
    relations: ClassVar[Relations] = OF_A_MEMBERSHIP
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="training")
    kind = models.CharField(max_length=12, choices=KINDS)
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    right = models.JSONField(default=list)
    confirmed_by = models.CharField(max_length=MAX_ID)
    confirmed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} of {self.membership_id}"


class TrainingCertificate(models.Model):
    """That somebody had all training on a day. By its `serial` the code on a paper leads here; the whole code
    stands nowhere, and is worked out when the paper is printed.
    """

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to say of a paper whether it counts, and to let one be withdrawn",
        retention="as long as the membership",
        erasure="with the membership; its code then counts no more",
    )
    relations: ClassVar[Relations] = OF_A_MEMBERSHIP
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="certificates")
    serial = models.CharField(max_length=6, unique=True)
    pack = models.CharField(max_length=40)
    level = models.CharField(max_length=12, choices=LEVELS)
    on = models.DateField()
    lapses_on = models.DateField()
    given_by = models.CharField(max_length=MAX_ID)
    withdrawn_on = models.DateField(null=True)
    withdrawn_by = models.CharField(max_length=MAX_ID, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_by="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_by="")),
                name="withdrawn_on_a_day_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"certificate {self.id}"
