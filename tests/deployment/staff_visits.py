"""Members of staff at a real server: each a connection that stays with one worker, cookies, and all that was
answered.
"""

from __future__ import annotations

import http.client
import json
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.cookies import SimpleCookie
from io import FileIO
from pathlib import Path
from urllib.parse import urlencode

import psutil
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from tests.server import Serve

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FORM = "application/x-www-form-urlencoded"
WAITED = 300
MOST_TRIES, PAUSE_SECONDS = 2_000, 0.2
"""Tries at a busy machine, and the time between them."""
CODE_SECONDS, MOST_CODES = 30, 4
"""So long a code is the code of now, and so many are tried."""
NOBODY_ANSWERS = (502, 504)
"""What a proxy says of a server that is not there."""


@dataclass
class Answer:
    """What came back, all of it."""

    status: int
    headers: dict[str, str]
    body: str
    pairs: tuple[tuple[str, str], ...] = ()
    """All headers, also those that come more than once."""

    def __bytes__(self) -> bytes:
        return f"{self.status} {self.headers} {self.body}".encode()


def surely(came: SiteVisitor, method: str, address: str, **given: str | list[str]) -> Answer:
    """What answers in the end, on whatever connection, whoever died meanwhile."""
    for _ in range(MOST_TRIES):
        try:
            answer = came.get(address) if method == "GET" else came.post(address, **given)
            if answer.status not in NOBODY_ANSWERS:
                return answer
        except (OSError, http.client.HTTPException):
            with suppress(OSError):  # nobody listens just now
                came.close()
                came.connects()
        time.sleep(PAUSE_SECONDS)
    raise AssertionError(f"{address} was never answered")


class SiteVisitor:
    """A browser without scripts, on one connection, before the server itself."""

    host = "localhost"

    def __init__(self, site: Serve) -> None:
        self.site, self.cookies, self.answers = site, dict[str, str](), list[Answer]()
        self.connects()

    def connects(self) -> None:
        """A new connection, maybe to another worker."""
        self._connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=WAITED)
        self._connection.connect()

    def close(self) -> None:
        self._connection.close()

    def worker(self) -> int:
        """The process at the other end."""
        port = self._connection.sock.getsockname()[1]
        return next(w.pid for w in self.site.worker_processes() if _is_connected(w, port))

    def get(self, address: str) -> Answer:
        """Asks once more where the connection was closed since the last page, as a browser does."""
        try:
            return self._ask("GET", address, None)
        except (http.client.RemoteDisconnected, ConnectionError):
            self.close()
            self.connects()
            return self._ask("GET", address, None)

    def post(self, address: str, *, token: bool = True, **given: str | list[str]) -> Answer:
        """Sends a form, with the token of the last page that had one."""
        ours = {"csrfmiddlewaretoken": self._token()} if token else {}
        return self._ask("POST", address, urlencode({**given, **ours}, doseq=True))

    def sends(self, address: str, told: object, token: str) -> Answer:
        """Sends what a script of a page sends, with the token that it was given."""
        more = {"Content-Type": "application/json", "X-CSRFToken": token}
        return self._ask("POST", address, json.dumps(told), more)

    def _token(self) -> str:
        return next(found[1] for each in reversed(self.answers) if (found := TOKEN.search(each.body)))

    def _ask(
        self, method: str, address: str, body: str | bytes | None, more: Mapping[str, str] | None = None
    ) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Host": self.host, "Cookie": cookies} | ({"Content-Type": FORM} if body else {})
        headers |= more or {}
        self._connection.request(method, address, body, headers)
        came = self._connection.getresponse()
        for name, value in came.getheaders():
            if name.lower() == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        said = came.read().decode("utf-8", "replace")
        pairs = tuple(came.getheaders())
        named = {name.lower(): value for name, value in pairs}  # as each proxy writes them
        self.answers.append(Answer(came.status, named, said, pairs))
        return self.answers[-1]


class StaffVisitor(SiteVisitor):
    """Somebody of a trial's staff. `nth`: which of those in a role."""

    def __init__(self, site: Serve, role: str, nth: int = 0) -> None:
        staff = json.loads((site.home.folder / "demo-staff.json").read_text(encoding="utf-8"))
        self.person = [each for each in staff if each["role"] == role][nth]
        super().__init__(site)

    def signs_in(self, step: int = 0) -> None:
        """With the code of now; with the next where that one was used, by this person in another window."""
        self.get("/staff/sign-in")
        self.post("/staff/sign-in", login=self.person["username"], password=self.person["passphrase"])
        self.get("/staff/sign-in/second-factor")
        for _ in range(MOST_CODES):
            if self._gives_code(step):
                break
            time.sleep(CODE_SECONDS - time.time() % CODE_SECONDS)
        assert self.get("/staff/office/").status == 200

    def _gives_code(self, step: int) -> bool:
        counter = hotp_value(self.person["secret"], int(time.time()) // CODE_SECONDS + step)
        return self.post("/staff/sign-in/second-factor", code=format_hotp_value(counter)).status == 302


def _is_connected(process: psutil.Process, port: int) -> bool:
    return any(each.raddr and each.raddr.port == port for each in process.net_connections("tcp"))


CHUNK, OVERLAP = 1 << 22, 256


def in_memory(pid: int, sought: set[bytes]) -> set[bytes]:
    """Which of some words stand in what a process has written into its memory, in use or given free."""
    found: set[bytes] = set()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines():
            span, rights = line.split()[:2]
            start, end = (int(each, 16) for each in span.split("-"))
            for place in range(start, end, CHUNK) if rights.startswith("rw") else ():
                part = _part(memory, place, min(CHUNK + OVERLAP, end - place))
                found |= {each for each in sought if each in part}
    return found


def _part(memory: FileIO, place: int, size: int) -> bytes:
    try:
        memory.seek(place)
        return memory.read(size) or b""
    except (OSError, OverflowError):  # given back meanwhile, or the kernel's own
        return b""
