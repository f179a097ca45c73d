"""What is to be published says what it adds up, and three marks say why a number is missing."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
from tests.core.evidence.made import WORKED, one_way, two_way

import kapea.core.evidence
from kapea.core.evidence.attack import exact_bounds
from kapea.core.evidence.count_system import CountRange, TooLargeToAudit, count_system
from kapea.core.evidence.counts import (
    CountMark,
    Figure,
    NotAPublication,
    Publication,
    ShownCount,
    published_count,
)
from kapea.core.evidence.protect import protect_counts
from kapea.core.evidence.tables import TOTAL, running_figures, table_figures

CELLS = {("a",): 20, ("b",): 30, ("c",): None}
FIGURES = table_figures("t", CELLS, by=(0,))


def test_hidden_no_data_and_zero_are_three_marks_and_there_is_no_other():
    assert {mark.value for mark in CountMark} == {"hidden", "no data", "0"}


def test_a_shown_count_begins_at_one():
    with pytest.raises(NotAPublication, match=r"CountMark\.ZERO"):
        ShownCount(0)
    assert [published_count(each) for each in (None, 0, 7)] == [
        CountMark.NO_DATA,
        CountMark.ZERO,
        ShownCount(7),
    ]


def test_a_table_has_its_margins_and_a_cell_without_data_is_in_no_sum():
    table = two_way(((20, None), (14, 12)))
    totals = {figure.key[1:]: table.total(figure) for figure in table.figures}
    assert totals == {
        ("r1", "c1"): 20, ("r1", "c2"): None, ("r1", TOTAL): 20,
        ("r2", "c1"): 14, ("r2", "c2"): 12, ("r2", TOTAL): 26,
        (TOTAL, "c1"): 34, (TOTAL, "c2"): 12, (TOTAL, TOTAL): 46,
    }  # fmt: skip


def test_a_table_adds_up_the_dimensions_it_does_not_show():
    cells = {("jan", "a", "x"): 1, ("jan", "b", "x"): 2, ("feb", "a", "y"): 4}
    found = {f.key: sum(cells[cell] for cell in f.cells) for f in table_figures("t", cells, by=(0,))}
    assert found == {("t", "jan"): 3, ("t", "feb"): 4, ("t", TOTAL): 7}


def test_running_totals_leave_out_what_is_before_the_first_cell():
    cells = {("feb", "a"): 5, ("mar", "a"): 6, ("mar", "b"): 7}
    found = running_figures("run", cells, over=0, periods=["jan", "feb", "mar"])
    assert {f.key[1]: len(f.cells) for f in found} == {"feb": 1, "mar": 3}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"counts": {**CELLS, ("a",): -1}}, "less than nobody"),
        ({"thresholds": {("a",): 4}}, "below 5"),
        ({"figures": (*FIGURES, FIGURES[0])}, "twice"),
        ({"figures": (*FIGURES, Figure(("t", "z"), frozenset({("z",)})))}, "not in counts"),
        ({"figures": (*FIGURES, Figure(("t", "z"), frozenset()))}, "not in counts"),
        ({"already": {("u",): ShownCount(20)}}, "no figure"),
        ({"already": {("t", "a"): ShownCount(21)}}, "cells of their own"),
        ({"already": {("t", "c"): CountMark.ZERO}}, "cells of their own"),
        ({"figures": (Figure(("t",), frozenset({("z",)})),), "already": {("t",): ShownCount(1)}}, "not in"),
    ],
)
def test_what_contradicts_itself_is_refused(changed, says):
    with pytest.raises(NotAPublication, match=says) as refused:
        Publication(**{"counts": CELLS, "figures": FIGURES, **changed})
    assert "20" not in str(refused.value)


def test_where_zeros_are_shown_none_was_hidden_before():
    cells = {("a",): 0, ("b",): 30}
    figures = table_figures("t", cells, by=(0,))
    former = {("t", "a"): CountMark.HIDDEN}
    assert Publication(counts=cells, figures=figures, already=former)
    with pytest.raises(NotAPublication, match="not as it was said"):
        Publication(counts=cells, figures=figures, already=former, zero_informs=False)


def test_what_was_said_before_and_is_still_so_is_taken():
    said = {("t", "a"): ShownCount(20), ("t", "b"): CountMark.HIDDEN, ("t", "c"): CountMark.NO_DATA}
    assert Publication(counts=CELLS, figures=FIGURES, already=said).already == said


def test_cells_that_no_figure_tells_apart_are_one_unknown():
    cells = {("a", "x"): 1, ("a", "y"): 2, ("b", "x"): 9, ("c", "x"): None}
    system = count_system(
        Publication(counts=cells, figures=table_figures("t", cells, by=(0,)), thresholds={("a", "y"): 10})
    )
    assert sorted(system.counts) == [3, 9]
    assert [system.thresholds[system.counts.index(3)], system.thresholds[system.counts.index(9)]] == [10, 5]


def test_what_is_too_large_is_refused_and_not_published():
    large = two_way([[30] * 15] * 14)
    with pytest.raises(TooLargeToAudit, match="broader groups"):
        protect_counts(large)


def test_two_things_said_of_one_sum_are_put_together():
    table = one_way({"a": 20, "b": 30})
    twice = Publication(
        counts=table.counts, figures=(*table.figures, Figure(("again",), frozenset({("a",)})))
    )
    said = {("t", "a"): CountRange(15, 22), ("again",): CountRange(18, None)}
    [found] = [each for cells, each in exact_bounds(twice, said).items() if cells == {("a",)}]
    assert (found.low, found.high) == (18, 22)


def test_of_what_is_not_published_nothing_follows():
    table = two_way(WORKED)
    said = {figure.key: published_count(table.total(figure)) for figure in table.figures[:1]}
    found = exact_bounds(table, said)
    assert found[frozenset({("r3", "c3")})].high is None


def test_it_needs_nothing_but_the_standard_library():
    folder = Path(kapea.core.evidence.__file__).parent
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom | ast.Import):
                names = [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
                for name in names:
                    own = str(name).startswith("kapea.core.evidence")
                    assert own or str(name).split(".")[0] in sys.stdlib_module_names, f"{path}: {name}"
