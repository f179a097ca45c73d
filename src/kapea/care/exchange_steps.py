"""A referral and one system of somebody else: what was said to that, and the file that is taken out.

The caller holds a transaction and found the row; its key was opened before that. Nothing is sent from here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kapea.care.actions import record_permission, withdraw_permission
from kapea.care.case_saving import must_hold
from kapea.care.exchange_model import ReferralExport
from kapea.care.models import CaseReferral, RecordedPermission
from kapea.care.referral_queries import CaseAnswers, case_answers, referral_of_row
from kapea.care.referral_saving import record_referral
from kapea.care.referral_writing import words_sent
from kapea.core.care.asking import ConsentAnswer
from kapea.core.care.care_effects import ExchangeRecord, TellOrganisation
from kapea.core.care.decisions import Granted, Refused, decide
from kapea.core.care.exchange.exchange_question import exchange_payload, exchange_scope, exchange_target
from kapea.core.care.exchange.fhir import fhir_referral
from kapea.core.care.exchange.oscar import oscar_status, oscar_upsert
from kapea.core.care.exchange.outgoing import ExchangeRefused, rests_on_yes
from kapea.core.care.exchange.outside_partners import OutsidePartners
from kapea.core.care.exchange.primero import primero_referral, primero_requests
from kapea.core.care.exchange.state_maps import OutsideSystem
from kapea.core.care.permissions import Permission
from kapea.core.care.referrals import OPEN_REFERRAL, Referral
from kapea.core.care.scopes import ExchangeScope
from kapea.people.member import Member
from kapea.vault.record_wraps import RecordKey

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Exchanging:
    """All on which one file rests."""

    referral: Referral
    answers: CaseAnswers
    tell: TellOrganisation
    exchange: ExchangeRecord


def exchange_decided(
    row: CaseReferral, system: OutsideSystem, answers: CaseAnswers, *, at: datetime
) -> Granted[ExchangeScope] | Refused:
    """Whether this referral may be put into this system now: by a yes alone, never by acting first."""
    return decide(answers.now, exchange_scope(system, referral_of_row(row)), at=at)


def note_exchange_answer(
    by: Member, row: CaseReferral, system: OutsideSystem, given: Permission, *, at: datetime
) -> None:
    """What somebody said to that. A no of theirs ends a yes that they gave before. Raises CareRefused."""
    must_hold(by, row.case)
    if given.answer is ConsentAnswer.NO:
        for each in open_exchange_yes(row, system):
            if (each.asked_of, each.answered_by) == (given.asked_of.value, given.answered_by):
                withdraw_permission(organisation=row.sender_id, id=each.id, by=by.id, at=at)
    record_permission(organisation=row.sender_id, permission=given, by=by.id, at=at)


def take_exchange_yes_back(by: Member, row: CaseReferral, system: OutsideSystem, *, at: datetime) -> int:
    """Their yes to that is taken back; what they said to telling the partner stays. How many answers."""
    must_hold(by, row.case)
    found = open_exchange_yes(row, system)
    for each in found:
        withdraw_permission(organisation=row.sender_id, id=each.id, by=by.id, at=at)
    return len(found)


def open_exchange_yes(row: CaseReferral, system: OutsideSystem) -> list[RecordedPermission]:
    """Every yes to putting it there, of whomever, that nobody took back."""
    asked = RecordedPermission.objects.filter(
        organisation=row.sender_id,
        case=row.case_id,
        kind=ExchangeScope.kind.value,
        target=exchange_target(system, row.id),
        withdrawn_at=None,
    )
    yes = ConsentAnswer.YES.value
    return [each for each in asked if yes in (each.assent, each.consent)]


def take_referral_out(
    by: Member,
    row: CaseReferral,
    key: RecordKey,
    system: OutsideSystem,
    partners: OutsidePartners,
    *,
    known_there_as: str = "",
    at: datetime,
) -> bytes:
    """The file for a system, and in the trail who took it out for which, when. `known_there_as`: their number
    of the client, for OSCaR. Raises ExchangeRefused, OutsideLacks, NotOpaque.
    """
    must_hold(by, row.case)
    if system not in partners.systems_of(row.partner_id):
        raise ExchangeRefused("system: it is not on for this partner")
    made = _document(_exchanging(row, key, system, at), system, partners, known_there_as)
    ReferralExport.objects.create(referral=row, system=system.value, by=by.id, at=at)
    record_referral("referral.exchange", row, by=by.name_in_audit, at=at, system=system.value)
    return json.dumps(made, ensure_ascii=False, indent=2, sort_keys=True).encode()


def _exchanging(row: CaseReferral, key: RecordKey, system: OutsideSystem, at: datetime) -> _Exchanging:
    referral, answers = referral_of_row(row), case_answers(row.case)
    is_theirs = row.sent_at is not None and referral.state in OPEN_REFERRAL
    if not is_theirs or row.partner_id in answers.kept_from:
        raise ExchangeRefused("referral: not sent, over, or kept from them")
    granted, tells = exchange_decided(row, system, answers, at=at), decide(answers.now, referral.scope, at=at)
    if not (isinstance(granted, Granted) and isinstance(tells, Granted)):
        raise ExchangeRefused("yes: nobody said it, or it is over")
    if not (rests_on_yes(granted, answers.now) and rests_on_yes(tells, answers.now)):
        raise ExchangeRefused("yes: it rests on no answer")
    tell = TellOrganisation(
        granted=tells,
        case=row.case_id,
        at=at,
        target=row.partner_id,
        purpose=row.purpose,
        payload=words_sent(row, key),
    )
    exchange = ExchangeRecord(
        granted=granted,
        case=row.case_id,
        at=at,
        target=granted.scope.target,
        payload=exchange_payload(granted.scope, referral),
    )
    return _Exchanging(referral, answers, tell, exchange)


def _document(
    its: _Exchanging, system: OutsideSystem, partners: OutsidePartners, known_there_as: str
) -> Document:
    partner = its.referral.organisation
    if system is OutsideSystem.PRIMERO:
        made = primero_referral(
            its.referral,
            partners.primero[partner],
            tell=its.tell,
            exchange=its.exchange,
            permissions=its.answers.now,
        )
        return primero_requests(made)
    if system is OutsideSystem.OSCAR:
        if known_there_as:
            return oscar_status(its.referral, its.exchange, global_id=known_there_as)
        return oscar_upsert(its.referral, partners.oscar[partner], its.exchange)
    return fhir_referral(its.referral, its.exchange, its.answers.now)
