"""Drafts: kept while a worker types, offered when they come back, gone when the form is saved.

A draft is in the trail once, when it begins, and each time it is opened: not each ten seconds.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from kapea.audit import actions as audit
from kapea.care.models import Case, CaseDraft
from kapea.core.care.case_drafts import DRAFT_WAITS, DraftForm, DraftWords, opened_draft, sealed_draft_form
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.vault.for_one_reader import forget_for_one, open_for_one, seal_for_one
from kapea.vault.hybrid import PrivateHalf
from kapea.vault.public_keys import RecordReader


def keep_draft(by: Member, case: Case | None, form: DraftForm, words: DraftWords, *, at: datetime) -> None:
    """Keeps what somebody has typed so far, in place of what was kept of it before. The caller holds a
    transaction, and found the case. Nothing typed is nothing kept. Raises NoSuchKey.
    """
    former = _of(by, case, form).select_for_update().values_list("id", flat=True).first()
    if not words:
        _drop([former] if former else [])
        return
    id = new_id()
    sealed = seal_for_one(
        sealed_draft_form(words),
        RecordReader(by.id, by.user),
        record=id,
        organisation=by.organisation,
        at=at,
        erase_at=at + DRAFT_WAITS,
    )
    if former is not None:
        _drop([former])
    CaseDraft.objects.create(id=id, member_id=by.id, case=case, form=form.value, sealed=sealed, saved_at=at)
    if former is None:
        _record("case.begin-draft", by, id, form, at)


def draft_of(by: Member, case: Case | None, form: DraftForm, *, at: datetime) -> CaseDraft | None:
    """What they had begun of a form, unopened; None where there is nothing, or its day is over."""
    return _of(by, case, form).filter(saved_at__gt=at - DRAFT_WAITS).first()


def drafts_of(by: Member, *, at: datetime) -> QuerySet[CaseDraft]:
    """All that they had begun, whatever the case: the caller leaves out what is not for them any more."""
    return CaseDraft.objects.filter(member=by.id, saved_at__gt=at - DRAFT_WAITS).order_by("-saved_at")


def open_draft(private: PrivateHalf, by: Member, draft: CaseDraft, *, at: datetime) -> DraftWords:
    """What stood in each field. The trail says that they look. Raises CannotOpen, Unsealable."""
    opened = open_for_one(
        private,
        bytes(draft.sealed),
        record=draft.id,
        reader=by.id,
        organisation=by.organisation,
        at=at,
    )
    return opened_draft(opened)


def erase_draft(by: Member, case: Case | None, form: DraftForm) -> None:
    """The form was saved, in this transaction: what was begun of it is not needed any more."""
    _drop(list(_of(by, case, form).values_list("id", flat=True)))


def throw_draft(by: Member, case: Case | None, form: DraftForm, *, at: datetime) -> None:
    """They do not want it."""
    for id in _of(by, case, form).values_list("id", flat=True):
        _drop([id])
        _record("case.throw-draft", by, id, form, at)


def erase_draft_record(record: str) -> int:
    """The day of a record has come, whose keys the vault erases; 0 where it is no draft."""
    return CaseDraft.objects.filter(id=record).delete()[0]


def erase_drafts_in(case: Case) -> None:
    """A case is erased: so is what anybody had begun to write in it."""
    _drop(list(CaseDraft.objects.filter(case=case).values_list("id", flat=True)))


def _of(by: Member, case: Case | None, form: DraftForm) -> QuerySet[CaseDraft]:
    return CaseDraft.objects.filter(member=by.id, case=case, form=form.value)


def _drop(ids: list[str]) -> None:
    """Rows at once; their keys once that is saved for good. Were the keys gone first, a transaction that
    fails would leave a draft that nobody can open. What stops in between goes when its day comes.
    """
    CaseDraft.objects.filter(id__in=ids).delete()
    transaction.on_commit(lambda: forget_for_one(ids))


def _record(action: str, by: Member, id: str, form: DraftForm, at: datetime) -> None:
    audit.record(
        action=action,
        subject=f"draft:{id}",
        by=by.name_in_audit,
        at=at,
        organisation=by.organisation,
        form=form.value,
    )
