"""Headers of every answer, and recordings. Pages are kept by no cache and no history; only what is the same
for everybody is: styles, script, recordings.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

from kapea.content import media
from kapea.web.base.policy import FILE_HEADERS, HEADERS, content_policy

MEDIA_URL = "/m/"
RECORDING_CACHE = "private, max-age=600"
"""Heard again without paying again, as long as a conversation lasts; then a shared phone has forgotten it."""
GetResponse = Callable[[HttpRequest], HttpResponseBase]


def response_headers(get_response: GetResponse) -> GetResponse:
    """Whatever happened inside, the answer leaves with these headers. A ready page brings them."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.path_info.startswith((settings.STATIC_URL, MEDIA_URL)) and response.status_code != 404:
            for name, value in FILE_HEADERS.items():
                response.headers[name] = value
            return response
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", content_policy())
        # Going back must ask us again, so that after Leave nothing of before is shown.
        response.headers.setdefault("Cache-Control", "no-store")
        if "/h/" in request.path_info:
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    return respond


def serve_recordings(get_response: GetResponse) -> GetResponse:
    """Recordings by their names, which say nothing; in pieces where a browser asks so. Outside of what
    compresses: they are small already.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        if request.method in ("GET", "HEAD") and request.path_info.startswith(MEDIA_URL):
            name = request.path_info.removeprefix(MEDIA_URL)
            if (path := media.media_file(name)) is not None:
                return _recording(str(path), media.KINDS[path.suffix[1:]], request)
        return get_response(request)

    return respond


def _recording(path: str, kind: str, request: HttpRequest) -> HttpResponseBase:
    headers = [("Content-Type", kind), ("Cache-Control", RECORDING_CACHE)]
    served: HttpResponseBase = WhiteNoiseMiddleware.serve(StaticFile(path, headers), request)
    return served
