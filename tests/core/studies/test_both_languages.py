"""A transcript and its translation are read as one text, and taken apart again without a place moving."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.coded_demo import raw_transcript, sessions

from kapea.core.studies.both_languages import (
    OF_TRANSLATION,
    TagAlone,
    TurnSide,
    in_both_languages,
    numbers_in_both,
    original_of,
    sides_at,
    tags_alone,
    translation_of,
)
from kapea.core.studies.reading_decisions import marked_words, pair_reading_begun, tag_given
from kapea.core.studies.side_by_side import SideBySide, pair_without_turns
from kapea.core.studies.text_cuts import draft_without_turns
from kapea.core.studies.text_edits import TextSpan
from kapea.core.studies.transcript import without_turns


def pair_of(id: str) -> SideBySide:
    """A transcript of the invented corpus beside one that says each turn in other letters."""
    said = raw_transcript(id)
    turns = tuple(replace(turn, words=f"\u1780 {turn.words[::-1]}") for turn in said.turns)
    return SideBySide(said, replace(said, language="km", turns=turns))


cuts = st.tuples(st.sampled_from(sessions()), st.sets(st.integers(1, 14), max_size=6))


@settings(max_examples=30)
@given(cuts)
def test_places_in_what_was_said_are_the_same_with_a_translation_and_without(cut):
    pair, numbers = pair_of(cut[0]), cut[1]
    both = in_both_languages(pair)
    assert both.text.startswith(f"{pair.source.text}\n")
    whole, moves = without_turns(both, numbers_in_both(numbers))
    alone, moves_alone = without_turns(pair.source, numbers)
    assert original_of(whole) == alone
    left = pair_without_turns(pair, numbers).translation
    assert translation_of(whole, "km") == (left if left.turns else None)
    if alone.turns:
        for span in pair.source.turn_spans().values():
            assert moves.moved(span) == moves_alone.moved(span)


@settings(max_examples=20)
@given(cuts)
def test_a_cut_takes_a_turn_out_of_both_whichever_was_named(cut):
    draft = pair_reading_begun(pair_of(cut[0]), "KH")
    named = {number + OF_TRANSLATION * (number % 2) for number in cut[1]}
    left = draft_without_turns(draft, numbers_in_both(named)).reading.transcript
    assert {turn.number % OF_TRANSLATION for turn in left.turns}.isdisjoint(cut[1])
    assert len(original_of(left).turns) * 2 == len(left.turns)


def test_words_are_marked_and_replaced_in_either_language_and_a_tag_alone_is_told():
    said = raw_transcript("T1")
    first, second = said.turns[0], said.turns[1]
    turns = (replace(first, words="Bopha \u1791\u17c5"), replace(second, words="\u1794\u17b6\u1791"))
    source = replace(said, turns=(replace(first, words="Bopha goes"), replace(second, words="Bopha!")))
    draft = pair_reading_begun(SideBySide(source, replace(said, language="km", turns=turns)), "KH")
    spans = marked_words(draft.reading, 1, "Bopha")
    assert [span.within(draft.raw) for span in spans] == ["Bopha", "Bopha"]
    assert [span.start > len(source.text) for span in spans] == [False, True]
    sides = [TurnSide(1, False), TurnSide(1, True)]
    assert sides_at(draft.reading.transcript, spans) == sides, "of the same turn, once as said"
    tagged = tag_given(draft, spans[0], "[friend]", "u1", "name")
    assert len(tagged.replacements) == 3, "the same words, in both languages and in each turn"
    assert tags_alone(tagged) == (TagAlone(2, "[friend]"),)
    assert tagged.digest != replace(tagged, replacements=frozenset()).digest


def test_a_tag_that_reaches_out_of_its_turn_breaks_no_page():
    draft = pair_reading_begun(pair_of("T1"), "KH")
    over = TextSpan(2, draft.reading.transcript.turn_spans()[2].start + 3)
    assert tags_alone(tag_given(draft, over, "[much]", "u1", "why")) == ()
