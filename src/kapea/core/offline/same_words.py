"""Texts that say the same, told once on a phone: several situations and people are often told the same."""

from __future__ import annotations

from collections.abc import Hashable

from kapea.core.pack.model import Release
from kapea.core.pack.parse.walkthroughs import PREFIX
from kapea.core.pack.text_forms import FORMS


def first_with_same_words(release: Release) -> dict[str, str]:
    """Text id to the first id that says the same in every language and form, in the same part of a document
    and beside the same drawing: wherever one stands, the other may.
    """
    first: dict[Hashable, str] = {}
    return {id: first.setdefault(_alike(release, id), id) for id in release.texts["en"] if "~" not in id}


def _alike(release: Release, id: str) -> Hashable:
    forms = ("", *FORMS)
    words = tuple(release.text(id, language, form) for language in release.languages for form in forms)
    part = id.rsplit(".", 1)[-1].split("/")[0]
    return words, part, release.signs.get(id), id.startswith(PREFIX)
