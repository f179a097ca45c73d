"""What was said in a session, turn by turn, by speakers who are labels: never a name, not even an invented
one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from kapea.core.languages.known import western_digits
from kapea.core.studies.text_edits import EditedText, TextSpan, cut_out
from kapea.core.studies.transcript_text import UnfitTranscript, composed_text, decoded_text

MOST_TURNS = 5_000
_LABEL = re.compile(r"[A-Z]{1,2}[0-9]{0,3}")
_LINE = re.compile(
    r"[\s\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]*([^\s:：៖]{1,24})[ \u200b]*[:：៖][ \u200b]*(.*\S)?\s*"
)
"""A label, a colon of any script, words. Marks of direction before a label are none of them."""


class SpeakerRole(Enum):
    """As what somebody speaks. More than a role, a band of age and a gender is never kept of a speaker."""

    MODERATOR = "moderator"
    CHILD = "child"
    CARER = "carer"
    TEACHER = "teacher"
    FAITH_LEADER = "faith_leader"
    OFFICIAL = "official"
    SERVICE = "service"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SessionSpeaker:
    """`label`: one or two capitals and up to three digits, as C1; of this session alone."""

    label: str
    role: SpeakerRole
    age_band: str = ""
    gender: str = ""

    def __post_init__(self) -> None:
        if not _LABEL.fullmatch(self.label):
            raise UnfitTranscript("label: one or two capitals and a number, as C1; never a name")


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """`number` is kept when turns before it are cut: other records point at it."""

    number: int
    speaker: str
    words: str

    @property
    def line(self) -> str:
        """As it stands in the text."""
        return f"{self.speaker}: {self.words}"


@dataclass(frozen=True, slots=True)
class SessionTranscript:
    """`language`: a BCP 47 code. The text is `LABEL: words`, a turn a line, one LF between, none at the
    end.
    """

    session: str
    language: str
    speakers: tuple[SessionSpeaker, ...]
    turns: tuple[SpokenTurn, ...]

    @property
    def text(self) -> str:
        """What spans point into."""
        return "\n".join(turn.line for turn in self.turns)

    def turn_spans(self) -> Mapping[int, TextSpan]:
        """Where each turn stands, from its label to its last letter, by its number."""
        at, spans = 0, {}
        for turn in self.turns:
            spans[turn.number] = TextSpan(at, at + len(turn.line))
            at += len(turn.line) + 1
        return spans

    def turn_of(self, span: TextSpan) -> SpokenTurn | None:
        """The turn in which all of a span lies; None where it runs over two."""
        spans = self.turn_spans()
        return next((turn for turn in self.turns if spans[turn.number].holds(span)), None)


def read_transcript(
    data: bytes, *, session: str, language: str, speakers: Sequence[SessionSpeaker]
) -> SessionTranscript:
    """A transcript from a file of plain text. Empty lines fall away. UnfitTranscript names the line and how
    to mend it, and repeats nothing that stands there: it may be a name.
    """
    if repeated := {s.label for s in speakers if [t.label for t in speakers].count(s.label) > 1}:
        raise UnfitTranscript(f"speakers: {', '.join(sorted(repeated))} twice; each needs a label of its own")
    lines = enumerate(composed_text(decoded_text(data)).split("\n"), 1)
    labels = {speaker.label for speaker in speakers}
    read = [_turn(line, at, labels) for at, line in lines if line.strip(" \t\u200b")]
    if not read or len(read) > MOST_TURNS:
        raise UnfitTranscript(f"file: {len(read)} turns; a transcript has 1 to {MOST_TURNS}")
    turns = tuple(SpokenTurn(n, who, words) for n, (who, words) in enumerate(read, 1))
    return SessionTranscript(session, language, tuple(speakers), turns)


def _turn(line: str, at: int, labels: Collection[str]) -> tuple[str, str]:
    parts = _LINE.fullmatch(line)
    if parts is None:
        raise UnfitTranscript(
            f"line {at}: nobody speaks; begin it with a label, as C1:, or join it to the line before",
            "nobody-speaks",
            at,
        )
    label = western_digits(parts[1])
    if not _LABEL.fullmatch(label):
        raise UnfitTranscript(
            f"line {at}: speakers are labels, as C1; write one in place of what stands before the colon",
            "label",
            at,
        )
    if label not in labels:
        raise UnfitTranscript(
            f"line {at}: {label} is no speaker of this session; add them, or mend the label", "speaker", at
        )
    if not parts[2]:
        raise UnfitTranscript(
            f"line {at}: {label} says nothing; write what was said, or delete the line", "empty", at
        )
    return label, parts[2]


def without_turns(
    transcript: SessionTranscript, numbers: Collection[int]
) -> tuple[SessionTranscript, EditedText]:
    """The transcript without some turns, and how marks into its text move. A number that is not there changes
    nothing, so that a cut may be done twice.
    """
    left = tuple(turn for turn in transcript.turns if turn.number not in numbers)
    return replace(transcript, turns=left), cut_out(transcript.text, _gone(transcript, numbers))


def _gone(transcript: SessionTranscript, numbers: Collection[int]) -> Iterator[TextSpan]:
    """Each turn with one line end: the one before it where turns are left before it, the one after it
    else.
    """
    spans, kept_before = transcript.turn_spans(), False
    length = len(transcript.text)
    for turn in transcript.turns:
        span = spans[turn.number]
        if turn.number not in numbers:
            kept_before = True
        elif kept_before:
            yield TextSpan(span.start - 1, span.end)
        else:
            yield TextSpan(span.start, min(span.end + 1, length))


def turns_of_speakers(transcript: SessionTranscript, labels: Iterable[str]) -> frozenset[int]:
    """The numbers of all turns of some speakers: what goes when they withdraw."""
    asked = set(labels)
    return frozenset(turn.number for turn in transcript.turns if turn.speaker in asked)
