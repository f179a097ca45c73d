"""Counts of a month: no small one is told, nor worked out by somebody with a linear program."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from itertools import cycle, product
from random import Random

import msgspec
import pytest
from tests.core.evidence.attacker import Attacker

from kapea.core.care.asking import AgeBand
from kapea.core.care.case_entries import CameBy, Registered, WhoAsked
from kapea.core.care.case_levels import LEVELS, CaseLevel
from kapea.core.care.contact_reasons import ContactReason
from kapea.core.care.helpline_counts import (
    ACTS,
    ADULTS_ASKED,
    AGES,
    CONTACTS,
    REASONS,
    WAITS,
    WAYS,
    month_counts,
    part_of,
    publication_of_contacts,
    publication_of_reasons,
)
from kapea.core.care.helpline_export import BY_ONE, helpline_csv
from kapea.core.care.helpline_tally import (
    KIND_OF,
    ContactKind,
    HelpAct,
    MonthTally,
    NotCounted,
    WaitGroup,
    no_contacts,
    wait_group,
)
from kapea.core.evidence.counts import SENSITIVE_THRESHOLD


def contact(who=WhoAsked.CHILD, *reasons: ContactReason, age=AgeBand.FROM_12, way=CameBy.CALL) -> Registered:
    reasons = reasons or (ContactReason.GROOMING,)
    return Registered(age_band=age, who_asked=who, came_by=way, reasons=reasons)


def left_on_a_page() -> Registered:
    """What a case is opened with that is made of what somebody left."""
    return Registered(
        age_band=AgeBand.NOT_KNOWN, who_asked=WhoAsked.CHILD, came_by=CameBy.MESSAGE, reasons=()
    )


def month(many: int, seed: int = 1, *, left: int = 0) -> MonthTally:
    """A month in which so many came: mostly for a few reasons. `left`: and so many by a page."""
    chance, tally = Random(seed), no_contacts()
    common, reasons = [ContactReason.GROOMING, ContactReason.EXTORTION_IMAGES], list(ContactReason)
    for _ in range(many):
        named = {*chance.sample(reasons, chance.choice((0, 0, 1))), chance.choice([*common, *reasons[:6]])}
        who = chance.choices(list(WhoAsked), (6, 2, 3, 1))[0]
        level = chance.choices(LEVELS, (1, 3, 6, 3))[0]
        age = chance.choices(list(AgeBand), (1, 2, 6, 8, 1, 3))[0]
        way = chance.choices(list(CameBy), (8, 1, 3, 2, 1))[0]
        named = sorted(named, key=reasons.index)
        tally = tally.with_contact(contact(who, *named, age=age, way=way), level)
        for act in chance.choices([*HelpAct, None], (4, 2, 1, 1, 1, 5)):
            tally = tally.with_act(act) if act else tally
    for _ in range(left):
        waited = timedelta(hours=chance.choice((1, 5, 30, 90)))
        tally = tally.with_contact(left_on_a_page(), chance.choice(LEVELS[:3]), waited)
    return tally


def test_cw_05_each_contact_has_one_kind_one_level_and_several_reasons():
    both = (ContactReason.GROOMING, ContactReason.FAMILY)
    tally = no_contacts().with_contact(contact(WhoAsked.FRIEND, *both), CaseLevel.RED)
    assert {place for place, many in tally.contacts.items() if many} == {"child_friend|red"}
    assert {reason for reason, many in tally.reasons.items() if many} == {"grooming", "family"}
    assert set(KIND_OF) == set(WhoAsked)


@pytest.mark.parametrize("many", range(0, SENSITIVE_THRESHOLD))
def test_cw_50_where_few_came_nothing_is_said_not_even_that_nobody_did(many):
    assert dict(month_counts(month(many)).said) == dict(month_counts(no_contacts()).said) == {}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("many", [10, 60, 400])
def test_cw_50_no_small_count_is_told_or_worked_out(many, seed):
    tally = month(many, seed)
    found = month_counts(tally)
    for kind in ("", *(kind.value for kind in ContactKind)):
        for level in ("", *(level.value for level in LEVELS)):
            assert (found.contacts(kind, level) or SENSITIVE_THRESHOLD) >= SENSITIVE_THRESHOLD > 5
    named = [many for each in ContactReason if (many := found.reason(each.value)) is not None]
    assert all(many >= SENSITIVE_THRESHOLD for many in named)
    for publication in (publication_of_contacts(tally), publication_of_reasons(tally)):
        said = {key: mark for key, mark in found.said.items() if key[0] == publication.figures[0].key[0]}
        if said:
            attacker = Attacker(publication, said)
            assert [each for each in attacker.found() if each.is_too_close] == []


def test_something_is_said_where_many_came():
    found = month_counts(month(400))
    assert found.contacts() == 400
    assert found.reason("grooming") > SENSITIVE_THRESHOLD


def test_cw_50_it_holds_totals_alone_and_its_length_tells_nothing():
    tally = month(60)
    assert set(tally.contacts) == set(no_contacts().contacts)
    assert set(tally.reasons) == {reason.value for reason in ContactReason}
    assert {key[0] for key in month_counts(month(400)).said} == {
        *(CONTACTS, REASONS, WAYS),
        *(AGES, ADULTS_ASKED, ACTS),
    }
    assert [set(table) for table in tables(tally)] == [set(table) for table in tables(no_contacts())]


def tables(tally: MonthTally) -> list[dict[str, int]]:
    return [getattr(tally, name) for name in tally.__struct_fields__]


def test_cw_50_what_is_not_known_is_named_and_no_kind_that_is_counted():
    named = {each.value for each in NotCounted}
    assert {"silent", "testing", "missed"} <= named
    assert not named & {each.value for each in ContactKind}


@pytest.mark.parametrize(("many", "seed"), [(24, 0), (60, 1), (60, 2), (400, 0)])
def test_cw_50_tables_by_one_thing_tell_no_small_count_beside_the_others(many, seed):
    tally = month(many, seed, left=many // 3)
    found = month_counts(tally)
    adults = found.contacts(ContactKind.ADULT_ABOUT_CHILD.value)
    parts = [
        part_of(WAYS, tally.ways, found.contacts()),
        part_of(AGES, tally.ages, found.contacts()),
        part_of(ADULTS_ASKED, tally.adults, adults),
    ]
    for publication in filter(None, parts):
        name = publication.figures[0].key[0]
        said = {key: mark for key, mark in found.said.items() if key[0] == name}
        if said:
            assert [each for each in Attacker(publication, said).found() if each.is_too_close] == []
            assert said[name, ""] == publication.already[name, ""], "the sum that is known is no other"
    for table, groups in BY_ONE:
        shown = [many for group in groups if (many := found.of(table, group)) is not None]
        assert all(many >= SENSITIVE_THRESHOLD for many in shown)


def test_cw_50_adults_are_said_only_where_their_sum_is():
    tally = no_contacts()
    for _ in range(40):
        tally = tally.with_contact(contact(), CaseLevel.YELLOW)
    for who in (WhoAsked.CAREGIVER, WhoAsked.OTHER_ADULT) * 4:
        tally = tally.with_contact(contact(who), CaseLevel.YELLOW)
    found = month_counts(tally)
    assert found.contacts(ContactKind.ADULT_ABOUT_CHILD.value) is None
    assert ADULTS_ASKED not in {key[0] for key in found.said}


def test_cw_50_adults_are_not_said_where_their_sum_hides_another():
    """Three friends are hidden, and with them the sixty adults: their sum would tell of the three."""
    tally = no_contacts()
    for who, many in ((WhoAsked.CHILD, 200), (WhoAsked.FRIEND, 3), (WhoAsked.CAREGIVER, 30)):
        for _ in range(many):
            tally = tally.with_contact(contact(who), CaseLevel.YELLOW)
    for _ in range(30):
        tally = tally.with_contact(contact(WhoAsked.OTHER_ADULT), CaseLevel.YELLOW)
    found = month_counts(tally)
    assert found.contacts() == 263
    assert found.contacts(ContactKind.ADULT_ABOUT_CHILD.value) is None
    assert ADULTS_ASKED not in {key[0] for key in found.said}


@pytest.mark.parametrize(
    ("hours", "group"),
    [
        (0, WaitGroup.TWO_HOURS),
        (2, WaitGroup.TWO_HOURS),
        (2.01, WaitGroup.ONE_DAY),
        (24, WaitGroup.ONE_DAY),
        (72, WaitGroup.THREE_DAYS),
        (73, WaitGroup.LONGER),
    ],
)
def test_how_long_somebody_waited_is_a_group(hours, group):
    assert wait_group(timedelta(hours=hours)) is group


def waiting(quick: int, slow: int, **everybody) -> MonthTally:
    """A month of people who left something, some of whom waited an hour, some a week; and of many others."""
    tally = no_contacts()
    for hours in [1] * quick + [200] * slow:
        tally = tally.with_contact(left_on_a_page(), CaseLevel.YELLOW, timedelta(hours=hours))
    ways, ages = cycle(CameBy), cycle(AgeBand)
    for who, level in product([*WhoAsked] * 20, LEVELS):
        as_others = {"way": next(ways), "age": next(ages), **everybody}
        tally = tally.with_contact(contact(who, **as_others), level)
    return tally


@pytest.mark.parametrize(
    ("quick", "slow", "half"),
    [
        (11, 10, WaitGroup.TWO_HOURS),
        (10, 10, WaitGroup.TWO_HOURS),
        (10, 11, WaitGroup.LONGER),
        (10, 9, None),
        (0, 0, None),
    ],
)
def test_cw_50_half_waited_no_longer_and_of_few_nothing_is_said(quick, slow, half):
    assert month_counts(waiting(quick, slow)).half_within is half


@pytest.mark.parametrize(
    ("hides", "everybody"),
    [
        ((WAYS, CameBy.MESSAGE), {"way": CameBy.MESSAGE}),
        ((AGES, AgeBand.NOT_KNOWN), {"age": AgeBand.NOT_KNOWN}),
    ],
)
def test_cw_50_the_wait_is_not_said_where_it_would_bound_what_is_hidden(hides, everybody):
    """All but three came by message, so that number is hidden: else the three could be worked out. That
    twenty of them waited would tell of it. The same where all but three have no known age.
    """
    tally = waiting(12, 10, **everybody)
    for _ in range(3):
        tally = tally.with_contact(contact(), CaseLevel.YELLOW)
    found = month_counts(tally)
    assert found.of(hides[0], hides[1].value) is None
    assert found.contacts() == 345
    assert found.half_within is None


def test_a_month_that_began_before_says_so_in_place_of_noughts():
    old = msgspec.json.decode(
        msgspec.json.encode({"contacts": month(60).contacts, "reasons": month(60).reasons}), type=MonthTally
    )
    found = month_counts(old.with_contact(contact(), CaseLevel.YELLOW))
    assert found.contacts() == 61
    assert {WAYS, AGES, ADULTS_ASKED, ACTS, WAITS} == found.not_kept
    rows = exported(("2026-09", found))
    assert {row["left_out_because"] for row in rows if row["table"] in (WAYS, AGES, ACTS)} == {
        "not collected"
    }


def exported(*months) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(helpline_csv(months))))


def test_cw_50_the_table_to_take_along_says_what_the_page_says_and_why_the_rest_is_left_out():
    found = month_counts(month(60, left=40))
    rows = exported(("2026-10", found))
    assert {row["count"] for row in rows if row["left_out_because"]} <= {""}
    assert all(row["count"] or row["group"] for row in rows if not row["left_out_because"])
    numbers = {(row["table"], row["group"]): int(row["count"]) for row in rows if row["count"]}
    assert numbers[CONTACTS, "all"] == 100
    assert min(numbers.values()) >= SENSITIVE_THRESHOLD
    left_out = {row["group"] for row in rows if row["left_out_because"] == "not collected"}
    assert left_out == {each.value for each in NotCounted} >= {"sex", "who_harmed", "missed"}


def test_cw_50_the_table_tells_a_month_of_few_from_nobody_by_nothing():
    one, none = (helpline_csv([("2026-10", month_counts(month(many)))]) for many in (9, 0))
    assert one == none
    [sealed] = [row for row in exported(("2026-10", None)) if row["table"] == CONTACTS]
    assert sealed["left_out_because"] == "sealed"
