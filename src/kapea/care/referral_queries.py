"""Referrals as the core reads them, and all on which their moves depend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kapea.care.models import (
    Case,
    CaseConflict,
    CaseReferral,
    RecordedProtocol,
    ReferralReceiver,
)
from kapea.care.protocol_queries import live_protocol_rows, protocols_between
from kapea.care.queries import act_first_records, case_permissions_as_told
from kapea.core.care.act_first import ActFirst
from kapea.core.care.asking import SharedField
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.decisions import Granted, Refused, decide, decide_act_first
from kapea.core.care.permissions import CasePermissions
from kapea.core.care.referral_answers import NextServiceTask, ServiceChoice, after_decline
from kapea.core.care.referral_codes import (
    ChildSays,
    DeclineReason,
    ReferralHand,
    ReferralState,
    SafetyQuestion,
)
from kapea.core.care.referral_form import form_lacks
from kapea.core.care.referral_needs import ReferralFacts
from kapea.core.care.referral_states import hands_on_referral
from kapea.core.care.referrals import ChildAnswered, ReadBack, Receipt, Referral
from kapea.core.care.scopes import OrganisationScope
from kapea.core.care.sharing_protocol import SentBy, SharingProtocol, protocol_lacks
from kapea.core.pack.model import Release
from kapea.core.staff.roles import Role
from kapea.people.member import Member

Decision = tuple[Granted[OrganisationScope] | Refused, ActFirst | None]
FieldWords = Mapping[SharedField, str]


def referral_of_row(row: CaseReferral) -> Referral:
    """The referral of a row."""
    return Referral(
        id=row.id,
        case=row.case_id,
        code=row.code,
        sender=row.sender_id,
        organisation=row.partner_id,
        service=row.service,
        service_type=row.service_type,
        purpose=row.purpose,
        fields=frozenset(SharedField(each) for each in row.fields),
        sent_by=SentBy(row.sent_by),
        level=CaseLevel(row.level),
        told_of_it=row.told_of_it,
        state=ReferralState(row.state),
        concerns_shelter=row.concerns_shelter,
        read_back=_read_back(row),
        safety_meanwhile=frozenset(SafetyQuestion(each) for each in row.safety_meanwhile),
        sent_at=row.sent_at,
        rests_on=tuple(row.rests_on),
        receipt=_receipt(row),
        declined_because=DeclineReason(row.declined_because) if row.declined_because else None,
        waits_since=row.waits_since,
        news=row.news,
        reminded_at=row.reminded_at,
        rung_at=row.rung_at,
        child_answer=_child_answer(row),
        tries=tuple(datetime.fromisoformat(each) for each in row.tries),
    )


def _read_back(row: CaseReferral) -> ReadBack | None:
    if row.read_back_at is None:
        return None
    return ReadBack(row.read_back_at, frozenset(SharedField(each) for each in row.read_back_fields))


def _receipt(row: CaseReferral) -> Receipt | None:
    if row.receipt_at is None:
        return None
    return Receipt(row.receipt_named, row.receipt_at, row.receipt_written_by)


def _child_answer(row: CaseReferral) -> ChildAnswered | None:
    if row.child_said_at is None:
        return None
    return ChildAnswered(ChildSays(row.child_says), row.child_said_at, row.child_written_by)


# --- on what it depends ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CaseAnswers:
    """What was answered about a case, what was done first, and who stands too close: read once for a move."""

    ever: CasePermissions
    now: CasePermissions
    """Since this episode began, at the age that was said last."""
    first: Sequence[ActFirst]
    close: frozenset[str]

    @property
    def kept_from(self) -> frozenset[str]:
        """Whom a case is kept from: by any answer that was ever given, by acting first, or as kin of
        somebody. A list of before holds on: it is not forgotten because a case was opened again.
        """
        first = {id for each in self.first for id in each.must_not_know | each.feared}
        return self.ever.must_not_know() | first | self.close

    def decided(self, scope: OrganisationScope, *, at: datetime) -> Decision:
        """Whether it may be told now, by a yes or by a record of acting first; and that record."""
        by_answer = decide(self.now, scope, at=at)
        if isinstance(by_answer, Granted):
            return by_answer, None
        for record in reversed(self.first):
            first = decide_act_first(record, self.now, scope, at=at)
            if isinstance(first, Granted):
                return first, record
        return by_answer, None


def case_answers(case: Case) -> CaseAnswers:
    """All that decides to whom a case may be told."""
    close = CaseConflict.objects.filter(case=case).values_list("membership", flat=True)
    ever, now = _permissions(case)
    first = act_first_records(organisation=case.organisation_id, case=case.id)
    return CaseAnswers(ever, now, first, frozenset(close))


def permissions_now(case: Case) -> CasePermissions:
    """What was answered since this episode began, at the age that was said last."""
    return _permissions(case)[1]


def _permissions(case: Case) -> tuple[CasePermissions, CasePermissions]:
    """All that was ever answered, and what of it counts now."""
    ever = case_permissions_as_told(organisation=case.organisation_id, case=case.id)
    of_now = tuple(each for each in ever.given if each.given >= case.episode_began_at)
    return ever, CasePermissions(case=case.id, age_band=ever.age_band, given=of_now)


def kept_from(case: Case) -> frozenset[str]:
    """Whom a case is kept from; see `CaseAnswers`."""
    return case_answers(case).kept_from


def decided(case: Case, scope: OrganisationScope, *, at: datetime) -> Decision:
    """Whether it may be told now; see `CaseAnswers`."""
    return case_answers(case).decided(scope, at=at)


def referral_facts(
    row: CaseReferral, words: FieldWords, *, time_zone: str, at: datetime, news_on: date | None = None
) -> ReferralFacts:
    """All on which a move depends now. `words`: of the fields that somebody writes."""
    referral, answers = referral_of_row(row), case_answers(row.case)
    granted, first = answers.decided(referral.scope, at=at)
    allowed = granted if isinstance(granted, Granted) else None
    list_is_empty = allowed is None or not allowed.must_not_know
    return ReferralFacts(
        referral=referral,
        granted=allowed,
        acted_first=first,
        protocol=_protocol(referral, time_zone, at),
        lacks=form_lacks(referral, words, list_is_empty=list_is_empty),
        kept_from=answers.kept_from,
        time_zone=time_zone,
        news_on=news_on,
    )


def _protocol(referral: Referral, time_zone: str, at: datetime) -> SharingProtocol | None:
    """One that is live for it, else the newest."""
    today = at.astimezone(ZoneInfo(time_zone)).date()
    known = protocols_between(referral.sender, referral.organisation, purpose=referral.purpose)
    live = [
        each
        for each in known
        if not protocol_lacks(
            each, referral.scope, sender=referral.sender, sent_by=referral.sent_by, on=today
        )
    ]
    return next(iter((*live, *known)), None)


def hands_near(
    by: Member, row: CaseReferral, *, hidden: frozenset[str] | None = None
) -> frozenset[ReferralHand]:
    """As what somebody acts, whom `access` let near a referral. `hidden`: whom its case is kept from, where
    that was just read.
    """
    receivers = ReferralReceiver.objects.filter(referral=row, ended_at=None)
    return hands_on_referral(
        by.id,
        owner=row.case.owner_id,
        supervisor_of_owner=by.id if by.role is Role.SUPERVISOR else "",
        receivers=frozenset(receivers.values_list("membership", flat=True)),
        kept_from=kept_from(row.case) if hidden is None else hidden,
    )


# --- to whom it may go -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralOption:
    """A service that a case may be referred to: by which protocol, what for, which fields at most, by what
    means. `name`: of the service where the directory names it, else of who runs it. `id`: the protocol and
    the service, for a form.
    """

    choice: ServiceChoice
    protocol: str
    purpose: str
    name: str
    partner_name: str
    fields: frozenset[SharedField]
    means: tuple[SentBy, ...]

    @property
    def id(self) -> str:
        return f"{self.protocol}.{self.choice.service}"


def referral_options(case: Case, release: Release, *, language: str, at: datetime) -> list[ReferralOption]:
    """What a worker may choose from: under a live protocol, and nobody from whom the case is kept, by
    whatever name: theirs here, or that of their services.
    """
    today, hidden = at.astimezone(ZoneInfo(release.time_zone)).date(), kept_from(case)
    rows = live_protocol_rows(case.organisation_id, on=today)
    found = (each for row in rows for each in _options_of(row, release, language))
    runs = {row.id: row.runs for row in rows}
    return [
        each
        for each in found
        if hidden.isdisjoint({each.choice.service, each.choice.organisation, runs[each.protocol]})
    ]


def _options_of(row: RecordedProtocol, release: Release, language: str) -> Iterator[ReferralOption]:
    services = release.directory.services.values()
    named = [each for each in services if row.runs and each.organization == row.runs]
    fit = [each for each in named if row.purpose in each.types]
    offered = [(each.id, release.text(each.name, language)) for each in fit] or [(row.partner_id, "")]
    for id, name in offered:
        yield ReferralOption(
            choice=ServiceChoice(id, row.partner_id),
            protocol=row.id,
            purpose=row.purpose,
            name=name or row.partner.name,
            partner_name=row.partner.name,
            fields=frozenset(SharedField(each) for each in row.fields),
            means=tuple(SentBy(each) for each in row.sent_by),
        )


def next_service(row: CaseReferral, options: list[ReferralOption]) -> NextServiceTask:
    """Whom to ask next, after a no or a silence: none that was asked for this need before."""
    same_need = CaseReferral.objects.filter(case=row.case_id, purpose=row.purpose)
    return after_decline(
        referral_of_row(row),
        DeclineReason(row.declined_because) if row.declined_because else None,
        [each.choice for each in options if each.purpose == row.purpose],
        tried=set(same_need.values_list("service", flat=True)),
        kept_from=kept_from(row.case),
    )
