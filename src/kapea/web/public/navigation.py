"""Ways that are no answers: the foot of the first view, what can be learnt, how journeys open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kapea.core.dialogue.world import World
from kapea.web.public.address import home_path, serves_several_countries
from kapea.web.public.audio import Sound, spoken_by_a_person


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page of ours, or to a file of `type`."""

    href: str
    words: str
    picture: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of ways to choose from. `back` is the page before it."""

    heading: str
    links: tuple[Link, ...]
    back: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class JourneyIntro:
    """The page before a journey of its own: what it is, and a way to begin."""

    heading: str
    lead: str
    picture: str
    action: str
    back: str
    links: tuple[Link, ...] = ()
    lead_sound: Sound | None = None


@dataclass(frozen=True, slots=True)
class JourneyEntry:
    """A journey with a page of its own before it: its name, the text that says what it is, a drawing."""

    journey: str
    lead: str
    picture: str


OWN = {
    "phone": JourneyEntry("settings", "settings.together", "devices"),
    "plan": JourneyEntry("plan", "plan.note", "sit-together"),
    "told": JourneyEntry("told", "told.note", "safe-adult"),
    "tell": JourneyEntry("report", "report.lead", "write-down"),
    "training": JourneyEntry("training", "training.note", "school"),
}
"""By address, in the order in which they are offered. No address says what it is about."""
COUNTRIES_PICTURE = "map"


def footer_links(world: World, language: str) -> tuple[Link, ...]:
    """The ways at the foot of the first view."""
    text, here = world.release.text, home_path(world, language)
    ways = (
        Link(f"{here}find", text("word.page-find", language), "search-place"),
        Link(f"{here}more", text("word.page-more", language), "sit-together"),
        Link(f"{here}keep", text("word.keep", language, "short"), "phone-heart"),
        Link(f"{here}p/1", text("word.page-private", language, "short"), "lock"),
        Link(f"{here}p/2", text("word.page-about", language, "short"), "question-mark"),
    )
    return (
        (*ways, Link("/", text("word.page-countries", language), COUNTRIES_PICTURE))
        if serves_several_countries()
        else ways
    )


def more_page(world: World, language: str, learnt: Iterable[Link] = ()) -> Rows:
    """What can be learnt, practised, made together and printed, before anything happens or after. `learnt`
    are the lists of lessons and their like.
    """
    text, here = world.release.text, home_path(world, language)
    own = [
        Link(f"{here}{address}", text(f"word.page-{address}", language), each.picture)
        for address, each in OWN.items()
        if each.journey in world.release.journeys
    ]
    printed = Link(f"{here}print", text("word.page-print", language), "paper")
    return Rows(text("word.page-more", language), (*learnt, *own, printed), back=here)


def journey_intro(world: World, language: str, address: str) -> JourneyIntro | None:
    """The page before the journey at an address; None where the pack has no such journey."""
    own, text = OWN[address], world.release.text
    if own.journey not in world.release.journeys:
        return None
    here = home_path(world, language)
    return JourneyIntro(
        heading=text(f"word.page-{address}", language),
        lead=text(own.lead, language),
        picture=own.picture,
        action=f"{here}{address}",
        back=f"{here}more",
        links=_beside(world, language, address),
        lead_sound=spoken_by_a_person(world, own.lead, language),
    )


def _beside(world: World, language: str, address: str) -> tuple[Link, ...]:
    """What is written by hand: on a person's own screen, beside whom to tell; on paper, beside a plan."""
    text, here = world.release.text, home_path(world, language)
    if address == "plan":
        return (Link(f"{here}print", text("word.page-print", language), "paper"),)
    if address == "training":
        return (Link(f"{here}check", text("word.page-certificate", language), "paper"),)
    if address == "phone":
        return (Link(f"{here}phone/all", text("word.page-all-settings", language), "devices"),)
    if address != "tell":
        return ()
    return (
        Link(f"{here}write", text("word.page-write", language), "write-down"),
        Link(f"{here}form", text("word.page-form", language), "paper"),
    )
