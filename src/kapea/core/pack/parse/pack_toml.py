"""pack.toml: what a pack is called, whom it is for, what it builds on."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

import msgspec

from kapea.core.pack.model import MAX_ID, MAX_PACK_ID
from kapea.core.pack.problem import Findings, Place


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
        meta = msgspec.convert(tomllib.loads(files[path].decode("utf-8")), Meta)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        findings.add("P01", Place(path), str(error), "look at quotes and brackets")
        return None
    except msgspec.ValidationError as error:
        findings.add("P02", Place(path), str(error), "see docs/writing-a-pack.md, “pack.toml”")
        return None
    _sound(meta, pack, Place(path), findings)
    return meta


def _sound(meta: Meta, pack: str, place: Place, findings: Findings) -> None:
    lengths = {meta.id: MAX_PACK_ID, meta.version: MAX_PACK_ID, **dict.fromkeys(meta.languages, MAX_ID)}
    for word, most in lengths.items():
        if len(word) > most:
            findings.add("P03", place, f"“{word}” is longer than {most} characters", "choose a shorter one")
    if meta.id != pack:
        findings.add("P03", place, f"id “{meta.id}” in a folder named {pack}", "make the two the same")
    if meta.default_language not in meta.languages:
        findings.add("P03", place, "the default language is not among the languages", "add it to languages")
    if meta.live and meta.begun:
        findings.add(
            "P03", place, "a pack that is only begun cannot be live", "take out one of the two lines"
        )
