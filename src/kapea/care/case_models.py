"""Cases: who holds each, how urgent it is, what is due. Not a word of what somebody told stands in a column:
it is in entries, sealed under the key of the case.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.core.care.case_entries import EntryKind
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.case_states import CaseState
from kapea.core.staff.roles import Relation, Role
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.people.models import Membership, Organisation, Relations

MAX_ID, MAX_CODE, MAX_LANGUAGE = 16, 40, 8


def _supervised(member: Member) -> Q:
    """Of those whom a supervisor supervises; of those of the organisation whom nobody does just now, or only
    they themselves; and the cases that another supervisor asked them to close as well.
    """
    at_work = Membership.objects.filter(role=Role.SUPERVISOR.value, ended_at=None).values("id")
    alone = ~Q(owner__supervisor__in=at_work) | Q(owner__supervisor=F("owner_id"))
    asked = Q(second_supervisor=member.id)
    theirs = Q(organisation=member.organisation) & (Q(owner__supervisor=member.id) | alone | asked)
    return theirs & ~Q(owner=member.id) & _apart(member)


def _apart(member: Member) -> Q:
    """Not of a case with whose people they are kin, or whom the child fears."""
    return ~Q(conflicts__membership=member.id)


class Case(models.Model):
    """A case. `owner` holds it, always exactly one. `episode` begins anew when it is opened again. What is
    due next, and until when, is worked out whenever something is done with it.
    """

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to see to it that somebody acts in time for each child, and that nobody is forgotten",
        retention="the days that the pack of the country says (retention.yaml) after the last thing was done "
        "with it",
        erasure="with its keys, by itself; or at once, when the child wants it",
        erased_by=("kapea.care.case_erasure.erase_case",),
    )
    relations: ClassVar[Relations] = {
        Relation.MINE: lambda member: Q(owner=member.id) & _apart(member),
        Relation.SUPERVISED: _supervised,
    }
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="cases")
    state = models.CharField(max_length=MAX_CODE, default=CaseState.REGISTERED.value)
    level = models.CharField(max_length=MAX_CODE)
    language = models.CharField(max_length=MAX_LANGUAGE)
    registered_at = models.DateTimeField()
    episode = models.PositiveSmallIntegerField(default=1)
    episode_began_at = models.DateTimeField()
    lower_level = models.JSONField(null=True)
    raised_at = models.DateTimeField(null=True)
    red_at = models.DateTimeField(null=True)
    acted_at = models.DateTimeField(null=True)
    acted_first_at = models.DateTimeField(null=True)
    assessed_at = models.DateTimeField(null=True)
    plan_ready = models.BooleanField(default=False)
    plan_approved = models.BooleanField(default=False)
    planned_at = models.DateTimeField(null=True)
    look_again_on = models.DateField(null=True)
    review_ready = models.BooleanField(default=False)
    followed_up_at = models.DateTimeField(null=True)
    follow_ups = models.PositiveSmallIntegerField(default=0)
    supervised_at = models.DateTimeField(null=True)
    closing = models.JSONField(null=True)
    second_supervisor = models.CharField(max_length=MAX_ID, blank=True)
    closing_approved_by = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True)
    aftercare_done = models.PositiveSmallIntegerField(default=0)
    due_clock = models.CharField(max_length=MAX_CODE, blank=True)
    due_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "due_at"]),
            models.Index(fields=["organisation", "due_at"]),
            models.Index(
                name="care_open_of_owner",
                fields=["owner", "level", "registered_at"],
                condition=Q(closed_at=None),
            ),
            models.Index(
                name="care_open_of_organisation",
                fields=["organisation", "level", "registered_at"],
                condition=Q(closed_at=None),
            ),
            models.Index(fields=["owner", "closed_at"]),
            models.Index(fields=["organisation", "closed_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="care_case_known_codes",
                condition=Q(
                    state__in=[each.value for each in CaseState],
                    level__in=[each.value for each in CaseLevel],
                ),
            ),
            models.CheckConstraint(
                name="care_closed_has_its_day",
                condition=Q(state=CaseState.CLOSED.value, closed_at__isnull=False)
                | ~Q(state=CaseState.CLOSED.value) & Q(closed_at=None),
            ),
            models.CheckConstraint(
                name="care_closed_by_somebody_else",
                condition=~Q(state=CaseState.CLOSED.value) | ~Q(closing_approved_by=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.id}"

    @property
    def standing(self) -> CaseState:
        """Where it stands."""
        return CaseState(self.state)

    @property
    def urgency(self) -> CaseLevel:
        """How urgent it is."""
        return CaseLevel(self.level)

    @property
    def is_open(self) -> bool:
        return self.standing is not CaseState.CLOSED


class CaseEntry(models.Model):
    """Something that was written in a case. What was written is sealed; it is never changed."""

    duty = DataDuty(
        Sensitivity.SEALED,
        purpose="to know what a child told and wished, so that they need not tell it twice",
        retention="as long as its case",
        erasure="with its case",
        erased_by=("kapea.care.case_erasure.erase_case",),
    )
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=MAX_CODE, choices=[(kind.value, kind.value) for kind in EntryKind])
    sealed = models.BinaryField()
    by = models.CharField(max_length=MAX_ID)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "kind", "at"])]

    def __str__(self) -> str:
        return f"an entry of case {self.case_id}"


class CaseConflict(models.Model):
    """A member of staff who is kin or a friend of somebody in the case, or whom the child fears."""

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to keep a case from whoever stands too close to it",
        retention="as long as its case",
        erasure="with its case",
        erased_by=("kapea.care.case_erasure.erase_case",),
    )
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="conflicts")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT)
    by = models.CharField(max_length=MAX_ID)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "membership"], name="care_one_conflict_of_a_member")
        ]

    def __str__(self) -> str:
        return f"somebody too close to case {self.case_id}"


class CaseTransfer(models.Model):
    """A case is offered to another worker. Until they take it, it stays with the one who has it."""

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to hand a case over so that exactly one worker holds it at any time",
        retention="as long as its case",
        erasure="with its case",
        erased_by=("kapea.care.case_erasure.erase_case",),
    )
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="transfers")
    to = models.ForeignKey(Membership, on_delete=models.PROTECT)
    by = models.CharField(max_length=MAX_ID)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    was_taken = models.BooleanField(default=False)
    relations: ClassVar[Relations] = {
        Relation.MINE: lambda member: (
            Q(to=member.id, answered_at=None) & ~Q(case__conflicts__membership=member.id)
        ),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(answered_at=None), name="care_one_transfer_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"a transfer of case {self.case_id}"
