"""A study meets its gates in their order. A request past a shut gate is refused, with what is missing, and
changes nothing; a refusal is what the audit keeps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import permutations

from kapea.core.studies.gate_table import COLLECTING, GATE_ORDER, GATE_TABLE, StudyGate
from kapea.core.studies.study_protocol import StudyProtocol, freeze_protocol
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_standing import GateOpening, StudyStanding, missing_items


@dataclass(frozen=True, slots=True)
class GateLine:
    """A gate as an observer sees it. `missing`: codes of items and of earlier gates, and no account."""

    gate: StudyGate
    is_open: bool
    opened_at: datetime | None
    missing: tuple[str, ...]


def is_gate_open(study: StudyStanding, gate: StudyGate, at: datetime, session: str = "") -> bool:
    """Whether it stands open now. Nothing does in a study that was stopped."""
    opening = study.opening(gate, session)
    if study.stop is not None or opening is None or opening.shut_at is not None:
        return False
    return not (GATE_TABLE[gate].shuts and missing_items(study, gate, at, session))


def shut_before(
    study: StudyStanding, gate: StudyGate, at: datetime, session: str = ""
) -> tuple[StudyGate, ...]:
    """The earlier gates that keep this one shut, in order. Up to the session each has to be open now; after
    it, to have been opened. Those of one session are open still: they shut only where its words are worked
    on again.
    """
    return tuple(
        each for each in _earlier(study, gate, session) if not _is_met(study, gate, each, at, session)
    )


def _earlier(study: StudyStanding, gate: StudyGate, session: str) -> Iterator[StudyGate]:
    """Of a whole study, those of sessions are counted by an item; a pilot comes before the pilot's gate."""
    found = study.sessions.get(session)
    for each in GATE_ORDER[: GATE_ORDER.index(gate)]:
        if GATE_TABLE[each].each_session and not GATE_TABLE[gate].each_session:
            continue
        if each is StudyGate.PILOT and found is not None and found.pilot:
            continue
        if each is StudyGate.TRANSLATION and found is not None and not found.translated:
            continue
        yield each


def _is_met(study: StudyStanding, gate: StudyGate, earlier: StudyGate, at: datetime, session: str) -> bool:
    its_session = session if GATE_TABLE[earlier].each_session else ""
    if gate in COLLECTING:
        return is_gate_open(study, earlier, at, its_session)
    opening = study.opening(earlier, its_session)
    return opening is not None and not (its_session and opening.shut_at)


def open_gate(
    study: StudyStanding, gate: StudyGate, by: Iterable[str], at: datetime, session: str = ""
) -> StudyStanding | StudyRefused:
    """Opens a gate. `by`: the accounts that sign it together. Opening the protocol's freezes the protocol."""
    act = f"gate.{gate.value}"
    if because := _not_a_step(study, gate, at, session):
        return StudyRefused(act, because)
    if shut := shut_before(study, gate, at, session):
        return StudyRefused(act, StudyRefusal.GATE_SHUT, tuple(each.value for each in shut))
    signers = gate_signers(study, gate, by)
    if signers is None:
        needed = tuple(role.value for role in GATE_TABLE[gate].opened_by)
        return StudyRefused(act, StudyRefusal.NOT_YOURS, needed)
    if missing := missing_items(study, gate, at, session):
        return StudyRefused(act, StudyRefusal.ITEMS_MISSING, tuple(item.value for item in missing))
    return _opened(study, GateOpening(gate, signers, at, session))


def _not_a_step(study: StudyStanding, gate: StudyGate, at: datetime, session: str) -> StudyRefusal | None:
    if study.stop is not None:
        return StudyRefusal.STOPPED
    found = study.sessions.get(session)
    if GATE_TABLE[gate].each_session != (found is not None) or (session and found is None):
        return StudyRefusal.NO_SUCH_STEP
    if found is not None and found.pilot and gate is not StudyGate.SESSION:
        return StudyRefusal.PILOT_NEVER_ANALYSED
    if found is not None and not found.translated and gate is StudyGate.TRANSLATION:
        return StudyRefusal.NO_SUCH_STEP
    over = study.opening(StudyGate.END) is not None
    return StudyRefusal.NO_SUCH_STEP if over or is_gate_open(study, gate, at, session) else None


def gate_signers(study: StudyStanding, gate: StudyGate, by: Iterable[str]) -> tuple[str, ...] | None:
    """One account for each role that opens it, each another; None where they are not all there."""
    roles = GATE_TABLE[gate].opened_by
    able = sorted(frozenset(by) & study.team.holders(roles))
    for accounts in permutations(able, len(roles)):
        if all(role in study.team.roles(account) for role, account in zip(roles, accounts, strict=True)):
            return accounts
    return None


def _opened(study: StudyStanding, opening: GateOpening) -> StudyStanding | StudyRefused:
    protocol: StudyProtocol | StudyRefused = study.protocol
    if opening.gate is StudyGate.PROTOCOL:
        protocol = freeze_protocol(study.protocol, opening.at)
    if isinstance(protocol, StudyRefused):
        return protocol
    return replace(study, protocol=protocol, openings=(*study.openings, opening))


def shut_lapsed_gates(study: StudyStanding, at: datetime) -> tuple[StudyStanding, tuple[StudyGate, ...]]:
    """Writes down that gates shut by themselves, and which: somebody has to open them again."""
    lapsed = tuple(
        gate
        for gate in GATE_ORDER
        if GATE_TABLE[gate].shuts and _stands(study, gate) and missing_items(study, gate, at)
    )
    return shut_gates(study, lapsed, at), lapsed


def _stands(study: StudyStanding, gate: StudyGate) -> bool:
    opening = study.opening(gate)
    return opening is not None and opening.shut_at is None


def shut_gates(study: StudyStanding, gates: Iterable[StudyGate], at: datetime) -> StudyStanding:
    """Shuts gates; that they were open stays known."""
    shutting = frozenset(gates)
    openings = tuple(
        replace(each, shut_at=at) if each.gate in shutting and each.shut_at is None else each
        for each in study.openings
    )
    return replace(study, openings=openings)


def gate_lines(study: StudyStanding, at: datetime) -> tuple[GateLine, ...]:
    """Every gate of the whole study, and what it lacks: for whoever watches over it."""
    whole = (gate for gate in GATE_ORDER if not GATE_TABLE[gate].each_session)
    return tuple(gate_line(study, gate, at) for gate in whole)


def gate_line(study: StudyStanding, gate: StudyGate, at: datetime, session: str = "") -> GateLine:
    """One gate, of the study or of a session, and what it lacks."""
    opening = study.opening(gate, session)
    shut = tuple(each.value for each in shut_before(study, gate, at, session))
    missing = tuple(item.value for item in missing_items(study, gate, at, session))
    is_open = is_gate_open(study, gate, at, session)
    return GateLine(gate, is_open, opening.at if opening else None, () if is_open else (*shut, *missing))
