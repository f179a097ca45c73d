"""Which services can help this need, here, now, in this language, and why. Same question, same answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

import msgspec

from kapea.core.directory import reasons
from kapea.core.directory.areas import AWAY, NATIONAL, SOMEWHERE, distance, not_away
from kapea.core.directory.hours import Moment, OpenState, moment, opening_now
from kapea.core.directory.model import Directory, Phone, Service, ServicesByArea
from kapea.core.directory.needs import takes_age
from kapea.core.directory.phones import digits
from kapea.core.directory.trust import is_shown

_OPEN_FIRST = {"open": 0, "unknown": 1, "closed": 2}
_Rank = tuple[bool | int | str, ...]
_YES_FIRST = {"yes": 0, "unknown": 1, "no": 2}


class Need(msgspec.Struct, frozen=True):
    """What a person needs: service types in order; `age` is the child's, in years, both ends included.

    An empty `area` or `who` is not known. `local_is_safe` only once the people near are known not to be the
    danger; `outside` where whoever hurts has power here: nobody of the place itself. `prefer` says which of
    several numbers of a service is named: `free`, one that costs nothing, `message`, one that takes messages;
    empty, one to speak to.
    """

    types: tuple[str, ...]
    language: str
    area: str = ""
    who: str = ""
    age: tuple[int, int] | None = None
    local_is_safe: bool = False
    prefer: str = ""
    outside: bool = False


class Match(msgspec.Struct, frozen=True, gc=False):
    """A service to show, the type it answers, the number to call (None: a place or a page), and why.

    `fallback`: nothing fits what was asked for; this is who helps then, and the door says so. `far` is how
    near its areas are (areas.py).
    """

    service: Service
    type: str
    phone: Phone | None
    open: OpenState
    reasons: tuple[str, ...]
    fallback: bool
    far: int = NATIONAL


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """One service weighed: how far (areas.py), all that is true of it, and how it is named for each type."""

    service: Service
    far: int
    codes: tuple[str, ...]
    named: tuple[Match, ...]
    same: str
    """What is named once only: the number, or the service that has none."""


def ranked(
    directory: Directory, need: Need, services: Iterable[Service], at: datetime
) -> tuple[Candidate, ...]:
    """Those of some services that may be shown, best first: the same for all needs that differ in nothing but
    types, the child's age, and whether somebody near may be named. Raises ValueError for a naive `at`.
    """
    now = moment(at, directory.time_zone)
    shown = (service for service in services if is_shown(service))
    weighed = (_weigh(directory, need, service, now) for service in shown)
    return tuple(found for _, found in sorted(weighed, key=lambda each: each[0]))


class Weighed:
    """Of ranked services those that may be named to a person, whatever types are asked for."""

    def __init__(self, directory: Directory, need: Need, services: Iterable[Candidate]) -> None:
        self._first = directory.fallback
        self._named = [each for each in services if _may_be_named(need, each.service)]
        self.fitting: dict[str, list[tuple[Candidate, Match]]] = {}
        """By type those that fit, best first, as they are named for it."""
        for each in self._named:
            for match in each.named if _fits(need, each) else ():
                self.fitting.setdefault(match.type, []).append((each, match))

    @cached_property
    def fallback(self) -> list[tuple[Candidate, Match]]:
        """Who helps where none fits, in the order of the pack."""
        known = {each.service.id: each for each in self._named if each.named}
        each = [known[id] for id in self._first if id in known]
        return [(found, msgspec.structs.replace(found.named[0], fallback=True)) for found in each]


def match(directory: Directory, need: Need, *, at: datetime) -> tuple[Match, ...]:
    """Services for the need, best first; the declared fallback when none fits.

    Never empty where a fallback is declared. Raises ValueError for a naive `at`.
    """
    listed = (directory.by_type[kind] for kind in need.types if kind in directory.by_type)
    services = within_reach(directory, need.area, listed)
    return of_types(need.types, Weighed(directory, need, ranked(directory, need, services, at)))


def within_reach(directory: Directory, area: str, listed: Iterable[ServicesByArea]) -> Iterable[Service]:
    """Of services in lists those that may be named to somebody of an area, and those of the fallback: no
    other needs to be weighed.
    """
    near = (service for each in listed for service in not_away(directory, area, each))
    first = (directory.services[id] for id in directory.fallback if id in directory.services)
    return {service.id: service for service in (*near, *first)}.values()


def of_types(types: tuple[str, ...], among: Weighed) -> tuple[Match, ...]:
    """Of services weighed those of some types, best first; the fallback when there are none."""
    found = (each for kind in types for each in among.fitting.get(kind, ()))
    return _once(found) or _once(among.fallback)


def spread(matches: tuple[Match, ...], most: int) -> tuple[Match, ...]:
    """At most `most`: the best of each type before the second of any, in their order.

    Four hospitals must not crowd out the ambulance.
    """
    if len(matches) <= most:
        return matches
    first: dict[str, Match] = {}
    for each in matches:
        if first.setdefault(each.type, each) is each and len(first) == most:
            return tuple(first.values())
    chosen = [*first.values(), *(m for m in matches if m is not first[m.type])][:most]
    return tuple([m for m in matches if m in chosen])


def _once(found: Iterable[tuple[Candidate, Match]]) -> tuple[Match, ...]:
    """Each number and each service once, at its first place, with what the later ones say about it."""
    kept: dict[str, Match] = {}
    codes: dict[str, tuple[str, ...]] = {}
    for each, named in found:
        first = kept.get(each.same)
        if first is None:
            kept[each.same], codes[each.same] = named, each.codes
        elif first.service is not each.service:
            codes[each.same] = reasons.merged(codes[each.same], each.codes)
            kept[each.same] = msgspec.structs.replace(first, reasons=reasons.told(codes[each.same]))
    return tuple(kept.values())


def _may_be_named(need: Need, service: Service) -> bool:
    near = service.local or service.local_post
    return (need.local_is_safe or not service.local) and not (need.outside and near)


def _fits(need: Need, found: Candidate) -> bool:
    service = found.service
    if found.far == AWAY:
        return False
    if need.who in reasons.YOUNG and service.serves and "children" not in service.serves:
        return False
    return takes_age(service, need.age)


def _weigh(directory: Directory, need: Need, service: Service, now: Moment) -> tuple[_Rank, Candidate]:
    phone, state = _phone(service, need.prefer), opening_now(service, now, directory.holidays)
    far = distance(directory.areas, need.area, service)
    codes = reasons.merged((), _codes(need, service, phone, state, far, now))
    why = reasons.told(codes)
    named = tuple(Match(service, kind, phone, state, why, False, far) for kind in service.types or ("",))
    same = digits(phone.number) if phone is not None else f"service {service.id}"
    return _rank(need, service, phone, state, far), Candidate(service, far, codes, named, same)


def _codes(
    need: Need, service: Service, phone: Phone | None, state: OpenState, far: int, now: Moment
) -> tuple[str, ...]:
    return (
        *reasons.of_hours(service, state),
        *reasons.of_cost(service, phone),
        *reasons.of_reach(service, phone),
        *reasons.of_people(service, need.who, need.language),
        *reasons.of_area(far),
        *reasons.of_trust(service, phone, now.today),
    )


def _phone(service: Service, prefer: str = "") -> Phone | None:
    """The number to call: of what is preferred the first spoken one, else the first of any kind."""
    spoken = [p for p in service.phones if p.kind == "voice"]
    free = [p for p in spoken if "yes" in (p.free, p.no_credit)] if prefer == "free" else []
    written = [p for p in service.phones if p.kind == "sms"] if prefer == "message" else []
    return next(iter(free or written or spoken or service.phones), None)


def _rank(need: Need, service: Service, phone: Phone | None, state: OpenState, far: int) -> _Rank:
    speaks = 0 if need.language in service.languages else 1 if not service.languages else 2
    return (
        # While a person's area is not known, a hospital two days away must not come before "the nearest".
        far == SOMEWHERE,
        service.stale,
        phone is None,
        _OPEN_FIRST[state],
        far,
        speaks,
        _YES_FIRST.get(phone.free if phone else service.free, 1),
        _YES_FIRST.get(phone.no_credit if phone else "unknown", 1),
        not (need.who in reasons.YOUNG and "children" in service.serves),
        service.id,
    )
