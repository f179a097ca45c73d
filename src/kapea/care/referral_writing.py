"""What is written before a referral is sent: to whom, which fields, what the child said, the words, and that
they were read back. The caller holds a transaction, found the row, and opened its key before that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from kapea.care.actions import record_permission, withdraw_permission
from kapea.care.case_saving import CaseRefused, must_hold
from kapea.care.models import Case, CaseReferral, RecordedPermission
from kapea.care.referral_keys import end_receivers_kept_from, keep_with_case
from kapea.care.referral_queries import FieldWords, ReferralOption, kept_from
from kapea.care.referral_saving import change_referral, record_referral, revoke_what_rests_on
from kapea.care.rows import permission_of_row
from kapea.core.care.asking import AskedOf, ConsentAnswer, SharedField
from kapea.core.care.exchange.exchange_question import EXCHANGED, exchange_target
from kapea.core.care.permissions import Permission
from kapea.core.care.referral_codes import ReferralState, SafetyQuestion
from kapea.core.care.referral_form import KNOWN_FIELDS
from kapea.core.care.scopes import PermissionKind
from kapea.core.care.sharing_protocol import SentBy
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.vault.record_wraps import RecordKey

DRAFT, PAYLOAD = "draft", "payload"
"""The names under which the words are sealed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReferral:
    """A referral that begins. `id` is that of its key."""

    id: str
    option: ReferralOption
    sent_by: SentBy
    fields: frozenset[SharedField]
    concerns_shelter: bool = False


def begin_referral(by: Member, case: Case, new: NewReferral, *, at: datetime) -> CaseReferral:
    """A draft, which nobody outside can see. Raises CaseRefused where the protocol has no such means or
    field, or the case is kept from them.
    """
    must_hold(by, case)
    option = new.option
    if new.sent_by not in option.means or not new.fields <= option.fields:
        raise CaseRefused("referral-protocol")
    if not kept_from(case).isdisjoint({option.choice.service, option.choice.organisation}):
        raise CaseRefused("referral-kept-from")
    row = CaseReferral.objects.create(
        id=new.id,
        case=case,
        code=f"R-{new_id()[:6]}",
        sender_id=case.organisation_id,
        partner_id=option.choice.organisation,
        service=option.choice.service,
        service_type=option.purpose,
        purpose=option.purpose,
        fields=sorted(each.value for each in new.fields),
        sent_by=new.sent_by.value,
        level=case.level,
        concerns_shelter=new.concerns_shelter,
        began_at=at,
    )
    keep_with_case(row.id)
    record_referral("referral.draft", row, by=by.name_in_audit, at=at)
    return row


def write_fields(by: Member, row: CaseReferral, fields: frozenset[SharedField], *, at: datetime) -> None:
    """Another list of what is told. The child is asked anew where it is longer; what was read back is not."""
    _must_be_draft(by, row)
    change_referral(row, fields=sorted(each.value for each in fields), read_back_at=None, read_back_fields=[])
    record_referral("referral.fields", row, by=by.name_in_audit, at=at)


def write_words(
    by: Member,
    row: CaseReferral,
    key: RecordKey,
    words: FieldWords,
    safety: frozenset[SafetyQuestion],
    *,
    at: datetime,
) -> None:
    """The words of its fields, sealed; none of a field that is not on its list. They are read back anew."""
    _must_be_draft(by, row)
    allowed = {SharedField(each) for each in row.fields} - KNOWN_FIELDS
    if not words.keys() <= allowed:
        raise CaseRefused("referral-field")
    change_referral(
        row,
        draft=key.seal(DRAFT, sealed_words(words)),
        safety_meanwhile=sorted(each.value for each in safety),
        read_back_at=None,
        read_back_fields=[],
    )
    record_referral("referral.write", row, by=by.name_in_audit, at=at)


