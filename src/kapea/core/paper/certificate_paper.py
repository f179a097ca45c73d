"""What is put on paper of a facilitator's certificate. It has a name on it only where one was typed for this
very print; whoever makes it keeps none.
"""

from __future__ import annotations

import unicodedata
from datetime import date

import msgspec

from kapea.core.pack.model import Release
from kapea.core.paper.piece import TITLE
from kapea.core.paper.plan_cards import edition_words
from kapea.core.paper.sheets import CERTIFICATE_SHEET, Sheet
from kapea.core.present.dates import in_words

MOST_LETTERS = 60
"""Of a name: what stands on one line in letters that are read across a desk."""
SCRIPTS = ("LATIN", "KHMER", "DEVANAGARI")
"""Those whose letters travel with the press."""
IN_NAMES = " .'\u2019-\u200b\u200c\u200d"
"""What stands in names between letters."""
WORD = "word.certificate-"
MINUTES_AN_HOUR = 60


class UnprintableName(ValueError):
    """What was typed is no name, or has letters that the press does not have. It says nothing of what was."""


class CertificateFacts(msgspec.Struct, frozen=True):
    """What a certificate says, on paper and to whoever checks its code: nothing of a person."""

    programme: str
    country: str
    level: str
    on: date
    lapses_on: date


class CertificateContent(msgspec.Struct, frozen=True):
    """What stands on its paper besides words of the pack. `hours`: by the name of a kind of training, its
    minutes. `code` is in groups; `address` is where it is checked, or empty.
    """

    facts: CertificateFacts
    hours: tuple[tuple[str, int], ...]
    checks: tuple[str, ...]
    code: str
    address: str


class PrintedCertificate(msgspec.Struct, frozen=True, tag=True):
    """A certificate made ready for the press: pairs of words and what they are about. `name` may be empty:
    then there is a line to write on.
    """

    id: str
    language: str
    title: str
    sheet: Sheet
    heading: str
    name_label: str
    name: str
    did: str
    hours: tuple[tuple[str, str], ...]
    six: str
    checks: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    code_label: str
    code: str
    look: str
    address: str
    says: tuple[str, ...]
    sign: str
    demo: str
    foot: str


def certificate_paper(
    release: Release, what: CertificateContent, language: str, name: str
) -> PrintedCertificate:
    """A certificate in a language. `name` as `name_to_print` gives it."""

    def text(id: str) -> str:
        return release.text(f"{WORD}{id}", language)

    return PrintedCertificate(
        id="certificate",
        language=language,
        title=TITLE,
        sheet=CERTIFICATE_SHEET,
        heading=text("title"),
        name_label=text("name"),
        name=name,
        did=text(f"did-{what.facts.level}"),
        hours=tuple((text(kind), hours_in_words(release, minutes, language)) for kind, minutes in what.hours),
        six=text("six"),
        checks=tuple(text(f"check-{check}") for check in what.checks),
        facts=facts_in_words(release, what.facts, language),
        code_label=text("code"),
        code=what.code,
        look=text("look") if what.address else "",
        address=what.address,
        says=(text("nobody"), text("card"), text("two")),
        sign=text("sign"),
        demo="" if release.live else release.text("word.demo", language),
        foot=edition_words(release, language),
    )


def facts_in_words(release: Release, facts: CertificateFacts, language: str) -> tuple[tuple[str, str], ...]:
    """Each fact, after the word for what it is."""
    said = {
        "programme": facts.programme,
        "country": facts.country,
        "level": release.text(f"{WORD}{facts.level}", language),
        "given": in_words(facts.on.isoformat(), language),
        "lapses": in_words(facts.lapses_on.isoformat(), language),
    }
    return tuple((release.text(f"{WORD}{id}", language), value) for id, value in said.items())


def hours_in_words(release: Release, minutes: int, language: str) -> str:
    """Whole hours, as they are needed."""
    if minutes == MINUTES_AN_HOUR:
        return release.text(f"{WORD}one-hour", language)
    count = f"{minutes / MINUTES_AN_HOUR:g}"
    return release.text(f"{WORD}hours", language).replace("{count}", count)


def name_to_print(typed: str) -> str:
    """A name as somebody typed it, in one line; empty where they typed none. Raises UnprintableName."""
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if len(name) > MOST_LETTERS or not all(_may_stand_in_name(letter) for letter in name):
        raise UnprintableName
    return name


def _may_stand_in_name(letter: str) -> bool:
    if letter in IN_NAMES:
        return True
    is_letter = unicodedata.category(letter)[0] in "LM"
    return is_letter and unicodedata.name(letter, "").startswith(SCRIPTS)
