"""Whatever is cut or replaced, marks go on marking the same words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapea.core.studies.text_edits import EditedText, TextEdit, TextSpan, UnfitSpan, cut_out, joined_spans

LETTERS = st.text("ab \nក្មេង\u200b🙂नेपा\u0301", min_size=1, max_size=60)


@st.composite
def edited_texts(draw):
    text = draw(LETTERS)
    points = draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True).map(sorted))
    pairs = zip(points[::2], points[1::2], strict=False)
    edits = [TextEdit(TextSpan(a, b), draw(st.sampled_from(["", "[x]", "[a cousin]"]))) for a, b in pairs]
    start = draw(st.integers(0, len(text) - 1))
    return text, edits, TextSpan(start, draw(st.integers(start + 1, len(text))))


@settings(max_examples=150)
@given(edited_texts())
def test_a_mark_outside_every_change_marks_the_same_words(made):
    text, edits, span = made
    edited = EditedText(text, edits)
    moved = edited.moved(span)
    if not any(edit.span.overlaps(span) for edit in edits):
        assert moved is not None
        assert moved.within(edited.text) == span.within(text)


@settings(max_examples=150)
@given(edited_texts())
def test_a_mark_over_changes_marks_what_an_independent_reckoning_says(made):
    """Letter by letter: what stays keeps its place; what is changed takes in the whole of its tag."""
    text, edits, span = made
    place, out = {}, []
    for at in range(len(text)):
        edit = next((e for e in edits if e.span.start <= at < e.span.end), None)
        if edit is None:
            place[at] = (len(out), len(out) + 1)
            out.append(text[at])
        elif at == edit.span.start:
            whole = (len(out), len(out) + len(edit.new))
            place |= {inside: whole for inside in range(edit.span.start, edit.span.end)}
            out += edit.new
    edited = EditedText(text, edits)
    assert edited.text == "".join(out)
    begin, end = place[span.start][0], place[span.end - 1][1]
    assert edited.moved(span) == (TextSpan(begin, end) if begin < end else None)


def test_changes_do_not_lie_over_each_other_or_outside():
    with pytest.raises(UnfitSpan, match="join them"):
        EditedText("abcdef", [TextEdit(TextSpan(0, 3)), TextEdit(TextSpan(2, 4))])
    with pytest.raises(UnfitSpan, match="ends at 6"):
        EditedText("abcdef", [TextEdit(TextSpan(4, 7))])


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 2), (-1, 2)])
def test_a_span_that_marks_nothing_is_none(start, end):
    with pytest.raises(UnfitSpan, match="count from 0"):
        TextSpan(start, end)


def test_overlapping_cuts_are_one_and_touching_marks_stay_apart():
    assert cut_out("abcdef", [TextSpan(0, 3), TextSpan(2, 4)]).text == "ef"
    assert joined_spans([TextSpan(3, 5), TextSpan(0, 3)]) == (TextSpan(0, 3), TextSpan(3, 5))
