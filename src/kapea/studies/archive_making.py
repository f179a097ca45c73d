"""An archive out of what is stored of a study: words are opened first, and what consent covers is asked with
the study locked, so that whoever withdraws is either not in it, or told that it left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from kapea.core.studies.archived_turns import ArchivedFrom
from kapea.core.studies.blind_coding import DoubleCoding
from kapea.core.studies.codebook import Codebook
from kapea.core.studies.codings import StudyCoding, coded_now
from kapea.core.studies.quote_bank import QuotePassage, ThirdParty
from kapea.core.studies.reports.report_words import ReportWords
from kapea.core.studies.research_consent import ConsentRegister
from kapea.core.studies.seat_labels import seat_of_label
from kapea.core.studies.study_archive import ArchiveSource, MadeArchive, study_archive
from kapea.core.studies.study_protocol import ProtocolPart
from kapea.core.studies.study_standing import StudyStanding
from kapea.core.studies.transcript import SessionTranscript, SpeakerRole
from kapea.people.member import Member
from kapea.studies.actions import StaleTurn
from kapea.studies.coding_rows import coding_of_row, segments_seen_by
from kapea.studies.models import Study, StudySealedText
from kapea.studies.queries import words_of_digests
from kapea.studies.quote_rows import QUOTES, SessionQuotes, passages_now
from kapea.studies.quotes_opened import open_quotes
from kapea.studies.released_texts import RELEASED
from kapea.studies.sealed_values import OpenedPlace
from kapea.studies.session_rows import consent_of
from kapea.studies.session_texts import OpenText, TextKind, open_text
from kapea.studies.told_now import told_now
from kapea.vault.hybrid import PrivateHalf


@dataclass(frozen=True, slots=True)
class ArchiveWords:
    """All words that an archive may be made of, opened: released transcripts and quotes, by session."""

    texts: Mapping[str, OpenText[Any]]
    quotes: Mapping[str, OpenedPlace[SessionQuotes]]


def open_for_archive(private: PrivateHalf, member: Member, row: Study, *, at: datetime) -> ArchiveWords:
    """Opens every one, each cut first of what was disclosed and of whoever withdrew. Outside of a
    transaction. Raises CannotOpen: an archive in which a session is left out in silence would be taken for
    the whole.
    """
    kept = StudySealedText.objects.filter(study=row, kind=RELEASED).values_list("session", flat=True)
    codes = sorted(kept, key=lambda code: (len(code), code))
    texts = {code: open_text(private, member, row, code, TextKind.RELEASED, at=at) for code in codes}
    return ArchiveWords(texts, open_quotes(private, member, row, at=at))


def make_archive(
    row: Study,
    standing: StudyStanding,
    state: DoubleCoding,
    book: Codebook,
    opened: ArchiveWords,
    words: Sequence[ReportWords],
) -> MadeArchive:
    """The archive of this moment. The caller holds a transaction and has locked the study. Raises StaleTurn
    where words changed since they were opened, NotArchivable, NotAStratum.
    """
    _require_unchanged(row, opened)
    consent = consent_of(row)
    source = ArchiveSource(
        study=row.code,
        sessions=[_from(code, text.value, consent) for code, text in opened.texts.items()],
        book=book.live,
        codings=_codings(row, state, book, opened),
        coding=state,
        passages=list(_passages(row, opened, consent)),
        told=told_now(row, standing, consent),
        protocol=_protocol(row, standing),
        instruments=_instruments(row, standing),
    )
    return study_archive(source, consent, uuid4(), words)


def _require_unchanged(row: Study, opened: ArchiveWords) -> None:
    rows = StudySealedText.objects.filter(study=row, kind__in=[RELEASED, QUOTES])
    seen = {(RELEASED, code): (each.key.record, each.turn) for code, each in opened.texts.items()}
    for code, place in opened.quotes.items():
        seen[QUOTES, code] = (place.key.record if place.key else "", place.turn)
    if seen != {(each.kind, each.session): (each.record, each.turn) for each in rows.defer("sealed")}:
        raise StaleTurn


def _from(code: str, transcript: SessionTranscript, consent: ConsentRegister) -> ArchivedFrom:
    """Staff have no seat; whoever else speaks is of the seat of their label, whether there is one or not."""
    known = set(consent.seats) | consent.withdrawn
    seats = {each.label: seat_of_label(code, each.label) for each in transcript.speakers}
    staff = {each.label for each in transcript.speakers if each.role is SpeakerRole.MODERATOR}
    spoke = {label: seat for label, seat in seats.items() if label not in staff or seat in known}
    people = sum(each.session == code for each in consent.seats.values())
    return ArchivedFrom(transcript, spoke, people)


def _codings(row: Study, state: DoubleCoding, book: Codebook, opened: ArchiveWords) -> list[StudyCoding]:
    """Of both coders, by the codes of now, without memos; none before unblinding."""
    rows = segments_seen_by(row, state, "", opened.texts)
    now = coded_now(map(coding_of_row, rows), book)
    return [replace(coding, code=code) for coding, code in now.items()]


def _passages(row: Study, opened: ArchiveWords, consent: ConsentRegister) -> Iterator[QuotePassage]:
    """Quotes that still stand. One in which somebody else can be recognised keeps its turn out also while
    nobody looked at it again since its text was released anew.
    """
    now = [each.passage for each in passages_now(row, opened.quotes.values(), consent)]
    yield from now
    named = {each.id for each in now}
    for place in opened.quotes.values():
        for quote in place.value.quotes if place.value else ():
            passage = quote.passage
            if passage.third_party is ThirdParty.RECOGNISABLE and passage.id not in named:
                yield passage


def _protocol(row: Study, standing: StudyStanding) -> dict[ProtocolPart, str]:
    parts = standing.protocol.current.parts
    words = words_of_digests(row, parts.values())
    return {part: words[digest] for part, digest in parts.items() if digest in words}


def _instruments(row: Study, standing: StudyStanding) -> dict[str, str]:
    tools = standing.protocol.current.instruments
    words = words_of_digests(row, [each.digest for each in tools.values()])
    return {name: words[each.digest] for name, each in tools.items() if each.digest in words}
