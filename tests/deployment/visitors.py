"""Visitors who walk whole ways through the proxy, and know what they answered and what they must be shown."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from tests.attack.person import IN_ONE_TAB
from tests.deployment.proxy import NAME
from tests.packs import AT
from tests.packs import world as world_of
from tests.pages.conftest import BUTTON, DIALS, FORM
from tests.ways import keys

from kapea.core.dialogue.events import Answer
from kapea.core.dialogue.step import begin, look, step

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
PATIENCE = 600
"""Times that one request is sent again before its visitor gives up."""
PAUSE_SECONDS = 0.1
HANG_SECONDS = 300
"""A request that takes as long hangs; a busy machine answers sooner."""


@dataclass(frozen=True)
class Way:
    """What one visitor taps, and which answers the page must offer after each."""

    tag: str
    answers: tuple[str, ...]
    offered: tuple[frozenset[str], ...]


@cache
def way(country: str, tag: str, name: str) -> Way:
    """A way of tests/golden/answers, as the core walks it."""
    world, answers = world_of(country), keys(country, name)
    state, offered = begin(world, "en"), []
    for answer in answers:
        after = step(world, state, Answer(answer), at=AT).state
        assert after is not None
        state = after
        offers = look(world, state, at=AT).offers
        offered.append(frozenset(offer.key for offer in offers if not offer.aside))
    return Way(tag, answers, tuple(offered))


WAYS = (
    ("cambodia", "en-kh", "S02-child-calm"),
    ("kenya", "en-ke", "S07-peer-red"),
    ("nepal", "en-np", "S04-caregiver-calm"),
    ("philippines", "en-ph", "S15-professional-calm"),
)


@dataclass(frozen=True)
class Page:
    """An answer of the site."""

    status: int
    location: str
    body: str

    @property
    def offers(self) -> set[str]:
        """The keys of the answers it offers."""
        return {key for name, key, _ in BUTTON.findall(self.body) if name == "a"}

    def form(self, answer: str) -> tuple[str, dict[str, str]]:
        """The address and the fields that its form sends with an answer."""
        action, inner = FORM.findall(self.body)[0]
        return action, {**dict(HIDDEN.findall(inner)), "a": answer}


class Browser:
    """A browser without scripts: cookies, one connection kept open, forms. Asks until it is answered."""

    def __init__(self, site: Site, seen: Seen, cookies: Mapping[str, str] | None = None) -> None:
        self._site, self._seen = site, seen
        self._cookies = dict(cookies or {})
        self._connection = site.connect()

    def close(self) -> None:
        self._connection.close()

    def get(self, path: str) -> Page:
        page = self._until_answered("GET", path, None)
        return self.get(page.location) if page.location else page

    def post(self, path: str, fields: dict[str, str]) -> Page:
        """What answers a form. A form that nothing acknowledged is sent again as it was."""
        return self._until_answered("POST", path, fields)

    def _until_answered(self, method: str, path: str, fields: dict[str, str] | None) -> Page:
        for _ in range(PATIENCE):
            page = self._asked(method, path, fields)
            if page is not None and page.status < 500:
                return page
            time.sleep(PAUSE_SECONDS)
        raise AssertionError(f"{method} {path} was never answered; last {page and page.status}")

    def _asked(self, method: str, path: str, fields: dict[str, str] | None) -> Page | None:
        try:
            page = self.once(method, path, fields)
        except (OSError, http.client.HTTPException) as lost:
            self._seen.troubles[type(lost).__name__] += 1
            self._connection.close()
            self._connection = self._site.connect()
            return None
        self._seen.look_at(method, path, page)
        return page

    def once(self, method: str, path: str, fields: dict[str, str] | None) -> Page:
        """What answers one request, whatever it is."""
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Host": NAME, "Cookie": cookies, **IN_ONE_TAB}
        if fields is not None:
            headers |= {"Origin": f"https://{NAME}", "Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request(method, path, urlencode(fields) if fields is not None else None, headers)
        answer = self._connection.getresponse()
        body = answer.read().decode("utf-8", "replace")
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.split(";")[0].partition("=")
            self._cookies[name] = value
        return Page(answer.status, answer.headers.get("Location") or "", body)


@dataclass(frozen=True)
class Site:
    """Where the proxy is, and the certificate it shows."""

    port: int
    certificate: Path
    source: str = "127.0.0.1"
    """The address that whoever connects comes from."""

    def connect(self) -> http.client.HTTPSConnection:
        """A connection over HTTPS that trusts this certificate alone, under the documented name."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        connection = http.client.HTTPSConnection(NAME, self.port, timeout=HANG_SECONDS, context=context)
        connection._create_connection = self._reach
        return connection

    def _reach(self, address: object, *more: object, **named: object) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), HANG_SECONDS, (self.source, 0))


class Seen:
    """What all visitors met: faults, which there must be none of, and troubles, which they got over."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.troubles: Counter[str] = Counter()
        self.walked = 0
        self._lock = threading.Lock()

    def look_at(self, method: str, path: str, page: Page) -> None:
        """Every page names somebody to call, on the worst day as well."""
        if page.status >= 500:
            self.troubles[str(page.status)] += 1
        if page.status in range(300, 400):
            return
        if not DIALS.search(page.body):
            self.faults.append(f"{method} {path}: {page.status} names nobody to call: {page.body[:200]!r}")
        if page.status in range(400, 500):
            self.faults.append(f"{method} {path}: {page.status}")

    def finished(self) -> None:
        with self._lock:
            self.walked += 1


def walk(site: Site, seen: Seen, going: Way, *, twice: bool = False, reads: float = 0) -> None:
    """One visitor, one way, from the first view to its end. `twice` sends each form a second time; each page
    is read for `reads` seconds.
    """
    browser = Browser(site, seen)
    try:
        page = browser.get(f"/{going.tag}/")
        for number, answer in enumerate(going.answers, start=1):
            time.sleep(reads)
            form = page.form(answer)
            done = browser.post(*form)
            if twice:
                assert browser.post(*form).location == done.location, "a doubled form is one answer"
            led_to = done.location.partition("?")[0]
            assert led_to == f"/{going.tag}/h/{number}", f"answer {number} led to {done.location!r}"
            page = browser.get(done.location)
            assert page.offers == going.offered[number - 1], f"{going.tag}: another screen after {number}"
        seen.finished()
    except AssertionError as fault:
        seen.faults.append(str(fault))
    finally:
        browser.close()


class Load:
    """Visitors who walk one after another while something is done to the site.

    `with Load(site, seen): publish()`: each finishes its way before the load ends, and each walks at least
    `at_least` ways. Who `reads` each page for a while leaves the machine to what is done.
    """

    def __init__(self, site: Site, *, visitors: int = 4, at_least: int = 2, reads: float = 0) -> None:
        self.seen = Seen()
        self._enough = threading.Event()
        ways = [way(*WAYS[n % len(WAYS)]) for n in range(visitors)]
        self._threads = [
            threading.Thread(target=self._walks, args=(site, each, at_least, reads), daemon=True)
            for each in ways
        ]

    def _walks(self, site: Site, going: Way, at_least: int, reads: float) -> None:
        times = 0
        while times < at_least or not self._enough.is_set():
            walk(site, self.seen, going, twice=times % 2 == 1, reads=reads)
            times += 1
            if self.seen.faults:
                return

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        for thread in self._threads:
            thread.join()

    def met(self, *troubles: str) -> bool:
        """Whether some visitor met one of these troubles, or a fault ended the load."""
        return bool(self.seen.faults) or any(self.seen.troubles[each] for each in troubles)
