"""Turns go out of every text that is kept of a session: what is marked in them goes too, and what comes after
still points at the same words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from kapea.core.studies.identifier_kinds import ProposedIdentifier
from kapea.core.studies.name_after_release import moved_to_release
from kapea.core.studies.paired_reading import ReaderMark
from kapea.core.studies.replacements import KeptAsIs, PlannedReplacement, ReplacementLogRow
from kapea.core.studies.session_material import SessionMaterial, material_without_turns
from kapea.core.studies.side_by_side import pair_without_turns
from kapea.core.studies.text_edits import EditedText, TextEdit, TextSpan
from kapea.core.studies.transcript import without_turns
from kapea.core.studies.transcript_release import DeidentifiedDraft, ReleasedTranscript, transcript_with
from kapea.core.studies.written_texts import WrittenPair

Marked = TypeVar("Marked", ReaderMark, ProposedIdentifier, PlannedReplacement, KeptAsIs)


class MovesToRelease:
    """From a text as it was released to the same as it was released anew."""

    def __init__(self, old: ReleasedTranscript, new: ReleasedTranscript) -> None:
        self._old, self._new = old, new

    def moved(self, span: TextSpan) -> TextSpan | None:
        """Where the same words are now, by way of the raw text."""
        return moved_to_release(self._old, self._new, (span,))[0]


def draft_without_turns(draft: DeidentifiedDraft, numbers: Collection[int]) -> DeidentifiedDraft:
    """A reading without some turns. What was signed was another text: each signs again."""
    transcript, edited = without_turns(draft.reading.transcript, numbers)
    reading = replace(
        draft.reading,
        transcript=transcript,
        machine=tuple(_moved(draft.reading.machine, edited)),
        marks=frozenset(_moved(draft.reading.marks, edited)),
    )
    return replace(
        draft,
        reading=reading,
        replacements=frozenset(_moved(draft.replacements, edited)),
        kept=frozenset(_moved(draft.kept, edited)),
    )


def _moved(marks: Iterable[Marked], edited: EditedText) -> Iterator[Marked]:
    for mark in marks:
        span = edited.moved(mark.span)
        if span is not None:
            yield replace(mark, span=span)


def release_without_turns(release: ReleasedTranscript, numbers: Collection[int]) -> ReleasedTranscript:
    """A release and its log without some turns; the raw text is found again by way of the log."""
    raw = raw_text_of(release)
    material = SessionMaterial(
        release.transcript, raw=transcript_with(release.transcript, raw), log=release.log
    )
    cut = material_without_turns(material, numbers)
    return replace(release, transcript=cut.transcript, log=cut.log)


def raw_text_of(release: ReleasedTranscript) -> str:
    """What was read, before anything was replaced in it."""
    edits: Iterable[ReplacementLogRow] = release.log
    return EditedText(release.transcript.text, (TextEdit(row.released, row.old) for row in edits)).text


def written_pair_without(written: WrittenPair, numbers: Collection[int]) -> WrittenPair:
    """Both languages and their notes without some turns."""
    return replace(written, pair=pair_without_turns(written.pair, numbers))
