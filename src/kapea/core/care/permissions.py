"""One answer to one question, by one person, in known words, until a day. Absent is *not asked*, not yes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kapea.core.care.asking import AgeBand, AskedOf, ConsentAnswer, HowAsked, LegalGround, require_opaque
from kapea.core.care.scopes import PermissionKind, PermissionScope

HOLDS = timedelta(days=90)
"""How long a yes holds unless somebody said a shorter time. Programme default."""


class NotAPermission(ValueError):
    """What was to be recorded lacks something, or contradicts itself; the message names it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The very words that were said: the id of the text, and the hash of the release it stood in."""

    text: str
    release: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """An answer. Nothing in it has a default that says yes: who asked, how and in which words is always said.

    `answered_by`: an opaque id of the adult, empty for the child. `age_band`: the child's, on that day.
    `must_not_know`: opaque ids of people and organisations that whoever answered keeps this from.
    `last_helped_on`: for a study, the last day the child was helped, in the country's own days.
    """

    id: str
    case: str
    scope: PermissionScope
    asked_of: AskedOf
    answer: ConsentAnswer
    age_band: AgeBand
    how: HowAsked
    wording: Wording
    language: str
    interpreter: bool
    asked_by: str
    given: datetime
    expires: datetime
    legal_ground: LegalGround
    answered_by: str = ""
    must_not_know: frozenset[str] = frozenset()
    withdrawn: datetime | None = None
    last_helped_on: date | None = None

    def __post_init__(self) -> None:
        for what in ("id", "case", "asked_by", "language"):
            require_opaque(what, getattr(self, what))
        for id in self.must_not_know:
            require_opaque("must_not_know", id)
        require_opaque("answered_by", self.answered_by, empty=self.asked_of is AskedOf.CHILD)
        if faults := self._faults():
            raise NotAPermission("; ".join(faults))

    def _faults(self) -> list[str]:
        faults = []
        if not (self.wording.text and self.wording.release):
            faults.append("wording: say which text of which release was read out")
        if self.expires <= self.given:
            faults.append("expires: not after it was given")
        if self.withdrawn is not None and (
            self.answer is not ConsentAnswer.YES or self.withdrawn < self.given
        ):
            faults.append("withdrawn: only a yes can be, and not before it was given")
        if self.asked_of is AskedOf.CHILD and self.answered_by:
            faults.append("answered_by: the child's own answer names no other")
        return [*faults, *self._study_faults()]

    def _study_faults(self) -> list[str]:
        if self.scope.kind is not PermissionKind.STUDY:
            return ["last_helped_on: only a study asks for it"] if self.last_helped_on else []
        if self.last_helped_on is None:
            return ["last_helped_on: a study needs the last day on which the child was helped"]
        if self.given.date() <= self.last_helped_on:
            return ["given: nobody is asked for a study on the day of help; ask on a later day"]
        return []


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePermissions:
    """All answers about one case, withdrawn and expired ones too, and how old the child is now."""

    case: str
    age_band: AgeBand
    given: tuple[Permission, ...] = ()

    def __post_init__(self) -> None:
        if any(each.case != self.case for each in self.given):
            raise NotAPermission("given: a permission of another case")

    def must_not_know(self, *, of: frozenset[AskedOf] = frozenset(AskedOf)) -> frozenset[str]:
        """Whom this is kept from, by the answers of these parties. A list holds, also after its answer
        expired or was withdrawn, until the same one is asked the same question anew. Of an adult whom the
        child keeps this from no list counts: it could cut off all help.
        """
        newest = self.newest()
        child = _lists(p for p in newest if p.asked_of is AskedOf.CHILD)
        return _lists(p for p in newest if p.asked_of in of and p.answered_by not in child)

    def newest(self) -> tuple[Permission, ...]:
        """The last answer of each who was asked to each question; of two at one moment, the one less willing.
        That somebody cannot say, or was not asked, never takes the place of a yes or a no.
        """
        last: dict[tuple[object, ...], Permission] = {}
        for each in sorted(self.given, key=_weight):
            question = (each.scope.kind, each.scope.target, each.scope.purpose)
            last[(*question, each.asked_of, each.answered_by)] = each
        return tuple(last.values())


def _weight(permission: Permission) -> tuple[bool, datetime, int]:
    order = (ConsentAnswer.NOT_ASKED, ConsentAnswer.CANNOT, ConsentAnswer.YES, ConsentAnswer.NO)
    said = permission.answer in (ConsentAnswer.YES, ConsentAnswer.NO)
    return said, permission.given, order.index(permission.answer)


def _lists(permissions: Iterable[Permission]) -> frozenset[str]:
    return frozenset(id for each in permissions for id in each.must_not_know)
