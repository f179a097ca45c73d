"""What is done to a session: what was looked at, its gates, its steps, stops, and being asked again."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from kapea.core.studies.distress import DistressReason
from kapea.core.studies.gate_table import GATE_TABLE, GateItem, StudyGate
from kapea.core.studies.research_sessions import SessionStep
from kapea.core.studies.session_changes import begin_research_session
from kapea.core.studies.session_preparing import (
    IN_ROOM,
    SessionCheck,
    hold_research_session,
    let_session_go_on,
    say_session_check,
    step_research_session,
)
from kapea.core.studies.study_book import StudyBook, sign_gate
from kapea.core.studies.study_changes import tell_item
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_standing import ItemTold, StudyStanding
from kapea.people.queries import is_vetted_member
from kapea.studies.actions_sessions import (
    change_session,
    close_session_rows,
    of_session,
    stop_session_rows,
    write_follow_up,
)
from kapea.studies.trail_names import StudyDeed
from kapea.web.base.request import form_of
from kapea.web.field.session_found import SessionHeld, act_in_session
from kapea.web.field.session_page import after_session

NOT_ONE = "none"
"""What stands in the trail for a code that is none of ours."""


@require_POST
def check_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Somebody says what they looked at."""
    said = form_of(request).get("check", "")
    check = next((each for each in SessionCheck if each.value == said), None)

    def do(held: SessionHeld) -> StudyRefused | None:
        vetted = is_vetted_member(held.by.id)

        def checked(study: StudyStanding) -> StudyStanding | StudyRefused:
            if check is None:
                return StudyRefused("session.check", StudyRefusal.NO_SUCH_STEP)
            by = held.by.user
            return say_session_check(study, held.row.code, check, by=by, at=held.at, vetted=vetted)

        return _change(held, StudyDeed.CHECK, checked, check=check.value if check else NOT_ONE)

    return _do(request, id, number, StudyAct.PREPARE_SESSION, do)


