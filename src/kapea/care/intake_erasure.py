"""Erasing what somebody left: on its day, when it was read into a case, or because they want it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kapea.audit import actions as audit
from kapea.care.actions import erase_case_permissions
from kapea.care.case_erasure import erase_case
from kapea.care.helpline_tallies import count_act
from kapea.care.models import Intake, LeftWords
from kapea.care.referral_clocks import zone_of
from kapea.core.care.helpline_tally import HelpAct
from kapea.core.care.way_in import ERASED_AFTER
from kapea.vault.by_return_code import BY_HOLDER
from kapea.vault.person_seals import code_index_of
from kapea.vault.record_retention import erase_record
from kapea.vault.return_codes import erase_person_key


def erase_intake(record: str, *, by: str, at: datetime, is_over: bool = False) -> int:
    """Erases what was left under an id, its answers, its code, and the case that was made of it; or one thing
    that was left, by its own id. How many rows of what was left went. `is_over`: as its day has come; where
    nobody took it until then, that is counted.
    """
    LeftWords.objects.filter(id=record).delete()
    row = Intake.objects.filter(id=record).first()
    if row is None:
        return 0
    words = list(row.words.values_list("id", flat=True))
    index, organisation = code_index_of(record), row.organisation_id
    with transaction.atomic():
        if is_over and not row.taken_by:
            count_act(organisation, HelpAct.UNANSWERED, zone=zone_of(row.organisation), at=at)
        row.delete()
        audit.record(action="intake.erase", subject=f"case:{record}", by=by, at=at, organisation=organisation)
    erase_case_permissions(organisation=organisation, case=record, by=by, at=at)
    erase_case(record, by=by, at=at)
    for each in (*words, record):
        erase_record(each, by=by, at=at)
    if index is not None:
        erase_person_key(index)
    return 1


def erase_left_words(words: Iterable[str], *, by: str, at: datetime) -> None:
    """What was read into a case, or taken back before anybody read it, is nowhere else any more."""
    for each in words:
        LeftWords.objects.filter(id=each).delete()
        erase_record(each, by=by, at=at)


def erase_as_asked(*, at: datetime) -> int:
    """Erases what its holder asked to have erased, once the time to take that back is over. How many."""
    due = Intake.objects.filter(erase_asked_at__lte=at - ERASED_AFTER).values_list("id", flat=True)
    return sum(erase_intake(each, by=BY_HOLDER, at=at) for each in list(due))
