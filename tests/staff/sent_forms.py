"""What a browser would send of a form as a page shows it, without anybody typing."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any


class _Form(HTMLParser):
    """Reads the fields of the form to one address."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.fields = address, dict[str, Any]()
        self._inside, self._text, self._chosen = False, "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        name, value = has.get("name") or "", has.get("value") or ""
        if tag == "form":
            self._inside = has.get("action") == self.address
        elif self._inside and tag == "input" and name:
            self._input(has.get("type") or "text", name, value, ticked="checked" in has)
        elif self._inside and tag in ("textarea", "select"):
            self._text = self._chosen = name
            self.fields[name] = ""
        elif self._inside and tag == "option" and ("selected" in has or not self.fields[self._chosen]):
            self.fields[self._chosen] = value

    def _input(self, kind: str, name: str, value: str, *, ticked: bool) -> None:
        if kind == "checkbox":
            self.fields.setdefault(name, []).extend([value] if ticked else [])
        elif kind != "radio" or ticked:
            self.fields[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag in ("textarea", "select"):
            self._text = ""

    def handle_data(self, data: str) -> None:
        if self._inside and self._text and self._text == self._chosen and self.lasttag == "textarea":
            self.fields[self._text] += data


def fields_of(page: str, address: str) -> dict[str, Any]:
    """The fields of the form to an address: words, or a list of what is ticked."""
    form = _Form(address)
    form.feed(page)
    return form.fields
