"""A workshop plan in words: the one home of what its cards, its page and its lesson say, and in which order.

They draw it each in their own way; none words anything anew. Whom to call is not here: paper and pages name
people each in their own way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from kapea.core.pack.measure_model import CARDS
from kapea.core.pack.model import Release, WorkshopPart, WorkshopPlan
from kapea.core.present.contact import BETWEEN

WORD = "word.workshop-"
SAID, ASKED, PRESSED = "say", "ask", "pressure"
"""Kinds of rows that are spoken."""
BEGUN = "begin"
"""What is said once, in the first part: the rules of the room."""


class PlanRow(msgspec.Struct, frozen=True):
    """Lines under one label. `kind` is the key of a plan under which they stand; `cards`, where a line is
    answered with cards, what each of the three means there, line by line.
    """

    kind: str
    label: str
    lines: tuple[str, ...]
    cards: tuple[tuple[str, ...], ...] = ()

    @property
    def with_cards(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """Each line, and each card with what it means there; no card where none is held up."""
        cards = self.cards or ((),) * len(self.lines)
        return tuple(
            (line, tuple(zip(CARDS, words, strict=False)))
            for line, words in zip(self.lines, cards, strict=True)
        )


class NumberedPicture(msgspec.Struct, frozen=True):
    """A drawing that is held up: the number it has in its plan, and of the part in which it is first."""

    number: int
    name: str
    part: int


class PartInWords(msgspec.Struct, frozen=True):
    """A part: its place, what it is, how long, what is held up, and its rows in the order they are needed."""

    number: int
    kind: str
    name: str
    minutes: str
    pictures: tuple[NumberedPicture, ...]
    rows: tuple[PlanRow, ...]


class PlanInWords(msgspec.Struct, frozen=True):
    """A plan. `facts` are how long it takes, how many sit there, how many lead it; `before` is what is seen
    to before anybody comes. `told` and `distress` lie open on the table. `pictures`: each once, as they come.
    """

    id: str
    number: int
    audience: str
    title: str
    short: str
    able: str
    picture: str
    facts: tuple[str, ...]
    before: tuple[PlanRow, ...]
    parts: tuple[PartInWords, ...]
    after: PlanRow
    told: PlanRow
    distress: PlanRow
    pictures: tuple[NumberedPicture, ...]


def plan_in_words(release: Release, plan: WorkshopPlan, language: str) -> PlanInWords:
    """A plan as it is read in a language."""
    return _Wording(release, plan, language).made()


def audience_words(release: Release, audience: str, language: str) -> str:
    """For whom a plan is, as a heading."""
    return release.text(f"{WORD}for-{audience}", language)


def plans_in_order(release: Release) -> tuple[WorkshopPlan, ...]:
    """The plans of a release in the order of their numbers."""
    return tuple(sorted(release.workshops.values(), key=lambda plan: plan.number))


def pictures_in_order(plan: WorkshopPlan) -> tuple[NumberedPicture, ...]:
    """The drawings of a plan, each once, numbered as they are first held up."""
    first: dict[str, int] = {}
    for number, part in enumerate(plan.parts, 1):
        for name in part.pictures:
            first.setdefault(name, number)
    return tuple(NumberedPicture(number, name, part) for number, (name, part) in enumerate(first.items(), 1))


class _Wording:
    """A plan being put in words."""

    def __init__(self, release: Release, plan: WorkshopPlan, language: str) -> None:
        self.release, self.plan, self.language = release, plan, language
        self.pictures = pictures_in_order(plan)

    def made(self) -> PlanInWords:
        plan, text = self.plan, self._text
        return PlanInWords(
            id=plan.id,
            number=plan.number,
            audience=audience_words(self.release, plan.audience, self.language),
            title=text(plan.title),
            short=self.release.text(plan.title, self.language, "short"),
            able=text(plan.able),
            picture=plan.picture,
            facts=tuple(self._facts()),
            before=tuple(row for row in self._before() if row.lines),
            parts=tuple(self._part(number, part) for number, part in enumerate(plan.parts, 1)),
            after=self._row("after", plan.after),
            told=self._of_block("if-told", plan.if_told),
            distress=self._of_block("distress", plan.distress),
            pictures=self.pictures,
        )

    def _text(self, id: str) -> str:
        return self.release.text(id, self.language)

    def _word(self, name: str, count: object = "") -> str:
        return self._text(f"{WORD}{name}").replace("{count}", str(count))

    def _minutes(self, count: int) -> str:
        if count == 1:
            return self._word("one-minute")
        return self._text("word.learn-minutes").replace("{count}", str(count))

    def _facts(self) -> Iterator[str]:
        least, most = self.plan.least_people, self.plan.most_people
        yield self._minutes(self.plan.minutes)
        yield self._word("people", least if least == most else f"{least}–{most}")
        yield self._word("facilitators", self.plan.facilitators)

    # --- rows ---------------------------------------------------------------------------------

    def _row(self, kind: str, ids: Iterable[str]) -> PlanRow:
        return PlanRow(kind, self._word(kind), tuple(self._text(id) for id in ids if id))

    def _of_block(self, kind: str, ids: tuple[str, ...]) -> PlanRow:
        """Lines of a block, under its title."""
        block = self.release.blocks.get(ids[0].split(".", 1)[0]) if ids else None
        title = self._text(block.title[-1].text) if block is not None else ""
        return PlanRow(kind, title, tuple(map(self._text, ids)))

    def _before(self) -> Iterator[PlanRow]:
        plan, titles = self.plan, (self.release.materials[id].title for id in self.plan.prints)
        yield self._row("led-by", (plan.led_by,))
        yield self._row("seating", (plan.seating,))
        yield self._row("bring", plan.brings)
        yield self._row("handouts", titles)
        numbers = (f"1–{last}" if (last := len(self.pictures)) > 1 else "1",) if self.pictures else ()
        yield PlanRow("pictures", self._word("pictures"), numbers)

    def _part(self, number: int, part: WorkshopPart) -> PartInWords:
        rows = (*self._spoken(number, part), *self._done(part))
        return PartInWords(
            number=number,
            kind=part.kind,
            name=self._word(f"part-{part.kind}"),
            minutes=self._minutes(part.minutes),
            pictures=tuple(picture for picture in self.pictures if picture.name in part.pictures),
            rows=tuple(row for row in rows if row.lines),
        )

    def _spoken(self, number: int, part: WorkshopPart) -> Iterator[PlanRow]:
        roles = BETWEEN.join(self._word(f"role-{role}") for role in part.roles)
        yield PlanRow("roles", self._word("roles"), (roles,) if roles else ())
        yield self._row(SAID, part.say)
        if number == 1:
            yield self._of_block(BEGUN, self.plan.start)
        yield self._row(ASKED, (question.text for question in part.ask))
        yield self._measured(part)
        yield self._row(PRESSED, part.pressure)

    def _measured(self, part: WorkshopPart) -> PlanRow:
        """What is asked before and after, with the meaning of each card."""
        items = [self.release.measures[id] for id in part.measures]
        asked = self._row(ASKED, (item.ask for item in items))
        cards = tuple(tuple(map(self._text, item.answers)) for item in items)
        return msgspec.structs.replace(asked, cards=cards)

    def _done(self, part: WorkshopPart) -> Iterator[PlanRow]:
        yield self._row("do", (part.do,))
        yield self._row("without-reading", (part.without_reading,))
