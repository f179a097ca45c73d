"""Counts of a helpline, over HTTP: months that are over, closed; what is not known is said to be so."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.test import override_settings
from tests.core.care.test_helpline_counts import contact, month
from tests.staff.at_the_desk import SAID, Worker
from tests.staff.cast import signed_in
from tests.staff.leaving_something import takes
from tests.staff.test_cases import rows_with

from kapea.care.helpline_tallies import _opened, _sealed, count_contact, month_of
from kapea.care.intake_erasure import erase_intake
from kapea.care.models import HelplineTally, Intake
from kapea.care.upkeep import tidy_records
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.helpline_tally import NotCounted
from kapea.core.staff.roles import Role

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
PAGE, ZONE = "/staff/desk/contacts", "Asia/Phnom_Penh"
TABLE = f"{PAGE}/table.csv"


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
        assert SAID[f"uncounted-{each.value.replace('_', '-')}"] in page
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


def counted(cast) -> tuple[dict[str, int], dict[str, int]]:
    """What was done so far in the month that goes on, and how long somebody waited."""
    tally = _opened(HelplineTally.objects.get(organisation=cast.organisation.id))
    return tuple({group: many for group, many in each.items() if many} for each in (tally.acts, tally.waits))


def test_how_long_something_lay_and_what_was_answered_is_counted(cast, visitor, taker):
    visitor.leaves(2)
    row = visitor.left()
    Intake.objects.filter(id=row.id).update(left_at=row.left_at - timedelta(hours=30))
    case = takes(taker, visitor.left())
    assert counted(cast) == ({}, {"three_days": 1})
    taker.does(case, "answer", said="Hello")
    assert counted(cast) == ({"answered": 1}, {"three_days": 1})


def test_only_somebody_who_was_reached_is_counted_as_reached(cast, visitor, taker):
    visitor.leaves(1)
    case = takes(taker, visitor.left())
    taker.does(case, "try", outcome="nobody")
    assert counted(cast)[0] == {}
    taker.does(case, "try", outcome="reached")
    assert counted(cast)[0] == {"reached": 1}


def test_a_referral_is_counted_when_it_is_sent(cast, refers, clinic, nurse):
    refers.sends(refers.new(), clinic)
    assert counted(cast)[0] == {"referred": 1}


@pytest.mark.parametrize(("is_over", "acts"), [(True, {"unanswered": 1}), (False, {})])
def test_cw_50_what_nobody_took_until_its_day_is_unanswered_and_what_is_taken_back_is_not(
    cast, visitor, is_over, acts
):
    visitor.leaves(2)
    count_contact(cast.organisation.id, contact(), CaseLevel.RED, zone=ZONE, at=cast.at)
    row = visitor.left()
    erase_intake(row.id, by="whoever", at=cast.at, is_over=is_over)
    assert counted(cast)[0] == acts


def test_the_table_to_take_along_is_of_whoever_may_see_the_page(cast):
    name = fill(cast, 60)
    fill(cast, 60, organisation=cast.other)
    table = signed_in(cast.ours[Role.SUPERVISOR], cast.at).get(TABLE)
    rows = list(csv.DictReader(io.StringIO(table.content.decode())))
    assert {row["month"] for row in rows} == {name}
    assert len([row for row in rows if row["table"] == "contacts" and row["group"] == "all"]) == 5
    assert signed_in(cast.ours[Role.COUNSELLOR], cast.at).get(TABLE).status_code == 404
