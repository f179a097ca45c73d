"""Lines that numbers are learnt from: how somebody might write of a worry, and what is heard in it.

A file of JSON lines is one writer's: `{"id", "text", "situations", "danger", "maybe", "teller", "style"}`,
and `pair` where two lines differ in a few words and only one of them needs to be asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from kapea.core.pack.danger_kinds import ALL_KINDS
from kapea.core.pack.hearing_model import FOLDER, is_lines

STYLES = ("plain", "chat", "sms", "misspelt", "romanised", "mixed", "slang", "learner", "bisaya")
TELLERS = {
    "girl": "child",
    "boy": "child",
    "child": "child",
    "mother": "caregiver",
    "father": "caregiver",
    "grandparent": "caregiver",
    "relative": "caregiver",
    "peer": "peer",
    "teacher": "community",
    "monk": "community",
    "helper": "professional",
    "other": "",
}
"""Who writes, and which answer to “Who are you?” that is."""


class CorpusLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One line. `situations`: those it tells of, none where it needs nothing. `danger`: kinds somebody should
    be asked about; `maybe`: those of which people who know the field would disagree.
    """

    id: str
    text: str
    situations: tuple[str, ...] = ()
    danger: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()
    teller: str = "other"
    style: str = "plain"
    pair: str = ""


class Example(msgspec.Struct, frozen=True):
    """A line, the language it is written in, and whose it is."""

    line: CorpusLine
    language: str
    writer: str


class BadCorpus(ValueError):
    """A file of lines does not read; the message names file, line, and how to mend it."""


def read_corpus(files: Mapping[str, bytes]) -> tuple[Example, ...]:
    """All lines of the files of a pack, by path inside it; raises BadCorpus."""
    found = sorted(path for path in files if is_lines(path))
    return tuple(each for path in found for each in _read(path, files[path]))


def _read(path: str, data: bytes) -> Iterator[Example]:
    parts = path.removeprefix(FOLDER).removesuffix(".jsonl").split("/")
    if len(parts) != 2:
        raise BadCorpus(f"{path}: lines stand in {FOLDER}<language>/writer-<number>.jsonl")
    language, writer = parts
    for number, raw in enumerate(data.splitlines(), 1):
        if raw.strip():
            yield Example(_line(f"{path}:{number}", raw), language, f"{language}/{writer}")


def _line(where: str, raw: bytes) -> CorpusLine:
    try:
        line = msgspec.json.decode(raw, type=CorpusLine)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadCorpus(f"{where}: {error}") from error
    for kind in (*line.danger, *line.maybe):
        if kind not in ALL_KINDS:
            raise BadCorpus(f"{where}: no kind of danger “{kind}”; one of {', '.join(ALL_KINDS)}")
    if line.style not in STYLES:
        raise BadCorpus(f"{where}: no way of writing “{line.style}”; one of {', '.join(STYLES)}")
    if line.teller not in TELLERS:
        raise BadCorpus(f"{where}: nobody is called “{line.teller}”; one of {', '.join(TELLERS)}")
    if not line.text.strip():
        raise BadCorpus(f"{where}: there are no words in it; write some, or take the line out")
    return line
