"""Nobody who puts everything published together comes closer to a small count than its threshold.

The attacker is HiGHS, by linear program and by whole numbers, over tables, filters, months and editions.
"""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.evidence.attacker import Attacker
from tests.core.evidence.made import WORKED, hidden_in, hiding, lone, places, small_tables, two_way
from tests.packs import MUCH

from kapea.core.evidence.counts import CellKey, CountMark, Figure, Publication, PublishedCount
from kapea.core.evidence.disclosure_audit import exposures
from kapea.core.evidence.protect import SafeCounts, protect_counts
from kapea.core.evidence.tables import TOTAL, running_figures, table_figures

MONTHS, AREAS, AGES = ("m1", "m2", "m3"), ("a1", "a2", "a3"), ("under 12", "older")
counts = st.one_of(st.integers(0, 4), st.integers(0, 30))


@st.composite
def linked(draw) -> Publication:
    """Some tables of the same people: by two of three dimensions, by filter, up to each month."""
    cells = list(product(*(each[: draw(st.integers(2, 3))] for each in (MONTHS, AREAS, AGES))))
    figures: list[Figure] = []
    for by in draw(st.sets(st.sampled_from([(0, 1), (0, 2), (1, 2), (1,)]), min_size=1)):
        figures += table_figures(f"by {by}", cells, by=by)
    if draw(st.booleans()):
        left = [cell for cell in cells if cell[1] != "a1"]
        figures += table_figures("without a1", left, by=draw(st.sampled_from([(), (0,), (2,)])))
    if draw(st.booleans()):
        figures += running_figures("so far", cells, over=0, periods=MONTHS)
    numbers = st.one_of(counts, counts, counts, st.none()) if draw(st.booleans()) else counts
    sensitive = [cell for cell in cells if cell[2] == "under 12"] if draw(st.booleans()) else []
    return Publication(
        counts={cell: draw(numbers) for cell in cells},
        figures=tuple(figures),
        thresholds=dict.fromkeys(sensitive, 10),
        zero_informs=draw(st.booleans()),
    )


def is_kept(publication: Publication, said: dict[tuple[str, ...], PublishedCount]) -> bool:
    return not any(Attacker(publication, said, whole=whole).too_close() for whole in (False, True))


@settings(max_examples=30 * MUCH)
@given(small_tables, st.booleans())
def test_no_cell_of_a_table_is_found(rows, zero_informs):
    table = two_way(rows, zero_informs=zero_informs)
    found = protect_counts(table)
    if isinstance(found, SafeCounts):
        assert is_kept(table, found.said)


@settings(max_examples=50 * MUCH)
@given(linked())
def test_no_count_is_found_over_tables_filters_and_months(publication):
    found = protect_counts(publication)
    if isinstance(found, SafeCounts):
        assert is_kept(publication, found.said)


@settings(max_examples=30 * MUCH)
@given(st.lists(st.lists(counts, min_size=2, max_size=3), min_size=3, max_size=4), st.booleans())
def test_no_count_is_found_over_editions_that_come_month_by_month(months, zero_informs):
    """Each edition has the month by area and the total so far; the former ones stand."""
    cells: dict[CellKey, int] = {}
    figures: tuple[Figure, ...] = ()
    already: dict[tuple[str, ...], PublishedCount] = {}
    for at, month in enumerate(months):
        new: dict[CellKey, int] = {(f"m{at}", f"a{to}"): count for to, count in enumerate(month)}
        cells |= new
        so_far = Figure(("so far", f"m{at}"), frozenset(cells))
        both = (*figures, *table_figures(f"m{at}", new, by=(1,)), so_far)
        edition = Publication(counts=cells, figures=both, zero_informs=zero_informs, already=already)
        found = protect_counts(edition)
        if isinstance(found, SafeCounts):
            assert found.said.items() >= already.items()
            assert is_kept(edition, found.said)
            figures, already = both, dict(found.said)


@settings(max_examples=20 * MUCH)
@given(small_tables)
def test_who_knows_our_rules_finds_no_more(rows):
    table = two_way(rows)
    found = protect_counts(table)
    if isinstance(found, SafeCounts):
        assert Attacker(table, found.said, whole=True).too_close_by_our_rules() == []


def test_who_looks_for_whole_numbers_finds_more_and_is_kept_off_too():
    """By fractions the 1 may be anything from 0 to 6 and a third; by people it is 1 to 5."""
    cells = {(name,): count for name, count in zip("abcde", (1, 8, 6, 4, 8), strict=True)}
    sums = ("cde", "ace", "abcd", "abde")
    figures = tuple(Figure((each,), frozenset((name,) for name in each)) for each in sums)
    page = Publication(counts=cells, figures=figures)
    found = {each.cells: each for each in Attacker(page, hiding(page)).found()}
    assert not found[frozenset({("a",)})].is_too_close
    assert frozenset({("a",)}) in {
        each.cells for each in Attacker(page, hiding(page), whole=True).too_close()
    }
    assert frozenset({("a",)}) in {each.cells for each in exposures(page, hiding(page))}
    kept = protect_counts(page)
    assert isinstance(kept, SafeCounts)
    assert is_kept(page, kept.said)


def test_the_attacker_finds_what_is_there_to_find():
    table = two_way(WORKED)
    [found] = Attacker(table, hiding(table, *places("r1c2"))).too_close()
    assert (found.low, found.high) == (3, 3)
    square = hiding(table, *places("r1c2", "r1c3", "r2c2", "r2c3"))
    ranges = {each.cells: (each.low, each.high) for each in Attacker(table, square).found()}
    assert ranges[frozenset({("r2", "c3")})] == (6, 21)
    alone = lone(3, 12)
    said = hiding(alone, ("k0",))
    assert not Attacker(alone, said).too_close()
    assert [each.high for each in Attacker(alone, said).too_close_by_our_rules()] == [4]


@pytest.mark.parametrize("zero_informs", [True, False])
def test_most_of_a_usual_report_is_still_shown(zero_informs):
    """Four workshops by four groups, with a few small ones: what is told must be worth reading."""
    table = two_way(
        ((12, 9, 3, 15), (8, 14, 6, 11), (10, 2, 7, 9), (16, 13, 5, 12)), zero_informs=zero_informs
    )
    found = protect_counts(table)
    assert isinstance(found, SafeCounts)
    assert len(hidden_in(found.said)) <= 6
    assert found.said[("t", TOTAL, TOTAL)] is not CountMark.HIDDEN
