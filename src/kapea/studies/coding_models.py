"""What coders of a study made, without any words: the codebook, who is done, segments, decisions, exports."""

from __future__ import annotations

from django.db import models

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.people.ids import new_id
from kapea.people.models import MAX_ID
from kapea.studies.session_models import ERASED_BY, MAX_SEAT
from kapea.studies.study_models import Study

MAX_CODE_NAME, MAX_EXPORT_KIND = 80, 12
OF_ITS_STUDY = "as long as its study"
WITH_ITS_STUDY = "with its study"


class StudyCodebook(models.Model):
    """Every version of a study's codebook (`document`, of `kapea.core.studies.codebook`), and the plan for
    saturation (`plan`), fixed before anybody spoke. `turn`: how often either was changed.
    """

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to keep what each code meant when something was coded with it; staff wrote it",
        retention=OF_ITS_STUDY,
        erasure=WITH_ITS_STUDY,
    )
    study = models.OneToOneField(Study, on_delete=models.CASCADE, primary_key=True, related_name="codebook")
    document = models.JSONField(default=dict)
    plan = models.JSONField(default=dict)
    turn = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"codebook of {self.study_id}"


class StudyBlindness(models.Model):
    """Of two coders: who said that they are done, and the one act by which each came to see what the other
    coded (`kapea.core.studies.blind_coding`). Coders and who reconciles are the team's until then, and stay
    those of that moment after it. Users, by id.
    """

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to keep two coders from seeing each other's work before both are done",
        retention=OF_ITS_STUDY,
        erasure=WITH_ITS_STUDY,
    )
    study = models.OneToOneField(Study, on_delete=models.CASCADE, primary_key=True, related_name="blindness")
    done = models.JSONField(default=list)
    coders = models.JSONField(default=list)
    adjudicator = models.CharField(max_length=MAX_ID, default="")
    unblinded_by = models.CharField(max_length=MAX_ID, default="")
    unblinded_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"blindness of {self.study_id}"


class CodedSegment(models.Model):
    """A segment that a coder marked, as places in a released text. `number` counts this coder's own: by the
    id of a row a coder could tell how much the other did, so no page shows it. `memo`: sealed, under the key
    `record`. Of one that was taken back the number stays taken, and nothing else.
    """

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to find by codes what was said, and to work out how far two coders agree",
        retention="as long as the words that it marks",
        erasure="with the words that it marks, and with its study",
        erased_by=(*ERASED_BY, "kapea.studies.coding_rows.move_coded_segments"),
    )
    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="coded_segments")
    coder = models.CharField(max_length=MAX_ID)
    number = models.PositiveIntegerField()
    session = models.CharField(max_length=MAX_SEAT)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    code = models.CharField(max_length=MAX_CODE_NAME)
    version = models.PositiveIntegerField()
    after_unblinding = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    taken_back = models.BooleanField(default=False)
    record = models.CharField(max_length=MAX_ID, default="")
    memo = models.BinaryField(default=bytes)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "coder", "number"], name="coding_number_once")
        ]
        indexes = [models.Index(fields=["study", "session", "coder"], name="codings_of_session")]

    def __str__(self) -> str:
        return f"a segment of {self.study_id}"


class DecidedSegment(models.Model):
    """What two coders and who reconciles made of a segment: both, what it finally is, and why (sealed)."""

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to show how two readings of a segment became one, and why",
        retention="as long as the words that it marks",
        erasure="with the words that it marks, and with its study",
        erased_by=(*ERASED_BY, "kapea.studies.coding_rows.move_coded_segments"),
    )
    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="decided_segments")
    session = models.CharField(max_length=MAX_SEAT)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    a = models.JSONField()
    b = models.JSONField()
    final = models.JSONField()
    decided_by = models.CharField(max_length=MAX_ID)
    revision = models.PositiveIntegerField(default=1)
    record = models.CharField(max_length=MAX_ID)
    reason = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "session", "start", "end"], name="segment_decided_once")
        ]

    def __str__(self) -> str:
        return f"a decision in {self.study_id}"


class StudyExport(models.Model):
    """That somebody asked to take material out of a study, and that another agreed. No file is kept: it is
    made when it is taken, under the consent of that moment.
    """

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to let material out only where two people said so, and to know who did",
        retention=OF_ITS_STUDY,
        erasure=WITH_ITS_STUDY,
    )
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="exports")
    kind = models.CharField(max_length=MAX_EXPORT_KIND)
    asked_by = models.CharField(max_length=MAX_ID)
    asked_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=MAX_ID, default="")
    confirmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"an export of {self.study_id}"
