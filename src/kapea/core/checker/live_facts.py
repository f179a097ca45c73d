"""Which facts can still be read from where somebody stands. Those that cannot must not multiply the places.

Questions are gathered node by node and carried backwards along every way, until none is added; an answer that
sets a fact, or takes it back, ends the questions about it. Two places where every question that may still
come has the same answer lead to the same words and the same people, so one of them is walked for both. What a
count tells of is not asked: it is added up afterwards, and nobody meets it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kapea.core.checker.fact_questions import Asked, FactQuestions, Question
from kapea.core.checker.voices import Voices, VoiceSet
from kapea.core.checker.watched import Watched
from kapea.core.dialogue.danger_questions import flags_of, way_to_flag
from kapea.core.dialogue.likely_tiles import ways_to_likely
from kapea.core.dialogue.state import Place
from kapea.core.dialogue.turn import way_to_help
from kapea.core.dialogue.world import World
from kapea.core.pack.model import ALPHABET, Choice, Node

Live = dict[Question, VoiceSet]
"""Questions that may come, and for whom."""
Put = Mapping[int, str]
"""Facts and the codes they are put to; "" where it is not known to which."""


class Likeness:
    """Tells places apart by nothing but some questions at each node, and facts always told apart there."""

    def __init__(
        self, world: World, voices: Voices, questions: list[Live], always: Sequence[frozenset[int]]
    ) -> None:
        self.world, self.voices, self.questions, self.always = world, voices, questions, always
        self._situation, self._who = world.situation, world.who
        self._merged: list[dict[str, _Merged]] = [{} for _ in world.release.nodes]
        """By node and whose voice speaks there."""
        self._by_questions: dict[tuple[frozenset[Question], frozenset[int]], _Merged] = {}

    def of(self, place: Place) -> Place:
        """The one place that stands for all like this one: facts nobody asks of are where they start."""
        node, facts = place
        voice = facts[self._situation] + facts[self._who]
        merged = self._merged[node].get(voice)
        if merged is None:
            asked = self._asked(node, self.voices.of(facts))
            merged = self._merged[node][voice] = self._asking(asked, self.always[node])
        return node, merged[facts]

    def _asked(self, node: int, voice: int) -> frozenset[Question]:
        speaks = 1 << voice
        return frozenset([question for question, fits in self.questions[node].items() if fits & speaks])

    def _asking(self, questions: frozenset[Question], always: frozenset[int]) -> _Merged:
        if (questions, always) not in self._by_questions:
            self._by_questions[questions, always] = _Merged(self.world, questions, always)
        return self._by_questions[questions, always]


class _Merged(dict[str, str]):
    """Facts to those that stand for them, where only some questions are asked."""

    def __init__(self, world: World, questions: Iterable[Question], always: frozenset[int]) -> None:
        super().__init__()
        asked: dict[int, list[str]] = {}
        for question in questions:
            asked.setdefault(question.fact, []).append(question.codes)
        alike = {
            at: _alike(len(world.facts[at].values), asked.get(at, ()))
            for at in set(range(len(world.facts))) - always
        }
        self._alike = [(at, codes) for at, codes in alike.items() if any(k != v for k, v in codes.items())]

    def __missing__(self, facts: str) -> str:
        out = list(facts)
        for at, codes in self._alike:
            out[at] = codes[out[at]]
        merged = self[facts] = "".join(out)
        return merged


def _alike(values: int, asked: Sequence[str]) -> dict[str, str]:
    """Each code of a fact to the first for which every question has the same answer."""
    first: dict[tuple[bool, ...], str] = {}
    return {c: first.setdefault(tuple(c in each for each in asked), c) for c in ALPHABET[:values]}


def _gathered(asked: Iterable[Asked], always: frozenset[int]) -> Live:
    out: Live = {}
    for question, fits in asked:
        if question.fact not in always and fits:
            out[question] = out.get(question, 0) | fits
    return out


def always(world: World) -> frozenset[int]:
    """Facts that every view tells of or properties look at everywhere; and those whose old value counts. What
    is shown, though, is told apart by the situation only where something there is of it.
    """
    rising = (at for at, fact in enumerate(world.facts) if fact.rises)
    return frozenset({world.who, world.situation, world.level, world.danger, *rising})


class Liveness:
    """Questions at each node: `said`, for the words there; `here`, of whoever stands there; and `live`, those
    that may still come.
    """

    def __init__(self, world: World, watched: Watched) -> None:
        self.world, self.nodes, self.voices = world, world.release.nodes, Voices(world)
        asked, every = FactQuestions(world, self.voices, watched), self.voices.every
        own = [frozenset({world.situation} if asked.is_of_situation(node) else ()) for node in self.nodes]
        told, kept = frozenset({world.who, world.level}), always(world)
        self.always = [kept for _ in self.nodes]
        self.always_here = [kept - {world.situation} | situation for situation in own]
        self.always_said = [told | situation for situation in own]
        each = list(zip(self.nodes, self.always_said, self.always_here, strict=True))
        self.said = [_gathered(asked.saying(node), said) for node, said, _ in each]
        self.here = [_gathered(asked.standing(node), here) for node, _, here in each]
        self.live = [{q: fits for q, fits in here.items() if q.fact not in kept} for here in self.here]
        self._entering = [
            _gathered(asked.of_when(node.when, every) if node.other >= 0 else (), kept) for node in self.nodes
        ]
        self._flow()

    def _flow(self) -> None:
        ways = [[self._way(node, choice) for choice in self._choices(node)] for node in self.nodes]
        grown = set(range(len(self.nodes)))
        while grown:
            before, grown = grown, set[int]()
            for n in reversed(range(len(self.nodes))):
                for target, fits, put in ways[n]:
                    if target in before or target in grown:
                        self._carried(self._entering[target], self.live[n], fits, put)
                if self._enters(n):
                    grown.add(n)

    def _enters(self, n: int) -> bool:
        """Before a node is entered: its own questions, and those of the one that it may stand aside for."""
        node, every = self.nodes[n], self.voices.every
        changed = self._carried(self.live[n], self._entering[n], every, dict(node.enter))
        if node.other >= 0:
            changed |= self._carried(self._entering[node.other], self._entering[n], every, {})
        return changed

    def _carried(self, behind: Live, before: Live, fits: VoiceSet, put: Put) -> bool:
        """Adds what is asked behind a way to what is asked before it; whether that was anything new."""
        changed = False
        is_voice_put = self.world.who in put or self.world.situation in put
        for question, asked in list(behind.items()):
            if question.fact not in put:
                asked = (self.voices.before(asked, put) if is_voice_put else asked) & fits
                known = before.get(question, 0)
                if asked & ~known:
                    before[question], changed = known | asked, True
        return changed

    def _choices(self, node: Node) -> Iterator[Choice]:
        yield from (choice for choice in node.choices if not choice.back)
        if self.world.help >= 0:
            yield way_to_help(self.world)
        yield from (way_to_flag(self.world, to) for to in flags_of(self.world, node).values())
        yield from ways_to_likely(self.world, node)

    def _way(self, node: Node, choice: Choice) -> tuple[int, VoiceSet, Put]:
        """Where an answer leads, for whom it may be open, and what it puts facts to."""
        facts, target = range(len(self.world.facts)), self.nodes[choice.to]
        put = {at: ALPHABET[0] for at in facts if choice.keeps is not None and at not in choice.keeps}
        put |= dict(choice.sets)
        if node.kind == "each":
            put[self.world.situation] = ""
        if target.journey != node.journey:
            kept = self.world.release.journeys[target.journey].facts
            put |= {at: ALPHABET[0] for at in facts if at not in kept}
        return choice.to, self.voices.may(choice.when), put
