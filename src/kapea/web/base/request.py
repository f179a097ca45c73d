"""What a request says, read so that nothing written in it can fail: what does not read says nothing.

Our own forms are short and UTF-8. Whoever claims otherwise is read as if they were, or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
)
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.http import parse_header_parameters

from kapea.web.base.form_sizes import form_size

UNREADABLE = (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError, ValueError)
"""Too much, a file, half a form, a broken line: the ways in which a form or a query does not read."""


class Request(WSGIRequest):
    """A request that takes no encoding from outside: Django would decode the query with any codec named. How
    much it may bring depends on where it goes.
    """

    _post: QueryDict

    @property
    def body(self) -> bytes:
        """All of it."""
        self._refuse_too_much()
        return super().body

    def _load_post_and_files(self) -> None:
        self._refuse_too_much()
        super()._load_post_and_files()
        said, self._post = self._post, QueryDict()
        self._post = _few(said, form_size(self.path_info).most_fields)

    def _refuse_too_much(self) -> None:
        """By the length that it says, which is that of what has come: nothing more is ever read."""
        if _length(self.META) > form_size(self.path_info).most_bytes:
            raise RequestDataTooBig("more than a form of ours holds")

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            kind, params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (ValueError, LookupError):
            kind, params = "", {}
        params.pop("charset", None)
        self.content_type, self.content_params = kind, params


def _length(meta: Mapping[str, Any]) -> int:
    try:
        return int(meta.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _few(said: QueryDict, most: int) -> QueryDict:
    if sum(len(values) for _, values in said.lists()) > most:
        raise TooManyFieldsSent("more fields than a form of ours has")
    return said


FAILURE = "kapea.failure"
"""Where a request's META says why it is answered with 500 or more."""


def note_failure(request: HttpRequest, why: BaseException | str) -> None:
    """Says why a request is answered with 500 or more: an error, or a word where there is none. The one line
    that the log has of such an answer then names its kind and code, never its words.
    """
    request.META.setdefault(FAILURE, why)


def query_of(request: HttpRequest) -> QueryDict:
    """What stands after `?`; empty when it does not read."""
    try:
        return _few(request.GET, form_size(request.path_info).most_fields)
    except UNREADABLE:
        return QueryDict()


def form_of(request: HttpRequest) -> QueryDict:
    """What a form sent; empty when it does not read, so that a page which must answer can."""
    try:
        return request.POST
    except UNREADABLE:
        return QueryDict()


def client_address(request: HttpRequest) -> str:
    """Where a request comes from, seen past our own proxies; used for the flood gates and nothing else."""
    hops = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    proxies = settings.KAPEA_PROXIES
    return hops[-proxies] if 0 < proxies <= len(hops) else str(request.META.get("REMOTE_ADDR", ""))
