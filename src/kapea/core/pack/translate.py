"""Catalogues for translators: one .po file beside each source file, ready for Poedit or Weblate.

Every message carries its id as context, a comment saying where a person meets it, and keeps its
translation; a text whose English
changed turns fuzzy, so the old words are seen and not used.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from kapea.core.pack import catalogue
from kapea.core.pack.problem import Findings, Place

ROLES = (
    (re.compile(r"\.title(~short|/|$)"), "a tile or heading a person taps: what they come with"),
    (re.compile(r"\.first(/|$)"), "the first words someone frightened reads: warm, one breath"),
    (re.compile(r"\.step\.\d+\.do"), "one thing the person does now: begin with the verb"),
    (re.compile(r"\.why(/|$)"), "shown only when the person asks why"),
    (re.compile(r"\.stuck\.\d+\.say"), "an answer the person taps"),
    (re.compile(r"\.stuck\.\d+\.then"), "what we say back: warm, never blaming"),
    (re.compile(r"\.say(/|$)"), "what the person can say on the phone"),
    (re.compile(r"\.after\.\d+"), "what to do later"),
    (re.compile(r"\.q-"), "a question with yes, no, not sure"),
)
AUDIENCES = {
    "child": "spoken to a child or teen",
    "peer": "spoken to a young friend of the child",
    "caregiver": "spoken to a parent, grandparent or carer",
    "community": "spoken to a teacher, monk, nun or local leader",
    "professional": "spoken to someone whose work is with children",
    "young": "spoken to a child or a young friend",
    "adult": "spoken to an adult",
}


@dataclass(frozen=True, slots=True)
class Status:
    """How far a language is: texts in all, translated, fuzzy (the English changed), missing."""

    total: int
    done: int
    fuzzy: int

    @property
    def missing(self) -> int:
        return self.total - self.done - self.fuzzy


def stem(place: Place) -> str:
    """The catalogue of a source file: `common/situations/S02.yaml` has `S02.po`."""
    return place.file.rsplit("/", 1)[-1].removesuffix(".yaml")


def update(
    english: Mapping[str, str], places: Mapping[str, Place], language: str, existing: Mapping[str, bytes]
) -> dict[str, bytes]:
    """New catalogue bytes by stem, for all texts given; what was translated is kept."""
    old = _messages(existing)
    catalogues: dict[str, Catalog] = {}
    for id, words in english.items():
        name = stem(places[id])
        catalog = catalogues.setdefault(name, Catalog(fuzzy=False))
        _add(catalog, id, words, old.get(id), places[id])
    return {name: _bytes(catalog, language) for name, catalog in catalogues.items()}


def status(english: Mapping[str, str], existing: Mapping[str, bytes]) -> Status:
    old = _messages(existing)
    fuzzy = done = 0
    for id, words in english.items():
        message = old.get(id)
        if message is None or not message.string:
            continue
        if message.fuzzy or message.id != words:
            fuzzy += 1
        else:
            done += 1
    return Status(len(english), done, fuzzy)


def _messages(existing: Mapping[str, bytes]) -> dict[str, Message]:
    out: dict[str, Message] = {}
    for file, data in existing.items():
        loaded = catalogue.load(file, data, Findings())
        for message in loaded or ():
            if message.context:
                out[message.context] = message
    return out


def _add(catalog: Catalog, id: str, words: str, old: Message | None, place: Place) -> None:
    kept = old.string if old is not None and isinstance(old.string, str) else ""
    stale = old is not None and bool(kept) and (old.id != words or old.fuzzy)
    message = catalog.add(
        words,
        kept,
        context=id,
        flags=["fuzzy"] if stale else [],
        auto_comments=_comments(id),
        user_comments=list(old.user_comments) if old is not None else [],
        locations=[(place.file, 0)],
    )
    if stale and old is not None and old.id != words:
        message.previous_id = [str(old.id)]


def _comments(id: str) -> list[str]:
    out = [says for pattern, says in ROLES if pattern.search(id)][:1]
    words = re.split(r"[./ ]", id.split("~")[0])
    out += [says for who, says in AUDIENCES.items() if who in words][:1]
    if id.endswith("~short"):
        out.append("short form: a button, at most 20 characters")
    return out


def _bytes(catalog: Catalog, language: str) -> bytes:
    """Stable bytes: no dates, no line numbers, so that only changed words show in a diff."""
    out = io.BytesIO()
    write_po(
        out, catalog, width=0, omit_header=True, include_previous=True, sort_output=False, no_location=True
    )
    head = f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n'
    head += '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    head += '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    return head.encode() + out.getvalue()
