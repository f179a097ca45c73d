"""For whoever looks after the server: whether the process lives, and whether every country is served."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from kapea.content.queries import NothingLive, worlds
from kapea.web.base.request import note_failure
from kapea.web.public.entry import Visit
from kapea.web.public.frame import frame, laid_out_page
from kapea.web.public.reading import first_content

WHY: dict[type[Exception], str] = {
    NothingLive: "nothing is live",
    DatabaseError: "the database does not answer",
    Exception: "its first view fails",
}
PLAIN = "text/plain; charset=utf-8"


def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives. Touches nothing else, so that a slow database is no reason to kill a worker."""
    return HttpResponse("ok\n", content_type=PLAIN)


def readyz(request: HttpRequest) -> HttpResponse:
    """Lays out the first view of every pack, in each of its languages; 503 where one fails, with its name."""
    told = [(pack, _failing(request, pack)) for pack in settings.KAPEA_PACKS]
    lines = "".join(f"{pack}: {why or 'ok'}\n" for pack, why in told)
    return HttpResponse(lines, status=503 if any(why for _, why in told) else 200, content_type=PLAIN)


def _failing(request: HttpRequest, pack: str) -> str:
    """Why the first view of a pack cannot be had, in a word; empty when it can."""
    try:
        world = worlds.live(pack)
        for language in world.release.languages:
            _lay_out(Visit(world, language, datetime.now(UTC)))
    except Exception as error:
        note_failure(request, error)
        return next(words for kind, words in WHY.items() if isinstance(error, kind))
    return ""


def _lay_out(visit: Visit) -> None:
    template, page = first_content(visit, "localhost")
    around = frame(visit.world, visit.language, at=visit.at)
    laid_out_page(template, around, page)
