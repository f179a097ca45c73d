"""A page for those who took part, and one for children: what may stand on it, and who reads it last."""

from __future__ import annotations

import pytest
from tests.core.studies.demo_consents import demo_passages
from tests.core.studies.made_studies import AT
from tests.core.studies.reported_demo import DRAWING, report_words, summary_matter

from kapea.core.languages.phrases import count_words
from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.pack.model import Lint
from kapea.core.studies.handed_papers import OutputRefused, paper_made, version_signed
from kapea.core.studies.plain_words import WordFault, word_faults
from kapea.core.studies.quote_bank import PlacedQuotes, QuoteUse
from kapea.core.studies.repeated_words import said_words
from kapea.core.studies.reports.summary_paper import summary_paper
from kapea.core.studies.summary_book import (
    MOST_OF_PLACE,
    SUMMARY_PLACES,
    SummaryBook,
    SummaryKind,
    summary_read,
    summary_words,
    summary_written,
)
from kapea.core.studies.words_written import long_sentences, never_said

NOBODY_SAID = said_words(())
TEXTS = {place: f"Words of {place}." for place in SUMMARY_PLACES}


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("Half, or 50 %, are afraid.", WordFault.PERCENTAGE),
        ("3 children told us.", WordFault.SMALL_NUMBER),
        ("កុមារ ៣ នាក់", WordFault.SMALL_NUMBER),
        ("កុមារ៣នាក់", WordFault.SMALL_NUMBER),
        ("बच्चा ४ जना", WordFault.SMALL_NUMBER),
        ("Ask us under 012 345 678.", WordFault.POINTS_TO_SOMEBODY),
        ("Write to @moon.river", WordFault.POINTS_TO_SOMEBODY),
    ],
)
def test_a_share_a_small_number_and_what_points_to_somebody_are_found(words, fault):
    assert fault in word_faults(words, NOBODY_SAID)


@pytest.mark.parametrize(
    "words", ["Children of 9 to 11 told us.", "1. First\n2. Second", "We came in 2026.", "12-14", "At 16:30."]
)
def test_ages_lists_years_and_hours_are_no_small_numbers(words):
    assert list(word_faults(words, NOBODY_SAID)) == []


def test_what_somebody_said_is_found_whoever_it_was():
    said = said_words(each.words for each in demo_passages())
    for each in demo_passages():
        assert WordFault.SOMEBODY_SAID in word_faults(f"They told us: {each.words}", said)


def test_lists_of_what_is_never_said_hold_here_too():
    lint = Lint(banned={"victim": "child"}, media=("send a picture",), tells_home=("tell your parents",))
    found = never_said("A Victim may send a picture. Tell your parents!", [lint])
    assert {(each.phrase, each.instead) for each in found} == {
        ("victim", "child"),
        ("send a picture", ""),
        ("tell your parents", ""),
    }
    assert never_said("Somebody listens.", [lint]) == ()


def test_long_sentences_are_counted_also_of_khmer():
    assert long_sentences("One two three four five six seven eight nine ten. And so on.", 10) == 0
    assert long_sentences("One two three four five six seven eight nine ten eleven.", 10) == 1
    khmer = "យើង ប្រាប់ ការិយាល័យ នូវ អ្វី ដែល យើង បាន រៀន ហើយ".replace(" ", ZERO_WIDTH)
    assert long_sentences(f"{khmer}។", 10) == 0
    assert long_sentences(f"{khmer}{ZERO_WIDTH}យើង។", 10) == 1


def written(kind: SummaryKind = SummaryKind.PARTICIPANTS, **texts: str) -> SummaryBook:
    return summary_written(SummaryBook(kind=kind, language="en"), {**TEXTS, **texts}, "writer")


def test_every_place_is_needed_and_a_page_for_children_has_120_words():
    assert written().missing == ()
    assert written(thanks=" ").missing == ("thanks",)
    many = {place: "word " * 30 for place in SUMMARY_PLACES}
    assert written(SummaryKind.CHILDREN, **many).words_too_many(count_words) == 7 * 30 - 120
    assert written(**many).words_too_many(count_words) == 0
    with pytest.raises(OutputRefused):
        written(asked="a" * (MOST_OF_PLACE + 1))


def made(book: SummaryBook) -> SummaryBook:
    drawn = dict.fromkeys(summary_words(("c",)).pictures.values(), DRAWING)
    matter = summary_matter(texts=book.texts, contacts={"c": "A helpline"}, drawings=drawn, passages=())
    paper = summary_paper(summary_words(("c",)), matter, report_words("en"))
    none = PlacedQuotes(QuoteUse.PRINT, (), (), heard=0, sessions=0)
    return paper_made(book, paper, none, {})


def test_two_others_read_it_last_two_hand_it_out_and_what_is_written_takes_it_away():
    book = made(written())
    digest = book.ready.digest
    with pytest.raises(OutputRefused) as own:
        summary_read(book, "writer", digest)
    assert own.value.why == "own-words", "nobody reads last what they wrote"
    for reader in ("a", "b"):
        book = summary_read(book, reader, digest)
    book = version_signed(book, "lead", digest, AT)
    assert not book.is_handed_out
    book = version_signed(book, "guard", digest, AT)
    assert book.is_handed_out
    changed = summary_written(book, {**TEXTS, "asked": "Something else?"}, "other")
    assert (changed.ready, changed.is_handed_out, changed.readers) == (None, False, frozenset())
    assert len(changed.handed_out) == 1, "what left stays known"
