"""A text as consent is now: what is not covered is in no turn, no coding and no answer to a search; places
stay those of the whole text.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.coded_demo import codings
from tests.core.studies.demo_consents import demo_register
from tests.staff.coding_walk import NUMBER_OF, released_here

from kapea.core.studies.codings import StudyCoding
from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.shown_text import shown_text, turns_found
from kapea.core.studies.text_edits import TextSpan

TEXT = released_here("T1")
LABELS = sorted({turn.speaker for turn in TEXT.turns} - {"M"})


def _register():
    told = demo_register()
    new = {id: f"{NUMBER_OF[each.session]}-{id.lower()}" for id, each in told.seats.items()}
    seats = {new[id]: replace(s, id=new[id], session=NUMBER_OF[s.session]) for id, s in told.seats.items()}
    rows = tuple(replace(row, seat=new[row.seat]) for row in told.rows)
    return replace(told, seats=seats, rows=rows, withheld={})


REGISTER = _register()


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(LABELS)), st.tuples(st.integers(0, 1700), st.integers(1, 200)))
def test_no_word_of_whoever_is_not_covered_is_shown(gone, marked):
    consent = replace(REGISTER, withdrawn=frozenset(f"s1-{label.lower()}" for label in gone))
    shown = shown_text(TEXT, consent)
    assert {turn.turn.speaker for turn in shown.turns} & gone == set()
    assert all(each.span.within(TEXT.text) == each.turn.line for each in shown.turns)
    span = TextSpan(marked[0], min(marked[0] + marked[1], len(TEXT.text)))
    spans = TEXT.turn_spans()
    lost = [turn for turn in TEXT.turns if turn.speaker in gone]
    touches = any(spans[turn.number].overlaps(span) for turn in lost)
    coding = StudyCoding("a", 1, "s1", span, "EXP-FEAR", 1)
    assert bool(shown.shown_codings([coding])) is not touches
    found, _ = turns_found([shown], {"s1": [coding]}, words="e")
    assert {each.turn.speaker for each in found} & gone == set()
    assert not any(line in shown.words_of(TextSpan(0, len(TEXT.text))) for line in (t.line for t in lost))


def test_staff_without_a_seat_are_shown_and_a_participant_called_moderator_is_asked_for_consent():
    assert "M" in {each.turn.speaker for each in shown_text(TEXT, REGISTER).turns}
    seat = replace(REGISTER.seats["s1-c1"], id="s1-m")
    hidden = replace(REGISTER, seats={**REGISTER.seats, "s1-m": seat})
    assert not hidden.covers("s1-m", ResearchScope.TAKE_PART)
    assert "M" not in {each.turn.speaker for each in shown_text(TEXT, hidden).turns}
    withdrawn = replace(REGISTER, withdrawn=frozenset({"s1-m"}))
    assert "M" not in {each.turn.speaker for each in shown_text(TEXT, withdrawn).turns}


@pytest.mark.parametrize(
    ("words", "code", "turns"), [("LOCK the  list", "", [6]), ("", "EXP-FEAR", [5]), ("", "", [])]
)
def test_a_search_asks_for_words_a_code_or_both(words, code, turns):
    own = [replace(c, session="s1") for c in codings() if c.session == "T1" and c.coder == "coder-a"]
    found, total = turns_found([shown_text(TEXT, REGISTER)], {"s1": own}, words=words, code=code)
    assert [each.turn.number for each in found] == turns
    assert total == len(turns)


def test_signs_that_are_not_seen_keep_nothing_from_being_found():
    turns = (replace(TEXT.turns[1], words="ក្មេង\u200bស្រី និយាយ"),)
    shown = shown_text(replace(TEXT, turns=turns), REGISTER)
    assert turns_found([shown], {}, words="ក្មេងស្រី")[1] == 1


def test_who_answered_nothing_is_not_shown():
    shown = shown_text(TEXT, replace(REGISTER, rows=()))
    assert {each.turn.speaker for each in shown.turns} == {"M"}
