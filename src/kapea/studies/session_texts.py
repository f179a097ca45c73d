"""Every text of a session, opened so that what consent no longer covers, and what was disclosed, is out of it
before anybody sees it: it is sealed again without those turns under a new key, and the old key is destroyed,
so that an older copy of the database stays dark.

What stops in between loses nothing: the new text and the note of the old key are written together, and the
key goes afterwards, at the next opening at latest.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Generic, TypeVar

from django.db import transaction

from kapea.core.studies.text_cuts import draft_without_turns, release_without_turns, written_pair_without
from kapea.core.studies.transcript import SessionTranscript, without_turns
from kapea.core.studies.transcript_release import DeidentifiedDraft, ReleasedTranscript
from kapea.core.studies.written_texts import (
    WrittenPair,
    WrittenTranscript,
    written_without,
)
from kapea.people.member import Member
from kapea.studies.actions import record_in_study
from kapea.studies.coding_rows import move_coded_segments
from kapea.studies.glass_copies import glass_copy, keep_glass
from kapea.studies.models import Study, StudyKeyLeft, StudySealedText
from kapea.studies.sealed_texts import keep_sealed, sealed_text
from kapea.studies.sealed_values import SealedPlace, open_place
from kapea.studies.study_keys import StudyCustody, make_study_key
from kapea.studies.trail_names import StudyDeed
from kapea.studies.turns_gone import transcript_in, turns_to_cut
from kapea.vault.hybrid import PrivateHalf
from kapea.vault.record_keys import CannotOpen
from kapea.vault.record_retention import erase_record
from kapea.vault.record_wraps import RecordKey

Value = TypeVar("Value")
MOST_TRIES = 5
"""Of two who open at once one cuts, and the other looks again."""


class TextKind(Enum):
    """What is kept of the words of a session, each sealed by itself."""

    RAW = "raw"
    PAIR = "pair"
    READING = "reading"
    LOG = "log"
    RELEASED = "released"
    RELEASED_TRANSLATION = "released-translation"


RELEASED_KINDS = (TextKind.RELEASED, TextKind.RELEASED_TRANSLATION)
"""Both languages go out, are cut and are taken back together."""
CUSTODY: Mapping[TextKind, StudyCustody] = {
    kind: StudyCustody.RELEASED if kind in RELEASED_KINDS else StudyCustody.RAW for kind in TextKind
}
TYPES: Mapping[TextKind, Any] = {
    TextKind.RAW: WrittenTranscript,
    TextKind.PAIR: WrittenPair,
    TextKind.READING: DeidentifiedDraft,
    TextKind.LOG: ReleasedTranscript,
    TextKind.RELEASED: SessionTranscript,
    TextKind.RELEASED_TRANSLATION: SessionTranscript,
}


class NoSuchText(LookupError):
    """There is no such text of that session, or not yet."""


class TextChanged(ValueError):
    """Somebody changed it meanwhile: whoever asks has not seen what they would change."""


@dataclass(frozen=True, slots=True)
class OpenText(Generic[Value]):
    """A text while somebody works on it. `turn`: how often it had been changed when it was opened."""

    value: Value
    key: RecordKey
    turn: int


# --- opening ------------------------------------------------------------------------------------


def open_text(
    private: PrivateHalf, member: Member, study: Study, session: str, kind: TextKind, *, at: datetime
) -> OpenText[Any]:
    """The text as it may be seen now. What went out of one language of a release goes out of the other too,
    where that opens. Outside of a transaction. Raises NoSuchText, CannotOpen, TextChanged.
    """
    opened, was_cut = _open_cut(private, member, study, session, kind, at)
    for other in RELEASED_KINDS if was_cut and kind in RELEASED_KINDS else ():
        with suppress(NoSuchText, CannotOpen, TextChanged):  # else whoever opens it next cuts it
            _open_cut(private, member, study, session, other, at)
    return opened


def _open_cut(
    private: PrivateHalf, member: Member, study: Study, session: str, kind: TextKind, at: datetime
) -> tuple[OpenText[Any], bool]:
    """The text, and whether something had to go out of it first."""
    was_cut = False
    for _ in range(MOST_TRIES):
        opened = _opened(private, member, study, session, kind, at)
        gone = turns_to_cut(study, session, transcript_in(opened.value))
        if not gone:
            destroy_left_keys(by=member.id, at=at)
            return opened, was_cut
        cut_text(member, study, session, kind, opened, gone, at=at)
        was_cut = True
    raise TextChanged(session)


def _opened(
    private: PrivateHalf, member: Member, study: Study, session: str, kind: TextKind, at: datetime
) -> OpenText[Any]:
    place = SealedPlace(session, kind.value, CUSTODY[kind], TYPES[kind])
    opened = open_place(private, member, study, place, at=at)
    if opened.key is None:
        raise NoSuchText(session)
    return OpenText(opened.value, opened.key, opened.turn)


# --- sealing anew -------------------------------------------------------------------------------


@contextmanager
def locked_study(study: Study) -> Iterator[Study]:
    """A transaction in which nobody else changes that study."""
    with transaction.atomic():
        yield Study.objects.select_for_update().get(id=study.id)


def seal_anew(
    member: Member,
    study: Study,
    session: str,
    kind: TextKind,
    value: Any,
    seen: int | None,
    beside: Callable[[Study, str], None],
    *,
    at: datetime,
    locked: Callable[[], AbstractContextManager[Study]] | None = None,
) -> None:
    """Seals a text under a fresh key, in place of the one that was seen (`seen`: its turn; None: there was
    none), and then destroys the key of before. `beside`: what is written in the same transaction, with the
    study locked and the record of the fresh key known. Outside of a transaction. Raises TextChanged,
    NobodyCanRead.
    """
    key = make_study_key(member, study, CUSTODY[kind], at=at)
    glass = glass_copy(member, study, key.record, value, at=at) if kind is TextKind.RAW else None
    with locked() if locked else locked_study(study) as row:
        note_left_key(row, session, kind.value, seen)
        keep_sealed(row, session, kind.value, value, key)
        if kind is TextKind.RAW:
            keep_glass(row, session, key.record, glass)
        beside(row, key.record)
    destroy_left_keys(by=member.id, at=at)


def note_left_key(study: Study, session: str, kind: str, seen: int | None) -> None:
    """In the transaction that seals words anew: the key of before has to go. Raises TextChanged."""
    row = sealed_text(study, session, kind)
    if (None if row is None else row.turn) != seen:
        raise TextChanged(session)
    if row is not None:
        StudyKeyLeft.objects.get_or_create(record=row.record)


def destroy_left_keys(*, by: str, at: datetime) -> int:
    """Destroys keys under which nothing is sealed any more; how many. Outside of a transaction."""
    left = list(StudyKeyLeft.objects.order_by("id").values_list("record", flat=True))
    for record in left:
        erase_record(record, by=by, at=at)
        StudyKeyLeft.objects.filter(record=record).delete()
    return len(left)


# --- cutting ------------------------------------------------------------------------------------


def cut_text(
    member: Member,
    study: Study,
    session: str,
    kind: TextKind,
    opened: OpenText[Any],
    numbers: Collection[int],
    *,
    at: datetime,
) -> None:
    """Seals it without those turns under a new key; the old key is destroyed. Somebody else may have done so
    meanwhile: then nothing is written.
    """

    def beside(row: Study, record: str) -> None:
        if kind is TextKind.RELEASED:
            move_coded_segments(row, session, without_turns(opened.value, numbers)[1])
        record_in_study(member, row, StudyDeed.CUT, at, session=session, kind=kind.value, record=record)

    with suppress(TextChanged):
        value = _without(kind, opened.value, numbers)
        seal_anew(member, study, session, kind, value, opened.turn, beside, at=at)


def _without(kind: TextKind, value: Any, numbers: Collection[int]) -> object:
    if kind is TextKind.RAW:
        return written_without(value, without_turns(value.transcript, numbers)[0])
    cut: Mapping[TextKind, Callable[[Any, Collection[int]], object]] = {
        TextKind.PAIR: written_pair_without,
        TextKind.READING: draft_without_turns,
        TextKind.LOG: release_without_turns,
        **dict.fromkeys(RELEASED_KINDS, lambda text, gone: without_turns(text, gone)[0]),
    }
    return cut[kind](value, numbers)


# --- writing ------------------------------------------------------------------------------------


def save_text(study: Study, session: str, kind: TextKind, value: object, opened: OpenText[Any]) -> None:
    """Writes what was changed in a text under its key, with the study locked. Raises TextChanged."""
    row = StudySealedText.objects.filter(study=study, session=session, kind=kind.value).first()
    if row is None or row.turn != opened.turn:
        raise TextChanged(session)
    keep_sealed(study, session, kind.value, value, opened.key)
