"""Requests that a server of a test still answers when the test is over: no table is emptied under them. Of a
page that is closed while it sends something nobody waits for the answer.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

MOST_SECONDS = 300


class LiveRequests:
    """Either requests are answered or tables are emptied."""

    def __init__(self) -> None:
        self._turn, self._many, self._emptying = threading.Condition(), 0, False

    @contextmanager
    def answered(self) -> Iterator[None]:
        """A request, once nothing is emptied."""
        with self._turn:
            self._turn.wait_for(lambda: not self._emptying)
            self._many += 1
        try:
            yield
        finally:
            with self._turn:
                self._many -= 1
                self._turn.notify_all()

    @contextmanager
    def emptied(self) -> Iterator[None]:
        """Tables, once no request is answered any more."""
        with self._turn:
            assert self._turn.wait_for(lambda: not self._many, MOST_SECONDS), "a request is never answered"
            self._emptying = True
        try:
            yield
        finally:
            with self._turn:
                self._emptying = False
                self._turn.notify_all()


live_requests = LiveRequests()


def count_requests(patch: pytest.MonkeyPatch) -> None:
    """Has what every server of a test answers counted. Django's own client answers elsewhere, uncounted."""
    from django.core.handlers.wsgi import WSGIHandler

    real = WSGIHandler.__call__

    def counted(self: WSGIHandler, environ: Any, start_response: Any) -> Any:
        with live_requests.answered():
            return real(self, environ, start_response)

    patch.setattr(WSGIHandler, "__call__", counted)
