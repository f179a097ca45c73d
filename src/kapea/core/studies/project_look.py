"""What of a project of another program a study here could take, and what stays out: told in numbers and
places, since names of texts, memos and words may name somebody.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from kapea.core.languages.known import western_digits
from kapea.core.studies.codebook import UnfitCodebook, begun_codebook
from kapea.core.studies.refi_project import ExchangedText
from kapea.core.studies.refi_reading import ReadRefiProject
from kapea.core.studies.study_exchange import study_codes
from kapea.core.studies.transcript import SessionSpeaker, SpeakerRole, read_transcript
from kapea.core.studies.transcript_text import UnfitTranscript


@dataclass(frozen=True, slots=True)
class LookedText:
    """A text as a transcript. `labels`: who speaks in it. `fault`: the first line that is no turn, and how to
    mend it; empty: it can be pasted as it is. `codings`, `memos`: of others, which stay out.
    """

    turns: int
    labels: tuple[str, ...]
    fault: str
    codings: int
    memos: int


@dataclass(frozen=True, slots=True)
class LookedProject:
    """All of a project, its texts in the order of the file. `codes_fault`: why its codes are no codebook here
    as they are; empty: they are.
    """

    texts: tuple[LookedText, ...]
    codes: int
    codes_fault: str
    notes: int
    coders: int

    @property
    def is_clear(self) -> bool:
        """Whether every text and the codes can be taken as they are."""
        return not self.codes_fault and not any(each.fault for each in self.texts)


def look_at_project(read: ReadRefiProject) -> LookedProject:
    """Looks at all that was read."""
    project = read.project
    return LookedProject(
        texts=tuple(map(_looked, project.texts)),
        codes=sum(code.codable for code in project.codes),
        codes_fault=_codes_fault(read),
        notes=len(project.notes),
        coders=len(project.coders),
    )


def _looked(text: ExchangedText) -> LookedText:
    speakers = tuple(SessionSpeaker(label, SpeakerRole.OTHER) for label in dict.fromkeys(_labels(text.text)))
    labels = tuple(each.label for each in speakers)
    codings = sum(bool(each.code) for each in text.segments)
    memos = sum(bool(each.memo) for each in text.segments)
    try:
        made = read_transcript(text.text.encode(), session="s1", language="", speakers=speakers)
    except UnfitTranscript as error:
        return LookedText(0, labels, str(error), codings, memos)
    return LookedText(len(made.turns), labels, "", codings, memos)


def _labels(text: str) -> Iterator[str]:
    """What could be a label at the beginning of a line. Whatever else stands there may be a name."""
    for line in text.split("\n"):
        before = line.replace("：", ":").replace("៖", ":").partition(":")[0]
        with suppress(UnfitTranscript):
            yield SessionSpeaker(western_digits(before.strip(" \t\u200b")), SpeakerRole.OTHER).label


def _codes_fault(read: ReadRefiProject) -> str:
    if not any(code.codable for code in read.project.codes):
        return "codes: there is none"
    try:
        begun_codebook(study_codes(read.project.codes), author="look", why="refi-qdc")
    except UnfitCodebook as error:
        return str(error)
    return ""
