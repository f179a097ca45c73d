"""Who sits with whom in a session: by no order anybody with whom they should not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapea.core.studies.research_ages import CHILD_BANDS, ResearchAgeBand
from kapea.core.studies.seating import (
    FAMILY,
    MOST_SEATS,
    ApartBecause,
    ChosenGroup,
    KeptApart,
    SeatClash,
    SeatedPerson,
    SeatKind,
    UnfitSeat,
    seat_person,
    seating_clashes,
    seats_clash,
)
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused

# --- seats --------------------------------------------------------------------------------------

B, K = ResearchAgeBand, SeatKind


def people(kind: SeatKind) -> st.SearchStrategy[ResearchAgeBand]:
    bands = CHILD_BANDS if kind is K.CHILD else {B.ADULT}
    return st.sampled_from(sorted(bands, key=lambda band: band.value))


PERSON = st.sampled_from(SeatKind).flatmap(
    lambda kind: st.builds(
        SeatedPerson,
        seat=st.sampled_from([f"p{n}" for n in range(12)]),
        kind=st.just(kind),
        band=people(kind),
        group=st.sampled_from(ChosenGroup),
    )
)
FLAGGED = st.lists(
    st.builds(
        KeptApart,
        pair=st.sets(st.sampled_from([f"p{n}" for n in range(6)]), min_size=2, max_size=2).map(frozenset),
        because=st.sampled_from(ApartBecause),
    ),
    max_size=4,
)


@settings(max_examples=40)
@given(st.lists(PERSON, max_size=20), FLAGGED)
def test_st_r08_by_no_order_does_anybody_sit_with_whom_they_should_not(wishing, apart):
    seated: tuple[SeatedPerson, ...] = ()
    for person in wishing:
        result = seat_person(seated, person, apart)
        seated = seated if isinstance(result, StudyRefused) else result
    numbers = {each.seat for each in seated}
    kinds = {each.kind for each in seated}
    assert len(numbers) == len(seated) <= MOST_SEATS
    assert len({each.band for each in seated}) <= 1
    assert not (K.AUTHORITY in kinds and kinds & FAMILY)
    assert not {K.MOTHER, K.FATHER} <= kinds
    assert not any(each.pair <= numbers for each in apart)


@settings(max_examples=30)
@given(PERSON, PERSON, FLAGGED)
def test_st_r08_it_is_the_same_whoever_is_named_first(one, other, apart):
    assert seats_clash(one, other, apart) == seats_clash(other, one, apart)


def child(number: int, band: ResearchAgeBand = B.FROM_12) -> SeatedPerson:
    return SeatedPerson(f"p{number}", K.CHILD, band)


CLASHES = [
    (child(1), child(2, B.FROM_15), "age-band"),
    (child(1), SeatedPerson("p2", K.MOTHER, B.ADULT), "age-band"),
    (child(1), child(2), "siblings"),
    (SeatedPerson("p1", K.AUTHORITY, B.ADULT), SeatedPerson("p2", K.CARER, B.ADULT), "authority-with-family"),
    (SeatedPerson("p1", K.MOTHER, B.ADULT), SeatedPerson("p2", K.FATHER, B.ADULT), "parents-apart"),
    (child(1), child(1), "same-seat"),
    (child(1), replace(child(2), group=ChosenGroup.BOYS_OR_MEN), "group"),
]


@pytest.mark.parametrize(("one", "other", "clash"), CLASHES)
def test_st_r08_each_clash_is_refused_with_its_reason(one, other, clash):
    apart = [KeptApart(frozenset({"p1", "p2"}), ApartBecause.SIBLINGS)] if clash == "siblings" else []
    refused = seat_person((one,), other, apart)
    assert isinstance(refused, StudyRefused)
    assert clash in refused.missing
    assert refused.because is StudyRefusal.NOT_SEATED_TOGETHER


def test_st_r08_power_is_as_siblings_and_a_full_circle_is_full():
    apart = [KeptApart(frozenset({"p1", "p2"}), ApartBecause.POWER)]
    assert seating_clashes([child(1), child(2)], apart) == (SeatClash.POWER,)
    for band, most in ((B.FROM_9, 6), (B.FROM_12, 8)):
        full = tuple(child(n, band) for n in range(most))
        assert seating_clashes(full, ()) == ()
        assert seating_clashes((*full, child(20, band)), ()) == (SeatClash.FULL,)


@pytest.mark.parametrize(
    ("kind", "band"), [(K.CHILD, B.ADULT), (K.MOTHER, B.FROM_15), (K.AUTHORITY, B.FROM_9)]
)
def test_st_r08_whoever_is_under_eighteen_is_seated_as_a_child(kind, band):
    with pytest.raises(UnfitSeat, match="under 18"):
        SeatedPerson("p1", kind, band)
