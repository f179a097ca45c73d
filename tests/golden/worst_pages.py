"""Pages of the web that belong to the worst branches, as somebody meets them who reads them in plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from tests.pages.conftest import Visitor, unmarked
from tests.pages.test_own_tab import TYPED

from kapea.web.public import entry, ready

AT = datetime(2026, 11, 24, 19, 10, tzinfo=UTC)
"""Ten past two at night in Phnom Penh, and late in the evening in Nairobi."""
BLOCKS = {
    "p",
    "h1",
    "h2",
    "h3",
    "li",
    "ul",
    "section",
    "div",
    "form",
    "button",
    "main",
    "details",
    "summary",
    "a",
}
SILENT = {"svg", "script", "style", "head"}
SIGNS = {"button": ("[ ", " ]"), "a": ("( ", " )"), "h1": ("## ", ""), "h2": ("## ", "")}


class _PlainText(HTMLParser):
    """The words of a page's main part, one block a line; what is tapped stands in brackets."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self._silent = self._inside = 0
        self._signs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        self._inside += tag == "main"
        self.lines[-1] += " " if tag not in BLOCKS else ""
        if tag in BLOCKS:
            self.lines.append("")
            self.lines[-1] += SIGNS[tag][0] if tag in SIGNS else ""

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT
        self._inside -= tag == "main"
        if tag in BLOCKS:
            self.lines[-1] += SIGNS[tag][1] if tag in SIGNS else ""
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if self._inside and not self._silent:
            self.lines[-1] += data


def plain(response) -> str:
    """What stands on a page, without break marks."""
    parser = _PlainText()
    parser.feed(response.content.decode())
    lines = (" ".join(unmarked(line).split()) for line in parser.lines)
    return "\n".join(line for line in lines if line.strip("[]()# "))


class Clock:
    """What the web takes the time to be."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = AT
        for module in (entry, ready):
            monkeypatch.setattr(module, "datetime", self)

    def now(self, _zone: object) -> datetime:
        return self.at


Scene = Callable[[Visitor, str, Clock], Iterator[tuple[str, str]]]


def _a_child_walks(visitor: Visitor, language: str):
    return visitor.walk(language, "1", "S15")


def history(visitor: Visitor, language: str, _: Clock) -> Iterator[tuple[str, str]]:
    yield "The last page that the child saw", plain(_a_child_walks(visitor, language))
    found = visitor.get(f"/{language}/h/2?c={visitor.tag}", follow=True, **TYPED)
    yield "The same address, opened from the history", plain(found)


def second_tab(visitor: Visitor, language: str, _: Clock) -> Iterator[tuple[str, str]]:
    _a_child_walks(visitor, language)
    for n in (1, 2):
        found = visitor.get(f"/{language}/h/{n}", follow=True, **TYPED)
        yield f"Address {n}, opened in a second tab of the same browser", plain(found)


def other_browser(visitor: Visitor, language: str, _: Clock) -> Iterator[tuple[str, str]]:
    _a_child_walks(visitor, language)
    found = Visitor().get(f"/{language}/h/2?c={visitor.tag}", follow=True)
    yield "The address with all that stands in it, opened in another person's browser", plain(found)


def idle(visitor: Visitor, language: str, clock: Clock) -> Iterator[tuple[str, str]]:
    _a_child_walks(visitor, language)
    clock.at += timedelta(minutes=10, seconds=1)
    yield "The same tab, after ten minutes", plain(visitor.get(f"/{language}/h/2", follow=True))


def first_view(visitor: Visitor, language: str, _: Clock) -> Iterator[tuple[str, str]]:
    _a_child_walks(visitor, language)
    visitor.get(f"/{language}/")
    yield (
        "After the first view was opened again, and then Back",
        plain(visitor.get(f"/{language}/h/2", follow=True)),
    )


SCENES: dict[str, Scene] = {
    "history": history,
    "second-tab": second_tab,
    "other-browser": other_browser,
    "idle": idle,
    "first-view": first_view,
}


def scenes(visitor: Visitor, language: str, page: dict[str, str], clock: Clock) -> Iterator[tuple[str, str]]:
    """What is seen, and how one came there, of a page of a point: a scene, or an address that is opened."""
    if "scene" in page:
        yield from SCENES[page["scene"]](visitor, language, clock)
    else:
        yield f"/{page['open']}", plain(visitor.get(f"/{language}/{page['open']}"))
