"""Figures for whoever watches the service, as Prometheus reads them. They are kept for months, and often
elsewhere, so they may tell nobody that one person wrote, or when.

All come from the database, so they are the same whichever worker did it. What people did is told of days that
are over, in tens; what waits, in tens, its age in steps. What is to be mended is told at once and exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from kapea.channels.channel import Channel
from kapea.channels.counting import Became
from kapea.guide.queries import open_conversations, times_counted
from kapea.outbox.queries import Standing, standing_of_door

TENS = 10
"""Smaller numbers of people, messages and replies read 0."""
AGES = tuple(timedelta(minutes=m) for m in (0, 1, 5, 15, 60, 180))
"""The ages that are told of what waits: the highest that it has reached."""
OF_PEOPLE = (Became.ANSWERED, Became.REPEATED, Became.LATE, Became.SLOWED, Became.LEFT)
OF_REPLIES = (Became.SENT, Became.PERHAPS_TWICE, Became.GIVEN_UP, Became.UNDELIVERED)
TROUBLES = (Became.REFUSED, Became.TOO_LARGE, Became.UNKEPT, Became.FAILED, Became.SHUT)
Counted = Mapping[tuple[str, str], int]


class DoorFigures(Collector):
    """The figures of some doors at a moment. What is counted adds up for gateways of one kind."""

    def __init__(self, channels: Iterable[Channel], *, at: datetime) -> None:
        made = list(channels)
        self._kinds = sorted({channel.door.name for channel in made})
        self._doors, self._at = sorted(channel.name for channel in made), at

    def collect(self) -> Iterator[Metric]:
        today = self._at.astimezone(UTC).date()
        over, all_days = times_counted(before=today), times_counted(before=today + timedelta(days=1))
        yield self._counter("kapea_messages", "Messages by what became of them", over, OF_PEOPLE)
        yield self._counter("kapea_replies", "Replies by what became of them", over, OF_REPLIES)
        yield self._counter("kapea_troubles", "What an operator has to look at", all_days, TROUBLES, tens=1)
        standing = {door: standing_of_door(door, at=self._at) for door in self._doors}
        yield from _waiting(standing)
        yield _given_up(standing)
        people = GaugeMetricFamily(
            "kapea_conversations_open", "Conversations that could still be gone on with"
        )
        people.add_metric([], number_told(open_conversations(at=self._at)))
        yield people

    def _counter(
        self, name: str, says: str, counted: Counted, kinds: Iterable[Became], tens: int = TENS
    ) -> Metric:
        made = CounterMetricFamily(name, says, labels=["door", "became"])
        for door in self._kinds:
            for kind in kinds:
                times = counted.get((door, kind.value), 0)
                made.add_metric([door, kind.value.partition(".")[2]], times - times % tens)
        return made


def _waiting(standing: Mapping[str, Standing]) -> Iterator[Metric]:
    waits = GaugeMetricFamily("kapea_replies_waiting", "Replies not sent yet", labels=["door"])
    age = GaugeMetricFamily("kapea_oldest_reply_seconds", "Age of the oldest of them", labels=["door"])
    shut = GaugeMetricFamily("kapea_door_shut", "1: replies wait, the provider refuses us", labels=["door"])
    for door, told in standing.items():
        waits.add_metric([door], number_told(told.waiting))
        age.add_metric([door], age_told(told.oldest).total_seconds())
        shut.add_metric([door], told.is_shut)
    yield from (waits, age, shut)


def _given_up(standing: Mapping[str, Standing]) -> Metric:
    made = GaugeMetricFamily(
        "kapea_replies_parked", "Replies given up in the last 30 days", labels=["door", "reason"]
    )
    for door, told in standing.items():
        for reason, times in told.reasons.items():
            if times >= TENS:
                made.add_metric([door, reason], number_told(times))
    return made


def number_told(number: int) -> int:
    """A number as it is told: less than ten is nothing."""
    return number - number % TENS


def age_told(age: timedelta) -> timedelta:
    """An age as it is told: nobody can count back from it to the minute."""
    return max(step for step in AGES if step <= age)


def door_registry(channels: Iterable[Channel], *, at: datetime) -> CollectorRegistry:
    """A registry that holds these figures and nothing else, not even of this process."""
    registry = CollectorRegistry()
    registry.register(DoorFigures(channels, at=at))
    return registry
