"""The invented corpus released, coded and quoted, each turn with a word that stands nowhere else; what its
people answer, and all that everybody who reads words is shown of it.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field, replace

from tests.core.studies.demo_consents import demo_register
from tests.core.studies.demo_consents import row as answer
from tests.staff.cast import member_of_person
from tests.staff.coding_walk import ADJUDICATOR, ANALYST, NUMBER_OF, STEWARD, A, B, CodingWalk, released_here
from tests.staff.study_corpus import BEFORE

from kapea.core.studies.consent_scopes import ResearchScope, ScopeParty
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.paired_reading import PairedReading
from kapea.core.studies.quote_bank import QuotedTurn, QuotePassage, ThirdParty
from kapea.core.studies.quote_cutting import BankedQuote
from kapea.core.studies.seat_labels import label_of_seat, seat_of_label
from kapea.core.studies.side_by_side import SideBySide
from kapea.core.studies.study_book import StudyBook
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.study_standing import GateOpening, StudyStanding
from kapea.core.studies.transcript import SessionTranscript
from kapea.core.studies.transcript_release import DeidentifiedDraft
from kapea.core.studies.written_texts import WrittenPair, WrittenTranscript
from kapea.studies.models import (
    CodedSegment,
    StudyBlindness,
    StudyExport,
    StudySealedText,
    StudySeat,
)
from kapea.studies.queries import book_of, document_of
from kapea.studies.quote_rows import QUOTES, SessionQuotes, released_mark
from kapea.studies.released_texts import RELEASED
from kapea.studies.sealed_texts import keep_sealed
from kapea.studies.session_rows import add_scope_answers, consent_of
from kapea.studies.study_keys import StudyCustody, make_study_key

AUTHOR, LAST, LEAD = StudyRole.AUTHOR, StudyRole.LAST_READER, StudyRole.INVESTIGATOR
WRITER, TURNER, READER = StudyRole.TRANSCRIBER, StudyRole.TRANSLATOR, StudyRole.DEIDENTIFIER_1
MARK = re.compile(r"zq(\d+)x(\d+)qz")
SEATS = {
    f"{NUMBER_OF[each.session]}-{each.id.lower()}": replace(
        each, id=f"{NUMBER_OF[each.session]}-{each.id.lower()}", session=NUMBER_OF[each.session]
    )
    for each in demo_register().seats.values()
}
NO = {
    "no-part": (ResearchScope.TAKE_PART, ScopeParty.PARTICIPANT),
    "no-quote": (ResearchScope.QUOTE, ScopeParty.PARTICIPANT),
    "guardian-no-part": (ResearchScope.TAKE_PART, ScopeParty.GUARDIAN),
    "guardian-no-quote": (ResearchScope.QUOTE, ScopeParty.GUARDIAN),
}
KINDS = ("yes", "yes", "yes", *NO, "not-asked", "withheld", "withdrawn")


def marked(session: str) -> SessionTranscript:
    """A transcript of the corpus with a word in each turn that stands nowhere else."""
    [id] = [id for id, code in NUMBER_OF.items() if code == session]
    text = released_here(id)
    turns = tuple(replace(t, words=f"{t.words} zq{session[1:]}x{t.number}qz") for t in text.turns)
    return replace(text, turns=turns)


TEXTS = {session: marked(session) for session in NUMBER_OF.values()}
SAID_BY = {
    (session, turn.number): seat_of_label(session, turn.speaker)
    for session, text in TEXTS.items()
    for turn in text.turns
}


@dataclass
class Everywhere(CodingWalk):
    """The corpus with all that is made of it."""

    documents: dict[str, dict] = field(default_factory=dict)

    def begin(self, *, texts: bool = True) -> Everywhere:
        super().begin(texts=texts)
        for role in (AUTHOR, LAST, LEAD, WRITER, TURNER, READER):
            self.join(role)
        row = self.row
        openings = tuple(GateOpening(StudyGate(each), ("made-up",), self.cast.at) for each in BEFORE)
        standing = StudyStanding(zone="Asia/Phnom_Penh", openings=openings)
        row.document = document_of(StudyBook(replace(book_of(row).standing, **{
            "zone": standing.zone, "openings": standing.openings,
        })))  # fmt: skip
        row.save()
        self.start_codebook()
        self.documents = dict(self.seats().values_list("seat", "document"))
        return self

    def seats(self):
        return StudySeat.objects.filter(session__study_id=self.id)

    def keep(self, session: str, kind: str, value, custody: StudyCustody, by: StudyRole) -> None:
        """Seals it under a key of its own."""
        key = make_study_key(member_of_person(self.people[by]), self.row, custody, at=self.cast.at)
        keep_sealed(self.row, session, kind, value, key)

    def lay(self, said: dict[str, str], *, unblinded: bool) -> None:
        """Everything anew, as everybody agreed to all; then what each says since."""
        row = self.row
        CodedSegment.objects.filter(study=row).delete()
        StudySealedText.objects.filter(study=row).exclude(session="").delete()
        for session, text in TEXTS.items():
            self.keep(session, RELEASED, text, StudyCustody.RELEASED, A)
            self.code_all(text)
            quotes = SessionQuotes(released_mark(row, session), tuple(banked(text)))
            self.keep(session, QUOTES, quotes, StudyCustody.OUTPUT, AUTHOR)
        text = TEXTS["s1"]
        pair = SideBySide(text, replace(text, language="km"))
        raw = {
            "raw": WrittenTranscript(text, 1, "w"),
            "pair": WrittenPair(pair, 1, "w"),
            "reading": DeidentifiedDraft(PairedReading(text, (), {}), frozenset()),
        }
        for kind, value in raw.items():
            self.keep("s1", kind, value, StudyCustody.RAW, WRITER)
        StudyBlindness.objects.filter(study=row).delete()
        if unblinded:
            coders = [self.account(A), self.account(B)]
            StudyBlindness.objects.create(
                study=row, done=coders, coders=coders, adjudicator=self.account(ADJUDICATOR),
                unblinded_by=self.account(ADJUDICATOR), unblinded_at=self.cast.at,
            )  # fmt: skip
        for kept in self.seats():
            self.say(kept, said[kept.seat])

    def code_all(self, text: SessionTranscript) -> None:
        """Both coders mark every turn, the second with the one after it."""
        spans = list(text.turn_spans().values())
        CodedSegment.objects.bulk_create(
            CodedSegment(
                study_id=self.id, coder=self.account(role), number=int(text.session[1:]) * 100 + at,
                code="EXP-FEAR", version=1, session=text.session, start=span.start,
                end=spans[min(at + reach, len(spans) - 1)].end,
            )
            for role, reach in ((A, 0), (B, 1))
            for at, span in enumerate(spans)
        )  # fmt: skip

    def say(self, kept: StudySeat, kind: str) -> None:
        """What somebody answers; of the last kind, by the page on which it is taken back."""
        seat = SEATS[kept.seat]
        kept.document, kept.withdrawn_on = self.documents[kept.seat], None
        text = TEXTS[seat.session]
        kept.withheld = [t.number for t in text.turns if t.speaker == label_of_seat(kept.seat)]
        kept.withheld = kept.withheld[:1] if kind == "withheld" else []
        kept.save()
        kept.answers.all().delete()
        rows = [
            answer(seat.id, scope, "no" if NO.get(kind) == (scope, party) else "yes", party, age=seat.age)
            for scope in ResearchScope
            for party in ScopeParty
        ]
        add_scope_answers(kept, [] if kind == "not-asked" else rows)
        if kind == "withdrawn":
            page = f"sessions/{seat.session[1:]}/seats/{label_of_seat(kept.seat)}/withdraw"
            self.post(STEWARD, page, 200, turn=kept.session.turn, scope="take_part", party="participant")

    # --- who looks ----------------------------------------------------------------------------

    def taken(self, role: StudyRole, kind: str) -> str:
        confirms = STEWARD if role is not STEWARD else ANALYST
        self.post(role, "exports/ask", kind=kind)
        asked = StudyExport.objects.latest("asked_at", "id")
        StudyExport.objects.exclude(id=asked.id).delete()
        self.post(confirms, "exports/confirm", export=asked.id)
        data = self.post(role, "exports/take", 200, export=asked.id).content
        if kind == "csv":
            return data.decode()
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            return "\n".join(held.read(name).decode() for name in held.namelist())

    def coded(self, session: str) -> dict[str, str]:
        """All that stands on codings, for each role that reads."""
        told = {}
        for role in (A, B, ADJUDICATOR, ANALYST, AUTHOR, LAST, LEAD):
            told[f"{role} search"] = self.post(role, "search", 200, words="qz").content.decode()
            told[f"{role} {session}"] = self.get(role, f"coding/session?s={session[1:]}&turn=2")
        for role in (A, ADJUDICATOR):
            told[f"{role} reconcile"] = self.get(role, "reconcile")
        told |= {f"{ANALYST} {page}": self.get(ANALYST, page) for page in ("memos", "agreement", "coding")}
        told[f"{A} qdpx"], told[f"{STEWARD} csv"] = self.taken(A, "qdpx"), self.taken(STEWARD, "csv")
        return told

    def read(self) -> dict[str, str]:
        """Pages that open whole texts, and the bank."""
        told = {f"{AUTHOR} quotes": self.get(AUTHOR, "quotes")}
        told[f"{AUTHOR} cuts"] = self.get(AUTHOR, "quotes/new/2")
        told |= {f"{LAST} released {n}": self.get(LAST, f"sessions/{n}/released") for n in (1, 3)}
        told[f"{WRITER} raw"] = self.get(WRITER, "sessions/1/transcript")
        told[f"{TURNER} pair"] = self.get(TURNER, "sessions/1/translation")
        return told | {f"{READER} reading": self.get(READER, "sessions/1/reading")}


def banked(text: SessionTranscript):
    """A quote of every turn of somebody who has a seat."""
    for turn in text.turns:
        seat = seat_of_label(text.session, turn.speaker)
        if seat in SEATS:
            passage = QuotePassage(
                id=f"q{text.session}x{turn.number}", session=text.session,
                spoken=(QuotedTurn(seat, turn.number),), words=turn.words,
                third_party=ThirdParty.NOBODY, shows_distress=False,
            )  # fmt: skip
            yield BankedQuote(passage=passage, code="EXP-FEAR", by="somebody")


def marks(words: str) -> set[tuple[str, int]]:
    return {(f"s{session}", int(turn)) for session, turn in MARK.findall(words)}


def of_the_covered(walk: Everywhere, scope: ResearchScope) -> set[tuple[str, int]]:
    consent = consent_of(walk.row)
    return {turn for turn, seat in SAID_BY.items() if seat not in SEATS or consent.covers(seat, scope)}
