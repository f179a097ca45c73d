"""Words that somebody writes while the system runs, held against the lists that all words of a pack are held
against: what is never said, what asks for a picture, what sends a child home with it, what shames.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kapea.core.languages.phrases import Phrases, count_words, plain, sentences
from kapea.core.pack.model import Lint
from kapea.core.studies.plain_words import WordFault, word_faults
from kapea.core.studies.repeated_words import SaidWords


@dataclass(frozen=True, slots=True)
class NeverSaid:
    """A phrase that stands in a text and in none of ours. `instead`: what to say; empty: leave it out."""

    phrase: str
    instead: str = ""


def never_said(text: str, lints: Iterable[Lint]) -> tuple[NeverSaid, ...]:
    """The first listed phrase of each kind and list that stands in a text."""
    said = plain(text)
    return tuple(dict.fromkeys(found for lint in lints for found in _of_lists(said, lint)))


def _of_lists(said: str, lint: Lint) -> Iterator[NeverSaid]:
    instead = {plain(phrase): mend for phrase, mend in lint.banned.items()}
    for phrases in (lint.banned, lint.methods, lint.media, lint.tells_home, lint.legal, lint.shames):
        if (phrase := Phrases(phrases).find(said)) is not None:
            yield NeverSaid(phrase, instead.get(phrase, ""))


@dataclass(frozen=True, slots=True)
class PlaceFault:
    """What keeps some words from being given to others, and in which place. `told`: the phrase, what to say
    instead, or how many words too many.
    """

    place: str
    fault: WordFault
    told: str = ""


def place_faults(place: str, text: str, said: SaidWords, lints: Iterable[Lint]) -> Iterator[PlaceFault]:
    """Everything in the words of a place that keeps them. `said`: all that was said in the study."""
    for fault in word_faults(text, said):
        yield PlaceFault(place, fault)
    for found in never_said(text, lints):
        told = f"{found.phrase} → {found.instead}" if found.instead else found.phrase
        yield PlaceFault(place, WordFault.NEVER_SAID, told)


def long_sentences(text: str, most: int) -> int:
    """How many sentences of a text have more words than that. In a script without spaces, words end where
    break marks stand.
    """
    return sum(count_words(sentence) > most for sentence in sentences(text))
