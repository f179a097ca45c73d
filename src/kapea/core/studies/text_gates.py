"""The gates of one session's words: they open as its text is done, by the accounts that did it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from kapea.core.studies.gate_table import GATE_TABLE, WORKED_OUT, StudyGate
from kapea.core.studies.study_changes import tell_item
from kapea.core.studies.study_gates import is_gate_open, open_gate
from kapea.core.studies.study_refusals import StudyRefused
from kapea.core.studies.study_standing import ItemTold, StudyStanding


def open_text_gate(
    study: StudyStanding, gate: StudyGate, session: str, *, by: Iterable[str], said_by: str, at: datetime
) -> StudyStanding | StudyRefused:
    """Says every item of the gate that somebody has to say, and opens it. `by`: the accounts that did the
    work; `said_by`: who finished it. A gate that is open stays so: nobody signs the same twice.
    """
    if is_gate_open(study, gate, at, session):
        return study
    for item in GATE_TABLE[gate].items:
        if item not in WORKED_OUT:
            told = tell_item(study, ItemTold(item, True, said_by, at, session))
            if isinstance(told, StudyRefused):
                return told
            study = told
    return open_gate(study, gate, by, at, session)


def shut_text_gate(study: StudyStanding, gate: StudyGate, session: str, at: datetime) -> StudyStanding:
    """The text is worked on again: the gate of this session is shut, and that it was open stays known."""
    openings = tuple(
        replace(each, shut_at=at)
        if (each.gate, each.session) == (gate, session) and each.shut_at is None
        else each
        for each in study.openings
    )
    return replace(study, openings=openings)


def gates_for_session(study: StudyStanding, session: str) -> frozenset[StudyGate]:
    """The gates that were opened once of the whole study, and those of this session that are open."""
    return frozenset(
        each.gate
        for each in study.openings
        if not each.session or (each.session == session and each.shut_at is None)
    )
