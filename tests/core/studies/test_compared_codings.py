"""What two coders are compared on comes from their codings alone: made blind, and called as they are now."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from tests.core.studies.coded import corpus, families
from tests.core.studies.coded_demo import ADJUDICATOR, CODER_A, CODER_B, codebook, codings, release, sessions

from kapea.core.studies.agreement import coder_agreement
from kapea.core.studies.blind_coding import DoubleCoding, Unblinding
from kapea.core.studies.codebook import code_split, codes_merged
from kapea.core.studies.coded_units import AgreementBasis
from kapea.core.studies.compared_codings import compared_codings
from kapea.core.studies.double_draw import CoderSide
from kapea.core.studies.reconciling import segments_to_reconcile
from kapea.core.studies.text_edits import TextSpan, joined_spans, overlapping_runs

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
BLIND = DoubleCoding((CODER_A, CODER_B), ADJUDICATOR)
OPEN = replace(BLIND, unblinded=Unblinding(ADJUDICATOR, NOW))
LENGTHS = {id: len(release(id).transcript.text) for id in sessions()}


def test_codings_of_the_demo_are_the_texts_from_which_its_figures_come():
    made = compared_codings(OPEN, codings(), codebook(), LENGTHS)
    assert sorted(made.texts, key=lambda t: t.session) == sorted(corpus(), key=lambda t: t.session)
    assert made.read_again == 0


def test_agreement_rests_on_the_sessions_that_two_code_and_says_on_how_many():
    whole = compared_codings(OPEN, codings(), codebook(), LENGTHS)
    assert (whole.by_two, whole.sessions) == (6, 6)
    alone = replace(OPEN, alone={"T5": CoderSide.A, "T6": CoderSide.B})
    made = compared_codings(alone, codings(), codebook(), LENGTHS)
    assert (made.by_two, made.sessions) == (4, 6)
    assert made.texts == tuple(text for text in whole.texts if text.session not in ("T5", "T6"))


def test_before_unblinding_there_is_nothing_to_compare():
    assert compared_codings(BLIND, codings(), codebook(), LENGTHS).texts == ()


def test_what_was_coded_after_unblinding_changes_no_figure():
    late = [
        replace(each, number=100 + each.number, code="REC-PATH", after_unblinding=True) for each in codings()
    ]
    assert (
        compared_codings(OPEN, [*codings(), *late], codebook(), LENGTHS).texts
        == compared_codings(OPEN, codings(), codebook(), LENGTHS).texts
    )


def test_a_merged_code_is_compared_as_what_it_became_and_a_split_one_is_read_again():
    book = codebook()
    merged = codes_merged(book, ["EXP-BOYS"], book.live.codes["BAR-STIGMA"], author="x", why="one")
    made = compared_codings(OPEN, codings(), merged, LENGTHS)
    assert {span.code for t in made.texts for span in t.second} & {"EXP-BOYS"} == set()
    fear = book.live.codes["EXP-FEAR"]
    split = code_split(
        book,
        "EXP-FEAR",
        [replace(fear, code="EXP-HIT"), replace(fear, code="EXP-LOSS")],
        author="x",
        why="two",
    )
    assert compared_codings(OPEN, codings(), split, LENGTHS).read_again == 2


def test_segments_to_reconcile_are_the_blocks_on_which_agreement_is_worked_out():
    segments = segments_to_reconcile(OPEN, codings())
    figure = coder_agreement(corpus(), families(corpus()), AgreementBasis.CODED_BLOCKS)[0]
    assert len(segments) == figure.table.units == 12
    assert sum(each.agrees for each in segments) == 9


SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda s: TextSpan(s[0], s[0] + s[1])), max_size=12
)


@given(SPANS)
def test_runs_part_everything_that_is_marked_into_what_overlaps(spans):
    runs = list(overlapping_runs(spans, lambda span: (span.start, span.end)))
    assert sorted(s for run in runs for s in run) == sorted(spans)
    covered = [{at for s in run for at in range(s.start, s.end)} for run in runs]
    assert sum(map(len, covered)) == len(set().union(*covered))
    assert [(min(c), max(c) + 1) for c in covered] == [(s.start, s.end) for s in joined_spans(spans)]
    assert all(len(c) == max(c) - min(c) + 1 for c in covered)
