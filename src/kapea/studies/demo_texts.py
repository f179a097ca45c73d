"""The words of the study of trials: six invented transcripts, read by two people of the trial, and released.
Nobody ever said them. What is planted in them is invented, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from pathlib import Path

import msgspec
from django.db import transaction

from kapea.core.studies.draw_at_release import with_draw
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.identifier_kinds import IdentifierKind
from kapea.core.studies.paired_reading import (
    PairedReading,
    ReaderSeat,
    mark_added,
    reader_seated,
    reading_finished,
)
from kapea.core.studies.reading_decisions import open_passages
from kapea.core.studies.replacements import KeptAsIs, PlannedReplacement
from kapea.core.studies.study_book import of_standing
from kapea.core.studies.study_refusals import StudyRefused
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.study_standing import StudyStanding
from kapea.core.studies.team_changes import give_new_role
from kapea.core.studies.text_edits import TextSpan
from kapea.core.studies.text_gates import open_text_gate
from kapea.core.studies.transcript import SessionSpeaker, SessionTranscript, read_transcript
from kapea.core.studies.transcript_release import (
    DeidentifiedDraft,
    draft_signed,
    flags_raised,
    release_transcript,
)
from kapea.core.studies.written_texts import WrittenTranscript
from kapea.people.member import Member
from kapea.people.models import Membership
from kapea.people.queries import member_at_work
from kapea.studies.actions import change_study
from kapea.studies.demo_study import demo_study_row
from kapea.studies.draw_rows import draw_of_release
from kapea.studies.glass_copies import glass_copy, keep_glass
from kapea.studies.held_matters import hold_key_list, hold_raw_text
from kapea.studies.models import Study
from kapea.studies.queries import book_of
from kapea.studies.sealed_texts import keep_sealed
from kapea.studies.session_texts import CUSTODY, TextKind
from kapea.studies.study_keys import make_study_key
from kapea.studies.trail_names import StudyDeed

FILE = Path(__file__).with_suffix(".json")
WHY_KEPT = "a word of every day"
WORKERS: Mapping[StudyRole, StudyRole] = {
    StudyRole.TRANSCRIBER: StudyRole.ADVISER,
    StudyRole.CHECKER: StudyRole.MODERATOR,
    StudyRole.DEIDENTIFIER_1: StudyRole.ADVISER,
    StudyRole.DEIDENTIFIER_2: StudyRole.MODERATOR,
}
"""Who works on words in the trial, by what they are there already, where nobody else does."""


@dataclass(frozen=True, slots=True)
class InventedName:
    """Something planted: where it stands in the text, and what takes its place."""

    start: int
    end: int
    tag: str
    kind: IdentifierKind


@dataclass(frozen=True, slots=True)
class InventedTranscript:
    """One transcript. `told`: by what the corpus calls it."""

    told: str
    speakers: tuple[SessionSpeaker, ...]
    lines: tuple[str, ...]
    planted: tuple[InventedName, ...]


@cache
def invented_transcripts() -> Sequence[InventedTranscript]:
    """All six, in the order of their sessions."""
    return msgspec.json.decode(FILE.read_bytes(), type=tuple[InventedTranscript, ...])


def write_demo_texts(*, at: datetime) -> Mapping[str, SessionTranscript]:
    """Writes the words of the sessions of the trial that are there, once; what was released, by session."""
    row = demo_study_row()
    if row is None or row.sealed_texts.filter(kind=TextKind.RAW.value).exists():
        return {}
    sessions = [each.code for each in row.sessions.order_by("number")]
    if not sessions:
        return {}
    team = _workers(row, at)
    told = zip(sessions, invented_transcripts(), strict=False)
    return {code: _write(row, code, invented, team, at) for code, invented in told}


def _workers(row: Study, at: datetime) -> Mapping[StudyRole, Member]:
    """Whoever works on words there; where nobody does, people of the team get the role."""
    for role, of in WORKERS.items():
        team = book_of(row).standing.team
        if not team.holders({role}):
            lead = _member(row, min(team.holders({StudyRole.INVESTIGATOR})))
            account = min(team.holders({of}))
            given = partial(give_new_role, account=account, role=role, by=lead.user)
            with transaction.atomic():
                change_study(lead, row, row.turn, StudyDeed.GIVE, of_standing(given), at=at)
    team = book_of(row).standing.team
    return {role: _member(row, min(team.holders({role}))) for role in WORKERS}


def _member(row: Study, account: str) -> Member:
    found = Membership.objects.get(user=account, organisation=row.organisation_id, ended_at=None)
    member = member_at_work(found.id)
    assert member is not None
    return member


def _write(
    row: Study, code: str, invented: InventedTranscript, team: Mapping[StudyRole, Member], at: datetime
) -> SessionTranscript:
    text = "\n".join(invented.lines).encode()
    transcript = read_transcript(text, session=code, language="en", speakers=invented.speakers)
    writer, checker = team[StudyRole.TRANSCRIBER], team[StudyRole.CHECKER]
    readers = (team[StudyRole.DEIDENTIFIER_1], team[StudyRole.DEIDENTIFIER_2])
    draft = _read(transcript, invented.planted, readers)
    released = release_transcript(draft)
    values = {
        TextKind.RAW: WrittenTranscript(transcript, 1, writer.user, checker.user),
        TextKind.READING: draft,
        TextKind.LOG: released,
        TextKind.RELEASED: released.transcript,
    }
    keys = {kind: make_study_key(readers[0], row, CUSTODY[kind], at=at) for kind in values}
    raw = keys[TextKind.RAW].record
    glass = glass_copy(readers[0], row, raw, WrittenTranscript(transcript, 1, writer.user), at=at)
    with transaction.atomic():
        for kind, value in values.items():
            keep_sealed(row, code, kind.value, value, keys[kind])
        keep_glass(row, code, raw, glass)
        overlooked = [released.missed.missed, released.missed.found]
        row.sessions.filter(number=int(code[1:])).update(overlooked=overlooked)
        hold_raw_text(row, code, at)
        hold_key_list(row, code, at)
        _draw(row, code, readers[1], keys[TextKind.RELEASED].record, at)
        _open_gates(row, code, (writer, checker), readers, at)
    return released.transcript


def _draw(row: Study, code: str, by: Member, record: str, at: datetime) -> None:
    """It is released, and with it drawn who codes it."""

    def drawn(standing: StudyStanding) -> StudyStanding:
        return with_draw(standing, draw_of_release(row, standing, code))

    told = {"session": code, "record": record}
    change_study(by, row, row.turn, StudyDeed.RELEASE, of_standing(drawn), at=at, **told)


def _read(
    transcript: SessionTranscript, planted: Sequence[InventedName], readers: Sequence[Member]
) -> DeidentifiedDraft:
    """Both mark what is planted, replace it, and sign; what is left as it is has a reason."""
    reading = PairedReading(transcript, (), {})
    for seat, reader in zip((ReaderSeat.FIRST, ReaderSeat.SECOND), readers, strict=True):
        reading = reader_seated(reading, seat, reader.user)
        for each in planted:
            reading = mark_added(reading, reader.user, TextSpan(each.start, each.end), each.kind)
        reading = reading_finished(reading, reader.user)
    first = readers[0].user
    tags = (PlannedReplacement(TextSpan(e.start, e.end), e.tag, first, e.kind.value) for e in planted)
    draft = DeidentifiedDraft(reading, frozenset(tags))
    kept = (KeptAsIs(each.span, first, WHY_KEPT) for each in open_passages(draft))
    draft = replace(draft, kept=frozenset(kept))
    for reader in readers:
        draft = draft_signed(draft, reader.user)
    assert not flags_raised(draft), "the invented transcripts are right, or they are not written at all"
    return draft


def _open_gates(
    row: Study, code: str, heard: Sequence[Member], readers: Sequence[Member], at: datetime
) -> None:
    """As far as the study's other gates let them: where an earlier one is shut they stay shut."""
    for gate, people in ((StudyGate.TRANSCRIPT, heard), (StudyGate.DEIDENTIFIED, readers)):
        accounts = [each.user for each in people]
        opened = partial(open_text_gate, gate=gate, session=code, by=accounts, said_by=accounts[-1], at=at)
        standing: StudyStanding | StudyRefused = opened(book_of(row).standing)
        if isinstance(standing, StudyStanding):
            change_study(people[-1], row, row.turn, StudyDeed.CHECK, of_standing(opened), at=at)
