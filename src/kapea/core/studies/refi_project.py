"""A coded project as programs for qualitative work exchange it, apart from any of their files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from kapea.core.studies.text_edits import TextSpan
from kapea.core.studies.transcript_text import UnfitTranscript, composed_text

LEAST_PEOPLE = 5
"""A value that fewer people share leaves no study."""
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


class UnfitProject(ValueError):
    """A project that others could not read; the message names what to mend."""


@dataclass(frozen=True, slots=True)
class ExchangedCode:
    """`name` is unique in its project. `codable` false: a category, with which nothing is coded."""

    name: str
    description: str = ""
    parent: str = ""
    codable: bool = True
    colour: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise UnfitProject("code: it needs a name")
        if self.colour and not _COLOUR.fullmatch(self.colour):
            raise UnfitProject(f"{self.name}: a colour is # and six digits, as #336699")


@dataclass(frozen=True, slots=True)
class ExchangedSegment:
    """What one coder marked with one code; without a code, an annotation. Two coders of one span are two."""

    coder: str
    span: TextSpan
    code: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True)
class ExchangedText:
    """One source. Spans are 0-based code points into `text`, which is NFC with LF alone and no byte order
    mark.
    """

    name: str
    text: str
    segments: tuple[ExchangedSegment, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExchangedNote:
    """A memo that hangs on no segment."""

    name: str
    words: str
    coder: str = ""


@dataclass(frozen=True, slots=True)
class ExchangedProject:
    """`coders`: labels such as A and B, never accounts or names of people."""

    name: str
    coders: tuple[str, ...]
    codes: tuple[ExchangedCode, ...]
    texts: tuple[ExchangedText, ...] = ()
    notes: tuple[ExchangedNote, ...] = ()


def require_exchangeable(project: ExchangedProject) -> None:
    """UnfitProject with everything in it that another program would refuse, or read as something else."""
    names = [code.name for code in project.codes]
    faults = [
        *(f"code {name}: the name comes twice" for name, times in Counter(names).items() if times > 1),
        *(
            f"code {c.name}: its parent {c.parent} is not there"
            for c in project.codes
            if c.parent not in {"", *names}
        ),
        *(f"source {name}: the name comes twice" for name in _twice(text.name for text in project.texts)),
        *(fault for text in project.texts for fault in _segment_faults(text, project)),
    ]
    written = ((f"source {text.name}", text.text) for text in project.texts)
    faults += [
        f"{what}: write it in NFC, with LF alone and no byte order mark"
        for what, text in written
        if not _is_plain(text)
    ]
    if not project.codes:
        faults.append("codes: a project has one at least")
    if faults:
        raise UnfitProject("; ".join(faults))


def _is_plain(text: str) -> bool:
    try:
        return composed_text(text) == text
    except UnfitTranscript:
        return False


def _twice(names: Iterable[str]) -> Iterable[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _segment_faults(text: ExchangedText, project: ExchangedProject) -> Iterable[str]:
    codable = {code.name for code in project.codes if code.codable}
    for segment in text.segments:
        where = f"source {text.name} at {segment.span.start}"
        if segment.span.end > len(text.text):
            yield f"{where}: ends after the text"
        if segment.code and segment.code not in codable:
            yield f"{where}: {segment.code} is no code to code with"
        if segment.coder not in project.coders:
            yield f"{where}: {segment.coder or 'nobody'} is no coder of the project"


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, with the first number after it that makes it nobody else's."""
    tries = (name if n == 1 else f"{name} ({n})" for n in range(1, len(taken) + 2))
    return next(made for made in tries if made not in taken)


def exchange_guid(namespace: UUID, *what: str) -> str:
    """The same id for the same thing of one export, 8-4-4-4-12; another namespace, other ids."""
    return str(uuid5(namespace, "\x1f".join(what))).upper()
