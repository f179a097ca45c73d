"""What is coded in another program comes back to the same words, and to no others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kapea.core.studies.brought_codings import (
    BroughtFault,
    BroughtPlaces,
    brought_line,
    codings_brought,
)
from kapea.core.studies.refi_project import ExchangedSegment, ExchangedText
from kapea.core.studies.shown_text import ShownText, ShownTurn
from kapea.core.studies.text_edits import TextSpan
from kapea.core.studies.transcript import SessionTranscript, SpokenTurn

said = st.text("ab ក្មे🙂", min_size=1, max_size=12).map(str.strip).filter(bool)
turns = st.lists(st.tuples(st.sampled_from(["M", "C1", "C2"]), said), min_size=1, max_size=6)
hidden = st.sets(st.integers(0, 5))


def text_of(spoken: list[tuple[str, str]], left_out: set[int] = frozenset()) -> ShownText:
    """A text of which some turns may not be seen."""
    made = tuple(SpokenTurn(n, who, words) for n, (who, words) in enumerate(spoken, 1))
    transcript = SessionTranscript("s1", "en", (), made)
    spans = transcript.turn_spans()
    shown = (ShownTurn(turn, spans[turn.number]) for turn in made if turn.number - 1 not in left_out)
    return ShownText(transcript, tuple(shown))


def taken_out(text: ShownText, spans: list[TextSpan]) -> ExchangedText:
    """As it leaves: what may be seen alone, coded by A elsewhere."""
    lines = "\n".join(each.turn.line for each in text.turns)
    return ExchangedText("s1", lines, tuple(ExchangedSegment("A", each, "EXP-FEAR") for each in spans))


@given(turns, hidden, st.lists(st.tuples(st.integers(0, 90), st.integers(1, 40)), max_size=5))
def test_whatever_is_coded_comes_back_to_the_very_words_turn_by_turn(spoken, left_out, places):
    here = text_of(spoken, left_out)
    lines = "\n".join(each.turn.line for each in here.turns)
    spans = [TextSpan(at, at + size) for at, size in places if at + size <= len(lines)]
    placed = BroughtPlaces({"s1": here})
    whole = here.transcript.text
    for each in codings_brought([taken_out(here, spans)], "A"):
        read = brought_line(each.line)
        assert read == each
        span = placed.place(read)
        assert isinstance(span, TextSpan)
        words = span.within(whole)
        assert words == words.strip()
        assert any(words in one.within(lines) for one in spans), "words that were marked, and no more"
        assert here.turn_holding(span), "in one turn that may be seen"


@given(turns, turns)
def test_in_a_text_that_changed_nothing_is_guessed(spoken, changed):
    here, now = text_of(spoken), text_of(changed)
    whole = TextSpan(0, len(here.transcript.text))
    for each in codings_brought([taken_out(here, [whole])], "A"):
        span = BroughtPlaces({"s1": now}).place(each)
        if isinstance(span, TextSpan):
            held = now.turn_holding(span)
            assert held is not None
            assert held.turn.line in here.transcript.text.split("\n")
        else:
            assert span is BroughtFault.OTHER_TEXT


def test_lines_that_are_alike_are_told_apart_by_their_order_and_their_number():
    here = text_of([("C1", "yes"), ("C1", "no"), ("C1", "yes")])
    second = here.turns[2].span
    [each] = codings_brought([taken_out(here, [second])], "A")
    assert (each.nth, each.of) == (2, 2)
    assert BroughtPlaces({"s1": here}).place(each) == TextSpan(second.start + 4, second.end)
    fewer = text_of([("C1", "yes"), ("C1", "no"), ("C1", "yes")], {0})
    assert BroughtPlaces({"s1": fewer}).place(each) is BroughtFault.OTHER_TEXT


def test_of_other_coders_and_of_texts_with_other_names_nothing_is_brought():
    here = text_of([("C1", "yes")])
    text = taken_out(here, [TextSpan(4, 7)])
    assert list(codings_brought([text], "B")) == []
    other = ExchangedText("interview with Dara", text.text, text.segments)
    assert list(codings_brought([other], "A")) == []
    assert len(list(codings_brought([ExchangedText("s1.txt", text.text, text.segments)], "A"))) == 1
