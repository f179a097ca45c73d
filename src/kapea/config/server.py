"""What each worker of `kapea serve` loads: Django behind the gateway, and last words for when it fails."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections

from kapea.config import https
from kapea.config.body_limits import body_limit
from kapea.config.gateway.app import Gateway
from kapea.config.wsgi import application as django
from kapea.web.public import last_resort
from kapea.web.public.away import AwayPages

LOOK_EVERY_SECONDS = 2.0


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


def _ready() -> Gateway:
    """The gateway; what uses Django can only be read once `wsgi` has set it up."""
    from kapea.config.from_memory import at_once, last_words

    always = [https.HSTS] if settings.HTTPS else []
    return Gateway(django, last_words, at_once=at_once, always=always, on_start=follow, limit_of=body_limit)


application = _ready()
