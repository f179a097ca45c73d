"""Catalogues for translators: one .po file beside each source file, and its template, for Poedit or Weblate.

Every message carries its id as context and comments that say where a person meets it, and keeps its
translation; a text whose English changed turns fuzzy, so the old words are seen and not used.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from kapea.core.authoring import reviews
from kapea.core.authoring.translator_notes import Hints
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read import gettext_reader

Texts = Mapping[str, str]
"""Text id to English words."""
Places = Mapping[str, Place]
"""Text id to where it stands."""
Kept = Mapping[str, Message]
"""Text id to the message that holds its translation."""


def stem(place: Place) -> str:
    """The catalogue of a source file: `common/situations/S02.yaml` has `S02.po`."""
    return place.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def read_catalogue(existing: Mapping[str, bytes], findings: Findings) -> dict[str, Message]:
    """Every message of some catalogues (name to bytes) by its text id; P07 for one that does not read."""
    out: dict[str, Message] = {}
    for file, data in existing.items():
        for message in gettext_reader.load_catalogue(file, data, findings) or ():
            if message.context:
                out[message.context] = message
    return out


def write_catalogue(
    english: Texts, places: Places, language: str, kept: Kept, hints: Hints | None = None
) -> dict[str, bytes]:
    """Catalogue bytes by stem, with the translations that are kept."""
    told, catalogs = hints or Hints(), dict[str, Catalog]()
    for id, words in english.items():
        catalog = catalogs.setdefault(stem(places[id]), Catalog(fuzzy=False))
        _add(catalog, id, words, kept.get(id), told.of(id, words, language))
    return {name: _bytes(catalog, language) for name, catalog in catalogs.items()}


def templates(english: Texts, places: Places, hints: Hints | None = None) -> dict[str, bytes]:
    """Template (.pot) bytes by stem: every text, with comments and no translation."""
    return write_catalogue(english, places, "", {}, hints)


def _add(catalog: Catalog, id: str, words: str, old: Message | None, told: list[str]) -> None:
    kept = old.string if old is not None and isinstance(old.string, str) else ""
    is_old = old is not None and old.id != words
    stale = old is not None and bool(kept) and (is_old or old.fuzzy)
    message = catalog.add(
        words, kept, context=id, flags=["fuzzy"] if stale else [], auto_comments=_one_line_each(told)
    )
    if old is None:
        return
    if stale:
        message.previous_id = list(old.previous_id) or ([str(old.id)] if is_old else [])
    message.user_comments = list(old.user_comments)
    message.user_comments = reviews.comments(message)


def _one_line_each(told: list[str]) -> list[str]:
    return [" ".join(line.split()) for line in told]


def _bytes(catalog: Catalog, language: str) -> bytes:
    """Stable bytes: no dates, no line numbers, no names, so that only changed words show in a diff."""
    out = io.BytesIO()
    write_po(
        out, catalog, width=0, omit_header=True, include_previous=True, sort_output=False, no_location=True
    )
    head = f'msgid ""\nmsgstr ""\n"Project-Id-Version: Kapea\\n"\n"Language: {language}\\n"\n'
    head += '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    head += '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    return head.encode() + out.getvalue()
