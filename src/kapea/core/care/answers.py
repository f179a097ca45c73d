"""What the child and the adults said to one question, each heard by themselves."""

from __future__ import annotations

from dataclasses import dataclass

from kapea.core.care.asking import AskedOf, ConsentAnswer
from kapea.core.care.permissions import CasePermissions, Permission
from kapea.core.care.scopes import PermissionScope

SIDE_WITH_CHILD = frozenset({AskedOf.CHILD, AskedOf.OTHER_TRUSTED_ADULT})


@dataclass(frozen=True, slots=True)
class SideHeard:
    """What one side says: the answer, the record of it where there is one, whether a yes was taken back."""

    answer: ConsentAnswer = ConsentAnswer.NOT_ASKED
    record: Permission | None = None

    @property
    def is_withdrawn(self) -> bool:
        return self.record is not None and self.record.withdrawn is not None


def child_heard(permissions: CasePermissions, scope: PermissionScope) -> SideHeard:
    """The child's own last answer to this very question."""
    return _together(_records(permissions, scope, AskedOf.CHILD))


def adult_heard(permissions: CasePermissions, scope: PermissionScope, *, caregiver_only: bool) -> SideHeard:
    """What adults said, the caregivers first: one no stands against any yes. Another trusted adult is heard
    where no caregiver said yes or no.

    A yes of somebody from whom this is kept counts for nothing; their no neither, when it is the child or a
    trusted adult who keeps it from them.
    """
    caregivers = _counted(permissions, _records(permissions, scope, AskedOf.CAREGIVER))
    said = _together(caregivers)
    if caregiver_only or said.answer in (ConsentAnswer.YES, ConsentAnswer.NO):
        return said
    others = _counted(permissions, _records(permissions, scope, AskedOf.OTHER_TRUSTED_ADULT))
    other = _together(others)
    return said if other.answer is ConsentAnswer.NOT_ASKED else other


def _counted(permissions: CasePermissions, records: list[Permission]) -> list[Permission]:
    hidden_from = permissions.must_not_know()
    feared = permissions.must_not_know(of=SIDE_WITH_CHILD)
    return [
        p for p in records if p.answered_by not in (hidden_from if p.answer is ConsentAnswer.YES else feared)
    ]


def _records(permissions: CasePermissions, scope: PermissionScope, asked_of: AskedOf) -> list[Permission]:
    return [p for p in permissions.newest() if p.asked_of is asked_of and p.scope.is_same_question(scope)]


def _together(records: list[Permission]) -> SideHeard:
    """The least willing of several, and of equal ones the one that holds longest."""
    order = (ConsentAnswer.NO, ConsentAnswer.YES, ConsentAnswer.CANNOT, ConsentAnswer.NOT_ASKED)
    ranked = sorted(
        records, key=lambda p: (order.index(p.answer), p.withdrawn is None, -p.expires.timestamp())
    )
    return SideHeard(ranked[0].answer, ranked[0]) if ranked else SideHeard()
