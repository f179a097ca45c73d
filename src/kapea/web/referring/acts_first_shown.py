"""What the page of a referral shows of acting first: what was asked, what was decided, who is to be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kapea.care.act_first_asking import acted_first_on, open_act_first
from kapea.care.models import CaseReferral
from kapea.core.care.act_first import ToldHow
from kapea.core.care.asking import SharedField
from kapea.core.care.referral_codes import ReferralState
from kapea.web.desk.found import moment_in
from kapea.web.referring.field_lines import labels


def acts_first_shown(
    row: CaseReferral, words: Mapping[str, str], zone: ZoneInfo, *, mine: bool, allowed: bool, at: datetime
) -> dict[str, Any]:
    """For the page. Who holds the case may ask while nobody has said yes."""
    asked, record = open_act_first(row), acted_first_on(row)
    before = row.is_at in (ReferralState.DRAFT, ReferralState.READY)

    def said(moment: datetime | None) -> str:
        return moment_in(zone, moment) if moment is not None else ""

    return {
        "asked": asked if before else None,
        "asked_tell_by": said(asked.tell_by) if asked else "",
        "fields": [label for _, label in labels(map(SharedField, row.fields), words)],
        "may_ask": mine and before and not allowed,
        "record": record,
        "decided": said(record.decided_at) if record else "",
        "until": said(record.review_due_at) if record else "",
        "told": said(record.told_at) if record else "",
        "tell_by": said(record.tell_by) if record else "",
        "late": bool(record and record.tell_by and record.tell_by <= at),
        "how": [each.value for each in ToldHow],
    }
