"""A quote has only words that were said, or a translation that is marked as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.studies.quote_bank import QuotedTurn, ThirdParty
from kapea.core.studies.quote_cutting import CUT, BankedQuote, NotSaid, cut_passage, is_cut_of, still_said
from kapea.core.studies.transcript import SessionSpeaker, SessionTranscript, SpeakerRole, SpokenTurn

SAID = "When it was late, she told me. I was afraid, and I told [the teacher]."
TEXT = SessionTranscript(
    "s1",
    "en",
    (SessionSpeaker("C1", SpeakerRole.CHILD),),
    (SpokenTurn(3, "C1", SAID), SpokenTurn(4, "C1", "ក្មេង\u200bៗ និយាយ")),
)
READ = {"id": "q1", "third_party": ThirdParty.NOBODY, "shows_distress": False}


def test_words_that_were_said_are_a_quote_of_the_seat_that_said_them():
    passage = cut_passage(TEXT, 3, f"she told me. {CUT} I told  [the teacher].", **READ)
    assert passage.spoken == (QuotedTurn("s1-c1", 3),)
    assert passage.words == f"she told me. {CUT} I told [the teacher]."


@pytest.mark.parametrize(
    ("turn", "words"),
    [
        (3, "she was afraid"),
        (3, f"I told [the teacher]. {CUT} she told me"),
        (3, "  "),
        (9, "she told me"),
        (4, "she told me"),
    ],
)
def test_words_that_were_not_said_so_are_none(turn: int, words: str):
    with pytest.raises(NotSaid) as refused:
        cut_passage(TEXT, turn, words, **READ)
    assert "afraid" not in str(refused.value)


def test_a_translation_is_marked_and_is_not_much_longer():
    assert cut_passage(TEXT, 4, "children speak", translated=True, **READ).translated
    with pytest.raises(NotSaid, match="longer"):
        cut_passage(TEXT, 4, "a child " * 40, translated=True, **READ)


words = st.lists(st.text("abc ក្ម🙂", min_size=1, max_size=4), min_size=1, max_size=8)


@given(words, st.data())
def test_whatever_is_left_out_in_order_is_a_cut_and_a_word_more_is_not(said, data):
    text = " ".join(" ".join(said).split())
    kept = [each for each in text.split() if data.draw(st.booleans())]
    assert is_cut_of(text, f" {CUT} ".join(kept))
    assert not is_cut_of(text, f"{text} {CUT} zzz")


def test_what_was_cut_or_replaced_since_is_no_quote_any_more():
    quote = BankedQuote(passage=cut_passage(TEXT, 3, "I was afraid", **READ), code="EXP-FEAR", by="u1")
    replaced = SessionTranscript("s1", "en", TEXT.speakers, (SpokenTurn(3, "C1", "[…] I was [so]"),))
    assert still_said([quote], TEXT) == (quote,)
    for gone in (None, replaced, SessionTranscript("s1", "en", TEXT.speakers, TEXT.turns[1:])):
        assert still_said([quote], gone) == ()
