"""Keys, wrapped: nothing here opens anything by itself. All of it lives in the key store.

Ids of people and records are opaque text: no row points into the other database.
"""

from __future__ import annotations

from django.db import models

from kapea.audit.duties import DataDuty, Sensitivity

MAX_ID, MAX_ORGANISATION, MAX_PURPOSE = 80, 60, 40
"""A reader is an id too, with a word before that of officers or of a code; the trail has room for it."""


class StaffKey(models.Model):
    """The key pair of a member of staff. The private half is wrapped under what their passphrase gives."""

    duty = DataDuty(
        Sensitivity.SEALED,
        purpose="to seal records for a member of staff, and to open them with their passphrase",
        retention="as long as they work here",
        erasure="when their account is deleted",
        erased_by=("kapea.vault.staff_keys.delete_staff_key",),
    )
    id = models.CharField(primary_key=True, max_length=MAX_ID)
    public_key = models.BinaryField()
    wrapped_private = models.BinaryField()
    salt = models.BinaryField()
    memory_kib = models.PositiveIntegerField()
    passes = models.PositiveIntegerField()
    lanes = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return "the key of a member of staff"


class OpenKey(models.Model):
    """A private key while its owner works: sealed under what stands in their cookie and nowhere else."""

    duty = DataDuty(
        Sensitivity.SEALED,
        purpose="to let a member of staff work without giving their passphrase with every page",
        retention="until they sign out, are idle for a quarter of an hour, or the server starts anew; "
        "12 hours at most",
        erasure="by signing out and by every start of the server at once; an idle one at the next sign-in of "
        "anybody, and by `kapea tidy`",
        erased_by=(
            "kapea.vault.staff_keys.lock_row",
            "kapea.vault.staff_keys.lock_key",
            "kapea.vault.staff_keys.lock_everything",
            "kapea.vault.staff_keys.lock_idle",
        ),
    )
    id = models.CharField(primary_key=True, max_length=32)
    key_id = models.CharField(max_length=MAX_ID, db_index=True)
    sealed = models.BinaryField()
    opened_at = models.DateTimeField()
    used_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return "a key in use"


class RecordWrap(models.Model):
    """The key of a record, sealed for one reader. Without a wrap nobody opens the record, for ever.

    `organisation` is that of the reader: in its chain a reading is recorded. `fingerprint` says for which
    public key it was sealed, `version` how.
    """

    duty = DataDuty(
        Sensitivity.SEALED,
        purpose="to let those who help a person open what belongs to that person, and nobody else",
        retention="as long as the reader may read the record",
        erasure="when a reader leaves or hands over, and with the record itself",
        erased_by=(
            "kapea.vault.record_retention.erase_record",
            "kapea.vault.handing_over.stop_reading",
            "kapea.vault.handing_over.transfer",
        ),
    )
    record = models.CharField(max_length=MAX_ID)
    purpose = models.CharField(max_length=MAX_PURPOSE)
    reader = models.CharField(max_length=MAX_ID, db_index=True)
    organisation = models.CharField(max_length=MAX_ORGANISATION, blank=True)
    key_id = models.CharField(max_length=MAX_ID, db_index=True)
    fingerprint = models.CharField(max_length=32)
    wrapped = models.BinaryField()
    version = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "purpose", "reader"], name="one_wrap_for_each_reader")
        ]

    def __str__(self) -> str:
        return "a wrapped record key"


class RecordRetention(models.Model):
    """Until when a record is kept, from when it is made. Its keys are deleted then, by itself."""

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to delete the keys of a record in time, without anybody having to think of it",
        retention="as long as its record: the days that the pack of the country says (retention.yaml) after "
        "the last thing that was done with it",
        erasure="with the record",
        erased_by=("kapea.vault.record_retention.erase_record",),
    )
    record = models.CharField(primary_key=True, max_length=MAX_ID)
    organisation = models.CharField(max_length=MAX_ORGANISATION, blank=True)
    erase_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return "until when a record is kept"


class PersonKey(models.Model):
    """The public half of what a return code opens, or a one-time link with its code. `index` is what these
    and the pepper give.
    """

    duty = DataDuty(
        Sensitivity.SEALED,
        purpose="to seal for a person what is addressed to them, and to know their code again; for a partner "
        "without an account, one referral under a link and a code",
        retention="until its day is over, or the code is thrown away",
        erasure="by `kapea tidy` once its day is over; what it opens, when the code is thrown away",
        erased_by=(
            "kapea.vault.return_codes.delete_expired_codes",
            "kapea.vault.return_codes.erase_person_key",
        ),
    )
    index = models.CharField(primary_key=True, max_length=64)
    public_key = models.BinaryField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "the key of a return code"


class RecoveryKey(models.Model):
    """The public half of an organisation's recovery key. The private half is on paper, in parts."""

    duty = DataDuty(
        Sensitivity.NO_PERSON,
        purpose="to bring back what a lost passphrase shut, when several officers agree",
        retention="as long as the organisation works here",
        erasure="by the programme, together with the organisation",
    )
    organisation = models.CharField(primary_key=True, max_length=MAX_ORGANISATION)
    public_key = models.BinaryField()
    threshold = models.PositiveSmallIntegerField()
    holders = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "the recovery key of an organisation"


class DeliveryKey(models.Model):
    """The public half of the key of whoever sends messages. The private half is in no database."""

    duty = DataDuty(
        Sensitivity.NO_PERSON,
        purpose="to seal the address that a message needs for the process that sends it",
        retention="as long as something sealed for it may be there",
        erasure="by the programme, once nothing sealed for it is left",
    )
    fingerprint = models.CharField(primary_key=True, max_length=32)
    public_key = models.BinaryField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return "the delivery key"


class KeyStoreMark(models.Model):
    """Whose key store this is: the trail in the other database names the same mark."""

    duty = DataDuty(
        Sensitivity.NO_PERSON,
        purpose="to notice a key store that belongs to another deployment, or was emptied",
        retention="as long as the key store",
        erasure="with the key store",
    )
    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    mark = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_key_store_mark")]

    def __str__(self) -> str:
        return "the mark of a key store"


class LinkKey(models.Model):
    """Random bytes for a few hours: with the secret of the deployment they give the key under which codes
    that people made up are known again. `id` says what for; it is nobody's.
    """

    duty = DataDuty(
        Sensitivity.SEALED,
        purpose="to compare answers of before and after that somebody linked by a code of their own",
        retention="until both are compared, or the workshop is closed; a day at most",
        erasure="by closing; what was forgotten, by `kapea tidy`",
        erased_by=("kapea.vault.link_keys.destroy_link_key", "kapea.vault.link_keys.destroy_old_link_keys"),
    )
    id = models.CharField(primary_key=True, max_length=MAX_ID)
    material = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return "a key for some hours"
