"""Writes a sheet, of a session or of one question, as XLSForm, for ODK Collect and whatever else reads it, in
several languages.

The reference converter reads it back at once: a form that no device could open is never handed out.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.studies.session_sheet import DAY_FIELD, ONE_OF, WHOLE, SessionSheet, SheetRow

FORM_LANGUAGES: Mapping[str, str] = {
    "en": "English (en)",
    "km": "Khmer (km)",
    "sw": "Swahili (sw)",
    "ne": "Nepali (ne)",
    "fil": "Filipino (fil)",
}
"""The languages of a form, by code, as XLSForm names them in the heads of columns."""
MADE_ON = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Written in place of the hour at which somebody made the file."""
SheetWords = Mapping[str, Mapping[str, str]]
"""Language to text id to words."""


class FormNotMade(Exception):
    """A form that cannot be handed out; the message says what to mend."""


def write_session_form(sheet: SessionSheet, words: SheetWords) -> bytes:
    """The XLSX of a sheet in the languages of `words`, English among them. Raises FormNotMade where one lacks
    words, or the converter refuses the form.
    """
    languages = [code for code in FORM_LANGUAGES if code in words]
    if "en" not in languages:
        raise FormNotMade("A form has English words too. Add `en` to the languages.")
    for code in languages:
        if lacking := [text for text in sheet.texts if not words[code].get(text)]:
            raise FormNotMade(f"{code}: {len(lacking)} words are not translated, {lacking[0]} first.")
    from openpyxl import Workbook  # a second of each start, and of memory, for who never writes a form

    book = Workbook()
    book.properties.creator, book.properties.created = "Kapea", MADE_ON
    book.remove(book.worksheets[0])
    title = _label(words["en"], sheet.title)
    pages = {
        "survey": _survey(sheet, words, languages),
        "choices": _choices(sheet, words, languages),
        "settings": ((*_SETTINGS,), (title, sheet.form_id, sheet.version, FORM_LANGUAGES["en"])),
    }
    for name, lines in pages.items():
        page = book.create_sheet(name)
        for line in lines:
            page.append(line)
    out = io.BytesIO()
    book.save(out)
    converted(out.getvalue())
    return out.getvalue()


def converted(xlsform: bytes) -> str:
    """The XForm that ODK Collect opens. Raises FormNotMade with what the converter says against it."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    try:
        return str(convert(xlsform, file_type=".xlsx").xform)
    except PyXFormError as error:
        raise FormNotMade(f"The form does not convert: {error}") from error


_SETTINGS = ("form_title", "form_id", "version", "default_language")


def _heads(languages: list[str]) -> list[str]:
    return [f"label::{FORM_LANGUAGES[code]}" for code in languages]


def _survey(sheet: SessionSheet, words: SheetWords, languages: list[str]) -> Iterator[list[str]]:
    yield ["type", "name", *_heads(languages), "required", "constraint", "relevant"]
    for row in sheet.rows:
        yield [*_survey_row(row, [_label(words[code], row.label) for code in languages])]


def _choices(sheet: SessionSheet, words: SheetWords, languages: list[str]) -> Iterator[list[str]]:
    yield ["list_name", "name", *_heads(languages)]
    for choice in sheet.choices:
        said = (f"{choice.sign} {_label(words[code], choice.label)}".strip() for code in languages)
        yield [choice.of, choice.name, *said]


def _survey_row(row: SheetRow, labels: list[str]) -> Iterator[str]:
    asks = row.kind in (WHOLE, ONE_OF, DAY_FIELD)
    yield f"{row.kind} {row.of}".strip()
    yield row.name
    yield from labels
    yield "yes" if asks and not row.asked_if else ""
    yield f". >= {row.least} and . <= {row.most}" if row.kind == WHOLE else ""
    yield row.asked_if


def _label(words: Mapping[str, str], text: str) -> str:
    """The words of a text, without the marks where lines may break, which not every phone hides."""
    return words[text].replace(ZERO_WIDTH, "") if text else ""
