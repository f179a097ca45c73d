"""The report says of each property that rests on lists or tags how much there is of them."""

from __future__ import annotations

from tests.core.checker.small_pack import released
from tests.core.checker.small_study import study

from kapea.core.checker.report import PROPERTIES, TAGGED
from kapea.core.checker.resting_page import resting_page
from kapea.core.checker.word_lists import sizes


def test_each_property_that_rests_on_something_has_its_row_with_how_much():
    with_a_study = study().release
    assert with_a_study is not None
    rests = sizes(with_a_study)
    page = resting_page([("small", rests)])
    for code, (how, says) in PROPERTIES.items():
        assert (f"| {code} | {says} | {rests.get(code)} |" in page) is (how == TAGGED or code == "K22")


def test_packs_stand_side_by_side():
    page = resting_page([("one", {"K09": "3 en"}), ("two", {"K09": "4 en"})])
    assert "| one | two |" in page
    assert page.count("| 3 en | 4 en |") == 1


def test_where_there_is_no_study_nothing_is_said_to_rest_on_its_lists():
    assert not {"K34", "K35"} & sizes(released()).keys()
