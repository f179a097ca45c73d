"""Released texts of a study for somebody, all at once, as consent is at this moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kapea.core.studies.blind_coding import DoubleCoding
from kapea.core.studies.codings import StudyCoding
from kapea.core.studies.shown_text import ShownText, TurnFound, shown_text, turns_found
from kapea.core.studies.transcript import SessionTranscript
from kapea.people.member import Member
from kapea.studies.coding_rows import (
    coding_of_row,
    codings_without_memos,
    segments_seen_by,
    sessions_with_code,
)
from kapea.studies.models import Study
from kapea.studies.session_rows import consent_of
from kapea.studies.session_texts import TextKind
from kapea.studies.texts_at_once import open_many
from kapea.vault.hybrid import PrivateHalf
from kapea.vault.record_wraps import RecordKey


@dataclass(frozen=True, slots=True)
class CodedMaterial:
    """Texts by session, and of each the codings that somebody may know of: what consent does not cover is in
    neither.
    """

    texts: Mapping[str, ShownText]
    codings: Mapping[str, tuple[StudyCoding, ...]]

    def all_codings(self) -> tuple[StudyCoding, ...]:
        """Of all sessions."""
        return tuple(coding for its in self.codings.values() for coding in its)

    def lengths(self) -> dict[str, int]:
        """Of each whole text, in code points."""
        return {session: len(each.transcript.text) for session, each in self.texts.items()}


def coded_material(
    row: Study,
    transcripts: Mapping[str, SessionTranscript],
    state: DoubleCoding,
    account: str,
    memos: Mapping[str, RecordKey] | None = None,
) -> CodedMaterial:
    """What somebody may see of these transcripts, and of what was coded in them, now."""
    texts = shown_texts(row, transcripts)
    return CodedMaterial(texts, codings_on(row, texts, state, account, memos))


def shown_texts(row: Study, transcripts: Mapping[str, SessionTranscript]) -> dict[str, ShownText]:
    """What of these transcripts consent covers now."""
    consent = consent_of(row)
    return {session: shown_text(each, consent) for session, each in transcripts.items()}


def codings_on(
    row: Study,
    texts: Mapping[str, ShownText],
    state: DoubleCoding,
    account: str,
    memos: Mapping[str, RecordKey] | None = None,
) -> Mapping[str, tuple[StudyCoding, ...]]:
    """What was coded in some texts, as far as somebody may know of it."""
    rows = segments_seen_by(row, state, account, texts)
    codings = (coding_of_row(each, memos) for each in rows) if memos else codings_without_memos(rows)
    by_session: dict[str, list[StudyCoding]] = {session: [] for session in texts}
    for each in codings:
        by_session[each.session].append(each)
    return {session: texts[session].shown_codings(its) for session, its in by_session.items()}


@dataclass(frozen=True, slots=True)
class LookedFor:
    """What somebody looks for in released texts: some words, a code, or both."""

    words: str
    code: str


def turns_looked_for(
    private: PrivateHalf, member: Member, row: Study, state: DoubleCoding, asked: LookedFor, *, at: datetime
) -> tuple[tuple[TurnFound, ...], int]:
    """The turns that are shown, and how many there are. Where a code is asked for, no text is opened on which
    whoever looks knows of none; and codes are looked up only of texts that are shown. Outside a transaction.
    """
    account = member.user
    sessions = sessions_with_code(row, state, account, asked.code) if asked.code else None
    texts = shown_texts(row, open_all_released(private, member, row, sessions, at=at))
    if asked.code:
        codings = codings_on(row, texts, state, account)
        return turns_found(texts.values(), codings, words=asked.words, code=asked.code)
    found, total = turns_found(texts.values(), {}, words=asked.words)
    shown = {session: texts[session] for session in dict.fromkeys(each.session for each in found)}
    codings = codings_on(row, shown, state, account)
    return turns_found(shown.values(), codings, words=asked.words)[0], total


def open_all_released(
    private: PrivateHalf,
    member: Member,
    row: Study,
    sessions: Iterable[str] | None = None,
    *,
    at: datetime,
) -> Mapping[str, SessionTranscript]:
    """The released transcripts of some sessions, or of all, that open to somebody now, as `open_many`."""
    return open_many(private, member, row, TextKind.RELEASED, sessions, at=at)
