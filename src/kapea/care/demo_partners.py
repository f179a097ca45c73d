"""What the desks of trials need around them: that their workers answer what people leave, and services that
agreed to be told of a child. One has workers with accounts; the others answer by one-time links.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from kapea.care.answering_desks import set_answering
from kapea.care.models import RecordedProtocol
from kapea.care.protocol_steps import ProposedProtocol, agree_to_protocol, propose_protocol, record_signature
from kapea.core.care.asking import SharedField
from kapea.core.care.referral_form import ALWAYS_NEEDED
from kapea.core.care.sharing_protocol import SentBy
from kapea.core.staff.roles import Role
from kapea.people.invitations import OPERATOR, add_organisation
from kapea.people.member import Member
from kapea.people.models import Membership, Organisation
from kapea.people.queries import member_at_work

ANSWERS_WITHIN_HOURS = 24
PURPOSE = "MENTAL"
FIELDS = ALWAYS_NEEDED | {
    SharedField.AGE_BAND,
    SharedField.LANGUAGE,
    SharedField.COMMUNICATION,
    SharedField.ACCESS_NEEDS,
    SharedField.WISHES,
    SharedField.SAFE_CONTACT,
    SharedField.MUST_NOT_KNOW,
    SharedField.CHILD_WAS_TOLD,
    SharedField.SAFETY_MEANWHILE,
    SharedField.SUMMARY,
}
A_YEAR = timedelta(days=365)


def open_demo_line(supervisor: Member, pack: str, *, at: datetime) -> None:
    """People answer there, and a service of the country takes referrals. Once more changes nothing. The
    caller holds a transaction.
    """
    line = Organisation.objects.get(id=supervisor.organisation)
    set_answering(line, answers=True, hours=ANSWERS_WITHIN_HOURS, by=OPERATOR, at=at)
    if RecordedProtocol.objects.filter(organisation=line).exists():
        return
    _sign_by_paper(supervisor, line, at)
    for admin in _partners_with_accounts(pack):
        row = propose_protocol(supervisor, _proposed(admin.organisation, SentBy.ACCOUNT, at), at=at)
        agree_to_protocol(admin, row, on=at.date(), at=at)


def _sign_by_paper(supervisor: Member, line: Organisation, at: datetime) -> None:
    """A service without accounts: it answers by a link, and a code on the telephone."""
    name = f"{line.name}: clinic"
    clinic = Organisation.objects.filter(name=name).first() or add_organisation(
        name=name, pack=line.pack, at=at, demo=True
    )
    row = propose_protocol(supervisor, _proposed(clinic.id, SentBy.ONE_TIME_LINK, at), at=at)
    record_signature(supervisor, row, "The clinic's director (demo)", on=at.date(), at=at)


def _partners_with_accounts(pack: str) -> list[Member]:
    """The administrators of partners of trials in a country."""
    there = Membership.objects.filter(organisation__demo=True, organisation__pack=pack, ended_at=None)
    with_workers = there.filter(role=Role.PARTNER_WORKER.value).values("organisation")
    rows = there.filter(role=Role.ADMINISTRATOR.value, organisation__in=with_workers)
    return [each for each in map(member_at_work, rows.values_list("id", flat=True)) if each is not None]


def _proposed(partner: str, by: SentBy, at: datetime) -> ProposedProtocol:
    on: date = (at + A_YEAR).date()
    return ProposedProtocol(
        partner=partner, purpose=PURPOSE, fields=FIELDS, sent_by=frozenset({by, SentBy.VOICE}), review_on=on
    )
