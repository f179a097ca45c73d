"""The words of staff pages: written in English in `words/en.yaml`, translated in a catalogue a language.

They are no pack's: no visitor meets them, and they change with the program. Every page takes its words from
here, so a test finds what a language lacks.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml
from babel.messages.pofile import read_po

HERE = Path(__file__).parent / "words"
ENGLISH = "en"


@cache
def english_words() -> Mapping[str, str]:
    """Every word by its id, as first written."""
    read: dict[str, str] = yaml.safe_load((HERE / "en.yaml").read_text(encoding="utf-8"))
    return MappingProxyType(read)


@cache
def staff_languages() -> tuple[str, ...]:
    """The languages that staff pages are written in, English first."""
    return (ENGLISH, *sorted(path.stem for path in HERE.glob("*.po")))


@cache
def staff_words(language: str) -> Mapping[str, str]:
    """Every word by its id in a language; what nobody translated is English."""
    if language not in staff_languages() or language == ENGLISH:
        return english_words()
    return MappingProxyType({**english_words(), **translated_words(language)})


def translated_words(language: str) -> dict[str, str]:
    """What the catalogue of a language says, by id."""
    with (HERE / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=None)
    return {str(m.context): str(m.string) for m in catalogue if m.id and m.string and not m.fuzzy}
