"""What a case shows of reaching its person: whether they may be called now, in which words, and what they
left since. Beyond the window the number is not on the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kapea.care.case_queries import OpenedEntry
from kapea.care.feedback_calls import feedback_asked, feedback_scope
from kapea.care.models import Intake, LeftWords
from kapea.care.reaching import MOST_ANSWERED, SafeWay, can_be_answered, is_pressed, safe_way
from kapea.core.care.safe_contact import IfOthersAnswer, TryOutcome
from kapea.people.ids import new_id
from kapea.web.desk.found import OpenCase
from kapea.web.staff.words import staff_words

ASK_FEEDBACK = "ask-feedback"
"""The word in which it is asked whether they may be called once, later."""


@dataclass(frozen=True, slots=True)
class FeedbackStrip:
    """How it stands with a call later on. `until`: the day until which it may be; `asked_so`: the question,
    in the language of the case.
    """

    is_asked: bool
    until: str
    asked_so: str
    form_id: str


@dataclass(frozen=True, slots=True)
class ReachStrip:
    """`left_more`: how many things wait to be read. `others_hear`: what is said when somebody else answers,
    in the person's language. `erased_at`: they asked for all of it to be erased.
    """

    way: SafeWay | None
    others_hear: str
    outcomes: tuple[str, ...]
    left_more: int
    answerable: bool
    pressed: bool
    erase_asked: bool
    feedback: FeedbackStrip | None
    most: int = MOST_ANSWERED


def reach_strip(found: OpenCase, entries: list[OpenedEntry], *, at: datetime) -> ReachStrip | None:
    """None for a case of which nothing was left on a page."""
    row = Intake.objects.filter(id=found.row.id).first()
    if row is None:
        return None
    way = safe_way(found.row, entries, found.release, at=at)
    return ReachStrip(
        way=way,
        others_hear=_others_hear(way, found),
        outcomes=tuple(each.value for each in TryOutcome),
        left_more=LeftWords.objects.filter(intake=row).count(),
        answerable=can_be_answered(found.row),
        pressed=is_pressed(row.id),
        erase_asked=row.erase_asked_at is not None,
        feedback=_feedback(found, way, at),
    )


def _feedback(found: OpenCase, way: SafeWay | None, at: datetime) -> FeedbackStrip | None:
    """None where they left no way by which they could be called."""
    scope = feedback_scope(found.row, way) if way is not None else None
    if scope is None:
        return None
    stands, zone = feedback_asked(found.row, scope, at=at), ZoneInfo(found.release.time_zone)
    until = "" if stands.until is None else f"{stands.until.astimezone(zone):%Y-%m-%d}"
    return FeedbackStrip(stands.is_asked, until, staff_words(found.row.language)[ASK_FEEDBACK], new_id())


def _others_hear(way: SafeWay | None, found: OpenCase) -> str:
    said = way.agreed.others if way is not None else IfOthersAnswer.NOTHING
    return found.release.text(f"word.way-others-{said.value.replace('_', '-')}", found.row.language)
