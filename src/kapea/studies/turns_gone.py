"""Which turns of a text have to go: those of whoever consent does not cover at this moment, and those in
which somebody told of harm.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kapea.core.studies.both_languages import numbers_in_both
from kapea.core.studies.research_consent import ConsentRegister
from kapea.core.studies.transcript import SessionTranscript
from kapea.core.studies.transcript_release import DeidentifiedDraft, ReleasedTranscript
from kapea.core.studies.written_texts import (
    WrittenPair,
    WrittenTranscript,
    uncovered_turns,
)
from kapea.studies.models import Study, StudyTurnCut
from kapea.studies.session_rows import consent_of


def transcript_in(value: object) -> SessionTranscript:
    """The transcript that a text holds."""
    if isinstance(value, DeidentifiedDraft):
        return value.reading.transcript
    if isinstance(value, WrittenPair):
        return value.pair.source
    if isinstance(value, WrittenTranscript | ReleasedTranscript):
        return value.transcript
    assert isinstance(value, SessionTranscript)
    return value


def turns_to_cut(study: Study, session: str, transcript: SessionTranscript) -> frozenset[int]:
    """What of a text has to go: disclosed, or of somebody whom consent does not cover at this moment."""
    marked = numbers_in_both(turns_disclosed(study).get(session, ()))
    return turns_gone(transcript, marked, consent_of(study))


def turns_gone(
    transcript: SessionTranscript, marked: Collection[int], consent: ConsentRegister
) -> frozenset[int]:
    """The same, where what was disclosed and all consent were read already."""
    there = frozenset(turn.number for turn in transcript.turns if turn.number in marked)
    return there | uncovered_turns(transcript, consent)


def turns_disclosed(study: Study) -> Mapping[str, frozenset[int]]:
    """The turns in which somebody told of harm, by session: they leave every text."""
    found: dict[str, set[int]] = {}
    for session, turn in StudyTurnCut.objects.filter(study=study).values_list("session", "turn"):
        found.setdefault(session, set()).add(turn)
    return {session: frozenset(turns) for session, turns in found.items()}
