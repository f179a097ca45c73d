"""Sound in a session: only while everybody's answer is yes, begun in sight of all, never as a habit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.research_sessions import ResearchSession, SeatYes, SessionState
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused

OFF_BY_DEFAULT = frozenset({ResearchAgeBand.FROM_9})


class AudioMarkKind(Enum):
    """What happened to the recording."""

    STARTED = "started"
    STOPPED = "stopped"
    NO = "no"
    """Somebody's answer became no: theirs, or their guardian's."""


@dataclass(frozen=True, slots=True)
class AudioMark:
    """A mark, in milliseconds since the session began. Whose no it was stands in their answers, not here."""

    at: int
    kind: AudioMarkKind


@dataclass(frozen=True, slots=True)
class RecordedPart:
    """From when to when sound was taken; `ends` is None while it is. `no`: it was stopped by one, and stays
    marked until somebody cut what is whose.
    """

    begins: int
    ends: int | None = None
    no: bool = False


def is_audio_offered(band: ResearchAgeBand, *, approved_for_young: bool) -> bool:
    """Whether sound is spoken of at all. `approved_for_young`: a committee allowed it for 9 to 11."""
    return band not in OFF_BY_DEFAULT or approved_for_young


def audio_refusal(
    session: ResearchSession, seats: Iterable[SeatYes], *, approved_for_young: bool = False
) -> StudyRefused | None:
    """None where the button is shown. Else which seats have no yes: for staff, who never ask one why."""
    if session.state is not SessionState.RUNNING:
        return StudyRefused("audio.start", StudyRefusal.NO_SUCH_STEP)
    if not is_audio_offered(session.band, approved_for_young=approved_for_young):
        return StudyRefused("audio.start", StudyRefusal.NO_AUDIO, ("not-offered",))
    seated = tuple(seats)
    without = tuple(sorted(each.seat for each in seated if not (each.audio and each.take_part)))
    if without or not seated:
        return StudyRefused("audio.start", StudyRefusal.NO_AUDIO, without)
    return None


def recorded_parts(marks: Iterable[AudioMark]) -> tuple[RecordedPart, ...]:
    """What was recorded, out of marks that may come doubled and in any order. Of two at one moment whatever
    ends it counts first, and a start at the moment of a no is none.
    """
    parts: list[RecordedPart] = []
    known = sorted(frozenset(marks), key=lambda each: (each.at, each.kind is AudioMarkKind.STARTED))
    silenced = {each.at for each in known if each.kind is AudioMarkKind.NO}
    for mark in known:
        running = bool(parts) and parts[-1].ends is None
        if mark.kind is AudioMarkKind.STARTED and not running and mark.at not in silenced:
            parts.append(RecordedPart(mark.at))
        elif mark.kind is not AudioMarkKind.STARTED and running:
            parts[-1] = RecordedPart(parts[-1].begins, mark.at, mark.at in silenced)
    return tuple(parts)
