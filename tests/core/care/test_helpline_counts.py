"""Counts of a month: no small one is told, nor worked out by somebody with a linear program."""

from __future__ import annotations

from random import Random

import pytest
from tests.core.evidence.attacker import Attacker

from kapea.core.care.asking import AgeBand
from kapea.core.care.case_entries import CameBy, Registered, WhoAsked
from kapea.core.care.case_levels import LEVELS, CaseLevel
from kapea.core.care.contact_reasons import ContactReason
from kapea.core.care.helpline_counts import (
    CONTACTS,
    KIND_OF,
    REASONS,
    ContactKind,
    MonthTally,
    NotCounted,
    month_counts,
    no_contacts,
    publication_of_contacts,
    publication_of_reasons,
)
from kapea.core.evidence.counts import SENSITIVE_THRESHOLD


def contact(who=WhoAsked.CHILD, *reasons: ContactReason) -> Registered:
    reasons = reasons or (ContactReason.GROOMING,)
    return Registered(age_band=AgeBand.FROM_12, who_asked=who, came_by=CameBy.CALL, reasons=reasons)


def month(many: int, seed: int = 1) -> MonthTally:
    """A month in which so many came: mostly for a few reasons, as people do."""
    chance, tally = Random(seed), no_contacts()
    common, reasons = [ContactReason.GROOMING, ContactReason.EXTORTION_IMAGES], list(ContactReason)
    for _ in range(many):
        named = {*chance.sample(reasons, chance.choice((0, 0, 1))), chance.choice([*common, *reasons[:6]])}
        who = chance.choices(list(WhoAsked), (6, 2, 3, 1))[0]
        level = chance.choices(LEVELS, (1, 3, 6, 3))[0]
        tally = tally.with_contact(contact(who, *sorted(named, key=reasons.index)), level)
    return tally


def test_each_contact_has_one_kind_one_level_and_several_reasons():
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
    assert {key[0] for key in month_counts(month(400)).said} == {CONTACTS, REASONS}


def test_cw_50_what_is_not_known_is_named_and_no_kind_that_is_counted():
    named = {each.value for each in NotCounted}
    assert {"silent", "testing", "missed"} <= named
    assert not named & {each.value for each in ContactKind}
