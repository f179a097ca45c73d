"""Values of a study opened without what consent does not cover any more: that is cut out for good before
anybody sees it, the rest is sealed anew, and the old key destroyed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from kapea.people.member import Member
from kapea.studies.actions import record_in_study
from kapea.studies.models import Study
from kapea.studies.sealed_texts import keep_sealed
from kapea.studies.sealed_values import OpenedPlace, SealedPlace, Value, open_place
from kapea.studies.session_texts import TextChanged, destroy_left_keys, locked_study, note_left_key
from kapea.studies.study_keys import make_study_key
from kapea.studies.trail_names import StudyDeed
from kapea.vault.hybrid import PrivateHalf


def open_cut_place(
    private: PrivateHalf,
    member: Member,
    study: Study,
    place: SealedPlace[Value],
    cut: Callable[[Value], Value],
    *,
    at: datetime,
) -> OpenedPlace[Value]:
    """A value without what has to go out of it, which is gone for good. `cut`: the value without it. Where
    somebody else changed it meanwhile nothing is cut: what has to go is not shown either way, and whoever
    opens it next cuts it. Outside of a transaction. Raises CannotOpen, NobodyCanRead.
    """
    opened = open_place(private, member, study, place, at=at)
    if opened.value is None or (rest := cut(opened.value)) == opened.value:
        return opened
    with suppress(TextChanged):
        _seal_rest(member, study, place, rest, opened.turn, at=at)
    return open_place(private, member, study, place, at=at)


def _seal_rest(
    member: Member, study: Study, place: SealedPlace[Value], rest: Value, seen: int, *, at: datetime
) -> None:
    """Under a fresh key; the key of before is destroyed. `seen`: its turn when it was opened."""
    key = make_study_key(member, study, place.custody, at=at)
    with locked_study(study) as row:
        note_left_key(row, place.session, place.kind, seen)
        keep_sealed(row, place.session, place.kind, rest, key)
        of = {"session": place.session} if place.session else {}
        record_in_study(member, row, StudyDeed.CUT, at, kind=place.kind, record=key.record, **of)
    destroy_left_keys(by=member.id, at=at)
