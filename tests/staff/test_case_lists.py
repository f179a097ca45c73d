"""Lists of cases, when there are many: each stands on one page, and none is lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kapea.care.case_lists import A_PAGE, closed_cases, due_cases, open_cases
from kapea.care.models import Case
from kapea.core.care.case_levels import LEVELS

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("outside", "cheap_passphrases", "plans_live"),
]
LINK = re.compile(r'href="/staff/desk/cases/(\w{10,})"')
FROM = 'href="\\?([^"]*)"'


@pytest.fixture
def many(worker, cast):
    """Two hundred open cases and more of one worker, and as many that are closed; some of each level."""
    owner, rows = cast.pupil.membership, []
    for n in range(2 * A_PAGE + 30):
        began = cast.at - timedelta(hours=(n * 37) % 211)
        for closed in (False, True):
            rows.append(
                Case(
                    organisation_id=owner.organisation_id,
                    owner=owner,
                    state="closed" if closed else "registered",
                    level=LEVELS[n % 7 % len(LEVELS)].value,
                    language="km",
                    registered_at=began,
                    episode_began_at=began,
                    due_at=None if closed else began,
                    closed_at=began if closed else None,
                    closing_approved_by=["x"] if closed else [],
                )
            )
    Case.objects.bulk_create(rows)
    return Case.objects.filter(owner=owner)


def paged(list_of, visible) -> list[Case]:
    found, page, more = [], 1, True
    while more:
        told = list_of(visible, page)
        assert len(told.rows) == A_PAGE or not told.has_more
        found, page, more = found + told.rows, page + 1, told.has_more
    return found


def test_open_cases_stand_once_each_the_most_urgent_first(many):
    rank = {level.value: n for n, level in enumerate(LEVELS)}
    expected = sorted(
        many.filter(closed_at=None), key=lambda row: (rank[row.level], row.registered_at, row.id)
    )
    assert paged(open_cases, many) == expected


def test_closed_cases_stand_once_each_the_last_first(many):
    expected = sorted(many.exclude(closed_at=None), key=lambda row: (row.closed_at, row.id), reverse=True)
    assert paged(closed_cases, many) == expected


def test_a_page_behind_the_last_is_empty(many):
    assert open_cases(many, 99).rows == closed_cases(many, 99).rows == []


def test_a_day_begins_with_what_is_most_overdue_and_says_that_there_is_more(many):
    told = due_cases(many)
    assert told.has_more
    assert [row.due_at for row in told.rows] == sorted(row.due_at for row in many if row.due_at)[:A_PAGE]


def test_whoever_turns_the_pages_meets_every_case(many, worker):
    for which, rows in (("", many.filter(closed_at=None)), ("?closed=yes", many.exclude(closed_at=None))):
        address, met = f"/staff/desk/cases{which}", []
        while address:
            page = worker.client.get(address).content.decode()
            met += LINK.findall(page)
            onward = [each.replace("&amp;", "&") for each in re.findall(FROM, page)]
            number = int((re.search(r"page=(\d+)", address) or [0, 1])[1])
            address = next(
                (f"/staff/desk/cases?{each}" for each in onward if f"page={number + 1}" in each), ""
            )
        assert sorted(met) == sorted(rows.values_list("id", flat=True))


@pytest.mark.parametrize("page", ["", "0", "-1", "x", "1e3", "٣", "999999", "1'--"])
def test_a_page_that_is_none_is_the_first(worker, many, page):
    answer = worker.client.get("/staff/desk/cases", {"page": page})
    assert answer.status_code == 200
    assert answer.context["before"] == 0


def test_a_case_is_closed_on_a_day_or_is_open(many):
    for rows, day in (
        (many.filter(closed_at=None), "2026-01-01T00:00Z"),
        (many.exclude(closed_at=None), None),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(closed_at=day)
