"""A notice to a platform: accounts, links, times, the rule that is broken. Never content, never a picture.

There is no field to describe anything in. What looks like a file written as letters, or is long enough to be
a story, is refused, so that a notice can be passed on without passing anything of a child on.
On a screen `form.js` says the same, by the numbers and patterns that `screen_rules` gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

NOTICE_FORMAT = 1
RULES = ("exploitation", "threat", "contact", "live", "pretending")
"""The rules a platform can be told of; their words are texts of the pack (`rule-…`)."""
ONE = ("platform", "sender", "reference")
MANY = ("accounts", "links", "times")
FIELDS = (*ONE[:1], "rule", *MANY, *ONE[1:])
LONGEST = {"platform": 40, "sender": 80, "reference": 40, "accounts": 100, "links": 300, "times": 60}
"""Characters of one line. A longer one is a story, or a file."""
MOST_LINES = 30
LINK = r"https?://[^\s/]+\S*"
"""What a whole link looks like. These four read the same in Python and on a screen; case does not count."""
DATA = r"\b(?:data|blob|file|javascript):"
RUN, LINK_RUN = r"[A-Za-z0-9+/=]{60,}", r"[A-Za-z0-9+/=_-]{120,}"
"""Letters that are a file, and those that are one in a link."""
_LINK, _DATA, _RUN, _LINK_RUN = (re.compile(each, re.I) for each in (LINK, DATA, RUN, LINK_RUN))


class Notice(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is told. `times` say their zone; `reference` is the sender's own, and names no child."""

    platform: str
    rule: str
    accounts: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    sender: str = ""
    reference: str = ""
    format: int = NOTICE_FORMAT


class Wrong(msgspec.Struct, frozen=True):
    """A field that keeps a notice from being made, and why: missing, unknown, long, many, file, link."""

    field: str
    why: str


def read_notice(data: bytes) -> Notice | tuple[Wrong, ...]:
    """A notice out of JSON; or all that is wrong with it."""
    try:
        said = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return (Wrong("", "unknown"),)
    return made(said) if isinstance(said, dict) else (Wrong("", "unknown"),)


def made(said: Mapping[str, Any]) -> Notice | tuple[Wrong, ...]:
    """A notice out of what was written; or all that is wrong with it, in the order of the fields."""
    wrong = tuple(wrongs(said))
    if wrong:
        return wrong
    one: dict[str, Any] = {name: _clean(said.get(name, "")) for name in (*ONE, "rule")}
    many: dict[str, Any] = {name: tuple(filter(None, map(_clean, said.get(name, ())))) for name in MANY}
    return Notice(**one, **many)


def wrongs(said: Mapping[str, Any]) -> Iterator[Wrong]:
    """Everything that keeps it from being a notice."""
    for name in sorted(set(said) - {*FIELDS, "format"}):
        yield Wrong(name, "unknown")
    if said.get("format", NOTICE_FORMAT) != NOTICE_FORMAT:
        yield Wrong("format", "unknown")
    for name in FIELDS:
        value = said.get(name, "" if name not in MANY else ())
        why = _rule(value) if name == "rule" else _field(name, value)
        if why:
            yield Wrong(name, why)
    if not any(_lines(said.get(name, ())) for name in ("accounts", "links")):
        yield Wrong("accounts", "missing")


def _rule(value: Any) -> str:
    return "" if value in RULES else "unknown" if value else "missing"


def _field(name: str, value: Any) -> str:
    lines = _lines(value) if name in MANY else [value] if isinstance(value, str) else None
    if lines is None or not all(isinstance(line, str) for line in lines):
        return "unknown"
    if name == "platform" and not _clean(value):
        return "missing"
    if len(lines) > MOST_LINES:
        return "many"
    return next((why for line in lines if (why := _line(name, _clean(line)))), "")


def _lines(value: Any) -> list[Any] | None:
    return list(value) if isinstance(value, list | tuple) else None


def _line(name: str, line: str) -> str:
    """Why a line is refused. A file is looked for first: nothing else about it matters then."""
    if _DATA.search(line) or (_LINK_RUN if name == "links" else _RUN).search(line):
        return "file"
    if len(line) > LONGEST[name]:
        return "long"
    return "link" if name == "links" and line and not _LINK.fullmatch(line) else ""


def _clean(line: str) -> str:
    return " ".join(line.split())


def screen_rules() -> dict[str, Any]:
    """Everything a screen needs to refuse what is refused here: fields, lengths, patterns."""
    patterns = {"link": LINK, "data": DATA, "run": RUN, "link_run": LINK_RUN}
    return {
        "one": ONE, "many": MANY, "order": FIELDS, "longest": LONGEST, "most_lines": MOST_LINES, **patterns
    }  # fmt: skip


def as_json(notice: Notice) -> str:
    """The notice as JSON, as docs/schema/notice.json has it."""
    return msgspec.json.format(msgspec.json.encode(notice)).decode()


def as_text(notice: Notice, words: Mapping[str, str]) -> str:
    """The notice to be read: `words` are by field, `title` besides, and rules by `rule-…`."""
    told: dict[str, tuple[str, ...]] = {name: (getattr(notice, name),) for name in ONE}
    told |= {name: getattr(notice, name) for name in MANY}
    told["rule"] = (words[f"rule-{notice.rule}"],)
    parts = [words["title"]]
    parts += ["\n".join((f"{words[name]}:", *told[name])) for name in FIELDS if any(told[name])]
    return "\n\n".join(parts) + "\n"


def template(words: Mapping[str, str]) -> str:
    """The same with nothing in it, to be copied and filled in by hand."""
    return "\n\n".join([words["title"], *(f"{words[name]}:\n…" for name in FIELDS)]) + "\n"


def schema() -> dict[str, Any]:
    """The shape of the JSON, for whoever reads such notices. That no line is a file, it cannot say."""
    one = {name: {"type": "string", "maxLength": LONGEST[name]} for name in ONE}
    many: dict[str, Any] = {
        name: {
            "type": "array",
            "maxItems": MOST_LINES,
            "items": {"type": "string", "maxLength": LONGEST[name]},
        }
        for name in MANY
    }
    many["links"]["items"]["pattern"] = "^[Hh][Tt][Tt][Pp][Ss]?://"
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Kapea notice to a platform",
        "description": "Accounts, links, times and the rule that is broken. Never content, never a picture.",
        "type": "object",
        "additionalProperties": False,
        "required": ["platform", "rule"],
        "anyOf": [{"required": ["accounts"]}, {"required": ["links"]}],
        "properties": {
            "format": {"const": NOTICE_FORMAT},
            **one,
            "rule": {"enum": list(RULES)},
            **many,
        },
    }
