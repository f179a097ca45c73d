"""The word beside a square code, by which a sticker put over it is noticed; which addresses may be printed.

The word follows from the host of the address, so the page can tell its own without asking anybody. It guards
against what is careless: an advertisement, one sticker for every poster. Whoever copies the word from the
paper onto a page of their own is not stopped by it (docs/adr/0007).
"""

from __future__ import annotations

import hashlib
from urllib.parse import SplitResult, urlsplit

from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.pack.model import Release

WORDS = "word.check-"
LONGEST = 60
"""Characters of an address that a person can compare with the one their phone shows."""


def host_of(address: str) -> str:
    """The host as it is compared: small letters, no `www.`, no port that goes without saying."""
    parts = _split(address)
    host = (parts.hostname or "").removeprefix("www.") if parts else ""
    try:
        plain = host.encode("idna").decode("ascii") if host else ""
        port = parts.port if parts else None
    except ValueError:
        return ""
    return plain if port in (None, 80, 443) else f"{plain}:{port}"


def check_word(release: Release, host: str) -> str:
    """The name of the word for a host (as `host_of` has it), such as `bell`: the id of its text and drawing.

    Each word is weighed against the host and the heaviest wins: so a word that is added later changes the
    word of few hosts, and none loses its own to another. Empty where a pack has no such words.
    """
    names = [id.removeprefix(WORDS) for id in release.texts.get("en", {}) if id.startswith(WORDS)]
    weight = {name: hashlib.sha256(f"{name} {host}".encode()).digest() for name in names if "~" not in name}
    return max(weight, key=lambda name: (weight[name], name), default="")


def wrong_with(release: Release, address: str) -> str:
    """Why an address may not stand on paper; empty when it may."""
    parts = _split(address)
    if parts is None or parts.scheme not in ("http", "https") or not host_of(address):
        return "it is no web address: begin with https://"
    if parts.query or parts.fragment or parts.username is not None:
        return "it carries more than a host and a path"
    if len(address) > LONGEST:
        return f"it is longer than {LONGEST} characters, and nobody could compare it"
    for lint in release.lint.values():
        for phrase in lint.revealing:
            if phrase.isascii() and phrase.casefold() in _seen(address):
                return f"others can see it, and it says “{phrase}”"
    return ""


def reveals(release: Release, words: str, language: str) -> bool:
    """Whether words that others find on somebody would tell what they are for."""
    lists = (release.lint[each].revealing for each in {"en", language} if each in release.lint)
    return any(phrase.casefold() in _seen(words) for phrases in lists for phrase in phrases)


def _seen(words: str) -> str:
    return words.casefold().replace("-", " ").replace(ZERO_WIDTH, "")


def shown_as(address: str) -> str:
    """The address as people read and type it."""
    return address.split("://", 1)[-1].rstrip("/")


def _split(address: str) -> SplitResult | None:
    try:
        return None if any(c.isspace() for c in address) else urlsplit(address)
    except ValueError:
        return None
