"""What each worker of `kapea serve` loads: Django behind the gateway, and last words for when it fails."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections
from django.http.cookie import parse_cookie

from kapea.config import https
from kapea.config.gateway.app import Gateway, HttpAnswer
from kapea.config.gateway.environ import Scope
from kapea.config.wsgi import application as django
from kapea.web.public import last_resort
from kapea.web.public.away import AwayPages
from kapea.web.public.cookies import LEFT

LOOK_EVERY_SECONDS = 2.0


def last_words(status: int, scope: Scope) -> HttpAnswer:
    """Who can help, from memory."""
    page = last_resort.last_resort.page(
        scope.path, scope.headers.get("accept-language", ""), left=_has_left(scope)
    )
    return HttpAnswer(status, last_resort.HEADERS, page.encode())


def _has_left(scope: Scope) -> bool:
    return scope.method != "POST" and LEFT in parse_cookie(scope.headers.get("cookie", ""))


def follow() -> None:
    """Follows what is live for as long as the worker lives, apart from any request."""
    threading.Thread(target=_follow, name="follows-live", daemon=True).start()


def _follow() -> None:
    pages = AwayPages(Path(settings.KAPEA_AWAY)) if settings.KAPEA_AWAY else None
    while True:
        close_old_connections()
        last_resort.follow_live()
        close_old_connections()
        if pages is not None:
            pages.follow(last_resort.last_resort.worlds())
        time.sleep(LOOK_EVERY_SECONDS)


application = Gateway(django, last_words, always=[https.HSTS] if settings.HTTPS else [], on_start=follow)
