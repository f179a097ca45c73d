"""Headers of every answer. Pages are kept by no cache and no history; only our styles and script are."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kapea.web.base.policy import FILE_HEADERS, HEADERS, content_policy

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def quiet(get_response: GetResponse) -> GetResponse:
    """Outermost: whatever happened inside, the answer leaves with these headers."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.path_info.startswith(settings.STATIC_URL) and response.status_code != 404:
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
