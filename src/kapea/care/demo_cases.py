"""Writes the stories of trials as cases, by the functions by which a worker writes them: sealed, with what is
due, and with the trail. In organisations of trials alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from kapea.care.actions import record_permission
from kapea.care.case_keys import make_case_key
from kapea.care.case_steps import approve_closing, ask_to_close, take_case_step
from kapea.care.case_writing import (
    NewCase,
    register_case,
    write_assessment,
    write_note,
    write_plan,
    write_review,
)
from kapea.care.demo_partners import open_demo_line
from kapea.care.demo_stories import STORIES, DemoStory
from kapea.care.models import Case
from kapea.care.upkeep import erase_with_keys
from kapea.core.care.asking import AskedOf, ConsentAnswer, HowAsked, LegalGround
from kapea.core.care.case_closing import ClosingAsked, ClosingReason
from kapea.core.care.case_contents import ChildAgrees, GoalsMet, NeedAnswer, NeedDomain, SaferNow
from kapea.core.care.case_entries import (
    AssessmentEntry,
    ClosingEntry,
    EntryKind,
    NoteEntry,
    PlanEntry,
    PlannedAction,
    ReviewEntry,
)
from kapea.core.care.case_levels import PRESSING
from kapea.core.care.case_states import CaseState, CaseStep
from kapea.core.care.permissions import HOLDS, Permission, Wording
from kapea.core.care.scopes import KeepScope
from kapea.core.pack.model import Release
from kapea.core.staff.roles import Role
from kapea.people.ids import new_id
from kapea.people.invitations import OPERATOR
from kapea.people.member import Member
from kapea.people.models import Membership
from kapea.people.queries import member_at_work
from kapea.vault.record_wraps import RecordKey

ASK_KEEP = "ask-keep"
LINE = (Role.CASE_WORKER, Role.SUPERVISOR)
"""Whoever holds a case, and whoever agrees."""
A_STEP = timedelta(minutes=20)
WAY = (CaseState.ASSESSED, CaseState.PLANNED, CaseState.IN_ACTION, CaseState.REVIEWED, CaseState.CLOSED)


@dataclass(slots=True)
class _Case:
    """A case of a trial while it is written, and the time in it."""

    story: DemoStory
    worker: Member
    supervisor: Member
    release: Release
    at: datetime
    key: RecordKey
    row: Case


def write_demo_cases(releases: Mapping[str, Release], *, at: datetime) -> int:
    """Writes the stories of the countries that are live, once; how many.

    `releases`: by pack. Raises NotReadyToRead where somebody of a trial has no key.
    """
    if Case.objects.filter(organisation__demo=True).exists():
        return 0
    lines = {pack: line for pack in releases if (line := _line(pack))}
    told = [each for each in STORIES if each.pack in lines]
    with transaction.atomic():
        for pack, (_, supervisor) in lines.items():
            open_demo_line(supervisor, pack, at=at)
        for story in told:
            _write(story, lines[story.pack], releases[story.pack], at)
    return len(told)


def erase_demo_cases(*, at: datetime) -> int:
    """Erases all cases of organisations of trials, with their keys; how many."""
    rows = list(Case.objects.filter(organisation__demo=True).values_list("id", "organisation"))
    for case, organisation in rows:
        erase_with_keys(case, organisation, by=OPERATOR, at=at)
    return len(rows)


def _line(pack: str) -> tuple[Member, Member] | None:
    """A worker who holds cases, and a supervisor, of a trial in that country."""
    rows = Membership.objects.filter(organisation__demo=True, organisation__pack=pack, ended_at=None)
    first = [rows.filter(role=role.value).order_by("began_at", "id").first() for role in LINE]
    line = [member for each in first if each and (member := member_at_work(each.id))]
    return (line[0], line[1]) if len(line) == len(LINE) else None


def _write(story: DemoStory, line: tuple[Member, Member], release: Release, at: datetime) -> None:
    worker, supervisor = line
    began = at - timedelta(days=story.days, hours=1)
    new = NewCase(id=new_id(), level=story.level, language=story.language, content=story.began)
    key = make_case_key(worker, new.id, release, at=began)
    row = register_case(worker, new, key, release, at=began)
    case = _Case(story, worker, supervisor, release, began, key, row)
    _say_yes(case)
    if story.note:
        _later(case)
        write_note(worker, row, key, EntryKind.NOTE, NoteEntry(said=story.note), release, at=case.at)
    if story.acted_first:
        take_case_step(worker, row, CaseStep.ACT_FIRST, release, at=_later(case))
        return
    for state in WAY[: WAY.index(story.reaches) + 1]:
        _REACH[state](case)


def _later(case: _Case) -> datetime:
    case.at += A_STEP
    return case.at


def _say_yes(case: _Case) -> None:
    story = case.story
    given = Permission(
        id=new_id(),
        case=case.row.id,
        scope=KeepScope(),
        asked_of=AskedOf.CHILD,
        answer=ConsentAnswer.YES,
        age_band=story.began.age_band,
        how=HowAsked.CHAT,
        wording=Wording(ASK_KEEP, case.release.hash),
        language=story.language,
        interpreter=False,
        asked_by=case.worker.id,
        given=_later(case),
        expires=case.at + HOLDS,
        legal_ground=LegalGround.NOT_SETTLED,
    )
    record_permission(organisation=case.worker.organisation, permission=given, by=case.worker.id, at=case.at)


def _assess(case: _Case) -> None:
    needs = {domain: NeedAnswer.NONE for domain in NeedDomain}
    needs |= {domain: answer for domain, answer, _ in case.story.needs}
    said = {domain: words for domain, _, words in case.story.needs}
    content = AssessmentEntry(needs=needs, said=said, wish=case.story.began.wish)
    write_assessment(case.worker, case.row, case.key, content, case.release, at=_later(case))
    take_case_step(case.worker, case.row, CaseStep.ASSESS, case.release, at=_later(case))


def _plan(case: _Case) -> None:
    yes = [(each, ChildAgrees.YES) for each in case.story.plan]
    no = [(each, ChildAgrees.NO) for each in case.story.refused]
    actions = tuple(PlannedAction(what, by, None, agrees) for (what, by), agrees in yes + no)
    on = (case.at + timedelta(days=case.story.days + 2)).date()
    content = PlanEntry(goals=case.story.began.wish, actions=actions, view=case.story.view, review_on=on)
    write_plan(case.worker, case.row, case.key, content, case.release, at=_later(case))
    by, step = (
        (case.supervisor, CaseStep.APPROVE_PLAN)
        if case.story.level in PRESSING
        else (case.worker, CaseStep.PLAN)
    )
    take_case_step(by, case.row, step, case.release, at=_later(case))


def _begin(case: _Case) -> None:
    take_case_step(case.worker, case.row, CaseStep.BEGIN, case.release, at=_later(case))


def _review(case: _Case) -> None:
    case.at += timedelta(days=2)
    on = (case.at + timedelta(days=case.story.days + 10)).date()
    content = ReviewEntry(safer=SaferNow.SAFER, goals=GoalsMet.MET, next_on=on, said=case.story.review)
    write_review(case.worker, case.row, case.key, content, case.release, at=_later(case))
    take_case_step(case.worker, case.row, CaseStep.REVIEW, case.release, at=_later(case))


def _close(case: _Case) -> None:
    asked = ClosingAsked(
        by=case.worker.id,
        at=_later(case),
        reason=ClosingReason.GOALS_MET,
        view_written=True,
        way_back_told=True,
    )
    content = ClosingEntry(view=case.story.view, goals=case.story.review)
    ask_to_close(case.worker, case.row, case.key, asked, content, case.release, at=case.at)
    approve_closing(case.supervisor, case.row, case.release, at=_later(case))


_REACH: Mapping[CaseState, Callable[[_Case], None]] = {
    CaseState.ASSESSED: _assess,
    CaseState.PLANNED: _plan,
    CaseState.IN_ACTION: _begin,
    CaseState.REVIEWED: _review,
    CaseState.CLOSED: _close,
}
