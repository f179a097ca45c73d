"""The real site in this process over a database file of its own, and a visitor who calls it the way a
server does.
"""

from __future__ import annotations

import gzip
import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

HIDDEN = re.compile(rb'<input[^>]*name="csrfmiddlewaretoken"[^>]*value="([^"]+)"')
Application = Callable[..., Any]


def prepare(home: Path) -> None:
    """Django over an empty database in `home`. Before anything imports a model."""
    os.environ |= surroundings(home)
    import django

    django.setup()
    from django.core.management import call_command

    for alias in ("default", "keys"):
        call_command("migrate", database=alias, verbosity=0, interactive=False)


def surroundings(home: Path) -> dict[str, str]:
    """The environment of a process whose site lives in `home` and nowhere else."""
    return {
        "KAPEA_HOME": str(home),
        "KAPEA_DATABASE": f"sqlite://{home}/kapea.sqlite3",
        "KAPEA_HOSTS": "localhost,.print.example",
        "KAPEA_PACKS": "cambodia",
        "KAPEA_NEW_PER_MINUTE": "1000000",
        "DJANGO_SETTINGS_MODULE": "kapea.config.settings",
    }


def publish(release: Any) -> None:
    """Stores a release and makes it live as it is: what a check costs is measured elsewhere."""
    from kapea.content.queries import worlds

    point_to(release.id, store(release))
    worlds.clear()


def store(release: Any) -> str:
    """Stores a release as one that was proved; its hash."""
    from bench.menu import AT
    from kapea.content.engine import engine_fingerprint
    from kapea.content.models import Proof, StoredRelease
    from kapea.core.pack.model import encode_release
    from kapea.core.pack.stored import with_hash

    made = with_hash(release)
    StoredRelease.objects.get_or_create(
        hash=made.hash, defaults={"pack": made.id, "body": encode_release(made), "stored_at": AT}
    )
    Proof.objects.get_or_create(
        release_id=made.hash, engine=engine_fingerprint(), defaults={"passed": True, "proved_at": AT}
    )
    return str(made.hash)


def point_to(pack: str, hash: str) -> None:
    """Makes a stored release live."""
    from bench.menu import AT
    from kapea.content.models import Live

    Live.objects.update_or_create(pack=pack, defaults={"release_id": hash, "moved_at": AT})


def ours() -> Application:
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


def bare() -> Application:
    """A Django of the same version, settings, database and addresses, without any middleware."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import override_settings

    with override_settings(MIDDLEWARE=[]):
        return WSGIHandler()


@dataclass(slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def page(self) -> bytes:
        return gzip.decompress(self.body) if self.headers.get("Content-Encoding") == "gzip" else self.body


def tag(cookies: dict[str, str]) -> dict[str, str]:
    """What forms and addresses of the conversation that runs say of it."""
    from kapea.vault.keys import tag_of

    return {"c": tag_of(cookies["k"])} if "k" in cookies else {}


@dataclass(slots=True)
class Visitor:
    """A browser as small as can be: it keeps cookies, sends the hidden word of a form, and takes gzip."""

    application: Application
    accepts: str = "gzip, deflate"
    cookies: dict[str, str] = field(default_factory=dict)
    word: str = ""

    def get(self, path: str) -> Answer:
        answer = self.call(self.environ("GET", path))
        if found := HIDDEN.search(answer.page):
            self.word = found.group(1).decode()
        return answer

    def post(self, path: str, **fields: str | list[str]) -> Answer:
        return self.call(self.environ("POST", path, self.form(**fields)))

    def form(self, **fields: str | list[str]) -> bytes:
        """A form of a page asked for anew: each sends another word, or it would be a double."""
        from kapea.web.base.form_secret import scattered

        word = scattered(self.cookies["f"]) if self.word else ""
        return urlencode({"csrfmiddlewaretoken": word, **tag(self.cookies), **fields}, doseq=True).encode()

    def environ(self, method: str, path: str, body: bytes = b"") -> dict[str, Any]:
        """What a server hands over. Made once and called often, so that making it is not measured."""
        route, _, query = path.partition("?")
        if method == "GET" and "/h/" in route:
            query = urlencode(tag(self.cookies))
        return {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": route,
            "QUERY_STRING": query,
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if method == "POST" else "",
            "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost:8000",
            "HTTP_ORIGIN": "http://localhost:8000",
            "HTTP_SEC_FETCH_DEST": "document",
            "HTTP_SEC_FETCH_SITE": "same-origin",
            "HTTP_ACCEPT": "text/html,application/xhtml+xml",
            "HTTP_ACCEPT_LANGUAGE": "km,en;q=0.5",
            "HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 9) AppleWebKit/537.36 Chrome/119.0",
            "HTTP_ACCEPT_ENCODING": self.accepts,
            **(
                {"HTTP_COOKIE": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
                if self.cookies
                else {}
            ),
            "wsgi.url_scheme": "http",
            "wsgi.input": body,
            "wsgi.errors": io.StringIO(),
            "wsgi.version": (1, 0),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }

    def call(self, environ: dict[str, Any]) -> Answer:
        """One request, to the end and closed, cookies kept."""
        status, headers, body = request(self.application, environ)
        for name, value in headers:
            if name == "Set-Cookie":
                self._keep(value)
        return Answer(status, dict(headers), body)

    def _keep(self, header: str) -> None:
        for name, morsel in SimpleCookie(header).items():
            if morsel.value and morsel["max-age"] != 0:
                self.cookies[name] = morsel.value
            else:
                self.cookies.pop(name, None)


def request(application: Application, environ: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
    """One request as a server makes it, and nothing more, so that it can be measured."""
    started: list[Any] = []
    response = application(
        {**environ, "wsgi.input": io.BytesIO(environ["wsgi.input"])}, lambda *told: started.extend(told)
    )
    body = b"".join(response)
    response.close()
    return int(started[0][:3]), started[1], body
