"""Until both are done, nothing that a coder is shown depends on the other; then everything is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.coded_demo import (
    ADJUDICATOR,
    CODER_A,
    CODER_B,
    codebook,
    codings,
    corpus,
    release,
)

from kapea.core.studies.blind_coding import (
    CodingRefused,
    DoubleCoding,
    NotTheirsToCode,
    coded_alone,
    coder_done,
    coder_page,
    codings_to_reconcile,
    new_coding,
    unblind,
)
from kapea.core.studies.codings import StaleCoding, StudyCoding, coding_changed, next_number
from kapea.core.studies.double_draw import CoderSide, DoubleDraw, DrawnSession, SessionKind
from kapea.core.studies.reconciling import segment_reconciled, segments_of_one, segments_to_reconcile
from kapea.core.studies.text_edits import TextSpan, UnfitSpan

AT = datetime(2026, 11, 29, 9, tzinfo=UTC)
BLIND = DoubleCoding((CODER_A, CODER_B), ADJUDICATOR)
CODES = ["EXP-FEAR", "BAR-STIGMA", "PRO-PEER"]


def opened(state=BLIND):
    for coder in (CODER_A, CODER_B):
        state = coder_done(state, coder)
    return unblind(state, by=ADJUDICATOR, at=AT)


def rows(coder):
    made = st.builds(
        lambda number, at, code: StudyCoding(coder, number, "T1", TextSpan(at, at + 5), code, 1),
        st.integers(1, 30),
        st.integers(0, 300),
        st.sampled_from(CODES),
    )
    return st.lists(made, max_size=8, unique_by=lambda c: c.number)


@settings(max_examples=80)
@given(rows(CODER_A), rows(CODER_B), st.booleans(), st.booleans(), st.randoms(use_true_random=False))
def test_st_r27_what_a_sees_is_byte_equal_with_b_filled_and_empty(a, b, b_done, a_first, order):
    empty = msgspec.json.encode(coder_page(BLIND, a, CODER_A))
    state = coder_done(BLIND, CODER_B) if b_done else BLIND
    both = [*a, *b] if a_first else [*b, *a]
    order.shuffle(both)
    assert msgspec.json.encode(coder_page(state, both, CODER_A)) == empty
    assert next_number(c for c in both if c.coder == CODER_A) == next_number(a)
    asked = {"coder": CODER_A, "session": "T1", "span": TextSpan(0, 4), "code": "EXP-FEAR"}
    text = release("T1").transcript.text
    assert new_coding(state, both, codebook(), text, **asked) == new_coding(
        BLIND, a, codebook(), text, **asked
    )
    for account in (CODER_A, CODER_B, ADJUDICATOR, "analyst-9"):
        assert codings_to_reconcile(state, both, account) == ()
    assert segments_to_reconcile(state, both) == ()


def test_st_r27_a_page_shows_ones_own_counts_and_last_codes():
    page = coder_page(BLIND, codings(), CODER_B)
    assert len(page.own) == 11
    assert sum(page.counts.values()) == 11
    assert page.recent[0] == "REC-PATH"
    assert page.others == ()
    assert coder_page(BLIND, codings(), ADJUDICATOR).own == ()
    assert coder_page(opened(), codings(), "analyst-9").others == ()


def test_st_r28_unblinding_needs_both_done_is_one_act_and_stays():
    with pytest.raises(CodingRefused, match="both coders are done"):
        unblind(BLIND, by=ADJUDICATOR, at=AT)
    with pytest.raises(CodingRefused, match="both coders are done"):
        unblind(coder_done(BLIND, CODER_A), by=ADJUDICATOR, at=AT)
    both = coder_done(coder_done(BLIND, CODER_A), CODER_B)
    with pytest.raises(CodingRefused, match="who reconciles"):
        unblind(both, by=CODER_A, at=AT)
    state = unblind(both, by=ADJUDICATOR, at=AT)
    assert (state.unblinded.by, state.unblinded.at) == (ADJUDICATOR, AT)
    with pytest.raises(CodingRefused, match="once"):
        unblind(state, by=ADJUDICATOR, at=AT)
    with pytest.raises(CodingRefused, match="cannot be undone"):
        coder_done(state, CODER_A, done=False)
    assert len(coder_page(state, codings(), CODER_A).others) == 11
    assert len(codings_to_reconcile(state, codings(), ADJUDICATOR)) == 23


def code_it(state, coder=CODER_A, own=(), **changed):
    asked = {"session": "T1", "span": TextSpan(170, 255), "code": "EXP-ADDED"} | changed
    return new_coding(state, own, codebook(), release("T1").transcript.text, coder=coder, **asked)


def test_st_r28_codings_after_unblinding_say_so_for_ever():
    late = code_it(opened())
    assert late.after_unblinding
    assert not code_it(BLIND).after_unblinding
    assert coding_changed(late, replace(late, after_unblinding=False)).after_unblinding
    sure = coding_changed(code_it(BLIND), replace(code_it(BLIND), after_unblinding=True))
    assert not sure.after_unblinding
    assert late.span not in {s.span for s in segments_to_reconcile(opened(), [late])}


def test_three_people_code_and_reconcile():
    with pytest.raises(CodingRefused, match="three people"):
        DoubleCoding((CODER_A, CODER_A), ADJUDICATOR)
    with pytest.raises(CodingRefused, match="three people"):
        DoubleCoding((CODER_A, CODER_B), CODER_B)


@pytest.mark.parametrize(
    ("state", "changed", "why"),
    [
        (BLIND, {"coder": "analyst-9"}, "do not code this"),
        (coder_done(BLIND, CODER_A), {}, "take that back"),
        (BLIND, {"code": "NEW-RIVER"}, "not in version 1"),
    ],
)
def test_what_cannot_be_coded_is_refused(state, changed, why):
    with pytest.raises(CodingRefused, match=why):
        code_it(state, **changed)


def test_what_one_codes_alone_the_other_does_not_before_or_after_unblinding():
    drawn = DrawnSession("T1", SessionKind.GROUP, "a", CoderSide.B)
    alone = replace(BLIND, alone=coded_alone(DoubleDraw(sessions=(drawn,))))
    for state in (alone, opened(alone)):
        with pytest.raises(NotTheirsToCode, match="choose one of your own"):
            code_it(state)
        assert code_it(state, CODER_B).coder == CODER_B
    assert alone.coders_of("T1") == (CODER_B,)
    assert alone.coders_of("T2") == (CODER_A, CODER_B)
    assert (alone.by_two("T1"), alone.by_two("T2")) == (False, True)


def test_what_one_coded_alone_stands_as_theirs_and_is_not_settled():
    alone = replace(BLIND, alone={"T1": CoderSide.A})
    late = replace(codings()[0], number=99, code="REC-PATH", after_unblinding=True)
    every = [*codings(), late]
    assert segments_of_one(alone, every) == ()
    found = segments_of_one(opened(alone), every)
    assert {each.session for each in found} == {"T1"}
    assert {each.decided_by for each in found} == {CODER_A}
    assert all(each.final == each.a and not each.b for each in found)
    assert any("REC-PATH" in each.final for each in found)
    settled = segments_to_reconcile(opened(alone), every)
    assert "T1" not in {each.session for each in settled}
    assert len(settled) == 8


def test_a_coding_marks_words_of_its_text():
    with pytest.raises(UnfitSpan, match="the text ends at"):
        code_it(BLIND, span=TextSpan(5, 99_999))
    with pytest.raises(CodingRefused, match="only a coder"):
        coder_done(BLIND, ADJUDICATOR)
    assert coder_done(coder_done(BLIND, CODER_A), CODER_A, done=False) == BLIND


def test_the_same_coding_on_two_screens_is_not_overwritten():
    first = code_it(BLIND)
    changed = coding_changed(first, replace(first, code="EXP-FEAR"))
    assert (changed.code, changed.revision) == ("EXP-FEAR", 2)
    with pytest.raises(StaleCoding, match="another screen"):
        coding_changed(changed, replace(first, code="PRO-PEER"))
    with pytest.raises(StaleCoding, match="another's"):
        coding_changed(changed, replace(changed, coder=CODER_B))


def test_reconciling_the_demo_keeps_a_b_final_and_reason():
    state = opened()
    segments = segments_to_reconcile(state, codings())
    assert len(segments) == 12
    apart = {(s.session, s.span): s for s in segments if not s.agrees}
    told = {s["id"]: s for s in corpus()["coded_segments"]}
    assert len(apart) == 3
    for row in corpus()["agreement"]["reconciled"]:
        planted = told[row["id"]]
        standing = apart[planted["transcript"], TextSpan(planted["start"], planted["end"])]
        assert standing.a == {planted["coder_a"]}
        assert standing.b == ({planted["coder_b"]} if planted["coder_b"] else set())
        final = frozenset(row["final"].split(", "))
        done = segment_reconciled(standing, state, final=final, by=ADJUDICATOR, reason=row["why"], revision=0)
        assert (done.a, done.b, done.final, done.reason) == (standing.a, standing.b, final, row["why"])


def test_two_who_decide_one_segment_do_not_write_over_each_other():
    state = opened()
    standing = next(s for s in segments_to_reconcile(state, codings()) if not s.agrees)
    final = standing.a
    done = segment_reconciled(standing, state, final=final, by=CODER_A, reason="B agreed", revision=0)
    with pytest.raises(StaleCoding, match="another decided meanwhile"):
        segment_reconciled(done, state, final=standing.b, by=CODER_B, reason="A agreed", revision=0)
    with pytest.raises(CodingRefused, match="say in a sentence"):
        segment_reconciled(standing, state, final=final, by=CODER_A, reason=" ", revision=0)
    with pytest.raises(CodingRefused, match="only the two coders"):
        segment_reconciled(standing, state, final=final, by="analyst-9", reason="x", revision=0)


def test_segments_of_two_that_overlap_are_one_and_those_that_touch_are_two():
    at = [(CODER_A, 10, 40, "X-A"), (CODER_B, 15, 45, "X-B"), (CODER_A, 45, 50, "X-C")]
    made = [StudyCoding(who, n, "T1", TextSpan(a, b), c, 1) for n, (who, a, b, c) in enumerate(at, 1)]
    found = segments_to_reconcile(opened(), made)
    assert [(s.span, s.a, s.b) for s in found] == [
        (TextSpan(10, 45), {"X-A"}, {"X-B"}),
        (TextSpan(45, 50), {"X-C"}, frozenset()),
    ]
