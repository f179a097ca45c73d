"""What a study cannot say is worked out and printed; a share of those who took part is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapea.core.evidence.counts import CountMark, ShownCount
from kapea.core.studies.bias_report import ALWAYS, bias_report
from kapea.core.studies.percentage_lint import HOW_TO_MEND, percentages_found
from kapea.core.studies.quote_attribution import PlaceTold
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.sample_told import told_sample
from kapea.core.studies.sampling_frame import FrameSurety
from kapea.core.studies.study_people import (
    NotAStratum,
    ReachedBy,
    ReachedWhom,
    SampledStratum,
    StudyPerson,
)

W = ReachedWhom
ALL = frozenset(ReachedWhom)


def came(count, whom=ALL, stratum="city", by=ReachedBy.NGO):
    return [
        StudyPerson(
            seat=f"{stratum}{by}{n}{sorted(map(str, whom))}",
            role="caregiver",
            age=ResearchAgeBand.ADULT,
            gender="woman",
            place_type=stratum,
            stratum=stratum,
            by=by,
            as_whom=frozenset(whom),
        )
        for n in range(count)
    ]


def stratum(id="city", **other):
    said = {"known": FrameSurety.GUESSED, "in_frame": 400, "did_not_come": 9}
    return SampledStratum(id=id, **(said | other))


def report_of(strata, people=(), **other):
    told = told_sample(people, strata, PlaceTold.COUNTRY_OR_CITY)
    return bias_report(strata, people, told, **other)


def lines(strata, people=(), **other):
    return [(each.id, dict(each.parts)) for each in report_of(strata, people, **other).unsaid]


@pytest.mark.parametrize("people", [0, 3, 30])
def test_st_r35_some_lines_stand_there_in_any_case(people):
    assert [id for id, _ in lines([stratum()], came(people))][:3] == list(ALWAYS)
    assert [id for id, _ in lines([])][:3] == list(ALWAYS)


def test_st_r35_a_stratum_with_no_seats_says_that_it_cannot_be_spoken_of():
    found = lines([stratum(), stratum("remote-girls"), stratum("home", waived_left_out=True)], came(30))
    assert ("unsaid-stratum-not-heard", {"stratum": "remote-girls"}) in found
    assert ("unsaid-waived-stratum-left-out", {"stratum": "home"}) in found
    assert not any(parts.get("stratum") == "city" for _, parts in found)


@pytest.mark.parametrize("whom", ReachedWhom)
def test_st_r35_of_whom_nobody_came_nothing_can_be_said(whom):
    every = {id for id, _ in lines([stratum()], came(30))}
    without = {id for id, _ in lines([stratum()], came(30, ALL - {whom}))}
    assert every == set(ALWAYS)
    assert len(without - every) == 1
    assert report_of([stratum()], came(30, ALL - {whom})).reached[whom] is CountMark.ZERO
    assert report_of([stratum()], came(30)).reached[whom] == ShownCount(30)


def test_st_r35_places_that_were_not_visited_are_named():
    found = lines([stratum()], came(30), places_in_frame=("city", "island"))
    assert found[-1] == ("unsaid-place-not-visited", {"place": "island"})


def test_the_frame_stands_beside_the_sample():
    unknown = stratum("remote", known=FrameSurety.UNKNOWN, in_frame=0)
    people = [*came(20), *came(10, by=ReachedBy.OTHERS), *came(20, stratum="remote")]
    city, remote = report_of([stratum(), unknown], people).strata
    assert (city.in_frame, city.asked, city.came) == (ShownCount(400), ShownCount(39), ShownCount(30))
    assert city.by == {ReachedBy.NGO: ShownCount(20), ReachedBy.OTHERS: ShownCount(10)}
    assert (remote.in_frame, remote.by[ReachedBy.OTHERS]) == (CountMark.NO_DATA, CountMark.ZERO)


def test_small_counts_are_hidden_with_others_beside_them():
    people = [*came(20, ()), *came(2, (), by=ReachedBy.OTHERS)]
    [city] = report_of([stratum()], people).strata
    assert city.by[ReachedBy.OTHERS] is CountMark.HIDDEN
    assert CountMark.HIDDEN in (city.by[ReachedBy.NGO], city.came), "or it is one taken from the other"
    assert report_of([stratum(did_not_come=0)], came(3)).strata[0].in_frame is CountMark.HIDDEN
    assert report_of([stratum(in_frame=4, did_not_come=40)]).strata[0].in_frame is CountMark.HIDDEN


GROUPS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]), st.sampled_from(ReachedBy), st.sampled_from(W), st.integers(0, 12)
    ),
    max_size=3,
    unique_by=lambda group: group[:3],
)


@settings(max_examples=20)
@given(GROUPS, st.integers(0, 9))
def test_st_r35_no_count_from_one_to_four_is_ever_told(groups, others):
    strata = [stratum("a", did_not_come=others), stratum("b", did_not_come=others)]
    people = [p for id, by, whom, n in groups for p in came(n, {whom}, id, by)]
    report = report_of(strata, people)
    told = [*report.reached.values()]
    for each in report.strata:
        told += [each.asked, each.came, *each.by.values()]
    assert all(mark.count >= 5 for mark in told if isinstance(mark, ShownCount))
    unheard = {parts["stratum"] for _, parts in lines(strata, people) if "stratum" in parts}
    assert unheard == {"a", "b"} - {p.stratum for p in people}


@pytest.mark.parametrize(
    "bad", [{"did_not_come": -1}, {"known": FrameSurety.UNKNOWN}, {"in_frame": -1}], ids=str
)
def test_a_stratum_that_contradicts_itself_is_refused(bad):
    with pytest.raises(NotAStratum, match="city"):
        stratum(**bad)


@pytest.mark.parametrize(
    ("strata", "why"),
    [
        ([stratum(known=FrameSurety.KNOWN, in_frame=13)], "fewer than were asked"),
        ([stratum(waived_left_out=True)], "some came"),
        ([stratum(), stratum()], "two strata"),
        ([stratum("other")], "not in the frame"),
    ],
)
def test_a_frame_that_does_not_fit_those_who_came_is_refused(strata, why):
    with pytest.raises(NotAStratum, match=why):
        report_of(strata, came(5))


# --- percentages -----------------------------------------------------------------------------

REFUSED = [
    "60% of children",
    "60 % of parents",
    "60\u00a0% of parents",
    "６０％ of children",
    "٦٠٪",
    "sixty percent said so",
    "60 per cent",
    "60 per\u00adcent",
    "a high per-centage",
    "a small percentage of mothers",
    "90 pct",
    "៦០% នៃកុមារ",
    "៦០ ភាគរយ",
    "ភាគ\u200bរយ ៦០",
    "६० प्रतिशत बालबालिका",
    "६०% आमा",
    "साठी प्रतिशत",
    "asilimia 60 ya watoto",
    "Asilimia sitini",
    "60 porsyento ng mga bata",
    "60 porsiyento",
    "animnapung PORSYENTO",
    "60\u200b%",
    "6‰",
]
LEFT = [
    "in 9 of 15 groups",
    "5 of the 8 mothers spoke",
    "the recent session",
    "a perceptive answer",
    "សិស្ស ១២ នាក់",
    "प्रति शनिबार",
    "watoto 60",
]


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_st_r35_a_percentage_is_refused_in_every_script(text):
    [found] = percentages_found(f"What we heard.\n\n{text}")
    assert (found.line, found.mend) == (3, HOW_TO_MEND)
    assert 1 <= found.column <= len(text)


@pytest.mark.parametrize("text", LEFT, ids=ascii)
def test_st_r35_counts_of_groups_are_left(text):
    assert percentages_found(text) == ()


def test_st_r35_the_column_is_that_of_the_line_as_it_is_written():
    assert [(e.line, e.column) for e in percentages_found("x\nក\u200b\u200b 60% y 7 %\n")] == [
        (2, 5),
        (2, 11),
    ]
