"""gettext catalogues of a pack: a text's id is its context, the English source its msgid."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, denormalize, read_po

from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.pack.problem import Findings, Place, Problem

CATALOGUES_REMEMBERED = 1024
"""As many as four countries have, each with its languages."""
_LINE = re.compile(
    r'\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s+)?"(?:[^"\\]|\\.)*"\s*)?'
)
_CHARSET = re.compile(r"charset=([\w-]+)")
_ON_LINE = re.compile(r" on (\d+)\Z")
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


def load_catalogue(file: str, data: bytes, findings: Findings) -> Catalog | None:
    """A catalogue, or None with a P07 problem when gettext cannot read it."""
    text = _plain_text(file, data, findings)
    if text is None or not _well_quoted(file, text, findings):
        return None
    try:
        read = read_po(io.BytesIO(text.encode()), abort_invalid=True)
    except (PoFileError, LookupError, ValueError) as error:
        where = _ON_LINE.search(str(error))
        place = Place(file, int(where[1]) + 1 if where else 1)
        findings.add("P07", place, f"gettext cannot read this: {error}", "open it in Poedit and save it")
        return None
    _doubled(file, data, findings)
    if b"#|" in data:
        for message in read:
            _take_previous(message)
    return read


def _plain_text(file: str, data: bytes, findings: Findings) -> str | None:
    """The file as text; None, with a P07, where it is not the UTF-8 that it must be."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        findings.add("P07", Place(file, line), "not UTF-8", "open it in Poedit and save it as UTF-8")
        return None
    named = _CHARSET.search(text)
    if named is not None and named[1].casefold().replace("-", "") not in ("utf8", "charset"):
        place = Place(file, text.count("\n", 0, named.start()) + 1)
        findings.add("P07", place, f"its head says {named[1]}", "open it in Poedit and save it as UTF-8")
        return None
    return text


def _well_quoted(file: str, text: str, findings: Findings) -> bool:
    """Whether each line is whole. Babel passes over a quote that is not closed, and the words after it."""
    odd = next((n for n, line in enumerate(text.split("\n"), 1) if not _LINE.fullmatch(line)), 0)
    if odd:
        mend = 'open it in Poedit and save it; each line has one pair of quotes, and \\" inside'
        findings.add(
            "P07", Place(file, odd), "gettext cannot read this line: it is not one quoted text", mend
        )
    return not odd


def _doubled(file: str, data: bytes, findings: Findings) -> None:
    """Adds a P07 for each id that has two messages: gettext takes the last, and nobody is told."""
    first: dict[bytes, int] = {}
    for line, text in enumerate(data.splitlines(), 1):
        if text.startswith(b"msgctxt ") and first.setdefault(text, line) != line:
            id = text.removeprefix(b"msgctxt ").decode("utf-8", "replace").strip('" ')
            says = f"two messages for this text, the other in line {first[text]}"
            findings.add("P07", Place(file, line, id), says, "take one of them out")


def _take_previous(message: Message) -> None:
    """Babel reads `#| msgid "…"`, the English that was translated, as a comment: put where it belongs."""
    lines = [line[1:].strip() for line in message.user_comments if line.startswith("|")]
    quoted = [line.removeprefix("msgid").strip() for line in lines if not line.startswith("msgctxt")]
    if quoted:
        message.previous_id = [denormalize("\n".join(quoted))]
    message.user_comments = [line for line in message.user_comments if not line.startswith("|")]


class Translated(NamedTuple):
    """A message that has words: its text id, the English that was translated, the words, the line."""

    id: str
    english: object
    words: str
    line: int


def translations(
    file: str, data: bytes, english: Mapping[str, str], findings: Findings, *, whole: bool = True
) -> dict[str, str]:
    """Text id to words of a catalogue, leaving out what is empty, fuzzy, or of a source that changed since.

    Not `whole`: the catalogue also serves others, so an id that nobody says here is no mistake.
    """
    out: dict[str, str] = {}
    messages, problems = _translated(file, data)
    findings.problems += problems
    for id, source, words, line in messages:
        if id not in english:
            if not whole:
                continue
            says = "no text has this id any more"
            findings.add("P07", Place(file, line, id), says, "kapea translate update", "warning")
        elif source == english[id]:
            check_placeholders(english[id], words, Place(file, line, id), findings)
            out[id] = normal(words)
    return out


@lru_cache(maxsize=CATALOGUES_REMEMBERED)
def _translated(file: str, data: bytes) -> tuple[tuple[Translated, ...], tuple[Problem, ...]]:
    """What a catalogue of such bytes has words for, and what is wrong with it, whichever pack it is of."""
    findings = Findings()
    found = tuple(
        Translated(message.context, message.id, message.string, message.lineno or 1)
        for message in load_catalogue(file, data, findings) or ()
        if message.context
        and isinstance(message.string, str)
        and message.string.strip()
        and not message.fuzzy
    )
    return found, tuple(findings.problems)


def check_placeholders(source: str, words: str, place: Place, findings: Findings) -> None:
    """Adds a P08 when a translation lost or invented a `{placeholder}` of its English."""
    wanted, got = sorted(PLACEHOLDER.findall(source)), sorted(PLACEHOLDER.findall(words))
    if wanted != got:
        findings.add("P08", place, f"placeholders differ: {wanted} in English, {got} here", "keep them all")


def normal(words: str) -> str:
    """Words in composed Unicode, without the break marks that are put in at build."""
    return unicodedata.normalize("NFC", words).replace(ZERO_WIDTH, "").strip()
