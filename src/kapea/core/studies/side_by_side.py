"""A transcript in two languages, turn beside turn. What is coded is always what was said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kapea.core.studies.transcript import SessionTranscript, without_turns
from kapea.core.studies.transcript_text import UnfitTranscript


@dataclass(frozen=True, slots=True)
class TranslationNote:
    """A term that has no easy counterpart: as said, as translated, and what is lost between. Both stand in
    their turns.
    """

    turn: int
    said: str
    translated: str
    note: str


@dataclass(frozen=True, slots=True)
class SideBySide:
    """`source` was said, `translation` says it by meaning. UnfitTranscript where turns do not pair, or
    where a note is about words that are not there.
    """

    source: SessionTranscript
    translation: SessionTranscript
    notes: tuple[TranslationNote, ...] = ()

    def __post_init__(self) -> None:
        if self.source.language == self.translation.language:
            raise UnfitTranscript(
                "translation: it has the language of its source; name the one it is in", "same-language"
            )
        said = {turn.number: turn for turn in self.source.turns}
        translated = {turn.number: turn for turn in self.translation.turns}
        if unpaired := sorted(said.keys() ^ translated.keys()):
            raise UnfitTranscript(
                f"turn {unpaired[0]}: only in one language; translate each turn as one turn",
                "unpaired",
                unpaired[0],
            )
        for number, turn in said.items():
            if turn.speaker != translated[number].speaker:
                raise UnfitTranscript(
                    f"turn {number}: another speaker in the translation; mend the label", "unpaired", number
                )
        for note in self.notes:
            turn_is_there = note.turn in said
            if not turn_is_there or note.said not in said[note.turn].words:
                raise UnfitTranscript(
                    f"note on turn {note.turn}: its term was not said there; mend the note", "note", note.turn
                )
            if note.translated not in translated[note.turn].words:
                raise UnfitTranscript(
                    f"note on turn {note.turn}: its translation is not there; mend the note",
                    "note",
                    note.turn,
                )


def pair_without_turns(pair: SideBySide, numbers: Collection[int]) -> SideBySide:
    """Both languages, and the notes, without some turns."""
    source, _ = without_turns(pair.source, numbers)
    translation, _ = without_turns(pair.translation, numbers)
    return SideBySide(source, translation, tuple(note for note in pair.notes if note.turn not in numbers))
