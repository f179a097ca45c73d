"""Who reads and signs an output means one paper; what was written on or is covered no more since, is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.studies.demo_consents import demo_passages, demo_register
from tests.core.studies.reported_demo import matter, now, output, report_words

from kapea.core.studies.handed_papers import (
    MadePaper,
    OutputRefused,
    paper_made,
    still_stands,
    version_read,
    version_signed,
    without_lapsed_words,
)
from kapea.core.studies.output_book import (
    MOST_SIGNS,
    OutputBook,
    asked_of_office,
    findings_chosen,
    item_written,
    part_written,
    quotes_chosen,
    titled,
)
from kapea.core.studies.reports.report_matter import OfficeAsk
from kapea.core.studies.reports.report_paper import report_paper
from kapea.core.studies.study_holding import StudyFigure, StudyHolding
from kapea.core.studies.study_memos import StudyClaim
from kapea.core.studies.study_report import OutputKind

NOW = datetime(2026, 11, 30, tzinfo=UTC)
CLAIM = StudyClaim("shame", "They fear blame.", frozenset({"s1"}), frozenset({"s2"}), frozenset())
WRITTEN = findings_chosen(OutputBook(kind=OutputKind.REPORT), [CLAIM], ["shame"])
OUTPUT = output()
PAPER = report_paper(OUTPUT, matter(), replace(now(OUTPUT), readers=None), report_words())
HELD = StudyHolding((), figures_of={StudyFigure.COUNTS: 2})


def made(book: OutputBook = WRITTEN) -> OutputBook:
    return paper_made(book, PAPER, OUTPUT.quotes, {StudyFigure.COUNTS: 2})


def read_by_two(book: OutputBook) -> OutputBook:
    for account in ("reader", "other"):
        book = version_read(book, account, PAPER_DIGEST)
    return book


def paper_of(book: OutputBook) -> MadePaper:
    assert book.ready is not None
    return book.ready


PAPER_DIGEST = paper_of(made()).digest
CHANGES = {
    "title": lambda book: titled(book, "What children say"),
    "part": lambda book: part_written(book, "findings", "Children tell a friend first."),
    "item": lambda book: item_written(book, "coreq-02", "nurse"),
    "findings": lambda book: findings_chosen(book, [CLAIM], []),
    "claim": lambda book: findings_chosen(book, [replace(CLAIM, words="Other.")], ["shame"]),
    "quotes": lambda book: quotes_chosen(book, ["q1"]),
    "ask": lambda book: asked_of_office(book, OfficeAsk("School", "shame", "Say it is not their fault.")),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_is_written_takes_the_paper_and_who_read_it_away(change):
    signed = version_signed(read_by_two(made()), "lead", PAPER_DIGEST, NOW)
    changed = change(signed)
    assert (signed.readers, signed.signers) == ({"reader", "other"}, {"lead"})
    assert (changed.ready, changed.readers, changed.signers) == (None, frozenset(), frozenset())
    with pytest.raises(OutputRefused, match="another-paper"):
        version_signed(changed, "guard", PAPER_DIGEST, NOW)


@given(st.lists(st.sampled_from(["lead", "guard"]), max_size=6))
def test_two_hand_it_out_once_and_one_never(signing):
    book = read_by_two(made())
    for account in signing:
        book = version_signed(book, account, PAPER_DIGEST, NOW)
    assert len(book.handed_out) == (len(set(signing)) == 2)
    assert book.is_handed_out == bool(book.handed_out)


def test_before_two_have_read_it_nobody_signs_it():
    once = version_read(made(), "reader", PAPER_DIGEST)
    for book in (made(), once, version_read(once, "reader", PAPER_DIGEST)):
        with pytest.raises(OutputRefused, match="too-few-readers"):
            version_signed(book, "lead", PAPER_DIGEST, NOW)


def test_what_was_handed_out_stays_known_when_it_is_written_on():
    book = read_by_two(made())
    for account in ("lead", "guard"):
        book = version_signed(book, account, PAPER_DIGEST, NOW)
    later = titled(book, "Another title")
    assert [each.digest for each in later.handed_out] == [PAPER_DIGEST]
    assert not later.is_handed_out


def test_a_paper_stands_only_while_consent_covers_each_quote_and_no_figure_is_older():
    ready, passages, consent = paper_of(made()), demo_passages(), demo_register()
    assert still_stands(ready, HELD, consent, passages)
    quoted = ready.placed[0].seats[0]
    assert not still_stands(ready, HELD, replace(consent, withdrawn=frozenset({quoted})), passages)
    assert not still_stands(ready, HELD, consent, passages[:1])
    assert not still_stands(ready, StudyHolding(()), consent, passages)


def test_of_a_paper_that_quotes_somebody_who_withdrew_no_words_are_kept():
    book, consent = made(), demo_register()
    assert without_lapsed_words(book, consent) is book
    gone = replace(consent, withdrawn=frozenset({paper_of(book).placed[0].seats[0]}))
    left = without_lapsed_words(book, gone)
    assert without_lapsed_words(left, gone) == left
    kept = str(left)
    assert not any(each.words in kept for each in paper_of(book).placed)
    assert not still_stands(paper_of(left), HELD, consent, demo_passages()), "also where they agree again"


@pytest.mark.parametrize("part", ["bias", "checklist", "sample", "asks", "covers"])
def test_nobody_writes_on_what_the_data_say_or_on_what_is_not_there(part):
    with pytest.raises(OutputRefused, match="no-such-part"):
        part_written(WRITTEN, part, "words")


def test_an_item_that_data_fill_takes_no_words_and_no_text_is_endless():
    with pytest.raises(OutputRefused, match="no-such-part"):
        item_written(WRITTEN, "coreq-01", "words")
    with pytest.raises(OutputRefused, match="too-long"):
        item_written(WRITTEN, "coreq-02", "x" * (MOST_SIGNS + 1))
    assert item_written(item_written(WRITTEN, "coreq-02", "nurse"), "coreq-02", " ") == WRITTEN


def test_what_is_asked_rests_on_a_finding_that_stands_there():
    asked = asked_of_office(WRITTEN, OfficeAsk("School", "shame", "Say it is not their fault."))
    assert [each.office for each in asked.asks] == ["School"]
    assert findings_chosen(asked, [CLAIM], []).asks == ()
    assert asked_of_office(asked, OfficeAsk("School", "shame", " ")).asks == ()
    with pytest.raises(OutputRefused):
        asked_of_office(WRITTEN, OfficeAsk("School", "other", "More."))
