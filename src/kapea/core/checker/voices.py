"""Who is spoken to about what, as sets of a bit for each situation and each person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kapea.core.dialogue.world import World
from kapea.core.pack.model import ALPHABET, Clause, Voice, When

VoiceSet = int


class Voices:
    """All pairs of a situation and who is there; and which of them a condition can hold for."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._people = len(world.facts[world.who].values)
        self._situations = len(world.facts[world.situation].values)
        self.every: VoiceSet = (1 << self._people * self._situations) - 1
        self.told: dict[int, Voice] = dict(self._told())
        self._holding: dict[Clause, VoiceSet] = {}

    def _told(self) -> Iterator[tuple[int, Voice]]:
        world = self.world
        for id, situation in world.release.situations.items():
            for who, voice in situation.voices.items():
                about = world.facts[world.situation].code(id)
                yield self._number(ALPHABET.index(about), world.facts[world.who].values.index(who)), voice

    def _number(self, situation: int, who: int) -> int:
        return situation * self._people + who

    def of(self, facts: str) -> int:
        """The number of the voice that these facts are of."""
        world = self.world
        return self._number(ALPHABET.index(facts[world.situation]), ALPHABET.index(facts[world.who]))

    # --- conditions ------------------------------------------------------------------

    def holding(self, clauses: Iterable[Clause]) -> VoiceSet:
        """The voices for which clauses can all hold, whatever the other facts are."""
        out = self.every
        for clause in clauses:
            out &= self._clause(clause)
        return out

    def may(self, when: When) -> VoiceSet:
        """The voices for which a condition can hold."""
        certain = all(self._is_of_voice(clause) for clause in when.unless)
        barred = self.holding(when.unless) if when.unless and certain else 0
        return self.holding(when.only) & ~barred

    def _is_of_voice(self, clause: Clause) -> bool:
        return bool(clause.has) or clause.at in (self.world.who, self.world.situation)

    def _clause(self, clause: Clause) -> VoiceSet:
        if clause not in self._holding:
            self._holding[clause] = self._found(clause)
        return self._holding[clause]

    def _found(self, clause: Clause) -> VoiceSet:
        if clause.has:
            return self._set(n for n, voice in self.told.items() if clause.has in voice.has)
        if not self._is_of_voice(clause):
            return self.every
        codes = [ALPHABET.index(code) for code in clause.codes]
        if clause.at == self.world.who:
            return self._set(self._number(s, w) for s in range(self._situations) for w in codes)
        return self._set(self._number(s, w) for s in codes for w in range(self._people))

    @staticmethod
    def _set(numbers: Iterable[int]) -> VoiceSet:
        out = 0
        for number in numbers:
            out |= 1 << number
        return out

    # --- backwards ---------------------------------------------------------------------

    def before(self, after: VoiceSet, put: Mapping[int, str]) -> VoiceSet:
        """The voices that may become one of `after` when facts are put to these codes ("": to any)."""
        world, row = self.world, (1 << self._people) - 1
        rows = range(0, self._situations * self._people, self._people)
        for at, code in put.items():
            after &= self._clause(Clause(at, code)) if code else self.every
        if world.who in put:
            after = sum(row << at for at in rows if after >> at & row)
        if world.situation in put:
            people = 0
            for at in rows:
                people |= after >> at & row
            after = sum(people << at for at in rows)
        return after
