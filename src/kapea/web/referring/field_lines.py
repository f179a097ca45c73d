"""The fields of a referral as they are read: a label and words. Only whoever opened it has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kapea.core.care.asking import SharedField
from kapea.core.pack.model import Release
from kapea.web.desk.entry_words import code

EXTRA_FIELDS = (
    SharedField.WISHES,
    SharedField.NAME,
    SharedField.SUMMARY,
    SharedField.SCHOOL,
    SharedField.WHEREABOUTS,
)
"""Asked for one by one, each with its reason."""
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field: its code, its label, its words."""

    field: str
    label: str
    said: str


def field_label(field: SharedField, words: Words) -> str:
    """How a field is called."""
    return words[f"field-{code(field.value)}"]


def field_lines(
    said: Mapping[SharedField, str], words: Words, release: Release, language: str
) -> list[FieldLine]:
    """What is told, in the order of the fields. Codes are said in words."""
    return [
        FieldLine(each.value, field_label(each, words), _said(each, said[each], words, release, language))
        for each in SharedField
        if each in said
    ]


def labels(fields: Iterable[SharedField], words: Words) -> list[tuple[str, str]]:
    """Code and label of some fields, in their order."""
    wanted = set(fields)
    return [(each.value, field_label(each, words)) for each in SharedField if each in wanted]


def purpose_in_words(release: Release, purpose: str, language: str) -> str:
    """What for, as the directory of the country says it; the code where it says nothing."""
    text = release.directory.types.get(purpose)
    return release.text(text, language) if text else purpose


def system_word(system: str) -> str:
    """The id of the word for a system of others."""
    return f"system-{code(system)}"


def _said(field: SharedField, said: str, words: Words, release: Release, language: str) -> str:
    if field is SharedField.LEVEL:
        return words.get(f"level-{said}", said)
    if field is SharedField.SERVICE_TYPE:
        return purpose_in_words(release, said, language)
    if field is SharedField.ANSWER_BY:
        return said.replace("T", " ")[:16]
    return said
