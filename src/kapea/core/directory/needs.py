"""What of a person decides who is named: told from the services alone, without asking for each person."""

from __future__ import annotations

from collections.abc import Collection

from kapea.core.directory.model import Directory, Service
from kapea.core.directory.trust import is_shown

MESSAGE_LINE = "message-line"
Age = tuple[int, int]
"""The youngest and the oldest a child may be, in years, both included."""


def takes_age(service: Service, age: Age | None) -> bool:
    """Whether a service takes a child of an age; one of whom no age is known it takes."""
    if age is None or service.ages is None:
        return True
    return age[0] <= service.ages[1] and service.ages[0] <= age[1]


def considered(directory: Directory, types: Collection[str]) -> list[Service]:
    """Every service that may be named for these types: those of a type, and the fallback."""
    fallback = (directory.services[id] for id in directory.fallback if id in directory.services)
    fit = (s for s in directory.services.values() if not set(types).isdisjoint(s.types))
    return list({s.id: s for s in (*fit, *fallback)}.values())


def types_listed(directory: Directory) -> frozenset[str]:
    """Every type that any service has, whoever it is named to; another type brings nobody."""
    return frozenset(kind for service in directory.services.values() for kind in service.types)


def types_answered(directory: Directory) -> tuple[str, ...]:
    """Every type that somebody answers to who is named wherever one is, in the order of the pack."""
    shown = (s for s in directory.services.values() if is_shown(s) and not s.local)
    known = {kind for service in shown for kind in service.types}
    return tuple(kind for kind in directory.types if kind in known)


def country_parts(directory: Directory) -> frozenset[str]:
    """What not every country has: MESSAGE_LINE, where somebody of the first view reads messages."""
    urgent = set(directory.order.get("now", ()))
    national = (s for s in directory.services.values() if is_shown(s) and not s.local and not s.areas)
    reads = (any(phone.kind == "sms" for phone in s.phones) for s in national if urgent & set(s.types))
    return frozenset({MESSAGE_LINE} if any(reads) else ())


def is_local_asked(directory: Directory, types: Collection[str]) -> bool:
    """Whether anybody who lives near may be named, so that it matters whether they are safe."""
    return any(service.local for service in considered(directory, types))


def is_post_asked(directory: Directory, types: Collection[str]) -> bool:
    """Whether a post of the place itself may be named, so that it matters whether whoever hurts has power."""
    return any(service.local or service.local_post for service in considered(directory, types))
