"""One-time links to a referral, for a partner without an account: opened once, with a code, for 72 hours.

One that was opened, is over, was ended or never was is the same: not there. What opens it is in no database.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from kapea.care.case_saving import CaseRefused
from kapea.care.models import CaseReferral, ReferralLink
from kapea.care.referral_answering import ServiceAnswer, save_answer
from kapea.care.referral_keys import REFERRAL
from kapea.care.referral_queries import hands_near, kept_from
from kapea.care.referral_saving import record_referral
from kapea.core.care.referral_codes import ReferralHand, ReferralState, ReferralStep
from kapea.core.care.sharing_protocol import SentBy
from kapea.people.member import Member
from kapea.vault.hybrid import PrivateHalf
from kapea.vault.one_time_links import (
    NewOneTimeLink,
    end_one_time_link,
    hash_of_link,
    holder_of_link,
)
from kapea.vault.passphrases import PassphrasesBusy
from kapea.vault.record_keys import CannotOpen, open_record, share
from kapea.vault.record_wraps import RecordKey

LINK_LIVES = timedelta(hours=72)
MOST_WRONG = 5
"""With so many wrong codes it ends."""
FIRST_WAIT = timedelta(seconds=2)
"""After a wrong code; after each further one twice as long."""


class NoSuchLink(LookupError):
    """It was opened, is over, was ended, or never was: nobody is told which."""


class WrongLinkCode(ValueError):
    """The code does not fit, or came too soon after one that did not: nobody is told which."""


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """A referral while whoever opened its link looks at it. `page`: what the page sends again with each
    answer; only that page, and the browser that asked for it with that word, go on.
    """

    link: ReferralLink
    row: CaseReferral
    key: RecordKey
    page: str = field(repr=False)


def note_link(by: Member, row: CaseReferral, new: NewOneTimeLink, *, at: datetime) -> ReferralLink:
    """A link to a referral that was sent for one; earlier ones end. The caller holds a transaction, found the
    row, and lets the link read it as soon as this is saved. Raises CaseRefused.
    """
    if ReferralHand.SENDER not in hands_near(by, row) or not _may_be_linked(row):
        raise CaseRefused("referral-no-link")
    end_links(row, at=at)
    made = ReferralLink.objects.create(
        referral=row,
        hash=hash_of_link(new.token),
        reader=new.reader.reader,
        made_by=by.id,
        made_at=at,
        expires_at=at + LINK_LIVES,
    )
    record_referral("referral.link", row, by=by.name_in_audit, at=at)
    return made


def let_link_read(key: RecordKey, row: CaseReferral, new: NewOneTimeLink, *, at: datetime) -> None:
    """Link and code open it from now on. What they read stands in the trail of whoever sent it."""
    share(key, new.reader.reader, new.reader.key_id, at=at, organisation=row.sender_id)


def end_links(row: CaseReferral, *, at: datetime) -> None:
    """No link of it opens anything from now on."""
    for link in row.links.filter(ended_at=None):
        _end(link, at)


def new_page_word() -> str:
    """What a browser is given that asks for a link, so that it alone goes on where an answer never came."""
    return secrets.token_urlsafe(24)


def link_at(token: str, *, at: datetime, page: str = "") -> ReferralLink:
    """The link of a token that nobody opened yet, or that this page opened. Raises NoSuchLink."""
    link = _live(token, at)
    if link.opened_at is not None and not _opened_it(link, page):
        raise NoSuchLink
    return link


def open_by_link(
    token: str, code: str, who: str, *, time_zone: str, at: datetime, page: str = ""
) -> OpenedLink:
    """Opens it, once: of two who try at once one does. Whoever does has it, by the name they give. `page`:
    the word of their browser, if it has one. Raises NoSuchLink, WrongLinkCode, PassphrasesBusy; and
    RuntimeError inside a transaction.
    """
    link, page = link_at(token, at=at), page or new_page_word()
    private = _holder(link, token, code, at)
    mine = ReferralLink.objects.filter(id=link.id, opened_at=None, ended_at=None)
    if mine.update(opened_at=at, page=hash_of_link(page)) != 1:
        raise NoSuchLink
    opened = OpenedLink(link, link.referral, _key(private, link, at), page)
    if link.referral.is_at is ReferralState.SENT:
        has_it = ServiceAnswer(step=ReferralStep.RECEIVE, named=link.id, words=who)
        answer_by_link(opened, has_it, time_zone=time_zone, at=at)
    return opened


def opened_again(token: str, code: str, page: str, *, at: datetime) -> OpenedLink:
    """What the page that opened it goes on with. Raises as `open_by_link`; NoSuchLink for any other page."""
    link = _live(token, at)
    if not _opened_it(link, page):
        raise NoSuchLink
    private = _holder(link, token, code, at)
    return OpenedLink(link, link.referral, _key(private, link, at), page)


def answer_by_link(
    opened: OpenedLink, answer: ServiceAnswer, *, time_zone: str, at: datetime
) -> CaseReferral:
    """What the service answers. The row as it is now. Raises NoSuchReferralMove, ReferralLacks, CaseRefused
    where somebody did something meanwhile.
    """
    with transaction.atomic():
        row = CaseReferral.objects.select_for_update().get(id=opened.row.id)
        if row.version != opened.row.version:
            raise CaseRefused("referral-changed")
        by = f"link:{opened.link.id}"
        save_answer(row, opened.key, answer, by=by, time_zone=time_zone, at=at)
    opened.row.refresh_from_db()
    return opened.row


def _opened_it(link: ReferralLink, page: str) -> bool:
    return link.opened_at is not None and secrets.compare_digest(link.page, hash_of_link(page))


def _live(token: str, at: datetime) -> ReferralLink:
    link = (
        ReferralLink.objects.filter(hash=hash_of_link(token), ended_at=None, expires_at__gt=at)
        .select_related("referral__case")
        .first()
    )
    if link is None or not _may_be_linked(link.referral):
        raise NoSuchLink
    hidden = kept_from(link.referral.case)
    if not hidden.isdisjoint({link.referral.partner_id, link.referral.service}):
        raise NoSuchLink
    return link


def _may_be_linked(row: CaseReferral) -> bool:
    return row.sent_by == SentBy.ONE_TIME_LINK.value and not row.is_over_for_partner


def _holder(link: ReferralLink, token: str, code: str, at: datetime) -> PrivateHalf:
    """Each try is written down before it is looked at: of several at once one is."""
    _claim_try(link, at)
    try:
        private = holder_of_link(token, code, reader=link.reader, at=at)
    except PassphrasesBusy:
        _forget_try(link)
        raise
    if private is None:
        _note_wrong(link, at)
        raise WrongLinkCode
    _forget_try(link)
    return private


def _forget_try(link: ReferralLink) -> None:
    """It was right, or was not looked at."""
    ReferralLink.objects.filter(id=link.id).update(wrong=link.wrong, not_before=None)


def _claim_try(link: ReferralLink, at: datetime) -> None:
    now = Q(not_before=None) | Q(not_before__lte=at)
    mine = ReferralLink.objects.filter(now, id=link.id, wrong=link.wrong, ended_at=None)
    if mine.update(wrong=F("wrong") + 1, not_before=at + FIRST_WAIT * 2**link.wrong) != 1:
        raise WrongLinkCode


def _note_wrong(link: ReferralLink, at: datetime) -> None:
    wrong = link.wrong + 1
    with transaction.atomic():
        record_referral("referral.link-wrong", link.referral, by=f"link:{link.id}", at=at, wrong=wrong)
        if wrong >= MOST_WRONG:
            _end(link, at)


def _end(link: ReferralLink, at: datetime) -> None:
    ReferralLink.objects.filter(id=link.id).update(ended_at=at)
    end_one_time_link(link.reader, at=at)


def _key(private: PrivateHalf, link: ReferralLink, at: datetime) -> RecordKey:
    row = link.referral
    try:
        return open_record(
            private,
            record=row.id,
            purpose=REFERRAL,
            reader=link.reader,
            organisation=row.sender_id,
            at=at,
        )
    except CannotOpen:
        raise NoSuchLink from None
