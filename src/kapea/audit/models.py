"""Who did what, and who read what, and when. Never a word, a name or a number of a person.

Ids are text, not foreign keys: deleting something can neither erase nor block its trail. Rows of one
organisation are a chain (`audit.chain`). The database refuses to change or delete a row, but for the old part
of a chain that a signed cut names (migration 0002).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.core.staff.roles import Relation

MOST_ORGANISATION = 64
HASH_DIGITS = 64


class Event(models.Model):
    """One act of staff, or one reading of something sealed. `by` is the account name of an operator, or the
    id of a member of staff; never a visitor. `organisation` is empty for what concerns the whole deployment.
    """

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to answer for what was changed and what was read, when, and by whom",
        retention="as long as the programme must answer for it",
        erasure="by the programme, the old part of a chain at a time: `kapea audit cut`",
        erased_by=("kapea.audit.actions.cut_chain",),
    )
    relations: ClassVar[Mapping[Relation, Callable[[Any], Q]]] = {
        Relation.ORGANISATION: lambda member: Q(organisation=member.organisation)
    }
    organisation = models.CharField(max_length=MOST_ORGANISATION, blank=True, default="")
    number = models.PositiveBigIntegerField()
    before = models.CharField(max_length=HASH_DIGITS)
    hash = models.CharField(max_length=HASH_DIGITS)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    detail = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="audit_event_once_in_its_chain")
        ]
        indexes = [
            models.Index(fields=["organisation", "subject", "number"], name="audit_event_of_a_subject"),
            models.Index(fields=["organisation", "by", "number"], name="audit_event_by_whom"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class ChainHead(models.Model):
    """Where a chain ends now. Whoever adds a row locks it, so that rows come one after the other."""

    duty = DataDuty(
        Sensitivity.NO_PERSON,
        purpose="to give each row of the trail its number and the hash of the row before",
        retention="as long as the chain",
        erasure="by nobody",
    )
    organisation = models.CharField(primary_key=True, max_length=MOST_ORGANISATION)
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=HASH_DIGITS)

    def __str__(self) -> str:
        return f"{self.organisation or 'the deployment'} {self.number}"


class ChainCut(models.Model):
    """That a chain was cut: its rows up to and including `number` were deleted, the last of them had this
    hash, and the chain goes on from there. Signed, so that nobody can delete rows and say they were cut.
    """

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to tell rows whose time was over from rows that somebody made away with",
        retention="as long as the chain",
        erasure="by nobody",
    )
    organisation = models.CharField(max_length=MOST_ORGANISATION, blank=True, default="")
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=HASH_DIGITS)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    signature = models.CharField(max_length=128)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="audit_cut_once_at_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.organisation or 'the deployment'} up to {self.number}"
