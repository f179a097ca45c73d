"""Built packs as stored, and which one of each is live. A stored release is never changed."""

from __future__ import annotations

from django.db import models

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.core.pack.model import short_hash


class StoredRelease(models.Model):
    """One built and checked pack, under the hash of its content."""

    duty = DataDuty(
        Sensitivity.NO_PERSON,
        purpose="the words and contacts that are served, and those to go back to",
        retention="until the programme deletes it",
        erasure="by the programme, when nothing goes back to it",
    )
    hash = models.CharField(primary_key=True, max_length=64)
    pack = models.CharField(max_length=40)
    version = models.CharField(max_length=40, blank=True)
    body = models.BinaryField()
    stored_at = models.DateTimeField()
    checked = models.JSONField(default=dict)
    format = models.PositiveSmallIntegerField(default=1)
    shipped = models.BooleanField(null=True)
    """Whether it was built from a pack that came with the program; null where nobody wrote that down."""

    class Meta:
        indexes = [models.Index(fields=["pack", "stored_at"])]

    def __str__(self) -> str:
        return f"{self.pack} {short_hash(self.hash)}"


class Proof(models.Model):
    """What one engine found in a release. Only what passed with the engine that serves is ever served."""

    duty = DataDuty(
        Sensitivity.NO_PERSON,
        purpose="to serve only what was proved with the engine that serves",
        retention="as long as its release",
        erasure="with its release",
    )
    release = models.ForeignKey(StoredRelease, on_delete=models.CASCADE, related_name="proofs")
    engine = models.CharField(max_length=64)
    passed = models.BooleanField()
    proved_at = models.DateTimeField()
    report = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "engine"], name="one_proof_for_a_release_and_engine")
        ]

    def __str__(self) -> str:
        said = "passed" if self.passed else "failed"
        return f"{short_hash(self.release_id)} {said} with {self.engine[:12]}"


class Live(models.Model):
    """The one pointer of a pack: moving it publishes, moving it back rolls back."""

    duty = DataDuty(
        Sensitivity.NO_PERSON,
        purpose="to say which release of a pack is served",
        retention="as long as the pack is served",
        erasure="by the programme",
    )
    pack = models.CharField(primary_key=True, max_length=40)
    release = models.ForeignKey(StoredRelease, on_delete=models.PROTECT, related_name="+")
    before = models.ForeignKey(StoredRelease, on_delete=models.PROTECT, related_name="+", null=True)
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(before__isnull=True) | ~models.Q(before=models.F("release")),
                name="live_before_is_another_release",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pack} → {short_hash(self.release_id)}"
