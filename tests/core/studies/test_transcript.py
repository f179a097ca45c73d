"""Plain text comes in whole, in one way of writing, or is refused with the line and how to mend it."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.coded_demo import corpus, raw_file, raw_transcript, sessions, told_of

from kapea.core.studies.side_by_side import SideBySide, TranslationNote, pair_without_turns
from kapea.core.studies.text_edits import TextSpan
from kapea.core.studies.transcript import (
    SessionSpeaker,
    SpeakerRole,
    read_transcript,
    turns_of_speakers,
    without_turns,
)
from kapea.core.studies.transcript_text import MOST_BYTES, NormalisedText, UnfitTranscript, composed_text

SPEAKERS = (
    SessionSpeaker("M", SpeakerRole.MODERATOR),
    SessionSpeaker("C1", SpeakerRole.CHILD, "12-14", "girl"),
)


def read(text, *, language="km", speakers=SPEAKERS):
    data = text if isinstance(text, bytes) else text.encode()
    return read_transcript(data, session="T9", language=language, speakers=speakers)


@pytest.mark.parametrize("session", sessions())
def test_the_demo_is_read_to_the_byte(session):
    text = raw_transcript(session).text
    assert hashlib.sha256(text.encode()).hexdigest() == told_of(session)["raw_text_sha256"]
    assert [t.number for t in raw_transcript(session).turns] == [
        t["n"] for t in told_of(session)["raw_turns"]
    ]


def test_the_demo_has_its_turns():
    assert sum(len(raw_transcript(s).turns) for s in sessions()) == corpus()["expected_counts"]["turns"]


def test_line_ends_and_the_byte_order_mark_go_and_nothing_else():
    windows = b"\xef\xbb\xbf" + raw_file("T1").replace(b"\n", b"\r\n") + b"\r\n\r\n"
    labels = [SessionSpeaker(label, SpeakerRole.OTHER) for label in told_of("T1")["speakers"]]
    assert read(windows, speakers=labels).text == raw_transcript("T1").text


@pytest.mark.parametrize(
    "words",
    [
        "ក្មេង\u200bម្នាក់ 🙂 និយាយ",
        "मेरो साथी👩🏽‍🎓 र म",
        "he wrote \u2067مريم سامي\u2069 and stopped",
        "e\u0323\u0302 with two marks",
        "अनि क्\u200dष भन्यो",
    ],
)
def test_every_script_stays_as_it_was_but_for_nfc(words):
    turn = read(f"C1: {words}").turns[0]
    assert turn.words == unicodedata.normalize("NFC", words)


def test_labels_may_be_written_with_other_digits_and_colons():
    assert [t.speaker for t in read("M៖ សួស្តី\n\u200fC១： \u2067مريم\u2069").turns] == ["M", "C1"]


@pytest.mark.parametrize(
    ("text", "line", "mend"),
    [
        ("M: yes\nand then he left", 2, "join it to the line before"),
        ("M: yes\nSokha: I am here", 2, "speakers are labels"),
        ("M: yes\n\nC7: no", 3, "no speaker of this session"),
        ("M: yes\nC1:   ", 2, "says nothing"),
        ("M: yes\x07", 1, "no letter"),
        (b"M: yes\nC1: \xff\xe1", 2, "UTF-8"),
        ("", None, "1 to"),
        ("M: yes".encode("utf-16"), None, "UTF-16"),
        (b"M: " + b"a" * MOST_BYTES, None, "file of its own"),
    ],
)
def test_what_is_no_transcript_is_refused_with_its_line_and_its_remedy(text, line, mend):
    with pytest.raises(UnfitTranscript, match=mend) as refused:
        read(text)
    if line is not None:
        assert str(refused.value).startswith(f"line {line}:")
    assert "Sokha" not in str(refused.value)


def test_a_label_is_never_a_name_and_never_twice():
    with pytest.raises(UnfitTranscript, match="never a name"):
        SessionSpeaker("Dara", SpeakerRole.CHILD)
    with pytest.raises(UnfitTranscript, match="label of its own"):
        read("M: yes", speakers=(*SPEAKERS, SPEAKERS[0]))


def test_turns_can_be_cut_anywhere_and_twice():
    transcript = raw_transcript("T2")
    labels = turns_of_speakers(transcript, ["C7"])
    once, _ = without_turns(transcript, labels)
    again, edited = without_turns(once, labels)
    assert again == once
    assert edited.text == once.text
    assert {turn.number for turn in transcript.turns} - {turn.number for turn in once.turns} == labels


@settings(max_examples=150)
@given(st.sets(st.integers(1, 12)))
def test_the_text_of_what_is_left_is_what_edits_say(numbers):
    left, edited = without_turns(raw_transcript("T1"), numbers)
    assert edited.text == left.text
    spans, before = left.turn_spans(), raw_transcript("T1").turn_spans()
    for turn in left.turns:
        assert edited.moved(before[turn.number]) == spans[turn.number]
        assert left.turn_of(spans[turn.number]) == turn


@settings(max_examples=200)
@given(
    st.text("ae\u0301\u0323\u0302क़ि\u093cក្\u1100\u1161\u11a8가\u200b\r\n\ufeff🙂\u09c7\u09be x", max_size=40)
)
def test_normalising_is_nfc_and_marks_move_with_their_words(text):
    made = NormalisedText(text)
    bare = text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")
    assert made.text == unicodedata.normalize("NFC", bare)
    assert composed_text(made.text) == made.text
    for at, sign in enumerate(text):
        if sign in "x \n🙂" and text[at + 1 : at + 2] not in {"\u0301", "\u0323", "\u0302"}:
            moved = made.moved(TextSpan(at, at + 1))
            assert moved is not None
            assert sign in moved.within(made.text)


def pair():
    source = read("M: តើអ្វី?\nC1: បង\u200bធំ")
    translation = read("M: What?\nC1: the elder one", language="en")
    return SideBySide(source, translation, (TranslationNote(2, "បង", "elder one", "respect is lost"),))


def test_two_languages_stand_turn_beside_turn_and_are_cut_together():
    cut = pair_without_turns(pair(), {2})
    assert [t.number for t in cut.source.turns] == [t.number for t in cut.translation.turns] == [1]
    assert cut.notes == ()


@pytest.mark.parametrize(
    ("translation", "notes", "why"),
    [
        ("M: What?", (), "turn 2: only in one language"),
        ("M: What?\nM: the elder one", (), "turn 2: another speaker"),
        ("M: What?\nC1: x", (TranslationNote(2, "បង", "elder", ""),), "its translation is not there"),
        ("M: What?\nC1: x", (TranslationNote(2, "ម៉ែ", "x", ""),), "was not said there"),
        ("M: What?\nC1: x", (TranslationNote(9, "បង", "x", ""),), "was not said there"),
    ],
)
def test_what_does_not_pair_is_refused(translation, notes, why):
    with pytest.raises(UnfitTranscript, match=why):
        SideBySide(pair().source, read(translation, language="en"), notes)
    with pytest.raises(UnfitTranscript, match="language of its source"):
        SideBySide(pair().source, pair().source)
