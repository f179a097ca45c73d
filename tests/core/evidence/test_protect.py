"""What is hidden is enough and not too much; where nothing is enough, nothing is published."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.evidence.made import WORKED, hidden_in, hiding, lone, one_way, places, small_tables, two_way

from kapea.core.evidence.count_system import count_system, told_ranges
from kapea.core.evidence.counts import CountMark, Figure, Publication, ShownCount
from kapea.core.evidence.disclosure_audit import exposed_parts, exposures
from kapea.core.evidence.protect import NotPublished, NotPublishedBecause, SafeCounts, protect_counts
from kapea.core.evidence.tables import TOTAL, running_figures, table_figures
from kapea.core.evidence.whole_program import WholePoint, WholeProgram


def test_only_the_audit_makes_counts_safe():
    with pytest.raises(TypeError, match="never by hand"):
        SafeCounts(said={}, audited=None)  # type: ignore[arg-type]
    found = protect_counts(two_way(WORKED))
    assert isinstance(found, SafeCounts)
    with pytest.raises(TypeError):
        found.said[("t", "r1", "c2")] = ShownCount(3)  # type: ignore[index]


def test_a_table_that_a_wrong_search_made_up_does_not_count(monkeypatch):
    def made_up(program, weights):
        return WholePoint(1000, (1000, 0, 0, 0)) if max(weights.values()) > 0 else WholePoint(0, (0, 0, 0, 0))

    said = hiding(two_way(WORKED), *places("r1c2", "r1c3", "r2c2", "r2c3"))
    assert exposures(two_way(WORKED), said) == ()
    monkeypatch.setattr(WholeProgram, "maximise", made_up)
    assert len(exposures(two_way(WORKED), said)) == 4


def test_a_table_of_large_counts_is_shown_whole():
    table = two_way(((20, 5), (14, 12)))
    found = protect_counts(table)
    assert isinstance(found, SafeCounts)
    assert found.said == hiding(table)


def test_zeros_are_hidden_where_they_inform_and_shown_where_they_do_not():
    rows = ((20, 0, 17), (14, 12, 9), (11, 15, 24))
    hidden, shown = protect_counts(two_way(rows)), protect_counts(two_way(rows, zero_informs=False))
    assert isinstance(hidden, SafeCounts)
    assert isinstance(shown, SafeCounts)
    assert places("r1c2")[0] in hidden_in(hidden.said)
    assert shown.said[places("r1c2")[0]] is CountMark.ZERO
    assert not hidden_in(shown.said)


def test_where_zeros_are_shown_a_hidden_count_is_known_to_be_one_or_more():
    """1 and 5 together: 1 could be 0 to 6, but not when zeros are shown."""
    counts = {"a": 1, "b": 5, "c": 40}
    informs, not_ = one_way(counts), one_way(counts, zero_informs=False)
    said = hiding(informs, ("t", "a"), ("t", "b"))
    assert exposures(informs, said) == ()
    assert {each.cells for each in exposures(not_, said)} == {frozenset({("a",)}), frozenset({("b",)})}


def test_a_cell_without_data_is_no_hidden_one():
    found = protect_counts(two_way(((20, None, 17), (14, 12, 9), (11, 15, 24))))
    assert isinstance(found, SafeCounts)
    assert found.said[places("r1c2")[0]] is CountMark.NO_DATA
    assert not hidden_in(found.said)


def test_a_sensitive_count_is_hidden_below_ten_and_kept_within_ten():
    table = two_way(((20, 9, 27), (14, 12, 19), (11, 15, 24)))
    ten = Publication(counts=table.counts, figures=table.figures, thresholds={("r1", "c2"): 10})
    plain, sensitive = protect_counts(table), protect_counts(ten)
    assert isinstance(plain, SafeCounts)
    assert isinstance(sensitive, SafeCounts)
    assert not hidden_in(plain.said)
    assert places("r1c2")[0] in hidden_in(sensitive.said)
    assert exposures(ten, hiding(ten, *places("r1c2", "r1c3", "r2c2", "r2c3"))) == ()
    assert exposures(ten, hiding(ten, *places("r1c2", "r1c3")))


def test_a_small_total_alone_is_not_published():
    assert protect_counts(lone(3)) == NotPublished(NotPublishedBecause.NOTHING_LEFT)


def test_a_small_figure_in_no_sum_is_hidden_with_a_larger_one_like_it():
    """Hidden alone, the mark would say “fewer than five”; of two, nobody can tell which is."""
    found = protect_counts(lone(3, 12, 40))
    assert isinstance(found, SafeCounts)
    assert hidden_in(found.said) == {("k0",), ("k1",)}
    assert [each.cells for each in exposures(lone(3, 12, 40), hiding(lone(3, 12, 40), ("k0",)))] == [
        frozenset({("k0",)})
    ]
    two = protect_counts(lone(3, 2, 12, 40, 50))
    assert isinstance(two, SafeCounts)
    assert hidden_in(two.said) == {("k0",), ("k1",), ("k2",), ("k3",)}


def test_where_zeros_are_shown_a_figure_in_no_sum_has_company_too():
    cells = {("a",): 3, ("b",): 12, ("c",): 40}
    figures = tuple(Figure(cell, frozenset({cell})) for cell in cells)
    found = protect_counts(Publication(counts=cells, figures=figures, zero_informs=False))
    assert isinstance(found, SafeCounts)
    assert hidden_in(found.said) == {("a",), ("b",)}


@pytest.mark.parametrize("largest_first", [True, False])
def test_a_hidden_total_that_is_large_and_without_limit_is_kept(largest_first):
    """a and b are 100 together, c nobody knows: so the total is 100 or more, and may be far more."""
    cells = {("a",): 3, ("b",): 97, ("c",): 4}
    groups = {"a": "a", "b": "b", "c": "c", "a and b": "ab", "a to c": "abc"}
    figures = tuple(Figure((name,), frozenset((each,) for each in group)) for name, group in groups.items())
    page = Publication(counts=cells, figures=figures)
    system = count_system(page)
    told = told_ranges(system, hiding(page, ("a",), ("b",), ("c",), ("a to c",)))
    assert list(exposed_parts(system, told, largest_first=largest_first)) == []


def test_a_small_figure_that_nothing_is_like_is_not_published():
    table = two_way(((20, 15), (14, 12)))
    alone = Figure(("alone",), frozenset({("k",)}))
    page = Publication(counts={**table.counts, ("k",): 3}, figures=(*table.figures, alone))
    assert protect_counts(page) == NotPublished(NotPublishedBecause.STANDS_ALONE)


def test_what_former_editions_told_cannot_be_kept_any_more():
    cells = {("m0",): 20, ("m1",): 3, ("m2",): 30}
    figures = running_figures("run", cells, over=0, periods=["m0", "m1", "m2"])
    told = {("run", "m0"): ShownCount(20), ("run", "m1"): ShownCount(23)}
    found = protect_counts(Publication(counts=cells, figures=figures, already=told))
    assert found == NotPublished(NotPublishedBecause.ALREADY_TOLD)


def test_what_a_former_edition_hid_stays_hidden_under_every_name():
    """The former table hid 3 and 17 with two others; the new page names the 17 anew."""
    table = two_way(WORKED)
    former = hiding(table, *places("r1c2", "r1c3", "r2c2", "r2c3"))
    again = Figure(("new", "r1c3"), frozenset({("r1", "c3")}))
    found = protect_counts(Publication(counts=table.counts, figures=(*table.figures, again), already=former))
    assert isinstance(found, SafeCounts)
    assert found.said == {**former, ("new", "r1c3"): CountMark.HIDDEN}


def test_one_sum_that_was_shown_under_one_name_and_hidden_under_another_counts_as_shown():
    cells = {("a",): 20, ("b",): 30}
    figures = (*table_figures("t", cells, by=(0,)), Figure(("again",), frozenset({("a",)})))
    former = {("t", "a"): CountMark.HIDDEN, ("again",): ShownCount(20)}
    found = protect_counts(Publication(counts=cells, figures=figures, already=former))
    assert isinstance(found, SafeCounts)
    assert found.said[("t", "a")] == ShownCount(20)


def corrected(**added: int) -> Publication:
    """A former edition by area stands; the new one has a few people more."""
    kept = {("a", "kept"): 40, ("b", "kept"): 30}
    cells = {**kept, **{(area, "added"): count for area, count in added.items()}}
    old, new = table_figures("old", kept, by=(0,)), table_figures("new", cells, by=(0,))
    former = {("old", "a"): ShownCount(40), ("old", "b"): ShownCount(30), ("old", TOTAL): ShownCount(70)}
    return Publication(counts=cells, figures=(*old, *new), already=former)


def test_a_correction_of_a_few_can_be_hidden_among_others():
    found = protect_counts(corrected(a=2, b=9))
    assert isinstance(found, SafeCounts)
    assert hidden_in(found.said) == {("new", "a"), ("new", "b")}


def test_a_correction_of_a_few_alone_cannot():
    """Whatever new figure is hidden, it is hidden for its sake."""
    assert protect_counts(corrected(b=3)) == NotPublished(NotPublishedBecause.ALREADY_TOLD)


@settings(max_examples=40)
@given(small_tables, st.booleans())
def test_nothing_is_hidden_that_could_be_shown(rows, zero_informs):
    table = two_way(rows, zero_informs=zero_informs)
    found = protect_counts(table)
    if isinstance(found, SafeCounts):
        assert exposures(table, found.said) == ()
        for figure in table.figures:
            if figure.key in hidden_in(found.said):
                shown = hiding(table, *(hidden_in(found.said) - {figure.key}))
                assert exposures(table, shown)


def least_hidden(table: Publication) -> int:
    """How few people must be hidden beside the small counts, by trying every set of up to four figures."""
    small = [f.key for f in table.figures if 0 <= (table.total(f) or 0) < 5]
    larger = {f.key: table.total(f) or 0 for f in table.figures if f.key not in small}
    sets = (keys for many in range(5) for keys in combinations(larger, many))
    for keys in sorted(sets, key=lambda keys: sum(larger[key] for key in keys)):
        if not exposures(table, hiding(table, *small, *keys)):
            return sum(larger[key] for key in keys)
    raise AssertionError("no set of four is enough")


@pytest.mark.parametrize(
    ("rows", "most"),
    [
        (WORKED, 38),
        (((1, 15, 9), (23, 25, 18), (4, 6, 14)), 21),
        (((7, 13, 15), (1, 27, 4), (26, 6, 12)), 22),
        (((13, 24, 17), (26, 4, 2), (20, 18, 30)), 41),
        (((8, 4, 6), (23, 1, 28), (21, 19, 11)), 31),
    ],
)
def test_as_few_people_are_hidden_as_can_be(rows, most):
    table = two_way(rows)
    found = protect_counts(table)
    assert isinstance(found, SafeCounts)
    totals = {f.key: table.total(f) or 0 for f in table.figures}
    hidden = sum(totals[key] for key in hidden_in(found.said) if totals[key] >= 5)
    assert hidden == least_hidden(table) == most
