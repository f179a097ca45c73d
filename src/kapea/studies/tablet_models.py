"""What tablets and ODK Collect bring into a study, sealed as it came, and by what they may.

No device is known here: a tablet is a random word that its page drew, a token is a word that staff made.
"""

from __future__ import annotations

from django.db import models

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.people.models import MAX_ID
from kapea.studies.session_models import StudySession
from kapea.studies.study_models import MAX_DIGEST, Study

MAX_WORD, MAX_INSTANCE, MAX_REASON, MAX_SHEET_VERSION = 40, 45, 24, 12


class StudyTabletKey(models.Model):
    """A pair of keys for the tablets of a study. They seal for `public`; `scalar`, the private half, stands
    under the key of `record`, which whoever was in the room opens. After `ended_at` no page is given it; what
    was sealed for it before still opens.
    """

    duty = DataDuty(
        Sensitivity.SEALED,
        purpose="to let a tablet seal what it cannot read back",
        retention="a year after it was made; its record key goes then",
        erasure="with its key, and with its study",
        erased_by=("kapea.studies.demo_study.erase_demo_studies",),
    )
    id = models.CharField(primary_key=True, max_length=MAX_ID)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="tablet_keys")
    record = models.CharField(max_length=MAX_ID)
    public = models.BinaryField()
    scalar = models.BinaryField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"tablet key of {self.study_id}"


class StudyTablet(models.Model):
    """A tablet that brought something. `word`: random, drawn by its page; `signed_in`: the session of staff
    by which it came last. After `ended_at` nothing of it is taken: it was lost.
    """

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to refuse what a lost tablet sends",
        retention="as long as its study",
        erasure="with its study",
    )
    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="tablets")
    word = models.CharField(max_length=MAX_WORD)
    signed_in = models.CharField(max_length=MAX_ID)
    brought_by = models.CharField(max_length=MAX_ID)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "word"], name="study_tablet_once")]

    def __str__(self) -> str:
        return f"tablet of {self.study_id}"


class StudySealedItem(models.Model):
    """One thing that was entered in a session, as it came. `item`: its random id; one id with another
    content is another row. `apart`: why it does not stand, once it was opened. Of whoever withdrew `sealed`
    is empty: the row stays, so that it does not come a second time.
    """

    duty = DataDuty(
        Sensitivity.SEALED,
        purpose="to keep all that a tablet brings, in whatever order, until those of the room open it",
        retention="as long as the key of tablets for which it is sealed",
        erasure="with its key, when somebody withdraws, and with its study",
        erased_by=(
            "kapea.studies.demo_study.erase_demo_studies",
            "kapea.studies.tablet_opening.open_tablet_items",
        ),
    )
    id = models.BigAutoField(primary_key=True)
    session = models.ForeignKey(StudySession, on_delete=models.CASCADE, related_name="sealed_items")
    item = models.CharField(max_length=MAX_WORD)
    digest = models.CharField(max_length=MAX_DIGEST)
    key = models.ForeignKey(StudyTabletKey, on_delete=models.CASCADE)
    tablet = models.ForeignKey(StudyTablet, on_delete=models.CASCADE, null=True)
    sealed = models.BinaryField()
    came_at = models.DateTimeField()
    apart = models.CharField(max_length=MAX_REASON, blank=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "item", "digest"], name="study_item_once")]

    def __str__(self) -> str:
        return f"sealed item of session {self.session_id}"


class StudyCollectToken(models.Model):
    """By which ODK Collect comes: a name, and the digest of a random word that was shown once."""

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to let the tablets of one study send sheets, and no others",
        retention="as long as its study",
        erasure="with its study",
    )
    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="collect_tokens")
    name = models.CharField(max_length=MAX_WORD, unique=True)
    digest = models.CharField(max_length=MAX_DIGEST)
    made_by = models.CharField(max_length=MAX_ID)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"token of {self.study_id}"


class StudyGivenSheet(models.Model):
    """A version of the session sheet that was given out: what comes back is read by it."""

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to read a sheet by the form with which it was filled in",
        retention="as long as its study",
        erasure="with its study",
    )
    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="given_sheets")
    version = models.CharField(max_length=MAX_SHEET_VERSION)
    document = models.JSONField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "version"], name="study_sheet_given_once")]

    def __str__(self) -> str:
        return f"sheet of {self.study_id}"


class StudyCollectedSheet(models.Model):
    """A sheet as ODK Collect sent it, sealed. `instance`, `over`, `version`, `made_on`: what settling asks.
    `held`: what the reader says against it. `decision`: what the data steward decided, and who they are.
    """

    duty = DataDuty(
        Sensitivity.SEALED,
        purpose="to take each sheet once, and to lose none that does not stand",
        retention="as long as the key of tablets for which it is sealed",
        erasure="with its key, and with its study",
        erased_by=("kapea.studies.demo_study.erase_demo_studies",),
    )
    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="collected_sheets")
    instance = models.CharField(max_length=MAX_INSTANCE)
    over = models.CharField(max_length=MAX_INSTANCE, blank=True)
    version = models.CharField(max_length=MAX_SHEET_VERSION, blank=True)
    digest = models.CharField(max_length=MAX_DIGEST)
    key = models.ForeignKey(StudyTabletKey, on_delete=models.CASCADE)
    sealed = models.BinaryField()
    made_on = models.DateField()
    held = models.CharField(max_length=MAX_REASON, blank=True)
    came_at = models.DateTimeField()
    decision = models.CharField(max_length=8, blank=True)
    decided_by = models.CharField(max_length=MAX_ID, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "instance", "digest"], name="study_collected_once")
        ]

    def __str__(self) -> str:
        return f"collected sheet of {self.study_id}"
