"""Two who act at once on referrals of one case: nobody waits for what the other holds, and each thing is done
once. Threads with connections of their own; on SQLite a file, on PostgreSQL rows that are really locked.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from tests.staff.cast import make_case, make_cast, make_person, member_of_person
from tests.staff.referral_rows import made_up_referral
from tests.staff.test_phones_at_once import at_once
from tests.vault.conftest import migrated_files, stores

from kapea.access.rows import acting
from kapea.care import actions, referral_news_source, referral_saving, referral_writing
from kapea.care.models import CaseReferral, RecordedPermission, ReferralTodo, ReferralTurnRow
from kapea.care.referral_answering import ServiceAnswer, answer_referral
from kapea.care.referral_news_source import answer_by_return_code
from kapea.care.referral_writing import take_back_yes
from kapea.config import databases
from kapea.core.care.referral_codes import DeclineReason, ReferralStep
from kapea.core.staff.roles import Role
from kapea.people.ids import new_id
from kapea.people.invitations import add_organisation

__all__ = ["migrated_files", "stores"]
pytestmark = pytest.mark.usefixtures("plans_live")
BOTH = ["default", "keys"]
several = pytest.mark.django_db(databases=BOTH, transaction=True)
alone = pytest.mark.django_db(databases=BOTH)
A_MOMENT = 1.5
"""Seconds for which one waits in the middle for the other, who may be kept from coming."""
ZONE = "Asia/Phnom_Penh"


class TwoReferrals:
    """One case, and two referrals of it that were sent, each by a yes of its own."""

    def __init__(self, moment) -> None:
        with transaction.atomic():
            self.cast = make_cast(moment)
            self.at = self.cast.at
            partner = add_organisation(name="Clinic by the river", pack="cambodia", at=self.at)
            self.receiver = make_person(partner, Role.PARTNER_WORKER, self.at)
        self.case = make_case(self.cast.pupil, self.at)
        self.rows = [self._sent(partner, purpose) for purpose in ("HEALTH", "MENTAL")]

    def _sent(self, partner, purpose: str) -> CaseReferral:
        row = made_up_referral(self.cast.pupil, self.case, partner, self.at, sent_to=self.receiver)
        yes = RecordedPermission.objects.create(
            id=new_id(),
            organisation=row.sender_id,
            case=self.case.id,
            kind="tell_org",
            target=partner.id,
            purpose=purpose,
            fields=row.fields,
            asked_of="child",
            assent="yes",
            age_band="15-17",
            how="call",
            wording="staff.ask-tell",
            release="a" * 64,
            language="km",
            interpreter=False,
            asked_by="member2222222222",
            given_at=self.at - timedelta(hours=1),
            expires_at=self.at + timedelta(days=90),
            legal_ground="not_settled",
        )
        CaseReferral.objects.filter(id=row.id).update(purpose=purpose, rests_on=[yes.id])
        return row

    def stopped_by_code(self, number: int) -> Callable[[], bool]:
        return lambda: answer_by_return_code(self.case.id, self.rows[number].id, "stop", self.at)

    def taken_back_by_worker(self, number: int) -> None:
        by = member_of_person(self.cast.pupil)
        with acting(by, "referrals.write", CaseReferral, self.rows[number].id) as row:
            take_back_yes(by, row, at=self.at)

    def states(self) -> list[str]:
        return list(CaseReferral.objects.order_by("purpose").values_list("state", flat=True))


@pytest.fixture
def two(request, moment) -> TwoReferrals:
    if connection.vendor == "sqlite":
        request.getfixturevalue("stores")
        databases.be_patient(connections.settings, databases.COMMAND_SECONDS)
    return TwoReferrals(moment)


@pytest.fixture
def met_in_the_middle(monkeypatch):
    """Whoever takes a yes back waits a moment for another who does, with all that they hold by then."""
    gate, real = threading.Barrier(2), referral_writing.withdraw_yes

    def waits(*said, **named):
        with suppress(threading.BrokenBarrierError):
            gate.wait(A_MOMENT)
        return real(*said, **named)

    for room in (referral_writing, referral_news_source):
        monkeypatch.setattr(room, "withdraw_yes", waits)


@several
def test_two_tabs_stop_two_referrals_of_one_case(two, met_in_the_middle):
    assert at_once(two.stopped_by_code(0), two.stopped_by_code(1)) == [True, True]
    assert two.states() == ["revoked", "revoked"]


@several
def test_the_child_stops_one_while_a_worker_takes_the_yes_to_another_back(two, met_in_the_middle):
    assert at_once(two.stopped_by_code(0), lambda: two.taken_back_by_worker(1)) == [True, None]
    assert two.states() == ["revoked", "revoked"]


@several
def test_a_service_declines_at_the_moment_at_which_the_child_stops_it(two, monkeypatch):
    told, real_trail, real_record = threading.Event(), actions._record, referral_saving.record_referral

    def tells(*said, **named):
        real_trail(*said, **named)
        told.set()

    def waits(action, *said, **named):
        if action == "referral.decline":
            told.wait(A_MOMENT)
        real_record(action, *said, **named)

    monkeypatch.setattr(actions, "_record", tells)
    monkeypatch.setattr(referral_saving, "record_referral", waits)
    answers = at_once(lambda: declines(two), lambda: calls_are_taken_back(two))
    assert answers == [None, None] or type(answers[0]).__name__ == "NoSuchReferralMove", answers
    assert two.states()[0] in {"declined", "revoked"}
    assert RecordedPermission.objects.filter(withdrawn_at=None).count() == 1


def declines(two: TwoReferrals) -> None:
    by = member_of_person(two.receiver)
    no = ServiceAnswer(step=ReferralStep.DECLINE, named=by.id, because=DeclineReason.FULL)
    with acting(by, "received.answer", CaseReferral, two.rows[0].id) as row:
        answer_referral(by, row, None, no, time_zone=ZONE, at=two.at)


def calls_are_taken_back(two: TwoReferrals) -> None:
    """As by the return code, which takes back a yes by its id."""
    yes = RecordedPermission.objects.get(purpose="HEALTH")
    actions.withdraw_permission(organisation=yes.organisation, id=yes.id, by="holder", at=two.at)


@alone
@pytest.mark.parametrize("says", ["nobody_came", "stop"])
def test_an_answer_that_is_sent_again_is_taken_once(moment, says):
    """Its first acknowledgement was lost on the way: the same press is no second answer, and no error."""
    two = TwoReferrals(moment)
    row = two.rows[0]
    CaseReferral.objects.filter(id=row.id).update(state="accepted")
    ReferralTodo.objects.all().delete()
    taken = [answer_by_return_code(two.case.id, row.id, says, two.at + timedelta(seconds=n)) for n in (0, 5)]
    assert taken == [True, True]
    assert ReferralTurnRow.objects.filter(referral=row).count() == 1
    assert ReferralTodo.objects.filter(referral=row).count() == 1


@alone
def test_nobody_came_may_be_said_again_another_day(moment):
    two = TwoReferrals(moment)
    row = two.rows[0]
    CaseReferral.objects.filter(id=row.id).update(state="accepted")
    for day in (0, 1):
        assert answer_by_return_code(two.case.id, row.id, "nobody_came", two.at + timedelta(days=day))
    assert ReferralTurnRow.objects.filter(referral=row).count() == 2
