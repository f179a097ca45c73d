"""A copy of raw words that opens by two people alone: the data steward and the safeguarding lead together.

It is sealed twice, once under a key of each: neither opens it without the other, whatever a page lets them
do.
Both keys go with the record of the raw words.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.written_texts import WrittenTranscript
from kapea.people.member import Member
from kapea.people.models import Membership
from kapea.studies.models import Study, StudySealedText
from kapea.studies.study_keys import KEPT_FOR, StudyCustody, ready_in_roles
from kapea.vault.public_keys import RecordReader
from kapea.vault.record_keys import new_record
from kapea.vault.record_wraps import RecordKey

GLASS = "glass"
"""The kind under which the copy stands."""
HALVES = {"study-glass-steward": StudyRole.DATA_STEWARD, "study-glass-guard": StudyRole.SAFEGUARDING_LEAD}
"""The purpose of each key, and who holds it. The first is the inner one."""


def glass_copy(
    member: Member, study: Study, record: str, value: WrittenTranscript, *, at: datetime
) -> bytes | None:
    """The words, sealed for both; None where there is nobody on one side who could open it."""
    readers = readers_of_halves(study)
    if not all(readers.values()):
        return None
    sealed = msgspec.json.encode(value)
    for purpose, people in readers.items():
        key = new_record(
            record,
            purpose,
            [RecordReader(each.id, each.user_id) for each in people],
            organisation=study.organisation_id,
            at=at,
            erase_at=at + KEPT_FOR[StudyCustody.RAW],
            by=member.id,
        )
        sealed = key.seal(GLASS, sealed)
    return sealed


def readers_of_halves(study: Study) -> dict[str, list[Membership]]:
    """Who holds which half. Whoever is both holds the first alone: nobody is two people."""
    inner, outer = (
        {each.user_id: each for each in ready_in_roles(study, {role})} for role in HALVES.values()
    )
    alone = [each for user, each in outer.items() if user not in inner]
    return dict(zip(HALVES, (list(inner.values()), alone), strict=True))


def keep_glass(study: Study, session: str, record: str, sealed: bytes | None) -> None:
    """Writes the copy in place of the one of before, or takes that away where there is none now."""
    rows = StudySealedText.objects.filter(study=study, session=session, kind=GLASS)
    if sealed is None:
        rows.delete()
    else:
        rows.update_or_create(
            study=study, session=session, kind=GLASS, defaults={"record": record, "sealed": sealed}
        )


def opened_glass(sealed: bytes, inner: RecordKey, outer: RecordKey) -> WrittenTranscript:
    """The words, by the keys of both. Raises Unsealable."""
    return msgspec.json.decode(
        inner.open(GLASS, outer.open(GLASS, sealed)), type=WrittenTranscript, strict=False
    )
