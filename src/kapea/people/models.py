"""Organisations, the people who work for them, and what each of them is there for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.core.staff.readiness import CONDUCT
from kapea.core.staff.roles import Relation, Role
from kapea.people.ids import new_id
from kapea.people.member import Member

MAX_ID, MAX_NAME, MAX_LANGUAGE = 16, 80, 8
Relations = Mapping[Relation, Callable[[Member], Q]]
"""For each relation in which rows of a model may stand to whoever looks: which rows those are."""

_UNTIL_LEFT = "as long as they work here, and then as long as the programme must answer for what they did"


class Organisation(models.Model):
    """A programme whose staff work here. `demo`: of a trial, and gone before help is real."""

    duty = DataDuty(
        Sensitivity.NO_PERSON,
        purpose="to keep apart what each organisation's staff may see",
        retention="as long as it takes part",
        erasure="by the programme",
    )
    relations: ClassVar[Relations] = {Relation.MINE: lambda member: Q(id=member.organisation)}
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    name = models.CharField(max_length=MAX_NAME, unique=True)
    pack = models.CharField(max_length=40)
    demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class User(AbstractBaseUser):
    """Somebody who signs in. `id` is also what their keys are found by."""

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to sign in, and to be known to colleagues by a name",
        retention=_UNTIL_LEFT,
        erasure="by the programme",
    )
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=MAX_NAME)
    language = models.CharField(max_length=MAX_LANGUAGE, default="en")
    is_active = models.BooleanField(default=True)

    objects = BaseUserManager["User"]()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.username


class Membership(models.Model):
    """What somebody is there for in one organisation, and what was done before they may read of a person.

    `supervisor` is the id of another membership of the same organisation, or empty.
    """

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to say who may see and do what, and who vouched for it",
        retention=_UNTIL_LEFT,
        erasure="by the programme",
    )
    relations: ClassVar[Relations] = {
        Relation.MINE: lambda member: Q(user=member.user),
        Relation.SUPERVISED: lambda member: Q(supervisor=member.id, organisation=member.organisation),
        Relation.ORGANISATION: lambda member: Q(organisation=member.organisation),
    }
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    supervisor = models.CharField(max_length=MAX_ID, default="", blank=True)
    began_at = models.DateTimeField()
    vetted_at = models.DateTimeField(null=True)
    vetted_by = models.CharField(max_length=MAX_ID, default="", blank=True)
    conduct = models.PositiveSmallIntegerField(default=0)
    conduct_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ended_at=None),
                name="one_membership_of_a_role_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.id}"

    @property
    def has_accepted_conduct(self) -> bool:
        return self.conduct == CONDUCT


class Invitation(models.Model):
    """A link by which one person joins, once. The row holds its hash: who reads the row cannot join."""

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to let one named person join in one role",
        retention="until it is used, ended, or 72 hours have passed",
        erasure="by `kapea tidy` and by a server each minute, a day after it has lost its use",
    )
    relations: ClassVar[Relations] = {
        Relation.ORGANISATION: lambda member: Q(organisation=member.organisation)
    }
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    hash = models.CharField(max_length=64, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    name = models.CharField(max_length=MAX_NAME)
    supervisor = models.CharField(max_length=MAX_ID, default="", blank=True)
    invited_by = models.CharField(max_length=MAX_ID)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation {self.id}"


class StaffSession(models.Model):
    """Where somebody is signed in: `key` is the id of the session's row, `open_key` of the row that opens
    their keys. Nothing of the network or of the device is noted but the kind of browser.
    """

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to show people where they are signed in, and to let them end it",
        retention="until it ends: by signing out, after 15 idle minutes, or with the day",
        erasure="by signing out, by `kapea tidy` and by a server each minute",
    )
    relations: ClassVar[Relations] = {Relation.MINE: lambda member: Q(user=member.user)}
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    key = models.CharField(max_length=40, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    open_key = models.CharField(max_length=40)
    browser = models.CharField(max_length=40)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"session {self.id}"
