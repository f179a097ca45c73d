"""The worked tables: what can be worked out of them to the number, and the leaks found elsewhere."""

from __future__ import annotations

import pytest
from tests.core.evidence.made import WORKED, cells_of, hidden_in, hiding, one_way, places, two_way

from kapea.core.evidence.attack import exact_bounds
from kapea.core.evidence.count_system import CountRange
from kapea.core.evidence.counts import CountMark, Figure, Publication, ShownCount
from kapea.core.evidence.disclosure_audit import NotTheTrueTotal, exposures
from kapea.core.evidence.protect import SafeCounts, protect_counts
from kapea.core.evidence.tables import TOTAL, running_figures, table_figures

TABLE = two_way(WORKED)
SQUARE = places("r1c2", "r1c3", "r2c2", "r2c3")


def bounds_of(publication, said, *keys) -> list[tuple[int, int]]:
    found = exact_bounds(publication, said)
    cells = {figure.key: figure.cells for figure in publication.figures}
    return [(found[cells[key]].low, found[cells[key]].high) for key in keys]


def test_one_hidden_cell_is_read_off():
    said = hiding(TABLE, *places("r1c2"))
    assert bounds_of(TABLE, said, *places("r1c2")) == [(3, 3)]
    assert exposures(TABLE, said)


def test_two_hidden_cells_in_a_row_are_read_off_their_columns():
    said = hiding(TABLE, *places("r1c2", "r1c3"))
    assert bounds_of(TABLE, said, *places("r1c2", "r1c3")) == [(3, 3), (17, 17)]
    assert len(exposures(TABLE, said)) == 2


def test_a_hidden_square_keeps_its_cells():
    said = hiding(TABLE, *SQUARE)
    assert bounds_of(TABLE, said, *SQUARE) == [(0, 15), (5, 20), (0, 15), (6, 21)]
    assert exposures(TABLE, said) == ()


@pytest.mark.parametrize(
    ("square", "hidden", "width"),
    [
        (("r1c2", "r1c3", "r2c2", "r2c3"), 41, 15),
        (("r1c2", "r1c1", "r2c2", "r2c1"), 49, 15),
        (("r1c2", "r1c1", "r3c2", "r3c1"), 49, 18),
        (("r1c2", "r1c3", "r3c2", "r3c3"), 59, 18),
    ],
)
def test_the_squares_that_could_be_hidden(square, hidden, width):
    keys = places(*square)
    totals = [TABLE.total(figure) for figure in TABLE.figures if figure.key in keys]
    assert sum(each for each in totals if each is not None) == hidden
    [(low, high)] = bounds_of(TABLE, hiding(TABLE, *keys), *places("r1c2"))
    assert high - low == width


def test_the_square_with_the_fewest_people_is_chosen():
    found = protect_counts(TABLE)
    assert isinstance(found, SafeCounts)
    assert hidden_in(found.said) == set(SQUARE)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        (CountRange(0, 4), [(0, 4), (16, 20), (11, 15), (6, 10)]),
        (CountRange(1, 4), [(1, 4), (16, 19), (11, 14), (7, 10)]),
    ],
    ids=["fewer than five", "one to four"],
)
def test_a_label_that_says_fewer_than_five_leaks_and_is_refused(label, expected):
    said = {**hiding(TABLE, *SQUARE), places("r1c2")[0]: label}
    assert bounds_of(TABLE, said, *SQUARE) == expected
    assert exposures(TABLE, said)


def test_two_lone_small_cells_of_a_column_are_read_off():
    table = two_way(((20, 1, 17), (14, 1, 9), (11, 15, 24)))
    said = hiding(table, *places("r1c2", "r2c2"))
    assert bounds_of(table, said, *places("r1c2", "r2c2")) == [(1, 1), (1, 1)]
    assert len(exposures(table, said)) == 2


def running(*counts: int) -> Publication:
    periods = [f"m{at}" for at in range(len(counts))]
    cells = {(period,): count for period, count in zip(periods, counts, strict=True)}
    return Publication(counts=cells, figures=running_figures("run", cells, over=0, periods=periods))


def test_a_month_is_the_difference_of_running_totals():
    months = running(20, 3)
    said = hiding(months)
    assert exact_bounds(months, said)[frozenset({("m1",)})].high == 3
    [found] = exposures(months, said)
    assert (found.cells, found.threshold) == (frozenset({("m1",)}), 5)


