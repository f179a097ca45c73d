"""What stands under a quote is borne by five people or more, and adds nothing to what tables hide."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.evidence.attacker import MOST, Attacker
from tests.core.studies.demo_consents import demo_people

from kapea.core.evidence.count_system import CountRange
from kapea.core.evidence.counts import CountMark, Figure, Publication, ShownCount
from kapea.core.studies.quote_attribution import (
    PlaceTold,
    attribution_plan,
    label_ladder,
    label_message,
    narrowed_seats,
)
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.sample_splits import reached_mark, split_marks
from kapea.core.studies.sample_told import label_figure, labels_told, study_publication, told_sample
from kapea.core.studies.sampling_frame import FrameSurety
from kapea.core.studies.study_people import (
    ReachedBy,
    ReachedWhom,
    SampledStratum,
    StudyPerson,
    person_cell,
)

CITY, PLACE = PlaceTold.COUNTRY_OR_CITY, PlaceTold.PLACE_TYPE
REACHED = {"stratum": "s1", "by": ReachedBy.NGO}
STRATA = [
    SampledStratum(id=id, known=FrameSurety.GUESSED, in_frame=300, did_not_come=7) for id in ("s1", "s2")
]
BAND_OF = {9: "9-11", 10: "9-11", 13: "12-14", 14: "12-14", 16: "15-17"}


def child(seat, years=14, gender="boy", place="city"):
    return StudyPerson(
        seat=seat,
        role="child",
        age=ResearchAgeBand(BAND_OF[years]),
        gender=gender,
        place_type=place,
        years=years,
        **REACHED,
    )


def adult(seat, role="caregiver", gender="woman", place="city"):
    age = ResearchAgeBand.ADULT
    return StudyPerson(seat=seat, role=role, age=age, gender=gender, place_type=place, **REACHED)


def some(n, **about):
    return [child(f"c{about}{at}", **about) for at in range(n)]


PEOPLE = st.lists(
    st.one_of(
        st.builds(
            child,
            st.just(""),
            st.sampled_from(sorted(BAND_OF)),
            st.sampled_from(["boy", "girl"]),
            st.sampled_from(["city", "remote"]),
        ),
        st.builds(
            adult,
            st.just(""),
            st.sampled_from(["caregiver", "teacher", "official"]),
            st.sampled_from(["woman", "man"]),
            st.sampled_from(["city", "remote"]),
        ),
    ),
    max_size=60,
).map(lambda people: [p.__class__(**fields(p) | {"seat": f"s{n}"}) for n, p in enumerate(people)])


def fields(person):
    return {name: getattr(person, name) for name in StudyPerson.__slots__}


def message(people, place=CITY, seat=None):
    plan = attribution_plan(people, place)
    return label_message(plan[seat or people[0].seat])


def test_st_r37_words_are_ids_and_parts():
    assert message(some(5)) == (
        "quote-label-role-age-years-gender",
        {"group": "child", "role": "child", "age": "12-14", "gender": "boy", "years": "14"},
    )
    assert message([adult(f"p{n}") for n in range(5)])[0] == "quote-label-role-gender"
    assert message([adult("p")]) == ("quote-label-anybody", {})


def test_st_r37_exact_age_needs_five_and_a_country_or_a_city():
    assert "years" in message(some(5))[1]
    assert "years" not in message(some(5), PLACE)[1]
    fewer = [*some(4), *some(4, years=13)]
    assert message(fewer)[1] == {"group": "child", "role": "child", "age": "12-14", "gender": "boy"}


@pytest.mark.parametrize("place", PlaceTold)
def test_st_r37_gender_goes_first_then_band_then_role(place):
    ladder = label_ladder(child("c"), place)
    last = [label[-1][0] if label else "" for label in ladder]
    assert [each for each in last if each != "years"] == (
        ["gender", "age", "role", "group", "place", ""]
        if place is PLACE
        else ["gender", "age", "role", "group", ""]
    )
    assert all(one[: len(other)] == other for one, other in pairwise(ladder))


def test_st_r37_whoever_is_left_over_is_not_alone_with_the_broader_label():
    """Six boys and one girl: were the boys “a boy, 12-14”, “a child, 12-14” would be the girl."""
    plan = attribution_plan([*some(6), *some(1, gender="girl")], CITY)
    assert len(set(plan.values())) == 1
    assert not any("gender" in dict(label) for label in plan.values())
    apart = attribution_plan([*some(6), *some(5, gender="girl")], CITY)
    assert len(set(apart.values())) == 2


def test_st_r37_the_demo_has_no_label_of_fewer_than_five():
    plan = attribution_plan(demo_people(), CITY)
    told = {seat: label_message(label) for seat, label in plan.items()}
    assert told["C4"] == ("quote-label-role", {"group": "child", "role": "child"})
    assert "teacher" not in told["K1"][1].values()
    assert "official" not in str(told["K2"])
    assert min(Counter(plan.values()).values()) >= 5


@given(PEOPLE, st.sampled_from(PlaceTold))
@settings(max_examples=80)
def test_st_r37_every_label_is_borne_by_five_or_tells_nothing(people, place):
    plan = attribution_plan(people, place)
    assert plan.keys() == {each.seat for each in people}
    for label, crowd in Counter(plan.values()).items():
        assert crowd >= 5 or (label == () and len(people) < 5)
    for each in people:
        assert plan[each.seat] in label_ladder(each, place), "a label that is not true"


def test_st_r37_one_study_names_one_place():
    """In one output a 14-year-old boy, in another a child from the remote place: put together, one boy."""
    people = [*some(5), *some(5, years=13)[:4], child("x", place="remote")]
    people += [child(f"g{n}", 16, "girl", "remote") for n in range(5)]
    plans = [attribution_plan(people, place) for place in PlaceTold]
    assert narrowed_seats(plans[:1]) == narrowed_seats(plans[1:]) == ()
    assert "x" in narrowed_seats(plans)
    assert narrowed_seats([plans[0], plans[0]]) == ()


# --- everything together, by somebody who adds it up -------------------------------------------


class LabelReader(Attacker):
    """Also knows of every label that five people bear it."""

    def range_of(self, mark):
        return (mark.low, MOST) if isinstance(mark, CountRange) else super().range_of(mark)


def everything(people, told):
    """All tables and labels, and that as many children as are out of school are children."""
    borne = sorted({label for label in told.labels.values() if label})
    labels = [label_figure(label, people, told.labels) for label in borne]
    page = study_publication(people, STRATA)
    said = {**told.said, **labels_told(labels)}
    school = told.said.get(("reached", "out_of_school"))
    children = frozenset(person_cell(each) for each in people if each.role == "child")
    if isinstance(school, ShownCount):
        labels.append(Figure(("children",), children))
        said["children",] = CountRange(school.count, None)
    figures = (*(f for f in page.figures if f.key in said), *labels)
    both = Publication(
        counts=page.counts, figures=figures, thresholds=page.thresholds, zero_informs=page.zero_informs
    )
    return both, said


def random_study(seed):
    """Small, and so that without a look at both, tables and labels often tell a hidden count."""
    random = Random(seed)
    people = []
    for n in range(random.randint(10, 20)):
        place = random.choice(["city", "remote"])
        if random.random() < 0.65:
            years = random.choice([13, 14, 14, 16] if seed % 3 else [10, 14, 14])
            people.append(child(f"s{n}", years, random.choice(["boy", "boy", "girl"]), place))
        else:
            role = random.choice(["caregiver", "caregiver", "caregiver", "teacher"])
            people.append(adult(f"s{n}", role, random.choice(["woman", "man"]), place))
    return [
        replace(
            person,
            stratum=random.choice(["s1", "s1", "s2"]),
            by=random.choice([*ReachedBy]),
            as_whom=kinds_of(person, random.random() < 0.5),
        )
        for person in people
    ]


def kinds_of(person, out_of_school):
    where = {ReachedWhom.REMOTE} if person.place_type == "remote" else {ReachedWhom.URBAN}
    return frozenset(
        where | ({ReachedWhom.OUT_OF_SCHOOL} if out_of_school and person.role == "child" else set())
    )


@cache
def told_of(seed, place):
    return told_sample(random_study(seed), STRATA, place)


TRIED = (*((seed, CITY) for seed in (0, 1, 5, 9, 13, 19)), (1, PLACE), (10, PLACE))


@pytest.mark.parametrize(("seed", "place"), TRIED)
def test_st_r37_nobody_who_adds_up_all_outputs_narrows_a_hidden_cell(seed, place):
    people = random_study(seed)
    told = told_of(seed, place)
    page, said = everything(people, told)
    if page.figures:
        assert LabelReader(page, said).too_close() == []
        assert LabelReader(page, said, whole=True).too_close() == []
    for label, crowd in Counter(told.labels.values()).items():
        assert crowd >= 5 or label == ()


def test_st_r37_the_studies_tried_hide_and_say_something():
    """Otherwise the attack above would prove nothing."""
    told = [told_of(*each) for each in TRIED]
    marks = [mark for each in told for mark in each.said.values()]
    assert CountMark.HIDDEN in marks
    assert any(isinstance(mark, ShownCount) for mark in marks)
    assert len({len(label) for each in told for label in each.labels.values()}) >= 3


def test_st_r37_labels_beside_tables_can_tell_too_much_and_then_are_broader():
    """What the labels would be by themselves, beside the same tables, is found by the same attack."""
    people = random_study(5)
    alone = replace(told_of(5, CITY), labels=attribution_plan(people, CITY))
    assert LabelReader(*everything(people, alone)).too_close()


# --- counts that cut across the tables ---------------------------------------------------------


@pytest.mark.parametrize("total", range(5, 40))
def test_st_r37_a_split_that_is_hidden_can_be_five_numbers_or_more(total):
    """By somebody who knows the total and the rule: of every count, all that would look the same."""
    marks = {}
    for ngo in range(total + 1):
        found = split_marks(ShownCount(total), {ReachedBy.NGO: ngo, ReachedBy.OTHERS: total - ngo})
        marks.setdefault(tuple(found.values()), []).append(ngo)
        assert not any(isinstance(m, ShownCount) and m.count < 5 for m in found.values())
    [alike] = [ngo for mark, ngo in marks.items() if CountMark.HIDDEN in mark]
    assert max(alike) - min(alike) >= 5


@pytest.mark.parametrize("whom", [ReachedWhom.DISABILITY, ReachedWhom.OUT_OF_SCHOOL])
def test_st_r37_a_kind_is_told_only_where_neither_it_nor_the_others_are_few(whom):
    least = 10 if whom is ReachedWhom.DISABILITY else 5
    for total in range(1, 40):
        for count in range(total + 1):
            mark = reached_mark(ShownCount(total), count, whom)
            enough = count >= least and (total == count or total - count >= least) and total >= 2 * least
            assert mark == (
                CountMark.ZERO if not count else ShownCount(count) if enough else CountMark.HIDDEN
            )
    assert reached_mark(CountMark.HIDDEN, 30, whom) is CountMark.HIDDEN
    assert split_marks(CountMark.HIDDEN, {ReachedBy.NGO: 30}) == {ReachedBy.NGO: CountMark.HIDDEN}
