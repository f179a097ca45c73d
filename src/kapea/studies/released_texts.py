"""A transcript as it was released, opened for somebody whose role reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kapea.core.studies.transcript import SessionTranscript
from kapea.people.member import Member
from kapea.studies.models import Study
from kapea.studies.session_texts import NoSuchText, TextKind, open_text
from kapea.vault.hybrid import PrivateHalf
from kapea.vault.record_keys import CannotOpen

RELEASED = TextKind.RELEASED.value
"""The kind under which it is sealed."""


class NotReleasedYet(LookupError):
    """No transcript of that session was released, or it was taken back."""


def open_released(
    private: PrivateHalf, member: Member, study: Study, session: str, *, at: datetime
) -> SessionTranscript:
    """The transcript of a session as coders see it now: without whoever withdrew, and without what was
    disclosed. Outside of a transaction. Raises NotReleasedYet, CannotOpen.
    """
    return open_marked_release(private, member, study, session, at=at)[1]


def open_marked_release(
    private: PrivateHalf, member: Member, study: Study, session: str, *, at: datetime
) -> tuple[str, SessionTranscript]:
    """The same, with its mark: which release it is. Raises as `open_released`."""
    try:
        opened = open_text(private, member, study, session, TextKind.RELEASED, at=at)
    except NoSuchText as error:
        raise NotReleasedYet(session) from error
    assert isinstance(opened.value, SessionTranscript)
    return release_mark(opened.key.record, opened.turn), opened.value


def release_mark(record: str, turn: int) -> str:
    """Which released text it is: another key, or another turn, may have other words in their place."""
    return f"{record}:{turn}"


@dataclass(frozen=True, slots=True)
class ReleasedTranslation:
    """What a released transcript says in the other language, by the number of a turn. `language`: its BCP 47
    code; empty: nothing was released beside the transcript.
    """

    language: str = ""
    words: Mapping[int, str] = field(default_factory=dict)


def open_translation(
    private: PrivateHalf, member: Member, study: Study, session: str, *, at: datetime
) -> ReleasedTranslation:
    """The translation that was released beside a transcript, cut as it is; nothing for whoever has no key of
    it yet. Outside of a transaction. Raises TextChanged where others keep changing it.
    """
    try:
        opened = open_text(private, member, study, session, TextKind.RELEASED_TRANSLATION, at=at)
    except (NoSuchText, CannotOpen):
        return ReleasedTranslation()
    text: SessionTranscript = opened.value
    return ReleasedTranslation(text.language, {turn.number: turn.words for turn in text.turns})
