"""Codings as rows. Whoever may not see a coder's rows yet is never answered from them: they are not asked
for, so that no count, order or time of an answer can tell of them.

No words stand in a row. A memo is sealed under a key of its coder's own (`study_memo_rows`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Max, QuerySet

from kapea.core.studies.blind_coding import DoubleCoding
from kapea.core.studies.codings import StaleCoding, StudyCoding
from kapea.core.studies.text_edits import MovesSpans, TextSpan
from kapea.studies.models import CodedSegment, DecidedSegment, Study
from kapea.vault.record_wraps import RecordKey

MEMO_FIELD = "coding-memo"
STALE = "coding: it was changed on another screen; look at what stands there, then change that"


def segments_seen_by(
    row: Study, state: DoubleCoding, account: str, sessions: Iterable[str] | None = None
) -> QuerySet[CodedSegment]:
    """The segments that somebody may know of: a coder their own, and after unblinding everybody those of
    both. Others none before.
    """
    seen = state.coders if state.unblinded else (account,) if account in state.coders else ()
    rows = CodedSegment.objects.filter(study=row, coder__in=seen, taken_back=False)
    if sessions is not None:
        rows = rows.filter(session__in=list(sessions))
    return rows.order_by("session", "start", "end", "coder", "number")


def sessions_with_code(row: Study, state: DoubleCoding, account: str, code: str) -> list[str]:
    """The sessions in which somebody may know of a code."""
    rows = segments_seen_by(row, state, account).filter(code=code).order_by("session")
    return list(rows.values_list("session", flat=True).distinct())


def coding_of_row(row: CodedSegment, memos: Mapping[str, RecordKey] | None = None) -> StudyCoding:
    """A row as core takes it; its memo where its key is among those given."""
    key = memos.get(row.record) if memos and row.record else None
    return StudyCoding(
        coder=row.coder,
        number=row.number,
        session=row.session,
        span=TextSpan(row.start, row.end),
        code=row.code,
        version=row.version,
        after_unblinding=row.after_unblinding,
        memo=key.open(MEMO_FIELD, bytes(row.memo)).decode() if key else "",
        revision=row.revision,
    )


_TOLD = ("coder", "number", "session", "start", "end", "code", "version", "after_unblinding", "revision")


def codings_without_memos(rows: QuerySet[CodedSegment]) -> Iterator[StudyCoding]:
    """Rows as core takes them, for lists of many thousands: their memos stay sealed, and unread."""
    for coder, number, session, start, end, code, version, after, revision in rows.values_list(*_TOLD):
        span = TextSpan(start, end)
        yield StudyCoding(coder, number, session, span, code, version, after, revision=revision)


def own_coding(row: Study, coder: str, number: int) -> StudyCoding:
    """A coder's own coding of a number. Raises StaleCoding where it was taken back, or its words are gone."""
    found = CodedSegment.objects.filter(study=row, coder=coder, number=number, taken_back=False).first()
    if found is None:
        raise StaleCoding(STALE)
    return coding_of_row(found)


def last_number(row: Study, coder: str) -> int:
    """The highest number that a coder ever gave, what was taken back included."""
    own = CodedSegment.objects.filter(study=row, coder=coder)
    return own.aggregate(last=Max("number"))["last"] or 0


def keep_coding(row: Study, coding: StudyCoding, key: RecordKey | None) -> None:
    """Writes a new coding. `key`: that of its coder's memos, where it has a memo."""
    CodedSegment.objects.create(study=row, coder=coding.coder, number=coding.number, **_told(coding, key))


def is_coded_alike(row: Study, coding: StudyCoding, key: RecordKey | None) -> bool:
    """Whether its coder coded these very words so already, with the same memo: a form is sent again whose
    answer was lost. `key`: that of its coder's memos, where it has a memo.
    """
    place = {"session": coding.session, "start": coding.span.start, "end": coding.span.end}
    alike = CodedSegment.objects.filter(
        study=row, coder=coding.coder, code=coding.code, taken_back=False, **place
    )
    keys = {key.record: key} if key else {}
    return any(
        coding_of_row(each, keys).memo == coding.memo for each in alike if coding.memo or not each.record
    )


def keep_changed_coding(row: Study, coding: StudyCoding, key: RecordKey | None) -> None:
    """Writes a changed coding where nobody changed it meanwhile. Raises StaleCoding."""
    mine = CodedSegment.objects.filter(
        study=row, coder=coding.coder, number=coding.number, revision=coding.revision - 1, taken_back=False
    )
    if not mine.update(**_told(coding, key)):
        raise StaleCoding(STALE)


def _told(coding: StudyCoding, key: RecordKey | None) -> dict[str, object]:
    sealed = key.seal(MEMO_FIELD, coding.memo.encode()) if coding.memo and key else b""
    return {
        "session": coding.session,
        "start": coding.span.start,
        "end": coding.span.end,
        "code": coding.code,
        "version": coding.version,
        "after_unblinding": coding.after_unblinding,
        "revision": coding.revision,
        "record": key.record if sealed and key else "",
        "memo": sealed,
    }


def take_coding_back(row: Study, coder: str, number: int, revision: int) -> None:
    """Takes a coding back: its number stays taken, so that another screen cannot mean the next one by it.
    Raises StaleCoding.
    """
    mine = CodedSegment.objects.filter(
        study=row, coder=coder, number=number, revision=revision, taken_back=False
    )
    empty = {"taken_back": True, "code": "", "start": 0, "end": 0, "record": "", "memo": b""}
    if not mine.update(revision=revision + 1, **empty):
        raise StaleCoding(STALE)


# --- when a text changes ----------------------------------------------------------------------


def move_coded_segments(row: Study, session: str, moves: MovesSpans) -> int:
    """Moves what was coded in a session, and what was decided, to where the same words are in a text that
    was cut or released anew (`moves`: from the old text to the new). What marked only words that are gone
    goes for good, its memo too; how many went. The caller holds the transaction in which the text changes.
    """
    codings = CodedSegment.objects.filter(study=row, session=session, taken_back=False)
    decided = DecidedSegment.objects.filter(study=row, session=session)
    kept: list[CodedSegment | DecidedSegment] = [*codings, *decided]
    return sum(_moved(each, moves) for each in kept)


def _moved(kept: CodedSegment | DecidedSegment, moves: MovesSpans) -> bool:
    """Whether nothing is left of it."""
    moved = moves.moved(TextSpan(kept.start, kept.end))
    if moved is None:
        kept.delete()
        return True
    if (moved.start, moved.end) != (kept.start, kept.end):
        kept.start, kept.end, kept.revision = moved.start, moved.end, kept.revision + 1
        kept.save(update_fields=["start", "end", "revision"])
    return False
