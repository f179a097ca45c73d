"""Sessions, seats and consent as rows: written from what core makes of them, and read back as it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from kapea.core.studies.consent_scopes import ResearchScope, ScopeRow
from kapea.core.studies.research_consent import ConsentRegister, ConsentSeat
from kapea.core.studies.research_sessions import ResearchSession, SeatYes, SessionChecks, SessionState
from kapea.core.studies.seat_changes import removed_by_red
from kapea.core.studies.seating import SeatedPerson
from kapea.core.studies.session_entries import (
    CardLaid,
    CardTakenBack,
    HandShown,
    PointMarked,
    SeatLeft,
    SessionEntry,
    TurnMarked,
    session_entries,
)
from kapea.core.studies.study_people import StudyPerson
from kapea.core.studies.study_standing import StudyStanding
from kapea.core.studies.waiver_entering import ConsentTerms
from kapea.studies.models import Study, StudyScopeAnswer, StudySeat, StudySession, StudySessionEntry

ENTRY_KINDS: Mapping[str, type[SessionEntry]] = {
    "card": CardLaid,
    "taken-back": CardTakenBack,
    "turn": TurnMarked,
    "hand": HandShown,
    "point": PointMarked,
    "left": SeatLeft,
}
KIND_OF_ENTRY = {kind: name for name, kind in ENTRY_KINDS.items()}


@dataclass(frozen=True, slots=True)
class SeatTold:
    """All that is kept of somebody who sits in a session, as a number. `person`: as far as a label or a table
    of a report could tell of them.
    """

    consent: ConsentSeat
    seated: SeatedPerson
    person: StudyPerson


def json_of_value(value: object) -> Any:
    """A value of core as JSON takes it."""
    return msgspec.to_builtins(value, str_keys=True)


# --- sessions ---------------------------------------------------------------------------------


NOBODY_SITS = frozenset({SessionState.CLOSED, SessionState.CANCELLED})
"""States in which nobody looks again at who sits there."""


def sessions_of(row: Study) -> tuple[dict[str, ResearchSession], dict[str, SessionChecks]]:
    """All sessions of a study, by their codes, and what was looked at before each. Who sits in one that is
    not closed, and what they agreed to, is read anew each time.
    """
    rows = list(row.sessions.order_by("number"))
    sessions = {each.code: msgspec.convert(each.document, ResearchSession, str_keys=True) for each in rows}
    checks = {
        each.code: msgspec.convert(each.checks, SessionChecks, str_keys=True) for each in rows if each.checks
    }
    live = [each for each in rows if sessions[each.code].state not in NOBODY_SITS]
    return sessions, {**checks, **_seats_of(row, live, checks)}


def _seats_of(
    row: Study, live: list[StudySession], checks: Mapping[str, SessionChecks]
) -> dict[str, SessionChecks]:
    if not live:
        return {}
    here = [each for each in _seat_rows(row, live) if each.withdrawn_on is None]
    consent = _register(row, here, ())
    told = {each.id: seat_told(each) for each in here}
    found = {}
    for session in live:
        mine = [each for each in here if each.session_id == session.id]
        before = checks.get(session.code, SessionChecks())
        found[session.code] = replace(
            before,
            seats=tuple(_yes(consent, each.seat) for each in mine),
            seated=tuple(told[each.id].seated for each in mine),
        )
    return found


def _yes(consent: ConsentRegister, seat: str) -> SeatYes:
    takes_part, audio = (consent.covers(seat, s) for s in (ResearchScope.TAKE_PART, ResearchScope.AUDIO))
    return SeatYes(seat, takes_part, audio)


def save_sessions(row: Study, before: StudyStanding, after: StudyStanding) -> None:
    """Writes the sessions that a change made or changed."""
    for code, session in after.sessions.items():
        checks, was = _kept(after.checks.get(code)), _kept(before.checks.get(code))
        if session != before.sessions.get(code) or checks != was:
            _save_session(row, session, checks)


def _kept(checks: SessionChecks | None) -> SessionChecks | None:
    """What of checks is kept: not who sits there, which stands in rows of its own."""
    return None if checks is None else replace(checks, seats=(), seated=())


def _save_session(row: Study, session: ResearchSession, checks: SessionChecks | None) -> None:
    number = int(session.id.removeprefix("s"))
    kept, _ = StudySession.objects.get_or_create(
        study=row, number=number, defaults={"document": {}, "checks": {}}
    )
    kept.document, kept.checks = json_of_value(session), {} if checks is None else json_of_value(checks)
    kept.turn += 1
    kept.save(update_fields=["document", "checks", "turn"])


# --- entries ----------------------------------------------------------------------------------


def session_entries_of(session: StudySession) -> tuple[SessionEntry, ...]:
    """All that staff entered in a session."""
    return tuple(_entry(each) for each in session.entries.order_by("id").values_list("content", flat=True))


def _entry(content: Mapping[str, Any]) -> SessionEntry:
    kind = ENTRY_KINDS[content["kind"]]
    told = {name: each for name, each in content.items() if name != "kind"}
    return msgspec.convert(told, kind, str_keys=True)


def add_entries(session: StudySession, entries: Iterable[SessionEntry], *, came_at: Any) -> int:
    """Adds each once, however often it is sent; how many rows were not there before. Of a seat that withdrew
    nothing is taken, however late it comes; of one that turned red or left nothing after that stays.
    """
    before, gone = session.entries.count(), seats_to_cut(session.study, session.code)
    StudySessionEntry.objects.bulk_create(
        (
            StudySessionEntry(
                session=session,
                entry=each.id,
                content={"kind": KIND_OF_ENTRY[type(each)], **json_of_value(each)},
                came_at=came_at,
            )
            for each in entries
            if getattr(each, "seat", "") not in gone
        ),
        ignore_conflicts=True,
    )
    added = session.entries.count() - before
    known = session_entries_of(session)
    gone_after = removed_by_red(known, session_entries(known).gone_at)
    session.entries.filter(entry__in=gone_after).delete()
    return added


# --- consent ----------------------------------------------------------------------------------


def consent_terms(row: Study) -> ConsentTerms:
    """Which words of consent hold in a study, and what its committee decided."""
    return msgspec.convert(row.consent_terms, ConsentTerms, str_keys=True)


def seat_told(row: StudySeat) -> SeatTold:
    """What is kept of a seat that has not withdrawn."""
    return msgspec.convert(row.document, SeatTold, str_keys=True)


def seats_to_cut(study: Study, session: str) -> frozenset[str]:
    """The seats of a session that withdrew. Whoever opens words of it cuts each turn of theirs, and seals the
    rest under a new key, before anything is shown.
    """
    rows = StudySeat.objects.filter(session__study=study, withdrawn_on__isnull=False)
    number = int(session.removeprefix("s"))
    return frozenset(rows.filter(session__number=number).values_list("seat", flat=True))


def consent_of(row: Study) -> ConsentRegister:
    """All consent of a study as it stands at this moment: read anew for every use, never kept."""
    seats = _seat_rows(row, None)
    gone = [each.seat for each in seats if each.withdrawn_on is not None]
    return _register(row, [each for each in seats if each.withdrawn_on is None], gone)


def _seat_rows(row: Study, sessions: list[StudySession] | None) -> list[StudySeat]:
    found = StudySeat.objects.filter(session__study=row).order_by("id")
    return list(found if sessions is None else found.filter(session__in=sessions))


def _register(row: Study, here: list[StudySeat], gone: Iterable[str]) -> ConsentRegister:
    answers = StudyScopeAnswer.objects.filter(seat__in=here).order_by("id")
    terms = consent_terms(row)
    return ConsentRegister(
        seats={each.seat: seat_told(each).consent for each in here},
        rows=tuple(msgspec.convert(each.document, ScopeRow, str_keys=True) for each in answers),
        words=terms.words,
        committee=terms.committee,
        withheld={each.seat: frozenset(each.withheld) for each in here if each.withheld},
        withdrawn=frozenset(gone),
    )


def add_seat(session: StudySession, told: SeatTold) -> StudySeat:
    """Somebody who understood, and agreed to take part, as a number."""
    return StudySeat.objects.create(session=session, seat=told.consent.id, document=json_of_value(told))


def add_scope_answers(seat: StudySeat, rows: Iterable[ScopeRow]) -> None:
    """Adds answers, each once by its id; of a seat that withdrew none."""
    if seat.withdrawn_on is not None:
        return
    StudyScopeAnswer.objects.bulk_create(
        (StudyScopeAnswer(seat=seat, answer=each.id, document=json_of_value(each)) for each in rows),
        ignore_conflicts=True,
    )
