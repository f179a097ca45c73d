"""The archive of the invented study over HTTP: two people, what consent covers at that moment, and that
whoever withdraws later is told that it left.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest
from tests.core.studies.archived_demo import every_text, unpacked
from tests.core.studies.coded_demo import corpus
from tests.core.studies.demo_consents import demo_passages
from tests.staff.at_the_desk import SAID
from tests.staff.cast import member_of_person
from tests.staff.coding_walk import ANALYST, NUMBER_OF, STEWARD, A, B, CodingWalk

from kapea.audit.models import Event
from kapea.core.studies.quote_bank import ThirdParty
from kapea.core.studies.quote_cutting import BankedQuote
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.sampling_frame import (
    FrameStratum,
    FrameSurety,
    PlaceType,
    SamplingFrame,
    Stratum,
    StratumGender,
)
from kapea.core.studies.study_protocol import (
    InstrumentVersion,
    ProtocolPart,
    ProtocolVersion,
    StudyProtocol,
)
from kapea.studies.models import Study, StudyExport, StudyHandedOut, StudySealedText, StudyText, StudyTurnCut
from kapea.studies.queries import book_of, digest_of_words, document_of
from kapea.studies.quote_rows import QUOTES, SessionQuotes, released_mark
from kapea.studies.sealed_texts import keep_sealed
from kapea.studies.session_texts import TextKind
from kapea.studies.study_keys import StudyCustody, make_study_key
from kapea.web.field import archive_page

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TOOL, QUESTION = "What do you like to do online?", "Who helps when life online goes wrong?"
STRATA = (*NUMBER_OF, "home-danger")


@pytest.fixture
def walk(cast) -> CodingWalk:
    made = CodingWalk(cast).begin()
    made.start_codebook()
    made.code_corpus(A, B)
    write_protocol_of(made.row)
    bank_quotes(made)
    return made


def write_protocol_of(row: Study, question: str = QUESTION) -> None:
    """The strata of the corpus, one part of the protocol, a tool, and what must never leave."""
    parts = {ProtocolPart.QUESTION: question, ProtocolPart.REFERRALS: "Invented: telephoned Ms Example."}
    kinds = (Stratum(place=p, band=ResearchAgeBand.ADULT, gender=g) for p in PlaceType for g in StratumGender)
    strata = {
        id: FrameStratum(id=id, stratum=kind, people=None, surety=FrameSurety.UNKNOWN)
        for id, kind in zip(STRATA, kinds, strict=False)
    }
    version = ProtocolVersion(
        parts={part: digest_of_words(words) for part, words in parts.items()},
        instruments={"guide-12-14": InstrumentVersion("guide-12-14", 1, digest_of_words(TOOL))},
        frame=SamplingFrame(strata),
    )
    for words in (*parts.values(), TOOL):
        StudyText.objects.get_or_create(study=row, digest=digest_of_words(words), words=words)
    keep_protocol(row, StudyProtocol((version,)))


def keep_protocol(row: Study, protocol: StudyProtocol) -> None:
    book = book_of(row)
    told = replace(book, standing=replace(book.standing, protocol=protocol))
    Study.objects.filter(id=row.id).update(document=document_of(told))


def bank_quotes(walk: CodingWalk, third_party: ThirdParty = ThirdParty.NOBODY) -> None:
    row, by = walk.row, member_of_person(walk.people[ANALYST])
    for id, code in NUMBER_OF.items():
        found = [each for each in demo_passages() if each.session == id]
        quotes = tuple(
            BankedQuote(passage=here(each, code, third_party), code="EXP-FEAR", by=by.user) for each in found
        )
        key = make_study_key(by, row, StudyCustody.OUTPUT, at=walk.cast.at)
        keep_sealed(row, code, QUOTES, SessionQuotes(released_mark(row, code), quotes), key)


def here(passage, code: str, third_party: ThirdParty):
    spoken = tuple(replace(each, seat=f"{code}-{each.seat.lower()}") for each in passage.spoken)
    return replace(passage, session=code, spoken=spoken, third_party=third_party)


def ready(walk: CodingWalk, by=ANALYST, confirms=STEWARD) -> str:
    walk.post(by, "exports/ask", kind="archive")
    asked = StudyExport.objects.order_by("-asked_at").first().id
    walk.post(by, "exports/take", 409, export=asked)
    walk.post(confirms, "exports/confirm", export=asked)
    return asked


def taken(walk: CodingWalk, by=ANALYST, confirms=STEWARD) -> bytes:
    return walk.post(by, "exports/take", 200, export=ready(walk, by, confirms)).content


def words_of(*labels: str) -> list[str]:
    lines = [
        line.split(": ", 1)
        for each in corpus()["transcripts"]
        for line in each["deidentified_text"].split("\n")
    ]
    return [words for label, words in lines if label in labels]


def withdraw(walk: CodingWalk, label: str, scope: str) -> str:
    code = next(NUMBER_OF[each["id"]] for each in corpus()["transcripts"] if label in each["speakers"])
    number = code.removeprefix("s")
    turn = walk.row.sessions.get(number=number).turn
    address = f"sessions/{number}/seats/{label.lower()}/withdraw"
    said = walk.post(STEWARD, address, 200, turn=turn, scope=scope, party="participant")
    return said.content.decode()


def test_nobody_who_withdrew_or_gave_no_yes_is_in_any_file_and_every_digest_is_right(walk):
    walk.unblind()
    walk.row.sessions.get(number=1).seats.filter(seat="s1-c1").update(withdrawn_on=walk.cast.at.date())
    walk.row.sessions.get(number=4).seats.filter(seat="s4-p4").update(withheld=[2])
    data = taken(walk)
    text, files = every_text(data), dict(unpacked(data))
    assert [words for words in words_of("C1", "C2", "C7", "P2") if words in text] == []
    assert all(words in text for words in words_of("C4", "P5", "K1"))
    listed = json.loads(files["manifest.json"])["files"]
    outer = {name: held for name, held in files.items() if "/" not in name.partition("qdpx")[2]}
    assert set(listed) == set(outer) - {"manifest.json"}
    assert all(hashlib.sha256(outer[name]).hexdigest() == told for name, told in listed.items())
    assert QUESTION in text
    assert TOOL in text
    assert "telephoned" not in text
    assert not [each for each in (*NUMBER_OF.values(), "s1-c4") if f'"{each}"' in text]
    assert {f"README.{each}.txt" for each in ("en", "km", "ne", "sw", "fil")} <= set(files)


def test_it_takes_two_who_open_quotes_and_what_left_is_kept_without_words(walk):
    walk.unblind()
    walk.post(A, "exports/ask", 409, kind="archive")
    assert SAID["export-archive"] not in walk.get(A, "exports")
    walk.post(STEWARD, "exports/ask", kind="archive")
    asked = StudyExport.objects.get()
    walk.post(STEWARD, "exports/confirm", 409, export=asked.id)
    walk.post(ANALYST, "exports/confirm", export=asked.id)
    walk.post(ANALYST, "exports/take", 409, export=asked.id)
    assert not StudyHandedOut.objects.exists()
    data = walk.post(STEWARD, "exports/take", 200, export=asked.id).content
    left = StudyHandedOut.objects.get()
    assert (left.kind, left.digest) == ("archive", hashlib.sha256(data).hexdigest())
    assert {"s1-c1", "s1-c4"} <= set(left.seats)
    assert set(left.seats).isdisjoint({"s1-c2", "s2-c7", "s3-p2"})
    assert left.quotes
    assert {seat for seats in left.quotes.values() for seat in seats} <= set(left.seats)
    did = Event.objects.filter(subject=f"study:{walk.id}", action="study.export-take").get()
    assert did.detail["kind"] == "archive"


def test_whoever_withdraws_later_is_told_that_copies_left_and_the_next_one_is_without_them(walk):
    walk.unblind()
    assert words_of("C4")[0] in every_text(taken(walk))
    page = withdraw(walk, "C4", "archive")
    assert SAID["study-withdrawal-archive-asked"] in page
    left = StudyHandedOut.objects.get()
    assert "s1-c4" not in left.seats
    assert "s1-c1" in left.seats
    assert words_of("C4")[0] not in every_text(taken(walk))
    page = withdraw(walk, "C1", "take_part")
    assert SAID["study-withdrawal-archive-asked"] in page
    assert "s1-c1" not in {seat for each in StudyHandedOut.objects.all() for seat in each.seats}


def test_a_disclosed_turn_and_one_in_which_somebody_else_is_known_stay_out(walk):
    walk.unblind()
    told = words_of("P5")[0]
    turns = next(t for t in corpus()["transcripts"] if "P5" in t["speakers"])
    number = [line.partition(": ")[0] for line in turns["deidentified_text"].split("\n")].index("P5") + 1
    StudyTurnCut.objects.create(study=walk.row, session=NUMBER_OF[turns["id"]], turn=number)
    assert told not in every_text(taken(walk))
    quoted = [each.words for each in demo_passages()]
    assert any(words in every_text(taken(walk)) for words in quoted)
    bank_quotes(walk, ThirdParty.RECOGNISABLE)
    StudySealedText.objects.filter(kind="released", session="s1").update(turn=9)
    text = every_text(taken(walk))
    assert [words for words in quoted if words in text] == [], "also where nobody looked at it again"


def test_it_is_not_made_and_says_why(walk, monkeypatch):
    asked = ready(walk)

    def refused(word: str) -> str:
        page = walk.post(ANALYST, "exports/take", 409, export=asked).content.decode()
        assert SAID[word] in page
        return page

    refused("coding-fault-archive-blind")
    walk.unblind()
    write_protocol_of(walk.row, words_of("C2")[0])
    assert "protocol question" in refused("coding-fault-archive-repeats")
    write_protocol_of(walk.row)
    opens = archive_page.open_for_archive

    def opens_before_a_change(*about, **more):
        opened = opens(*about, **more)
        StudySealedText.objects.filter(kind=TextKind.RELEASED.value, session="s2").update(turn=9)
        return opened

    monkeypatch.setattr(archive_page, "open_for_archive", opens_before_a_change)
    refused("study-fault-stale")
    monkeypatch.undo()
    keep_protocol(walk.row, StudyProtocol())
    refused("coding-fault-archive-frame")
    assert not StudyHandedOut.objects.exists()
    assert not Event.objects.filter(action="study.export-take").exists()
