"""What Django is given of a request: the WSGI environment (PEP 3333), with the body in memory."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from io import BytesIO
from typing import Any, Protocol

BASE: dict[str, Any] = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}
UNPREFIXED = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


class Headers(Protocol):
    def items(self) -> Iterable[tuple[str, str]]: ...
    def get(self, key: str, default: Any = None) -> Any: ...
    def get_all(self, key: str) -> list[str]: ...


class Scope(Protocol):
    """The head of a request as the server read it; `path` is decoded already."""

    http_version: str
    server: str
    client: str
    method: str
    path: str
    query_string: str

    @property
    def headers(self) -> Headers: ...


def environ(scope: Scope, body: bytes) -> dict[str, Any]:
    """The environment of one request; its length is that of the body which has come, whatever was said."""
    host, _, port = scope.server.rpartition(":")
    made = {
        **BASE,
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": _latin(scope.path),
        "QUERY_STRING": _latin(scope.query_string),
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "wsgi.input": BytesIO(body),
    }
    for name, value in scope.headers.items():
        if "_" not in name:  # `x_forwarded_for` would pass for the header that only our proxy may write
            _add(made, name, value)
    made["CONTENT_LENGTH"] = str(len(body))
    return made


def _add(made: dict[str, Any], name: str, value: str) -> None:
    key = UNPREFIXED.get(name) or "HTTP_" + name.upper().replace("-", "_")
    if key in made:
        value = f"{made[key]}{'; ' if name == 'cookie' else ','}{value}"
    made[key] = value


def _latin(text: str) -> str:
    """Bytes as WSGI writes them."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("latin-1")
