"""The last resort: pages with the contacts, made at start, for when there is neither database nor memory."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from functools import cache

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpResponse
from django.template.loader import render_to_string

from kapea.content.folder import build_folder, shipped
from kapea.content.queries import NothingLive, live_world
from kapea.core.dialogue.world import World
from kapea.web.base.policy import content_policy
from kapea.web.public import others
from kapea.web.public.frame import TITLE, frame, leave_to

log = logging.getLogger(__name__)
BARE = f"<!doctype html><meta charset=utf-8><title>{TITLE}</title><p>{TITLE}"


def prepare() -> None:
    """Makes the pages now, while the files are there; called where the server starts."""
    _pages()


def languages() -> tuple[str, ...]:
    return tuple(_pages()) or ("en",)


def leave_target() -> str:
    """Where Leave goes when nothing live can be read."""
    world = _kept()
    return leave_to(world) if world is not None else str(settings.KAPEA_LEAVE_TO)


def page(language: str, status: int) -> HttpResponse:
    body, policy = _pages().get(language, (BARE, content_policy()))
    return HttpResponse(body, status=status, headers={"Content-Security-Policy": policy})


@cache
def _pages() -> dict[str, tuple[str, str]]:
    """Language to the page and its policy. What goes wrong here must not keep the program from starting."""
    try:
        world = _kept()
        return _made(world) if world is not None else {}
    except Exception as error:
        log.error("web: the last resort could not be made: %s", type(error).__name__)
        return {}


def _made(world: World) -> dict[str, tuple[str, str]]:
    at, policy, default = datetime.now(UTC), content_policy(leave_to(world)), world.release.default_language
    made: dict[str, tuple[str, str]] = {}
    for language in sorted(world.release.languages, key=lambda code: code != default):
        around = frame(world, language, at=at)
        told = others.refuge(world, language, "cannot-go-on", at=at)
        context = {"frame": around, "w": around.words, "page": told}
        made[language] = (render_to_string("public/refuge.html", context), policy)
    return made


@cache
def _kept() -> World | None:
    """What is live; else the pack this program was shipped with, whose numbers are marked as not dialled."""
    try:
        return live_world()
    except (NothingLive, DatabaseError):
        log.warning("web: nothing live can be read; the shipped pack's contacts stand in")
    try:
        release = build_folder(shipped() / settings.KAPEA_PACK).release
    except (OSError, ValueError):
        return None
    return World(release) if release is not None else None
