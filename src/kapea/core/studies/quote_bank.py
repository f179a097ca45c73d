"""The one place through which words of somebody in a study reach a reader, whatever the reader holds.

Every use asks consent at that moment, by the same function: a page, slides, a table, a project for other
tools, a machine, an archive, paper. What was allowed yesterday is asked again today.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.guardian_waivers import ScopeOutcome
from kapea.core.studies.quote_length import quote_words
from kapea.core.studies.research_consent import ConsentRegister

MOST_WORDS = 60
MOST_OF_ONE_SPEAKER = 2


class QuoteUse(Enum):
    """What a quote is placed in."""

    REPORT = "report"
    SLIDES = "slides"
    CSV = "csv"
    REFI = "refi"
    HXL = "hxl"
    API = "api"
    ARCHIVE = "archive"
    PRINT = "print"
    ADVICE = "advice"
    """Read by the group that advises, and taken along by nobody."""


class QuoteSpot(Enum):
    """Where in it."""

    BODY = "body"
    COVER = "cover"
    DECORATION = "decoration"
    """Large, apart from the text that explains it."""


class ThirdParty(Enum):
    """Whether somebody spoken of can be recognised. They have agreed to nothing."""

    NOT_READ = "not_read"
    NOBODY = "nobody"
    RECOGNISABLE = "recognisable"
    """Held until it is cut, or coarsened and read again. Nobody can decide to place it as it is."""


class QuoteRefusal(Enum):
    """Why a quote is not placed, beside the reasons of consent."""

    WITHHELD_TURN = "withheld-turn"
    HELD_THIRD_PARTY = "held-third-party"
    NOT_READ_FOR_OTHERS = "not-read-for-others"
    TOO_LONG = "too-long"
    COVER_LINE = "cover-line"
    DISTRESS_AS_DECORATION = "distress-as-decoration"
    TOO_MANY_OF_ONE_SPEAKER = "too-many-of-one-speaker"
    NOBODY_SPOKE = "nobody-spoke"
    WORDS_CHANGED = "words-changed"
    """The passage was de-identified again since it was placed: the old words may name somebody."""


@dataclass(frozen=True, slots=True)
class QuotedTurn:
    """Whose words, in which turn of the session."""

    seat: str
    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotePassage:
    """A passage that may become a quote. `spoken`: every turn it reaches into; each speaker is asked for.
    `translated`: whether `words` are not the words that were said. Only `placed_quotes` gives words away.
    """

    id: str
    session: str
    spoken: tuple[QuotedTurn, ...]
    words: str
    third_party: ThirdParty
    shows_distress: bool
    translated: bool = False


@dataclass(frozen=True, slots=True)
class RefusedQuote:
    """A quote that is not placed: why, of which seat and scope where consent says so."""

    quote: str
    because: ScopeOutcome | QuoteRefusal
    seat: str = ""
    scope: ResearchScope | None = None

    @property
    def message(self) -> tuple[str, dict[str, str]]:
        """The id of the sentence that says so, and what goes into it."""
        scope = {"scope": self.scope.value} if self.scope else {}
        return f"quote-refused-{self.because.value}", scope


@dataclass(frozen=True, slots=True)
class PlacedQuote:
    """A quote in one output. `translated`: it must be marked so."""

    quote: str
    session: str
    seats: tuple[str, ...]
    words: str
    translated: bool


@dataclass(frozen=True, slots=True)
class PlacedQuotes:
    """What one output may say, and why not the rest. `heard`: how many of the `sessions` are quoted in it."""

    use: QuoteUse
    placed: tuple[PlacedQuote, ...]
    refused: tuple[RefusedQuote, ...]
    heard: int
    sessions: int
    spot: QuoteSpot = QuoteSpot.BODY

    @property
    def is_heard_by_half(self) -> bool:
        """Whether at least half of the sessions have a quote; without quotes nothing is to mend."""
        return not self.placed or 2 * self.heard >= self.sessions


def scopes_for(use: QuoteUse) -> tuple[ResearchScope, ...]:
    """What a use needs of every speaker, beside taking part."""
    quote = (ResearchScope.QUOTE,)
    return (*quote, ResearchScope.ARCHIVE) if use is QuoteUse.ARCHIVE else quote


def consent_refusal(
    quote: str, spoken: Iterable[QuotedTurn], use: QuoteUse, consent: ConsentRegister
) -> RefusedQuote | None:
    """Why consent, at this moment, does not cover these turns in this use; None where it does."""
    turns = tuple(spoken)
    if not turns:
        return RefusedQuote(quote, QuoteRefusal.NOBODY_SPOKE)
    for each in turns:
        for scope in scopes_for(use):
            outcome = consent.outcome(each.seat, scope)
            if outcome is not ScopeOutcome.COVERED:
                return RefusedQuote(quote, outcome, each.seat, scope)
        if each.turn in consent.withheld.get(each.seat, ()):
            return RefusedQuote(quote, QuoteRefusal.WITHHELD_TURN, each.seat, ResearchScope.QUOTE)
    return None


def quote_refusal(
    passage: QuotePassage, use: QuoteUse, consent: ConsentRegister, *, spot: QuoteSpot = QuoteSpot.BODY
) -> RefusedQuote | None:
    """Why a passage cannot stand in a use by itself; None where it can. Consent is heard first."""
    refused = consent_refusal(passage.id, passage.spoken, use, consent)
    if refused is None and (because := next(_own_reasons(passage, spot), None)):
        return RefusedQuote(passage.id, because)
    return refused


def _own_reasons(passage: QuotePassage, spot: QuoteSpot) -> Iterator[QuoteRefusal]:
    if passage.third_party is ThirdParty.RECOGNISABLE:
        yield QuoteRefusal.HELD_THIRD_PARTY
    if passage.third_party is ThirdParty.NOT_READ:
        yield QuoteRefusal.NOT_READ_FOR_OTHERS
    if quote_words(passage.words) > MOST_WORDS:
        yield QuoteRefusal.TOO_LONG
    if spot is QuoteSpot.COVER:
        yield QuoteRefusal.COVER_LINE
    if spot is QuoteSpot.DECORATION and passage.shows_distress:
        yield QuoteRefusal.DISTRESS_AS_DECORATION


def placed_quotes(
    passages: Sequence[QuotePassage],
    use: QuoteUse,
    consent: ConsentRegister,
    *,
    sessions: Iterable[str],
    spot: QuoteSpot = QuoteSpot.BODY,
) -> PlacedQuotes:
    """What of these passages, in this order, one output may say now. `sessions`: all of the study."""
    placed: list[PlacedQuote] = []
    refused: list[RefusedQuote] = []
    spoke: Counter[str] = Counter()
    for passage in passages:
        seats = tuple(dict.fromkeys(each.seat for each in passage.spoken))
        why = quote_refusal(passage, use, consent, spot=spot) or _crowding(passage.id, seats, spoke)
        if why is not None:
            refused.append(why)
            continue
        spoke.update(seats)
        placed.append(PlacedQuote(passage.id, passage.session, seats, passage.words, passage.translated))
    heard = {each.session for each in placed}
    every = set(sessions) | {each.session for each in passages}
    return PlacedQuotes(use, tuple(placed), tuple(refused), len(heard), len(every), spot)


def _crowding(quote: str, seats: Iterable[str], spoke: Counter[str]) -> RefusedQuote | None:
    for seat in seats:
        if spoke[seat] >= MOST_OF_ONE_SPEAKER:
            return RefusedQuote(quote, QuoteRefusal.TOO_MANY_OF_ONE_SPEAKER, seat)
    return None


def no_longer_covered(
    output: PlacedQuotes, passages: Iterable[QuotePassage], consent: ConsentRegister
) -> tuple[RefusedQuote, ...]:
    """What an output that was made says and may not say now, to be asked again before it is printed or
    copied. A quote whose passage is gone is not covered either.
    """
    there = {each.id: each for each in passages}
    again = (_asked_again(placed, there.get(placed.quote), output, consent) for placed in output.placed)
    return tuple(why for why in again if why is not None)


def _asked_again(
    placed: PlacedQuote, passage: QuotePassage | None, output: PlacedQuotes, consent: ConsentRegister
) -> RefusedQuote | None:
    if passage is None:
        return RefusedQuote(placed.quote, ScopeOutcome.WITHDRAWN)
    if refused := quote_refusal(passage, output.use, consent, spot=output.spot):
        return refused
    same = (placed.words, placed.translated) == (passage.words, passage.translated)
    return None if same else RefusedQuote(placed.quote, QuoteRefusal.WORDS_CHANGED)
