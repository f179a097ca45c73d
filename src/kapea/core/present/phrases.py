"""A page for somebody who reads none of a pack's languages: which drawing each sentence has, and its order.

Who cannot read points at a drawing. So every sentence has one, also where its words are not known.
"""

from __future__ import annotations

import msgspec

from kapea.core.pack.model import Phrasebook, Release

GROUPS = {
    "here": {"machine": "devices", "no-name": "lock"},
    "leave": {"press-leave": "leave"},
    "asked": {"child-hurt": "danger-hurt", "near": "quiet-person", "hospital": "hospital"},
    "answers": {"yes": "yes", "no": "no", "unsure": "unsure"},
    "told": {
        "stop": "hand",
        "stop-answering": "stop-chat",
        "no-paying": "no-money",
        "no-pictures": "camera-off",
        "tell-adult": "safe-adult",
        "not-alone-tonight": "night",
        "not-your-fault": "heart-hands",
        "believe": "ear",
        "not-alone": "two-friends",
    },
}
"""Phrases by the group they stand in, each with its drawing: what this page is, what is asked and answered,
what to do and kind words.
"""
WORDS = {"yes": "yes", "no": "no", "unsure": "unsure", "press-leave": "leave"}
"""Phrases that mean what a word of the screen says; of the others the word is `phrase-<name>`."""


class PointedAt(msgspec.Struct, frozen=True):
    """A drawing, the words in the other language (empty: not known), and what they mean."""

    picture: str
    says: str
    means: str


def pointed_at(release: Release, book: Phrasebook, group: str, language: str) -> tuple[PointedAt, ...]:
    """A group of GROUPS to point at; what it means is said in `language`."""
    return tuple(
        PointedAt(picture, phrase(book, name), release.text(_word(name), language))
        for name, picture in GROUPS[group].items()
    )


def _word(name: str) -> str:
    return f"word.{WORDS.get(name, f'phrase-{name}')}"


def phrase(book: Phrasebook, name: str) -> str:
    """The words of a phrase; empty where they are not known."""
    return book.phrases[name].says if name in book.phrases else ""


def phrasebooks(release: Release) -> tuple[Phrasebook, ...]:
    """Those of a release in the order of their numbers."""
    return tuple(sorted(release.phrasebooks.values(), key=lambda each: each.number))
