"""Studies of an organisation, the roles of its staff in them, and the words of their protocols. Nothing of
whoever takes part stands here.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.core.staff.roles import Relation
from kapea.core.studies.study_roles import StudyRole
from kapea.people.ids import new_id
from kapea.people.models import MAX_ID, Organisation, Relations, User

MAX_CODE, MAX_WORDS, MAX_DIGEST = 12, 6000, 64
STUDY_ROLES = [(role.value, role.value) for role in StudyRole]


class Study(models.Model):
    """One study. `code`: letters and digits by which its team calls it. `document`: how it stands, without
    its team and its sessions (`kapea.studies.queries` writes and reads it). `consent_terms`: which words of
    consent hold, and what its committee decided on guardians. `figures_of`: of which state of the data each
    figure has to be; it grows with each withdrawal that touches it. `turn`: how often it was changed; who
    changes it says which turn they saw.
    """

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to keep a study to its gates: what was agreed, allowed and signed, and by whom",
        retention="as long as the programme must answer for what the study did",
        erasure="by the programme",
    )
    relations: ClassVar[Relations] = {
        Relation.MINE: lambda member: Q(
            organisation=member.organisation,
            id__in=StudyGrant.objects.filter(user=member.user, ended_at=None).values("study"),
        )
    }
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    code = models.CharField(max_length=MAX_CODE)
    country = models.CharField(max_length=2)
    document = models.JSONField()
    consent_terms = models.JSONField(default=dict)
    figures_of = models.JSONField(default=dict)
    turn = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "studies"
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="study_code_once")]

    def __str__(self) -> str:
        return f"study {self.id}"


class StudyGrant(models.Model):
    """A role of a person in a study. It is ended, never deleted: what they saw in it they have seen."""

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to say who may do what in a study, and that nobody holds two roles that exclude each other",
        retention="as long as its study",
        erasure="with its study",
    )
    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="grants")
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    role = models.CharField(max_length=24, choices=STUDY_ROLES)
    given_by = models.CharField(max_length=MAX_ID)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["study", "user", "role"], condition=Q(ended_at=None), name="study_role_held_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} in {self.study_id}"


class StudyText(models.Model):
    """Words of a part of a protocol, or of a tool, found by their digest. Whatever stood in a version that
    was agreed can be read as it was.
    """

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to show what was agreed and what a committee saw, word for word; staff wrote it",
        retention="as long as its study",
        erasure="with its study",
    )
    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="texts")
    digest = models.CharField(max_length=MAX_DIGEST)
    words = models.CharField(max_length=MAX_WORDS)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "digest"], name="study_text_once")]

    def __str__(self) -> str:
        return f"words of {self.study_id}"
