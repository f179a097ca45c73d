"""A form whose answer never came is sent again by the browser: what it makes is there once."""

from __future__ import annotations

import re

import pytest
from tests.staff.at_the_desk import CASES, SAID
from tests.staff.referrals_made import REFERRALS, Refers, make_partner

from kapea.care.models import Case, CaseEntry, CaseReferral, RecordedProtocol
from kapea.core.care.referral_form import LEAST_FORM
from kapea.core.staff.roles import Role
from kapea.vault.models import RecordWrap

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
NEW = {
    "level": "yellow",
    "language": "km",
    "age_band": "15-17",
    "who_asked": "child",
    "came_by": "chat",
    "reasons": "peers",
    "called": "Paper Boat",
}


def word_on(client, address: str, form: str) -> str:
    """The word of the copy of a form that a page shows."""
    page = client.get(address).content.decode()
    found = re.search(rf'<form method="post" action="{form}"[^>]*>.*?name="form" value="(\w+)"', page, re.S)
    assert found is not None
    return found[1]


def test_a_case_is_opened_once(refers, cast):
    said = {**NEW, "form": word_on(refers.client, f"{CASES}new", f"{CASES}new")}
    first, again = (refers.client.post(f"{CASES}new", said) for _ in range(2))
    assert (first.status_code, again["location"]) == (302, first["location"])
    assert Case.objects.count() == 1
    other = Refers(cast.ours[Role.CASE_WORKER], cast.at)
    assert other.client.post(f"{CASES}new", said)["location"] != first["location"], "of each their own"


def test_a_note_is_written_once_and_the_same_words_may_be_written_again(refers):
    case = refers.new()
    before = CaseEntry.objects.filter(case=case).count()
    address = f"{CASES}{case.id}"
    said = {"kind": "note", "said": "She called.", "form": word_on(refers.client, address, f"{address}/note")}
    for _ in range(2):
        assert refers.client.post(f"{address}/note", said).status_code == 302
    assert CaseEntry.objects.filter(case=case).count() == before + 1
    said["form"] = word_on(refers.client, address, f"{address}/note")
    refers.client.post(f"{address}/note", said)
    assert CaseEntry.objects.filter(case=case).count() == before + 2


def test_a_referral_is_begun_once(refers, cast):
    case, partner = refers.new(), make_partner(cast)
    protocol, address = RecordedProtocol.objects.get(partner=partner), f"{REFERRALS}new/{case.id}"
    said = {
        "option": f"{protocol.id}.{partner.id}",
        "sent_by": "account",
        "fields_told": [each.value for each in LEAST_FORM],
        "form": word_on(refers.client, address, address),
    }
    first, again = (refers.client.post(address, said) for _ in range(2))
    assert (first.status_code, again["location"]) == (302, first["location"])
    assert CaseReferral.objects.count() == 1


def test_while_the_first_is_under_way_the_second_makes_nothing(refers, cast):
    """Its key is there, its row is not yet."""
    case, partner = refers.new(), make_partner(cast)
    protocol, address = RecordedProtocol.objects.get(partner=partner), f"{REFERRALS}new/{case.id}"
    said = {"option": f"{protocol.id}.{partner.id}", "sent_by": "account", "form": "abcdefgh"}
    refers.client.post(address, said)
    row = CaseReferral.objects.get()
    id, wraps = row.id, RecordWrap.objects.filter(record=row.id).count()
    row.delete()
    answer = refers.client.post(address, said)
    assert (answer.status_code, SAID["fault-sent-twice"] in answer.content.decode()) == (409, True)
    assert RecordWrap.objects.filter(record=id).count() == wraps > 0, "nor takes the key of the first away"
