"""The words translators use alike: English terms, and the form of each language that somebody has seen.

It holds no list of words to avoid; those are in the word lists, and are checked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import Item, Reader

NATIVE = "native review"
_OWN_KEYS = ("en", "about", "whole")


@dataclass(frozen=True, slots=True)
class TermForm:
    """A term in one language. `say` is empty where nobody has seen a form: native speakers supply it."""

    say: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One concept: the English words for it as they stand in our texts, what is meant, a form a language.

    `whole`: a word of a button, of which a translator is told only where it is the whole text.
    """

    id: str
    english: tuple[str, ...]
    about: str
    forms: Mapping[str, TermForm]
    whole: bool = False

    def occurs(self, words: str) -> bool:
        """Whether one of its English words stands in a text: whole words, any case."""
        return _expression(self.english, self.whole).search(words) is not None

    def in_language(self, language: str) -> str:
        """What a translator is told of it, on one line; in English, what is meant."""
        form = self.forms.get(language, TermForm())
        say = f"“{form.say}”" if form.say else "no form is known: a native speaker decides"
        said = "" if language in ("", "en") else f": {say}"
        notes = [note for note in (self.about, form.note) if note]
        return f"glossary: {self.english[0]}{said}" + (f" ({'; '.join(notes)})" if notes else "")


@lru_cache(maxsize=1024)
def _expression(english: tuple[str, ...], whole: bool) -> re.Pattern[str]:
    """Each term is looked for in every text of a pack."""
    pattern = "|".join(map(re.escape, english))
    return re.compile(rf"\A(?:{pattern})\Z" if whole else rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


def parse_glossary(item: Item, findings: Findings) -> tuple[Term, ...]:
    """The terms of a `glossary.yaml`. A form has `say` and `from`, or `needs: native review` (P02, P03)."""
    reader = Reader(item, findings, "a glossary")
    terms = tuple(_term(id, inner, findings) for id, inner in reader.pairs("terms", required=True))
    reader.done()
    return tuple(term for term in terms if term.english)


def _term(id: str, item: Item, findings: Findings) -> Term:
    reader = Reader(item, findings, f"the term {id}")
    english, about = reader.words("en", required=True), reader.text("about")
    forms = {key: _form(reader.map[key], findings) for key in reader.map if key not in _OWN_KEYS}
    return Term(id, english, about, forms, reader.flag("whole"))


def _form(item: Item, findings: Findings) -> TermForm:
    reader = Reader(item, findings, "a form")
    reader.one_of("needs", ("", NATIVE), "")
    form = TermForm(reader.text("say"), reader.text("from"), reader.text("note"))
    if not reader.has("needs") and not (form.say and form.source):
        mend = f"write `say:` and `from:`, or `needs: {NATIVE}`"
        findings.add("P02", item.place, "a form that nobody has seen, or without its source", mend)
    reader.done()
    return form
