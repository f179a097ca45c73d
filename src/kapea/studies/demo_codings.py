"""What two invented coders made of the six invented transcripts of trials: twelve segments, found by their
words in whatever text was released.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kapea.core.studies.codebook import begun_codebook
from kapea.core.studies.starter_codes import starter_codes
from kapea.core.studies.transcript import SessionTranscript
from kapea.studies.models import CodedSegment, Study, StudyBlindness, StudyCodebook
from kapea.studies.session_rows import json_of_value


@dataclass(frozen=True, slots=True)
class InventedSegment:
    """Words of a session, and the code that each coder gave them; none: the coder left them alone."""

    session: str
    words: str
    a: str
    b: str


INVENTED_SEGMENTS: tuple[InventedSegment, ...] = (
    InventedSegment(
        "s1",
        "Someone adds you and you do not know who. I leave, and the next day I am back inside.",
        "EXP-ADDED",
        "EXP-ADDED",
    ),
    InventedSegment("s1", "Not the mother, because the mother will take the phone", "EXP-FEAR", "EXP-FEAR"),
    InventedSegment(
        "s1",
        "He showed us all how to lock the list of friends, and he said it is not our fault if a stranger"
        " writes.",
        "PRO-ADULT",
        "PRO-ADULT",
    ),
    InventedSegment("s1", "But we do not know where the door is.", "BAR-WHERE", "BAR-WHERE"),
    InventedSegment(
        "s2", "If a boy tells, they say he is weak, or they say he wanted it.", "BAR-STIGMA", "EXP-BOYS"
    ),
    InventedSegment("s2", "Going together is good. Alone is bad.", "PRO-PEER", "PRO-PEER"),
    InventedSegment("s3", "I can only look at her face.", "CAP-SKILL", "CAP-SKILL"),
    InventedSegment(
        "s3", "by evening the whole [commune] knows whose child it is", "BAR-STIGMA", "BAR-STIGMA"
    ),
    InventedSegment("s4", "I pay for the data card. That is my part, I thought.", "CAP-ROLE", ""),
    InventedSegment("s4", "keeping quiet protects the wrong man", "PRO-ADULT", "BAR-STIGMA"),
    InventedSegment("s5", "Once we waited nine days.", "COM-DELAY", "COM-DELAY"),
    InventedSegment("s6", "One page: who to call, in what order, what not to do.", "REC-PATH", "REC-PATH"),
)


def write_demo_codings(row: Study, texts: Mapping[str, SessionTranscript], coders: tuple[str, str]) -> int:
    """Writes the codebook and the segments of both coders, each numbered by its own; how many. `texts`: the
    released ones, by session, in which segments whose words are not there are left out. The caller holds a
    transaction.
    """
    if StudyCodebook.objects.filter(study=row).exclude(document={}).exists():
        return 0
    book = begun_codebook(starter_codes(), author=coders[0])
    StudyCodebook.objects.update_or_create(study=row, defaults={"document": json_of_value(book), "turn": 1})
    StudyBlindness.objects.get_or_create(study=row)
    made = [
        _row(row, each, texts[each.session].text, coder, number, code)
        for coder, side in zip(coders, "ab", strict=True)
        for number, (each, code) in enumerate(_coded(texts, side), 1)
    ]
    CodedSegment.objects.bulk_create(made)
    return len(made)


def _coded(texts: Mapping[str, SessionTranscript], side: str) -> list[tuple[InventedSegment, str]]:
    told = ((each, each.a if side == "a" else each.b) for each in INVENTED_SEGMENTS)
    return [
        (each, code)
        for each, code in told
        if code and each.session in texts and each.words in texts[each.session].text
    ]


def _row(row: Study, each: InventedSegment, text: str, coder: str, number: int, code: str) -> CodedSegment:
    start = text.index(each.words)
    return CodedSegment(
        study=row,
        coder=coder,
        number=number,
        session=each.session,
        start=start,
        end=start + len(each.words),
        code=code,
        version=1,
    )
