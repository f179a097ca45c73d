"""The WSGI entry that the server loads."""

from __future__ import annotations

import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kapea.config.settings")


def _ready() -> WSGIHandler:
    """The application, and the pages of the worst day, which are made on a good one."""
    handler = get_wsgi_application()
    from kapea.web.public import last_resort

    last_resort.prepare()
    return handler


application = _ready()
