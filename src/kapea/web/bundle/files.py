"""Everything of a country in one language, as files: what a school or a pagoda is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import msgspec

from kapea.core.bundle.archive import archived, with_manifest
from kapea.core.bundle.paths import HELP, INDEX, STYLES, paper_path, plan_path
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Release, WorkshopPlan
from kapea.core.paper.belief import Unprintable
from kapea.core.paper.plan_cards import plan_cards
from kapea.core.paper.printed import Printed, papers_of_plan, printed_by_name
from kapea.core.present.plan_in_words import plans_in_order
from kapea.web.bundle.numbers import help_page
from kapea.web.bundle.pages import index_page, picture_files, plan_page
from kapea.web.bundle.rendering import bundle_frame, page_bytes, style_bytes

Press = Callable[[Printed], bytes]
"""What makes the file of something to print."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files by name, and why what is past its day is not among them."""

    files: dict[str, bytes]
    left_out: tuple[str, ...]

    @property
    def zip(self) -> bytes:
        """All of it as one file, the index first."""
        return archived(self.files, first=INDEX)


def whole_bundle(world: World, language: str, press: Press, *, at: datetime, address: str = "") -> Bundle:
    """Every plan of a country in a language with its papers, its pictures and whom to call. Raises
    Unprintable where every plan is past its day.
    """
    kept, refused = _believed_plans(world.release, language, at)
    if not kept:
        raise Unprintable("\n".join(refused) or f"{world.release.id} has no workshops.")
    whole = _only(world, kept)
    papers, unprinted = _pressed(whole.release, language, press, at, address)
    files = {paper_path(name): data for name, data in papers.items()}
    files |= dict(_pages(whole, language, tuple(papers), at)) | picture_files(whole.release, kept)
    files[STYLES] = style_bytes()
    return Bundle(with_manifest(files, world.release, language), (*refused, *unprinted))


def _believed_plans(release: Release, language: str, at: datetime) -> tuple[list[WorkshopPlan], list[str]]:
    """The plans whose words and numbers are not past their day, and why others are left out."""
    kept, refused = [], []
    for plan in plans_in_order(release):
        try:
            plan_cards(release, plan, language, at=at)
            kept.append(plan)
        except Unprintable as why:
            refused.append(str(why))
    return kept, refused


def _only(world: World, plans: Iterable[WorkshopPlan]) -> World:
    """The same country with some of its plans."""
    by_id = {plan.id: plan for plan in plans}
    if by_id.keys() == world.release.workshops.keys():
        return world
    return World(msgspec.structs.replace(world.release, workshops=by_id), world.directory)


def _pressed(
    release: Release, language: str, press: Press, at: datetime, address: str
) -> tuple[dict[str, bytes], list[str]]:
    """The file of each thing to print, and why some may not be printed."""
    papers, refused = dict[str, bytes](), list[str]()
    names = (name for plan in plans_in_order(release) for name in papers_of_plan(release, plan))
    for name in dict.fromkeys(names):
        try:
            papers[name] = press(printed_by_name(release, name, language, at=at, address=address))
        except Unprintable as why:
            refused.append(str(why))
    return papers, refused


def _pages(world: World, language: str, papers: tuple[str, ...], at: datetime) -> Iterator[tuple[str, bytes]]:
    here, inside = bundle_frame(world, language), bundle_frame(world, language, "../")
    yield INDEX, page_bytes("index", here, index_page(world, language, papers))
    yield HELP, page_bytes("help", here, help_page(world, language, INDEX, at=at))
    for plan in plans_in_order(world.release):
        page = plan_page(world, plan, language, papers, at=at)
        yield plan_path(plan), page_bytes("plan", inside, page)
