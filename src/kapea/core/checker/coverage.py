"""Situations, audiences, ages, languages: where there are words for somebody, and where there is a hole.

Nothing is explored here: a text counts that could be shown to such a person, whatever else is so. It must be
written, and translated. Whether it is any good is for the other properties, and for people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kapea.core.checker.situations import PARTS
from kapea.core.pack.conditions import fact_at
from kapea.core.pack.model import Clause, Release, Say, Situation, Voice, When
from kapea.core.pack.parse.catalogue import Expectation
from kapea.core.pack.parse.situations import AUDIENCES, BANDS

EVERYTHING = "everything"
"""The gap of an audience that is not spoken to at all."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One situation for one audience, about a child of one age, in one language.

    `gaps` are the parts for which there is no text; `untranslated` the ids of texts this language lacks.
    `expected` is whether the catalogue of situations asks for it: some are written for more people.
    """

    situation: str
    audience: str
    band: str
    language: str
    gaps: tuple[str, ...] = ()
    untranslated: tuple[str, ...] = ()
    expected: bool = True

    @property
    def is_hole(self) -> bool:
        return bool(self.gaps or self.untranslated)


def cover(release: Release, expected: Expectation) -> tuple[Cell, ...]:
    """A cell for each audience that is expected or written, in order of situations and audiences."""
    return tuple(_Look(release, expected).cells())


class _Look:
    def __init__(self, release: Release, expected: Expectation) -> None:
        self.release, self.expected = release, expected
        self.who, self.band = fact_at(release.facts, "who"), fact_at(release.facts, "band")

    def cells(self) -> Iterator[Cell]:
        for id in sorted({*self.expected.situations, *self.release.situations}):
            wanted = self.expected.situations[id].audiences if id in self.expected.situations else ()
            situation = self.release.situations.get(id)
            written = situation.voices if situation is not None else {}
            for who in AUDIENCES:
                if who in wanted or who in written:
                    yield from self._audience(id, situation, who, who in wanted)

    def _audience(self, id: str, situation: Situation | None, who: str, wanted: bool) -> Iterator[Cell]:
        voice = situation.voices.get(who) if situation is not None else None
        own = tuple(b for b in BANDS if voice is not None and f"band.{b}" in voice.has)
        asked = self.expected.bands.get(who, BANDS) if wanted or not own else own
        for band in (b for b in BANDS if b in asked or b in own):
            texts, gaps = self._texts(voice, who, band) if voice is not None else ([], [EVERYTHING])
            if voice is not None and own and band not in own:
                texts, gaps = [], ["not written for this age"]
            for language in self.release.languages:
                lacking = self._untranslated(texts, language)
                yield Cell(id, who, band, language, tuple(gaps), lacking, wanted)

    def _texts(self, voice: Voice, who: str, band: str) -> tuple[list[str], list[str]]:
        """The texts such a person may meet, and the parts for which there is none."""
        title = self._open(voice.title, who, band)
        texts, gaps = list(title), [] if title else ["title"]
        for part, lines in voice.parts.items():
            said = [text for line in lines for text in self._open(line.say, who, band)]
            texts += said
            if not said and part in PARTS:
                gaps.append(part)
        return texts, gaps + [part for part in PARTS if part not in voice.parts]

    def _open(self, say: Say, who: str, band: str) -> list[str]:
        """The wordings that could be said to them: nothing they are known to be stands against it."""
        facts = {self.who: who, self.band: band}
        return [v.text for v in say if self._may(v.when, facts)]

    def _may(self, when: When, facts: dict[int, str]) -> bool:
        return all(self._could(clause, facts) for clause in when.only)

    def _could(self, clause: Clause, facts: dict[int, str]) -> bool:
        value = facts.get(clause.at) if not clause.has else None
        return value is None or self.release.facts[clause.at].code(value) in clause.codes

    def _untranslated(self, texts: Iterable[str], language: str) -> tuple[str, ...]:
        words = self.release.texts.get(language, {})
        return tuple(text for text in dict.fromkeys(texts) if text not in words)
