"""Everything that an output is made of, opened for whoever writes it: consent, quotes, findings and figures
as they are at this moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from kapea.core.studies.blind_coding import DoubleCoding
from kapea.core.studies.codebook import Codebook
from kapea.core.studies.quote_cutting import BankedQuote
from kapea.core.studies.research_consent import ConsentRegister
from kapea.core.studies.seat_labels import seat_of_label
from kapea.core.studies.study_memos import MemoKind, StudyClaim
from kapea.core.studies.study_standing import StudyStanding
from kapea.core.studies.transcript import SessionTranscript
from kapea.people.member import Member
from kapea.studies.coded_texts import CodedMaterial, coded_material, open_all_released
from kapea.studies.coding_state import codebook_of, double_coding
from kapea.studies.models import Study, StudySealedText
from kapea.studies.quote_rows import passages_now
from kapea.studies.quotes_opened import open_quotes
from kapea.studies.released_texts import RELEASED, NotReleasedYet, open_released
from kapea.studies.session_rows import consent_of
from kapea.studies.study_memo_rows import claims_of, memos_seen_by, opener
from kapea.vault.hybrid import PrivateHalf


@dataclass(frozen=True, slots=True)
class OutputSource:
    """`texts`: released transcripts by session. `positions`: how many of the team wrote what they are."""

    row: Study
    standing: StudyStanding
    consent: ConsentRegister
    texts: Mapping[str, SessionTranscript]
    quotes: tuple[BankedQuote, ...]
    claims: tuple[StudyClaim, ...]
    state: DoubleCoding
    book: Codebook | None
    material: CodedMaterial
    positions: int

    def turns(self) -> list[str]:
        """What those who took part said, coded or not: nothing that is written may repeat it."""
        return turns_said(self.texts, self.consent)


def turns_said(texts: Mapping[str, SessionTranscript], consent: ConsentRegister) -> list[str]:
    """What those who took part said, by released transcripts of sessions."""
    seats = {*consent.seats, *consent.withdrawn}
    return [
        turn.words
        for code, text in texts.items()
        for turn in text.turns
        if seat_of_label(code, turn.speaker) in seats
    ]


def open_source(
    private: PrivateHalf, member: Member, row: Study, standing: StudyStanding, *, at: datetime
) -> OutputSource:
    """Opens all of it. Outside a transaction. Raises CannotOpen."""
    texts = open_all_texts(private, member, row, at=at)
    opened, consent = open_quotes(private, member, row, at=at), consent_of(row)
    state, keys = double_coding(row, standing), opener(private, member, row, at=at)
    memos, _ = memos_seen_by(row, state, member.user, keys)
    return OutputSource(
        row=row,
        standing=standing,
        consent=consent,
        texts=texts,
        quotes=tuple(passages_now(row, opened.values(), consent, texts)),
        claims=claims_of(row, keys)[0],
        state=state,
        book=codebook_of(row),
        material=coded_material(row, texts, state, member.user),
        positions=len({each.author for each in memos if each.kind is MemoKind.SELF}),
    )


def open_all_texts(
    private: PrivateHalf, member: Member, row: Study, *, at: datetime
) -> dict[str, SessionTranscript]:
    """Every released transcript, each cut first of what consent does not cover; one that is taken back in
    this moment is released no more. Raises CannotOpen: what is written of a study rests on all of them, or
    is not written.
    """
    kept = StudySealedText.objects.filter(study=row, kind=RELEASED).values_list("session", flat=True)
    codes = sorted(kept, key=lambda code: (len(code), code))
    opened = open_all_released(private, member, row, codes, at=at)
    texts: dict[str, SessionTranscript] = {}
    for code in codes:
        with suppress(NotReleasedYet):  # it was taken back just now
            texts[code] = opened.get(code) or open_released(private, member, row, code, at=at)
    return texts
