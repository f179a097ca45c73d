"""A sealed value of a study: opened for somebody, changed by core, sealed again under the same key.

It is opened before a transaction, since the trail has to say so first, and changed inside one: whoever
changes it says which turn they saw.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from kapea.people.member import Member
from kapea.studies.actions import StaleTurn
from kapea.studies.models import Study, StudyKeyLeft
from kapea.studies.sealed_texts import keep_sealed, opened_text, sealed_text
from kapea.studies.study_keys import StudyCustody, make_study_key, open_study_key
from kapea.vault.hybrid import PrivateHalf
from kapea.vault.record_keys import CannotOpen
from kapea.vault.record_wraps import RecordKey

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class SealedPlace(Generic[Value]):
    """Where a value is sealed: in a session (empty: of the whole study), as what, and for whom."""

    session: str
    kind: str
    custody: StudyCustody
    type: type[Value]


@dataclass(frozen=True, slots=True)
class OpenedPlace(Generic[Value]):
    """A value while somebody looks at it. `value`: None where nothing was sealed yet. `turn`: -1 then."""

    place: SealedPlace[Value]
    key: RecordKey | None
    value: Value | None
    turn: int


def open_place(
    private: PrivateHalf, member: Member, study: Study, place: SealedPlace[Value], *, at: datetime
) -> OpenedPlace[Value]:
    """The value that stands there, for somebody whose role opens it. What somebody else seals anew in that
    moment is looked at again: its key of before is gone. Outside of a transaction. Raises CannotOpen.
    """
    row = sealed_text(study, place.session, place.kind)
    if row is None:
        return OpenedPlace(place, None, None, -1)
    try:
        key = open_study_key(private, member, study, row.record, place.custody, at=at)
    except CannotOpen:
        now = sealed_text(study, place.session, place.kind)
        if now is not None and now.record == row.record:
            raise
        return open_place(private, member, study, place, at=at)
    return OpenedPlace(place, key, opened_text(row, key, place.type), row.turn)


def key_to_write(by: Member, study: Study, opened: OpenedPlace[Value], *, at: datetime) -> RecordKey:
    """The key under which a value is sealed again; a fresh one where there is none. Outside a transaction.
    Raises NobodyCanRead.
    """
    return opened.key or make_study_key(by, study, opened.place.custody, at=at)


def change_place(
    study: Study,
    place: SealedPlace[Value],
    key: RecordKey,
    turn: int,
    change: Callable[[Value | None], Value],
    fresh: RecordKey | None = None,
) -> Value:
    """Changes what stands there, in the transaction of the caller, who has locked the study. `turn`: of what
    they saw. `fresh`: the key under which it is sealed again where what stood there has to be gone: `key` is
    then left, for `kapea.studies.session_texts.destroy_left_keys`. Raises StaleTurn, and whatever `change`
    raises.
    """
    row = sealed_text(study, place.session, place.kind)
    if turn != (-1 if row is None else row.turn) or (row is not None and row.record != key.record):
        raise StaleTurn
    value = change(None if row is None else opened_text(row, key, place.type))
    if row is not None and fresh is not None:
        StudyKeyLeft.objects.get_or_create(record=row.record)
    keep_sealed(study, place.session, place.kind, value, fresh or key)
    return value
