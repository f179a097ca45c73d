"""A transcript as people wrote it down, its translation, and who looked at it again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.research_consent import ConsentRegister
from kapea.core.studies.seat_labels import seat_of_label
from kapea.core.studies.side_by_side import SideBySide, TranslationNote
from kapea.core.studies.transcript import SessionSpeaker, SessionTranscript, SpeakerRole
from kapea.core.studies.transcript_text import UnfitTranscript

LISTENED_SHARE = 10
"""One of so many minutes is heard by a second person (default)."""
_PARTS = 4


@dataclass(frozen=True, slots=True)
class WrittenTranscript:
    """`version` counts how often it was written. `by`: who wrote it, an opaque id. `checked_by`: who listened
    to it again; empty: nobody has, to this version.
    """

    transcript: SessionTranscript
    version: int
    by: str
    checked_by: str = ""


@dataclass(frozen=True, slots=True)
class WrittenPair:
    """A transcript beside its translation, as `WrittenTranscript`."""

    pair: SideBySide
    version: int
    by: str
    checked_by: str = ""


def rewritten(before: WrittenTranscript | None, transcript: SessionTranscript, by: str) -> WrittenTranscript:
    """The next version, which nobody has listened to."""
    return WrittenTranscript(transcript, before.version + 1 if before else 1, by)


def translated_anew(before: WrittenPair | None, pair: SideBySide, by: str) -> WrittenPair:
    """The next version of a translation, which nobody has looked at."""
    return WrittenPair(pair, before.version + 1 if before else 1, by)


def is_heard_enough(minutes: int, heard: int) -> bool:
    """Whether a second person listened to a tenth at least."""
    return 0 < heard <= minutes and heard * LISTENED_SHARE >= minutes


def session_speakers(
    session: str, seated: Iterable[SessionSpeaker], staff: Sequence[str] = ("M", "M2")
) -> tuple[SessionSpeaker, ...]:
    """Everybody who can stand in a transcript: who sits there by consent, and staff, who have no seat."""
    return (*(SessionSpeaker(label, SpeakerRole.MODERATOR) for label in staff), *seated)


def uncovered_turns(transcript: SessionTranscript, consent: ConsentRegister) -> frozenset[int]:
    """The turns of those whose taking part nothing covers at this moment. Staff have no seat and agree to
    nothing; whoever else has none is covered by nothing.
    """
    staff = {each.label for each in transcript.speakers if each.role is SpeakerRole.MODERATOR}
    seats = {turn.speaker: seat_of_label(transcript.session, turn.speaker) for turn in transcript.turns}
    known = set(consent.seats) | consent.withdrawn
    gone = {
        label
        for label, seat in seats.items()
        if (label not in staff or seat in known) and not consent.covers(seat, ResearchScope.TAKE_PART)
    }
    return frozenset(turn.number for turn in transcript.turns if turn.speaker in gone)


def written_without(written: WrittenTranscript, transcript: SessionTranscript) -> WrittenTranscript:
    """The same version with less in it: what was cut by consent takes no check away."""
    return replace(written, transcript=transcript)


def read_notes(text: str) -> tuple[TranslationNote, ...]:
    """Notes of a translator, one a line: `turn | as said | as translated | what is lost`. UnfitTranscript
    names the line and how to mend it.
    """
    lines = enumerate(text.splitlines(), 1)
    return tuple(_note(line, at) for at, line in lines if line.strip())


def _note(line: str, at: int) -> TranslationNote:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != _PARTS or not (parts[0].isascii() and parts[0].isdecimal()) or not all(parts):
        raise UnfitTranscript(
            f"note {at}: write the turn, the words as said, as translated, and what is lost, with | between",
            "note-line",
            at,
        )
    return TranslationNote(int(parts[0]), *parts[1:])


def notes_text(notes: Collection[TranslationNote]) -> str:
    """Notes as `read_notes` reads them."""
    return "\n".join(f"{each.turn} | {each.said} | {each.translated} | {each.note}" for each in notes)
