"""How far translations are: drafts, reviewed, fuzzy, missing; and the page that says so of each catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kapea.core.authoring import reviews
from kapea.core.authoring.translation import Kept, Places, Texts, stem

PAGE_HEAD = """# Translations: how far they are

Written by `kapea translate page`; please do not change it by hand. A test fails when it is out of date.

* **done**: readers see it. **reviewed**: of these, those a named person has read and found good.
* **fuzzy**: the English changed since. Readers get the default language, or English, until it is mended.
* **missing**: not translated yet.

[How to translate](translating.md)
"""


@dataclass(frozen=True, slots=True)
class Status:
    """How far a language is: all texts, drafts, reviewed, fuzzy (the English changed); others are missing."""

    total: int = 0
    draft: int = 0
    reviewed: int = 0
    fuzzy: int = 0

    @property
    def done(self) -> int:
        """What readers see."""
        return self.draft + self.reviewed

    @property
    def missing(self) -> int:
        return self.total - self.done - self.fuzzy

    def __add__(self, other: Status) -> Status:
        return Status(
            self.total + other.total,
            self.draft + other.draft,
            self.reviewed + other.reviewed,
            self.fuzzy + other.fuzzy,
        )


@dataclass(frozen=True, slots=True)
class TranslationRow:
    """One catalogue of one language, in the pack whose folder it stands in."""

    pack: str
    language: str
    catalogue: str
    status: Status


def translation_status(english: Texts, kept: Kept) -> Status:
    """How far the translations of some texts are."""
    return _sum(_one(words, id, kept) for id, words in english.items())


def by_catalogue(english: Texts, places: Places, kept: Kept) -> dict[str, Status]:
    """How far each catalogue is, by its stem, in order of the stems."""
    out: dict[str, Status] = {}
    for id, words in english.items():
        name = stem(places[id])
        out[name] = out.get(name, Status()) + _one(words, id, kept)
    return dict(sorted(out.items()))


def _one(words: str, id: str, kept: Kept) -> Status:
    message = kept.get(id)
    if message is None or not message.string:
        return Status(1)
    if message.fuzzy or message.id != words:
        return Status(1, fuzzy=1)
    return Status(1, reviewed=1) if reviews.holding(message) else Status(1, draft=1)


def _sum(each: Iterable[Status]) -> Status:
    return sum(each, Status())


# --- the page ----------------------------------------------------------------------


def translation_status_page(rows: Iterable[TranslationRow]) -> str:
    """The whole page as Markdown: a table of languages, then a table for each with its catalogues."""
    groups: dict[tuple[str, str], list[TranslationRow]] = {}
    for row in rows:
        groups.setdefault((row.pack, row.language), []).append(row)
    totals: dict[tuple[str, ...], Status] = {}
    for key, each in groups.items():
        totals[key] = _sum(row.status for row in each)
    parts = [PAGE_HEAD, "\n".join(_table(("pack", "language"), totals)), ""]
    for (pack, language), each in groups.items():
        lines: dict[tuple[str, ...], Status] = {(row.catalogue,): row.status for row in each}
        parts += [f"## {pack}: {language}\n", "\n".join(_table(("catalogue",), lines)), ""]
    return "\n".join(parts)


def _table(names: tuple[str, ...], rows: Mapping[tuple[str, ...], Status]) -> list[str]:
    heads = (*names, "texts", "done", "reviewed", "fuzzy", "missing")
    out = [_line(heads), _line("---" if n < len(names) else "--:" for n in range(len(heads)))]
    for key, far in rows.items():
        counts = (far.total, far.done, far.reviewed, far.fuzzy, far.missing)
        out.append(_line((*key, *map(str, counts))))
    return out


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
