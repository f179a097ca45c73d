"""What a worker has begun to write at the desk and not yet saved: sealed to them alone, for a day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.care.case_models import MAX_CODE, MAX_ID, Case
from kapea.core.care.case_drafts import DraftForm
from kapea.people.models import Membership


class CaseDraft(models.Model):
    """The words of a form that is not saved: one of a worker, a case and a form. `id` is that of the record
    under whose key they are sealed, another each time. `case` is none while a case is being opened.
    """

    duty = DataDuty(
        Sensitivity.SEALED,
        purpose="to lose nothing of what a worker typed when a browser dies, a line breaks or a session ends",
        retention="until the form is saved or the draft thrown away; a day at most",
        erasure="with its keys, by saving the form, by throwing it away, by its day, and with its case",
        erased_by=(
            "kapea.care.case_drafts.erase_draft",
            "kapea.care.case_drafts.erase_draft_record",
            "kapea.care.case_drafts.erase_drafts_in",
        ),
    )
    id = models.CharField(primary_key=True, max_length=MAX_ID)
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="drafts")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, related_name="drafts")
    form = models.CharField(max_length=MAX_CODE)
    sealed = models.BinaryField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "case", "form"], name="care_one_draft_of_a_form"),
            models.UniqueConstraint(
                fields=["member", "form"], condition=Q(case=None), name="care_one_draft_of_a_new_case"
            ),
            models.CheckConstraint(
                name="care_draft_of_a_known_form",
                condition=Q(form__in=[each.value for each in DraftForm]),
            ),
        ]

    def __str__(self) -> str:
        return "a draft"
