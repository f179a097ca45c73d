"""One session: what it lacks before it starts, its gates, who sits there as numbers, and how it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.distress import STOPPERS, DistressReason
from kapea.core.studies.gate_table import GATE_ORDER, GATE_TABLE, StudyGate
from kapea.core.studies.research_consent import ConsentRegister
from kapea.core.studies.research_sessions import (
    SESSION_STEPS,
    SessionLack,
    SessionState,
    SessionStep,
    missing_for_start,
)
from kapea.core.studies.seat_changes import may_ask_again
from kapea.core.studies.seat_labels import label_of_seat
from kapea.core.studies.session_audio import is_audio_offered
from kapea.core.studies.session_changes import PLANNERS
from kapea.core.studies.session_entries import missing_assent, session_entries
from kapea.core.studies.session_preparing import IN_ROOM, WHO_CHECKS, SessionCheck
from kapea.core.studies.study_gates import gate_line
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_roles import SAFEGUARDING
from kapea.studies.actions_sessions import aftercare_of
from kapea.studies.session_rows import consent_of, seat_told, session_entries_of
from kapea.web.field.codes import SESSION_KINDS, at_place, codes_in_words, release_of_member, site_names
from kapea.web.field.found import StudyFault, study_tabs
from kapea.web.field.session_found import SessionSeen, pack_lines, session_seen
from kapea.web.field.study_page import GateShown, gate_shown
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.words import staff_words

T = SessionStep
STEPS_IN_ROOM = (T.START, T.PAUSE, T.RESUME, T.END, T.CLOSE)
STOP_WORDS = {
    DistressReason.CANNOT_SETTLE: "upset",
    DistressReason.TWO_DISTRESSED: "two-upset",
    DistressReason.AGGRESSION: "anger",
    DistressReason.SUSPECT_NEAR: "suspect",
    DistressReason.STAFF_SAYS: "staff",
}
"""By which names the sheet of the pack calls each reason."""


@dataclass(frozen=True, slots=True)
class LackShown:
    """What has to be there before it starts. `check`: what whoever looks may say of it."""

    code: str
    is_there: bool
    check: str


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat in the list: its label, and which scopes cover it."""

    label: str
    kind: str
    covered: tuple[str, ...]
    withdrawn: bool


CHECK_FOR = {
    SessionLack.TWO_STAFF: SessionCheck.HERE,
    SessionLack.ON_CALL: SessionCheck.ON_CALL,
    SessionLack.REFERRALS: SessionCheck.REFERRALS,
    SessionLack.ROOM: SessionCheck.ROOM,
}


OF_STAFF = frozenset({SessionLack.VETTED, SessionLack.SIGNED_IN, SessionLack.RESTED})
OF_SEATS = frozenset({SessionLack.AGREED})
"""What holds of everybody there; while nobody is there, that is nothing to show as done."""


