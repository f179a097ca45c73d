"""A referral, opened at the sender's: how it stands, what is due, what may be done, and what came of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kapea.care.exchange_partners import has_exchange
from kapea.care.models import CaseReferral, RecordedPermission
from kapea.care.protocol_queries import other_partners
from kapea.care.referral_keys import possible_receivers
from kapea.care.referral_queries import (
    decided,
    hands_near,
    next_service,
    permissions_now,
    referral_facts,
    referral_of_row,
    referral_options,
)
from kapea.care.referral_receivers import who_could_read, who_there_reads
from kapea.care.referral_steps import BY_SENDER, turn_field
from kapea.care.referral_writing import words_of_draft, words_sent
from kapea.core.care.asking import AgeBand, AskedOf, ConsentAnswer, HowAsked, SharedField
from kapea.core.care.decisions import Granted, Refused, RefusedBecause
from kapea.core.care.referral_codes import ReferralHand, ReferralState, ReferralStep
from kapea.core.care.referral_needs import needs_met
from kapea.core.care.referral_news import answers_at
from kapea.core.care.referral_states import referral_move_of, referral_steps
from kapea.core.care.referrals import sender_stays
from kapea.core.care.scopes import ExchangeScope, OrganisationScope
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.people.models import Membership
from kapea.vault.record_keys import CannotOpen
from kapea.vault.record_wraps import RecordKey
from kapea.web.desk.found import moment_in, short_name
from kapea.web.referring.acts_first_shown import acts_first_shown
from kapea.web.referring.field_lines import EXTRA_FIELDS, FieldLine, field_lines, labels, purpose_in_words
from kapea.web.referring.found import OpenReferral, open_referral_here
from kapea.web.referring.listing import clock_of, was_rung_now
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member
from kapea.web.staff.words import staff_words

ASK_TELL = "ask-tell"
"""The words in which it is asked whether it may be told."""
ASKING = {"asked_of": AskedOf, "answer": ConsentAnswer, "age_band": AgeBand, "how": HowAsked}
BEFORE_SENDING = (ReferralState.DRAFT, ReferralState.READY)
SAID_WHY = (
    RefusedBecause.CHILD_SAID_NO,
    RefusedBecause.MUST_NOT_KNOW,
    RefusedBecause.ADULT_NOT_ASKED,
    RefusedBecause.WITHDRAWN,
    RefusedBecause.MORE_FIELDS,
)
EVERY_HAND = tuple(ReferralHand)
LEADS_BACK = frozenset({ReferralStep.CHANGE, ReferralStep.REVOKE})
"""Moves that lead no further."""
TO_SEND = (ReferralStep.MAKE_READY, ReferralStep.SEND)


@dataclass(frozen=True, slots=True)
class TurnLine:
    """A move that was made: when, by whom, and what was said with it."""

    step: str
    at: str
    by: str
    said: str


@dataclass(frozen=True, slots=True)
class ReferralButton:
    """A move that could be made, and what it still lacks."""

    step: str
    lacks: tuple[str, ...]

    @property
    def leads_on(self) -> bool:
        """Whether it is what somebody would do next."""
        return not self.lacks and ReferralStep(self.step) not in LEADS_BACK


@require_safe
def read_referral(request: HttpRequest, id: str) -> HttpResponse:
    """The page of a referral."""
    return referral_page(request, id)


def referral_page(request: HttpRequest, id: str, fault: str = "", **shown: Any) -> HttpResponse:
    """The page, and what went wrong if something did."""
    try:
        found = open_referral_here(request, "referrals.read", id)
    except CannotOpen:
        return render_staff(request, "referring/shut.html", 409)
    member, at, row = acting_member(request), request_time(), found.row
    language, zone = language_of(request), ZoneInfo(found.zone)
    hands = hands_near(member, row)
    granted, _ = decided(row.case, referral_of_row(row).scope, at=at)
    allowed = isinstance(granted, Granted)
    is_draft = row.is_at is ReferralState.DRAFT
    return render_staff(
        request,
        "referring/referral.html",
        409 if fault else 200,
        fault=fault,
        row=row,
        case_name=short_name(row.case_id),
        service=_service(found, language),
        purpose=purpose_in_words(found.release, row.purpose, language),
        mine=ReferralHand.SENDER in hands,
        is_draft=is_draft,
        before=row.is_at in BEFORE_SENDING,
        allowed=allowed,
        refused=refused_because(granted),
        ask=_ask(found),
        asking={name: [each.value for each in codes] for name, codes in ASKING.items()},
        form_id=new_id(),
        band=band_said(row),
        close=close_to_it(row, at),
        said_yes=_has_yes(row),
        exchanges=has_exchange(row),
        lines=_lines(found, language, allowed=allowed),
        least=labels([f for f in SharedField if f not in EXTRA_FIELDS], staff_words(language)),
        extra=labels(EXTRA_FIELDS, staff_words(language)),
        steps=_steps(found, member, at),
        clock=clock_of(row.is_at),
        due=moment_in(zone, row.due_at) if row.due_at else "",
        is_over=row.due_at is not None and row.due_at <= at,
        was_rung=was_rung_now(row),
        stays=not is_draft and sender_stays(referral_of_row(row)),
        turns=turn_lines(row, found.key, zone),
        acts_first=acts_first_shown(
            row, staff_words(language), zone, mine=ReferralHand.SENDER in hands, allowed=allowed, at=at
        ),
        there=who_there_reads(row),
        others=[(each.id, each.user.name) for each in who_could_read(row)],
        todos=[(each.id, each.task) for each in row.todos.filter(done_at=None).order_by("at")],
        next=_next(request, found, at),
        child_answers=[each.value for each in answers_at(row.is_at)],
        may_try=row.is_at is ReferralState.DONE_BY_SERVICE,
        **shown,
    )


def close_to_it(row: CaseReferral, at: datetime) -> list[tuple[str, str]]:
    """Whom the child may keep it from, by name: those of the partner, and every other partner whole, such
    as the post at which somebody's uncle works.
    """
    there = [(each.id, each.user.name) for each in possible_receivers(row.partner_id, kept_from=())]
    return there + other_partners(row.sender_id, but=row.partner_id, on=at.date())


def turn_lines(
    row: CaseReferral, key: RecordKey, zone: ZoneInfo, *, hands: Collection[ReferralHand] = EVERY_HAND
) -> list[TurnLine]:
    """The moves that were made by some hands, the newest first, with what was written beside them."""
    by_them = row.turns.filter(hand__in=[each.value for each in hands])
    turns = list(by_them.order_by("-at", "-id"))
    ids = {each.by.removeprefix("member:") for each in turns}
    rows = Membership.objects.filter(id__in=ids).select_related("user")
    names = {each.id: each.user.name for each in rows}
    return [
        TurnLine(
            step=each.step,
            at=moment_in(zone, each.at),
            by=names.get(each.by.removeprefix("member:"), ""),
            said=key.open(turn_field(each.id), bytes(each.sealed)).decode() if each.sealed else "",
        )
        for each in turns
    ]


def _lines(found: OpenReferral, language: str, *, allowed: bool) -> list[FieldLine]:
    """What was sent; before that what stands in the draft, of fields that are allowed now."""
    row, words = found.row, staff_words(language)
    drafted = words_of_draft(row, found.key) if allowed else {}
    said = words_sent(row, found.key) or drafted
    listed = {field: text for field, text in said.items() if field.value in row.fields}
    return field_lines(listed, words, found.release, language)


def refused_because(granted: Granted[OrganisationScope] | Granted[ExchangeScope] | Refused) -> str:
    """Why it may not be told, as far as it changes what a worker does next."""
    if isinstance(granted, Granted):
        return ""
    return granted.because.value if granted.because in SAID_WHY else "ask"


def _steps(found: OpenReferral, member: Member, at: datetime) -> list[ReferralButton]:
    row, hands = found.row, hands_near(member, found.row)
    facts = referral_facts(row, words_of_draft(row, found.key), time_zone=found.zone, at=at)
    has, level = needs_met(facts, at=at), facts.referral.level
    level = row.case.urgency if row.is_at in BEFORE_SENDING else level
    made = []
    for step in referral_steps(row.is_at, level, hands):
        if step in BY_SENDER or step in TO_SEND:
            needs = referral_move_of(row.is_at, step, level, hands).needs
            made.append(ReferralButton(step.value, tuple(each.value for each in needs if not has[each])))
    return made


def _service(found: OpenReferral, language: str) -> str:
    service = found.release.directory.services.get(found.row.service)
    named = f"{found.release.text(service.name, language)} · " if service else ""
    return f"{named}{found.row.partner.name}"


def _ask(found: OpenReferral) -> str:
    """The question, in the language of the child where pages are written in it."""
    row, language = found.row, found.row.case.language
    words = staff_words(language)
    told = "; ".join(label for _, label in labels(map(SharedField, row.fields), words))
    purpose = purpose_in_words(found.release, row.purpose, language)
    said = words[ASK_TELL]
    for name, value in (("{partner}", row.partner.name), ("{purpose}", purpose), ("{fields}", told)):
        said = said.replace(name, value)
    return said


def band_said(row: CaseReferral) -> str:
    """The age that was said last; nothing is chosen where none was: by it is told whose yes is needed."""
    band = permissions_now(row.case).age_band
    return "" if band is AgeBand.NOT_KNOWN else band.value


def _has_yes(row: CaseReferral) -> bool:
    rows = RecordedPermission.objects.filter(case=row.case_id, target=row.partner_id, purpose=row.purpose)
    yes = ConsentAnswer.YES.value
    return (
        rows.filter(withdrawn_at=None, assent=yes).exists()
        or rows.filter(withdrawn_at=None, consent=yes).exists()
    )


def _next(request: HttpRequest, found: OpenReferral, at: datetime) -> str | None:
    """After a no or a silence: the name of the next service; an empty one where none is left."""
    if found.row.is_at not in (ReferralState.DECLINED, ReferralState.LAPSED, ReferralState.NOT_HAPPENED):
        return None
    options = referral_options(found.row.case, found.release, language=language_of(request), at=at)
    task = next_service(found.row, options)
    return next((each.name for each in options if each.choice == task.propose), "")
