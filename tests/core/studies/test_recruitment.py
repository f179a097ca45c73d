"""The frame comes before the sample; what came of it is counts, and nobody has a name."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from enum import Enum
from typing import get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.made_studies import AT, LEAD, STEWARD, approved_study, begun_study, done

from kapea.core.studies.recruitment import (
    RecruitmentRoute,
    RecruitmentRow,
    RouteCounts,
    UnfitRoute,
    frame_against_sample,
    routes_missing,
    rows_counted,
    sample_by,
)
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.sampling_frame import (
    CarerPlace,
    FrameStratum,
    FrameSurety,
    PlaceType,
    SamplingFrame,
    Stratum,
    StratumGender,
    UnfitFrame,
    group_refusal,
    strata_within,
)
from kapea.core.studies.session_changes import recruitment_refusal
from kapea.core.studies.study_changes import stop_study
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused

GIRLS = FrameStratum(
    id="remote-girls",
    stratum=Stratum(
        place=PlaceType.REMOTE, band=ResearchAgeBand.FROM_12, gender=StratumGender.GIRLS_OR_WOMEN
    ),
    people=240,
    surety=FrameSurety.GUESSED,
)
BOYS = FrameStratum(
    id="city-boys",
    stratum=Stratum(place=PlaceType.CITY, band=ResearchAgeBand.FROM_15, gender=StratumGender.BOYS_OR_MEN),
    people=None,
    surety=FrameSurety.UNKNOWN,
)
FRAME = SamplingFrame({GIRLS.id: GIRLS, BOYS.id: BOYS})
YOUNG, OLD = GIRLS.stratum.band, BOYS.stratum.band
NGO, WATER, CLUB = RecruitmentRoute.NGO, RecruitmentRoute.WATER_POINT, RecruitmentRoute.OUT_OF_SCHOOL_CLUB


def row(number: int, route=NGO, stratum="remote-girls", **counts) -> RecruitmentRow:
    return RecruitmentRow(f"r{number}", "kh-remote", stratum, route, RouteCounts(**counts))


def test_two_groups_a_stratum_and_fifteen_make_seven():
    assert (FRAME.groups, strata_within(15)) == (4, 7)
    assert group_refusal(FRAME, "remote-girls", YOUNG, ["remote-girls", "city-boys"]) is None
    full = group_refusal(FRAME, "remote-girls", YOUNG, ["remote-girls"] * 2)
    assert full == StudyRefused("group.plan", StudyRefusal.QUOTA_FULL)


def test_nobody_is_asked_who_stands_in_no_frame():
    not_framed = StudyRefused("group.plan", StudyRefusal.NOT_IN_FRAME)
    assert group_refusal(FRAME, "other", YOUNG, []) == not_framed
    assert group_refusal(FRAME, "remote-girls", OLD, []) == not_framed


STUDY = approved_study()
STEP = {"by": STEWARD, "at": AT}


def test_st_r02_a_row_is_entered_only_where_a_committee_allows_it_now():
    assert recruitment_refusal(STUDY, row(1, asked=1), **STEP) is None
    for refused, because in (
        (recruitment_refusal(STUDY, row(1, stratum="other"), **STEP), StudyRefusal.NOT_IN_FRAME),
        (recruitment_refusal(STUDY, replace(row(1), site="x"), **STEP), StudyRefusal.NOT_IN_FRAME),
        (recruitment_refusal(STUDY, row(1), by=LEAD, at=AT), StudyRefusal.NOT_YOURS),
        (
            recruitment_refusal(STUDY, row(1), by=STEWARD, at=AT + timedelta(days=400)),
            StudyRefusal.GATE_SHUT,
        ),
        (recruitment_refusal(begun_study(), row(1), **STEP), StudyRefusal.GATE_SHUT),
        (
            recruitment_refusal(done(stop_study(STUDY, by=LEAD, at=AT)), row(1), **STEP),
            StudyRefusal.GATE_SHUT,
        ),
    ):
        assert refused is not None
        assert refused.because is because


@pytest.mark.parametrize(
    ("people", "surety"),
    [
        (None, FrameSurety.KNOWN),
        (None, FrameSurety.GUESSED),
        (3, FrameSurety.UNKNOWN),
        (-1, FrameSurety.KNOWN),
    ],
)
def test_a_number_is_said_with_how_surely_it_is_known(people, surety):
    with pytest.raises(UnfitFrame):
        FrameStratum(id="x", stratum=GIRLS.stratum, people=people, surety=surety)


def test_a_kind_of_people_stands_in_a_frame_once_under_its_id():
    with pytest.raises(UnfitFrame, match="once"):
        SamplingFrame({"a": GIRLS})
    with pytest.raises(UnfitFrame, match="once"):
        SamplingFrame(
            {
                "remote-girls": GIRLS,
                "x": FrameStratum(id="x", stratum=GIRLS.stratum, people=1, surety=FrameSurety.KNOWN),
            }
        )


@pytest.mark.parametrize(
    "counts",
    [
        {"asked": 1, "no": 1, "yes": 1},
        {"asked": 3, "yes": 2, "came": 3},
        {"asked": 3, "yes": 2, "came": 1, "left": 2},
        {"asked": -1},
        {"asked": True},
    ],
)
def test_counts_that_contradict_each_other_are_refused(counts):
    with pytest.raises(UnfitRoute):
        RouteCounts(**counts)


@st.composite
def routes(draw):
    yes = draw(st.integers(0, 9))
    came = draw(st.integers(0, yes))
    no = draw(st.integers(0, 9))
    return RouteCounts(
        asked=yes + no + draw(st.integers(0, 5)),
        not_reachable=draw(st.integers(0, 9)),
        no=no,
        yes=yes,
        came=came,
        left=draw(st.integers(0, came)),
    )


@st.composite
def some_rows(draw):
    size = draw(st.integers(0, 8))
    return [
        RecruitmentRow(
            f"r{n}",
            "kh-remote",
            draw(st.sampled_from(["remote-girls", "city-boys"])),
            draw(st.sampled_from(RecruitmentRoute)),
            draw(routes()),
        )
        for n in range(size)
    ]


@settings(max_examples=30)
@given(some_rows(), st.randoms(use_true_random=False))
def test_nobody_is_counted_twice_and_nobody_is_left_out(rows, chance):
    shuffled = [*rows, *rows[:3]]
    chance.shuffle(shuffled)
    assert rows_counted(shuffled) == rows_counted(rows)
    samples = frame_against_sample(FRAME, shuffled, ["city-boys"])
    assert [sample.frame.id for sample in samples] == ["city-boys", "remote-girls"]
    for name in ("asked", "not_reachable", "no", "yes", "came", "left"):
        total = sum(getattr(each.counts, name) for each in rows)
        assert sum(getattr(sample.all_routes, name) for sample in samples) == total
        ngo = sum(getattr(each.counts, name) for each in rows if each.route is NGO)
        assert sum(getattr(sample.via_ngo, name) for sample in samples) == ngo
    places = sample_by(samples, lambda frame: frame.stratum.place.value)
    assert sum(counts.came for counts in places.values()) == sum(each.counts.came for each in rows)


def test_a_stratum_of_which_nobody_came_is_told_too():
    silent = frame_against_sample(FRAME, [row(1, asked=5, yes=3, came=2)], ["remote-girls"])[0]
    assert (silent.frame.id, silent.held, silent.all_routes) == ("city-boys", 0, RouteCounts())


def test_one_id_is_one_row():
    with pytest.raises(UnfitRoute, match="two rows"):
        rows_counted([row(1, asked=1), row(1, asked=2)])


def test_two_routes_besides_organisations():
    assert routes_missing([row(1, asked=9)]) == 2
    assert routes_missing([row(1, asked=9), row(2, WATER, asked=1), row(3, CLUB)]) == 1
    assert routes_missing([row(2, WATER, asked=1), row(3, CLUB, asked=1)]) == 0


@pytest.mark.parametrize("kind", [RecruitmentRow, Stratum, FrameStratum, RouteCounts])
def test_there_is_no_place_for_a_name_or_a_reason(kind):
    """Ids of ours, closed lists, numbers and yes or no."""
    allowed = {"id", "stratum", "site"}
    for name, type_ in get_type_hints(kind).items():
        closed = isinstance(type_, type) and issubclass(type_, Enum | int | Stratum | RouteCounts)
        assert closed or name in allowed or type_ == (int | None), name
    assert not {"name", "reason", "note", "phone"} & {each.name for each in fields(kind)}


def test_no_stratum_is_made_of_who_was_harmed():
    parts = {each.name for each in fields(Stratum)}
    assert parts == {"place", "band", "gender", "programme", "school", "carer", "disability"}
    assert CarerPlace.ABROAD.value == "abroad"
