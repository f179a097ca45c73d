"""A study of ours as others read it: a project, a codebook, a table of sessions and codes."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kapea.core.studies.codebook import CodebookVersion, StudyCode
from kapea.core.studies.codings import StudyCoding
from kapea.core.studies.refi_project import (
    LEAST_PEOPLE,
    ExchangedCode,
    ExchangedNote,
    ExchangedProject,
    ExchangedSegment,
    ExchangedText,
    UnfitProject,
)
from kapea.core.studies.study_memos import StudyMemo
from kapea.core.studies.transcript import SessionTranscript

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PARTS = ("when", "when_not", "example")
_SAID = {"when": "When: ", "when_not": "When not: ", "example": "Example: "}


@dataclass(frozen=True, slots=True)
class ExchangedSession:
    """A released transcript, how many people spoke in it, and what is known of all of them together."""

    transcript: SessionTranscript
    people: int
    values: Mapping[str, str] = field(default_factory=dict)


def study_project(
    name: str,
    book: CodebookVersion,
    sessions: Sequence[ExchangedSession],
    codings: Iterable[StudyCoding],
    *,
    coders: Mapping[str, str],
    memos: Iterable[StudyMemo] = (),
) -> ExchangedProject:
    """The project. `coders`: a label, as A, for each account; accounts never leave. Values that fewer than
    five people share are left out.
    """
    by_session: dict[str, list[StudyCoding]] = {}
    for coding in codings:
        by_session.setdefault(coding.session, []).append(coding)
    texts = tuple(
        ExchangedText(
            session.transcript.session,
            session.transcript.text,
            tuple(_segment(c, coders) for c in by_session.get(session.transcript.session, ())),
            _shown(session, sessions),
        )
        for session in sessions
    )
    notes = tuple(ExchangedNote(f"{m.kind.value} {m.id}", m.words, coders.get(m.author, "")) for m in memos)
    return ExchangedProject(name, tuple(dict.fromkeys(coders.values())), exchanged_codes(book), texts, notes)


def _segment(coding: StudyCoding, coders: Mapping[str, str]) -> ExchangedSegment:
    if coding.coder not in coders:
        raise UnfitProject("coders: one has no label; give each account one, as A")
    return ExchangedSegment(coders[coding.coder], coding.span, coding.code, coding.memo)


def _shown(session: ExchangedSession, sessions: Iterable[ExchangedSession]) -> Mapping[str, str]:
    people: Counter[tuple[str, str]] = Counter()
    for each in sessions:
        people.update(dict.fromkeys(each.values.items(), each.people))
    return {name: value for name, value in session.values.items() if people[name, value] >= LEAST_PEOPLE}


def exchanged_codes(book: CodebookVersion) -> tuple[ExchangedCode, ...]:
    """A category for each theme, and its codes in it, with all that says when they are given."""
    themes = dict.fromkeys(code.theme for code in book.codes.values())
    categories = (ExchangedCode(theme, codable=False) for theme in themes)
    codes = (ExchangedCode(c.code, described_code(c), c.parent or c.theme) for c in book.codes.values())
    return (*categories, *codes)


def described_code(code: StudyCode) -> str:
    """A definition and what follows it, a line each."""
    more = (f"{_SAID[part]}{getattr(code, part)}" for part in _PARTS if getattr(code, part))
    return "\n".join((code.definition, *more))


def study_codes(codes: Iterable[ExchangedCode]) -> tuple[StudyCode, ...]:
    """Codes that came back, or came from others with names in our form, as rows of a codebook. UnfitCodebook
    names one that has another form.
    """
    listed = tuple(codes)
    categories = {code.name: code for code in listed if not code.codable}
    return tuple(_study_code(code, categories) for code in listed if code.codable)


def _study_code(code: ExchangedCode, categories: Mapping[str, ExchangedCode]) -> StudyCode:
    definition, *rest = code.description.split("\n") or [""]
    parts = {p: line[len(_SAID[p]) :] for line in rest for p in _PARTS if line.startswith(_SAID[p])}
    is_theme = code.parent in categories
    theme = code.parent if is_theme else code.name.partition("-")[0]
    parent = "" if is_theme else code.parent
    return StudyCode(code.name, theme, definition or "not given", parent=parent, **parts)


def sessions_by_codes_csv(
    sessions: Sequence[str],
    codes: Sequence[str],
    codings: Iterable[StudyCoding],
    coders: Mapping[str, str],
    coders_of: Callable[[str], Collection[str]] | None = None,
) -> str:
    """A row for each session and coder, a column for each code, how often it was given. No sheet takes a cell
    of it for a formula. `coders_of`: who codes a session, where not all do: whoever does not has no row,
    since a nought would say that they read it.
    """
    counted = Counter((coding.session, coders[coding.coder], coding.code) for coding in codings)
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow([csv_cell(cell) for cell in ("session", "coder", *codes)])
    for session in sessions:
        there = coders_of(session) if coders_of else coders
        for coder in dict.fromkeys(label for account, label in coders.items() if account in there):
            row = (session, coder, *(str(counted[session, coder, code]) for code in codes))
            table.writerow([csv_cell(cell) for cell in row])
    return out.getvalue()


def csv_cell(words: str) -> str:
    """Words that a sheet shows as words: what begins as a formula does gets an apostrophe before it."""
    return f"'{words}" if words.startswith(_FORMULA) else words
