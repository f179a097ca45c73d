"""What a case holds, and what of it is still lacking: an assessment, a plan, a review. Codes and days only;
what somebody said stands beside them, sealed, and nothing here asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum


class NeedDomain(Enum):
    """What is looked at in an assessment."""

    SAFETY = "safety"
    HEALTH = "health"
    FEELINGS = "feelings"
    HOME = "home"
    SCHOOL = "school"
    LEGAL = "legal"
    MONEY = "money"


class NeedAnswer(Enum):
    """How much help is needed in a domain."""

    NONE = "none"
    SOME = "some"
    URGENT = "urgent"
    NOT_ASKED = "not_asked"


class NotAskedBecause(Enum):
    """Why a child was not asked. An answer of somebody else never takes the place of the child's."""

    NOT_SAFE_NOW = "not_safe_now"
    TOO_SOON = "too_soon"
    CHILD_DID_NOT_WISH = "child_did_not_wish"
    NO_SAFE_CONTACT = "no_safe_contact"
    TOO_YOUNG = "too_young"
    CANNOT_UNDERSTAND_NOW = "cannot_understand_now"


@dataclass(frozen=True, slots=True)
class Assessment:
    """How much help is needed in each domain, and why one was not asked about."""

    needs: Mapping[NeedDomain, NeedAnswer]
    not_asked: Mapping[NeedDomain, NotAskedBecause]

    def lacks(self) -> tuple[NeedDomain, ...]:
        """Domains without an answer, or not asked about without a reason."""
        return tuple(domain for domain in NeedDomain if not self._is_answered(domain))

    def _is_answered(self, domain: NeedDomain) -> bool:
        answer = self.needs.get(domain)
        return answer is not None and (answer is not NeedAnswer.NOT_ASKED or domain in self.not_asked)


class ChildAgrees(Enum):
    """What the child said to one action of a plan."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


class PlanLacks(Enum):
    """What a plan still needs."""

    ACTION = "action"
    """Nothing that is done, to which the child did not say no."""
    CHILD_VIEW = "child_view"
    """What the child thinks of it, or why they were not asked."""
    REVIEW_DAY = "review_day"


@dataclass(frozen=True, slots=True)
class CasePlan:
    """A plan, without its words. `actions`: what the child said to each. `view_written`: the child's own view
    stands in it; else `not_heard` says why not.
    """

    actions: tuple[ChildAgrees, ...] = ()
    view_written: bool = False
    not_heard: NotAskedBecause | None = None
    review_on: date | None = None

    def lacks(self) -> tuple[PlanLacks, ...]:
        """What it still needs, in the order in which it is asked for."""
        there = {
            PlanLacks.ACTION: any(each is not ChildAgrees.NO for each in self.actions),
            PlanLacks.CHILD_VIEW: self.view_written or self.not_heard is not None,
            PlanLacks.REVIEW_DAY: self.review_on is not None,
        }
        return tuple(what for what, is_there in there.items() if not is_there)


class SaferNow(Enum):
    """How it is for the child, at a review."""

    SAFER = "safer"
    SAME = "same"
    WORSE = "worse"
    NOT_KNOWN = "not_known"


class GoalsMet(Enum):
    """How far the goals of a plan were met."""

    MET = "met"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class CaseReview:
    """A look back. `next_on`: when it is looked at again."""

    safer: SaferNow
    goals: GoalsMet
    next_on: date
