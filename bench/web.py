"""A turn over the web against a bare Django view: CPU a request, and the statements each takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import cycle
from typing import Any

from bench import clock, path, site
from bench.figures import Section
from kapea.core.dialogue.once import MAX_CLAIMED

HOW = """\
The WSGI application called as a server calls it, in one process, on an SQLite file. The bare view is Django
without any middleware: one SELECT, one UPDATE of the same row, four bytes of answer. Ours parses the form,
checks where it came from, opens the seal, takes the turn, seals, counts, redirects; a page is rendered and
compressed. Requests take turns in one run, each asked again and again, so what a worker keeps is warm. “Step”
is a page with words, a drawing and answers; “call” one with three contacts. “POST counted” also adds to the
worker's tally: two situations by turns, since the same way walked again is not counted again."""

DATA = ("SELECT", "INSERT", "UPDATE", "DELETE")
FORMS = 2 * MAX_CLAIMED
"""Copies of a page whose forms are sent by turns: when the first comes again, it is known no more."""
Request = tuple[site.Application, *tuple[dict[str, Any], ...]]
"""An application, and the requests sent to it in turn."""
STEP, CALL, COUNTED = "help.step-2", "help.call", "help.words"


class Walk:
    """One visitor with a conversation in the middle of the help journey."""

    def __init__(self, application: site.Application, world: Any) -> None:
        self.keys, self.views = path.child(world)
        self.nodes = [view.node for view in self.views]
        self.visitor = site.Visitor(application)
        self.visitor.get(f"/{path.LANGUAGE}/")
        for depth, key in enumerate(self.keys):
            answer = self.visitor.post(f"/{path.LANGUAGE}/h/{depth}", a=key)
            assert answer.status == 303, f"{answer.status} at answer {depth + 1}"

    def page(self, node: str) -> dict[str, Any]:
        """The request for the page of a node."""
        return self.visitor.environ("GET", self.path(node))

    def path(self, node: str) -> str:
        """Where the page of a node is."""
        return f"/{path.LANGUAGE}/h/{self.nodes.index(node)}"

    def turn(self, to: str) -> tuple[dict[str, Any], ...]:
        """Requests of the answer that leads to a node; what came after it is forgotten."""
        depth = self.nodes.index(to) - 1
        return tuple(self._answer(depth, self.keys[depth]) for _ in range(FORMS))

    def turns(self, to: str) -> tuple[dict[str, Any], ...]:
        """Requests that lead there by two answers: by turns, neither repeats the way just walked."""
        depth = self.nodes.index(to) - 1
        others = [offer.key for offer in self.views[depth].offers if offer.key != self.keys[depth]]
        keys = (self.keys[depth], others[0]) * (FORMS // 2)
        return tuple(self._answer(depth, key) for key in keys)

    def _answer(self, depth: int, key: str) -> dict[str, Any]:
        return self.visitor.environ("POST", f"/{path.LANGUAGE}/h/{depth}", self.visitor.form(a=key))


def measure(effort: clock.Effort = clock.USUAL) -> Section:
    from django.test import override_settings

    site.publish(path.cambodia().release)
    with override_settings(ROOT_URLCONF="bench.urls"):
        return _section(_asked(), effort)


def _asked() -> dict[str, Request]:
    """The requests that are compared. A post forgets what came after it, so each has a visitor of its own."""
    from kapea.content.queries import live_worlds
    from kapea.guide.models import Conversation

    ours, bare, world = site.ours(), site.bare(), live_worlds()[0]
    asked = {
        "GET step": (ours, Walk(ours, world).page(STEP)),
        "GET call": (ours, Walk(ours, world).page(CALL)),
        "POST step": (ours, *Walk(ours, world).turn(STEP)),
        "POST counted": (ours, *Walk(ours, world).turns(COUNTED)),
    }
    id = Conversation.objects.values_list("id", flat=True)[0]
    for name in ("bare", "written"):
        asked[name] = (bare, site.Visitor(bare).environ("GET", f"/{name}/{id}"))
    for name, (application, *environs) in asked.items():
        for environ in environs:
            status = site.request(application, environ)[0]
            assert status == (303 if name.startswith("POST") else 200), f"{name}: {status}"
    return asked


def _section(asked: dict[str, Request], effort: clock.Effort) -> Section:
    from kapea.guide.tally import tally

    section = Section("A turn over the web", HOW)
    sends = {name: sender(*what) for name, what in asked.items()}
    seconds = clock.each(sends, effort)

    def add(name: str, value: float, unit: str = "", of: str = "", **asks: Any) -> None:
        section.add(name, value, unit, note=f"{seconds[of] * 1e6:,.0f} µs a request", **asks)

    bare = seconds["bare"]
    add("bare view, requests per CPU-second", 1 / bare, of="bare")
    add("the same past the ORM, for scale", 1 / seconds["written"], of="written")
    for name in ("POST step", "POST counted"):
        share = 100 * bare / seconds[name]
        add(f"{name}, rate as a share of the bare view's", share, "%", name, bar=60, aim=80, more=True)
    for name in ("GET step", "GET call"):
        add(f"{name}, CPU as times the bare view's", seconds[name] / bare, "", name, bar=2.5, aim=2)
    for name in ("bare", "GET step", "GET call", "POST step", "POST counted"):
        counted = statements(sends[name])
        # A bench that no longer does what it says must stop, not look fast.
        assert name != "POST counted" or len(tally), "the counted turn was not counted"
        assert not name.startswith("POST") or counted["UPDATE"], "the turn was not taken"
        limits: dict[str, Any] = {} if name == "bare" else {"bar": 3, "aim": 2}
        said = ", ".join(f"{n} {verb}" for verb, n in counted.items())
        section.add(f"{name}, data statements", sum(counted[v] for v in DATA), note=said, **limits)
    return section


def sender(application: site.Application, *environs: dict[str, Any]) -> Callable[[], object]:
    """Sends the next of the requests at each call."""
    following = cycle(environs)
    return lambda: site.request(application, next(following))


def statements(send: Callable[[], object]) -> Counter[str]:
    """The statements of one request by their verb, the live pointer's look (every two seconds) left out."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    send()
    with CaptureQueriesContext(connection) as queries:
        send()
    return Counter(q["sql"].split(" ", 1)[0] for q in queries.captured_queries)