@require_POST
def sign_session_gate(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Signs a gate of the session; it opens with the last signature."""
    said = form_of(request).get("act", "")
    gate = next((each for each in StudyGate if each.value == said and GATE_TABLE[each].each_session), None)

    def do(held: SessionHeld) -> StudyRefused | None:
        def signed(book: StudyBook) -> StudyBook | StudyRefused:
            if gate is None:
                return StudyRefused("sign", StudyRefusal.NO_SUCH_STEP)
            return sign_gate(book, gate, by=held.by.user, at=held.at, session=held.row.code)

        what = gate.value if gate else NOT_ONE
        deed = StudyDeed.SIGN
        return change_session(held.by, held.study, held.row, held.turn, deed, signed, at=held.at, what=what)

    return _do(request, id, number, StudyAct.READ_SESSIONS, do)


@require_POST
def say_session_item(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Says that something which a gate of the session needs is there, or no longer."""
    said = form_of(request)
    known = {item for row in GATE_TABLE.values() if row.each_session for item in row.items}
    item = next((each for each in GateItem if each in known and each.value == said.get("item", "")), None)
    holds = said.get("holds") == "yes"

    def do(held: SessionHeld) -> StudyRefused | None:
        def told(study: StudyStanding) -> StudyStanding | StudyRefused:
            if item is None:
                return StudyRefused("item", StudyRefusal.NO_SUCH_STEP)
            return tell_item(study, ItemTold(item, holds, held.by.user, held.at, held.row.code))

        detail = {"item": item.value if item else NOT_ONE, "holds": "yes" if holds else "no"}
        return _change(held, StudyDeed.SAY, told, **detail)

    return _do(request, id, number, StudyAct.READ_SESSIONS, do)


@require_POST
def step_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Start, pause, resume, end, close: by the two in the room."""
    step = _step(request)

    def do(held: SessionHeld) -> StudyRefused | None:
        if step is SessionStep.CLOSE:
            return close_session_rows(held.by, held.study, held.row, held.turn, at=held.at)

        def stepped(study: StudyStanding) -> StudyStanding | StudyRefused:
            if step is SessionStep.START:
                return _begun(study, held)
            if step is None or step is SessionStep.CANCEL:
                return StudyRefused("session.step", StudyRefusal.NO_SUCH_STEP)
            return step_research_session(study, held.row.code, step, by=held.by.user, at=held.at)

        return _change(held, StudyDeed.STEP, stepped, step=step.value if step else NOT_ONE)

    return _do(request, id, number, StudyAct.RUN_SESSION, do)


def _begun(study: StudyStanding, held: SessionHeld) -> StudyStanding | StudyRefused:
    if not study.team.roles(held.by.user) & IN_ROOM:
        return StudyRefused("session.start", StudyRefusal.NOT_YOURS)
    return begin_research_session(study, held.row.code, held.at)


@require_POST
def cancel_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """It does not take place."""

    def do(held: SessionHeld) -> StudyRefused | None:
        def cancelled(study: StudyStanding) -> StudyStanding | StudyRefused:
            by, step = held.by.user, SessionStep.CANCEL
            return step_research_session(study, held.row.code, step, by=by, at=held.at)

        return _change(held, StudyDeed.STEP, cancelled, step=SessionStep.CANCEL.value)

    return _do(request, id, number, StudyAct.PLAN_SESSION, do)


@require_POST
def stop_session_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Ends it for all: one act of one person, whatever else was changed meanwhile."""
    said = form_of(request).get("reason", "")
    reason = next((each for each in DistressReason if each.value == said), DistressReason.STAFF_SAYS)

    def do(held: SessionHeld) -> StudyRefused | None:
        return stop_session_rows(held.by, held.study, held.row, reason, at=held.at)

    return _do(request, id, number, StudyAct.STOP_SESSION, do)


@require_POST
def hold_session_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """A safeguarding person holds it, whatever else was changed meanwhile."""

    def do(held: SessionHeld) -> StudyRefused | None:
        def holding(study: StudyStanding) -> StudyStanding | StudyRefused:
            return hold_research_session(study, held.row.code, by=held.by.user, at=held.at)

        change, deed = of_session(held.row, holding), StudyDeed.HOLD
        return change_session(held.by, held.study, held.row, held.row.turn, deed, change, at=held.at)

    return _do(request, id, number, StudyAct.STOP_STUDY, do)


@require_POST
def go_on_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Another safeguarding person lets it go on."""

    def do(held: SessionHeld) -> StudyRefused | None:
        def going(study: StudyStanding) -> StudyStanding | StudyRefused:
            return let_session_go_on(study, held.row.code, by=held.by.user, at=held.at)

        return _change(held, StudyDeed.GO_ON, going)

    return _do(request, id, number, StudyAct.RESTART, do)


@require_POST
def follow_up_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Somebody asked after those who wished it."""
    said = form_of(request).get("day", "")
    day = int(said) if said.isascii() and said.isdecimal() and len(said) < 3 else 0

    def do(held: SessionHeld) -> StudyRefused | None:
        return write_follow_up(held.by, held.study, held.row, held.turn, day, at=held.at)

    return _do(request, id, number, StudyAct.READ_DISTRESS, do)


def _step(request: HttpRequest) -> SessionStep | None:
    said = form_of(request).get("step", "")
    return next((each for each in SessionStep if each.value == said), None)


def _change(
    held: SessionHeld,
    deed: StudyDeed,
    change: Callable[[StudyStanding], StudyStanding | StudyRefused],
    **detail: str,
) -> StudyRefused | None:
    of_this = of_session(held.row, change)
    return change_session(held.by, held.study, held.row, held.turn, deed, of_this, at=held.at, **detail)


def _do(
    request: HttpRequest,
    id: str,
    number: int,
    act: StudyAct,
    do: Callable[[SessionHeld], StudyRefused | None],
) -> HttpResponse:
    return after_session(request, id, number, act_in_session(request, id, number, act, do))
