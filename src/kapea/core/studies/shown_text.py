"""A released text as somebody in a study sees it: without the turns that consent does not cover now. Places
in it stay those of the whole text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kapea.core.studies.codings import StudyCoding
from kapea.core.studies.consented_material import ConsentUse, StudyMaterial, may_be_used
from kapea.core.studies.replacements import seen_alike
from kapea.core.studies.research_consent import ConsentRegister
from kapea.core.studies.seat_labels import seat_of_label
from kapea.core.studies.text_edits import TextSpan
from kapea.core.studies.transcript import SessionTranscript, SpeakerRole, SpokenTurn


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """A turn, and where it stands in the whole text, from its label to its last letter."""

    turn: SpokenTurn
    span: TextSpan

    @property
    def words_at(self) -> int:
        """Where its words begin, after the label."""
        return self.span.end - len(self.turn.words)


@dataclass(frozen=True, slots=True)
class ShownText:
    """`turns`: those that may be seen, in their order."""

    transcript: SessionTranscript
    turns: tuple[ShownTurn, ...]
    _starts: Sequence[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", [each.span.start for each in self.turns])

    def turn_holding(self, span: TextSpan) -> ShownTurn | None:
        """The turn that may be seen and holds all of a span; None where there is none."""
        at = bisect_right(self._starts, span.start) - 1
        return self.turns[at] if at >= 0 and self.turns[at].span.holds(span) else None

    def turn_numbered(self, number: int) -> ShownTurn | None:
        """The turn of a number, if it may be seen."""
        return next((each for each in self.turns if each.turn.number == number), None)

    def words_of(self, span: TextSpan) -> str:
        """What of a marked stretch may be seen, a line for each turn."""
        parts = (
            self.transcript.text[max(each.span.start, span.start) : min(each.span.end, span.end)]
            for each in self.turns
            if each.span.overlaps(span)
        )
        return "\n".join(parts)

    def shown_codings(self, codings: Iterable[StudyCoding]) -> tuple[StudyCoding, ...]:
        """Those of this session that mark something that may be seen, and nothing that may not."""
        return tuple(c for c in codings if c.session == self.transcript.session and self._is_shown(c.span))

    def _is_shown(self, span: TextSpan) -> bool:
        return self.turn_holding(span) is not None or self._is_shown_over_turns(span)

    def _is_shown_over_turns(self, span: TextSpan) -> bool:
        length = sum(
            min(each.span.end, span.end) - max(each.span.start, span.start)
            for each in self.turns[max(0, bisect_right(self._starts, span.start) - 1) :][
                : span.end - span.start
            ]
            if each.span.overlaps(span)
        )
        whole = self.transcript.text
        text = whole[span.start : span.end]
        return span.end <= len(whole) and length + text.count("\n") >= len(text)


def shown_text(transcript: SessionTranscript, consent: ConsentRegister) -> ShownText:
    """A text without the turns of seats that nothing covers for coding. Staff have labels and no seat."""
    staff, spans = _staff(transcript, consent), transcript.turn_spans()
    shown = (
        ShownTurn(turn, spans[turn.number])
        for turn in transcript.turns
        if turn.speaker in staff or _covered(transcript.session, turn, consent)
    )
    return ShownText(transcript, tuple(shown))


def _staff(transcript: SessionTranscript, consent: ConsentRegister) -> frozenset[str]:
    seated = consent.seats.keys() | consent.withdrawn
    return frozenset(
        each.label
        for each in transcript.speakers
        if each.role is SpeakerRole.MODERATOR and seat_of_label(transcript.session, each.label) not in seated
    )


def _covered(session: str, turn: SpokenTurn, consent: ConsentRegister) -> bool:
    seat = seat_of_label(session, turn.speaker)
    return may_be_used(StudyMaterial("", session, seat, turn.number), ConsentUse.CODING, consent)


# --- searching --------------------------------------------------------------------------------

MOST_FOUND = 200


@dataclass(frozen=True, slots=True)
class TurnFound:
    """A turn that a search found, with the codes on it."""

    session: str
    turn: SpokenTurn
    codes: tuple[str, ...]


def turns_found(
    texts: Iterable[ShownText],
    codings: Mapping[str, Sequence[StudyCoding]],
    *,
    words: str = "",
    code: str = "",
) -> tuple[tuple[TurnFound, ...], int]:
    """The turns that hold some words and bear a code, whichever of the two is asked for, and how many there
    are in all. `codings`: of each session, those that whoever asks may know of. Words are compared without
    regard to case and to signs that cannot be seen.
    """
    wanted = seen_alike(words)
    found = [
        TurnFound(text.transcript.session, shown.turn, codes)
        for text in texts
        for shown, codes in _with_codes(text, codings.get(text.transcript.session, ()))
        if (not code or code in codes) and wanted in seen_alike(shown.turn.words) and (wanted or code)
    ]
    return tuple(found[:MOST_FOUND]), len(found)


def _with_codes(
    text: ShownText, codings: Sequence[StudyCoding]
) -> Iterable[tuple[ShownTurn, tuple[str, ...]]]:
    by_turn: dict[int, set[str]] = {}
    for coding in codings:
        held = text.turn_holding(coding.span)
        if held is not None:
            by_turn.setdefault(held.turn.number, set()).add(coding.code)
    return ((each, tuple(sorted(by_turn.get(each.turn.number, ())))) for each in text.turns)
