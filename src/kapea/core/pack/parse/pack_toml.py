"""pack.toml: what a pack is called, whom it is for, what it builds on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from kapea.core.pack.model import MAX_ID, MAX_PACK_ID
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.web_addresses import address_fault


class Meta(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The head of a pack. `leave_to` is the ordinary page that "leave" opens; `country` an ISO code.

    `begun`: nobody is known yet whom a person could call, so it is never published.
    """

    id: str
    name: str
    languages: tuple[str, ...]
    default_language: str
    time_zone: str
    country: str
    leave_to: str
    version: str = ""
    licence: str = ""
    extends: tuple[str, ...] = ()
    live: bool = False
    begun: bool = False


def parse_meta(files: Mapping[str, bytes], pack: str, findings: Findings) -> Meta | None:
    """The head of the pack, or None with problems that say what pack.toml lacks."""
    path = f"{pack}/pack.toml"
    if path not in files:
        findings.add("P01", Place(path), "the pack has no pack.toml", "begin with id, name, languages")
        return None
    try:
        read = tomllib.loads(files[path].decode("utf-8"))
    except (ValueError, RecursionError) as error:
        says = "lists too deep inside each other" if isinstance(error, RecursionError) else str(error)
        line = _LINE.search(says)
        findings.add("P01", Place(path, int(line[1]) if line else 1), says, "look at quotes and brackets")
        return None
    lines = _Lines(path, files[path].decode("utf-8"))
    try:
        meta = msgspec.convert(read, Meta)
    except msgspec.ValidationError as error:
        findings.add("P02", lines.named_by(str(error)), str(error), "see docs/writing-a-pack.md, “pack.toml”")
        return None
    _sound(meta, pack, lines, findings)
    return meta


PACK_NAME = re.compile(r"[A-Za-z0-9_-]+")
_LINE = re.compile(r"\(at line (\d+)")
_KEY = re.compile(r"`(?:\$\.)?(\w+)")


class _Lines:
    """Where each key of a pack.toml stands."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.lines = path, text.split("\n")

    def of(self, key: str) -> Place:
        """The line of a key; the first where there is none."""
        begins = (n for n, line in enumerate(self.lines, 1) if re.match(rf"\s*{re.escape(key)}\s*=", line))
        return Place(self.path, next(begins, 1), key)

    def named_by(self, message: str) -> Place:
        """The line of the key that a message names last, which is the one it is about."""
        found = _KEY.findall(message)
        return self.of(found[-1]) if found else Place(self.path)


def _sound(meta: Meta, pack: str, lines: _Lines, findings: Findings) -> None:
    named = (("id", meta.id, MAX_PACK_ID), ("version", meta.version, MAX_PACK_ID))
    for key, word, most in (*named, *(("languages", each, MAX_ID) for each in meta.languages)):
        if len(word) > most:
            says = f"“{word}” is longer than {most} characters"
            findings.add("P03", lines.of(key), says, "choose a shorter one")
    if meta.id != pack:
        says = f"id “{meta.id}” in a folder named {pack}"
        findings.add("P03", lines.of("id"), says, "make the two the same")
    for base in meta.extends:
        if not PACK_NAME.fullmatch(base):
            says = f"“{base}” is no name of a pack"
            findings.add("P03", lines.of("extends"), says, "the name of a folder beside this one: common")
    if meta.default_language not in meta.languages:
        says = "the default language is not among the languages"
        findings.add("P03", lines.of("default_language"), says, "add it to languages")
    if meta.live and meta.begun:
        says = "a pack that is only begun cannot be live"
        findings.add("P03", lines.of("live"), says, "take out one of the two lines")
    _can_be_gone_to(meta, lines, findings)


def _can_be_gone_to(meta: Meta, lines: _Lines, findings: Findings) -> None:
    """The time there, and where “leave” leads."""
    try:
        ZoneInfo(meta.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        says = f"“{meta.time_zone}” is no time zone"
        findings.add("P03", lines.of("time_zone"), says, "a name such as Asia/Phnom_Penh")
    if meta.leave_to and (fault := address_fault(meta.leave_to)):
        says = f"“{meta.leave_to}” is no plain address: {fault}"
        findings.add("P03", lines.of("leave_to"), says, "an ordinary page: https://km.wikipedia.org/")
