"""What of a study's transcripts an archive may hold at this moment, under names that stand nowhere else.

Whoever leads a session takes up what was just said. So of a turn that is left out, the answer to it goes too,
and so does whatever repeats it, in whichever session. A turn in which somebody is called by the label of the
day goes as well.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid5

from kapea.core.languages.known import western_digits
from kapea.core.studies.codings import StudyCoding
from kapea.core.studies.consented_material import ConsentUse, StudyMaterial, may_be_used
from kapea.core.studies.quote_bank import QuotePassage, ThirdParty
from kapea.core.studies.repeated_words import SaidWords, said_words
from kapea.core.studies.research_consent import ConsentRegister
from kapea.core.studies.text_edits import TextSpan
from kapea.core.studies.transcript import SessionSpeaker, SessionTranscript, SpeakerRole, SpokenTurn


@dataclass(frozen=True, slots=True)
class ArchivedFrom:
    """A released transcript. `seats`: the seat of each speaker; those who lead the session have none.
    `values`: what is known of all its `people` together.
    """

    transcript: SessionTranscript
    seats: Mapping[str, str]
    people: int
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ArchivedSession:
    """A transcript as it lies in an archive, and its codings. `seats`: whose words are in it. `was`: how the
    study called the session, which stands nowhere in the archive.
    """

    transcript: SessionTranscript
    codings: tuple[StudyCoding, ...]
    people: int
    values: Mapping[str, str]
    seats: frozenset[str]
    was: str


@dataclass(frozen=True, slots=True)
class ArchivedTurns:
    """All sessions of which something is left. `left_out`: words that may stand nowhere in the archive."""

    sessions: tuple[ArchivedSession, ...]
    left_out: SaidWords

    @property
    def seats(self) -> frozenset[str]:
        """Whose words are in any of them."""
        return frozenset(seat for each in self.sessions for seat in each.seats)


LETTERS = ("M", "S")
"""How labels begin of those who lead, and of those who speak."""
_Turn = tuple[str, int]
"""The session and the number of a turn."""


def archived_turns(
    sessions: Sequence[ArchivedFrom],
    codings: Iterable[StudyCoding],
    passages: Iterable[QuotePassage],
    consent: ConsentRegister,
    namespace: UUID,
) -> ArchivedTurns:
    """What may be archived now. `passages`: a turn in which somebody else can be recognised is left out.
    `namespace`: new for each archive, so that the order and the names of sessions say nothing.
    """
    held = {
        (passage.session, each.turn)
        for passage in passages
        if passage.third_party is ThirdParty.RECOGNISABLE
        for each in passage.spoken
    }
    covered = {each.transcript.session: frozenset(_covered(each, held, consent)) for each in sessions}
    kept, left_out = _unrepeated(sessions, covered)
    ordered = sorted(sessions, key=lambda each: uuid5(namespace, each.transcript.session).bytes)
    told = [each for each in ordered if _speaks(each, kept[each.transcript.session])]
    by_session: dict[str, list[StudyCoding]] = {}
    for coding in codings:
        by_session.setdefault(coding.session, []).append(coding)
    made = (
        _archived(each, f"session-{n:02}", kept[each.transcript.session], by_session)
        for n, each in enumerate(told, start=1)
    )
    return ArchivedTurns(tuple(made), left_out)


def _speaks(session: ArchivedFrom, kept: Sequence[SpokenTurn]) -> bool:
    return any(turn.speaker in session.seats for turn in kept)


def _leads(session: ArchivedFrom, label: str) -> bool:
    roles = {each.label: each.role for each in session.transcript.speakers}
    return roles.get(label) is SpeakerRole.MODERATOR and label not in session.seats


def _covered(
    session: ArchivedFrom, held: Collection[_Turn], consent: ConsentRegister
) -> Iterator[SpokenTurn]:
    """Turns of those who lead, and of each seat whose consent covers it. Who has no seat is not covered."""
    id, called = session.transcript.session, _called(session)
    for turn in session.transcript.turns:
        seat = session.seats.get(turn.speaker, "")
        material = StudyMaterial(f"{id}-{turn.number}", id, seat, turn.number)
        is_covered = (id, turn.number) not in held and may_be_used(material, ConsentUse.ARCHIVE, consent)
        is_called = called is not None and called.search(western_digits(turn.words))
        if not is_called and (_leads(session, turn.speaker) or is_covered):
            yield turn


def _called(session: ArchivedFrom) -> re.Pattern[str] | None:
    """Finds the labels of a session in its words, but for those that may be words, as A."""
    labels = sorted(each.label for each in session.transcript.speakers if each.label[-1].isdigit())
    return re.compile(rf"(?<![A-Z0-9])(?:{'|'.join(labels)})(?![A-Z0-9])", re.I) if labels else None


def _answered(session: ArchivedFrom, kept: Collection[SpokenTurn]) -> tuple[SpokenTurn, ...]:
    """Without the turns of those who lead that follow on a turn that is left out."""
    left: list[SpokenTurn] = []
    is_gap = False
    for turn in session.transcript.turns:
        is_gap = turn not in kept or (is_gap and _leads(session, turn.speaker))
        if not is_gap:
            left.append(turn)
    return tuple(left)


def _unrepeated(
    sessions: Sequence[ArchivedFrom], covered: Mapping[str, frozenset[SpokenTurn]]
) -> tuple[dict[str, tuple[SpokenTurn, ...]], SaidWords]:
    """Without turns that repeat what is left out, until none does: a turn that goes for that is left out
    too.
    """
    now = dict(covered)
    while True:
        left_out = said_words(_left_out(sessions, now))
        clear = {id: frozenset(t for t in turns if not left_out.are_in(t.words)) for id, turns in now.items()}
        if clear == now:
            return {each.transcript.session: _answered(each, _kept(each, now)) for each in sessions}, left_out
        now = clear


def _kept(session: ArchivedFrom, kept: Mapping[str, frozenset[SpokenTurn]]) -> frozenset[SpokenTurn]:
    return kept[session.transcript.session]


def _left_out(sessions: Iterable[ArchivedFrom], kept: Mapping[str, frozenset[SpokenTurn]]) -> Iterator[str]:
    for session in sessions:
        for turn in session.transcript.turns:
            if turn not in _kept(session, kept) and not _leads(session, turn.speaker):
                yield turn.words


# --- under other names ------------------------------------------------------------------------------------


def _archived(
    session: ArchivedFrom,
    name: str,
    kept: Sequence[SpokenTurn],
    codings: Mapping[str, Sequence[StudyCoding]],
) -> ArchivedSession:
    labels = _labels(session, kept)
    turns = tuple(SpokenTurn(n, labels[turn.speaker], turn.words) for n, turn in enumerate(kept, start=1))
    speakers = tuple(SessionSpeaker(new, _role(session, old)) for old, new in labels.items())
    made = SessionTranscript(name, session.transcript.language, speakers, turns)
    moving = _MovedCodings(session.transcript, kept, made)
    moved = (moving.moved(coding) for coding in codings.get(session.transcript.session, ()))
    return ArchivedSession(
        transcript=made,
        codings=tuple(coding for coding in moved if coding is not None),
        people=session.people,
        values=session.values,
        seats=frozenset(session.seats[turn.speaker] for turn in kept if turn.speaker in session.seats),
        was=session.transcript.session,
    )


def _role(session: ArchivedFrom, label: str) -> SpeakerRole:
    return SpeakerRole.MODERATOR if _leads(session, label) else SpeakerRole.OTHER


def _labels(session: ArchivedFrom, kept: Iterable[SpokenTurn]) -> dict[str, str]:
    """New labels in the order in which they first speak: the old ones may be known from the day."""
    labels: dict[str, str] = {}
    counts = dict.fromkeys(LETTERS, 0)
    leads, speaks = LETTERS
    for turn in kept:
        if turn.speaker not in labels:
            letter = leads if _leads(session, turn.speaker) else speaks
            counts[letter] += 1
            labels[turn.speaker] = f"{letter}{counts[letter]}"
    return labels


class _MovedCodings:
    """Where words stood, and where they stand now."""

    def __init__(self, old: SessionTranscript, kept: Sequence[SpokenTurn], new: SessionTranscript) -> None:
        self._was, self._now, self._session = old.turn_spans(), new.turn_spans(), new.session
        self._places = {turn.number: n for n, turn in enumerate(kept, start=1)}
        self._turns = {turn.number: turn for turn in old.turns}
        self._moved = {turn.number: turn for turn in new.turns}

    def moved(self, coding: StudyCoding) -> StudyCoding | None:
        """The coding without its memo; None where not all of its words are left."""
        touched = [number for number, span in self._was.items() if span.overlaps(coding.span)]
        if not touched or any(number not in self._places for number in touched):
            return None
        start, end = self._at(touched[0], coding.span.start), self._at(touched[-1], coding.span.end)
        if start >= end:
            return None
        return replace(coding, session=self._session, span=TextSpan(start, end), memo="")

    def _at(self, number: int, at: int) -> int:
        """Where a place in the words of a turn is now; one in its label is where its words begin."""
        place = self._places[number]
        inside = max(0, at - self._was[number].start - _before(self._turns[number]))
        return self._now[place].start + _before(self._moved[place]) + inside


def _before(turn: SpokenTurn) -> int:
    """Code points of a line before its words."""
    return len(turn.line) - len(turn.words)
