"""Why a service is shown, as short codes. Their words are texts of the pack (`words.yaml`)."""

from __future__ import annotations

from functools import lru_cache

from kapea.core.directory.areas import AWAY, NATIONAL, SOMEWHERE
from kapea.core.directory.hours import OpenState
from kapea.core.directory.model import Phone, Service
from kapea.core.directory.phones import digits
from kapea.core.directory.trust import is_dialled, is_exception, is_expired

MOST_SHOWN = 4
YOUNG = frozenset({"child", "peer"})
GROWN = frozenset({"caregiver", "community", "professional"})

JUST_TRIED = "just-tried"
"""Of the line that did not answer, where it stands once more behind the others."""

CAVEATS = ("old-source", "not-dialled")
"""Never left out for want of room: a person has a right to know how sure we are."""

BY_USE = (
    JUST_TRIED,
    "some-places",
    "closed-now",
    "through-another",
    "day-and-night",
    "open-now",
    "no-credit",
    "free",
    "not-free",
    "sms-too",
    "place-to-go",
    "for-children",
    "near",
    "speaks",
    "hours-unknown",
    "whole-country",
    "for-adults-too",
)
"""Most useful first, to someone who must decide now whether to call."""

CODES = BY_USE + CAVEATS

_ONE_OF = (
    frozenset({"closed-now", "day-and-night", "open-now", "hours-unknown"}),
    frozenset({"free", "not-free"}),
    frozenset({"no-credit", "not-free"}),
    frozenset({"near", "whole-country", "some-places"}),
)


def of_hours(service: Service, state: OpenState) -> list[str]:
    if state == "open":
        always = service.hours == "always" and not service.closed_on_holidays
        return ["day-and-night" if always else "open-now"]
    if state == "closed":
        return ["closed-now"]
    # A web page keeps no hours; of a number or a place people want to know.
    return ["hours-unknown"] if service.phones or service.address else []


def of_cost(service: Service, phone: Phone | None) -> list[str]:
    """What it costs to call; what it costs to go there, where there is nothing to call."""
    free = phone.free if phone else service.free
    codes = {"yes": ["free"], "no": ["not-free"]}.get(free, [])
    return [*codes, "no-credit"] if phone and phone.no_credit == "yes" and free != "no" else codes


def of_reach(service: Service, phone: Phone | None) -> list[str]:
    codes = ["through-another"] if service.through else []
    if phone is None:
        return [*codes, "place-to-go"] if service.address else codes
    same = [p for p in service.phones if p.kind == "sms" and digits(p.number) == digits(phone.number)]
    return [*codes, "sms-too"] if same and phone.kind != "sms" else codes


def of_people(service: Service, who: str, language: str) -> list[str]:
    speaks = ["speaks"] if language in service.languages else []
    if "children" not in service.serves:
        return speaks
    if who in YOUNG:
        return [*speaks, "for-children"]
    return [*speaks, "for-adults-too"] if who in GROWN and "adults" in service.serves else speaks


def of_area(far: int) -> list[str]:
    return {NATIONAL: ["whole-country"], SOMEWHERE: ["some-places"], AWAY: []}.get(far, ["near"])


def of_trust(service: Service, phone: Phone | None, today: str) -> list[str]:
    """`today` is an ISO date in the directory's zone."""
    old = ["old-source"] if is_exception(service) or is_expired(service, today) else []
    return [*old, "not-dialled"] if phone and not is_dialled(phone, today) else old


@lru_cache(maxsize=4096)
def merged(first: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """`first`, and what `more` adds without gainsaying it: one number is not both open and closed."""
    kept = list(first)
    for code in more:
        if not any(code in group and group & set(kept) for group in _ONE_OF):
            kept.append(code)
    return tuple(dict.fromkeys(kept))


@lru_cache(maxsize=4096)
def told(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The codes a person sees: at most four, most useful first, every caveat among them."""
    known = set(codes)
    caveats = [code for code in CAVEATS if code in known]
    room = MOST_SHOWN - len(caveats)
    return tuple([code for code in BY_USE if code in known][:room] + caveats)