def filtered() -> Publication:
    cells = {("X",): 3, ("other",): 122}
    all_of, without = table_figures("all", cells, by=()), table_figures("without X", [("other",)], by=())
    return Publication(counts=cells, figures=(*all_of, *without))


def test_a_filter_that_leaves_one_centre_out_tells_that_centre():
    said = hiding(filtered())
    assert exact_bounds(filtered(), said)[frozenset({("X",)})].low == 3
    assert [each.cells for each in exposures(filtered(), said)] == [frozenset({("X",)})]


@pytest.mark.parametrize(
    ("publication", "hidden"),
    [(running(20, 3), ("run", "m0")), (filtered(), ("without X",))],
    ids=["months", "filter"],
)
def test_of_a_difference_that_tells_one_side_is_hidden(publication, hidden):
    found = protect_counts(publication)
    assert isinstance(found, SafeCounts)
    assert hidden_in(found.said) == {hidden}


def test_former_running_totals_hold_and_the_next_gives_way():
    months = running(20, 30, 3, 40)
    said = {("run", "m0"): ShownCount(20), ("run", "m1"): ShownCount(50)}
    found = protect_counts(Publication(counts=months.counts, figures=months.figures, already=said))
    assert isinstance(found, SafeCounts)
    assert found.said == {**said, ("run", "m2"): CountMark.HIDDEN, ("run", "m3"): ShownCount(93)}


# --- leaks found in other programs ----------------------------------------------------------------------


def test_a_total_without_its_hidden_cell_is_the_cell_again():
    """ACRO 1.0.2 prints 90 in place of 93; whoever reads 93 elsewhere knows the 3."""
    cells = {("a",): 3, ("b",): 40, ("c",): 50}
    all_of = Figure(("page", TOTAL), frozenset(cells))
    shown_only = Figure(("table", TOTAL), frozenset({("b",), ("c",)}))
    page = Publication(counts=cells, figures=(all_of, shown_only))
    assert exposures(page, hiding(page))
    found = protect_counts(page)
    assert isinstance(found, SafeCounts)
    assert len(hidden_in(found.said)) == 1


def test_a_total_is_the_true_one_or_hidden():
    table = one_way({"a": 3, "b": 40, "c": 50})
    false = {**hiding(table, ("t", "a"), ("t", "b")), ("t", TOTAL): ShownCount(90)}
    with pytest.raises(NotTheTrueTotal, match="say the total of all"):
        exposures(table, false)
    found = protect_counts(table)
    assert isinstance(found, SafeCounts)
    assert found.said[("t", TOTAL)] in (ShownCount(93), CountMark.HIDDEN)


def test_two_small_counts_with_a_small_rest_are_both_one():
    """konote prints 32, < 5, < 5, 30, and never hides a zero."""
    table = one_way({"a": 1, "b": 1, "c": 30}, zero_informs=False)
    hidden = (("t", "a"), ("t", "b"))
    said = hiding(table, *hidden)
    assert bounds_of(table, said, *hidden) == [(1, 1), (1, 1)]
    assert bounds_of(table, {**said, **dict.fromkeys(hidden, CountRange(1, 4))}, *hidden) == [(1, 1)] * 2
    assert len(exposures(table, said)) == 2
    found = protect_counts(table)
    assert isinstance(found, SafeCounts)
    assert exposures(table, found.said) == ()


def test_a_false_label_is_read_as_another_count():
    """konote prints 20, 12, < 5, < 5 where a 5 and a 3 are: a reader finds 4 and 4."""
    table = one_way({"a": 12, "b": 5, "c": 3})
    labels = {("t", "b"): CountRange(0, 4), ("t", "c"): CountRange(0, 4)}
    said = {**hiding(table), **labels}
    assert bounds_of(table, said, *labels) == [(4, 4), (4, 4)]
    with pytest.raises(NotTheTrueTotal):
        exposures(table, said)


def test_rounding_alone_does_not_keep_a_count():
    table = one_way({"a": 3, "b": 40, "c": 50})
    rounded = {("t", "a"): CountRange(3, 7), ("t", "b"): CountRange(38, 42), ("t", "c"): CountRange(48, 52)}
    assert exposures(table, {**rounded, ("t", TOTAL): CountRange(93, 97)})


def test_every_figure_that_leaves_one_hidden_cell_tells_it():
    for cell in cells_of(WORKED):
        assert exposures(TABLE, hiding(TABLE, ("t", *cell)))
