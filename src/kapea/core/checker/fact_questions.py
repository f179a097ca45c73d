"""What is asked of facts at each node: by conditions of words and answers, to name people, by properties."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import NamedTuple

from kapea.core.checker.readers import SELF_HARM
from kapea.core.checker.voices import Voices, VoiceSet
from kapea.core.checker.watched import Watched
from kapea.core.dialogue.aside import aside_node
from kapea.core.dialogue.contacts import AGES
from kapea.core.dialogue.world import World
from kapea.core.directory.needs import considered, is_local_asked, is_post_asked, takes_age, types_listed
from kapea.core.pack.model import Choice, Clause, Line, Node, Say, Voice, When


class Question(NamedTuple):
    """All that is ever asked of a fact: is it one of these values?"""

    fact: int
    codes: str


Asked = tuple[Question, VoiceSet]
"""A question, and for whom it may be asked."""


class FactQuestions:
    """Gathers the questions of a release, node by node."""

    def __init__(self, world: World, voices: Voices, watched: Watched) -> None:
        self.world, self.voices, self.watched = world, voices, watched
        self._people: dict[tuple[str, ...], tuple[Question, ...]] = {}
        self._by_voice: dict[tuple[str, str], tuple[Asked, ...]] = {}
        self._listed = types_listed(world.directory)
        self._dangers = tuple(dict.fromkeys(t for types in world.directory.order.values() for t in types))

    def standing(self, node: Node) -> Iterator[Asked]:
        """What is asked of whoever stands at a node: for what is said, and for whom it names."""
        yield from self.saying(node)
        yield from self._contacts(node)
        yield from self._people_of(("HELPLINE",), self.voices.every)
        about = self.world.facts[self.world.situation]
        dying = "".join(about.code(id) for id in about.values if id in SELF_HARM)
        yield Question(self.world.situation, dying), self.voices.every

    def saying(self, node: Node) -> Iterator[Asked]:
        """What is asked for the words of a node, its answers, and what is said in passing below them."""
        yield from self._shown(node)
        if node.ask is not None:
            yield from self._line(node.ask, self.voices.every)
        for choice in node.choices:
            yield from self._choice(node, choice)
            if (aside := aside_node(self.world, choice)) is not None:
                yield from self._shown(aside)

    def _shown(self, node: Node) -> Iterator[Asked]:
        for show in node.show:
            yield from self.of_when(show.when, self.voices.every)
            fits = self.voices.may(show.when)
            if show.line is not None:
                yield from self._line(show.line, fits)
            if show.part:
                yield from self._part(show.part, fits)

    def is_of_situation(self, node: Node) -> bool:
        """Whether something is shown at a node, or can be answered, that each situation words for itself."""
        asides = (aside_node(self.world, choice) for choice in node.choices)
        shows = [show for each in (node, *asides) if each is not None for show in each.show]
        parts = (*(show.part for show in shows), *(choice.part for choice in node.choices))
        return node.kind == "each" or any(parts)

    def of_when(self, when: When, fits: VoiceSet) -> Iterator[Asked]:
        """What a condition asks: of their voice, and of those for whom that has not settled it the rest."""
        for clause in (*when.only, *when.unless):
            if clause.has or clause.at == self.world.situation:
                yield from self._of_voice(clause, fits)
        fits &= self.voices.holding(when.only)
        yield from self._clauses(when.only, fits)
        yield from self._clauses(when.unless, fits & self.voices.holding(when.unless))

    def _clauses(self, clauses: Iterable[Clause], fits: VoiceSet) -> Iterator[Asked]:
        yield from ((Question(c.at, c.codes), fits) for c in clauses if not c.has)

    def _of_voice(self, clause: Clause, fits: VoiceSet) -> Iterator[Asked]:
        if clause.has:
            yield from self._told_by(("has", clause.has), lambda voice: clause.has in voice.has, fits)
        else:
            yield Question(clause.at, clause.codes), fits

    def _say(self, say: Say, fits: VoiceSet) -> Iterator[Asked]:
        for variant in say:
            yield from self.of_when(variant.when, fits)
            if variant.text in self.watched.tells_home and self.world.home >= 0:
                yield self._is(self.world.home, "safe"), fits

    def _line(self, line: Line, fits: VoiceSet) -> Iterator[Asked]:
        yield from self._say(line.say, fits)
        if line.call:
            yield from self._people_of((*self._dangers, *line.call), fits)
            yield from self._power(fits)

    def _part(self, part: str, fits: VoiceSet) -> Iterator[Asked]:
        for number, voice in self.voices.told.items():
            for line in voice.parts.get(part, ()) if fits >> number & 1 else ():
                yield from self._line(line, 1 << number)

    def _choice(self, node: Node, choice: Choice) -> Iterator[Asked]:
        fits = self.voices.may(choice.when)
        yield from self.of_when(choice.when, self.voices.every)
        yield from self._say(choice.say, fits)
        if choice.part:
            yield from self._part(choice.part, fits)
        for voice in self.voices.told.values() if node.kind == "each" else ():
            yield from self._say(voice.title, fits)
        if choice.effect is not None:
            consent = Question(choice.effect.consent_at, choice.effect.consent_code)
            looked_at = (consent, *(Question(*each) for each in self.watched.at_effects))
            yield from ((question, fits) for question in looked_at if question.fact >= 0)

    # --- who is named ----------------------------------------------------------------

    def _contacts(self, node: Node) -> Iterator[Asked]:
        if node.contacts is None:
            return
        yield from self._people_of((*self._dangers, *node.contacts.types), self.voices.every)
        # Whoever is next, or is preferred, is looked for among those who come first besides.
        if node.contacts.source != "types" or node.contacts.next or node.contacts.prefer:
            yield from self._power(self.voices.every)
        for number, voice in self.voices.told.items() if node.contacts.source == "situation" else ():
            yield from self._people_of((*self._dangers, *voice.call), 1 << number)
        if node.contacts.source == "situation":
            yield from self._told_by(("call", ""), self._answered, self.voices.every)

    def _answered(self, voice: Voice) -> tuple[str, ...]:
        """The types a voice calls that anybody answers to; others bring nobody."""
        return tuple([kind for kind in voice.call if kind in self._listed])

    def _told_by(
        self, name: tuple[str, str], told_by: Callable[[Voice], Hashable], fits: VoiceSet
    ) -> Iterator[Asked]:
        """Which situations are told from each other by something of them that each person hears."""
        if name not in self._by_voice:
            self._by_voice[name] = tuple(self._alike(told_by))
        yield from ((question, fits & of_person) for question, of_person in self._by_voice[name])

    def _alike(self, told_by: Callable[[Voice], Hashable]) -> Iterator[Asked]:
        about = self.world.facts[self.world.situation]
        for who in self.world.facts[self.world.who].values:
            alike: dict[Hashable, str] = {}
            for id in about.values:
                situation = self.world.release.situations.get(id)
                voice = situation.voices.get(who) if situation is not None else None
                key = told_by(voice) if voice is not None else None
                alike[key] = alike.get(key, "") + about.code(id)
            of_person = self.voices.holding((Clause(self.world.who, self._is(self.world.who, who).codes),))
            yield from ((Question(self.world.situation, codes), of_person) for codes in alike.values())

    def _power(self, fits: VoiceSet) -> Iterator[Asked]:
        """Who comes first depends on whether whoever hurts has power here."""
        if self.world.power >= 0:
            yield self._is(self.world.power, "someone"), fits

    def _people_of(self, types: tuple[str, ...], fits: VoiceSet) -> Iterator[Asked]:
        if types not in self._people:
            self._people[types] = tuple(self._person(types))
        yield from ((question, fits) for question in self._people[types])

    def _person(self, types: tuple[str, ...]) -> Iterator[Question]:
        """What services of these types ask of a person."""
        world = self.world
        if is_local_asked(world.directory, types):
            yield from (self._is(at, "safe") for at in (world.home,) if at >= 0)
        if is_post_asked(world.directory, types) and world.power >= 0:
            yield self._is(world.power, "someone")
        bands = world.facts[world.band]
        for service in considered(world.directory, types) if world.band >= 0 else ():
            codes = "".join(bands.code(v) for v in bands.values if takes_age(service, AGES.get(v)))
            if len(codes) < len(bands.values):
                yield Question(world.band, codes)

    def _is(self, at: int, value: str) -> Question:
        fact = self.world.facts[at]
        return Question(at, fact.code(value) if value in fact.values else "")
