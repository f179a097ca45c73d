"""The numbers of the office: of days that are over there, of the organisation's country, none below five."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from tests.staff.cast import signed_in

from kapea.core.staff.roles import Role
from kapea.guide import counters
from kapea.guide.tally import CountedOutcome
from kapea.web.office import views

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("published"),
]
ROW = re.compile(r"<tr>(<td.*?)</tr>", re.S)


@pytest.fixture
def today(cast):
    """Which day it is in Cambodia."""
    return cast.today


@pytest.fixture
def shown(cast):
    """What the programme officer reads: each row as its cells."""

    def read(query: str = "") -> list[list[str]]:
        page = signed_in(cast.ours[Role.PROGRAMME_OFFICER], cast.at).get(f"/staff/office/counts{query}")
        read.older = "".join(re.findall(r'href="(\?before=[^"]+)"', page.content.decode()))
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


def test_older_days_are_a_page_away_and_no_day_is_cut_in_half(today, shown, monkeypatch):
    monkeypatch.setattr(views, "MOST_ROWS", 5)
    for n in range(1, 5):
        for outcome in ("guided", "referred"):
            counted(today - timedelta(days=n), 5, outcome=outcome)
    days, query = [], ""
    for _ in range(2):
        days += [row[0] for row in shown(query)]
        query = shown.older
    assert days == [str(today - timedelta(days=n)) for n in (1, 1, 2, 2, 3, 3, 4, 4)]
    assert query == "", "there is nothing older"


@pytest.mark.parametrize("query", ["?before=", "?before=x", "?before=2026-13-01", "?before=9999-01-01"])
def test_no_address_shows_more(today, shown, query):
    counted(today, 50)
    counted(today - timedelta(days=1), 7)
    assert [row[3] for row in shown(query)] == ["7"]
