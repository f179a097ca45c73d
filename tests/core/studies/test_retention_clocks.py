"""What was promised to be gone is gone on its day, in the study's own days, and later only by a committee."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.studies.made_studies import AT, STEWARD, TEAM, ZONE, account, done

from kapea.core.studies.retention_clocks import (
    DestructionCertificate,
    HeldItem,
    HeldMatter,
    RetentionExtension,
    destruction_certified,
    destructions_due,
    gone_on,
    retention_extended,
)
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_roles import StudyRole

DAY = timedelta(days=1)
BEGUN = datetime(2026, 12, 1, 3, tzinfo=UTC)
M = HeldMatter
AUDIO = HeldItem(id="audio-s1", matter=M.AUDIO, begun=BEGUN)
WITNESS = account(StudyRole.WITNESS)


@pytest.mark.parametrize(
    ("checked", "day"),
    [
        (None, date(2027, 3, 1)),
        (BEGUN + 10 * DAY, date(2027, 1, 10)),
        (BEGUN + 60 * DAY, date(2027, 3, 1)),
        (BEGUN + 61 * DAY, date(2027, 3, 1)),
        (BEGUN + 400 * DAY, date(2027, 3, 1)),
    ],
)
def test_st_r22_sound_goes_thirty_days_after_it_was_checked_and_ninety_at_latest(checked, day):
    assert gone_on(replace(AUDIO, counts_from=checked), ZONE) == day


@given(st.one_of(st.none(), st.integers(0, 500)), st.integers(0, 23))
def test_st_r22_no_check_keeps_sound_longer_than_ninety_days(days, hour):
    begun = BEGUN.replace(hour=hour)
    checked = None if days is None else begun + days * DAY
    day = gone_on(replace(AUDIO, begun=begun, counts_from=checked), ZONE)
    assert day is not None
    begun_there = (begun + timedelta(hours=7)).date()
    assert day - begun_there <= timedelta(days=90)
    assert days is None or day - begun_there == min(timedelta(90), timedelta(days + 30))


OTHERS = [
    (HeldItem(id="k", matter=M.KEY_LIST, begun=BEGUN), None),
    (HeldItem(id="k", matter=M.KEY_LIST, begun=BEGUN, counts_from=BEGUN), date(2027, 1, 30)),
    (HeldItem(id="r", matter=M.RAW_TEXT, begun=BEGUN), None),
    (HeldItem(id="r", matter=M.RAW_TEXT, begun=BEGUN, promised=date(2027, 6, 1)), date(2027, 6, 1)),
    (HeldItem(id="p", matter=M.SEAT_PAPER, begun=BEGUN), date(2026, 12, 1)),
    (HeldItem(id="q", matter=M.QUESTION_SLIPS, begun=BEGUN), date(2026, 12, 1)),
    (HeldItem(id="t", matter=M.TABLET_COPY, begun=BEGUN), None),
    (HeldItem(id="t", matter=M.TABLET_COPY, begun=BEGUN, counts_from=BEGUN + DAY), date(2026, 12, 3)),
]


@pytest.mark.parametrize(("item", "day"), OTHERS)
def test_each_has_its_day(item, day):
    assert gone_on(item, ZONE) == day


def test_st_r22_the_day_is_the_one_of_the_place():
    """Five in the afternoon by UTC is the next day there."""
    late = replace(AUDIO, begun=datetime(2026, 12, 1, 17, tzinfo=UTC))
    assert gone_on(late, ZONE) == date(2027, 3, 2)
    assert destructions_due([late], datetime(2027, 3, 1, 16, 59, tzinfo=UTC), ZONE) == ()
    [due] = destructions_due([late], datetime(2027, 3, 1, 17, tzinfo=UTC), ZONE)
    assert (due.item, due.on) == ("audio-s1", date(2027, 3, 2))


def test_st_r22_what_is_overdue_stays_due_and_comes_first():
    items = [AUDIO, OTHERS[4][0], OTHERS[0][0], OTHERS[3][0]]
    due = destructions_due(items, datetime(2027, 3, 1, tzinfo=UTC), ZONE)
    assert [each.item for each in due] == ["p", "audio-s1"]
    assert destructions_due(items, datetime(2026, 11, 30, tzinfo=UTC), ZONE) == ()


LONGER = RetentionExtension("amendment-3", date(2027, 5, 1))


def test_st_r22_more_days_only_by_a_committees_amendment():
    refused = retention_extended(AUDIO, LONGER, frozenset({"amendment-1"}))
    assert refused == StudyRefused("retention.extend", StudyRefusal.NEEDS_AMENDMENT)
    allowed = frozenset({"amendment-3"})
    longer = done(retention_extended(AUDIO, LONGER, allowed))
    assert gone_on(longer, ZONE, allowed) == date(2027, 5, 1)
    assert gone_on(longer, ZONE) == date(2027, 3, 1), "an amendment that nobody allowed moves nothing"
    shorter = replace(AUDIO, extension=replace(LONGER, until=date(2027, 1, 1)))
    assert gone_on(shorter, ZONE, allowed) == date(2027, 3, 1)


@pytest.mark.parametrize("matter", [M.SEAT_PAPER, M.QUESTION_SLIPS, M.TABLET_COPY])
def test_st_r22_what_goes_on_its_day_is_never_kept_longer(matter):
    item = replace(AUDIO, matter=matter)
    assert isinstance(retention_extended(item, LONGER, frozenset({"amendment-3"})), StudyRefused)
    forced = replace(item, extension=LONGER)
    assert gone_on(forced, ZONE, frozenset({"amendment-3"})) == gone_on(item, ZONE)


def certified(by=STEWARD, witness=WITNESS, key_shredded=True, copies_left=0):
    return destruction_certified(
        AUDIO, TEAM, by=by, witness=witness, key_shredded=key_shredded, copies_left=copies_left, at=AT
    )


def test_st_r22_a_certificate_says_that_it_is_gone_and_nothing_of_what_it_was():
    assert done(certified()) == DestructionCertificate("audio-s1", M.AUDIO, AT, STEWARD, WITNESS)
    assert {each.name for each in fields(DestructionCertificate)} == {"item", "matter", "at", "by", "witness"}


@pytest.mark.parametrize(
    ("changed", "because"),
    [
        ({"by": WITNESS}, StudyRefusal.SAME_PERSON),
        ({"witness": STEWARD}, StudyRefusal.SAME_PERSON),
        ({"witness": account(StudyRole.CODER_A)}, StudyRefusal.NOT_YOURS),
        ({"by": account(StudyRole.INVESTIGATOR)}, StudyRefusal.NOT_YOURS),
        ({"key_shredded": False}, StudyRefusal.ITEMS_MISSING),
        ({"copies_left": 1}, StudyRefusal.ITEMS_MISSING),
    ],
)
def test_st_r22_no_certificate_before_it_is_gone_or_by_one_alone(changed, because):
    refused = certified(**changed)
    assert isinstance(refused, StudyRefused)
    assert refused.because is because
