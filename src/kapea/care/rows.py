"""Permissions and act-first records as rows, and back: nothing is decided here."""

from __future__ import annotations

from typing import Any

from kapea.care.models import ActFirstAsked, RecordedActFirst, RecordedPermission
from kapea.core.care.act_first import (
    ActFirst,
    ActFirstGround,
    ChildTold,
    ChildWish,
    NotYetBecause,
    TellLater,
    ToldHow,
)
from kapea.core.care.asking import AgeBand, AskedOf, ConsentAnswer, HowAsked, LegalGround, SharedField
from kapea.core.care.permissions import Permission, Wording
from kapea.core.care.scopes import PermissionKind, PermissionScope, scope_of


def permission_columns(permission: Permission) -> dict[str, Any]:
    """The row of a permission, but for whose it is."""
    child = permission.asked_of is AskedOf.CHILD
    return scope_columns(permission.scope) | {
        "id": permission.id,
        "case": permission.case,
        "asked_of": permission.asked_of.value,
        "assent": permission.answer.value if child else "",
        "consent": "" if child else permission.answer.value,
        "answered_by": permission.answered_by,
        "age_band": permission.age_band.value,
        "how": permission.how.value,
        "wording": permission.wording.text,
        "release": permission.wording.release,
        "language": permission.language,
        "interpreter": permission.interpreter,
        "asked_by": permission.asked_by,
        "given_at": permission.given,
        "expires_at": permission.expires,
        "withdrawn_at": permission.withdrawn,
        "must_not_know": sorted(permission.must_not_know),
        "legal_ground": permission.legal_ground.value,
        "last_helped_on": permission.last_helped_on,
    }


def permission_of_row(row: RecordedPermission) -> Permission:
    """The permission of a row."""
    return Permission(
        id=row.id,
        case=row.case,
        scope=_scope(row),
        asked_of=AskedOf(row.asked_of),
        answer=ConsentAnswer(row.assent or row.consent),
        answered_by=row.answered_by,
        age_band=AgeBand(row.age_band),
        how=HowAsked(row.how),
        wording=Wording(row.wording, row.release),
        language=row.language,
        interpreter=row.interpreter,
        asked_by=row.asked_by,
        given=row.given_at,
        expires=row.expires_at,
        withdrawn=row.withdrawn_at,
        must_not_know=frozenset(row.must_not_know),
        legal_ground=LegalGround(row.legal_ground),
        last_helped_on=row.last_helped_on,
    )


def act_first_columns(record: ActFirst) -> dict[str, Any]:
    """The row of an act-first record, but for whose it is."""
    return (
        scope_columns(record.scope)
        | told_columns(record.told)
        | {
            "id": record.id,
            "case": record.case,
            "ground": record.ground.value,
            "duty_card": record.duty,
            "worker": record.worker,
            "supervisor": record.supervisor,
            "second": record.second,
            "decided_at": record.decided_at,
            "child_wish": record.child_wish.value,
            "must_not_know": sorted(record.must_not_know),
            "feared": sorted(record.feared),
            "review_due_at": record.review_due,
        }
    )


def act_first_of_row(row: RecordedActFirst) -> ActFirst:
    """The act-first record of a row."""
    return ActFirst(
        id=row.id,
        case=row.case,
        ground=ActFirstGround(row.ground),
        duty=row.duty_card,
        scope=_scope(row),
        worker=row.worker,
        supervisor=row.supervisor,
        second=row.second,
        decided_at=row.decided_at,
        told=told_of_columns(row),
        child_wish=ChildWish(row.child_wish),
        must_not_know=frozenset(row.must_not_know),
        feared=frozenset(row.feared),
    )


def told_columns(told: ChildTold | TellLater) -> dict[str, Any]:
    """Whether the child was told, as columns."""
    if isinstance(told, ChildTold):
        return {"told_at": told.at, "told_how": told.how.value, "tell_by": None, "not_yet_because": ""}
    because = told.because.value
    return {"told_at": None, "told_how": "", "tell_by": told.by, "not_yet_because": because}


def scope_columns(scope: PermissionScope) -> dict[str, Any]:
    """A scope, as columns."""
    return {
        "kind": scope.kind.value,
        "target": scope.target,
        "purpose": scope.purpose,
        "fields": sorted(each.value for each in scope.fields),
    }


def _scope(row: RecordedPermission | RecordedActFirst) -> PermissionScope:
    fields = [SharedField(each) for each in row.fields]
    return scope_of(PermissionKind(row.kind), target=row.target, purpose=row.purpose, fields=fields)


def told_of_columns(row: RecordedActFirst | ActFirstAsked) -> ChildTold | TellLater:
    """Whether the child was told, from columns."""
    if row.told_at is not None:
        return ChildTold(row.told_at, ToldHow(row.told_how))
    if row.tell_by is None:
        raise ValueError(f"act-first record {row.id}: neither told nor when")
    return TellLater(NotYetBecause(row.not_yet_because), row.tell_by)
