"""Sessions of a study, who sat in them as numbers, what they agreed to, and their words, sealed.

Nobody is named anywhere: a seat is a number of one session.
"""

from __future__ import annotations

from django.db import models

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.people.models import MAX_ID
from kapea.studies.study_models import Study

MAX_SEAT, MAX_KIND, MAX_ENTRY = 16, 24, 80
ERASED_BY = ("kapea.studies.demo_study.erase_demo_studies",)


class StudySession(models.Model):
    """One session. `number`: from 1, as its team calls it. `document` and `checks`: how it stands, and what
    was looked at before it starts (`kapea.studies.session_rows` reads and writes them). `aftercare`: where it
    was stopped for distress, why, until when that is reported, and who is asked after on which day.
    `overlooked`: what the first reader of its released text had not marked, and of how much. `turn`:
    how often it was changed; who changes it says which turn they saw.
    """

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to run a session by its gates, and to know by numbers who sat in it",
        retention="as long as its study",
        erasure="with its study",
        erased_by=ERASED_BY,
    )
    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    checks = models.JSONField()
    aftercare = models.JSONField(default=dict)
    overlooked = models.JSONField(default=list)
    turn = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "number"], name="study_session_number_once")]

    def __str__(self) -> str:
        return f"session {self.number} of {self.study_id}"

    @property
    def code(self) -> str:
        """How core calls it, and its team: `s1`."""
        return f"s{self.number}"


class StudySessionEntry(models.Model):
    """One thing that staff entered while a session ran: a card laid, a turn, a card at hand. It is added
    once, however often it is sent, and goes when what it tells of somebody has to go.
    """

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to count cards and turns by seat, and to know who stopped, and when all were asked again",
        retention="as long as its study",
        erasure="with its study",
        erased_by=ERASED_BY,
    )
    id = models.BigAutoField(primary_key=True)
    session = models.ForeignKey(StudySession, on_delete=models.CASCADE, related_name="entries")
    entry = models.CharField(max_length=MAX_ENTRY)
    content = models.JSONField()
    came_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "entry"], name="study_entry_once")]

    def __str__(self) -> str:
        return f"entry of session {self.session_id}"


class StudySeat(models.Model):
    """Somebody in a session, as a number. `withdrawn_on`: from then on nothing of them may be used; what
    stood of them is gone. `withheld`: numbers of turns that they want in no quote.
    """

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to ask somebody's consent at every use of their words, without knowing who they are",
        retention="as long as its study; of who withdrew, the seat and the day, to keep out what comes late",
        erasure="with its study",
        erased_by=ERASED_BY,
    )
    id = models.BigAutoField(primary_key=True)
    session = models.ForeignKey(StudySession, on_delete=models.CASCADE, related_name="seats")
    seat = models.CharField(max_length=MAX_SEAT)
    document = models.JSONField()
    withheld = models.JSONField(default=list)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "seat"], name="study_seat_once")]

    def __str__(self) -> str:
        return f"seat {self.seat}"


class StudyScopeAnswer(models.Model):
    """One answer of a seat, or of its guardian, to one scope. It is added, never changed."""

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to keep to what somebody agreed to, one use at a time",
        retention="as long as its seat has not withdrawn",
        erasure="by withdrawing, and with its study",
        erased_by=ERASED_BY,
    )
    id = models.BigAutoField(primary_key=True)
    seat = models.ForeignKey(StudySeat, on_delete=models.CASCADE, related_name="answers")
    answer = models.CharField(max_length=MAX_ENTRY)
    document = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat", "answer"], name="study_answer_once")]

    def __str__(self) -> str:
        return f"an answer of seat {self.seat_id}"


class StudyRecruitment(models.Model):
    """Counts of one day at one site by one way: how many were asked, and what came of it; no name."""

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to say whom a study reached, by which ways, and whom it cannot speak for",
        retention="as long as its study",
        erasure="with its study",
        erased_by=ERASED_BY,
    )
    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="recruitment")
    row = models.CharField(max_length=MAX_ID)
    document = models.JSONField()
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "row"], name="study_recruitment_once")]

    def __str__(self) -> str:
        return f"recruitment of {self.study_id}"


class StudySealedText(models.Model):
    """Words of a session, or of a study, sealed: a transcript, what identifies in it, a memo. `kind` says
    what; `session`: its code, empty where it is of all; `record`: whose key opens it
    (`kapea.studies.study_keys`). A text from which words had to go is
    sealed under a new key, and the old one is destroyed: an older copy stays dark.
    """

    duty = DataDuty(
        Sensitivity.SEALED,
        purpose="to let those of a study read what was said, each only what their work needs",
        retention="until the day that was promised for it; its key goes then",
        erasure="with its key, and with its study",
        erased_by=(*ERASED_BY, "kapea.studies.study_keys.erase_sealed_text"),
    )
    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="sealed_texts")
    session = models.CharField(max_length=MAX_SEAT, blank=True)
    kind = models.CharField(max_length=MAX_KIND)
    record = models.CharField(max_length=MAX_ID)
    sealed = models.BinaryField()
    turn = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "session", "kind"], name="study_text_of_session_once")
        ]

    def __str__(self) -> str:
        return f"a sealed text of {self.study_id}"
