"""Somebody at work on the words of a session: who, where, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kapea.core.studies.seat_labels import label_of_seat
from kapea.core.studies.study_book import StudyChange, of_standing
from kapea.core.studies.study_permissions import STUDY_ACTS, StudyAct
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.text_gates import gates_for_session
from kapea.core.studies.transcript import SessionSpeaker, SpeakerRole
from kapea.people.member import Member
from kapea.studies.actions import change_study, record_in_study
from kapea.studies.models import Study, StudySealedText, StudySeat
from kapea.studies.queries import book_of
from kapea.studies.session_rows import seat_told
from kapea.studies.session_texts import (
    NoSuchText,
    OpenText,
    TextKind,
    open_text,
    seal_anew,
)
from kapea.studies.trail_names import StudyDeed
from kapea.vault.hybrid import PrivateHalf

ROLES_SPOKEN = {role.value: role for role in SpeakerRole}


class TextRefused(ValueError):
    """A step on a text that is not done. `word`: the end of the id of its sentence."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class GateRefused(ValueError):
    """The study's gates do not let it be done; the refusal."""

    def __init__(self, refused: StudyRefused) -> None:
        super().__init__(refused.audit_code)
        self.refused = refused


@dataclass(frozen=True, slots=True)
class TextWork:
    """`session`: its code. `locked`: a transaction with the study locked, in which whoever works here was
    asked again whether they may.
    """

    private: PrivateHalf
    member: Member
    study: Study
    session: str
    at: datetime
    locked: Callable[[], AbstractContextManager[Study]]

    def open(self, kind: TextKind) -> OpenText[Any]:
        """Raises NoSuchText, CannotOpen."""
        return open_text(self.private, self.member, self.study, self.session, kind, at=self.at)

    def found(self, kind: TextKind) -> OpenText[Any] | None:
        """The same; None where there is none. Raises CannotOpen."""
        try:
            return self.open(kind)
        except NoSuchText:
            return None

    def has(self, kind: TextKind) -> bool:
        """Whether there is such a text, without opening it."""
        rows = StudySealedText.objects.filter(study=self.study, session=self.session)
        return rows.filter(kind=kind.value).exists()

    def seal(self, kind: TextKind, value: Any, seen: int | None, beside: Callable[[Study], None]) -> None:
        """Under a fresh key. Raises TextChanged, NobodyCanRead."""
        seal_anew(
            self.member,
            self.study,
            self.session,
            kind,
            value,
            seen,
            lambda row, _: beside(row),
            at=self.at,
            locked=self.locked,
        )

    def tell(self, row: Study, did: str, **detail: str) -> None:
        """In the trail."""
        record_in_study(self.member, row, did, self.at, session=self.session, **detail)

    def change(self, row: Study, did: str, change: StudyChange, **detail: str) -> None:
        """Changes the study's book in the same transaction. Raises GateRefused, which undoes all of it."""
        refused = change_study(
            self.member,
            row,
            row.turn,
            did,
            of_standing(change),
            at=self.at,
            session=self.session,
            **detail,
        )
        if refused is not None:
            raise GateRefused(refused)

    def require(self, act: StudyAct) -> None:
        """Raises GateRefused where no gate that this takes was opened, and says so in the trail."""
        standing = book_of(self.study).standing
        after = STUDY_ACTS[act].after
        if standing.stop is not None:
            self.refuse(StudyRefused(act.value, StudyRefusal.STOPPED))
        if after is not None and after not in gates_for_session(standing, self.session):
            self.refuse(StudyRefused(act.value, StudyRefusal.GATE_SHUT, (after.value,)))

    def refuse(self, refused: StudyRefused) -> None:
        """Raises GateRefused, with a row of the trail."""
        with transaction.atomic():
            record_in_study(self.member, self.study, StudyDeed.REFUSE, self.at, code=refused.audit_code)
        raise GateRefused(refused)


def seated_speakers(study: Study, session: str) -> tuple[SessionSpeaker, ...]:
    """Whoever sat in a session and has not withdrawn, by their labels."""
    rows = StudySeat.objects.filter(
        session__study=study, session__number=int(session.removeprefix("s")), withdrawn_on=None
    )
    return tuple(_speaker(row) for row in rows.order_by("seat"))


def _speaker(row: StudySeat) -> SessionSpeaker:
    person = seat_told(row).person
    role = ROLES_SPOKEN.get(person.role, SpeakerRole.OTHER)
    return SessionSpeaker(label_of_seat(row.seat), role, person.age.value, person.gender)
