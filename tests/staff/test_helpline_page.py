"""Counts of a helpline, over HTTP: months that are over, closed; what is not known is said to be so."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.test import override_settings
from tests.core.care.test_helpline_counts import contact, month
from tests.staff.at_the_desk import SAID, Worker
from tests.staff.cast import signed_in
from tests.staff.test_cases import rows_with

from kapea.care.helpline_tallies import _opened, _sealed, count_contact, month_of
from kapea.care.models import HelplineTally
from kapea.care.upkeep import tidy_records
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.helpline_counts import NotCounted
from kapea.core.staff.roles import Role

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
PAGE, ZONE = "/staff/desk/contacts", "Asia/Phnom_Penh"


def shown(cast, role: Role = Role.SUPERVISOR) -> str:
    answer = signed_in(cast.ours[role], cast.at).get(PAGE)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def fill(cast, many: int, *, months_ago: int = 1, organisation=None) -> str:
    """A month in which so many came."""
    name = month_of(ZONE, cast.at.replace(day=1) - timedelta(days=20 * months_ago))
    id = (organisation or cast.organisation).id
    HelplineTally.objects.filter(organisation=id, month=name).delete()
    HelplineTally.objects.create(organisation_id=id, month=name, sealed=_sealed(month(many), id, name))
    return name


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.PROGRAMME_OFFICER], ids=lambda role: role.value)
def test_cw_50_a_month_that_is_over_is_shown_closed(cast, role):
    name = fill(cast, 60)
    page = shown(cast, role)
    assert f"<time>{name}</time>" in page
    numbers = [int(each) for each in re.findall(r'class="number">(\d+)<', page)]
    assert numbers
    assert min(numbers) >= 10
    assert SAID["figures-hidden"] in page
    assert SAID["helpline-several"] in page


def test_cw_50_what_kapea_cannot_know_is_named_and_is_no_nought(cast):
    page = shown(cast)
    for each in NotCounted:
        assert SAID[f"uncounted-{each.value}"] in page
    assert SAID["helpline-not-counted-why"] in page
    assert ">0<" not in page


def test_a_month_of_few_says_no_more_than_a_month_of_nobody(cast):
    pages = []
    for many in (0, 1, 9):
        fill(cast, many)
        pages.append(re.sub(r'value="[A-Za-z0-9]{64}"', "", shown(cast)))
    assert pages[0] == pages[1] == pages[2]
    assert SAID["helpline-too-few"] in pages[0]


def test_cw_50_the_month_that_goes_on_is_not_shown_and_no_row_is_kept(cast, worker):
    worker.new(reasons=["peers"])
    before = _opened(HelplineTally.objects.get(organisation=cast.organisation.id))
    worker.new(reasons=["grooming", "family"])
    [row] = HelplineTally.objects.filter(organisation=cast.organisation.id)
    after = _opened(row)
    assert sum(after.contacts.values()) == sum(before.contacts.values()) + 1
    assert {reason for reason in after.reasons if after.reasons[reason] > before.reasons[reason]} == {
        "grooming",
        "family",
    }
    assert {field.name for field in HelplineTally._meta.fields} == {"id", "organisation", "month", "sealed"}
    assert "care.HelplineTally" not in rows_with("grooming")
    assert f"<time>{row.month}</time>" not in shown(cast)


def test_another_organisation_sees_none_of_it(cast):
    name = fill(cast, 60, organisation=cast.other)
    assert f"<time>{name}</time>" not in shown(cast)


def test_a_case_is_opened_also_where_the_total_opens_no_more(cast):
    name = fill(cast, 60)
    with override_settings(SECRET_KEY="another secret of the deployment, long enough to be one"):
        count_contact(cast.organisation.id, contact(), CaseLevel.RED, zone=ZONE, at=cast.at)
        page = shown(cast)
    assert SAID["helpline-shut"] in page
    assert f"<time>{name}</time>" in page


def test_it_is_sealed_anew_once_the_secret_was_replaced(cast):
    fill(cast, 60)
    new = "another secret of the deployment, long enough to be one"
    with override_settings(SECRET_KEY=new, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert SAID["helpline-shut"] not in shown(cast)
        tidy_records(at=cast.at)
    with override_settings(SECRET_KEY=new):
        assert SAID["helpline-shut"] not in shown(cast)
        assert SAID["helpline-several"] in shown(cast)


def test_a_counsellor_sees_none(cast):
    assert Worker(cast.pupil, cast.at).client.get(PAGE).status_code == 404
