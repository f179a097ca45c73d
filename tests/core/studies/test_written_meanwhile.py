"""Two write in one form: nobody's words go unseen, whoever saves last."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kapea.core.studies.written_meanwhile import mark_of_words, place_after, place_now

words = st.sampled_from(["", "A", "B", "A\nB", "A B"])


@given(opened=words, theirs=words, mine=words)
def test_whatever_two_write_each_text_that_is_new_is_in_the_field_or_beside_it(opened, theirs, mine):
    shown = place_after(theirs, mark_of_words(opened), mine)
    new = {each for each in (theirs, mine) if each != opened}
    assert new <= {shown.words, shown.others}
    assert shown.mark == mark_of_words(theirs), "the next save is held against what stands now"


@given(opened=words, other=words)
def test_who_wrote_alone_is_shown_nothing_beside(opened, other):
    mark = mark_of_words(opened)
    assert place_after(opened, mark, other).words == other
    assert place_after(other, mark, opened) == place_now(other)
    assert {place_after(opened, mark, other).others, place_after(other, mark, opened).others} == {""}


def test_line_ends_of_a_browser_are_no_change():
    shown = place_after("one\ntwo", mark_of_words("zero"), "one\r\ntwo")
    assert shown == place_now("one\ntwo")
