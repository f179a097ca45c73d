"""The last resort: pages with the contacts, made at start, for when there is neither database nor memory."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from kapea.content.folder import build_folder, shipped
from kapea.content.queries import NothingLive, live_worlds
from kapea.core.dialogue.world import World
from kapea.core.languages.accept import accepted_languages
from kapea.web.public import address, others
from kapea.web.public.cookies import has_left
from kapea.web.public.frame import TITLE, frame, leave_to

log = logging.getLogger(__name__)
BARE = f"<!doctype html><meta charset=utf-8><title>{TITLE}</title><p>{TITLE}"


def prepare() -> None:
    """Makes the pages now, while the files are there; called where the server starts."""
    _pages()


def leave_target(tag: str = "") -> str:
    """Where Leave goes when nothing live can be read."""
    worlds = _kept()
    if not worlds:
        return str(settings.KAPEA_LEAVE_TO)
    found = address.resolve(tag, worlds)
    return leave_to(found[0] if found else worlds[0])


def last_resort_page(request: HttpRequest, status: int) -> HttpResponse:
    """The page of the address's country and language; else of what the browser asks for; else the first.

    Just after Leave it is the page without numbers.
    """
    pages = _pages()
    tag = request.path_info.split("/")[1] if "/" in request.path_info else ""
    asked = accepted_languages(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    wanted = (t for code in asked for t in pages if t.split("-")[0] == code)
    near = next(wanted, next(iter(pages), ""))
    contacts, nothing = pages.get(tag) or pages.get(near) or (BARE, BARE)
    return HttpResponse(nothing if has_left(request) else contacts, status=status)


@cache
def _pages() -> dict[str, tuple[str, str]]:
    """Tag to the page with contacts and the one with nothing. What goes wrong here must not keep the program
    from starting.
    """
    try:
        return {tag: made for world in _kept() for tag, made in _made(world)}
    except Exception as error:
        log.error("web: the last resort could not be made: %s", type(error).__name__)
        return {}


def _made(world: World) -> Iterator[tuple[str, tuple[str, str]]]:
    at, default = datetime.now(UTC), world.release.default_language
    for language in sorted(world.release.languages, key=lambda code: code != default):
        around = frame(world, language, at=at)
        told = others.refuge_page(world, language, "cannot-go-on", at=at)
        context = {"frame": around, "w": around.words, "page": told}
        made = (render_to_string(f"public/{name}.html", context) for name in ("refuge", "nothing"))
        yield address.tag(world, language), (next(made), next(made))


@cache
def _kept() -> tuple[World, ...]:
    """What is live; else the packs this program came with, whose numbers are marked as not dialled."""
    try:
        return live_worlds()
    except (NothingLive, DatabaseError):
        log.warning("web: nothing live can be read; the shipped packs' contacts stand in")
    return tuple(world for pack in settings.KAPEA_PACKS if (world := _shipped(pack)) is not None)


def _shipped(pack: str) -> World | None:
    try:
        release = build_folder(shipped() / pack).release
    except (OSError, ValueError):
        return None
    return World(release) if release is not None else None
