"""A study as others may have it for good: an anonymous zip of what each consent covers as it is made, a page
that says in plain words what it is, and a list by which every file can be checked.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from kapea.core.bundle.archive import FORMAT, MANIFEST, archived, file_digests
from kapea.core.studies.archive_tables import consent_csv, counts_csv, quotes_csv, turns_csv
from kapea.core.studies.archived_turns import ArchivedFrom, ArchivedTurns, archived_turns
from kapea.core.studies.blind_coding import DoubleCoding
from kapea.core.studies.codebook import CodebookVersion, StudyCode
from kapea.core.studies.codings import StudyCoding
from kapea.core.studies.quote_bank import PlacedQuotes, QuotePassage, QuoteUse, placed_quotes
from kapea.core.studies.refi_codebook import refi_codebook
from kapea.core.studies.refi_qda import refi_project_file
from kapea.core.studies.repeated_words import SaidWords
from kapea.core.studies.reports.report_word_ids import ARCHIVE
from kapea.core.studies.reports.report_words import ReportWords
from kapea.core.studies.research_consent import ConsentRegister
from kapea.core.studies.sample_told import ToldSample
from kapea.core.studies.study_exchange import (
    ExchangedSession,
    exchanged_codes,
    sessions_by_codes_csv,
    study_project,
)
from kapea.core.studies.study_protocol import ProtocolPart

NOT_ARCHIVED = frozenset({ProtocolPart.REFERRALS})
"""It names those who were telephoned."""
CODER_LABELS = ("A", "B")
_FILE_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class NotArchivable(ValueError):
    """Something that cannot lie in an archive. `where` it stands; the message says how to mend it, too."""

    def __init__(self, where: str, mend: str) -> None:
        self.where = where
        super().__init__(f"{where}: {mend}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSource:
    """A study as it is stored when its archive is made. `sessions`: released transcripts alone. `codings`: of
    the two coders of `coding`, who must be unblinded. `told`: as all outputs of the study tell it.
    `protocol`, `instruments`: their words.
    """

    study: str
    sessions: Sequence[ArchivedFrom]
    book: CodebookVersion
    codings: Sequence[StudyCoding]
    coding: DoubleCoding
    passages: Sequence[QuotePassage]
    told: ToldSample
    protocol: Mapping[ProtocolPart, str]
    instruments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MadeArchive:
    """The zip, and of whom it holds words: of each a withdrawal has to reach it. `quotes`: those in it, each
    with its seats.
    """

    data: bytes
    seats: frozenset[str]
    quotes: Mapping[str, tuple[str, ...]]

    @property
    def digest(self) -> str:
        """SHA-256 of the zip, in hexadecimal: what a record of having given it away names."""
        return hashlib.sha256(self.data).hexdigest()


def study_archive(
    source: ArchiveSource, consent: ConsentRegister, namespace: UUID, words: Sequence[ReportWords]
) -> MadeArchive:
    """The archive, the same bytes for the same things. `consent`: as it stands now. `namespace`: new for
    each. `words`: the languages of the page about it; quotes are told in the first. Raises NotArchivable.
    """
    if source.coding.unblinded is None:
        raise NotArchivable("codings", "the coders are blind; unblind them first")
    turns = archived_turns(source.sessions, source.codings, source.passages, consent, namespace)
    quotes = _quotes(source, turns, consent)
    files = dict(_files(source, turns, consent, quotes, namespace, words))
    listed = {"format": FORMAT, "study": source.study, "files": file_digests(files)}
    manifest = json.dumps(listed, indent=1).encode() + b"\n"
    told = {each.quote: each.seats for each in quotes.placed}
    return MadeArchive(archived({**files, MANIFEST: manifest}), turns.seats, told)


def _files(
    source: ArchiveSource,
    turns: ArchivedTurns,
    consent: ConsentRegister,
    quotes: PlacedQuotes,
    namespace: UUID,
    words: Sequence[ReportWords],
) -> Iterator[tuple[str, bytes]]:
    for each in words:
        yield f"README.{each.language}.txt", archive_readme(each, source.study).encode()
    yield from _written(source, turns.left_out)
    yield from _coded(replace(source, book=_clean_book(source.book, turns.left_out)), turns, namespace)
    for session in turns.sessions:
        yield f"transcripts/{session.transcript.session}.txt", f"{session.transcript.text}\n".encode()
    yield "tables/turns.csv", turns_csv(turns.sessions)
    yield "tables/counts.csv", counts_csv(source.told.said)
    yield "tables/consent.csv", consent_csv(consent, source.told.said)
    yield "tables/quotes.csv", quotes_csv(quotes, source.told.labels, words[0])


def archive_readme(words: ReportWords, study: str) -> str:
    """What the archive is, what is in it and what may be done with it, in plain words."""
    title, *rest = (words.own(f"archive-{id}", study=study) for id in ARCHIVE)
    return "\n\n".join((title, *rest)) + "\n"


def _written(source: ArchiveSource, left_out: SaidWords) -> Iterator[tuple[str, bytes]]:
    parts = {part.value: text for part, text in source.protocol.items() if part not in NOT_ARCHIVED}
    for folder, texts in (("protocol", parts), ("instruments", source.instruments)):
        for name, text in sorted(texts.items()):
            if not _FILE_NAME.fullmatch(name):
                raise NotArchivable(folder, "a name that is no code; use small letters, digits and hyphens")
            _require_clean(f"{folder} {name}", text, left_out)
            yield f"{folder}/{name}.txt", f"{text}\n".encode()


def _require_clean(where: str, text: str, left_out: SaidWords) -> None:
    if left_out.are_in(text):
        raise NotArchivable(where, "it repeats what somebody said; write it in your own words")


def _clean_book(book: CodebookVersion, left_out: SaidWords) -> CodebookVersion:
    return replace(book, codes={name: _clean_code(code, left_out) for name, code in book.codes.items()})


def _clean_code(code: StudyCode, left_out: SaidWords) -> StudyCode:
    """Without its example where that is what somebody said who is left out."""
    for part in ("theme", "definition", "when", "when_not"):
        _require_clean(f"codebook {code.code}, {part}", getattr(code, part), left_out)
    return replace(code, example="") if left_out.are_in(code.example) else code


def _coded(source: ArchiveSource, turns: ArchivedTurns, namespace: UUID) -> Iterator[tuple[str, bytes]]:
    coders = dict(zip(source.coding.coders, CODER_LABELS, strict=True))
    codings = [each for session in turns.sessions for each in session.codings if each.coder in coders]
    sessions = [ExchangedSession(each.transcript, each.people, each.values) for each in turns.sessions]
    project = study_project(source.study, source.book, sessions, codings, coders=coders)
    yield "project.qdpx", refi_project_file(project, namespace)
    yield "codebook.qdc", refi_codebook(exchanged_codes(source.book), namespace)
    names = [each.transcript.session for each in turns.sessions]
    was = {each.transcript.session: each.was for each in turns.sessions}
    table = sessions_by_codes_csv(
        names, list(source.book.codes), codings, coders, lambda name: source.coding.coders_of(was[name])
    )
    yield "tables/codes.csv", table.encode()


def _quotes(source: ArchiveSource, turns: ArchivedTurns, consent: ConsentRegister) -> PlacedQuotes:
    """Quotes are asked for as everywhere, repeat nothing that is left out, and are of who speaks in it."""
    clear = [each for each in source.passages if not turns.left_out.are_in(each.words)]
    sessions = [each.transcript.session for each in source.sessions]
    found = placed_quotes(clear, QuoteUse.ARCHIVE, consent, sessions=sessions)
    told = turns.seats & source.told.labels.keys()
    return replace(found, placed=tuple(each for each in found.placed if told.issuperset(each.seats)))
