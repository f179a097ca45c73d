"""Which needs of a move are met, told from what there is. Nothing here is taken on somebody's word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kapea.core.care.act_first import ActFirst, ChildTold
from kapea.core.care.asking import SharedField
from kapea.core.care.decisions import Granted
from kapea.core.care.referral_answers import next_answer_due, was_reminded, was_rung
from kapea.core.care.referral_codes import ChildSays, ReferralNeed, SafetyQuestion
from kapea.core.care.referrals import Referral, tells_of_shelter
from kapea.core.care.scopes import OrganisationScope
from kapea.core.care.sharing_protocol import SharingProtocol, protocol_lacks

SAFE_TRIES = 2
"""So often somebody tries, on different days, to ask the child whether they got it. Programme default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralFacts:
    """All on which the moves of a referral depend.

    `granted`: what `decide` or `decide_act_first` gives now; None where they refuse. `acted_first`: the
    record on which the grant rests, if it rests on one. `protocol`: one with the receiver, live or not.
    `lacks`: what its form lacks, from `referral_form.form_lacks`. `kept_from`: ids of everybody who must
    not know, is kin or is feared, as known now: people, services, organisations; `hidden_from` adds to it.
    `news_on`: the day of the note that is to be written.
    """

    referral: Referral
    granted: Granted[OrganisationScope] | None
    acted_first: ActFirst | None
    protocol: SharingProtocol | None
    lacks: tuple[SharedField, ...]
    kept_from: frozenset[str]
    time_zone: str
    news_on: date | None = None

    @property
    def rests_on_act_first(self) -> bool:
        """Whether the grant is that of the act-first record, and not of anybody's yes."""
        granted, record = self.granted, self.acted_first
        return granted is not None and record is not None and granted.by == (record.id,)

    @property
    def hidden_from(self) -> frozenset[str]:
        """Whom it may not reach: as known now, as the grant says it, as it was when somebody acted first."""
        granted = self.granted.must_not_know if type(self.granted) is Granted else frozenset()
        record = self.acted_first
        first = record.must_not_know | record.feared if record is not None else frozenset()
        return self.kept_from | granted | first


def needs_met(facts: ReferralFacts, *, at: datetime) -> Mapping[ReferralNeed, bool]:
    """Which of all needs are met now."""
    referral, today = facts.referral, at.astimezone(ZoneInfo(facts.time_zone)).date()
    return {
        ReferralNeed.FORM: not facts.lacks and not tells_of_shelter(referral),
        ReferralNeed.PERMISSION: _is_permitted(facts, at),
        ReferralNeed.PROTOCOL: facts.rests_on_act_first or _has_protocol(facts, today),
        ReferralNeed.READ_BACK: _is_read_back(facts, at),
        ReferralNeed.MAY_KNOW: facts.hidden_from.isdisjoint({referral.service, referral.organisation}),
        ReferralNeed.SAFETY_MEANWHILE: referral.safety_meanwhile >= frozenset(SafetyQuestion),
        ReferralNeed.NAMED_RECEIVER: _is_received(facts, at),
        ReferralNeed.DECLINE_REASON: referral.declined_because is not None,
        ReferralNeed.NEWS_NOTE: facts.news_on is not None and facts.news_on <= today,
        **_said_needs(referral, at),
        ReferralNeed.TWO_SAFE_TRIES: _tried_twice(facts, at),
        **_late_needs(facts, at),
    }


def _is_permitted(facts: ReferralFacts, at: datetime) -> bool:
    granted, referral = facts.granted, facts.referral
    if type(granted) is not Granted or type(granted.scope) is not OrganisationScope:
        return False
    mine = granted.case == referral.case and granted.scope == referral.scope
    return mine and at < granted.until


def _has_protocol(facts: ReferralFacts, today: date) -> bool:
    referral = facts.referral
    return facts.protocol is not None and not protocol_lacks(
        facts.protocol, referral.scope, sender=referral.sender, sent_by=referral.sent_by, on=today
    )


def _is_read_back(facts: ReferralFacts, at: datetime) -> bool:
    """Who acts first and tells the child later, by the record, reads it back when they do."""
    record, heard = facts.acted_first, facts.referral.read_back
    if facts.rests_on_act_first and record is not None and not isinstance(record.told, ChildTold):
        return True
    if heard is None or not facts.referral.told_of_it:
        return False
    return heard.at <= at and heard.fields == facts.referral.fields


def _is_received(facts: ReferralFacts, at: datetime) -> bool:
    receipt, sent = facts.referral.receipt, facts.referral.sent_at
    if receipt is None or sent is None:
        return False
    return sent <= receipt.at <= at and receipt.named not in facts.hidden_from


def _said_needs(referral: Referral, at: datetime) -> Mapping[ReferralNeed, bool]:
    """What the child said since the last answer of the service; of before nothing counts."""
    answer, since = referral.child_answer, referral.waits_since
    fresh = answer is not None and since is not None and since <= answer.at <= at
    said = answer.says if answer is not None and fresh else None
    return {
        ReferralNeed.SAID_YES: said is ChildSays.YES,
        ReferralNeed.SAID_NOT_YET: said is ChildSays.NOT_YET,
        ReferralNeed.SAID_NOBODY_CAME: said is ChildSays.NOBODY_CAME,
    }


def _tried_twice(facts: ReferralFacts, at: datetime) -> bool:
    """On two days since the service said that it is done, and since the child last said anything."""
    zone, referral = ZoneInfo(facts.time_zone), facts.referral
    if referral.waits_since is None:
        return False
    answer = referral.child_answer
    since = max(referral.waits_since, answer.at) if answer is not None else referral.waits_since
    days = {each.astimezone(zone).date() for each in referral.tries if since <= each <= at}
    return len(days) >= SAFE_TRIES


def _late_needs(facts: ReferralFacts, at: datetime) -> Mapping[ReferralNeed, bool]:
    referral = facts.referral
    due = next_answer_due(referral, time_zone=facts.time_zone)
    late = due is not None and due.is_over(at)
    return {
        ReferralNeed.LATE: late and not was_reminded(referral),
        ReferralNeed.LATE_AGAIN: late and was_reminded(referral) and not was_rung(referral),
        ReferralNeed.SUPERVISOR_RUNG: was_rung(referral),
    }
