"""What is known of cases: what they need before a step, what is due, and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from kapea.care.models import Case, CaseEntry, RecordedPermission, ReportTask
from kapea.care.queries import case_permissions
from kapea.core.care.asking import AgeBand
from kapea.core.care.case_closing import ClosingAsked, ClosingFacts, ClosingReason
from kapea.core.care.case_contents import NotAskedBecause
from kapea.core.care.case_dues import CaseDue, CaseTimes, case_dues
from kapea.core.care.case_entries import CaseEntryContent, EntryKind, opened_entry
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.case_states import CaseNeed
from kapea.core.care.decisions import Granted, decide
from kapea.core.care.referrals import OPEN_REFERRAL
from kapea.core.care.scopes import KeepScope, PermissionKind
from kapea.core.pack.model import Release
from kapea.vault.record_wraps import RecordKey


@dataclass(frozen=True, slots=True)
class OpenedEntry:
    """An entry, opened."""

    id: str
    kind: EntryKind
    by: str
    at: datetime
    content: CaseEntryContent


def opened_entries(case: Case, key: RecordKey) -> list[OpenedEntry]:
    """All that was written in a case, the newest first, but for its safety plan, which is opened only for who
    asks for it (`case_safety_plan`). Raises Unsealable for what is not of this case.
    """
    written = CaseEntry.objects.filter(case=case).exclude(kind=EntryKind.SAFETY_PLAN.value)
    rows = written.order_by("-at", "-id")
    return [open_entry(row, key) for row in rows]


def open_entry(row: CaseEntry, key: RecordKey) -> OpenedEntry:
    """One entry, opened."""
    kind = EntryKind(row.kind)
    content = opened_entry(kind, key.open(entry_field(kind, row.id), bytes(row.sealed)))
    return OpenedEntry(row.id, kind, row.by, row.at, content)


def entry_field(kind: EntryKind, id: str) -> str:
    """The name under which an entry is sealed: it opens as no other entry."""
    return f"{kind.value}:{id}"


def newest(entries: list[OpenedEntry], kind: EntryKind) -> CaseEntryContent | None:
    """How things of a kind stand."""
    return next((each.content for each in entries if each.kind is kind), None)


def keep_granted(case: Case, *, at: datetime) -> bool:
    """Whether what was told may be kept, by what was answered since this episode began."""
    rows = RecordedPermission.objects.filter(
        organisation=case.organisation_id,
        case=case.id,
        kind=PermissionKind.KEEP.value,
        given_at__gte=case.episode_began_at,
    )
    last = rows.order_by("-given_at").first()
    band = AgeBand(last.age_band) if last is not None else AgeBand.NOT_KNOWN
    known = case_permissions(organisation=case.organisation_id, case=case.id, age_band=band)
    of_now = tuple(each for each in known.given if each.given >= case.episode_began_at)
    answered = type(known)(case=known.case, age_band=band, given=of_now)
    return isinstance(decide(answered, KeepScope(), at=at), Granted)


def case_has(case: Case, *, may_close: bool, at: datetime) -> Mapping[CaseNeed, bool]:
    """Which needs of a step are met."""
    acted_first = case.acted_first_at is not None and case.urgency is CaseLevel.RED
    return {
        CaseNeed.KEEP: acted_first or keep_granted(case, at=at),
        CaseNeed.ASSESSMENT: case.assessed_at is not None,
        CaseNeed.PLAN: case.plan_ready,
        CaseNeed.APPROVAL: case.plan_approved,
        CaseNeed.REVIEW: case.review_ready,
        CaseNeed.CLOSING_ASKED: case.closing is not None,
        CaseNeed.MAY_CLOSE: may_close,
    }


def closing_asked(case: Case) -> ClosingAsked | None:
    """That somebody asked to close it; None where nobody did."""
    if case.closing is None:
        return None
    said: dict[str, Any] = case.closing
    return ClosingAsked(
        by=said["by"],
        at=datetime.fromisoformat(said["at"]),
        reason=ClosingReason(said["reason"]),
        view_written=said["view_written"],
        not_heard=NotAskedBecause(said["not_heard"]) if said["not_heard"] else None,
        way_back_told=said["way_back_told"],
        aftercare=said["aftercare"],
        taken_over=said["taken_over"],
        outside_review=said["outside_review"],
    )


def closing_facts(case: Case, release: Release, *, and_by: str = "") -> ClosingFacts:
    """What closing depends on; `and_by` agrees as well."""
    tries = CaseEntry.objects.filter(case=case, kind=EntryKind.TRY.value, at__gte=case.episode_began_at)
    return ClosingFacts(
        asked=closing_asked(case),
        level=case.urgency,
        red_until=case.red_at,
        open_referrals=case.referrals.filter(state__in=[each.value for each in OPEN_REFERRAL]).count(),
        tries=tuple(tries.values_list("at", flat=True)),
        approvals=frozenset(case.closing_approved_by) | ({and_by} if and_by else frozenset()),
        time_zone=release.time_zone,
        owner=case.owner_id,
        raised_at=case.raised_at,
        report_owed=ReportTask.objects.filter(case=case, done_at=None).exists(),
    )


def times_of(case: Case) -> CaseTimes:
    """When what was done in it."""
    asked = closing_asked(case)
    return CaseTimes(
        state=case.standing,
        level=case.urgency,
        began=case.episode_began_at,
        raised=case.raised_at,
        acted=case.acted_at,
        acted_first=case.acted_first_at,
        assessed=case.assessed_at,
        planned=case.planned_at,
        followed_up=case.followed_up_at,
        follow_ups=case.follow_ups,
        look_again_on=case.look_again_on,
        supervised=case.supervised_at,
        closed=case.closed_at,
        aftercare=asked is not None and asked.aftercare,
        aftercare_done=case.aftercare_done,
    )


def dues_of(case: Case, release: Release, *, at: datetime) -> tuple[CaseDue, ...]:
    """All that is due in it, the first before the rest."""
    return case_dues(release, times_of(case), at=at)


def open_by_level(owner: str) -> Mapping[CaseLevel, int]:
    """How many open cases of each level a worker holds."""
    rows = Case.objects.filter(owner=owner, closed_at=None)
    counted = rows.values("level").annotate(many=Count("id")).values_list("level", "many")
    return {CaseLevel(level): many for level, many in counted}
