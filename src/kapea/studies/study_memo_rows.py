"""Memos and claims of a study, sealed. Each author has a key of their own for memos: what somebody wrote
while coding blind is opened for nobody else before unblinding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from kapea.core.studies.blind_coding import DoubleCoding
from kapea.core.studies.study_memos import StudyClaim, StudyMemo
from kapea.people.member import Member
from kapea.studies.models import Study, StudySealedText
from kapea.studies.sealed_texts import keep_sealed, opened_text, seal_where_nothing_stands, sealed_text
from kapea.studies.study_keys import StudyCustody, make_study_key, open_study_key
from kapea.vault.hybrid import PrivateHalf
from kapea.vault.record_keys import CannotOpen
from kapea.vault.record_retention import erase_record
from kapea.vault.record_wraps import RecordKey

MEMOS, CLAIMS = "memos-", "claims"
OpenKey = Callable[[str], RecordKey]
"""Opens the key of a record."""


class StaleWords(ValueError):
    """Somebody wrote there meanwhile; nothing was overwritten."""


def opener(private: PrivateHalf, member: Member, row: Study, *, at: datetime) -> OpenKey:
    """Opens keys of released words for somebody. What it gives raises CannotOpen."""
    return lambda record: open_study_key(private, member, row, record, StudyCustody.RELEASED, at=at)


def memo_key(member: Member, row: Study, open_key: OpenKey, *, at: datetime) -> RecordKey:
    """The key of somebody's memos, made with their first. Of two windows in which they write their first at
    once both get the one key. Outside a transaction. Raises CannotOpen, NobodyCanRead.
    """
    kept = sealed_text(row, "", MEMOS + member.user)
    if kept is None:
        key = make_study_key(member, row, StudyCustody.RELEASED, at=at)
        kept = seal_where_nothing_stands(row, "", MEMOS + member.user, (), key)
        if kept.record == key.record:
            return key
        erase_record(key.record, by=member.id, at=at)
    return open_key(kept.record)


def memos_seen_by(
    row: Study, state: DoubleCoding, account: str, open_key: OpenKey
) -> tuple[tuple[StudyMemo, ...], Mapping[str, RecordKey]]:
    """The memos that somebody may read: their own, and after unblinding everybody's; and the keys of those
    who wrote them, by record. What does not open to them yet is left out.
    """
    kept = StudySealedText.objects.filter(study=row, session="", kind__startswith=MEMOS)
    if not state.unblinded:
        kept = kept.filter(kind=MEMOS + account)
    memos: list[StudyMemo] = []
    keys: dict[str, RecordKey] = {}
    for each in kept.order_by("kind"):
        try:
            key = open_key(each.record)
        except CannotOpen:
            continue
        keys[each.record] = key
        memos += opened_text(each, key, tuple[StudyMemo, ...])
    return tuple(sorted(memos, key=lambda memo: (memo.written_on, memo.id))), keys


def keep_memo(row: Study, memo: StudyMemo, key: RecordKey) -> bool:
    """Adds a memo to its author's; whether it did: of a form that is sent again, since its answer was lost,
    the memo stands there already. The caller holds a transaction.
    """
    kept = StudySealedText.objects.select_for_update().get(study=row, session="", kind=MEMOS + memo.author)
    memos = opened_text(kept, key, tuple[StudyMemo, ...])
    if any(replace(each, id=memo.id) == memo for each in memos):
        return False
    keep_sealed(row, "", kept.kind, (*memos, memo), key)
    return True


def claims_of(row: Study, open_key: OpenKey) -> tuple[tuple[StudyClaim, ...], int]:
    """All claims, and how often they were changed."""
    kept = sealed_text(row, "", CLAIMS)
    if kept is None:
        return (), -1
    return opened_text(kept, open_key(kept.record), tuple[StudyClaim, ...]), kept.turn


def claims_key(member: Member, row: Study, open_key: OpenKey, *, at: datetime) -> RecordKey:
    """The key of the claims, made with the first. Outside a transaction."""
    kept = sealed_text(row, "", CLAIMS)
    if kept is not None:
        return open_key(kept.record)
    return make_study_key(member, row, StudyCustody.RELEASED, at=at)


def keep_claims(row: Study, claims: Iterable[StudyClaim], key: RecordKey, *, turn: int) -> None:
    """Writes the claims where nobody did meanwhile (`turn`: as often as they had been changed; -1: none
    stood). The caller holds the study. Raises StaleWords.
    """
    kept = sealed_text(row, "", CLAIMS)
    if (kept.turn if kept else -1) != turn or (kept and kept.record != key.record):
        raise StaleWords
    keep_sealed(row, "", CLAIMS, tuple(claims), key)
