"""Passing on without a yes, when life or the law demands it: a record that lacks nothing, or none.

Two decide, a supervisor who is not the worker and somebody else; the least is told; the child is told first,
or it is written why not yet and when; it is reviewed within a day. Consent never makes rescue impossible, and
this never becomes a way round it: a study, a feedback call, a feared caregiver, whoever the child keeps it
from stay closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from kapea.core.care.asking import require_opaque
from kapea.core.care.scopes import PermissionScope
from kapea.core.care.whose_yes import TELLS_OTHERS

REVIEWED_WITHIN = timedelta(days=1)
LATEST_TELLING = timedelta(days=7)
"""How far telling the child may be put off in one go. Programme default; a supervisor may put it off anew."""


class ActFirstIncomplete(ValueError):
    """A record that lacks something or names what it must not. `lacks`: what, each with its remedy."""

    def __init__(self, lacks: tuple[str, ...]) -> None:
        self.lacks = lacks
        super().__init__("this record is not complete. " + "; ".join(lacks))


class ActFirstGround(Enum):
    """The only grounds on which something is passed on without a yes."""

    DANGER_TO_LIFE = "danger_to_life"
    ANSWER_IS_CONTROLLED = "answer_is_controlled"
    """Whoever harms the child controls what it answers."""
    CANNOT_UNDERSTAND = "cannot_understand"
    """The child cannot understand, and there is no safe adult."""
    CONFIRMED_DUTY = "confirmed_duty"
    OTHER_CHILD_IN_DANGER = "other_child_in_danger"


class ToldHow(Enum):
    """How the child was told what is passed on, to whom, why and when."""

    FACE_TO_FACE = "face_to_face"
    CALL = "call"
    CHAT = "chat"
    PICTURES = "pictures"


class NotYetBecause(Enum):
    """Why the child is told later. Later is never not at all."""

    TELLING_RAISES_DANGER = "telling_raises_danger"
    NO_SAFE_CONTACT_NOW = "no_safe_contact_now"
    CANNOT_UNDERSTAND_NOW = "cannot_understand_now"


class ChildWish(Enum):
    """What the child wished about how it is done."""

    FOLLOWED = "followed"
    NOT_POSSIBLE = "not_possible"
    NONE_SAID = "none_said"
    COULD_NOT_BE_ASKED = "could_not_be_asked"


@dataclass(frozen=True, slots=True)
class ChildTold:
    """The child was told."""

    at: datetime
    how: ToldHow


@dataclass(frozen=True, slots=True)
class TellLater:
    """The child is told by a moment, and why not before."""

    because: NotYetBecause
    by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ActFirst:
    """A decision to pass on without a yes. ActFirstIncomplete where anything of it is missing.

    `scope` lists the least that is told, and to whom. `worker` asked for it; `supervisor` and `second`
    decided, and `second` may be the worker. `feared` and `must_not_know`: opaque ids, as known when it was
    decided. `duty`: the id of the card of a confirmed duty, with that ground and no other.
    """

    id: str
    case: str
    ground: ActFirstGround
    scope: PermissionScope
    worker: str
    supervisor: str
    second: str
    decided_at: datetime
    told: ChildTold | TellLater
    child_wish: ChildWish
    must_not_know: frozenset[str]
    feared: frozenset[str]
    duty: str = ""

    def __post_init__(self) -> None:
        if lacks := (*self._who(), *self._what(), *self._when()):
            raise ActFirstIncomplete(lacks)
        for what in ("id", "case", "worker", "supervisor", "second"):
            require_opaque(what, getattr(self, what))
        require_opaque("duty", self.duty, empty=True)

    @property
    def review_due(self) -> datetime:
        """Until when it must be reviewed. What was not sent by then is not sent on it."""
        return self.decided_at + REVIEWED_WITHIN

    def _who(self) -> list[str]:
        named = ("id", "case", "worker", "supervisor", "second")
        lacks = [f"{name}: missing" for name in named if not getattr(self, name)]
        if self.supervisor and self.supervisor in (self.worker, self.second):
            lacks.append("supervisor: a supervisor other than the worker decides, with one more person")
        return lacks

    def _what(self) -> list[str]:
        lacks: list[str] = []
        if not isinstance(self.ground, ActFirstGround):
            lacks.append("ground: one of the list")
        elif bool(self.duty) != (self.ground is ActFirstGround.CONFIRMED_DUTY):
            lacks.append("duty: the card of the confirmed duty, with that ground only")
        if not isinstance(self.scope, PermissionScope):
            return [*lacks, "scope: to whom, what for, and the least that is told"]
        if self.scope.kind not in TELLS_OTHERS:
            lacks.append(f"scope: never to {self.scope.kind.value}; only telling those who protect")
        if self.scope.target in self.feared:
            lacks.append("scope: whom the child fears is never told")
        if self.scope.target in self.must_not_know:
            lacks.append("scope: whom the child keeps this from is never told")
        return lacks

    def _when(self) -> list[str]:
        lacks: list[str] = [] if isinstance(self.decided_at, datetime) else ["decided_at: missing"]
        if not isinstance(self.child_wish, ChildWish):
            lacks.append("child_wish: what the child wished about how, or that nobody could ask")
        if not isinstance(self.told, ChildTold | TellLater):
            lacks.append("told: when and how the child was told, or why not yet and by when")
        elif not lacks and not tells_in_time(self.told, self.decided_at):
            lacks.append("told: by when, after the decision and within seven days")
        return lacks


def tells_in_time(told: ChildTold | TellLater, at: datetime) -> bool:
    """Whether the child was told, or is to be told later than `at` and not too late."""
    return isinstance(told, ChildTold) or at < told.by <= at + LATEST_TELLING
