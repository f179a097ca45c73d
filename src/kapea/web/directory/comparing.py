"""A change of an entry beside what stood before it, in words: nobody who decides has to know our codes."""

from __future__ import annotations

from collections.abc import Mapping

from kapea.core.directory.tiers import DirectoryTier
from kapea.core.languages.known import language as known_language
from kapea.core.pack.overlay_record import OverlayPhone, OverlayRecord
from kapea.web.directory.found import DirectoryDesk
from kapea.web.staff.words import staff_words

FIELDS = {
    "name": "name",
    "does": "does",
    "address": "where",
    "types": "kinds",
    "phones": "numbers",
    "website": "website",
    "hours": "hours",
    "openings": "openings",
    "areas": "areas",
    "languages": "speaks",
    "ages": "ages",
    "serves": "serves",
    "confidence": "sure",
    "sources": "sources",
    "expires": "expires",
    "tier": "tier",
    "shelter": "shelter",
    "local": "local",
    "is_closed": "closed",
}
"""What is compared, and the word of each."""
CODED = {"phones": "kind", "hours": "hours", "serves": "serves", "confidence": "sure", "tier": "tier"}
"""Fields whose codes have words of their own."""


def words_compared(
    before: OverlayRecord | None, after: OverlayRecord, desk: DirectoryDesk
) -> list[tuple[str, str, str]]:
    """Field by field what was and what is to be, where the two differ; all of it where nothing was."""
    told = ((word, _plain(before, field, desk), _plain(after, field, desk)) for field, word in FIELDS.items())
    return [(word, was, now) for word, was, now in told if was != now]


def _plain(record: OverlayRecord | None, field: str, desk: DirectoryDesk) -> str:
    value = getattr(record, field) if record is not None else None
    if isinstance(value, Mapping):
        return " · ".join(f"{known_language(code).name}: {words}" for code, words in value.items())
    if isinstance(value, bool) or value is None:
        return "✓" if value else ""
    said = _words_of(field, desk)
    return " · ".join(_word(said, each) for each in (value if isinstance(value, tuple) else [value]))


def _word(said: Mapping[str, str], value: str | OverlayPhone | DirectoryTier) -> str:
    """What stands for a value; itself where somebody typed it."""
    if isinstance(value, OverlayPhone):
        return f"{value.number} ({said.get(value.kind, value.kind)})"
    code = value.value if isinstance(value, DirectoryTier) else value
    return said.get(code.lower(), code)


def _words_of(field: str, desk: DirectoryDesk) -> Mapping[str, str]:
    """The words of the codes of a field, by the code in small letters; none for what somebody types."""
    if field in CODED:
        begins, words = f"entry-{CODED[field]}-", staff_words(desk.language)
        return {id.removeprefix(begins): said for id, said in words.items() if id.startswith(begins)}
    lists = {
        "types": desk.type_words(),
        "areas": desk.area_words(),
        "languages": [(code, known_language(code).name) for code in desk.release.languages],
    }
    return {code.lower(): said for code, said in lists.get(field, [])}