def note_read_back(by: Member, row: CaseReferral, *, at: datetime) -> None:
    """The child heard every word of it."""
    _must_be_draft(by, row)
    if not row.draft:
        raise CaseRefused("referral-no-words")
    change_referral(row, read_back_at=at, read_back_fields=row.fields)
    record_referral("referral.read-back", row, by=by.name_in_audit, at=at)


def note_answer(by: Member, row: CaseReferral, given: Permission, *, at: datetime) -> None:
    """What somebody said to telling them. A no takes a yes of the same person back that was given before, and
    with it what rests on it; a no of the child stops also what rests on an adult's yes. Whoever must not know
    by it, is let see nothing more. Raises CareRefused.
    """
    must_hold(by, row.case)
    if given.answer is ConsentAnswer.NO:
        _stop_what_rests_on_yes(by, row, given, at)
    record_permission(organisation=row.sender_id, permission=given, by=by.id, at=at)
    end_receivers_kept_from(row.case, kept_from(row.case), at=at)


def _stop_what_rests_on_yes(by: Member, row: CaseReferral, no: Permission, at: datetime) -> None:
    for each in list(_open_yes(row)):
        if (each.asked_of, each.answered_by) == (no.asked_of.value, no.answered_by):
            withdraw_permission(organisation=row.sender_id, id=each.id, by=by.id, at=at)
        elif no.asked_of is AskedOf.CHILD:
            revoke_what_rests_on(permission_of_row(each), by=by.id, at=at, drafts_too=False)


def take_back_yes(by: Member, row: CaseReferral, *, at: datetime) -> int:
    """Their yes to this partner and purpose is taken back: how many answers that ended."""
    must_hold(by, row.case)
    return withdraw_yes(row, by=by.id, at=at)


def withdraw_yes(row: CaseReferral, *, by: str, at: datetime) -> int:
    """Ends every yes to it, and what rests on them. `by`: how the trail calls whoever takes it back."""
    ids = list(_open_yes(row).values_list("id", flat=True))
    for id in ids:
        withdraw_permission(organisation=row.sender_id, id=id, by=by, at=at)
    return len(ids)


def _open_yes(row: CaseReferral) -> QuerySet[RecordedPermission]:
    """Every yes to telling this partner for this purpose, of whomever, that nobody took back; and every one
    to putting this referral into a system of somebody else, which is worth nothing without the first.
    """
    yes = ConsentAnswer.YES.value
    told = Q(kind=PermissionKind.TELL_ORG.value, target=row.partner_id, purpose=row.purpose)
    targets = [exchange_target(each, row.id) for each in EXCHANGED]
    exchanged = Q(kind=PermissionKind.EXCHANGE.value, target__in=targets)
    return RecordedPermission.objects.filter(
        Q(assent=yes) | Q(consent=yes),
        told | exchanged,
        organisation=row.sender_id,
        case=row.case_id,
        withdrawn_at=None,
    )


def sealed_words(words: FieldWords) -> bytes:
    """As they are sealed before they are sent."""
    said = {field.value: text for field, text in words.items() if text.strip()}
    return json.dumps(said, ensure_ascii=False, sort_keys=True).encode()


def words_of_draft(row: CaseReferral, key: RecordKey) -> dict[SharedField, str]:
    """The words that stand there now; none before somebody wrote some."""
    if not row.draft:
        return {}
    return _words(key.open(DRAFT, bytes(row.draft)))


def words_sent(row: CaseReferral, key: RecordKey) -> dict[SharedField, str]:
    """What was sent."""
    return _words(key.open(PAYLOAD, bytes(row.payload))) if row.payload else {}


def _words(opened: bytes) -> dict[SharedField, str]:
    said: Mapping[str, str] = json.loads(opened)
    return {SharedField(field): text for field, text in said.items()}


def _must_be_draft(by: Member, row: CaseReferral) -> None:
    must_hold(by, row.case)
    if row.is_at is not ReferralState.DRAFT:
        raise CaseRefused("referral-not-draft")
