"""Referrals and all that they rest on, for tests. Nobody here exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tests.core.care.made import AT, CASE, act_first, answers, child

from kapea.core.care.asking import AgeBand, SharedField
from kapea.core.care.care_effects import ExchangeRecord
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.decisions import Granted, decide, decide_act_first
from kapea.core.care.permissions import CasePermissions
from kapea.core.care.referral_codes import (
    ReferralHand,
    ReferralNeed,
    ReferralState,
    ReferralStep,
    SafetyQuestion,
)
from kapea.core.care.referral_moves import make_referral_move
from kapea.core.care.referral_needs import ReferralFacts
from kapea.core.care.referral_states import ReferralLacks
from kapea.core.care.referral_table import RECEIVER, SENDER
from kapea.core.care.referrals import ReadBack, Receipt, Referral
from kapea.core.care.scopes import ExchangeScope, OrganisationScope
from kapea.core.care.sharing_protocol import ProtocolSection, SentBy, SharingProtocol

_F = SharedField
FIELDS = frozenset(
    {_F.CODE, _F.SENDER, _F.LEVEL, _F.SERVICE_TYPE, _F.LANGUAGE, _F.MUST_NOT_KNOW, _F.ANSWER_BY}
    | {_F.SAFETY_MEANWHILE}
)
WORDS = {
    _F.SENDER: "Desk One, line 2",
    _F.LANGUAGE: "Khmer, by text only",
    _F.MUST_NOT_KNOW: "nobody at the commune post",
    _F.SAFETY_MEANWHILE: "with her aunt until Sunday; call at six",
}
ONE_HAND = [frozenset({hand}) for hand in ReferralHand]
ZONE = "Asia/Phnom_Penh"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def referral(**changed) -> Referral:
    """A draft that lacks nothing."""
    said = {
        "id": "referral-1",
        "case": CASE,
        "code": "K-204",
        "sender": "desk",
        "organisation": "clinic",
        "service": "clinic-day",
        "service_type": "MEDICAL",
        "purpose": "medical",
        "fields": FIELDS,
        "sent_by": SentBy.ONE_TIME_LINK,
        "level": CaseLevel.ORANGE,
        "told_of_it": True,
        "read_back": ReadBack(AT, changed.get("fields", FIELDS)),
        "safety_meanwhile": frozenset(SafetyQuestion),
    }
    return Referral(**said | changed)


def said_yes(scope: OrganisationScope | ExchangeScope, **changed) -> CasePermissions:
    """A child of 16 said yes to it, alone as the law of ours has it."""
    return answers(child(about=scope, band=AgeBand.FROM_15, **changed), band=AgeBand.FROM_15)


def granted(scope: OrganisationScope, **changed) -> Granted[OrganisationScope]:
    made = decide(said_yes(scope, **changed), scope, at=AT)
    assert isinstance(made, Granted), made
    return made


def acted_first(scope: OrganisationScope, **changed):
    """A complete record for a scope, and its grant."""
    record = act_first(scope=scope, **changed)
    made = decide_act_first(record, answers(), scope, at=AT)
    assert isinstance(made, Granted)
    return record, made


def protocol(**changed) -> SharingProtocol:
    said = {
        "id": "protocol-1",
        "parties": frozenset({"desk", "clinic"}),
        "purpose": "medical",
        "fields": frozenset(SharedField),
        "seen_by": frozenset({"nurse"}),
        "sent_by": frozenset(SentBy),
        "kept_for": 90 * DAY,
        "agreed_on": date(2026, 11, 1),
        "review_on": date(2027, 5, 1),
        "sections": dict.fromkeys(ProtocolSection, "text"),
        "left": {},
    }
    return SharingProtocol(**said | changed)


def facts(of: Referral | None = None, **changed) -> ReferralFacts:
    """All on which a referral depends, as it should be."""
    of = of or referral()
    said = {
        "referral": of,
        "granted": changed["granted"] if "granted" in changed else granted(of.scope),
        "acted_first": None,
        "protocol": protocol(),
        "lacks": (),
        "kept_from": frozenset(),
        "time_zone": ZONE,
    }
    return ReferralFacts(**said | changed)


def after(of: Referral, step: ReferralStep, hands, *, at=AT, **changed) -> Referral:
    """The referral after one step that may be made."""
    return make_referral_move(facts(of, **changed), step, hands, at=at).referral


def at_state(state: ReferralState, **changed) -> Referral:
    """A referral that came as far as a state of its way, by the table."""
    now = referral(**changed)
    way = (
        (ReferralState.READY, ReferralStep.MAKE_READY, SENDER),
        (ReferralState.SENT, ReferralStep.SEND, SENDER),
        (ReferralState.RECEIVED, ReferralStep.RECEIVE, RECEIVER),
        (ReferralState.ACCEPTED, ReferralStep.ACCEPT, RECEIVER),
        (ReferralState.STARTED, ReferralStep.START, RECEIVER),
        (ReferralState.DONE_BY_SERVICE, ReferralStep.FINISH, RECEIVER),
    )
    for reached, step, hands in way:
        if now.state is state:
            break
        if reached is ReferralState.RECEIVED:
            now = replace(now, receipt=Receipt("member-nurse", AT))
        now = after(now, step, hands)
    assert now.state is state
    return now


def exchange(
    system: str, *, of: str = "referral-1", case: str = CASE, fields=frozenset({_F.CODE}), payload=None
) -> ExchangeRecord:
    """The effect of a child's yes to put this referral into a system."""
    target = f"{system}:{of}"
    scope = ExchangeScope(target=target, fields=fields)
    permissions = CasePermissions(
        case=case,
        age_band=AgeBand.FROM_15,
        given=(child(about=scope, band=AgeBand.FROM_15, case=case, id="yes-exchange"),),
    )
    made = decide(permissions, scope, at=AT)
    return ExchangeRecord(
        granted=made, case=case, at=AT, target=target, payload=payload or dict.fromkeys(fields, "K-204")
    )


def lacks_of(made: ReferralFacts, step=ReferralStep.MAKE_READY, hands=SENDER, at=AT) -> set[ReferralNeed]:
    """What a step lacks; nothing where it may be made."""
    try:
        make_referral_move(made, step, hands, at=at)
    except ReferralLacks as lacks:
        return set(lacks.needs)
    return set()
