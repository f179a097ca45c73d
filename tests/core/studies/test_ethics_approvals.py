"""Nothing is made outside what committees allowed, online or by what a tablet brings later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.studies.made_studies import (
    AT,
    INVESTIGATOR,
    STEWARD,
    approvals_for,
    approved_study,
    done,
    planned,
)

from kapea.core.studies.ethics_approvals import (
    ApprovalAmendment,
    ApprovalGap,
    EthicsApproval,
    MadeInStudy,
    PlannedUse,
    approval_gaps,
    may_make,
    quarantine_late_row,
)
from kapea.core.studies.ethics_committees import (
    COMMITTEES,
    NEEDED_COMMITTEES,
    READ_ON,
    AgreementForm,
    CommitteeConfidence,
    agreement_ages,
)
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.session_changes import plan_session
from kapea.core.studies.study_protocol import InstrumentVersion
from kapea.core.studies.study_refusals import StudyRefused
from kapea.core.studies.study_standing import confirmed_approvals

STUDY = approved_study()
APPROVALS = approvals_for(STUDY)
TOOL = STUDY.protocol.current.instruments["cards"]
FIRST, LAST = date(2026, 11, 1), date(2027, 10, 31)
USE = PlannedUse(
    made=MadeInStudy.SESSION,
    country="KH",
    site="kh-remote",
    home="KH",
    band=ResearchAgeBand.FROM_12,
    protocol_version=1,
    tool=TOOL,
)
DAY = timedelta(days=1)


def changed(**parts) -> tuple[EthicsApproval, ...]:
    return tuple(replace(each, **parts) for each in APPROVALS)


OUTSIDE = [
    ("expired", USE, APPROVALS, LAST + DAY),
    ("not-begun", USE, APPROVALS, FIRST - DAY),
    ("expired", USE, changed(ended_on=FIRST + DAY), FIRST + DAY),
    ("site", replace(USE, site="kh-other"), APPROVALS, FIRST),
    ("age", replace(USE, band=ResearchAgeBand.FROM_9), APPROVALS, FIRST),
    ("age", replace(USE, band=ResearchAgeBand.ADULT), APPROVALS, FIRST),
    ("tool", replace(USE, tool=InstrumentVersion("cards", 2, "digest-b")), APPROVALS, FIRST),
    ("tool", replace(USE, tool=InstrumentVersion("cards", 1, "other words")), APPROVALS, FIRST),
    ("protocol-version", replace(USE, protocol_version=2), APPROVALS, FIRST),
    ("no-approval", USE, (), FIRST),
    ("not-confirmed", USE, changed(confirmed_by=""), FIRST),
    ("not-confirmed", USE, changed(confirmed_by=STEWARD), FIRST),
    ("no-number", USE, changed(number=" "), FIRST),
    ("no-papers", USE, changed(papers=frozenset()), FIRST),
    ("unknown-country", replace(USE, country="TH"), APPROVALS, FIRST),
]


@pytest.mark.parametrize(("gap", "use", "approvals", "day"), OUTSIDE)
def test_st_r02_outside_of_an_approval_nothing_is_made_now_or_later(gap, use, approvals, day):
    for made in MadeInStudy:
        refused = may_make(approvals, replace(use, made=made), day)
        assert isinstance(refused, StudyRefused)
        assert gap in refused.missing
        assert refused.what == f"make.{made.value}"
    assert f"came.{gap}" in quarantine_late_row(approvals, use, made_on=day, came_on=day)


def test_st_r02_on_its_first_and_last_day_it_holds():
    for made, day in product(MadeInStudy, (FIRST, LAST)):
        assert may_make(APPROVALS, replace(USE, made=made), day) is None
        assert quarantine_late_row(APPROVALS, USE, made_on=day, came_on=day) == ()


@pytest.mark.parametrize(
    ("made_on", "came_on", "because"),
    [
        (LAST, LAST + DAY, ("came.expired",)),
        (FIRST - DAY, FIRST, ("made.not-begun",)),
        (LAST, FIRST, ("clock",)),
        (date(2012, 1, 1), FIRST, ("made.not-begun",)),
    ],
)
def test_st_r02_a_row_that_comes_late_is_set_apart_whatever_its_clock_says(made_on, came_on, because):
    assert quarantine_late_row(APPROVALS, USE, made_on=made_on, came_on=came_on) == because


@given(st.integers(-400, 800), st.integers(-400, 800))
def test_st_r02_no_clock_brings_in_what_came_outside(made, came):
    made_on, came_on = FIRST + made * DAY, FIRST + came * DAY
    taken = not quarantine_late_row(APPROVALS, USE, made_on=made_on, came_on=came_on)
    assert taken == (FIRST <= made_on <= came_on <= LAST)


def test_st_r02_halves_of_two_approvals_are_no_approval():
    sites = replace(APPROVALS[0], bands=frozenset({ResearchAgeBand.FROM_9}))
    ages = replace(APPROVALS[0], sites=frozenset({"kh-other"}))
    assert approval_gaps((sites, ages), USE, FIRST) in ((ApprovalGap.AGE,), (ApprovalGap.SITE,))


@pytest.mark.parametrize("left_out", ["nechr", "nacosti", "ke-accredited"])
def test_st_r02_in_kenya_two_bodies_decide_and_the_country_of_the_institution_too(left_out):
    use = replace(USE, country="KE", site="ke-town")
    assert approval_gaps(APPROVALS, use, FIRST) == ()
    fewer = [each for each in APPROVALS if each.committee != left_out]
    assert approval_gaps(fewer, use, FIRST) == (ApprovalGap.NO_APPROVAL,)


def test_st_r02_an_institution_of_another_country_asks_at_home_too():
    use = replace(USE, home="SE")
    assert approval_gaps(APPROVALS, use, FIRST) == (ApprovalGap.NO_APPROVAL,)
    at_home = replace(APPROVALS[0], committee="home")
    assert approval_gaps((*APPROVALS, at_home), use, FIRST) == ()


@pytest.mark.parametrize("committee", ["phreb-accredited", "ph-nec"])
def test_st_r02_in_the_philippines_either_committee_is_enough(committee):
    use = replace(USE, country="PH", site="kh-remote", home="PH")
    assert approval_gaps((replace(APPROVALS[0], committee=committee),), use, FIRST) == ()


def test_st_r02_an_amendment_counts_from_its_day_in_whatever_order_it_is_typed():
    more = (
        ApprovalAmendment("2", FIRST + 20 * DAY, to_day=LAST + 200 * DAY),
        ApprovalAmendment("1", FIRST + 10 * DAY, LAST + 100 * DAY, bands=frozenset({ResearchAgeBand.FROM_9})),
    )
    young = replace(USE, band=ResearchAgeBand.FROM_9)
    for amendments in (more, more[::-1]):
        approvals = changed(amendments=amendments)
        assert approval_gaps(approvals, young, FIRST + 9 * DAY) == (ApprovalGap.AGE,)
        assert approval_gaps(approvals, young, FIRST + 10 * DAY) == ()
        assert approval_gaps(approvals, USE, LAST + 200 * DAY) == ()
        assert approval_gaps(approvals, USE, LAST + 201 * DAY) == (ApprovalGap.EXPIRED,)


def test_st_r02_a_second_version_leaves_what_was_made_with_the_first_taken():
    amendment = ApprovalAmendment("1", FIRST + DAY, protocols=frozenset({2}))
    approvals = changed(amendments=(amendment,))
    for version in (1, 2):
        use = replace(USE, protocol_version=version)
        assert quarantine_late_row(approvals, use, made_on=FIRST + DAY, came_on=FIRST + DAY) == ()


def test_st_r02_no_session_is_planned_outside():
    for session in (
        planned("s1", site="kh-other"),
        planned("s1", country="KE"),
        planned("s1", band=ResearchAgeBand.FROM_9),
        planned("s1", tool="ranking"),
    ):
        assert isinstance(plan_session(STUDY, session, by=INVESTIGATOR, at=AT), StudyRefused)
    assert isinstance(plan_session(STUDY, planned("s1"), by=INVESTIGATOR, at=AT + 400 * DAY), StudyRefused)
    assert isinstance(plan_session(STUDY, planned("s1"), by=STEWARD, at=AT), StudyRefused)
    assert done(plan_session(STUDY, planned("s1"), by=INVESTIGATOR, at=AT)).sessions


@pytest.mark.parametrize(
    ("typed", "confirmed"), [(INVESTIGATOR, STEWARD), (STEWARD, "a-coder-a"), ("x", "y")]
)
def test_st_r02_a_steward_types_and_the_investigator_confirms(typed, confirmed):
    study = replace(STUDY, approvals=changed(typed_by=typed, confirmed_by=confirmed))
    assert confirmed_approvals(study) == ()
    assert isinstance(plan_session(study, planned("s1"), by=INVESTIGATOR, at=AT), StudyRefused)


# --- committees ----------------------------------------------------------------------------


def test_committees_are_those_of_the_four_countries_each_with_its_source():
    assert {row.country for row in COMMITTEES} == {"KH", "KE", "NP", "PH"}
    ids = [row.id for row in COMMITTEES]
    assert len(set(ids)) == len(ids)
    assert all(row.source and row.read_on == READ_ON for row in COMMITTEES)
    needed = {id for sets in NEEDED_COMMITTEES.values() for either in sets for id in either}
    assert needed == set(ids)


F = AgreementForm
AGES = [
    ("NP", (0, 6), {F.GUARDIAN}, CommitteeConfidence.READ),
    ("NP", (7, 17), {F.GUARDIAN, F.ASSENT}, CommitteeConfidence.READ),
    ("PH", (12, 14), {F.GUARDIAN, F.SIMPLE_ASSENT}, CommitteeConfidence.OLD_TEXT),
    ("PH", (15, 17), {F.GUARDIAN, F.SIGNS_GUARDIANS_FORM}, CommitteeConfidence.OLD_TEXT),
    ("PH", (9, 11), {F.GUARDIAN, F.ASSENT}, CommitteeConfidence.NOT_FOUND),
    ("KH", (9, 17), {F.GUARDIAN, F.ASSENT}, CommitteeConfidence.NOT_FOUND),
    ("KE", (9, 17), {F.GUARDIAN, F.ASSENT}, CommitteeConfidence.NOT_FOUND),
]


@pytest.mark.parametrize(("country", "span", "forms", "confidence"), AGES)
def test_who_is_asked_at_an_age_is_as_read_or_both_are_where_nothing_was_found(
    country, span, forms, confidence
):
    for age in range(span[0], span[1] + 1):
        found = agreement_ages(country, age)
        assert (found.forms, found.confidence) == (forms, confidence)


def test_no_age_under_eighteen_is_asked_of_nobody():
    for country, age in product(NEEDED_COMMITTEES, range(18)):
        assert F.GUARDIAN in agreement_ages(country, age).forms
        assert age < 7 or len(agreement_ages(country, age).forms) == 2
