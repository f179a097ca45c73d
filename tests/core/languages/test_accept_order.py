"""What a browser wants most comes first, and nothing it did not ask for comes at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.languages.accept import MOST_READ, accepted_languages
from kapea.core.languages.known import LANGUAGES, language_code

CODES = sorted(LANGUAGES)
WEIGHT = st.integers(0, 1000)
WANTED = st.lists(st.tuples(st.sampled_from(CODES), WEIGHT), max_size=8, unique_by=lambda pair: pair[0])


def header(wanted: list[tuple[str, int]], between: str = ", ") -> str:
    return between.join(f"{code};q={weight / 1000:g}" for code, weight in wanted)


@given(WANTED, st.sampled_from((",", ", ", " ,  ")))
def test_the_heavier_comes_first_and_of_two_as_heavy_the_one_named_first(wanted, between):
    ordered = sorted(wanted, key=lambda pair: -pair[1])
    asked = accepted_languages(header(wanted, between))
    assert asked == tuple(code for code, weight in ordered if weight > 0)


@given(WANTED, st.sampled_from(CODES))
def test_what_has_no_weight_is_wanted_most(wanted, first):
    others = [pair for pair in wanted if pair[0] != first and pair[1] < 1000]
    assert accepted_languages(", ".join(filter(None, (header(others), first))))[0] == first


@given(st.sampled_from(CODES), WEIGHT, WEIGHT)
def test_a_language_named_twice_is_there_once_at_its_heavier_place(code, one, other):
    assert accepted_languages(header([(code, one), (code, other)])) == ((code,) if one or other else ())


@given(st.sampled_from(CODES), st.text(alphabet="q=0.19-+einfa _;", max_size=12))
def test_a_weight_that_does_not_read_never_stops_the_others(code, weight):
    found = accepted_languages(f"xx;{weight}, {code}")
    assert code in found


@given(st.lists(st.sampled_from(("fil-PH", "fil", "km-KH", "sw;q=0.9", "en-GB;q=0.25")), min_size=30))
def test_a_header_that_is_too_long_to_read_never_makes_up_a_language(asked):
    """The end that is read may fall inside a name: half of `fil` is Finnish."""
    named = {language_code(each.partition(";")[0]) for each in asked}
    assert set(accepted_languages(",".join(asked))) <= named


@pytest.mark.parametrize("size", range(MOST_READ - 8, MOST_READ + 1))
def test_a_name_that_stands_across_the_end_is_passed_over_whole(size):
    start = ("km," + "x" * MOST_READ)[: size - 1]
    assert set(accepted_languages(f"{start},fil,en")) <= {"km", "fil", "en", start[3:]}
