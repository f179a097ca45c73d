"""The invented corpus as values: raw transcripts, what is planted in them, what two coders made of them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from kapea.core.studies.codebook import Codebook, begun_codebook
from kapea.core.studies.codings import StudyCoding
from kapea.core.studies.identifier_kinds import IdentifierKind
from kapea.core.studies.paired_reading import (
    PairedReading,
    ReaderSeat,
    mark_added,
    reader_seated,
    reading_finished,
)
from kapea.core.studies.replacements import PlannedReplacement
from kapea.core.studies.starter_codes import starter_codes
from kapea.core.studies.text_edits import TextSpan
from kapea.core.studies.transcript import SessionSpeaker, SessionTranscript, SpeakerRole, read_transcript
from kapea.core.studies.transcript_release import (
    DeidentifiedDraft,
    ReleasedTranscript,
    draft_signed,
    release_transcript,
)

KINDS = {
    "commune": "place",
    "village": "place",
    "pagoda": "worship",
    "ngo": "organisation",
}
FIRST, SECOND = "de-identifier-1", "de-identifier-2"
CODER_A, CODER_B, ADJUDICATOR = "coder-a", "coder-b", "adjudicator-1"


@cache
def corpus() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "studies-demo.json"
    return json.loads(path.read_text(encoding="utf-8"))


def sessions() -> list[str]:
    return [told["id"] for told in corpus()["transcripts"]]


def told_of(session: str) -> dict[str, Any]:
    return next(told for told in corpus()["transcripts"] if told["id"] == session)


def raw_file(session: str) -> bytes:
    return "\n".join(f"{t['speaker']}: {t['text']}" for t in told_of(session)["raw_turns"]).encode()


@cache
def raw_transcript(session: str) -> SessionTranscript:
    speakers = [
        SessionSpeaker(label, SpeakerRole.OTHER, who.get("age_band", ""), who.get("gender", ""))
        for label, who in told_of(session)["speakers"].items()
    ]
    return read_transcript(raw_file(session), session=session, language="en", speakers=speakers)


def planted(session: str = "") -> list[dict[str, Any]]:
    return [p for p in corpus()["planted_identifiers"] if session in ("", p["transcript"])]


def raw_span(plant: dict[str, Any]) -> TextSpan:
    return TextSpan(plant["raw_start"], plant["raw_end"])


def kind_of(plant: dict[str, Any]) -> IdentifierKind:
    return IdentifierKind(KINDS.get(plant["category"], plant["category"]))


def begun_reading(session: str) -> PairedReading:
    reading = PairedReading(raw_transcript(session), (), {})
    return reader_seated(reader_seated(reading, ReaderSeat.FIRST, FIRST), ReaderSeat.SECOND, SECOND)


def read_by_both(session: str) -> PairedReading:
    """Both mark whatever is planted, and finish."""
    reading = begun_reading(session)
    for account in (FIRST, SECOND):
        for plant in planted(session):
            reading = mark_added(reading, account, raw_span(plant), kind_of(plant))
        reading = reading_finished(reading, account)
    return reading


def replacements(session: str) -> frozenset[PlannedReplacement]:
    return frozenset(
        PlannedReplacement(raw_span(plant), plant["replacement"], FIRST, plant["category"])
        for plant in planted(session)
    )


def draft(session: str) -> DeidentifiedDraft:
    made = DeidentifiedDraft(read_by_both(session), replacements(session))
    return draft_signed(draft_signed(made, FIRST), SECOND)


@cache
def release(session: str) -> ReleasedTranscript:
    return release_transcript(draft(session))


@cache
def codebook() -> Codebook:
    return begun_codebook(starter_codes(), author="analyst-1")


@cache
def codings() -> tuple[StudyCoding, ...]:
    """The 23 of two coders, each numbered by its own."""
    made: list[StudyCoding] = []
    for coder, key in ((CODER_A, "coder_a"), (CODER_B, "coder_b")):
        coded = [segment for segment in corpus()["coded_segments"] if segment[key]]
        made += [
            StudyCoding(coder, number, s["transcript"], TextSpan(s["start"], s["end"]), s[key], 1)
            for number, s in enumerate(coded, 1)
        ]
    return tuple(made)
