"""Words reach a reader through one function, which asks consent at that moment, for every use alike."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.studies.demo_consents import DEMO, demo_passages, demo_register, passage, row

from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.guardian_waivers import ScopeOutcome
from kapea.core.studies.quote_bank import (
    MOST_WORDS,
    QuotedTurn,
    QuoteRefusal,
    QuoteSpot,
    QuoteUse,
    ThirdParty,
    no_longer_covered,
    placed_quotes,
    quote_refusal,
)
from kapea.core.studies.quote_length import quote_words

SESSIONS = [each["id"] for each in DEMO["transcripts"]]
REASONS = {
    ("quote-refused-own-no", "quote"): "own quote scope is no",
    ("quote-refused-guardian-no", "quote"): "guardian quote scope is no",
    ("quote-refused-waiver-does-not-cover", "quote"): "guardian quote scope is not covered by the waiver",
}
"""The reasons as the demo says them."""
EXPECTED = {each["id"]: each for each in DEMO["expected_quote_bank"]}


def placed(passages, use=QuoteUse.REPORT, consent=None, **other):
    return placed_quotes(passages, use, consent or demo_register(), sessions=SESSIONS, **other)


@pytest.mark.parametrize("use", QuoteUse)
def test_st_r36_of_the_demo_eight_of_twelve_in_every_use(use):
    found = placed(demo_passages(), use)
    assert {each.quote for each in found.placed} == {id for id, e in EXPECTED.items() if e["allowed"]}
    assert len(found.placed) == DEMO["expected_counts"]["quotable_segments"] == 8
    told = {each.quote: REASONS[each.message[0], each.message[1]["scope"]] for each in found.refused}
    assert told == {id: e["reason"] for id, e in EXPECTED.items() if not e["allowed"]}
    assert found.is_heard_by_half
    assert all(each.translated for each in found.placed)


@pytest.mark.parametrize("use", QuoteUse)
def test_st_r36_what_was_placed_is_asked_again_at_print(use):
    passages, register = demo_passages(), demo_register()
    before = placed(passages, use)
    assert no_longer_covered(before, passages, register) == ()
    no = row("P5", ResearchScope.QUOTE, "no", id="by-telephone")
    now = replace(register, rows=(*register.rows, no))
    assert {each.quote for each in no_longer_covered(before, passages, now)} == {"S09", "S10"}
    assert {each.quote for each in placed(passages, use, now).placed} == {
        each.quote for each in before.placed
    } - {"S09", "S10"}
    gone = [each for each in passages if each.id != "S03"]
    assert [each.quote for each in no_longer_covered(before, gone, register)] == ["S03"]


def test_st_r36_words_that_were_changed_since_are_not_printed_as_they_were():
    """A name found after release: the passage is replaced, and the old words must not come out of a draft."""
    passages, register = demo_passages(), demo_register()
    before = placed(passages)
    now = [replace(e, words="[teacher] showed us.") if e.id == "S03" else e for e in passages]
    [found] = no_longer_covered(before, now, register)
    assert (found.quote, found.because) == ("S03", QuoteRefusal.WORDS_CHANGED)
    distress = [replace(e, shows_distress=True) if e.id == "S03" else e for e in passages]
    shown = placed(passages, spot=QuoteSpot.DECORATION)
    [found] = no_longer_covered(shown, distress, register)
    assert found.because is QuoteRefusal.DISTRESS_AS_DECORATION


def test_st_r36_a_turn_that_is_withheld_is_quoted_nowhere():
    register = demo_register()
    for label, said in DEMO["consents"].items():
        for turn in said.get("withheld_turns", ()):
            for use in QuoteUse:
                refused = quote_refusal(passage("q", QuotedTurn(label, turn)), use, register)
                assert refused.because is QuoteRefusal.WITHHELD_TURN
    assert quote_refusal(passage("q", QuotedTurn("P3", 5)), QuoteUse.REPORT, register) is None


def test_st_r36_every_speaker_of_a_passage_is_asked():
    across = passage("q", QuotedTurn("P1", 2), QuotedTurn("P2", 3))
    refused = quote_refusal(across, QuoteUse.REPORT, demo_register())
    assert (refused.because, refused.seat) == (ScopeOutcome.OWN_NO, "P2")
    withheld = passage("q", QuotedTurn("P1", 2), QuotedTurn("P3", 4))
    assert quote_refusal(withheld, QuoteUse.CSV, demo_register()).because is QuoteRefusal.WITHHELD_TURN
    assert quote_refusal(passage("q"), QuoteUse.CSV, demo_register()).because is QuoteRefusal.NOBODY_SPOKE


def test_an_archive_needs_its_own_yes_too():
    register = demo_register()
    no = row("P4", ResearchScope.ARCHIVE, "no", id="no-archive")
    now = replace(register, rows=(*register.rows, no))
    one = passage("q", QuotedTurn("P4", 7))
    assert quote_refusal(one, QuoteUse.ARCHIVE, now).scope is ResearchScope.ARCHIVE
    assert quote_refusal(one, QuoteUse.REPORT, now) is None


# --- what else keeps a quote out ----------------------------------------------------------

MINE = QuotedTurn("P1", 2)


@pytest.mark.parametrize(
    ("about", "spot", "because"),
    [
        ({"third_party": ThirdParty.RECOGNISABLE}, QuoteSpot.BODY, QuoteRefusal.HELD_THIRD_PARTY),
        ({"third_party": ThirdParty.NOT_READ}, QuoteSpot.BODY, QuoteRefusal.NOT_READ_FOR_OTHERS),
        ({"words": "word " * (MOST_WORDS + 1)}, QuoteSpot.BODY, QuoteRefusal.TOO_LONG),
        ({}, QuoteSpot.COVER, QuoteRefusal.COVER_LINE),
        ({"shows_distress": True}, QuoteSpot.DECORATION, QuoteRefusal.DISTRESS_AS_DECORATION),
        ({"shows_distress": True}, QuoteSpot.BODY, None),
        ({"words": "word " * MOST_WORDS}, QuoteSpot.DECORATION, None),
    ],
    ids=str,
)
def test_a_quote_is_kept_out(about, spot, because):
    refused = quote_refusal(passage("q", MINE, **about), QuoteUse.REPORT, demo_register(), spot=spot)
    assert (refused and refused.because) == because


def test_consent_is_heard_before_anything_else():
    refused = quote_refusal(
        passage("q", QuotedTurn("C3", 5), third_party=ThirdParty.RECOGNISABLE), QuoteUse.API, demo_register()
    )
    assert refused.because is ScopeOutcome.OWN_NO


def test_nobody_speaks_more_than_twice_in_one_output():
    many = [passage(f"q{n}", QuotedTurn("P1", n)) for n in range(1, 5)]
    many.append(passage("both", QuotedTurn("P4", 9), QuotedTurn("P1", 8)))
    found = placed(many)
    assert [each.quote for each in found.placed] == ["q1", "q2"]
    assert {each.because for each in found.refused} == {QuoteRefusal.TOO_MANY_OF_ONE_SPEAKER}


def test_half_of_the_sessions_are_heard_or_the_output_waits():
    by_session = {each.session: each for each in demo_passages() if EXPECTED[each.id]["allowed"]}
    three = [by_session[session] for session in ("T1", "T2", "T3")]
    assert placed(three).is_heard_by_half
    two = placed(three[:2])
    assert (two.heard, two.sessions, two.is_heard_by_half) == (2, 6, False)
    assert placed([]).is_heard_by_half, "without quotes there is nothing to mend"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("— …", 0),
        ("I pay for the data card.", 6),
        ("ក្មេង", 2),
        ("មិន\u200bថា ទេ", 3),
        ("\u1780" * 40, 20),
        ("म घर जान्छु।", 3),
        ("a\u200bb", 2),
    ],
    ids=ascii,
)
def test_words_are_counted_with_and_without_spaces(text, words):
    assert quote_words(text) == words


def test_khmer_without_spaces_is_not_one_word():
    long = passage("q", MINE, words="ខ្ញុំមិនដឹងថាទ្វារនៅឯណាទេ" * 12)
    assert quote_refusal(long, QuoteUse.REPORT, demo_register()).because is QuoteRefusal.TOO_LONG
