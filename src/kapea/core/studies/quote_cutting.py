"""A quote out of a released transcript: only words that were said, with […] where some were left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kapea.core.studies.quote_bank import QuotedTurn, QuotePassage, ThirdParty
from kapea.core.studies.quote_length import quote_words
from kapea.core.studies.seat_labels import seat_of_label
from kapea.core.studies.transcript import SessionTranscript, SpokenTurn

CUT = "[…]"
MOST_WORDS_OF_TRANSLATION = 3
"""A translation has at most so many times the words of what was said; more is somebody else's."""


class NotSaid(ValueError):
    """What was to be a quote was not said so; the message says what to do, and repeats nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankedQuote:
    """A passage in the bank. `code`: under which it is found. `by`: who read it for third parties."""

    passage: QuotePassage
    code: str
    by: str


def cut_passage(
    transcript: SessionTranscript,
    turn: int,
    words: str,
    *,
    id: str,
    third_party: ThirdParty,
    shows_distress: bool,
    translated: bool = False,
) -> QuotePassage:
    """A passage of one turn. `words` are what was said, whole or with […] where something is left out; of a
    translation, somebody's words for it. Raises NotSaid.
    """
    spoken = next((each for each in transcript.turns if each.number == turn), None)
    if spoken is None or not words.strip():
        raise NotSaid("turn: choose one that stands in the transcript, and words of it")
    _require_said(spoken, words, translated=translated)
    seat = seat_of_label(transcript.session, spoken.speaker)
    return QuotePassage(
        id=id,
        session=transcript.session,
        spoken=(QuotedTurn(seat, turn),),
        words=" ".join(words.split()),
        third_party=third_party,
        shows_distress=shows_distress,
        translated=translated,
    )


def _require_said(spoken: SpokenTurn, words: str, *, translated: bool) -> None:
    if translated:
        if quote_words(words) > MOST_WORDS_OF_TRANSLATION * quote_words(spoken.words):
            raise NotSaid("words: much longer than what was said; translate it, add nothing")
    elif not is_cut_of(spoken.words, words):
        raise NotSaid("words: they are not in this turn so; copy them, and put […] where you leave some out")


def is_cut_of(said: str, words: str) -> bool:
    """Whether words are those that were said, in their order, with […] for what is left out."""
    rest = " ".join(said.split())
    for piece in (each.strip() for each in " ".join(words.split()).split(CUT)):
        if not piece:
            continue
        _before, found, rest = rest.partition(piece)
        if not found:
            return False
    return True


def still_said(
    quotes: Iterable[BankedQuote], transcript: SessionTranscript | None
) -> tuple[BankedQuote, ...]:
    """Those whose words still stand in the released transcript: whatever was cut out of it, or replaced in it
    since, is no quote any more. A translation stands as long as its turn does.
    """
    turns = {each.number: each for each in transcript.turns} if transcript else {}
    return tuple(each for each in quotes if _stands(each.passage, turns))


def _stands(passage: QuotePassage, turns: dict[int, SpokenTurn]) -> bool:
    spoken = [turns.get(each.turn) for each in passage.spoken]
    if not spoken or any(each is None or not each.words.strip() for each in spoken):
        return False
    said = " ".join(each.words for each in spoken if each is not None)
    return passage.translated or is_cut_of(said, passage.words)
