"""Answers given on people's own phones: counted as they come, in no row of their own. Only where somebody
made up a code does a row wait, sealed, for the answers of after.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.core.pack.measure_model import ASKED_WHEN
from kapea.people.ids import new_id

STILL_OPEN = ~Q(number="")
"""Which parts have answers that were neither added nor thrown away."""
MAX_ID, MAX_MARK, MAX_NUMBER, MAX_ITEM = 16, 64, 6, 80


class PhonePart(models.Model):
    """Items of before, or of after, that are answered on phones. `number` is what people type; none once the
    answers stand among the numbers of the workshop. `tally` counts cards by item until then.
    """

    duty = DataDuty(
        Sensitivity.TOTALS,
        purpose="to count how a group answers on phones, and to take each phone's answers once",
        retention="its counts, until they are added or thrown away: a day at most; that there were some, as "
        "long as its workshop",
        erasure="by adding or throwing them away; what was forgotten, by `kapea tidy`; with its workshop",
    )
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    workshop = models.ForeignKey("learning.Workshop", on_delete=models.CASCADE, related_name="phone_parts")
    asked = models.CharField(max_length=8, choices=[(when, when) for when in ASKED_WHEN])
    number = models.CharField(max_length=MAX_NUMBER, blank=True, default="")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    answered = models.PositiveSmallIntegerField(default=0)
    tally = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "asked"], name="on_phones_once"),
            models.UniqueConstraint(fields=["number"], condition=STILL_OPEN, name="one_part_of_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.asked} of {self.workshop_id}"

    @property
    def is_open(self) -> bool:
        """Whether its answers are not yet added, nor thrown away; its number may be over."""
        return bool(self.number)


class SentForm(models.Model):
    """One copy of a form that was sent: sent again, it counts no second time. It holds no answer."""

    duty = DataDuty(
        Sensitivity.NO_PERSON,
        purpose="to count a form once that a slow phone sends twice",
        retention="until the answers are added or thrown away; a day at most",
        erasure="with the answers",
    )
    mark = models.CharField(primary_key=True, max_length=MAX_MARK)
    part = models.ForeignKey(PhonePart, on_delete=models.CASCADE)

    def __str__(self) -> str:
        return "a form that was sent"


class LinkedAnswers(models.Model):
    """Whether the answers under a code that somebody made up were those hoped for, before and after, sealed.
    `mark` stands for the code. `dropped`: two people had it, and nobody guesses which was which.
    """

    duty = DataDuty(
        Sensitivity.SEALED,
        purpose="to count what became of answers of before, where somebody wanted it",
        retention="until both are compared, or the workshop is closed; a day at most",
        erasure="by closing; what was forgotten, by `kapea tidy`",
        erased_by=("kapea.learning.phone_links.forget_links", "kapea.learning.upkeep.tidy_workshops"),
    )
    mark = models.CharField(primary_key=True, max_length=MAX_MARK)
    workshop = models.ForeignKey("learning.Workshop", on_delete=models.CASCADE)
    before = models.BinaryField(default=bytes)
    after = models.BinaryField(default=bytes)
    dropped = models.BooleanField(default=False)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return "answers under a code"


class PairedCount(models.Model):
    """What became of the answers to an item, of those who gave both: how many said it both times, only
    before, only after, neither time.
    """

    duty = DataDuty(
        Sensitivity.TOTALS,
        purpose="to know what changed among the same people, without knowing who they are",
        retention="as long as its workshop",
        erasure="with its workshop",
    )
    workshop = models.ForeignKey("learning.Workshop", on_delete=models.CASCADE, related_name="pairs")
    measure = models.CharField(max_length=MAX_ITEM)
    kept = models.PositiveSmallIntegerField()
    lost = models.PositiveSmallIntegerField()
    gained = models.PositiveSmallIntegerField()
    neither = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "measure"], name="paired_once")]

    def __str__(self) -> str:
        return f"{self.measure} of {self.workshop_id}, paired"
