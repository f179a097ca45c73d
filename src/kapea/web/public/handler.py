"""The outermost net: whatever a request does to Django itself, the answer is a page that names help."""

from __future__ import annotations

import logging
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.http.cookie import parse_cookie
from django.http.response import HttpResponseBase

from kapea.web.base.middleware import response_headers
from kapea.web.base.request import Request
from kapea.web.public.views import broken

log = logging.getLogger(__name__)


class Handler(WSGIHandler):
    """Django's handler, reading requests our way. Raises nothing."""

    request_class = Request

    def __call__(self, environ: dict[str, Any], start_response: Any) -> HttpResponseBase:
        try:
            return super().__call__(environ, start_response)
        except Exception as error:
            log.error("web: 500, a request failed before any page:", exc_info=error)
            response = response_headers(broken)(_bare(environ))
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return response


def _bare(environ: dict[str, Any]) -> HttpRequest:
    """As much of a request as the page about its failing needs: where, in which language, who has left."""
    request = HttpRequest()
    request.method = str(environ.get("REQUEST_METHOD", "GET"))
    request.path = request.path_info = str(environ.get("PATH_INFO", "/"))
    request.META = environ
    request.COOKIES = parse_cookie(str(environ.get("HTTP_COOKIE", "")))
    return request
