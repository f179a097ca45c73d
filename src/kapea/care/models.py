"""Permissions and act-first records: ids, kinds and codes. Not a word of what somebody told stands here, and
no id says whose it is.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.care.act_first_model import ActFirstAsked
from kapea.care.case_models import Case, CaseConflict, CaseEntry, CaseTransfer
from kapea.care.draft_model import CaseDraft
from kapea.care.exchange_model import ReferralExport
from kapea.care.helpline_model import HelplineTally
from kapea.care.intake_models import (
    AnsweringDesk,
    CodeAlert,
    Intake,
    LeftWords,
    PersonAnswer,
    SafeContactTry,
)
from kapea.care.outside_models import OutsideReferral, QuarantineEntry
from kapea.care.protocol_models import RecordedProtocol
from kapea.care.referral_models import (
    CaseReferral,
    ReferralLink,
    ReferralReceiver,
    ReferralTodo,
    ReferralTurnRow,
)
from kapea.care.report_model import ReportTask
from kapea.core.care.act_first import ActFirstGround, ChildWish, NotYetBecause, ToldHow
from kapea.core.care.asking import AgeBand, AskedOf, ConsentAnswer, HowAsked, LegalGround
from kapea.core.care.scopes import PermissionKind
from kapea.core.staff.roles import Relation
from kapea.people.models import Relations

__all__ = [
    "ActFirstAsked",
    "AnsweringDesk",
    "Case",
    "CaseConflict",
    "CaseDraft",
    "CaseEntry",
    "CaseReferral",
    "CaseTransfer",
    "CodeAlert",
    "HelplineTally",
    "Intake",
    "LeftWords",
    "OutsideReferral",
    "PersonAnswer",
    "QuarantineEntry",
    "RecordedActFirst",
    "RecordedPermission",
    "RecordedProtocol",
    "ReferralExport",
    "ReferralLink",
    "ReferralReceiver",
    "ReferralTodo",
    "ReferralTurnRow",
    "ReportTask",
    "SafeContactTry",
]
MAX_ID, MAX_CODE = 80, 40
YES = ConsentAnswer.YES.value
CHILD = AskedOf.CHILD.value
ADULTS = [each.value for each in AskedOf if each is not AskedOf.CHILD]
ANSWERS = [each.value for each in ConsentAnswer]


class RecordedPermission(models.Model):
    """One answer of one person to one question. `assent` is the child's own, at whatever age, `consent` an
    adult's: a row has one of the two, and no query can take the one for the other.
    """

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to do with what somebody told only what they said yes to, and to be able to show it",
        retention="as long as its case; a yes holds until it expires or is withdrawn",
        erasure="with its case; an older backup has the codes still, under an id that leads to nothing",
        erased_by=("kapea.care.actions.erase_case_permissions",),
    )
    id = models.CharField(primary_key=True, max_length=MAX_ID)
    organisation = models.CharField(max_length=MAX_ID)
    case = models.CharField(max_length=MAX_ID)
    kind = models.CharField(max_length=MAX_CODE)
    target = models.CharField(max_length=MAX_ID, blank=True)
    purpose = models.CharField(max_length=MAX_ID, blank=True)
    fields = models.JSONField(default=list)
    asked_of = models.CharField(max_length=MAX_CODE)
    assent = models.CharField(max_length=MAX_CODE, blank=True)
    consent = models.CharField(max_length=MAX_CODE, blank=True)
    answered_by = models.CharField(max_length=MAX_ID, blank=True)
    age_band = models.CharField(max_length=MAX_CODE)
    how = models.CharField(max_length=MAX_CODE)
    wording = models.CharField(max_length=200)
    release = models.CharField(max_length=64)
    language = models.CharField(max_length=MAX_CODE)
    interpreter = models.BooleanField()
    asked_by = models.CharField(max_length=MAX_ID)
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    must_not_know = models.JSONField(default=list)
    legal_ground = models.CharField(max_length=MAX_CODE)
    last_helped_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "case"])]
        constraints = [
            models.CheckConstraint(
                name="care_one_answer",
                condition=Q(asked_of=CHILD, assent__in=ANSWERS, consent="", answered_by="")
                | (Q(asked_of__in=ADULTS, consent__in=ANSWERS, assent="") & ~Q(answered_by="")),
            ),
            models.CheckConstraint(
                name="care_known_codes",
                condition=Q(
                    kind__in=[each.value for each in PermissionKind],
                    age_band__in=[each.value for each in AgeBand],
                    how__in=[each.value for each in HowAsked],
                    legal_ground__in=[each.value for each in LegalGround],
                ),
            ),
            models.CheckConstraint(name="care_expires_later", condition=Q(expires_at__gt=F("given_at"))),
            models.CheckConstraint(
                name="care_only_a_yes_is_withdrawn",
                condition=Q(withdrawn_at__isnull=True)
                | (Q(withdrawn_at__gte=F("given_at")) & (Q(assent=YES) | Q(consent=YES))),
            ),
        ]

    def __str__(self) -> str:
        return f"a permission to {self.kind}"


class RecordedActFirst(models.Model):
    """Something passed on without a yes: on what ground, who decided, when the child was or will be told."""

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to answer for what was passed on without a yes, to the child and to whoever reviews it",
        retention="as long as its case",
        erasure="with its case; an older backup has the codes still, under an id that leads to nothing",
        erased_by=("kapea.care.actions.erase_case_permissions",),
    )
    relations: ClassVar[Relations] = {
        Relation.ORGANISATION: lambda member: Q(organisation=member.organisation)
    }
    id = models.CharField(primary_key=True, max_length=MAX_ID)
    organisation = models.CharField(max_length=MAX_ID)
    case = models.CharField(max_length=MAX_ID)
    ground = models.CharField(max_length=MAX_CODE)
    duty_card = models.CharField(max_length=MAX_ID, blank=True)
    kind = models.CharField(max_length=MAX_CODE)
    target = models.CharField(max_length=MAX_ID)
    purpose = models.CharField(max_length=MAX_ID, blank=True)
    fields = models.JSONField()
    worker = models.CharField(max_length=MAX_ID)
    supervisor = models.CharField(max_length=MAX_ID)
    second = models.CharField(max_length=MAX_ID)
    decided_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    told_how = models.CharField(max_length=MAX_CODE, blank=True)
    tell_by = models.DateTimeField(null=True)
    not_yet_because = models.CharField(max_length=MAX_CODE, blank=True)
    child_wish = models.CharField(max_length=MAX_CODE)
    must_not_know = models.JSONField(default=list)
    feared = models.JSONField(default=list)
    review_due_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=MAX_ID, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "case"]),
            models.Index(fields=["organisation", "reviewed_at", "review_due_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="care_ground_and_wish",
                condition=Q(
                    ground__in=[each.value for each in ActFirstGround],
                    child_wish__in=[each.value for each in ChildWish],
                ),
            ),
            models.CheckConstraint(
                name="care_two_decide",
                condition=~Q(supervisor=F("worker")) & ~Q(supervisor=F("second")) & ~Q(second=""),
            ),
            models.CheckConstraint(
                name="care_told_or_when",
                condition=Q(
                    told_at__isnull=False,
                    told_how__in=[each.value for each in ToldHow],
                    tell_by__isnull=True,
                    not_yet_because="",
                )
                | Q(
                    told_at__isnull=True,
                    told_how="",
                    tell_by__isnull=False,
                    not_yet_because__in=[each.value for each in NotYetBecause],
                ),
            ),
            models.CheckConstraint(
                name="care_reviewed_by_somebody",
                condition=Q(reviewed_at__isnull=True, reviewed_by="")
                | (Q(reviewed_at__isnull=False) & ~Q(reviewed_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"acted first: {self.ground}"