@require_safe
def read_session(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Where it stands."""
    return session_page(request, id, number)


def after_session(request: HttpRequest, id: str, number: int, fault: StudyFault | None) -> HttpResponse:
    """Back to the session, or why not."""
    if fault:
        return session_page(request, id, number, fault)
    return HttpResponseRedirect(f"/staff/studies/{id}/sessions/{number}")


def session_page(request: HttpRequest, id: str, number: int, fault: StudyFault | None = None) -> HttpResponse:
    """The page, and what was not done if something was not."""
    seen, at = session_seen(request, id, number, StudyAct.READ_SESSIONS), request_time()
    language, standing, session = language_of(request), seen.study.book.standing, seen.session
    words, release = staff_words(language), release_of_member(seen.study.member, language)
    entries = session_entries(session_entries_of(seen.row))
    roles = standing.team.roles(seen.study.member.user)
    of_room = bool(roles & IN_ROOM)
    is_planned = session.state is SessionState.PLANNED
    return render_staff(
        request,
        "field/session.html",
        409 if fault else 200,
        row=seen.study.row,
        tabs=study_tabs(seen.study),
        session=session,
        number=number,
        turn=seen.row.turn,
        address=seen.address,
        state=session.state.value,
        site=site_names(release, [session.site], language)[0][1],
        started_at=at_place(session.started_at, standing.zone),
        ended_at=at_place(session.ended_at, standing.zone),
        lacks=_lacks(seen, at) if is_planned else (),
        is_here=any(each.account == seen.study.member.user for each in seen.checks.staff),
        gates=_gates(seen, at),
        steps=_steps(seen, of_room),
        may_cancel=bool(roles & PLANNERS) and (session.state, SessionStep.CANCEL) in SESSION_STEPS,
        seats=_seats(seen) if seen.study.may(StudyAct.WITHDRAW_CONSENT) else (),
        scope_names=pack_lines(release, "study-sheet", "scope", language),
        seated=len(seen.checks.seated),
        may_seat=is_planned and seen.study.may(StudyAct.ASK_CONSENT),
        may_lead=seen.study.may(StudyAct.RUN_SESSION) and not is_planned,
        may_open_sealed=seen.study.may(StudyAct.OPEN_SEALED) and not is_planned,
        may_ask=of_room and may_ask_again(session),
        may_record=_may_record(seen),
        turns=len(entries.turns),
        cards=len(entries.cards),
        missing_points=codes_in_words(_missing_points(seen), words, SESSION_KINDS),
        may_stop=bool(roles & STOPPERS) and (session.state, SessionStep.STOP) in SESSION_STEPS,
        stops=pack_lines(release, "study-sheet", "stop", language),
        reasons=[(each.value, STOP_WORDS[each]) for each in DistressReason],
        may_hold=bool(roles & SAFEGUARDING) and (session.state, SessionStep.HOLD) in SESSION_STEPS,
        may_go_on=bool(roles & SAFEGUARDING) and session.state is SessionState.HELD,
        aftercare=aftercare_of(seen.row) if seen.study.may(StudyAct.READ_DISTRESS) else None,
        report_due=_report_due(seen),
        fault=fault,
        missing=codes_in_words(fault.missing, words, SESSION_KINDS) if fault else (),
    )


def _lacks(seen: SessionSeen, at: datetime) -> list[LackShown]:
    standing = seen.study.book.standing
    roles = standing.team.roles(seen.study.member.user)
    missing = missing_for_start(seen.session, seen.checks, at=at, zone=standing.zone)
    shown = []
    for lack in SessionLack:
        check = CHECK_FOR.get(lack)
        may = check is not None and bool(roles & WHO_CHECKS[check])
        nobody = (lack in OF_STAFF and not seen.checks.staff) or (lack in OF_SEATS and not seen.checks.seats)
        is_there = lack not in missing and not nobody
        shown.append(LackShown(lack.value, is_there, check.value if check and may else ""))
    return shown


def _gates(seen: SessionSeen, at: datetime) -> list[GateShown]:
    """Its own, in order; a pilot is never written down."""
    standing, code = seen.study.book.standing, seen.row.code
    of_session = [gate for gate in GATE_ORDER if GATE_TABLE[gate].each_session]
    if seen.session.pilot:
        of_session = [StudyGate.SESSION]
    elif not seen.session.translated:
        of_session.remove(StudyGate.TRANSLATION)
    return [gate_shown(seen.study, gate_line(standing, gate, at, code), at, code) for gate in of_session]


def _steps(seen: SessionSeen, of_room: bool) -> list[str]:
    state = seen.session.state
    is_signed = seen.study.book.standing.opening(StudyGate.SESSION, seen.row.code) is not None
    steps = [step for step in STEPS_IN_ROOM if of_room and (state, step) in SESSION_STEPS]
    return [step.value for step in steps if step is not SessionStep.START or is_signed]


def _seats(seen: SessionSeen) -> list[SeatLine]:
    consent = consent_of(seen.study.row)
    return [
        SeatLine(
            label=label_of_seat(each.seat),
            kind="" if each.withdrawn_on else seat_told(each).seated.kind.value,
            covered=_covered(consent, each.seat),
            withdrawn=each.withdrawn_on is not None,
        )
        for each in seen.row.seats.order_by("id")
    ]


def _covered(consent: ConsentRegister, seat: str) -> tuple[str, ...]:
    return tuple(scope.value.replace("_", "-") for scope in ResearchScope if consent.covers(seat, scope))


def _may_record(seen: SessionSeen) -> bool:
    """Whether sound may be taken: every seat says yes, of an age for which it is offered at all."""
    seats = seen.checks.seats
    offered = is_audio_offered(seen.session.band, approved_for_young=False)
    return offered and bool(seats) and all(each.take_part and each.audio for each in seats)


def _missing_points(seen: SessionSeen) -> tuple[str, ...]:
    """What closing lacks; nothing while it has not run."""
    if seen.session.started_at is None or seen.session.state is SessionState.CLOSED:
        return ()
    standing = session_entries(session_entries_of(seen.row))
    stopped = seen.session.state is SessionState.STOPPED
    return missing_assent(standing, [s.seat for s in seen.checks.seats], stopped=stopped, audio=False)


def _report_due(seen: SessionSeen) -> str:
    found = aftercare_of(seen.row)
    return at_place(found.report.due_at, seen.study.book.standing.zone) if found else ""
