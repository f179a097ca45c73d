"""Recording answers, taking them back, acting first: each with its row in the trail, in one transaction.

Nothing here has a default that says yes, and nothing records two answers at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction

from kapea.audit import actions as audit
from kapea.care.models import YES, RecordedActFirst, RecordedPermission
from kapea.care.queries import case_permissions
from kapea.care.referral_saving import lock_referrals, revoke_what_rests_on
from kapea.care.rows import act_first_columns, permission_columns, permission_of_row, told_columns
from kapea.core.care.act_first import ActFirst, ActFirstIncomplete, ChildTold, TellLater, tells_in_time
from kapea.core.care.answers import SIDE_WITH_CHILD
from kapea.core.care.asking import AgeBand
from kapea.core.care.permissions import Permission
from kapea.core.care.withdrawal import AfterWithdrawal, PassedOn, after_withdrawal


class CareRefused(ValueError):
    """What was to be recorded may not be; the message says why, and names nobody."""


@transaction.atomic
def record_permission(*, organisation: str, permission: Permission, by: str, at: datetime) -> None:
    """Records one answer. The id is the caller's, made when the question was put: a form sent twice is
    refused the second time. CareRefused also for an answer of later than `at`, or if another than `by` asked.
    """
    if permission.withdrawn is not None or permission.given > at:
        raise CareRefused("an answer is recorded as it was given, not as withdrawn and not for later")
    if permission.asked_by != by:
        raise CareRefused("whoever asked records the answer")
    _add(RecordedPermission, organisation, permission_columns(permission))
    kind = permission.scope.kind.value
    _record("care.permission", permission.id, organisation, by, at, case=permission.case, kind=kind)


@transaction.atomic
def withdraw_permission(
    *, organisation: str, id: str, by: str, at: datetime, passed_on: Iterable[PassedOn] = ()
) -> AfterWithdrawal:
    """Takes a yes back, revokes the referrals that rest on it, and says what follows for what else does.
    CareRefused where there is no such yes, or it was taken back before.
    """
    mine = RecordedPermission.objects.filter(organisation=organisation, id=id, withdrawn_at=None)
    for case in mine.values_list("case", flat=True):
        lock_referrals(case)
    yes = models.Q(assent=YES) | models.Q(consent=YES)
    if mine.filter(yes, given_at__lte=at).update(withdrawn_at=at) != 1:
        raise CareRefused("no such permission, or there is nothing in it to take back")
    permission = permission_of_row(RecordedPermission.objects.get(id=id))
    _record("care.withdraw", id, organisation, by, at, case=permission.case)
    referred = revoke_what_rests_on(permission, by=by, at=at)
    return after_withdrawal(permission, [*passed_on, *referred])


@transaction.atomic
def record_act_first(
    *,
    organisation: str,
    record: ActFirst,
    by: str,
    at: datetime,
    confirmed_duties: frozenset[str] = frozenset(),
) -> None:
    """Records a decision to pass on without a yes: before anything goes, by the supervisor who decided.

    `confirmed_duties`: ids of the cards that say *confirmed* on that day. CareRefused where the record names
    another, ActFirstIncomplete where it reaches somebody from whom the child keeps it.
    """
    if by != record.supervisor or record.decided_at > at:
        raise CareRefused("the supervisor who decided records it, once it is decided")
    if record.duty and record.duty not in confirmed_duties:
        raise CareRefused("this duty is not confirmed: ask your lead, or act on another ground")
    known = case_permissions(organisation=organisation, case=record.case, age_band=AgeBand.NOT_KNOWN)
    if record.scope.target in known.must_not_know(of=SIDE_WITH_CHILD):
        raise ActFirstIncomplete(("scope: whom the child keeps this from is never told",))
    _add(RecordedActFirst, organisation, act_first_columns(record))
    ground = record.ground.value
    _record("care.act-first", record.id, organisation, by, at, case=record.case, ground=ground)


@transaction.atomic
def record_telling(*, organisation: str, id: str, told: ChildTold | TellLater, by: str, at: datetime) -> None:
    """The child was told what was passed on, or the supervisor puts it off anew, never for longer than a
    week. CareRefused where there is no such record, or the child was told before.
    """
    if not tells_in_time(told, at) or (isinstance(told, ChildTold) and told.at > at):
        raise CareRefused("told: not later than now; or by when, within seven days")
    mine = RecordedActFirst.objects.filter(organisation=organisation, id=id, told_at=None)
    if isinstance(told, TellLater):
        mine = mine.filter(supervisor=by)
    if mine.update(**told_columns(told)) != 1:
        raise CareRefused("no such record of yours that waits for the child to be told")
    done = "told" if isinstance(told, ChildTold) else "later"
    _record("care.telling", id, organisation, by, at, done=done)


@transaction.atomic
def review_act_first(*, organisation: str, id: str, by: str, at: datetime) -> None:
    """Somebody who did not decide has looked at it. CareRefused for whoever did, and the second time."""
    mine = RecordedActFirst.objects.filter(organisation=organisation, id=id, reviewed_at=None)
    apart = mine.exclude(worker=by).exclude(supervisor=by).exclude(second=by)
    if not by or apart.filter(decided_at__lte=at).update(reviewed_at=at, reviewed_by=by) != 1:
        raise CareRefused("no such record that waits for review by somebody who did not decide it")
    _record("care.review", id, organisation, by, at)


@transaction.atomic
def erase_case_permissions(*, organisation: str, case: str, by: str, at: datetime) -> int:
    """Deletes all answers and act-first records of a case; how many. If any, the trail says so."""
    gone = 0
    for model in (RecordedPermission, RecordedActFirst):
        gone += model.objects.filter(organisation=organisation, case=case).delete()[0]
    if gone:
        _record("care.erase", case, organisation, by, at)
    return gone


def _add(
    model: type[RecordedPermission] | type[RecordedActFirst], organisation: str, columns: dict[str, Any]
) -> None:
    try:
        with transaction.atomic():
            model.objects.create(organisation=organisation, **columns)
    except IntegrityError as error:
        if model.objects.filter(id=columns["id"]).exists():
            raise CareRefused("this was recorded before: one question, one record") from error
        raise


def _record(action: str, subject: str, organisation: str, by: str, at: datetime, **detail: str) -> None:
    audit.record(action=action, subject=subject, by=by, at=at, organisation=organisation, **detail)
