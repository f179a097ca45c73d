"""Which services can help this need, here, now, in this language, and why. Same question, same answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from kapea.core.directory import reasons
from kapea.core.directory.areas import AWAY, NATIONAL, SOMEWHERE, distance
from kapea.core.directory.hours import Moment, OpenState, moment, opening_now
from kapea.core.directory.model import Directory, Phone, Service
from kapea.core.directory.needs import takes_age
from kapea.core.directory.phones import digits
from kapea.core.directory.trust import is_shown

_OPEN_FIRST = {"open": 0, "unknown": 1, "closed": 2}
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


class Match(msgspec.Struct, frozen=True):
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


class _Found(msgspec.Struct, frozen=True):
    """One service weighed: the number to call, whether open, how far (areas.py), all that is true of it."""

    service: Service
    phone: Phone | None
    open: OpenState
    far: int
    codes: tuple[str, ...]
    same: str
    """What is named once only: the number, or the service that has none."""


class Weighed(msgspec.Struct, frozen=True):
    """Services weighed for a person and an hour, whatever types are asked for: by type those that fit, best
    first; and who helps where none does, in the order of the pack.
    """

    fitting: Mapping[str, Sequence[_Found]]
    fallback: Sequence[_Found]


def match(directory: Directory, need: Need, *, at: datetime) -> tuple[Match, ...]:
    """Services for the need, best first; the declared fallback when none fits.

    Never empty where a fallback is declared. Raises ValueError for a naive `at`.
    """
    wanted = [s for s in directory.services.values() if not set(need.types).isdisjoint(s.types)]
    return of_types(need.types, weighed(directory, need, wanted, at=at))


def weighed(directory: Directory, need: Need, services: Iterable[Service], *, at: datetime) -> Weighed:
    """Some services for whoever has a need; which types are needed is not looked at yet."""
    now = moment(at, directory.time_zone)
    found = [_weigh(directory, need, s, now) for s in services if _may_be_named(need, s)]
    fitting: dict[str, list[_Found]] = {}
    for each in sorted((f for f in found if _fits(need, f)), key=lambda f: _rank(need, f)):
        for kind in each.service.types:
            fitting.setdefault(kind, []).append(each)
    last = [directory.services[i] for i in directory.fallback if i in directory.services]
    return Weighed(fitting, [_weigh(directory, need, s, now) for s in last if _may_be_named(need, s)])


def of_types(types: tuple[str, ...], among: Weighed) -> tuple[Match, ...]:
    """Of services weighed those of some types, best first; the fallback when there are none."""
    found = ((kind, each) for kind in types for each in among.fitting.get(kind, ()))
    last = ((f.service.types[0] if f.service.types else "", f) for f in among.fallback)
    return _once(found, fallback=False) or _once(last, fallback=True)


def spread(matches: tuple[Match, ...], most: int) -> tuple[Match, ...]:
    """At most `most`: the best of each type before the second of any, in their order.

    Four hospitals must not crowd out the ambulance.
    """
    if len(matches) <= most:
        return matches
    first: dict[str, Match] = {}
    for each in matches:
        first.setdefault(each.type, each)
    chosen = [*first.values(), *(m for m in matches if m is not first[m.type])][:most]
    return tuple(m for m in matches if m in chosen)


def _once(found: Iterable[tuple[str, _Found]], *, fallback: bool) -> tuple[Match, ...]:
    """Each number and each service once, at its first place, with what the later ones say about it."""
    kept: dict[str, tuple[str, _Found]] = {}
    codes: dict[str, tuple[str, ...]] = {}
    for kind, each in found:
        known = codes.setdefault(each.same, each.codes)
        if kept.setdefault(each.same, (kind, each))[1] is not each:
            codes[each.same] = reasons.merged(known, each.codes)
    return tuple(
        Match(each.service, kind, each.phone, each.open, reasons.told(codes[key]), fallback, each.far)
        for key, (kind, each) in kept.items()
    )


def _may_be_named(need: Need, service: Service) -> bool:
    near = service.local or service.local_post
    return is_shown(service) and (need.local_is_safe or not service.local) and not (need.outside and near)


def _fits(need: Need, found: _Found) -> bool:
    service = found.service
    if found.far == AWAY:
        return False
    if need.who in reasons.YOUNG and service.serves and "children" not in service.serves:
        return False
    return takes_age(service, need.age)


def _weigh(directory: Directory, need: Need, service: Service, now: Moment) -> _Found:
    phone, state = _phone(service, need.prefer), opening_now(service, now, directory.holidays)
    far = distance(directory.areas, need.area, service)
    codes = (
        *reasons.of_hours(service, state),
        *reasons.of_cost(service, phone),
        *reasons.of_reach(service, phone),
        *reasons.of_people(service, need.who, need.language),
        *reasons.of_area(far),
        *reasons.of_trust(service, phone, now.today),
    )
    same = digits(phone.number) if phone is not None else f"service {service.id}"
    return _Found(service, phone, state, far, reasons.merged((), codes), same)


def _phone(service: Service, prefer: str = "") -> Phone | None:
    """The number to call: of what is preferred the first spoken one, else the first of any kind."""
    spoken = [p for p in service.phones if p.kind == "voice"]
    free = [p for p in spoken if "yes" in (p.free, p.no_credit)] if prefer == "free" else []
    written = [p for p in service.phones if p.kind == "sms"] if prefer == "message" else []
    return next(iter(free or written or spoken or service.phones), None)


def _rank(need: Need, found: _Found) -> tuple[bool | int | str, ...]:
    service, phone = found.service, found.phone
    speaks = 0 if need.language in service.languages else 1 if not service.languages else 2
    return (
        # While a person's area is not known, a hospital two days away must not come before "the nearest".
        found.far == SOMEWHERE,
        phone is None,
        _OPEN_FIRST[found.open],
        found.far,
        speaks,
        _YES_FIRST.get(phone.free if phone else service.free, 1),
        _YES_FIRST.get(phone.no_credit if phone else "unknown", 1),
        not (need.who in reasons.YOUNG and "children" in service.serves),
        service.id,
    )
