"""Sharing protocols over HTTP: proposed by one, agreed by the other or signed on paper, left by either."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.staff.at_the_desk import SAID
from tests.staff.cast import make_person, signed_in
from tests.staff.referral_rows import made_up_protocol
from tests.staff.test_referrals_sent import nurse_fault

from kapea.care.models import RecordedProtocol
from kapea.care.protocol_queries import live_protocol_rows, protocol_of_row, protocols_between
from kapea.core.staff.roles import Role
from kapea.people.invitations import add_organisation
from kapea.people.models import Organisation

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
PROTOCOLS = "/staff/referrals/protocols"


def proposal(cast, **other) -> dict:
    said = {
        "purpose": "HEALTH",
        "fields_told": ["language", "safe_contact"],
        "sent_by": ["account"],
        "kept_days": "90",
        "review_on": (cast.at.date() + timedelta(days=200)).isoformat(),
    }
    return said | other


@pytest.fixture
def client(cast):
    return signed_in(cast.ours[Role.SUPERVISOR], cast.at)


@pytest.fixture
def clinic(cast) -> Organisation:
    with transaction.atomic():
        return add_organisation(name="Clinic by the river", pack="cambodia", at=cast.at)


def proposed(client, cast, **other) -> RecordedProtocol:
    answer = client.post(f"{PROTOCOLS}/new", proposal(cast, **other))
    assert answer.status_code == 302, answer.content.decode()
    return RecordedProtocol.objects.get(id=answer["location"].rpartition("/")[2])


def test_one_proposes_the_other_agrees_and_only_then_it_is_live(cast, client, clinic):
    row, today = proposed(client, cast, partner=clinic.id), cast.at.date()
    assert (protocol_of_row(row), protocols_between(cast.organisation.id, clinic.id, purpose="HEALTH")) == (
        None,
        [],
    )
    assert client.post(f"{PROTOCOLS}/{row.id}/agree").status_code == 404, "nobody agrees with themselves"
    lead = signed_in(make_person(clinic, Role.SUPERVISOR, cast.at), cast.at)
    assert lead.post(f"{PROTOCOLS}/{row.id}/agree").status_code == 302
    row.refresh_from_db()
    day = row.agreed_on
    assert row in live_protocol_rows(cast.organisation.id, on=day)
    assert not [each for each in live_protocol_rows(clinic.id, on=day) if each.id == row.id]
    assert row not in live_protocol_rows(cast.organisation.id, on=row.review_on)
    assert today <= day


def test_where_they_have_members_nobody_signs_for_them(cast, client, clinic):
    row = proposed(client, cast, partner=clinic.id)
    make_person(clinic, Role.PARTNER_WORKER, cast.at)
    answer = client.post(f"{PROTOCOLS}/{row.id}/sign", {"signed": "Director"})
    assert (answer.status_code, nurse_fault(answer.content.decode())) == (
        409,
        SAID["fault-protocol-they-agree"],
    )


def test_a_partner_without_an_account_is_named_and_who_signed_is_written_down(cast, client):
    row = proposed(client, cast, new_partner="Clinic on the hill")
    assert row.partner.name == "Clinic on the hill"
    assert client.post(f"{PROTOCOLS}/{row.id}/sign", {"signed": "Director Sok"}).status_code == 302
    row.refresh_from_db()
    assert (row.signed_by, row.agreed_by) == ("Director Sok", "")
    assert client.post(f"{PROTOCOLS}/{row.id}/sign", {"signed": "Another"}).status_code == 409


def test_either_leaves_and_from_then_on_nothing_is_told(cast, client, clinic):
    row = made_up_protocol(cast.organisation, clinic, cast.at)
    lead = signed_in(make_person(clinic, Role.ADMINISTRATOR, cast.at), cast.at)
    assert lead.post(f"{PROTOCOLS}/{row.id}/leave").status_code == 302
    row.refresh_from_db()
    assert row not in live_protocol_rows(cast.organisation.id, on=row.left_on)
    assert client.post(f"{PROTOCOLS}/{row.id}/leave").status_code == 409


@pytest.mark.parametrize(
    "other", [{"partner": ""}, {"new_partner": "Clinic on the hill", "partner": "clinic"}, {"sent_by": []}]
)
def test_what_is_not_whole_is_told_and_not_saved(cast, client, clinic, other):
    before = RecordedProtocol.objects.count()
    said = {"partner": clinic.id} | other
    said["partner"] = clinic.id if said["partner"] == "clinic" else said["partner"]
    assert client.post(f"{PROTOCOLS}/new", proposal(cast, **said)).status_code in (200, 409)
    assert RecordedProtocol.objects.count() == before


def test_a_row_that_nobody_agreed_to_is_never_agreed(cast, clinic):
    row = made_up_protocol(cast.organisation, clinic, cast.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordedProtocol.objects.filter(id=row.id).update(signed_by="", agreed_by="")
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordedProtocol.objects.filter(id=row.id).update(partner=cast.organisation)


def test_an_outsider_finds_none(cast, clinic, client):
    row = made_up_protocol(cast.other, clinic, cast.at)
    assert client.get(f"{PROTOCOLS}/{row.id}").status_code == 404
    assert row.id not in client.get(PROTOCOLS).content.decode()
