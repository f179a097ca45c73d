"""An archive of the invented study: what each consent covers, under new names, and nothing else."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from itertools import pairwise
from uuid import UUID

import pytest
from tests.core.studies.archived_demo import CODING, NAMESPACE, archive_source, every_text, unpacked
from tests.core.studies.coded_demo import codings, planted, told_of
from tests.core.studies.demo_consents import DEMO, demo_passages, demo_register, row
from tests.core.studies.reported_demo import report_words, told

from kapea.core.evidence.counts import CountMark, ShownCount
from kapea.core.studies.archive_tables import consent_csv, table_csv
from kapea.core.studies.archived_turns import archived_turns
from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.double_draw import CoderSide
from kapea.core.studies.quote_bank import QuoteUse, ThirdParty, scopes_for
from kapea.core.studies.refi_codebook import read_refi_codebook
from kapea.core.studies.refi_reading import read_refi_project
from kapea.core.studies.repeated_words import LONGEST_REPEATED, said_words
from kapea.core.studies.sample_splits import part_mark
from kapea.core.studies.sample_told import TOTAL_KEY
from kapea.core.studies.study_archive import NotArchivable, archive_readme, study_archive
from kapea.core.studies.study_holding import HeldKind, HeldThing
from kapea.core.studies.study_protocol import ProtocolPart

LANGUAGES = ("en", "km")
SCOPES = scopes_for(QuoteUse.ARCHIVE)


def made(consent=None, namespace=NAMESPACE, **other):
    words = [report_words(language) for language in LANGUAGES]
    return study_archive(archive_source(**other), consent or demo_register(), namespace, words)


def files(archive) -> dict[str, bytes]:
    return dict(unpacked(archive.data))


def table(archive, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(files(archive)[f"tables/{name}.csv"].decode())))


def turns_of(*seats: str) -> list[str]:
    """The de-identified words of some seats."""
    lines = [
        line.split(": ", 1)
        for transcript in DEMO["transcripts"]
        for line in transcript["deidentified_text"].split("\n")
    ]
    return [words for label, words in lines if label in seats]


def not_archived() -> list[str]:
    register = demo_register()
    return [seat for seat in register.seats if not register.covers(seat, ResearchScope.ARCHIVE)]


def test_of_a_session_that_one_coded_the_other_has_no_row():
    both = table(made(), "codes")[1:]
    alone = replace(CODING, alone={"T6": CoderSide.B})
    rows = table(made(coding=alone), "codes")[1:]
    gone = [row for row in both if row not in rows]
    assert [(coder, session in {row[0] for row in rows}) for session, coder, *_ in gone] == [("A", True)]


# --- whose words are in it ------------------------------------------------------------------------


def test_nothing_of_a_seat_without_archive_is_in_any_file():
    archive = made()
    assert set(not_archived()) == {"C2", "C7", "P2"}
    assert archive.seats.isdisjoint(not_archived())
    text = every_text(archive.data)
    assert [words for words in turns_of(*not_archived()) if words in text] == []
    kept = turns_of("C1", "C4", "P5", "K1")
    assert all(words in text for words in kept)


def test_withheld_turns_are_not_in_it_and_the_others_of_that_speaker_are():
    text = every_text(made().data)
    for seat, said in DEMO["consents"].items():
        for number in said.get("withheld_turns", ()):
            session = next(t["id"] for t in DEMO["transcripts"] if seat in t["speakers"])
            words = told_of(session)["deidentified_text"].split("\n")[number - 1].partition(": ")[2]
            assert words not in text
    assert any(words in text for words in turns_of("P3"))


def test_the_answer_of_who_leads_to_a_turn_that_is_left_out_goes_too():
    source = archive_source()
    register = demo_register()
    kept = archived_turns(source.sessions, (), (), register, NAMESPACE)
    said = {turn.words for session in kept.sessions for turn in session.transcript.turns}
    for each in source.sessions:
        turns = each.transcript.turns
        for before, after in pairwise(turns):
            if before.speaker in not_archived() and after.speaker == "M":
                assert after.words not in said


def test_a_turn_in_which_somebody_else_can_be_recognised_is_left_out():
    passages = [
        replace(p, third_party=ThirdParty.RECOGNISABLE) if p.id == "S06" else p for p in demo_passages()
    ]
    [held] = [p for p in passages if p.third_party is ThirdParty.RECOGNISABLE]
    assert held.words in every_text(made().data)
    assert held.words not in every_text(made(passages=passages).data)


def test_a_turn_that_repeats_what_is_left_out_is_left_out_in_whichever_session():
    source = archive_source()
    [gone] = turns_of("C7")[:1]
    assert len(gone) > LONGEST_REPEATED
    session = source.sessions[3]
    turns = list(session.transcript.turns)
    at = next(n for n, turn in enumerate(turns) if turn.speaker == "P5")
    turns[at] = replace(turns[at], words=f"My son heard: {gone.upper()}")
    echoed = replace(session, transcript=replace(session.transcript, turns=tuple(turns)))
    archive = made(sessions=(*source.sessions[:3], echoed, *source.sessions[4:]), codings=())
    assert gone.casefold() not in every_text(archive.data).casefold()


def test_consent_is_asked_as_it_is_made():
    register = demo_register()
    no = row("K1", ResearchScope.ARCHIVE, "no", id="later")
    later = replace(register, rows=(*register.rows, no))
    words = turns_of("K1")[2]
    assert words in every_text(made().data)
    assert words not in every_text(made(later).data)
    assert "K1" in made().seats - made(later).seats
    assert HeldThing("archive-1", HeldKind.ARCHIVE_ITEM, made(later).seats)


def test_who_has_no_seat_is_not_archived():
    source = archive_source()
    bare = tuple(replace(each, seats={}) for each in source.sessions)
    assert made(sessions=bare, codings=()).seats == frozenset()
    assert turns_of("K1")[2] not in every_text(made(sessions=bare, codings=()).data)


def test_nothing_that_was_taken_out_is_in_it():
    text = every_text(made().data)
    assert len(planted()) == 27
    assert [plant["surface"] for plant in planted() if plant["surface"] in text] == []


# --- under other names ----------------------------------------------------------------------------


def test_the_same_things_give_the_same_bytes_and_another_namespace_other_names():
    one, same = made(), made()
    assert (one.data, one.digest) == (same.data, same.digest)
    other = made(namespace=UUID(int=5))
    assert files(one)["project.qdpx"] != files(other)["project.qdpx"]
    orders = {made(namespace=UUID(int=n)).digest for n in range(3)}
    assert len(orders) == 3


def test_st_r26_no_name_of_the_day_and_no_account_is_in_it():
    archive = made()
    names = [name for name, _ in unpacked(archive.data)]
    assert [name for name in names if name.startswith("transcripts/")] == [
        f"transcripts/session-{n:02}.txt" for n in range(1, 7)
    ]
    cells = [cell for each in ("turns", "codes", "quotes") for line in table(archive, each) for cell in line]
    assert not {"T1", "C4", "P5", "coder-a", "coder-b"} & set(cells)
    speakers = {line[2] for line in table(archive, "turns")[1:]}
    assert speakers <= {"M1", *(f"S{n}" for n in range(1, 9))}


@pytest.mark.parametrize(
    ("called", "is_in"), [("Thank you, c4.", False), ("ក្មេង C៤ និយាយ", False), ("A4 paper", True)]
)
def test_a_turn_that_calls_somebody_by_the_label_of_the_day_is_left_out(called, is_in):
    first, *others = archive_source().sessions
    turns = tuple(
        replace(turn, words=f"{turn.words} {called}") if turn.speaker == "C1" else turn
        for turn in first.transcript.turns
    )
    calling = replace(first, transcript=replace(first.transcript, turns=turns))
    archive = made(sessions=(calling, *others), codings=())
    assert (called in every_text(archive.data)) is is_in
    assert ("C1" in archive.seats) is is_in


def test_the_order_of_sessions_is_that_of_no_day():
    orders = set()
    for n in range(6):
        held = files(made(namespace=UUID(int=n)))
        orders.add(held["transcripts/session-01.txt"])
    assert len(orders) > 1


def test_while_coders_are_blind_there_is_no_archive():
    with pytest.raises(NotArchivable, match="unblind"):
        made(coding=replace(CODING, unblinded=None))
    stranger = tuple(replace(each, coder="somebody-else") for each in codings())
    assert {cell for line in table(made(codings=stranger), "codes")[1:] for cell in line[2:]} == {"0"}


def test_codings_stand_on_the_same_words_and_have_no_memo():
    noted = tuple(replace(coding, memo="somebody said so") for coding in codings())
    project = read_refi_project(files(made(codings=noted))["project.qdpx"]).project
    said = {each["text"] for each in DEMO["coded_segments"]}
    marked = [segment.span.within(text.text) for text in project.texts for segment in text.segments]
    assert marked
    assert set(marked) <= said
    assert {segment.memo for text in project.texts for segment in text.segments} == {""}
    gone = {each["text"] for each in DEMO["coded_segments"] if each["speaker"] in not_archived()}
    assert gone
    assert gone.isdisjoint(marked)
    assert len(project.coders) == 2


def test_an_example_of_the_codebook_goes_where_it_is_what_somebody_said_who_is_left_out():
    book = archive_source().book
    code = next(iter(book.codes.values()))
    [gone] = turns_of("C7")[:1]
    told_by = replace(book, codes=book.codes | {code.code: replace(code, example=gone)})
    read = read_refi_codebook(files(made(book=told_by))["codebook.qdc"])
    assert gone not in "".join(each.description for each in read)
    defined = replace(book, codes=book.codes | {code.code: replace(code, definition=gone)})
    with pytest.raises(NotArchivable, match=f"codebook {code.code}, definition"):
        made(book=defined)


# --- what else is in it ---------------------------------------------------------------------------


def test_every_file_is_in_the_list_with_its_digest():
    held = files(made())
    listed = json.loads(held["manifest.json"])["files"]
    outer = {name for name in held if not name.startswith("project.qdpx/")} - {"manifest.json"}
    assert set(listed) == outer
    assert all(hashlib.sha256(held[name]).hexdigest() == digest for name, digest in listed.items())


def test_protocol_and_instruments_are_in_it_and_who_was_telephoned_is_not():
    held = files(made())
    assert held["protocol/question.txt"] == b"Invented: question.\n"
    assert f"protocol/{ProtocolPart.REFERRALS.value}.txt" not in held
    assert b"What do you like" in held["instruments/guide-12-14.txt"]
    with pytest.raises(NotArchivable, match="instruments: a name"):
        made(instruments={"../x": "words"})
    with pytest.raises(NotArchivable, match="protocol question") as refused:
        made(protocol={ProtocolPart.QUESTION: f"As one said: {turns_of('C2')[0]}"})
    assert turns_of("C2")[0][:15] not in str(refused.value)


def test_st_r36_quotes_are_asked_for_as_everywhere_and_stand_in_no_order_of_speakers():
    rows = table(made(), "quotes")[1:]
    register = demo_register()
    both = [
        passage.words
        for passage in demo_passages()
        if all(register.covers(each.seat, scope) for each in passage.spoken for scope in SCOPES)
    ]
    assert [words for words, _ in rows] == sorted(both)
    assert len(rows) == 8
    assert {who for _, who in rows} <= {"a child; translated", "a grown-up; translated"}


def test_a_short_quote_of_who_is_not_archived_is_in_no_table():
    register = demo_register()
    no = replace(register, rows=(*register.rows, row("P5", ResearchScope.ARCHIVE, "no", id="later")))
    short = [replace(each, words="I ask.") if each.id == "S10" else each for each in demo_passages()]
    assert "I ask." in {words for words, _ in table(made(passages=short), "quotes")}
    assert "I ask." not in {words for words, _ in table(made(no, passages=short), "quotes")}


def test_counts_are_those_that_may_be_published():
    rows = dict(table(made(), "counts")[1:])
    assert rows["role-age / all / all"] == "18"
    assert {int(cell) for cell in rows.values() if cell.isdigit()} - {0} >= {18}
    assert all(int(cell) >= 5 for cell in rows.values() if cell.isdigit() and cell != "0")


def test_how_many_agreed_is_hidden_where_few_did_or_few_did_not():
    rows = dict(table(made(), "consent")[1:])
    assert rows["take_part"] == "18"
    assert rows["quote"] == "13"
    assert rows["archive"] == rows["contact_again"] == "hidden", "three said no, one said yes"
    hidden = dict(told().said) | {TOTAL_KEY: CountMark.HIDDEN}
    assert b"18" not in consent_csv(demo_register(), hidden)


@pytest.mark.parametrize(
    ("total", "count", "mark"),
    [
        (18, 18, ShownCount(18)),
        (18, 13, ShownCount(13)),
        (18, 14, CountMark.HIDDEN),
        (18, 4, CountMark.HIDDEN),
        (18, 0, CountMark.ZERO),
        (9, 9, CountMark.HIDDEN),
    ],
)
def test_a_part_is_said_where_neither_it_nor_the_rest_is_small(total, count, mark):
    assert part_mark(ShownCount(total), count) == mark


def test_no_sheet_takes_a_cell_for_a_formula():
    assert table_csv(("a",), [("=1+1",), ("@x",)]) == b"a\r\n'=1+1\r\n'@x\r\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_in_plain_words_what_it_is(language):
    text = archive_readme(report_words(language), "DEMO")
    assert files(made())[f"README.{language}.txt"].decode() == text
    assert text.count("\n\n") == 9
    assert "DEMO" in text.split("\n")[0]


@pytest.mark.parametrize(
    ("written", "is_repeated"),
    [
        ("She told us that she WAITS for the bus alone every evening.", True),
        ("waits for the bus alone every", False),
        ("He said: they will hit\u200b me, and left.", True),
        ("Yes, always.", False),
    ],
)
def test_what_was_said_is_found_again(written, is_repeated):
    said = said_words(["that she waits for the bus alone every evening", "They will hit me", "Yes, always"])
    assert said.are_in(written) is is_repeated
