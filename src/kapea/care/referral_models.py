"""Referrals: where each stands, who has it there, what is due. Their words are sealed, each under a key."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.care.case_models import Case
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.referral_codes import ReferralState
from kapea.core.staff.roles import Relation
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.people.models import Membership, Organisation, Relations

MAX_ID, MAX_CODE, MAX_OPAQUE, MAX_HASH = 16, 40, 80, 64
READ_BY_PARTNER = frozenset(
    {
        ReferralState.SENT,
        ReferralState.RECEIVED,
        ReferralState.ACCEPTED,
        ReferralState.STARTED,
        ReferralState.DONE_BY_SERVICE,
    }
)
"""While it stands so, whom it was sent to can read it."""


def _with_its_case(sensitivity: Sensitivity, purpose: str) -> DataDuty:
    """What becomes of a row that is kept as long as its case, and goes with it."""
    return DataDuty(
        sensitivity,
        purpose=purpose,
        retention="as long as its case",
        erasure="with its case",
        erased_by=("kapea.care.case_erasure.erase_case",),
    )


def _of_cases(relation: Relation, member: Member) -> Q:
    """Of cases that stand so to a member."""
    return Q(case__in=Case.objects.filter(Case.relations[relation](member)).values("id"))


class CaseReferral(models.Model):
    """One referral of a case to `partner`. `version` counts what was done with it: of two who act at once one
    wins. `draft` are the words before it is sent, `payload` what was sent, byte for byte; both sealed.
    """

    duty = _with_its_case(
        Sensitivity.SEALED,
        "to get a child the help that they said yes to, and to see whether it came",
    )
    changes_with_others_of: ClassVar[str] = "case"
    """A yes that is taken back stops all that rest on it."""
    relations: ClassVar[Relations] = {
        Relation.MINE: lambda member: _of_cases(Relation.MINE, member),
        Relation.SUPERVISED: lambda member: _of_cases(Relation.SUPERVISED, member),
        Relation.REFERRED: lambda member: Q(
            receivers__membership=member.id, receivers__ended_at=None, partner=member.organisation
        ),
    }
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="referrals")
    code = models.CharField(max_length=MAX_ID, unique=True)
    sender = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="referrals_sent")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="referrals_received")
    service = models.CharField(max_length=MAX_OPAQUE)
    service_type = models.CharField(max_length=MAX_OPAQUE)
    purpose = models.CharField(max_length=MAX_OPAQUE)
    fields = models.JSONField()
    sent_by = models.CharField(max_length=MAX_CODE)
    level = models.CharField(max_length=MAX_CODE)
    told_of_it = models.BooleanField(default=True)
    concerns_shelter = models.BooleanField(default=False)
    state = models.CharField(max_length=MAX_CODE, default=ReferralState.DRAFT.value)
    version = models.PositiveIntegerField(default=1)
    draft = models.BinaryField(default=b"")
    payload = models.BinaryField(default=b"")
    began_at = models.DateTimeField()
    read_back_at = models.DateTimeField(null=True)
    read_back_fields = models.JSONField(default=list)
    safety_meanwhile = models.JSONField(default=list)
    sent_at = models.DateTimeField(null=True)
    rests_on = models.JSONField(default=list)
    receipt_named = models.CharField(max_length=MAX_OPAQUE, blank=True)
    receipt_at = models.DateTimeField(null=True)
    receipt_written_by = models.CharField(max_length=MAX_ID, blank=True)
    declined_because = models.CharField(max_length=MAX_CODE, blank=True)
    waits_since = models.DateTimeField(null=True)
    news = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    rung_at = models.DateTimeField(null=True)
    child_says = models.CharField(max_length=MAX_CODE, blank=True)
    child_said_at = models.DateTimeField(null=True)
    child_written_by = models.CharField(max_length=MAX_ID, blank=True)
    tries = models.JSONField(default=list)
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["sender", "due_at"]),
            models.Index(fields=["due_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="care_referral_known_codes",
                condition=Q(
                    state__in=[each.value for each in ReferralState],
                    level__in=[each.value for each in CaseLevel],
                ),
            ),
            models.CheckConstraint(
                name="care_sent_rests_on_something",
                condition=Q(sent_at__isnull=True) | ~Q(rests_on=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"referral {self.id}"

    @property
    def is_at(self) -> ReferralState:
        """Where it stands."""
        return ReferralState(self.state)

    @property
    def is_over_for_partner(self) -> bool:
        """Whether the partner reads nothing of it: it was not sent, or was stopped, declined or given up."""
        return self.is_at not in READ_BY_PARTNER


class ReferralReceiver(models.Model):
    """A worker of the partner by name, who may see this referral. Nobody else of theirs can."""

    duty = _with_its_case(
        Sensitivity.CODES,
        "to show a referral to those of the partner whom it was sent to, and to nobody else",
    )
    referral = models.ForeignKey(CaseReferral, on_delete=models.CASCADE, related_name="receivers")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "membership"], name="care_one_receiver_once")
        ]

    def __str__(self) -> str:
        return f"a receiver of referral {self.referral_id}"


class ReferralTurnRow(models.Model):
    """A move that was made. `sealed`: news of the service, or who there has it; both words of somebody."""

    duty = _with_its_case(
        Sensitivity.SEALED,
        "to tell a child and who helps them what became of a referral, in order",
    )
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    referral = models.ForeignKey(CaseReferral, on_delete=models.CASCADE, related_name="turns")
    step = models.CharField(max_length=MAX_CODE)
    begins = models.CharField(max_length=MAX_CODE)
    hand = models.CharField(max_length=MAX_CODE)
    by = models.CharField(max_length=MAX_OPAQUE)
    at = models.DateTimeField()
    sealed = models.BinaryField(default=b"")

    class Meta:
        indexes = [models.Index(fields=["referral", "at"])]

    def __str__(self) -> str:
        return f"a move of referral {self.referral_id}"


def _left_to_do(relation: Relation, member: Member) -> Q:
    """What nobody has done yet of the referrals that stand in that relation."""
    mine = CaseReferral.objects.filter(CaseReferral.relations[relation](member))
    return Q(referral__in=mine.values("id"), done_at=None)


class ReferralTodo(models.Model):
    """What a move left to be done by a person of the sender."""

    duty = _with_its_case(
        Sensitivity.CODES,
        "to see to it that somebody telephones, or asks another service, after a no or a silence",
    )
    relations: ClassVar[Relations] = {
        Relation.MINE: lambda member: _left_to_do(Relation.MINE, member),
        Relation.SUPERVISED: lambda member: _left_to_do(Relation.SUPERVISED, member),
    }
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    referral = models.ForeignKey(CaseReferral, on_delete=models.CASCADE, related_name="todos")
    task = models.CharField(max_length=MAX_CODE)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=MAX_ID, blank=True)

    def __str__(self) -> str:
        return f"a task of referral {self.referral_id}"


class ReferralLink(models.Model):
    """A one-time link to one referral. The row holds the hash of its token: who reads the row opens nothing.

    `reader` names the key that link and code give together. `page`: the hash of what the page that opened it
    sends again, empty before. `not_before`: after a wrong code, until when none is looked at.
    """

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to let a partner without an account read and answer one referral, once",
        retention="72 hours; the row, which opens nothing then, as long as its case",
        erasure="with its case; what it opens, by `kapea tidy` once its hours are over",
        erased_by=("kapea.care.case_erasure.erase_case",),
    )
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    referral = models.ForeignKey(CaseReferral, on_delete=models.CASCADE, related_name="links")
    hash = models.CharField(max_length=MAX_HASH, unique=True)
    reader = models.CharField(max_length=MAX_OPAQUE)
    made_by = models.CharField(max_length=MAX_ID)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wrong = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    page = models.CharField(max_length=MAX_HASH, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["referral", "ended_at"])]

    def __str__(self) -> str:
        return f"a link to referral {self.referral_id}"
