"""A workshop as a pack plans it: for whom, how long, and part by part what is said and done in the room."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

PLAN_FOR: Mapping[str, str] = {
    "caregivers": "caregiver",
    "class-a": "child 9-11",
    "class-b": "child 12-14",
    "class-c": "child 15-17",
    "faith-leaders": "community",
    "local-authorities": "community",
}
"""Whom a plan is for, to the selector by which lines of blocks are picked for them."""
CLASSES = ("class-a", "class-b", "class-c")
WELCOME, PRACTICE, TALK, CALM_END, BREAK = "welcome", "practice", "talk", "calm-end", "break"
MEASURE = "measure"
PART_KINDS = (WELCOME, "story", "skill", PRACTICE, TALK, MEASURE, "help-map", CALM_END, BREAK)
"""What a part of a workshop is for."""
ROLES = ("speaker", "listener", "friend", "child", "caregiver", "leader", "helper", "watcher")
"""Whom somebody plays who practises. Whoever harms is not among them: nobody plays that person."""
ASKED_IN_ROOMS = ("story", "words", "facts", "sure", "next", "ready")
"""What a question to a group is about: people who are made up, words to use, what is so, how sure somebody
is, what comes after, whether all are ready. What anybody went through is not among them.
"""


class RoomQuestion(msgspec.Struct, frozen=True):
    """A question to a group: what it is about, and the id of its text."""

    about: str
    text: str


class WorkshopPart(msgspec.Struct, frozen=True):
    """One part of a workshop. `say` are texts that the facilitator says, in order; `do` is what people do,
    `without_reading` what whoever reads nothing does. `pressure` are lines of somebody made up, which only
    the facilitator says. `uses`: the lesson, story or practice of the pack from which the part is made.
    A part that measures names items of `measures.yaml`, and whether they are asked `before` or `after`.
    """

    kind: str
    minutes: int
    say: tuple[str, ...] = ()
    ask: tuple[RoomQuestion, ...] = ()
    pressure: tuple[str, ...] = ()
    do: str = ""
    without_reading: str = ""
    roles: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    uses: str = ""
    when: str = ""
    measures: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[str, ...]:
        """The ids of all that the plan itself says aloud in it; what measures ask stands in the release."""
        return *self.say, *(question.text for question in self.ask), *self.pressure


class WorkshopPlan(msgspec.Struct, frozen=True):
    """A workshop: `number` is its place in lists and addresses. `prints` are materials by id, `brings` texts
    of what else lies ready, `calls` the kinds of services whose numbers stand on it.

    `start` is said in the first part, `if_told` and `distress` are for the facilitators; the three come out
    of blocks. `guide` is the journey that leads whoever was told something.
    """

    id: str
    number: int
    audience: str
    minutes: int
    least_people: int
    most_people: int
    facilitators: int
    title: str
    able: str
    led_by: str
    seating: str
    parts: tuple[WorkshopPart, ...]
    start: tuple[str, ...]
    if_told: tuple[str, ...]
    distress: tuple[str, ...]
    guide: str
    calls: tuple[str, ...] = ()
    prints: tuple[str, ...] = ()
    brings: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    picture: str = ""

    @property
    def is_class(self) -> bool:
        """Whether children sit there."""
        return self.audience in CLASSES

    @property
    def said(self) -> tuple[str, ...]:
        """The ids of all that is said aloud."""
        return *self.start, *(text for part in self.parts for text in part.said)

    def measured(self, when: str) -> tuple[str, ...]:
        """The ids of what it asks before or after, in order."""
        return tuple(id for part in self.parts if part.when == when for id in part.measures)

    @property
    def for_facilitators(self) -> tuple[str, ...]:
        """The ids of all that only those who lead it need to read."""
        done = (text for part in self.parts for text in (part.do, part.without_reading) if text)
        own = (self.title, self.able, self.led_by, self.seating, *self.brings, *self.after)
        return *own, *done, *self.if_told, *self.distress
