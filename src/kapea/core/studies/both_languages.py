"""A transcript with its translation as one text, so that two people read, decide and sign both as one. What
was said comes first: places in it are the same with a translation and without.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kapea.core.studies.side_by_side import SideBySide
from kapea.core.studies.text_edits import TextSpan
from kapea.core.studies.transcript import SessionTranscript, SpokenTurn
from kapea.core.studies.transcript_release import DeidentifiedDraft

OF_TRANSLATION = 10_000
"""What is added to the number of a turn for what it says in the other language; turns are fewer."""


@dataclass(frozen=True, slots=True)
class TurnInBoth:
    """A turn as said, and as translated; empty: there is no translation."""

    number: int
    speaker: str
    words: str
    translated: str = ""


def in_both_languages(pair: SideBySide) -> SessionTranscript:
    """What was said, and after it what it says in the other language."""
    beside = (replace(turn, number=turn.number + OF_TRANSLATION) for turn in pair.translation.turns)
    return replace(pair.source, turns=(*pair.source.turns, *beside))


def original_of(transcript: SessionTranscript) -> SessionTranscript:
    """What was said alone."""
    said = tuple(turn for turn in transcript.turns if turn.number < OF_TRANSLATION)
    return replace(transcript, turns=said)


def translation_of(transcript: SessionTranscript, language: str) -> SessionTranscript | None:
    """The other language alone, its turns under the numbers of what was said; None where there is none."""
    turns = tuple(
        replace(turn, number=turn.number - OF_TRANSLATION)
        for turn in transcript.turns
        if turn.number >= OF_TRANSLATION
    )
    return replace(transcript, language=language, turns=turns) if language and turns else None


def numbers_in_both(numbers: Iterable[int]) -> frozenset[int]:
    """Some turns and what they say in the other language, whichever of the two was named."""
    said = {number % OF_TRANSLATION for number in numbers}
    return frozenset(said | {number + OF_TRANSLATION for number in said})


def turns_in_both(turns: Iterable[SpokenTurn], translated: Mapping[int, str]) -> tuple[TurnInBoth, ...]:
    """What was said, turn by turn, with the other language beside it."""
    return tuple(
        TurnInBoth(turn.number, turn.speaker, turn.words, translated.get(turn.number, "")) for turn in turns
    )


def words_of_translation(transcript: SessionTranscript) -> dict[int, str]:
    """What the turns of a text in both languages say in the other one, by the number of what was said."""
    return {
        turn.number - OF_TRANSLATION: turn.words for turn in transcript.turns if turn.number >= OF_TRANSLATION
    }


@dataclass(frozen=True, slots=True)
class TagAlone:
    """A tag that stands in one language of a turn only: a name may be left in the other."""

    turn: int
    tag: str


def tags_alone(draft: DeidentifiedDraft) -> tuple[TagAlone, ...]:
    """All such tags as decided now, in order. A translation may well say “she” where a name was said, so
    nothing is refused for it: whoever signs is shown it.
    """
    tags = _tags_by_turn(draft)
    translated = words_of_translation(draft.reading.transcript)
    return tuple(
        TagAlone(number, tag)
        for number in translated
        for tag in sorted(tags[number] ^ tags[number + OF_TRANSLATION])
    )


def _tags_by_turn(draft: DeidentifiedDraft) -> Mapping[int, set[str]]:
    """The tags in each turn. One that reaches out of a turn is refused at release, and counted in none."""
    transcript, planned = draft.reading.transcript, list(draft.replacements)
    spans = transcript.turn_spans()
    tags: Mapping[int, set[str]] = defaultdict(set)
    for number, each in zip(_numbers_at(transcript, (each.span for each in planned)), planned, strict=True):
        if spans[number].holds(each.span):
            tags[number].add(each.tag)
    return tags


@dataclass(frozen=True, slots=True)
class TurnSide:
    """A turn, by the number of what was said. `translated`: what it says in the other language is meant."""

    number: int
    translated: bool


def sides_at(transcript: SessionTranscript, spans: Iterable[TextSpan]) -> list[TurnSide]:
    """In which turn each span begins, and on which side of it, in their order."""
    return [
        TurnSide(number % OF_TRANSLATION, number >= OF_TRANSLATION)
        for number in _numbers_at(transcript, spans)
    ]


def _numbers_at(transcript: SessionTranscript, spans: Iterable[TextSpan]) -> list[int]:
    turns = transcript.turn_spans()
    numbers, starts = list(turns), [span.start for span in turns.values()]
    return [numbers[bisect_right(starts, span.start) - 1] for span in spans]
