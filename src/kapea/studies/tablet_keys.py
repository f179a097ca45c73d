"""The keys for which tablets seal: for those who were in the room, and made anew when a tablet is lost."""

from __future__ import annotations

from datetime import datetime

from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.studies.models import Study, StudyTabletKey
from kapea.studies.study_keys import StudyCustody, make_study_key, open_study_key
from kapea.vault.device_seals import new_device_pair
from kapea.vault.hybrid import PrivateHalf

SCALAR = "tablet-scalar"
"""As which the private half is sealed under the key of its record."""


class NoTabletKey(LookupError):
    """Nobody has made a key for the tablets of this study, or nobody could open what they seal."""


def tablet_key(study: Study) -> StudyTabletKey:
    """The key for which tablets seal now. Raises NoTabletKey."""
    found = StudyTabletKey.objects.filter(study=study, ended_at=None).order_by("-made_at", "-id").first()
    if found is None:
        raise NoTabletKey(study.id)
    return found


def new_tablet_key(by: Member, study: Study, *, at: datetime) -> StudyTabletKey:
    """A key not yet saved, for everybody whose role opens what tablets bring. Outside a transaction. Raises
    NobodyCanRead.
    """
    pair, key = new_device_pair(), make_study_key(by, study, StudyCustody.FIELD, at=at)
    return StudyTabletKey(
        id=new_id(),
        study=study,
        record=key.record,
        public=pair.public,
        scalar=key.seal(SCALAR, pair.scalar),
        made_at=at,
    )


def open_tablet_key(private: PrivateHalf, member: Member, key: StudyTabletKey, *, at: datetime) -> bytes:
    """The private half. The trail says that they look. Outside a transaction. Raises CannotOpen."""
    record = open_study_key(private, member, key.study, key.record, StudyCustody.FIELD, at=at)
    return record.open(SCALAR, bytes(key.scalar))
