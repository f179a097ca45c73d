"""A workshop that was held and closed, as figures need it: where and when, for whom, how many came, what the
group answered. Whoever led it is not in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from kapea.core.pack.measure_model import Measure
from kapea.core.pack.workshop_model import CLASSES, WorkshopPlan
from kapea.core.workshops.count_entries import CountedField
from kapea.core.workshops.counted_fields import (
    CAME,
    MeasuredAnswers,
    measured_answers,
    people_groups,
    people_who_came,
)

BROAD_GROUPS = ("women", "men", "others", "girls", "boys", "other-pupils")
"""Who came, as it is told: grown-ups, then children."""
CAREGIVERS, PUPILS, LEADERS = "caregivers", "pupils", "leaders"
KINDS = (CAREGIVERS, PUPILS, LEADERS)
"""Whose answers are told together. Each kind is asked items of its own, nearly."""


def kind_of_audience(audience: str) -> str:
    """To which kind an audience belongs."""
    if audience in CLASSES:
        return PUPILS
    return CAREGIVERS if audience == CAREGIVERS else LEADERS


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldWorkshop:
    """One session. `area` is at admin-1; `group` is the same for sessions of the same people; `came` by broad
    group, None where nobody counted.
    """

    id: str
    on: date
    begins: time | None = None
    group: str
    area: str
    audience: str
    came: Mapping[str, int] | None
    answers: tuple[MeasuredAnswers, ...] = ()

    @property
    def kind(self) -> str:
        """Whose answers are told together with its own."""
        return kind_of_audience(self.audience)

    @property
    def order(self) -> tuple[date, time, str]:
        """By which sessions of the same people come one after the other."""
        return self.on, self.begins or time.min, self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldWhere:
    """Which session it was, and of whom."""

    id: str
    on: date
    begins: time | None
    group: str
    area: str


def held_workshop(
    where: HeldWhere, plan: WorkshopPlan, fields: Mapping[str, CountedField], measures: Mapping[str, Measure]
) -> HeldWorkshop:
    """The session out of what stands in its fields."""
    return HeldWorkshop(
        id=where.id,
        on=where.on,
        begins=where.begins,
        group=where.group,
        area=where.area,
        audience=plan.audience,
        came=_came(fields, plan),
        answers=measured_answers(fields, measures),
    )


def _came(fields: Mapping[str, CountedField], plan: WorkshopPlan) -> dict[str, int] | None:
    """A group that nobody counted did not come, where another was counted."""
    if people_who_came(fields, plan) is None:
        return None
    told = {group: fields.get(f"{CAME}.{group}") for group in people_groups(plan)}
    return {broad_group(plan, group): (field.value or 0 if field else 0) for group, field in told.items()}


def broad_group(plan: WorkshopPlan, group: str) -> str:
    """What a counted group is called among those of all audiences."""
    return "other-pupils" if plan.is_class and group == "others" else group
