"""All that hangs on the words of one session, and what is left of it when words have to go.

A withdrawn turn and a disclosure go the same way: out of the text, its translation, its notes, what was coded
and what was logged, at once, so that no list can be forgotten.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from kapea.core.studies.codings import StudyCoding
from kapea.core.studies.replacements import ReplacementLogRow
from kapea.core.studies.side_by_side import SideBySide, pair_without_turns
from kapea.core.studies.text_edits import EditedText, TextSpan
from kapea.core.studies.transcript import SessionTranscript, without_turns


@dataclass(frozen=True, slots=True)
class AudioSpan:
    """Milliseconds of a recording."""

    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class MarkedDisclosure:
    """Turns in which somebody told of harm: whole turns, since what is left of one leads back to the rest. It
    is casework from then on, and nowhere in the study.
    """

    turns: frozenset[int]
    audio: tuple[AudioSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionMaterial:
    """`transcript`: as released, which `codings` point into. `raw`: before; None once it was destroyed."""

    transcript: SessionTranscript
    raw: SessionTranscript | None = None
    pair: SideBySide | None = None
    codings: tuple[StudyCoding, ...] = ()
    log: tuple[ReplacementLogRow, ...] = ()
    audio_to_destroy: tuple[AudioSpan, ...] = ()


def material_without_turns(material: SessionMaterial, numbers: Collection[int]) -> SessionMaterial:
    """All of it without some turns: what lay in them is gone, what came after points at the same words."""
    transcript, edited = without_turns(material.transcript, numbers)
    raw, raw_edited = without_turns(material.raw, numbers) if material.raw else (None, None)
    return replace(
        material,
        transcript=transcript,
        raw=raw,
        pair=None if material.pair is None else pair_without_turns(material.pair, numbers),
        codings=tuple(moved_codings(material.codings, edited)),
        log=tuple(_moved_log(material.log, raw_edited, edited)),
    )


def without_disclosures(material: SessionMaterial, marked: Iterable[MarkedDisclosure]) -> SessionMaterial:
    """All of it without what was disclosed, and the spans of the recording that have to be destroyed."""
    passages = tuple(marked)
    numbers = {number for passage in passages for number in passage.turns}
    audio = (*material.audio_to_destroy, *(span for passage in passages for span in passage.audio))
    return replace(material_without_turns(material, numbers), audio_to_destroy=tuple(dict.fromkeys(audio)))


def moved_codings(codings: Iterable[StudyCoding], edited: EditedText) -> Iterable[StudyCoding]:
    """The codings that still mark words, each where its words are now."""
    for coding in codings:
        span = edited.moved(coding.span)
        if span is not None:
            yield replace(coding, span=span)


def _moved_log(
    log: Iterable[ReplacementLogRow], raw: EditedText | None, released: EditedText
) -> Iterable[ReplacementLogRow]:
    """Rows whose turn went are gone with what they hid. Once the raw text is destroyed, so is the log."""
    for row in log if raw else ():
        before = raw.moved(row.raw) if raw else None
        after: TextSpan | None = released.moved(row.released)
        if before and after:
            yield replace(row, raw=before, released=after)
