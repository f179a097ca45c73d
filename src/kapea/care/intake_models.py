"""What somebody left for those who answer, until one of them takes it; and what is said back to them.

Not a word of it stands in a column: it is sealed for the workers who may take it, and what a worker says is
sealed for the holder of the return code. The id of what was left is that of the case which is made of it.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.care.case_models import MAX_CODE, MAX_ID, MAX_LANGUAGE, CaseConflict
from kapea.core.care.safe_contact import TryOutcome
from kapea.core.care.way_in import SOON, CodeAlertKind, LeftKind, WhoLeaves
from kapea.core.staff.roles import Relation
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.people.models import Organisation, Relations

_WITH_IT = "as long as what was left, and the case that is made of it"
_ERASED = ("kapea.care.intake_erasure.erase_intake",)


class AnsweringDesk(models.Model):
    """That an organisation answers what is left on public pages, and how many hours it says it takes."""

    duty = DataDuty(
        Sensitivity.NO_PERSON,
        purpose="to offer a person's answer only where people answer, and to say honestly how long it takes",
        retention="as long as the organisation works here",
        erasure="by the programme",
    )
    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, primary_key=True)
    answers = models.BooleanField(default=False)
    hours = models.PositiveSmallIntegerField(default=24)

    class Meta:
        constraints = [
            models.CheckConstraint(name="care_hours_of_an_answer", condition=Q(hours__gte=1, hours__lte=72))
        ]

    def __str__(self) -> str:
        return f"whether {self.organisation_id} answers"


class Intake(models.Model):
    """Something that was left. Nobody has taken it while `taken_by` is empty; one worker can."""

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to bring what somebody left to one worker in time, the most urgent first",
        retention="the days that the pack of the country says (retention.yaml: message, callback); once it "
        "is a case, as long as that",
        erasure="by itself; or at once, by whoever has the code",
        erased_by=_ERASED,
    )
    relations: ClassVar[Relations] = {
        Relation.ORGANISATION: lambda member: Q(organisation=member.organisation),
    }
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    level = models.CharField(max_length=MAX_CODE)
    language = models.CharField(max_length=MAX_LANGUAGE)
    who = models.CharField(max_length=MAX_CODE)
    left_at = models.DateTimeField()
    due_at = models.DateTimeField()
    signs = models.BinaryField()
    taken_by = models.CharField(max_length=MAX_ID, blank=True)
    taken_at = models.DateTimeField(null=True)
    erase_asked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "taken_by", "left_at"])]
        constraints = [
            models.CheckConstraint(
                name="care_intake_known_codes",
                condition=Q(
                    level__in=[each.value for each in SOON], who__in=[each.value for each in WhoLeaves]
                ),
            )
        ]

    def __str__(self) -> str:
        return f"left: {self.id}"


class LeftWords(models.Model):
    """One thing that was left: a message, or how somebody may be reached. A record of its own, sealed for
    those who may take it. Read into the case, it is gone from here.
    """

    duty = DataDuty(
        Sensitivity.SEALED,
        purpose="to bring what somebody wrote to a worker who may read it",
        retention="until a worker reads it into the case; else as what it belongs to",
        erasure="when it is read, and with what it belongs to",
        erased_by=("kapea.care.intake_erasure.erase_left_words", *_ERASED),
    )
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="words")
    kind = models.CharField(max_length=MAX_CODE, choices=[(each.value, each.value) for each in LeftKind])
    sealed = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"something left: {self.kind}"


class PersonAnswer(models.Model):
    """A short message of a worker, sealed for the holder of the code. Nobody else can open it."""

    duty = DataDuty(
        Sensitivity.SEALED,
        purpose="to tell somebody what became of what they left",
        retention=_WITH_IT,
        erasure="with it",
        erased_by=_ERASED,
    )
    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="answers")
    sealed = models.BinaryField()
    by = models.CharField(max_length=MAX_ID)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"an answer to {self.intake_id}"


class SafeContactTry(models.Model):
    """That a worker tried to reach somebody by the safe way, and what became of it."""

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to call nobody again on a day on which somebody else answered",
        retention=_WITH_IT,
        erasure="with it",
        erased_by=_ERASED,
    )
    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="tries")
    outcome = models.CharField(max_length=MAX_CODE, choices=[(each.value, each.value) for each in TryOutcome])
    by = models.CharField(max_length=MAX_ID)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"a try: {self.outcome}"


def _not_too_close(member: Member) -> Q:
    too_close = CaseConflict.objects.filter(membership=member.id).values("case")
    return Q(intake__organisation=member.organisation) & ~Q(intake__in=too_close)


class CodeAlert(models.Model):
    """Somebody used a code in a way that a supervisor should know of: they may be forced. Until one has
    looked, nobody calls.
    """

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to stop what could harm somebody whose code another has, and to tell a supervisor",
        retention=_WITH_IT,
        erasure="with it",
        erased_by=_ERASED,
    )
    relations: ClassVar[Relations] = {Relation.ORGANISATION: _not_too_close}
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=MAX_CODE, choices=[(each.value, each.value) for each in CodeAlertKind])
    at = models.DateTimeField()
    seen_by = models.CharField(max_length=MAX_ID, blank=True)
    seen_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"an alert: {self.kind}"
