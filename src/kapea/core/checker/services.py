"""K16: whoever a person is sent to is there, in every area, at every hour; unknown hours are never open."""

from __future__ import annotations

from collections.abc import Iterator

from kapea.core.checker.context import CheckContext
from kapea.core.dialogue.contacts import AGES
from kapea.core.directory.areas import area_classes
from kapea.core.directory.hours import moment, opening_now
from kapea.core.directory.match import Match, Need, match
from kapea.core.pack.parse.materials import EVERY, NOW
from kapea.core.pack.problem import NOBODY, Place, Problem

OPEN_REASONS = frozenset({"open-now", "day-and-night"})


def always_someone(case: CheckContext) -> Iterator[Problem]:
    """K16."""
    for type_, where in called(case).items():
        yield from _of_type(case, type_, where)
    for service in case.release.directory.services.values():
        states = {
            opening_now(
                service, moment(at, case.release.directory.time_zone), case.release.directory.holidays
            )
            for at in case.people.hours
        }
        if service.hours == "unknown" and "open" in states:
            mend = "this is a fault of Kapea, not of the pack: report it"
            yield case.problem(
                "K16", service.id, f"hours of {service.id} are unknown, and it is said to be open", mend
            )


def called(case: CheckContext) -> dict[str, Place]:
    """Each service type that anything calls, and where something does."""
    types: dict[str, Place] = {}
    for id, situation in case.release.situations.items():
        for voice in situation.voices.values():
            told = (t for lines in voice.parts.values() for line in lines for t in line.call)
            types |= {t: case.place_of(id) for t in (*voice.call, *told) if t not in types}
    for node in case.release.nodes:
        if node.contacts is not None:
            types |= {t: case.node_at(node.id) for t in node.contacts.types if t not in types}
    for id, material in case.release.materials.items():
        named = (t for part in material.parts for t in part.people if t not in (NOW, EVERY))
        types |= {t: case.place_of(id) for t in named if t not in types}
    for id, plan in case.release.workshops.items():
        types |= {t: case.place_of(id) for t in plan.calls if t not in types}
    for order in case.release.directory.order.values():
        types |= {t: case.place_of(f"type.{t}") for t in order if t not in types}
    return types


def _of_type(case: CheckContext, type_: str, where: Place) -> Iterator[Problem]:
    fallback: set[str] = set()
    for need, found in _asked(case, type_):
        place = need.area or "an unknown area"
        if not found:
            mend = f"confirm a {type_} in services/, or declare a `fallback:` in contacts.yaml"
            says = f"{type_} is called, and in {place} nobody is shown"
            yield case.problem("K16", where, says, mend, reason=NOBODY)
            return
        if any(m.service.hours == "unknown" and OPEN_REASONS & set(m.reasons) for m in found):
            mend = "this is a fault of Kapea, not of the pack: report it"
            yield case.problem("K16", where, f"a {type_} of unknown hours is said to be open", mend)
            return
        if found[0].fallback:
            fallback.add(need.area)
    if fallback:
        says = f"{type_} is called, and where none is known the fallback is shown"
        yield case.problem("K16", where, says, f"confirm a {type_} if there is one", severity="note")


def _asked(case: CheckContext, type_: str) -> Iterator[tuple[Need, tuple[Match, ...]]]:
    """One type, asked for in every area by a child of each age and an adult, at every hour that differs.

    People who live near are left out (`local_is_safe` is false): with them there can only be more.
    """
    directory, language = case.release.directory, case.release.default_language
    askers = [("child", None), *(("child", AGES[band]) for band in AGES), ("caregiver", None)]
    for area in ("", *area_classes(directory.areas, directory.services.values())):
        for who, age in askers:
            need = Need((type_,), language, area=area, who=who, age=age)
            for at in case.people.hours:
                yield need, match(directory, need, at=at)
