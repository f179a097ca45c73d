"""Styles and scripts of every area this server shows, with names that change as they do."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware


def area_files(get_response: Callable[[HttpRequest], HttpResponseBase]) -> WhiteNoiseMiddleware:
    """Serves the files of each area under its name; nothing is collected in one place."""
    server = WhiteNoiseMiddleware(get_response)
    for area in settings.KAPEA_AREAS:
        if area.static.is_dir():
            server.add_files(str(area.static), prefix=f"{settings.STATIC_URL}{area.name}/")
    return server


def file_address(name: str) -> str:
    """The address of a style or script, as `public/walk.js`. It changes with the content, so browsers may
    keep it for ever. Raises KeyError where no area has such a file.
    """
    return f"{settings.STATIC_URL}{name}?v={_versions()[name]}"


@cache
def _versions() -> dict[str, str]:
    return {
        f"{area.name}/{path.relative_to(area.static).as_posix()}": _version(path.read_bytes())
        for area in settings.KAPEA_AREAS
        for path in area.files()
    }


def _version(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]
