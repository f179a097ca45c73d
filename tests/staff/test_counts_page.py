"""The numbers of the office: of days that are over there, of the organisation's country, none below five."""

from __future__ import annotations

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.staff.cast import signed_in

from kapea.core.staff.roles import Role
from kapea.guide import counters
from kapea.guide.tally import CountedOutcome

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("published"),
]
ROW = re.compile(r"<tr>(<td.*?)</tr>", re.S)


@pytest.fixture
def today(cast):
    """Which day it is in Cambodia."""
    return cast.at.astimezone(ZoneInfo("Asia/Phnom_Penh")).date()


@pytest.fixture
def shown(cast):
    """What the programme officer reads: each row as its cells."""

    def read() -> list[list[str]]:
        page = signed_in(cast.ours[Role.PROGRAMME_OFFICER], cast.at).get("/staff/office/counts")
        cells = (re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in ROW.findall(page.content.decode()))
        return list(cells)

    return read


def counted(day, times, *, outcome="guided", language="km", pack="cambodia", door="web"):
    counters.add_totals(
        {CountedOutcome(day, pack, door, language, "child", "12-14", "S02", "orange", outcome): times}
    )


def test_numbers_below_five_are_not_told(today, shown):
    for n, times in enumerate((1, 4, 5, 12), 1):
        counted(today - timedelta(days=n), times)
    assert [row[3] for row in shown()] == ["fewer than 5", "fewer than 5", "5", "12"]


def test_what_was_counted_is_said_in_words_and_a_packs_own_as_it_stands(today, shown):
    for outcome in ("guided", "referred", "red", "walked"):
        counted(today - timedelta(days=1), 5, outcome=outcome)
    assert {row[2] for row in shown()} == {
        "Somebody saw first steps",
        "Somebody saw whom to call",
        "Somebody may be in danger now",
        "walked",
    }


def test_one_number_is_of_all_languages_and_situations_of_a_day_and_door(today, shown):
    yesterday = today - timedelta(days=1)
    for language in ("km", "en"):
        counted(yesterday, 3, language=language)
    counted(yesterday, 7, door="telegram")
    assert [row[1:2] + row[3:] for row in shown()] == [["telegram", "7"], ["web", "6"]]


def test_the_day_that_is_not_over_is_not_told(today, shown):
    counted(today, 50)
    assert shown() == []


def test_another_countrys_numbers_are_not_told(today, shown):
    counted(today - timedelta(days=1), 50, pack="kenya")
    assert shown() == []


def test_what_doors_count_for_their_operator_is_no_number_of_the_programmes(today, shown):
    for outcome in ("message.answered", "reply.sent", "door.refused"):
        counted(today - timedelta(days=1), 50, outcome=outcome)
    assert shown() == []
