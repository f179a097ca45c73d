"""Where a step of a conversation is shown: in its own tab, by an address that names its conversation."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kapea.core.care.way_in import WAY_OFFER
from kapea.core.dialogue.look import look, standing_note
from kapea.core.dialogue.state import State, cut
from kapea.core.dialogue.world import World
from kapea.guide import keys
from kapea.guide.access import OpenConversation, standing
from kapea.web.public import own_tab, pages, way_in
from kapea.web.public.address import home_path
from kapea.web.public.entry import Visit, render_page
from kapea.web.public.learning import for_learning
from kapea.web.public.offered_answers import offered


def step_address(visit: Visit, n: int, token: str) -> str:
    """The address of what stands there after `n` answers."""
    return f"{home_path(visit.world, visit.language)}h/{n}?{own_tab.TAG}={keys.tag_of(token)}"


def show_standing(request: HttpRequest, visit: Visit, n: int) -> HttpResponse:
    """What stands there after `n` answers. To whoever did not come along the tab's own way, and where there
    is nothing: the same page without a word of it, at an address of its own. A reload of that one, or a
    language chosen on it, must not pass for the tab's way.
    """
    token = own_tab.token_of(request)
    found = _standing_here(token, visit) if token and own_tab.led_here(request) else None
    if found is None:
        return HttpResponseRedirect(f"{home_path(visit.world, visit.language)}n")
    depth = len(found.state.path) - 1
    if n > depth:
        return HttpResponseRedirect(step_address(visit, depth, token))
    return show_step(request, visit, found.world, found.state, n, token)


def show_step(
    request: HttpRequest, visit: Visit, world: World, state: State, n: int, token: str
) -> HttpResponse:
    """The page of a step, which sends what is answered there as an answer in this conversation."""
    state = cut(state, n)
    if state.place[0] == world.start and n == 0:
        return HttpResponseRedirect(home_path(visit.world, visit.language))
    view = look(world, state, at=visit.at, note=standing_note(world, state))
    page = for_learning(world, state, pages.step_page(world, view, n, keys.tag_of(token)))
    if page.is_help:
        page = _with_answers(world, view.language, page, visit)
    return render_page(request, Visit(world, visit.language, visit.at), "step", page)


def _with_answers(world: World, language: str, page: pages.StepPage, visit: Visit) -> pages.StepPage:
    """The page of who can help, with a quiet way to somebody who answers, where there is one."""
    if not world.release.has_text(f"word.{WAY_OFFER}", "en"):
        return page
    found, has_codes = offered.of(world.release.id, at=visit.at)
    here = home_path(world, language)
    return replace(
        page,
        way_in=f"{here}{way_in.ADDRESS}" if found else "",
        way_back=f"{here}{way_in.BACK}" if has_codes else "",
    )


def _standing_here(token: str, visit: Visit) -> OpenConversation | None:
    """The visitor's own conversation, if it is one of this country."""
    found = standing(keys.of_token(token), language=visit.language, at=visit.at)
    return found if found is not None and found.world.release.id == visit.world.release.id else None
