"""A codebook and all its versions: what a code meant when something was coded with it is never lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

_CODE = re.compile(r"[A-Z]{1,8}(?:-[A-Z0-9]{1,24}){1,3}")
INDUCTIVE = "NEW-"
"""How a code begins that comes from the material and not from the protocol. It has a memo that says why."""


class UnfitCodebook(ValueError):
    """A codebook, or a change of one, that cannot be; the message names the code and how to mend it."""


@dataclass(frozen=True, slots=True)
class StudyCode:
    """One row: what is coded so, `when` and `when_not`, an invented or quotable example. `parent`: a code."""

    code: str
    theme: str
    definition: str
    when: str = ""
    when_not: str = ""
    example: str = ""
    parent: str = ""

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise UnfitCodebook(f"{self.code[:40]!r}: capitals in parts, as EXP-FEAR")
        if not self.theme.strip() or not self.definition.strip():
            raise UnfitCodebook(f"{self.code}: it needs a theme and a definition")


class ChangeKind(Enum):
    """What was done to a codebook."""

    BEGUN = "begun"
    ADDED = "added"
    EDITED = "edited"
    MERGED = "merged"
    SPLIT = "split"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class CodebookChange:
    """`old` became `new`. Of an edit both are the same code. `author`: an opaque id; `why`: a sentence."""

    kind: ChangeKind
    old: tuple[str, ...]
    new: tuple[str, ...]
    author: str
    why: str


@dataclass(frozen=True, slots=True)
class CodebookVersion:
    """`number` counts from 1. `codes`: what can be coded with in this version."""

    number: int
    codes: Mapping[str, StudyCode]
    change: CodebookChange


@dataclass(frozen=True, slots=True)
class Codebook:
    """Every version, the first first. Nothing in one is ever changed."""

    versions: tuple[CodebookVersion, ...]

    @property
    def live(self) -> CodebookVersion:
        """The version with which is coded now."""
        return self.versions[-1]


def begun_codebook(codes: Iterable[StudyCode], *, author: str, why: str = "starter") -> Codebook:
    """The first version. UnfitCodebook where a code comes twice or a parent is not there."""
    listed = tuple(codes)
    by_code = {code.code: code for code in listed}
    if len(by_code) < len(listed):
        raise UnfitCodebook("codes: one comes twice; give each a code of its own")
    change = CodebookChange(ChangeKind.BEGUN, (), tuple(by_code), author, why)
    return Codebook((_version(1, by_code, change),))


def code_added(book: Codebook, code: StudyCode, *, author: str, memo: str) -> Codebook:
    """One code more. `memo`: why it is needed."""
    if any(code.code in version.codes for version in book.versions):
        raise UnfitCodebook(
            f"{code.code}: a version has or had it; choose another, so that no coding is taken for it"
        )
    return _next(book, {**book.live.codes, code.code: code}, ChangeKind.ADDED, (), (code.code,), author, memo)


def code_edited(book: Codebook, code: StudyCode, *, author: str, why: str) -> Codebook:
    """Other words for a code that is live. Codings made before go on meaning what they meant."""
    _require_live(book, (code.code,))
    codes = {**book.live.codes, code.code: code}
    return _next(book, codes, ChangeKind.EDITED, (code.code,), (code.code,), author, why)


def codes_merged(book: Codebook, old: Iterable[str], into: StudyCode, *, author: str, why: str) -> Codebook:
    """Some codes become one, which may be one of them."""
    gone = tuple(old)
    _require_live(book, gone)
    if len(set(gone) | {into.code}) < 2:
        raise UnfitCodebook(f"{into.code}: nothing to merge; name two codes")
    return _turned(book, gone, (into,), ChangeKind.MERGED, author, why)


def code_split(book: Codebook, old: str, new: Iterable[StudyCode], *, author: str, why: str) -> Codebook:
    """One code becomes several; what was coded with it is read again by somebody, never shared out by
    itself.
    """
    parts = tuple(new)
    _require_live(book, (old,))
    if len({part.code for part in parts}) < 2:
        raise UnfitCodebook(f"{old}: a split has two parts at least")
    return _turned(book, (old,), parts, ChangeKind.SPLIT, author, why)


def code_retired(book: Codebook, code: str, *, author: str, why: str) -> Codebook:
    """A code with which nothing is coded any more."""
    _require_live(book, (code,))
    return _turned(book, (code,), (), ChangeKind.RETIRED, author, why)


def _require_live(book: Codebook, codes: Iterable[str]) -> None:
    for code in codes:
        if code not in book.live.codes:
            raise UnfitCodebook(f"{code}: not in version {book.live.number}; see what became of it")


def _turned(
    book: Codebook,
    gone: tuple[str, ...],
    come: tuple[StudyCode, ...],
    kind: ChangeKind,
    author: str,
    why: str,
) -> Codebook:
    for code in come:
        known = any(code.code in version.codes for version in book.versions)
        if known and code.code not in (*gone, *book.live.codes):
            raise UnfitCodebook(f"{code.code}: an older version had it; choose another code")
    codes = {name: code for name, code in book.live.codes.items() if name not in gone}
    codes |= {code.code: code for code in come}
    return _next(book, codes, kind, gone, tuple(code.code for code in come), author, why)


def _next(
    book: Codebook,
    codes: Mapping[str, StudyCode],
    kind: ChangeKind,
    old: tuple[str, ...],
    new: tuple[str, ...],
    author: str,
    why: str,
) -> Codebook:
    if not why.strip():
        raise UnfitCodebook("why: a sentence that says why the codebook changes")
    change = CodebookChange(kind, old, new, author, why)
    return replace(book, versions=(*book.versions, _version(book.live.number + 1, codes, change)))


def _version(number: int, codes: Mapping[str, StudyCode], change: CodebookChange) -> CodebookVersion:
    for code in codes.values():
        if code.parent and (code.parent not in codes or code.parent == code.code):
            raise UnfitCodebook(
                f"{code.code}: its parent {code.parent} is not in this version; name another or none"
            )
    return CodebookVersion(number, dict(codes), change)


def meaning_at(book: Codebook, code: str, version: int) -> StudyCode:
    """What a code meant in a version, word by word. UnfitCodebook where that version did not have it."""
    found = next((v.codes.get(code) for v in book.versions if v.number == version), None)
    if found is None:
        raise UnfitCodebook(f"{code}: not in version {version}")
    return found


def code_became(book: Codebook, code: str, version: int) -> frozenset[str]:
    """What a code of a version is called now: itself, one it was merged into, those it was split into;
    nothing where it was retired. More than one: somebody has to decide for each coding.
    """
    now = {code}
    for later in book.versions:
        if later.number > version and later.change.kind is not ChangeKind.EDITED:
            hit = now & set(later.change.old)
            now = (now - hit) | (set(later.change.new) if hit else set())
    return frozenset(now)


def history_of(book: Codebook, code: str) -> Iterator[tuple[int, CodebookChange]]:
    """Every change that a code had a part in, with the number of the version that it made."""
    for version in book.versions:
        if code in (*version.change.old, *version.change.new):
            yield version.number, version.change
