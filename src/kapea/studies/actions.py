"""What is done in a study, each in the trail. The caller holds a transaction and has locked the row.

What is refused changes nothing and leaves a row with the refusal's code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from kapea.audit import actions as audit
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.question_form_gate import question_form_refused
from kapea.core.studies.sampling_frame import SamplingFrame
from kapea.core.studies.study_book import BookChange, StudyBook, write_protocol
from kapea.core.studies.study_gates import shut_lapsed_gates
from kapea.core.studies.study_protocol import ProtocolChange, ProtocolPart, StudyReach
from kapea.core.studies.study_refusals import StudyRefused
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.study_standing import StudyStanding
from kapea.core.studies.team_changes import first_team
from kapea.people.member import Member
from kapea.studies.models import Study, StudyGrant, StudyText
from kapea.studies.queries import book_of, digest_of_words, document_of, grants_of
from kapea.studies.session_rows import save_sessions
from kapea.studies.trail_names import StudyDeed


class StudyCodeTaken(ValueError):
    """Another study of the organisation has that code."""


class StaleTurn(ValueError):
    """Somebody changed the study meanwhile: whoever asks has not seen what they would change."""


@dataclass(frozen=True, slots=True)
class WrittenProtocol:
    """Words of a protocol: of parts, and of tools by their names; tools that go; whom it asks; strata."""

    parts: Mapping[ProtocolPart, str] = field(default_factory=dict)
    tools: Mapping[str, str] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    reach: StudyReach | None = None
    frame: SamplingFrame | None = None


def start_study(by: Member, *, code: str, country: str, zone: str, role: StudyRole, at: datetime) -> Study:
    """A study, with whoever starts it in it. Raises StudyCodeTaken."""
    if Study.objects.filter(organisation=by.organisation, code=code).exists():
        raise StudyCodeTaken(code)
    standing = StudyStanding(zone=zone, team=first_team(by.user, role))
    row = Study.objects.create(
        organisation_id=by.organisation,
        code=code,
        country=country,
        document=document_of(StudyBook(standing)),
        started_at=at,
    )
    StudyGrant.objects.create(study=row, user_id=by.user, role=role.value, given_by=by.id, given_at=at)
    record_in_study(by, row, StudyDeed.START, at)
    return row


def change_study(
    by: Member, row: Study, turn: int, did: str, change: BookChange, *, at: datetime, **detail: str
) -> StudyRefused | None:
    """Does one thing to a study; the refusal, where it was refused. Raises StaleTurn."""
    if turn != row.turn:
        raise StaleTurn
    before = book_of(row)
    standing, lapsed = shut_lapsed_gates(before.standing, at)
    after = change(replace(before, standing=standing))
    if isinstance(after, StudyRefused):
        record_in_study(by, row, StudyDeed.REFUSE, at, code=after.audit_code)
        return after
    standing, shut = shut_lapsed_gates(after.standing, at)
    after = replace(after, standing=standing)
    _save(by, row, before, after, at)
    for gate in (*lapsed, *shut):
        record_in_study(by, row, StudyDeed.SHUT, at, gate=gate.value)
    record_in_study(by, row, did, at, **detail)
    for gate in _opened(before, after):
        record_in_study(by, row, StudyDeed.OPEN, at, gate=gate.value)
    return None


def write_down_lapsed(row: Study, *, by: str, at: datetime) -> tuple[StudyGate, ...]:
    """Writes down which gates shut by themselves: nobody had to look. The caller holds the row."""
    before = book_of(row)
    standing, lapsed = shut_lapsed_gates(before.standing, at)
    if lapsed:
        row.document = document_of(replace(before, standing=standing, signatures=()))
        row.turn += 1
        row.save(update_fields=["document", "turn"])
    for gate in lapsed:
        record_in_study(by, row, StudyDeed.SHUT, at, gate=gate.value)
    return lapsed


def keep_protocol_words(
    by: Member, row: Study, turn: int, written: WrittenProtocol, *, at: datetime
) -> StudyRefused | None:
    """Writes on the protocol, or proposes an amendment of it, and keeps the words. Raises StaleTurn."""
    change = ProtocolChange(
        parts={part: digest_of_words(words) for part, words in written.parts.items()},
        instruments={name: digest_of_words(words) for name, words in written.tools.items()},
        dropped=written.dropped,
        reach=written.reach,
        frame=written.frame,
    )
    refused = change_study(
        by, row, turn, StudyDeed.WRITE, lambda book: write_protocol(book, change, by=by.user), at=at
    )
    if refused is None:
        _keep_words(row, (*written.parts.values(), *written.tools.values()))
    return refused


def hand_out_form(by: Member, row: Study, design: str, *, at: datetime) -> StudyRefused | None:
    """Writes down that a form was taken to ask a question by a design; the refusal, where none may be."""
    refused = question_form_refused(book_of(row).standing, at)
    if refused is not None:
        record_in_study(by, row, StudyDeed.REFUSE, at, code=refused.audit_code)
        return refused
    record_in_study(by, row, StudyDeed.FORM, at, design=design)
    return None


def _keep_words(row: Study, texts: tuple[str, ...]) -> None:
    for words in texts:
        StudyText.objects.get_or_create(study=row, digest=digest_of_words(words), defaults={"words": words})


def _save(by: Member, row: Study, before: StudyBook, after: StudyBook, at: datetime) -> None:
    _save_team(by, row, before, after, at)
    save_sessions(row, before.standing, after.standing)
    row.document, row.turn = document_of(after), row.turn + 1
    row.save(update_fields=["document", "turn"])


def _save_team(by: Member, row: Study, before: StudyBook, after: StudyBook, at: datetime) -> None:
    """Grants stand in the order in which they were given: what is ended keeps its place."""
    was, now = before.standing.team.grants, after.standing.team.grants
    for each, old, new in zip(grants_of(row), was, now, strict=False):
        if new.ended and not old.ended:
            StudyGrant.objects.filter(id=each.id).update(ended_at=at)
    for new in now[len(was) :]:
        StudyGrant.objects.create(
            study=row, user_id=new.account, role=new.role.value, given_by=by.id, given_at=at
        )


def _opened(before: StudyBook, after: StudyBook) -> tuple[StudyGate, ...]:
    return tuple(each.gate for each in after.standing.openings[len(before.standing.openings) :])


def record_in_study(by: Member | str, row: Study, action: str, at: datetime, **detail: str | int) -> None:
    """A row of the trail about a study."""
    audit.record(
        action=str(action),
        subject=f"study:{row.id}",
        by=by if isinstance(by, str) else by.name_in_audit,
        at=at,
        organisation=row.organisation_id,
        **detail,
    )
