"""The gates of the study of trials. Those of the idea and the protocol are signed by its invented people, as
pages would have it. That it was approved, staffed and piloted nobody may say: of these gates there is only
an invented history, in which they were open for a moment, so that what comes after them can be walked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from kapea.core.studies.gate_table import GATE_TABLE, WORKED_OUT, StudyGate
from kapea.core.studies.study_book import BookChange, of_standing, sign_gate
from kapea.core.studies.study_changes import tell_item
from kapea.core.studies.study_refusals import StudyRefused
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.study_standing import GateOpening, ItemTold
from kapea.people.member import Member
from kapea.studies.actions import change_study
from kapea.studies.models import Study
from kapea.studies.queries import book_of, document_of
from kapea.studies.trail_names import StudyDeed

NEVER_TRUE = (StudyGate.ETHICS, StudyGate.TEAM, StudyGate.PILOT)
"""Shut again in the moment in which they were opened: no committee approved anything, and nobody piloted."""
DemoTeam = Mapping[StudyRole, Member]
"""Of each role, who holds it in the trial."""


def open_demo_gate(row: Study, by: DemoTeam, gate: StudyGate, at: datetime) -> None:
    """What somebody has to say for a gate is said, and each signs who has to. The group that advises signs by
    its answer.
    """
    says = by[StudyRole.DATA_STEWARD]
    for item in GATE_TABLE[gate].items:
        if item not in WORKED_OUT:
            told = ItemTold(item, True, says.user, at)
            do_in_demo(says, row, StudyDeed.SAY, of_standing(partial(tell_item, told=told)), at)
    for role in GATE_TABLE[gate].opened_by:
        if role is StudyRole.ADVISORY_GROUP:
            continue
        signed = partial(sign_gate, gate=gate, by=by[role].user, at=at)
        do_in_demo(by[role], row, StudyDeed.SIGN, signed, at)


def write_demo_history(row: Study, by: DemoTeam, at: datetime) -> None:
    """Writes the invented openings: of ethics, team and pilot, shut again, and of the start of every session.
    No line of the trail says that anybody opened them.
    """
    book = book_of(row)
    openings = (*book.standing.openings, *_shut_again(by, at), *_of_sessions(row, by, at))
    row.document = document_of(replace(book, standing=replace(book.standing, openings=openings)))
    row.turn += 1
    row.save(update_fields=["document", "turn"])


def _shut_again(by: DemoTeam, at: datetime) -> Iterator[GateOpening]:
    for gate in NEVER_TRUE:
        yield GateOpening(gate, _accounts(by, gate), at, shut_at=at)


def _of_sessions(row: Study, by: DemoTeam, at: datetime) -> Iterator[GateOpening]:
    for session in book_of(row).standing.sessions:
        yield GateOpening(StudyGate.SESSION, _accounts(by, StudyGate.SESSION), at, session)


def _accounts(by: DemoTeam, gate: StudyGate) -> tuple[str, ...]:
    return tuple(by[role].user for role in GATE_TABLE[gate].opened_by)


def do_in_demo(by: Member, row: Study, did: str, change: BookChange, at: datetime) -> None:
    """Does one thing to the study of trials. Raises ValueError where the house refuses it."""
    require_taken(change_study(by, row, row.turn, did, change, at=at))


def require_taken(refused: StudyRefused | None) -> None:
    """The invented study is right, or it is not written at all: raises ValueError."""
    if refused is not None:
        raise ValueError(f"the study of trials: {refused.audit_code} {refused.missing}")
