"""A transcript and its translation are written, listened to again, and written anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.side_by_side import SideBySide
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_standing import StudyStanding
from kapea.core.studies.text_gates import open_text_gate, shut_text_gate
from kapea.core.studies.transcript import SessionTranscript, read_transcript
from kapea.core.studies.written_texts import (
    WrittenPair,
    WrittenTranscript,
    is_heard_enough,
    read_notes,
    rewritten,
    session_speakers,
    translated_anew,
)
from kapea.studies.held_matters import audio_checked, hold_raw_text, is_raw_destroyed
from kapea.studies.models import Study, StudyTurnCut
from kapea.studies.session_texts import OpenText, TextChanged, TextKind
from kapea.studies.text_work import TextRefused, TextWork, seated_speakers
from kapea.studies.trail_names import StudyDeed


def write_transcript(work: TextWork, typed: str, language: str, seen: int | None) -> None:
    """Keeps what was typed as the next version. Raises UnfitTranscript, TextChanged, TextRefused,
    GateRefused.
    """
    work.require(StudyAct.WRITE_TRANSCRIPT)
    if work.has(TextKind.READING):
        raise TextRefused("begun")
    if is_raw_destroyed(work.study, work.session):
        raise TextRefused("destroyed")
    before = work.found(TextKind.RAW)
    speakers = session_speakers(work.session, seated_speakers(work.study, work.session))
    transcript = read_transcript(typed.encode(), session=work.session, language=language, speakers=speakers)
    written = rewritten(before.value if before else None, transcript, work.member.user)

    def beside(row: Study) -> None:
        StudyTurnCut.objects.filter(study=row, session=work.session).delete()
        hold_raw_text(row, work.session, work.at)
        _worked_on_again(work, row, StudyDeed.TRANSCRIBE, StudyGate.TRANSCRIPT, StudyGate.TRANSLATION)

    work.seal(TextKind.RAW, written, seen, beside)


def _worked_on_again(work: TextWork, row: Study, did: str, *gates: StudyGate) -> None:
    def shut(standing: StudyStanding) -> StudyStanding:
        for gate in gates:
            standing = shut_text_gate(standing, gate, work.session, work.at)
        return standing

    work.change(row, did, shut)


def check_transcript(work: TextWork, seen: int, *, minutes: int, heard: int, unclear: bool) -> None:
    """Somebody else listened to a part of it and settled what was unclear. Raises as `write_transcript`."""
    work.require(StudyAct.CHECK_TRANSCRIPT)
    if not unclear or not is_heard_enough(minutes, heard):
        raise TextRefused("heard-too-little")
    opened = _as_seen(work, TextKind.RAW, seen)
    written: WrittenTranscript = opened.value
    _finish(work, StudyGate.TRANSCRIPT, TextKind.RAW, opened, written.by)


def write_translation(work: TextWork, typed: str, notes: str, language: str, seen: int | None) -> None:
    """Keeps a translation, turn by turn, beside what was said. Raises as `write_transcript`."""
    work.require(StudyAct.TRANSLATE)
    if work.has(TextKind.READING):
        raise TextRefused("begun")
    raw: WrittenTranscript = work.open(TextKind.RAW).value
    if not raw.checked_by:
        raise TextRefused("not-checked")
    before = work.found(TextKind.PAIR)
    translation = _translated(raw.transcript, typed, language)
    pair = SideBySide(raw.transcript, translation, read_notes(notes))
    written = translated_anew(before.value if before else None, pair, work.member.user)
    work.seal(
        TextKind.PAIR,
        written,
        seen,
        lambda row: _worked_on_again(work, row, StudyDeed.TRANSLATE, StudyGate.TRANSLATION),
    )


def _translated(source: SessionTranscript, typed: str, language: str) -> SessionTranscript:
    """Turns keep the numbers of what was said: some of those may have been cut."""
    read = read_transcript(
        typed.encode(), session=source.session, language=language, speakers=source.speakers
    )
    numbered = [
        replace(turn, number=said.number) for turn, said in zip(read.turns, source.turns, strict=False)
    ]
    rest = [
        replace(turn, number=turn.number + source.turns[-1].number)
        for turn in read.turns[len(source.turns) :]
    ]
    return replace(read, turns=(*numbered, *rest))


def check_translation(work: TextWork, seen: int, *, by_meaning: bool, back_checked: bool) -> None:
    """Somebody else put it back into the language in which it was said. Raises as `write_transcript`."""
    work.require(StudyAct.BACK_TRANSLATE)
    opened = _as_seen(work, TextKind.PAIR, seen)
    written: WrittenPair = opened.value
    raw: WrittenTranscript = work.open(TextKind.RAW).value
    if written.pair.source != raw.transcript:
        raise TextRefused("translate-again")
    if not by_meaning or not back_checked or not written.pair.notes:
        raise TextRefused("not-by-meaning")
    _finish(work, StudyGate.TRANSLATION, TextKind.PAIR, opened, written.by)


def _as_seen(work: TextWork, kind: TextKind, seen: int) -> OpenText[Any]:
    opened = work.open(kind)
    if opened.turn != seen:
        raise TextChanged(work.session)
    return opened


def _finish(
    work: TextWork,
    gate: StudyGate,
    kind: TextKind,
    opened: OpenText[Any],
    writer: str,
) -> None:
    def beside(row: Study) -> None:
        if gate is StudyGate.TRANSCRIPT:
            audio_checked(row, work.session, work.at)
        work.change(
            row,
            StudyDeed.CHECK,
            lambda standing: open_text_gate(
                standing,
                gate,
                work.session,
                by={writer, work.member.user},
                said_by=work.member.user,
                at=work.at,
            ),
        )

    work.seal(kind, replace(opened.value, checked_by=work.member.user), opened.turn, beside)
