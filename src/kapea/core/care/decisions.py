"""Whether something may be done: the one place where a grant comes from.

Nobody's silence is a yes. A child's no, at any age at which it can be said, stops what it was asked about,
whatever an adult said; an adult's yes never stands in for the child's, nor a young child's for the adult's.
Without a yes there is one path, the act-first record, and it is here too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import InitVar, dataclass
from datetime import datetime
from enum import Enum
from typing import Generic, TypeVar

from kapea.core.care.act_first import ActFirst
from kapea.core.care.answers import SIDE_WITH_CHILD, SideHeard, adult_heard, child_heard
from kapea.core.care.asking import AgeBand, AskedOf, ConsentAnswer
from kapea.core.care.permissions import CasePermissions, Permission
from kapea.core.care.scopes import PermissionScope
from kapea.core.care.whose_yes import whose_yes

S = TypeVar("S", bound=PermissionScope)


class _Decided:
    """Held by this module alone: only what is decided here can be a grant."""


_DECIDED = _Decided()


class RefusedBecause(Enum):
    """Why not. Whoever asked may ask again, but for the first two."""

    CHILD_SAID_NO = "child_said_no"
    MUST_NOT_KNOW = "must_not_know"
    """The child, or who answered for it, keeps this from the one it would reach."""
    ADULT_SAID_NO = "adult_said_no"
    CHILD_NOT_ASKED = "child_not_asked"
    ADULT_NOT_ASKED = "adult_not_asked"
    CHILD_CANNOT = "child_cannot"
    ADULT_CANNOT = "adult_cannot"
    """The adult cannot say, or is not safe to ask: another trusted adult can be asked."""
    OTHER_SCOPE = "other_scope"
    """A yes of this kind is there, to another receiver or purpose."""
    MORE_FIELDS = "more_fields"
    """The yes was to fewer fields."""
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    """It was given later than now: a clock is wrong."""
    ASKED_AT_ANOTHER_AGE = "asked_at_another_age"
    """The child came into another age band since, and is asked again."""
    RECORD_OF_OTHER_CASE = "record_of_other_case"
    """An act-first record of another case, or for another receiver, purpose or field."""


@dataclass(frozen=True, slots=True)
class Refused:
    """It may not be done."""

    because: RefusedBecause


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted(Generic[S]):
    """It may be done, for this case and scope, before `until`. `by`: the ids of what it rests on.

    Made by `decide` and `decide_act_first` and nowhere else: the constructor takes what only they hold.
    """

    case: str
    scope: S
    until: datetime
    by: tuple[str, ...]
    must_not_know: frozenset[str]
    decided: InitVar[_Decided]

    def __post_init__(self, decided: _Decided) -> None:
        if decided is not _DECIDED:
            raise TypeError("a grant is made by decide() or decide_act_first(), never by hand")


def decide(permissions: CasePermissions, scope: S, *, at: datetime) -> Granted[S] | Refused:
    """Whether what `scope` asks may be done now, by what was answered about this case."""
    hidden_from = permissions.must_not_know()
    if scope.target in hidden_from:
        return Refused(RefusedBecause.MUST_NOT_KNOW)
    child = child_heard(permissions, scope)
    if child.answer is ConsentAnswer.NO:
        return Refused(RefusedBecause.CHILD_SAID_NO)
    rests: list[Permission] = []
    for side, heard in _sides(permissions, scope, child):
        if (why := _not_granted(side, heard, permissions, scope, at)) is not None:
            return Refused(why)
        rests += [heard.record] if heard.record is not None else []
    until = min(each.expires for each in rests)
    ids = tuple(each.id for each in rests)
    return _granted(permissions.case, scope, until, ids, hidden_from)


def _sides(
    permissions: CasePermissions, scope: PermissionScope, child: SideHeard
) -> Iterator[tuple[AskedOf, SideHeard]]:
    """Each side whose yes is needed, with what it said."""
    cannot = child.answer is ConsentAnswer.CANNOT
    needed = whose_yes(scope.kind, permissions.age_band, child_cannot=cannot)
    if needed.child:
        yield AskedOf.CHILD, child
    if needed.adult:
        only = needed.caregiver_only
        yield AskedOf.CAREGIVER, adult_heard(permissions, scope, caregiver_only=only)


def _not_granted(
    side: AskedOf, heard: SideHeard, permissions: CasePermissions, scope: PermissionScope, at: datetime
) -> RefusedBecause | None:
    """Why this side's answer is no yes to the scope now; None where it is one."""
    child = side is AskedOf.CHILD
    match heard.answer:
        case ConsentAnswer.NO:
            return RefusedBecause.CHILD_SAID_NO if child else RefusedBecause.ADULT_SAID_NO
        case ConsentAnswer.CANNOT:
            return RefusedBecause.CHILD_CANNOT if child else RefusedBecause.ADULT_CANNOT
        case ConsentAnswer.YES if heard.record is not None:
            band = permissions.age_band if child else heard.record.age_band
            return _no_longer(heard.record, band, scope, at)
    if _said_yes_elsewhere(permissions, scope, child):
        return RefusedBecause.OTHER_SCOPE
    return RefusedBecause.CHILD_NOT_ASKED if child else RefusedBecause.ADULT_NOT_ASKED


def _no_longer(
    said: Permission, band: AgeBand, scope: PermissionScope, at: datetime
) -> RefusedBecause | None:
    if said.withdrawn is not None:
        return RefusedBecause.WITHDRAWN
    if said.expires <= at:
        return RefusedBecause.EXPIRED
    if said.given > at:
        return RefusedBecause.NOT_YET
    if said.age_band is not band:
        return RefusedBecause.ASKED_AT_ANOTHER_AGE
    return None if said.scope.covers(scope) else RefusedBecause.MORE_FIELDS


def _said_yes_elsewhere(permissions: CasePermissions, scope: PermissionScope, child: bool) -> bool:
    others = (p for p in permissions.newest() if (p.asked_of is AskedOf.CHILD) is child)
    return any(
        p.answer is ConsentAnswer.YES and p.scope.kind is scope.kind and not p.scope.is_same_question(scope)
        for p in others
    )


def decide_act_first(
    record: ActFirst, permissions: CasePermissions, scope: S, *, at: datetime
) -> Granted[S] | Refused:
    """Whether what `scope` asks may be passed on without a yes, by a complete act-first record: the same
    case, receiver and purpose, no field beyond it, before its review is due. Whom the child keeps it from,
    by a list made since, is not told.
    """
    if record.case != permissions.case or not record.scope.covers(scope):
        return Refused(RefusedBecause.RECORD_OF_OTHER_CASE)
    hidden_from = record.must_not_know | permissions.must_not_know(of=SIDE_WITH_CHILD)
    if scope.target in hidden_from:
        return Refused(RefusedBecause.MUST_NOT_KNOW)
    if not record.decided_at <= at < record.review_due:
        late = at >= record.review_due
        return Refused(RefusedBecause.EXPIRED if late else RefusedBecause.NOT_YET)
    return _granted(record.case, scope, record.review_due, (record.id,), hidden_from)


def _granted(
    case: str, scope: S, until: datetime, by: tuple[str, ...], hidden_from: frozenset[str]
) -> Granted[S]:
    return Granted(case=case, scope=scope, until=until, by=by, must_not_know=hidden_from, decided=_DECIDED)
