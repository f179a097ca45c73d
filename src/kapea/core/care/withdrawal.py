"""What follows when a yes is taken back: what waits is stopped, who received it hears stop, and the child
hears what already went.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kapea.core.care.permissions import Permission
from kapea.core.care.scopes import PermissionScope


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn:
    """Something under permissions, on its way or gone. `rests_on`: ids of what granted it. `sent_at`: None
    while it waits.
    """

    id: str
    scope: PermissionScope
    rests_on: tuple[str, ...]
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AfterWithdrawal:
    """`stop`: ids of what is never sent now. `tell_to_stop`: who must be asked to stop, and to delete what
    the law lets them, each once. `already_went`: what the child is told, in the order in which it went.
    """

    stop: tuple[str, ...]
    tell_to_stop: tuple[str, ...]
    already_went: tuple[PassedOn, ...]


def after_withdrawal(permission: Permission, passed_on: Iterable[PassedOn]) -> AfterWithdrawal:
    """What follows for everything that rests on this permission; what rests on others is not touched."""
    mine = [each for each in passed_on if permission.id in each.rests_on]
    sent = [(e.sent_at, e.id, e) for e in mine if e.sent_at is not None]
    went = [e for _, _, e in sorted(sent, key=lambda each: each[:2])]
    receivers = dict.fromkeys(e.scope.target for e in went if e.scope.target)
    return AfterWithdrawal(tuple(e.id for e in mine if e.sent_at is None), tuple(receivers), tuple(went))
