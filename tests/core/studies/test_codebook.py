"""A change is a version; what a code meant when it was given stays; merge and split keep their history."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.coded_demo import codebook, codings, corpus

from kapea.core.studies.codebook import (
    StudyCode,
    UnfitCodebook,
    begun_codebook,
    code_added,
    code_became,
    code_edited,
    code_retired,
    code_split,
    codes_merged,
    history_of,
    meaning_at,
)
from kapea.core.studies.codings import coded_now, to_be_read_again

WHO = {"author": "analyst-1", "why": "they were not told apart"}


def new(code, definition="what it is"):
    return StudyCode(code, "barriers", definition)


def test_the_starter_is_the_forty_codes_of_the_demo():
    told = [tuple(code.values()) for code in corpus()["codebook"]["codes"]]
    made = codebook().live.codes.values()
    assert [(c.code, c.theme, c.definition, c.when, c.when_not, c.example) for c in made] == told
    assert len(made) == 40
    named = {code for c in made for code in codebook().live.codes if f"({code})" in c.when_not}
    assert len(named) > 10


def test_st_r29_editing_makes_a_version_and_no_coding_changes_its_meaning():
    book = codebook()
    old = book.live.codes["EXP-FEAR"]
    edited = code_edited(book, replace(old, definition="Only fear of being hit"), **WHO)
    assert edited.live.number == 2
    assert edited.versions[0] == book.versions[0]
    for coding in codings():
        assert meaning_at(edited, coding.code, coding.version) == meaning_at(
            book, coding.code, coding.version
        )
    assert meaning_at(edited, "EXP-FEAR", 2).definition == "Only fear of being hit"
    assert code_became(edited, "EXP-FEAR", 1) == {"EXP-FEAR"}


def test_st_r29_a_merge_keeps_its_history():
    merged = codes_merged(codebook(), ["BAR-STIGMA", "EXP-BOYS"], new("BAR-SHAME"), **WHO)
    assert code_became(merged, "BAR-STIGMA", 1) == code_became(merged, "EXP-BOYS", 1) == {"BAR-SHAME"}
    assert meaning_at(merged, "EXP-BOYS", 1) == codebook().live.codes["EXP-BOYS"]
    assert [number for number, _ in history_of(merged, "EXP-BOYS")] == [1, 2]
    now = coded_now(codings(), merged)
    assert {now[c] for c in codings() if c.code in ("BAR-STIGMA", "EXP-BOYS")} == {"BAR-SHAME"}
    assert all(coding in now for coding in codings())
    assert len(codings()) == 23


def test_st_r29_a_split_shares_nothing_out_by_itself():
    split = code_split(codebook(), "BAR-STIGMA", [new("BAR-SHAME"), new("BAR-HONOUR")], **WHO)
    again = to_be_read_again(codings(), split)
    assert {coding.code for coding in again} == {"BAR-STIGMA"}
    assert code_became(split, "BAR-STIGMA", 1) == {"BAR-SHAME", "BAR-HONOUR"}
    assert not any(coding in coded_now(codings(), split) for coding in again)
    retired = code_retired(split, "BAR-HONOUR", **WHO)
    assert code_became(retired, "BAR-STIGMA", 1) == {"BAR-SHAME"}
    assert code_became(retired, "BAR-HONOUR", 2) == frozenset()


CHANGES = st.lists(
    st.tuples(st.sampled_from(["edit", "merge", "split", "retire"]), st.integers(0, 99)), max_size=8
)


@settings(max_examples=80)
@given(CHANGES)
def test_st_r29_whatever_is_done_no_version_is_ever_changed(changes):
    book = begun_codebook([new(f"AB-{n}") for n in range(6)], author="a")
    for step, (kind, pick) in enumerate(changes):
        codes = sorted(book.live.codes)
        if len(codes) < 3:
            break
        code, other = codes[pick % len(codes)], codes[(pick + 1) % len(codes)]
        before = book.versions
        if kind == "edit":
            book = code_edited(book, new(code, f"edited {step}"), **WHO)
        elif kind == "merge":
            book = codes_merged(book, [code, other], new(f"M-{step}"), **WHO)
        elif kind == "split":
            book = code_split(book, code, [new(f"S-{step}A"), new(f"S-{step}B")], **WHO)
        else:
            book = code_retired(book, code, **WHO)
        assert book.versions[:-1] == before
        assert book.live.number == len(book.versions)
    for version in book.versions:
        for code in version.codes:
            assert code_became(book, code, version.number) <= book.live.codes.keys()
            assert meaning_at(book, code, version.number) == version.codes[code]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda b: code_added(b, new("EXP-FEAR"), author="a", memo="m"), "choose another"),
        (lambda b: code_added(b, new("NEW-RIVER"), author="a", memo=" "), "says why"),
        (lambda b: code_edited(b, new("NEW-RIVER"), **WHO), "not in version 1"),
        (lambda b: codes_merged(b, ["EXP-FEAR"], new("EXP-FEAR"), **WHO), "nothing to merge"),
        (lambda b: code_split(b, "EXP-FEAR", [new("X-A")], **WHO), "two parts"),
        (lambda b: meaning_at(b, "EXP-FEAR", 7), "not in version 7"),
        (lambda b: code_added(b, replace(new("X-A"), parent="X-B"), author="a", memo="m"), "its parent X-B"),
        (lambda b: begun_codebook([new("X-A"), new("X-A")], author="a"), "comes twice"),
        (lambda b: new("fear of phones"), "capitals in parts"),
        (lambda b: new("X-A", " "), "a theme and a definition"),
    ],
)
def test_a_change_that_cannot_be_is_refused_with_its_remedy(change, why):
    with pytest.raises(UnfitCodebook, match=why):
        change(codebook())


def test_a_code_that_was_retired_is_never_given_a_second_meaning():
    retired = code_retired(codebook(), "EXP-FEAR", **WHO)
    with pytest.raises(UnfitCodebook, match="choose another"):
        code_added(retired, new("EXP-FEAR"), author="a", memo="m")
    with pytest.raises(UnfitCodebook, match="choose another"):
        codes_merged(retired, ["EXP-BOYS", "EXP-SEEN"], new("EXP-FEAR"), **WHO)
