"""Only what both signed, with nothing open, reaches coders; and nothing that was planted is in it."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.coded_demo import (
    FIRST,
    SECOND,
    draft,
    planted,
    raw_span,
    raw_transcript,
    read_by_both,
    release,
    replacements,
    sessions,
    told_of,
)

from kapea.core.studies.identifier_finder import proposed_identifiers
from kapea.core.studies.identifier_kinds import IdentifierKind
from kapea.core.studies.paired_reading import ReaderSeat, mark_added, reader_seated, reading_finished
from kapea.core.studies.replacements import (
    KeptAsIs,
    PlannedReplacement,
    UnfitReplacement,
    occurrences,
    session_tags,
)
from kapea.core.studies.text_edits import TextSpan
from kapea.core.studies.transcript_release import (
    DeidentifiedDraft,
    NotReleasable,
    OpenFlag,
    draft_signed,
    flags_raised,
    release_transcript,
    surfaces_left,
    surfaces_replaced,
)


def flags(made):
    return {raised.flag for raised in flags_raised(made)}


@pytest.mark.parametrize("session", sessions())
def test_the_release_of_the_demo_is_its_text_to_the_byte_with_both_offsets(session):
    made = release(session)
    assert made.transcript.text == told_of(session)["deidentified_text"]
    digest = hashlib.sha256(made.transcript.text.encode()).hexdigest()
    assert digest == told_of(session)["deidentified_sha256"]
    expected = [
        (p["raw_start"], p["raw_end"], p["deid_start"], p["deid_end"], p["surface"], p["replacement"])
        for p in planted(session)
    ]
    log = [(r.raw.start, r.raw.end, r.released.start, r.released.end, r.old, r.new) for r in made.log]
    assert log == expected
    assert made.signed_by == {FIRST, SECOND}


def test_st_r24_after_the_release_the_27_planted_surfaces_occur_nowhere():
    surfaces = [p["surface"] for p in planted()]
    texts = [release(session).transcript.text for session in sessions()]
    assert len(surfaces) == 27
    assert sum(text.count(surface) for text in texts for surface in surfaces) == 0
    assert surfaces_left(texts, surfaces) == 0
    assert surfaces_left([raw_transcript(s).text for s in sessions()], surfaces) >= 27


@pytest.mark.parametrize("plant", planted(), ids=lambda p: p["id"])
def test_st_r24_without_any_one_replacement_the_release_fails(plant):
    session = plant["transcript"]
    whole = replacements(session)
    one_less = frozenset(r for r in whole if r.span != raw_span(plant))
    assert len(one_less) == len(whole) - 1
    lacking = DeidentifiedDraft(read_by_both(session), one_less)
    with pytest.raises(NotReleasable, match="undecided") as refused:
        release_transcript(draft_signed(draft_signed(lacking, FIRST), SECOND))
    assert raw_span(plant) in {raised.span for raised in refused.value.flags}
    assert plant["surface"] not in str(refused.value)


def test_what_both_overlooked_is_found_where_it_was_replaced_elsewhere():
    """A name hidden in one place, in whatever case or with unseen signs in it, is not left in another."""
    for elsewhere in ("dara", "DA\u200bRA", "Dara"):
        lacking = replace(draft("T2"), replacements=frozenset(), elsewhere=frozenset({elsewhere}))
        assert TextSpan(763, 767) in {f.span for f in flags_raised(lacking) if f.flag is OpenFlag.STILL_THERE}
    assert flags(replace(draft("T2"), elsewhere=frozenset({"Dar"}))) == set()


@pytest.mark.parametrize("session", sessions())
def test_what_was_replaced_in_all_other_sessions_is_left_in_none(session):
    others = surfaces_replaced(release(other) for other in sessions() if other != session)
    assert len(others) == 27 - len(planted(session))
    assert flags(replace(draft(session), elsewhere=others)) == set()
    bare = replace(draft(session), elsewhere=surfaces_replaced([release(session)]), replacements=frozenset())
    assert OpenFlag.STILL_THERE in flags(bare)


def test_both_sign_this_very_text():
    made = draft("T1")
    assert flags(made) == set()
    assert flags(replace(made, signed=made.signed[:1])) == {OpenFlag.NOT_SIGNED}
    assert flags(draft_signed(replace(made, signed=made.signed[:1]), FIRST)) == {OpenFlag.NOT_SIGNED}
    other = frozenset(replace(r, tag="[somebody]") if r.tag == "[cousin]" else r for r in made.replacements)
    assert flags(replace(made, replacements=other)) == {OpenFlag.NOT_SIGNED}


def test_a_mark_of_anybody_is_decided_and_so_is_one_of_a_machine():
    made = draft("T5")
    late = mark_added(made.reading, FIRST, TextSpan(4, 9), IdentifierKind.NAME)
    assert flags(replace(made, reading=late)) == {OpenFlag.UNDECIDED}
    kept = frozenset({KeptAsIs(TextSpan(4, 9), SECOND, "a word, no name")})
    assert flags(replace(made, reading=late, kept=kept)) == {OpenFlag.NOT_SIGNED}
    by_machine = replace(made.reading, machine=proposed_identifiers(made.raw, "KH"))
    assert flags(replace(made, reading=by_machine)) == {OpenFlag.UNDECIDED}


def test_what_one_decided_to_keep_alone_is_not_signed_by_the_other():
    """It changes no word of the text, so a signature of the text alone would let it through."""
    made = draft("T5")
    late = replace(made, reading=mark_added(made.reading, FIRST, TextSpan(4, 9), IdentifierKind.NAME))
    kept = replace(late, kept=frozenset({KeptAsIs(TextSpan(4, 9), SECOND, "a word, no name")}))
    assert flags(kept) == {OpenFlag.NOT_SIGNED}
    assert flags(draft_signed(kept, SECOND)) == {OpenFlag.NOT_SIGNED}
    assert flags(draft_signed(draft_signed(kept, SECOND), FIRST)) == set()


def test_nobody_releases_what_two_have_not_read():
    made = draft("T1")
    unread = replace(made, reading=replace(made.reading, finished=frozenset({ReaderSeat.FIRST})))
    assert flags(unread) == {OpenFlag.NOT_READ}
    nobody = replace(made, reading=replace(made.reading, held={}, finished=frozenset()))
    assert {OpenFlag.NOT_READ, OpenFlag.NOT_SIGNED} <= flags(nobody)


def test_after_too_many_misses_a_third_reads_and_signs():
    reading = read_by_both("T1")
    missed = frozenset(m for m in reading.marks if m.seat is not ReaderSeat.FIRST)
    made = replace(draft("T1"), reading=replace(reading, marks=missed))
    assert flags(made) == {OpenFlag.NOT_READ}
    third = reader_seated(made.reading, ReaderSeat.FURTHER, "de-identifier-3")
    assert flags(replace(made, reading=third)) == {OpenFlag.NOT_READ, OpenFlag.NOT_SIGNED}
    done = replace(made, reading=reading_finished(third, "de-identifier-3"))
    assert flags(done) == {OpenFlag.NOT_SIGNED}
    assert release_transcript(draft_signed(done, "de-identifier-3")).missed.missed == 5


def test_no_tag_says_what_it_hides():
    made = draft("T6")
    telling = frozenset(
        replace(r, tag="[mr rithy]") if r.tag == "[district officer]" else r for r in made.replacements
    )
    assert OpenFlag.TAG_TELLS in flags(replace(made, replacements=telling))


def test_two_tags_for_one_name_are_seen():
    made = draft("T3")
    text = raw_transcript("T3").text
    first, second = list(occurrences("phone", text))[:2]
    names = {
        PlannedReplacement(first, "[device]", FIRST, ""),
        PlannedReplacement(second, "[thing]", FIRST, ""),
    }
    assert OpenFlag.TWO_TAGS in flags(replace(made, replacements=made.replacements | names))


def test_a_replacement_takes_no_label_and_no_end_of_a_turn():
    made = draft("T1")
    spans = raw_transcript("T1").turn_spans()
    for bad in (TextSpan(spans[4].start, spans[4].start + 6), TextSpan(spans[4].end - 3, spans[4].end + 1)):
        lacking = replace(made, replacements=made.replacements | {PlannedReplacement(bad, "[x]", FIRST, "")})
        with pytest.raises(UnfitReplacement, match="mark words of one turn"):
            release_transcript(draft_signed(draft_signed(lacking, FIRST), SECOND))


@pytest.mark.parametrize("tag", ["teacher", "[]", "[a\nb]", "[[x]]", "[" + "a" * 60 + "]", ""])
def test_a_tag_is_a_few_words_in_brackets(tag):
    with pytest.raises(UnfitReplacement, match="square brackets"):
        PlannedReplacement(TextSpan(0, 4), tag, FIRST, "")


THINGS = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["friend", "teacher"])), max_size=12)


@settings(max_examples=150)
@given(THINGS, st.permutations("abcdef"))
def test_st_r26_tags_are_stable_in_a_session_and_say_nothing_of_another(things, other_names):
    """Whoever is meant, the tags of a session depend on nothing but the order in which things come in it."""
    renamed = dict(zip("abcdef", other_names, strict=True))
    here = session_tags(things)
    there = session_tags([(renamed[thing], kind) for thing, kind in things])
    assert [here[thing] for thing, _ in things] == [there[renamed[thing]] for thing, _ in things]
    assert len(set(here.values())) == len(here)


def test_st_r26_a_thing_is_the_same_however_it_is_written():
    assert session_tags([("Pu Sokhom", "elder"), ("PU  SOKHOM", "elder"), ("pu so\u200bkhom", "elder")]) == {
        "pu sokhom": "[elder]"
    }


def test_a_name_in_khmer_is_found_inside_what_has_no_spaces():
    text = "C1: ខ្ញុំឃើញសុភានៅទីនោះ"
    assert [s.within(text) for s in occurrences("សុភា", text)] == ["សុភា"]
    assert list(occurrences("Ana", "Analyn came")) == []
    assert [s.within("आशालाई भनें") for s in occurrences("आशा", "आशालाई भनें")] == ["आशा"]
    assert list(occurrences("\u200b", "a\u200bb")) == []
