"""What is heard in typed words: danger that should be asked about, situations they may tell of, who tells, or
that they need nothing. Same words, same numbers: the same is heard. It decides nothing; people are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from math import exp

import msgspec

from kapea.core.pack.danger_kinds import ALL_KINDS, KINDS, UNSURE
from kapea.core.pack.hearing_model import (
    ASK,
    DANGER,
    LANGUAGE,
    NOTHING,
    SITUATION,
    STRONGEST,
    TELLER,
    HearingModel,
    Limits,
    SignWeights,
)
from kapea.core.understanding.features import features, is_telling
from kapea.core.understanding.meaning import MeaningWeighing, VectorOf, is_vector
from kapea.core.understanding.weighing import Weighing

MOST_SITUATIONS = 3
CLEAR = 0.3
"""How strongly a kind of danger must be heard to be asked about in its own words."""
STRONG = 0.5
"""How strongly, to be asked about in place of the kind that the lists know; never in place of dying."""
KNOWN = 0.5
"""The share of words that must have been met before anything is said to need nothing."""
SHARPNESS = 4.0
"""How much more the likelier situations have of what all have together."""
WORTH_OFFERING = 0.06
"""The share of a situation, against that of the likeliest, from which on it is offered beside it."""
NEARLY_AS_CLEAR = 0.55
"""The same for one in which whoever wrote would have done wrong: nobody is asked that on a weak guess."""


class Heard(msgspec.Struct, frozen=True):
    """What words came to. `danger`: kinds, and how strongly each is heard, 0 to 1, the strongest first;
    `asks`: whether danger should be asked about; `listed`: the kind that the lists of words know.

    `situations`: at most three, the likeliest first. `nothing`: it needs nothing. `familiar`: the share of
    its words that were met before; little of it, and nothing is said of what it means. `by_vector`: a
    sentence vector was weighed besides.
    """

    danger: tuple[tuple[str, float], ...] = ()
    asks: bool = False
    situations: tuple[str, ...] = ()
    teller: str = ""
    language: str = ""
    nothing: bool = False
    familiar: float = 0.0
    listed: str = ""
    by_vector: bool = False

    @property
    def kind(self) -> str:
        """The kind of danger to ask about: UNSURE where none is clear, "" where nothing is asked."""
        if not self.asks:
            return ""
        kind, strength = next(iter(self.danger), (UNSURE, 0.0))
        if self.listed and (strength < STRONG or self.listed == KINDS[0]):
            return self.listed
        return kind if strength >= CLEAR else UNSURE


class Listener:
    """The numbers of a release and its lists of words, ready to hear. Without numbers, lists alone are."""

    def __init__(
        self, model: HearingModel | None, listed: Callable[[str], str], vector_of: VectorOf | None = None
    ) -> None:
        """`listed`: the kind of danger that the lists find in words, "" for none. `vector_of`: gives sentence
        vectors; it is asked only where the numbers know what to do with one.
        """
        self.model, self._listed, self._vector_of = model, listed, vector_of

    @cached_property
    def weighing(self) -> Weighing | None:
        """Made ready when something is first typed."""
        return Weighing(self.model) if self.model is not None else None

    @cached_property
    def meaning(self) -> MeaningWeighing | None:
        """The same for sentence vectors; None where the numbers were learnt without them."""
        meaning = self.model.meaning if self.model is not None else None
        return MeaningWeighing(meaning) if meaning is not None else None

    def hear(
        self, words: str, among: Collection[str] | None = None, vector: Sequence[float] | None = None
    ) -> Heard:
        """What is heard in words. `among`: the situations that may be offered; all when not given. `vector`:
        the sentence vector of the words; asked for when not given. Without one, words alone are heard.
        """
        listed = self._listed(words)
        if self.model is None or self.weighing is None:
            return Heard(asks=bool(listed), listed=listed)
        found = features(words)
        known = self.weighing.known(found)
        sums, familiar = self.weighing.sums(list(known.values())), share_met(found, known)
        return self.judged(sums, listed, familiar, among, self._sums_of_vector(words, vector))

    def language_of(self, words: str) -> str:
        """The language that words are heard in, by the words alone; "" where too little of them is known."""
        if self.model is None or self.weighing is None:
            return ""
        found = features(words)
        known = self.weighing.known(found)
        if share_met(found, known) < self.model.limits.familiar:
            return ""
        named = dict(zip(self.model.outputs, self.weighing.sums(list(known.values())), strict=True))
        return next(iter(_best(named, LANGUAGE, None, 1)), "")

    def _sums_of_vector(self, words: str, vector: Sequence[float] | None) -> list[float] | None:
        if self.meaning is None:
            return None
        if vector is None and self._vector_of is not None:
            vector = self._vector_of(words)
        return self.meaning.sums(vector) if vector is not None and is_vector(vector) else None

    def judged(
        self,
        sums: Sequence[float],
        listed: str,
        familiar: float,
        among: Collection[str] | None,
        by_vector: Sequence[float] | None = None,
    ) -> Heard:
        """What sums come to; `by_vector`: those of the sentence vector, if there is one."""
        assert self.model is not None
        verdicts, limits = self._judges(by_vector)
        named = dict(zip(self.model.outputs, sums, strict=True))
        signs = [*signs_of(self.model.outputs, sums, listed), *(by_vector or ())]
        asked, nothing = chance(verdicts[ASK], signs), chance(verdicts[NOTHING], signs)
        danger = {kind: chance(verdicts[DANGER + kind], signs) for kind in ALL_KINDS}
        likely = named if by_vector is None else _means(named, by_vector)
        knows = familiar >= limits.familiar
        asks = bool(listed) or asked >= limits.ask
        return Heard(
            danger=tuple(sorted(danger.items(), key=lambda each: (-each[1], each[0]))),
            asks=asks,
            situations=_worth_offering(likely, among, self.model.only_when_clear) if knows else (),
            teller=next(iter(_best(named, TELLER, None, 1)), "") if knows else "",
            language=next(iter(_best(named, LANGUAGE, None, 1)), "") if knows else "",
            nothing=familiar >= KNOWN and not asks and nothing >= limits.nothing,
            familiar=familiar,
            listed=listed,
            by_vector=by_vector is not None,
        )

    def _judges(self, by_vector: Sequence[float] | None) -> tuple[Mapping[str, SignWeights], Limits]:
        """The verdicts and limits that hold with a sentence vector, or without."""
        assert self.model is not None
        if by_vector is None or self.model.meaning is None:
            return self.model.verdicts, self.model.limits
        return self.model.meaning.verdicts, self.model.meaning.limits


def _means(named: Mapping[str, float], by_vector: Sequence[float]) -> dict[str, float]:
    """What both layers say of each output, each as much as the other."""
    return {name: (a + b) / 2 for (name, a), b in zip(named.items(), by_vector, strict=True)}


def share_met(found: Sequence[str], met: Collection[str]) -> float:
    """How much of the words of a line was met before, between 0 and 1; nothing of one without words."""
    telling = [each for each in found if is_telling(each)]
    return sum(each in met for each in telling) / len(telling) if telling else 0.0


def signs_of(outputs: Sequence[str], sums: Sequence[float], listed: str) -> list[float]:
    """What verdicts weigh, in the order of `number_of_signs`."""
    kinds = sorted(
        (s for name, s in zip(outputs, sums, strict=True) if name.startswith(DANGER)), reverse=True
    )
    shares = [exp(SHARPNESS * s) for name, s in zip(outputs, sums, strict=True) if name.startswith(SITUATION)]
    whole = sum(shares) or 1.0
    lists = [float(bool(listed)), *(float(kind == listed) for kind in ALL_KINDS)]
    return [*sums, *lists, *kinds[:STRONGEST], *(share / whole for share in shares)]


def chance(verdict: SignWeights, signs: Sequence[float]) -> float:
    """How likely a verdict holds, between 0 and 1."""
    total = verdict.constant + sum(w * s for w, s in zip(verdict.weights, signs, strict=True))
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def _worth_offering(
    named: dict[str, float], among: Collection[str] | None, only_when_clear: Collection[str]
) -> tuple[str, ...]:
    """The likeliest situations, without those that are hardly likely beside the first."""
    by_likeness = _best(named, SITUATION, among, len(named))
    clear = [named[SITUATION + id] for id in by_likeness[:1]]
    least = ((id, NEARLY_AS_CLEAR if id in only_when_clear else WORTH_OFFERING) for id in by_likeness)
    kept = [id for id, share in least if exp(SHARPNESS * (named[SITUATION + id] - clear[0])) >= share]
    return tuple(kept[:MOST_SITUATIONS])


def _best(named: dict[str, float], of: str, among: Collection[str] | None, most: int) -> tuple[str, ...]:
    """The names after `of` whose outputs are highest."""
    found = ((n.removeprefix(of), value) for n, value in named.items() if n.startswith(of))
    kept = [each for each in found if among is None or each[0] in among]
    return tuple(n for n, _ in sorted(kept, key=lambda each: (-each[1], each[0]))[:most])
