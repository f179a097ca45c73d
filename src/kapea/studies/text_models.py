"""What is done with the words of sessions: turns that went, keys that have to go, raw words that were opened
in need, releases that were taken back, and what is destroyed on its day. No word of anybody stands here.
"""

from __future__ import annotations

from django.db import models

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.people.models import MAX_ID
from kapea.studies.session_models import ERASED_BY, MAX_SEAT
from kapea.studies.study_models import Study

MAX_MATTER = 24


class StudyKeyLeft(models.Model):
    """A key under which nothing is sealed any more, since its words were sealed again under another. It is
    destroyed right after; what stops in between is done again.
    """

    duty = DataDuty(
        Sensitivity.NO_PERSON,
        purpose="to destroy the key of an older text, also where a server stopped in between",
        retention="until the key is destroyed, right after",
        erasure="as soon as it is destroyed",
    )
    id = models.BigAutoField(primary_key=True)
    record = models.CharField(max_length=MAX_ID, unique=True)

    def __str__(self) -> str:
        return f"a key that goes: {self.record}"


class StudyTurnCut(models.Model):
    """A turn in which somebody told of harm: it is in no text of the study any more."""

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to keep a disclosure out of every text of a study, whoever opens it first",
        retention="as long as its study, or until the transcript is written anew without the turn",
        erasure="with its study",
        erased_by=ERASED_BY,
    )
    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="turns_cut")
    session = models.CharField(max_length=MAX_SEAT)
    turn = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "session", "turn"], name="study_turn_cut_once")
        ]

    def __str__(self) -> str:
        return f"turn {self.turn} of {self.session}"


class StudyTakenBack(models.Model):
    """A release in which a name was found. `reached`: ids of the members who had opened it."""

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to know who had words in which a name was found, and to tell them",
        retention="as long as its study",
        erasure="with its study",
    )
    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="taken_back")
    session = models.CharField(max_length=MAX_SEAT)
    by = models.CharField(max_length=MAX_ID)
    at = models.DateTimeField()
    reached = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"release of {self.session} taken back"


class StudyGlass(models.Model):
    """Raw words that one person asks to read in need, and another agrees to, for an hour. `reason`: a
    code.
    """

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to open raw words in need by two people, for a reason, and to show that it was done",
        retention="as long as its study",
        erasure="with its study",
    )
    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="glasses")
    session = models.CharField(max_length=MAX_SEAT)
    reason = models.CharField(max_length=MAX_MATTER)
    asked_by = models.CharField(max_length=MAX_ID)
    asked_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=MAX_ID, blank=True)
    agreed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"raw words of {self.session} asked for"


class StudyHeldMatter(models.Model):
    """Something that is held for a time only, of one session: raw words, the list of numbers, a recording.
    `document`: from when, until when; `minutes`: how long a recording is; `gone_at`: when it was destroyed;
    `certified_by`, `witness`: ids of the two who say so.
    """

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to destroy on its day what was promised to go, and to show who did it and who was there",
        retention="as long as the programme must answer for what the study did",
        erasure="with its study",
    )
    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="held_matters")
    session = models.CharField(max_length=MAX_SEAT)
    matter = models.CharField(max_length=MAX_MATTER)
    document = models.JSONField()
    minutes = models.PositiveIntegerField(default=0)
    gone_at = models.DateTimeField(null=True)
    certified_by = models.CharField(max_length=MAX_ID, blank=True)
    certified_at = models.DateTimeField(null=True)
    witness = models.CharField(max_length=MAX_ID, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "session", "matter"], name="study_matter_once")
        ]

    def __str__(self) -> str:
        return f"{self.matter} of {self.session}"
