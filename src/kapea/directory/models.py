"""What people keep of the directory: changes, dial-tests, open places. Of services only, of nobody helped."""

from __future__ import annotations

from typing import ClassVar

import msgspec
from django.db import models
from django.db.models import Q

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.content.models import StoredRelease
from kapea.core.directory.edit_states import EditState
from kapea.core.directory.freshness import DialResult
from kapea.core.directory.tiers import DirectoryTier, tiers_shown
from kapea.core.pack.overlay_record import OverlayRecord
from kapea.core.staff.roles import Relation
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.people.models import Organisation, Relations

MAX_ID, MAX_SERVICE, MAX_PACK, MAX_NUMBER = 16, 64, 40, 40


def _own_pack(member: Member) -> Q:
    return Q(pack__in=Organisation.objects.filter(id=member.organisation).values("pack"))


def _shown(member: Member) -> Q:
    """Entries that are served to a role, in the country it works in."""
    tiers = [tier.value for tier in tiers_shown(member.role)]
    return _own_pack(member) & Q(state=EditState.LIVE.value, tier__in=tiers)


class DirectoryEdit(models.Model):
    """A change that somebody proposed: what the entry of a service is to be. The one that is `live` is the
    entry. `over` is the id of the one that stood when it was begun, `findings` what the checker found.
    """

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to keep the directory true, and to say who proposed and who approved each change",
        retention="as long as the programme answers for what its directory said",
        erasure="by the programme",
    )
    relations: ClassVar[Relations] = {
        Relation.ORGANISATION: lambda member: Q(organisation=member.organisation),
        Relation.NONE: _shown,
    }
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    pack = models.CharField(max_length=MAX_PACK)
    service = models.CharField(max_length=MAX_SERVICE)
    record = models.JSONField()
    tier = models.CharField(max_length=16, choices=[(each.value, each.value) for each in DirectoryTier])
    over = models.CharField(max_length=MAX_ID, default="", blank=True)
    state = models.CharField(max_length=12, choices=[(each.value, each.value) for each in EditState])
    proposed_by = models.CharField(max_length=MAX_ID, default="", blank=True)
    proposed_user = models.CharField(max_length=MAX_ID, default="", blank=True)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=MAX_ID, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    findings = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["pack", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "service", "state"],
                condition=Q(state__in=[EditState.APPROVED.value, EditState.LIVE.value]),
                name="one_entry_of_a_service",
            )
        ]

    def __str__(self) -> str:
        return f"edit {self.id} of {self.service}"

    @property
    def standing(self) -> EditState:
        return EditState(self.state)

    @property
    def entry(self) -> OverlayRecord:
        """What the entry is to be."""
        return msgspec.convert(self.record, OverlayRecord)


class DialTest(models.Model):
    """Somebody dialled a number of a service. `by` is their membership."""

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to know which numbers answer, who tried them and on which day",
        retention="as long as the programme answers for what its directory said",
        erasure="by the programme",
    )
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    pack = models.CharField(max_length=MAX_PACK)
    service = models.CharField(max_length=MAX_SERVICE)
    number = models.CharField(max_length=MAX_NUMBER)
    on = models.DateField()
    result = models.CharField(max_length=12, choices=[(each.value, each.value) for each in DialResult])
    by = models.CharField(max_length=MAX_ID)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["pack", "service"])]

    def __str__(self) -> str:
        return f"dial {self.id}"


class Capacity(models.Model):
    """What a service said of its open places and of waiting, on a day; the next saying stands instead."""

    duty = DataDuty(
        Sensitivity.NO_PERSON,
        purpose="to show those who refer where there is room",
        retention="until the service says something else",
        erasure="by the next saying",
    )
    pack = models.CharField(max_length=MAX_PACK)
    service = models.CharField(max_length=MAX_SERVICE)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    places = models.PositiveSmallIntegerField(null=True)
    wait_days = models.PositiveSmallIntegerField(null=True)
    on = models.DateField()
    by = models.CharField(max_length=MAX_ID)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "service"], name="one_capacity_of_a_service")]

    def __str__(self) -> str:
        return f"capacity of {self.service}"


class OverlaidRelease(models.Model):
    """That a stored release is another one with entries laid over."""

    duty = DataDuty(
        Sensitivity.NO_PERSON,
        purpose="to lay the next change over the pack itself and not over the last change",
        retention="as long as its release",
        erasure="with its release",
    )
    release = models.OneToOneField(
        StoredRelease, on_delete=models.CASCADE, primary_key=True, related_name="overlaid"
    )
    base = models.ForeignKey(StoredRelease, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.release_id[:12]} over {self.base_id[:12]}"


class DirectoryRun(models.Model):
    """When the entries of a pack were last laid over it, and whether somebody is at it now."""

    duty = DataDuty(
        Sensitivity.NO_PERSON,
        purpose="to let one process at a time publish entries, and each day anew",
        retention="as long as the pack is served",
        erasure="by the programme",
    )
    pack = models.CharField(primary_key=True, max_length=MAX_PACK)
    began_at = models.DateTimeField(null=True)
    day = models.CharField(max_length=10, default="", blank=True)

    def __str__(self) -> str:
        return f"run of {self.pack}"
