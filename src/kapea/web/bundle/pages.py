"""The pages of a bundle as plain values: the index, and a plan as whoever leads it reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from kapea.core.bundle.paths import CARD_PICTURE, paper_path, picture_path, plan_path
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Release, WorkshopPlan
from kapea.core.pack.workshop_model import PLAN_FOR
from kapea.core.paper.plan_cards import PICTURES_OF, review_state
from kapea.core.present.card_faces import CARD_FACES
from kapea.core.present.contact import ContactInWords
from kapea.core.present.plan_in_words import (
    WORD,
    PlanInWords,
    audience_words,
    plan_in_words,
    plans_in_order,
)
from kapea.web.bundle.numbers import plan_contacts


@dataclass(frozen=True, slots=True)
class PaperLink:
    """Something to print, as a file beside the page."""

    href: str
    words: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan with what is printed for it, whom to call (`call` stands over them), and its state of review."""

    plan: PlanInWords
    papers: tuple[PaperLink, ...]
    call: str
    contacts: tuple[ContactInWords, ...]
    state: str


@dataclass(frozen=True, slots=True)
class ListedPlan:
    """A plan in the index."""

    href: str
    plan: PlanInWords
    papers: tuple[PaperLink, ...]


@dataclass(frozen=True, slots=True)
class PlanGroup:
    """The plans for the same people."""

    heading: str
    plans: tuple[ListedPlan, ...]


@dataclass(frozen=True, slots=True)
class IndexPage:
    """All that a bundle holds."""

    heading: str
    lead: str
    groups: tuple[PlanGroup, ...]
    handouts: tuple[PaperLink, ...]
    handouts_heading: str


def index_page(world: World, language: str, papers: tuple[str, ...]) -> IndexPage:
    """The index; `papers` are the names of what lies beside it, ready to print."""
    release, plans = world.release, plans_in_order(world.release)
    used = dict.fromkeys(name for plan in plans for name in plan.prints)
    return IndexPage(
        heading=release.text(f"{WORD}all", language),
        lead=release.text(f"{WORD}offline", language),
        groups=tuple(
            PlanGroup(
                audience_words(release, audience, language),
                tuple(_listed(release, plan, language, papers) for plan in of),
            )
            for audience in PLAN_FOR
            if (of := [plan for plan in plans if plan.audience == audience])
        ),
        handouts=tuple(_papers(release, used, language, papers)),
        handouts_heading=release.text(f"{WORD}handouts", language),
    )


def plan_page(
    world: World, plan: WorkshopPlan, language: str, papers: tuple[str, ...], *, at: datetime
) -> PlanPage:
    """A plan. Raises Unprintable as paper does, where nobody answers to a kind of service."""
    release = world.release
    own = (plan.id, f"{plan.id}{PICTURES_OF}", *plan.prints)
    return PlanPage(
        plan=plan_in_words(release, plan, language),
        papers=tuple(_papers(release, own, language, papers)),
        call=release.text(f"{WORD}call", language),
        contacts=plan_contacts(world, plan, language, at=at),
        state=review_state(release, plan, language),
    )


def _listed(release: Release, plan: WorkshopPlan, language: str, papers: tuple[str, ...]) -> ListedPlan:
    own = (plan.id, f"{plan.id}{PICTURES_OF}")
    links = tuple(_papers(release, own, language, papers))
    return ListedPlan(plan_path(plan), plan_in_words(release, plan, language), links)


def _papers(
    release: Release, names: Iterable[str], language: str, there: tuple[str, ...]
) -> Iterator[PaperLink]:
    for name in names:
        if name in there:
            yield PaperLink(paper_path(name), _words_of_paper(release, name, language))


def _words_of_paper(release: Release, name: str, language: str) -> str:
    if name in release.materials:
        return release.text(release.materials[name].title, language)
    return release.text(f"{WORD}{'cards' if name in release.workshops else 'pictures'}", language)


def picture_files(release: Release, plans: Iterable[WorkshopPlan]) -> dict[str, bytes]:
    """The drawings that the pages of some plans show, and those of the three cards, as files."""
    shown = {plan.picture for plan in plans} | {n for p in plans for part in p.parts for n in part.pictures}
    drawn = {name: release.pictures[name] for name in sorted(shown) if name in release.pictures}
    faces = {f"{CARD_PICTURE}{card}": face for card, face in CARD_FACES.items()}
    return {picture_path(name): svg.encode() for name, svg in (drawn | faces).items()}
