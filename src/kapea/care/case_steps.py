"""Steps of a case as a whole, and closing it. The caller holds a transaction and found the row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kapea.care.case_queries import case_has, closing_asked, closing_facts
from kapea.care.case_saving import CaseRefused, hands_of, must_be_open, record_case, save_case, write_entry
from kapea.care.models import Case, CaseConflict
from kapea.core.care.case_closing import ClosingAsked, ClosingLacks, closing_lacks
from kapea.core.care.case_entries import ClosingEntry, EntryKind
from kapea.core.care.case_levels import CaseLevel, LevelChange, LoweredBecause, changed_level, is_more_urgent
from kapea.core.care.case_states import CaseHand, CaseState, CaseStep, moved
from kapea.core.pack.model import Release
from kapea.people.member import Member
from kapea.vault.record_wraps import RecordKey

STEP_IN_TRAIL = {
    CaseStep.ASSESS: "case.assess",
    CaseStep.PLAN: "case.plan",
    CaseStep.APPROVE_PLAN: "case.approve-plan",
    CaseStep.RETURN_PLAN: "case.return-plan",
    CaseStep.BEGIN: "case.begin",
    CaseStep.ACT_FIRST: "case.act-first",
    CaseStep.REVIEW: "case.review",
    CaseStep.CONTINUE: "case.continue",
    CaseStep.ASK_TO_CLOSE: "case.ask-to-close",
    CaseStep.KEEP_OPEN: "case.keep-open",
    CaseStep.CLOSE: "case.close",
    CaseStep.REOPEN: "case.reopen",
}
FORGOTTEN = (
    *("acted_at", "acted_first_at", "assessed_at", "planned_at", "look_again_on", "followed_up_at"),
    *("supervised_at", "closed_at", "raised_at"),
)
"""What an episode begins without: nothing that was agreed before goes on by itself."""
NO_CLOSING: dict[str, Any] = {"closing": None, "closing_approved_by": [], "second_supervisor": ""}
"""Nobody wishes to close it."""


class ClosingStopped(ValueError):
    """Something stands against closing; `lacks` says what."""

    def __init__(self, lacks: tuple[ClosingLacks, ...]) -> None:
        self.lacks = lacks
        super().__init__(", ".join(each.value for each in lacks))


def take_case_step(by: Member, row: Case, step: CaseStep, release: Release, *, at: datetime) -> None:
    """To its next state. Raises NoSuchMove, MoveLacks."""
    may_close = not closing_lacks(closing_facts(row, release, and_by=by.id), at=at)
    has = case_has(row, may_close=may_close, at=at)
    after = moved(row.standing, step, row.urgency, hands_of(by, row), has)
    row.state = after.value
    for column, value in _stamps(row, step, at).items():
        setattr(row, column, value)
    save_case(row, release, at)
    record_case(STEP_IN_TRAIL[step], by, row, at, state=row.state)


def _stamps(row: Case, step: CaseStep, at: datetime) -> dict[str, Any]:
    """What a step notes down besides the state."""
    planned = {"planned_at": at, "review_ready": False}
    noted: dict[CaseStep, dict[str, Any]] = {
        CaseStep.PLAN: planned,
        CaseStep.APPROVE_PLAN: {"plan_approved": True}
        | ({} if row.standing is CaseState.IN_ACTION else planned),
        CaseStep.RETURN_PLAN: {"plan_ready": False, "plan_approved": False},
        CaseStep.ACT_FIRST: {"acted_first_at": at, "acted_at": row.acted_at or at},
        CaseStep.REVIEW: {"followed_up_at": at, "follow_ups": row.follow_ups + 1},
        CaseStep.CONTINUE: {"review_ready": False},
        CaseStep.KEEP_OPEN: NO_CLOSING,
        CaseStep.CLOSE: {"closed_at": at},
        CaseStep.REOPEN: {
            "episode": row.episode + 1,
            "episode_began_at": at,
            **dict.fromkeys(FORGOTTEN, None),
            "follow_ups": 0,
            "aftercare_done": 0,
            "plan_ready": False,
            "plan_approved": False,
            "review_ready": False,
            **NO_CLOSING,
        },
    }
    return noted.get(step, {})


def ask_to_close(
    by: Member,
    row: Case,
    key: RecordKey,
    asked: ClosingAsked,
    content: ClosingEntry,
    release: Release,
    *,
    at: datetime,
) -> None:
    """The owner asks; somebody else decides. Raises NoSuchMove."""
    take_case_step(by, row, CaseStep.ASK_TO_CLOSE, release, at=at)
    row.closing, row.closing_approved_by = _asked_columns(asked), []
    save_case(row, release, at)
    write_entry(by, row, key, EntryKind.CLOSING, content, at)


def approve_closing(by: Member, row: Case, release: Release, *, at: datetime) -> bool:
    """A supervisor agrees: True where it is closed, False where a second one has to agree as well.

    Raises NoSuchMove for its owner and for who asked, ClosingStopped.
    """
    asked = closing_asked(row)
    if asked is not None and asked.by == by.id:
        raise CaseRefused("not-yours")
    lacks = closing_lacks(closing_facts(row, release, and_by=by.id), at=at)
    if lacks and lacks != (ClosingLacks.SECOND_APPROVAL,):
        raise ClosingStopped(lacks)
    if CaseHand.SUPERVISOR not in hands_of(by, row):
        raise CaseRefused("not-yours")
    row.closing_approved_by = sorted({*row.closing_approved_by, by.id})
    if lacks:
        save_case(row, release, at)
        record_case("case.approve-closing", by, row, at)
        return False
    take_case_step(by, row, CaseStep.CLOSE, release, at=at)
    return True


def ask_second_supervisor(by: Member, row: Case, other: str, *, at: datetime) -> None:
    """Another supervisor looks at it as well, before it is closed."""
    if CaseHand.SUPERVISOR not in hands_of(by, row) or other in (by.id, row.owner_id):
        raise CaseRefused("not-yours")
    row.second_supervisor = other
    row.save(update_fields=["second_supervisor"])
    record_case("case.second", by, row, at, member=other)


def raise_level(by: Member, row: Case, to: CaseLevel, release: Release, *, at: datetime) -> None:
    """More urgent than it was: one who sees it says so. Somebody acts anew, and a wish to close it lapses.
    Raises LevelRefused, CaseRefused.
    """
    must_be_open(row)
    for column, value in {"raised_at": at, "acted_at": None, **NO_CLOSING}.items():
        setattr(row, column, value)
    _set_level(by, row, LevelChange(to=to, by=by.id), release, at)


def ask_for_lower_level(
    by: Member, row: Case, to: CaseLevel, because: LoweredBecause, *, at: datetime
) -> None:
    """Less urgent than it was, if somebody else who knows the case agrees. Raises CaseRefused."""
    must_be_open(row)
    if not is_more_urgent(row.urgency, to):
        raise CaseRefused("level")
    row.lower_level = {"to": to.value, "by": by.id, "because": because.value}
    row.save(update_fields=["lower_level"])
    record_case("case.ask-lower-level", by, row, at, level=to.value)


def answer_lower_level(by: Member, row: Case, release: Release, *, agrees: bool, at: datetime) -> None:
    """Somebody else agrees, or does not; whoever asked may only take it back. Raises LevelRefused, and
    CaseRefused where nobody asked.
    """
    must_be_open(row)
    asked = row.lower_level
    if asked is None:
        raise CaseRefused("level")
    if not agrees:
        row.lower_level = None
        row.save(update_fields=["lower_level"])
        record_case("case.keep-level", by, row, at, level=row.level)
        return
    to, because = CaseLevel(asked["to"]), LoweredBecause(asked["because"])
    _set_level(by, row, LevelChange(to=to, by=asked["by"], second=by.id, because=because), release, at)


def _set_level(by: Member, row: Case, change: LevelChange, release: Release, at: datetime) -> None:
    was_red = row.urgency is CaseLevel.RED
    row.level = changed_level(row.urgency, change).value
    row.lower_level = None
    if was_red or row.urgency is CaseLevel.RED:
        row.red_at = at
    save_case(row, release, at)
    record_case("case.level", by, row, at, level=row.level)


def mark_conflict(by: Member, row: Case, membership: str, *, at: datetime) -> None:
    """Somebody stands too close to this case: from now on it is not there for them. Raises CaseRefused for
    whoever holds it, who hands it over first.
    """
    if membership == row.owner_id:
        raise CaseRefused("hand-over-first")
    CaseConflict.objects.get_or_create(case=row, membership_id=membership, defaults={"by": by.id, "at": at})
    record_case("case.conflict", by, row, at, member=membership)


def end_conflict(by: Member, row: Case, membership: str, *, at: datetime) -> None:
    """It was a mistake, or is over."""
    if CaseConflict.objects.filter(case=row, membership=membership).delete()[0]:
        record_case("case.conflict-over", by, row, at, member=membership)


def _asked_columns(asked: ClosingAsked) -> dict[str, Any]:
    return {
        "by": asked.by,
        "at": asked.at.isoformat(),
        "reason": asked.reason.value,
        "view_written": asked.view_written,
        "not_heard": asked.not_heard.value if asked.not_heard else "",
        "way_back_told": asked.way_back_told,
        "aftercare": asked.aftercare,
        "taken_over": asked.taken_over,
        "outside_review": asked.outside_review,
    }
