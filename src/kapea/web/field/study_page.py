"""A study's gates: what each lacks, who opens it, and signing; what was looked at; stopping and going on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.core.studies.gate_table import GATE_TABLE, WORKED_OUT, GateItem, StudyGate
from kapea.core.studies.study_book import (
    AMENDMENT,
    StudyBook,
    may_sign,
    of_standing,
    sign_amendment,
    sign_gate,
    signature_act,
)
from kapea.core.studies.study_changes import restart_study, stop_study, tell_item
from kapea.core.studies.study_gates import GateLine, gate_lines, shut_before
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_standing import ItemTold, StudyStanding, missing_items
from kapea.studies.queries import words_of_digests
from kapea.studies.trail_names import StudyDeed
from kapea.web.base.request import form_of
from kapea.web.field.codes import at_place, codes_in_words
from kapea.web.field.found import STUDIES, StudyFault, StudySeen, act_in_study, study_seen, study_tabs
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member
from kapea.web.staff.words import staff_words


@dataclass(frozen=True, slots=True)
class ItemShown:
    """Something that a gate needs. `may_say`: whoever looks may say that it is there, or no longer."""

    code: str
    is_there: bool
    may_say: bool


@dataclass(frozen=True, slots=True)
class GateShown:
    """A gate as the page shows it. `waits_for`: the first earlier one that is shut. `signed`: of `needed`."""

    code: str
    is_open: bool
    was_open: bool
    opened_at: str
    waits_for: tuple[str, ...]
    items: tuple[ItemShown, ...]
    opened_by: tuple[str, ...]
    signed: int
    needed: int
    may_sign: bool


@require_safe
def read_study(request: HttpRequest, id: str) -> HttpResponse:
    """Every gate of the study, in order."""
    return study_page(request, id)


@require_POST
def sign_here(request: HttpRequest, id: str) -> HttpResponse:
    """Signs a gate, or an amendment. It takes effect with the last signature that is needed."""
    wanted, by, at = form_of(request).get("act", ""), acting_member(request).user, request_time()
    known = {gate.value: gate for gate in StudyGate}

    def signed(book: StudyBook) -> StudyBook | StudyRefused:
        if wanted == AMENDMENT:
            return sign_amendment(book, by=by, at=at)
        if wanted not in known:
            return StudyRefused("sign", StudyRefusal.NO_SUCH_STEP)
        return sign_gate(book, known[wanted], by=by, at=at)

    what = wanted if wanted in {AMENDMENT, *known} else "none"
    fault = act_in_study(request, id, StudyAct.READ_GATES, StudyDeed.SIGN, signed, what=what)
    return after(request, id, fault)


@require_POST
def say_item(request: HttpRequest, id: str) -> HttpResponse:
    """Says that an item is there, or no longer."""
    said, by, at = form_of(request), acting_member(request).user, request_time()
    found = next((each for each in GateItem if each.value == said.get("item", "")), None)
    holds = said.get("holds") == "yes"

    def told(study: StudyStanding) -> StudyStanding | StudyRefused:
        if found is None:
            return StudyRefused("item", StudyRefusal.NO_SUCH_STEP)
        return tell_item(study, ItemTold(found, holds, by, at))

    detail = {"item": found.value if found else "none", "holds": "yes" if holds else "no"}
    return after(
        request, id, act_in_study(request, id, StudyAct.SAY_ITEM, StudyDeed.SAY, of_standing(told), **detail)
    )


@require_POST
def stop_here(request: HttpRequest, id: str) -> HttpResponse:
    """Stops the study: one act of one person, whatever else was changed meanwhile."""
    by, at = acting_member(request).user, request_time()
    change = of_standing(lambda study: stop_study(study, by=by, at=at))
    return after(request, id, act_in_study(request, id, StudyAct.STOP_STUDY, StudyDeed.STOP, change))


@require_POST
def restart_here(request: HttpRequest, id: str) -> HttpResponse:
    """Lets it go on, by another person of safeguarding than the one who stopped it."""
    by = acting_member(request).user
    change = of_standing(lambda study: restart_study(study, by=by))
    return after(request, id, act_in_study(request, id, StudyAct.RESTART, StudyDeed.RESTART, change))


def after(request: HttpRequest, id: str, fault: StudyFault | None) -> HttpResponse:
    """Back to the study, or why not."""
    return study_page(request, id, fault) if fault else HttpResponseRedirect(f"{STUDIES}{id}")


def study_page(request: HttpRequest, id: str, fault: StudyFault | None = None) -> HttpResponse:
    """The page, and what was not done if something was not."""
    seen, at = study_seen(request, id, StudyAct.READ_GATES), request_time()
    words, standing = staff_words(language_of(request)), seen.book.standing
    digest = standing.protocol.current.parts
    question = next((each for part, each in digest.items() if part.value == "question"), "")
    gates = [gate_shown(seen, line, at) for line in gate_lines(standing, at)]
    return render_staff(
        request,
        "field/study.html",
        409 if fault else 200,
        row=seen.row,
        tabs=study_tabs(seen),
        question=words_of_digests(seen.row, [question]).get(question, "") if question else "",
        roles=[each.value for each in standing.team.roles(seen.member.user)],
        gates=gates,
        next_gate=next((each.code for each in gates if not each.is_open and not each.waits_for), ""),
        stopped_at=at_place(standing.stop.at if standing.stop else None, standing.zone),
        may_stop=seen.may(StudyAct.STOP_STUDY) and standing.stop is None,
        may_restart=seen.may(StudyAct.RESTART) and standing.stop is not None,
        fault=fault,
        missing=codes_in_words(fault.missing, words) if fault else (),
    )


def gate_shown(seen: StudySeen, line: GateLine, at: datetime, session: str = "") -> GateShown:
    """One gate, of the study or of a session, for whoever looks."""
    standing, gate = seen.book.standing, line.gate
    table, missing = GATE_TABLE[gate], missing_items(standing, gate, at, session)
    earlier = () if line.is_open else shut_before(standing, gate, at, session)
    worked_on = (not earlier and not line.is_open) or (line.is_open and table.shuts)
    may_say = worked_on and seen.may(StudyAct.SAY_ITEM) and standing.stop is None
    return GateShown(
        code=gate.value,
        is_open=line.is_open,
        was_open=line.opened_at is not None,
        opened_at=at_place(line.opened_at, standing.zone),
        waits_for=tuple(each.value for each in earlier[:1]),
        items=tuple(
            ItemShown(item.value, item not in missing, may_say and item not in WORKED_OUT)
            for item in table.items
        ),
        opened_by=tuple(role.value for role in table.opened_by),
        signed=len(seen.book.signed(signature_act(gate, session))),
        needed=len(table.opened_by),
        may_sign=may_sign(seen.book, gate, seen.member.user, at, session),
    )
