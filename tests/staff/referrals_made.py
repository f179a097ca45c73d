"""A partner with a worker, what both agreed on, and referrals on their way. Nobody here exists."""

from __future__ import annotations

import re

from django.db import transaction
from tests.staff.at_the_desk import SAID, Worker
from tests.staff.cast import Cast, Person, make_person, signed_in
from tests.staff.referral_rows import made_up_protocol

from kapea.care.models import Case, CaseReferral, RecordedProtocol
from kapea.core.care.referral_form import LEAST_FORM
from kapea.core.staff.roles import Role
from kapea.people.invitations import add_organisation
from kapea.people.models import Organisation

REFERRALS, RECEIVED = "/staff/referrals/", "/staff/referrals/received/"
PLANTED = "zebrafinch"
WORDS = {
    "said_sender": "Line of ours, desk two",
    "said_language": "Khmer",
    "said_communication": f"Slowly, with pictures, {PLANTED}",
    "said_access_needs": "none",
    "said_age_band": "15 to 17",
    "said_safe_contact": "through her aunt, after six",
    "said_must_not_know": "nobody at the commune post",
    "said_child_was_told": "yes, face to face",
    "said_safety_meanwhile": "with her aunt until Sunday",
}


def make_partner(cast: Cast, name: str = "Clinic by the river") -> Organisation:
    """Another organisation, and a live protocol by which ours may refer to it."""
    with transaction.atomic():
        partner = add_organisation(name=name, pack="cambodia", at=cast.at)
    made_up_protocol(cast.organisation, partner, cast.at)
    return partner


class Refers(Worker):
    """Somebody who holds a case and refers it, in a browser."""

    def drafts(self, case: Case, partner: Organisation, **other) -> CaseReferral:
        protocol = RecordedProtocol.objects.get(organisation=case.organisation_id, partner=partner)
        said = {
            "option": f"{protocol.id}.{partner.id}",
            "sent_by": "account",
            "fields_told": [each.value for each in LEAST_FORM],
        }
        answer = self.client.post(f"{REFERRALS}new/{case.id}", said | other)
        assert answer.status_code == 302, self.fault(answer) or answer.content.decode()
        return CaseReferral.objects.get(id=answer["location"].removeprefix(REFERRALS))

    def page_of(self, row: CaseReferral, status: int = 200) -> str:
        answer = self.client.get(f"{REFERRALS}{row.id}")
        assert answer.status_code == status, answer.status_code
        return answer.content.decode()

    def posts(self, row: CaseReferral, what: str, **said):
        row.refresh_from_db()
        return self.client.post(f"{REFERRALS}{row.id}/{what}", {"seen": row.version, **said})

    def moves(self, row: CaseReferral, what: str, **said) -> None:
        """Something that is done."""
        answer = self.posts(row, what, **said)
        assert (answer.status_code, answer["location"] if answer.status_code == 302 else "") == (
            302,
            f"{REFERRALS}{row.id}",
        ), self.fault(answer)
        row.refresh_from_db()

    def is_stopped(self, row: CaseReferral, what: str, **said) -> str:
        """What is said of something that is not done; the row stays as it was."""
        before = CaseReferral.objects.filter(id=row.id).values().get()
        answer = self.posts(row, what, **said)
        assert answer.status_code == 409, answer.status_code
        assert CaseReferral.objects.filter(id=row.id).values().get() == before
        return self.fault(answer)

    def hears(self, row: CaseReferral, answer: str = "yes", **other) -> None:
        """The child says whether the partner may be told."""
        form = re.search(r'name="form" value="(\w+)"', self.page_of(row))[1]
        said = {"asked_of": "child", "answer": answer, "age_band": "15-17", "how": "call", "form": form}
        self.moves(row, "answer", **said | other)

    def writes(self, row: CaseReferral, **other) -> None:
        self.moves(row, "words", **WORDS | other)

    def made_ready(self, case: Case, partner: Organisation, **other) -> CaseReferral:
        row = self.drafts(case, partner, **other)
        self.hears(row)
        self.writes(row, safety=["with_whom", "where_tonight", "if_they_come", "next_call"])
        self.moves(row, "read-back")
        self.moves(row, "send", step="make_ready")
        return row

    def sends(self, case: Case, partner: Organisation, **other) -> CaseReferral:
        row = self.made_ready(case, partner, **other)
        self.moves(row, "send", step="send")
        return row


class Receives:
    """A worker of a partner, in a browser."""

    def __init__(self, person: Person, at) -> None:
        self.person, self.client = person, signed_in(person, at)

    def list(self) -> str:
        return self.client.get(RECEIVED.rstrip("/")).content.decode()

    def reads(self, row: CaseReferral, status: int = 200) -> str:
        answer = self.client.get(f"{RECEIVED}{row.id}")
        assert answer.status_code == status, answer.status_code
        return answer.content.decode()

    def answers(self, row: CaseReferral, step: str, status: int = 302, **said) -> str:
        row.refresh_from_db()
        seen = {"seen": row.version, "step": step}
        answer = self.client.post(f"{RECEIVED}{row.id}/answer", seen | said)
        assert answer.status_code == status, (answer.status_code, step)
        row.refresh_from_db()
        return answer.content.decode()


def partner_worker(cast: Cast, partner: Organisation) -> Receives:
    return Receives(make_person(partner, Role.PARTNER_WORKER, cast.at), cast.at)


def said(word: str) -> str:
    return SAID[word]
