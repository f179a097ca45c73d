"""Who can open the words of a study: who holds a role that needs them, each by a key of their own.

What was said stands under two kinds of keys. Raw words are for those who write them down, translate them and
take out what identifies; what was released is for those who code, analyse and write. Nobody comes from one to
the other but by another role.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import Enum

from django.db.models import QuerySet

from kapea.core.staff.readiness import missing_gates
from kapea.core.studies.study_permissions import STUDY_ACTS, StudyAct
from kapea.core.studies.study_roles import StudyRole
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.people.models import Membership
from kapea.people.queries import standings
from kapea.studies.models import Study, StudyGrant, StudySealedText
from kapea.studies.queries import members_for_studies
from kapea.vault.handing_over import stop_reading
from kapea.vault.hybrid import PrivateHalf
from kapea.vault.models import RecordWrap
from kapea.vault.public_keys import RECOVERY, RecordReader
from kapea.vault.record_keys import new_record, open_record, share
from kapea.vault.record_retention import erase_record
from kapea.vault.record_wraps import RecordKey


class StudyCustody(Enum):
    """A kind of words, and so of keys: the purpose for which a key is wrapped."""

    FIELD = "study-field"
    """What a tablet brings: it is sealed there, and opened by those who were in the room."""
    RAW = "study-raw"
    RELEASED = "study-released"
    OUTPUT = "study-output"
    """Quotes that were chosen, and what is written of them for others."""
    ADVICE = "study-advice"
    """What was chosen for the group that advises, and what it said."""


R = StudyRole
READERS: Mapping[StudyCustody, frozenset[StudyRole]] = {
    StudyCustody.FIELD: frozenset(
        {R.MODERATOR, R.CO_MODERATOR, R.FIELD_LEAD, R.SAFEGUARDING_LEAD, R.SAFEGUARDING_SECOND}
    ),
    StudyCustody.RAW: frozenset(
        {
            R.TRANSCRIBER,
            R.CHECKER,
            R.TRANSLATOR,
            R.BACK_TRANSLATOR,
            R.DEIDENTIFIER_1,
            R.DEIDENTIFIER_2,
        }
    ),
    StudyCustody.RELEASED: frozenset(
        {
            R.CODER_A,
            R.CODER_B,
            R.ADJUDICATOR,
            R.ANALYST,
            R.AUTHOR,
            R.LAST_READER,
            R.INVESTIGATOR,
            R.DATA_STEWARD,
            R.DEIDENTIFIER_1,
            R.DEIDENTIFIER_2,
        }
    ),
    StudyCustody.OUTPUT: STUDY_ACTS[StudyAct.READ_OUTPUT].roles,
    StudyCustody.ADVICE: STUDY_ACTS[StudyAct.READ_CHOSEN_TEXT].roles,
}
"""Those who take out what identifies make what is released, so they can open it."""
KEPT_FOR: Mapping[StudyCustody, timedelta] = {
    StudyCustody.FIELD: timedelta(days=365),
    StudyCustody.RAW: timedelta(days=365),
    StudyCustody.RELEASED: timedelta(days=1_825),
    StudyCustody.OUTPUT: timedelta(days=1_825),
    StudyCustody.ADVICE: timedelta(days=1_825),
}
"""How long a key lives where nobody set another day. Programme defaults."""


class NobodyCanRead(ValueError):
    """Of those whose role reads such words nobody is vetted and has keys: what is sealed would be lost."""


def make_study_key(by: Member, study: Study, custody: StudyCustody, *, at: datetime) -> RecordKey:
    """A fresh key for words of that kind, for everybody whose role reads them. Raises NobodyCanRead."""
    readers = study_readers(study, custody)
    if not readers:
        raise NobodyCanRead(custody.value)
    return new_record(
        new_id(),
        custody.value,
        [RecordReader(each.id, each.user_id) for each in readers],
        organisation=study.organisation_id,
        at=at,
        erase_at=at + KEPT_FOR[custody],
        by=by.id,
    )


def open_study_key(
    private: PrivateHalf, member: Member, study: Study, record: str, custody: StudyCustody, *, at: datetime
) -> RecordKey:
    """The key of some words. The trail says that they look. Whoever came to such a role since can open it
    from then on; whoever left it cannot. Raises CannotOpen, also for whoever left such a role.
    """
    readers = {each.id: each for each in study_readers(study, custody)}
    end_other_reading_of(record, custody, set(readers))
    key = open_record(
        private,
        record=record,
        purpose=custody.value,
        reader=member.id,
        organisation=member.organisation,
        at=at,
    )
    known = set(_wraps(record, custody).values_list("reader", flat=True))
    for id in readers.keys() - known:
        share(key, id, readers[id].user_id, at=at)
    return key


def study_readers(study: Study, custody: StudyCustody) -> list[Membership]:
    """Who ought to read such words, and can: vetted, with keys, in a role of the study that needs them."""
    return ready_in_roles(study, READERS[custody])


def ready_in_roles(study: Study, roles: Iterable[StudyRole]) -> list[Membership]:
    """Who is in some roles of a study, vetted and with keys."""
    named = [role.value for role in roles]
    users = StudyGrant.objects.filter(study=study, ended_at=None, role__in=named).values("user")
    at_work = {each.id: each for each in members_for_studies(study.organisation_id).filter(user__in=users)}
    ready = standings(list(at_work.values()))
    return [at_work[id] for id, standing in ready.items() if not missing_gates(standing)]


def end_other_reading_of(record: str, custody: StudyCustody, stay: set[str]) -> None:
    """Whoever is in no such role any more reads no more."""
    gone = _wraps(record, custody).exclude(reader__startswith=RECOVERY).exclude(reader__in=stay)
    for reader in gone.values_list("reader", flat=True):
        stop_reading(reader, [record])


def erase_sealed_text(row: StudySealedText, *, by: str, at: datetime) -> None:
    """Destroys the key of some words, and the words: no copy opens any more. Outside a transaction."""
    erase_record(row.record, by=by, at=at)
    row.delete()


def _wraps(record: str, custody: StudyCustody) -> QuerySet[RecordWrap]:
    return RecordWrap.objects.filter(record=record, purpose=custody.value)
