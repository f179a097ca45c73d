"""What is planted per language: in words, and in everything that has a form, in each script's digits."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kapea.core.studies.identifier_finder import FinderRecall, finder_recall, proposed_identifiers
from kapea.core.studies.identifier_kinds import IdentifierKind
from kapea.core.studies.text_edits import TextSpan

LANGUAGES = {"en": "English", "km": "Khmer", "ne": "Nepali", "sw": "Swahili", "fil": "Filipino"}
GROUPS = {
    "names": {IdentifierKind.NAME},
    "places, schools, worship, organisations": {
        IdentifierKind.PLACE,
        IdentifierKind.SCHOOL,
        IdentifierKind.WORSHIP,
        IdentifierKind.ORGANISATION,
    },
    "spoken numbers": {IdentifierKind.PHONE},
    "rare details": {IdentifierKind.RARE_DETAIL},
}
_MARK = re.compile(r"⟦(\w+):([^⟧]+)⟧")
DIGITS = {"km": "០១២៣៤៥៦៧៨៩", "ne": "०१२३४५६७८९"}
CARRIERS = {
    "en": ("Call me on {} or at night.", "It was {}, I think", "({})", "{}"),
    "km": ("លេខខ្ញុំ {} តែកុំប្រាប់គេ", "គឺ\u200b{}\u200bហើយ។", "«{}»", "{}។"),
    "ne": ("मेरो {} हो।", "त्यो दिन {}, सम्झन्छु", "({})", "{}।"),
    "sw": ("Namba ni {} usimwambie mtu.", "Ilikuwa {}, nadhani", "({})", "{}"),
    "fil": ("Ito yung {} ko po.", "Noong {}, yata", "({})", "{}"),
}
PHONES = {
    "en": ("0700 000 417", "0100000417", "+254 700 000417", "+254700000417", "00254700000417"),
    "km": ("012 000 417", "0880000417", "092-000-417", "+855 12 000 417", "(023) 000 417", "+85512000417"),
    "ne": ("9800000417", "980-0000417", "+977 9800000417", "01-0000417", "+977-1-0000417"),
    "sw": ("0700 000 417", "0110000417", "+254 110 000 417", "0700.000.417"),
    "fil": ("0900 000 0417", "09000000417", "+63 900 000 0417", "(02) 8000 0417", "0900-000-0417"),
}
NUMBERS = {
    "en": ("30000417", "QFT7X9K2LM", "A0000417"),
    "km": ("010000417", "010000417 (01)", "B0000417"),
    "ne": ("12-01-70-00417", "000417/2075", "27-02-71-00417"),
    "sw": ("30000417", "SAB1C2D3E4"),
    "fil": ("100000000417", "1000-0000-0417", "N01-00-000417"),
}
DATES = {
    "en": ("2024-03-14", "14/03/2024", "14 March 2024", "March 14, 2024", "14th March"),
    "km": ("2024-03-14", "14-03-2024", "14 មីនា 2024", "2024"),
    "ne": ("2081-05-12", "2081/05/12", "12 भदौ 2081", "2081 साल", "2024-03-14"),
    "sw": ("2024-03-14", "14/3/2024", "14 Machi 2024", "Novemba"),
    "fil": ("2024-03-14", "03/14/2024", "Marso 14, 2024", "Nobyembre"),
}
ANYWHERE = {
    IdentifierKind.HANDLE: ("@phkay_repair_09", "@tara.417", "sok_dara99", "tara#0417"),
    IdentifierKind.LINK: (
        "https://t.me/phkay417",
        "www.example.org/u/tara?x=1",
        "facebook.com/phkay.tara.417",
        "t.me/phkay417",
        "wa.me/254700000417",
    ),
    IdentifierKind.MAIL: ("tara.417@example.org", "phkay+x@mail.example.com.kh"),
}


@cache
def planted_turns(language: str) -> tuple[str, str, dict[IdentifierKind, list[TextSpan]]]:
    """Country, text, and where what is planted stands in it."""
    path = Path(__file__).parent / "data" / "planted-identifiers.json"
    told = json.loads(path.read_text(encoding="utf-8"))["languages"][language]
    marked, text, spans, at = "\n".join(told["turns"]), "", defaultdict(list), 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        spans[IdentifierKind(match[1])].append(TextSpan(len(text), len(text) + len(match[2])))
        text += match[2]
        at = match.end()
    return told["country"], text + marked[at:], dict(spans)


@cache
def measured(language: str) -> dict[str, FinderRecall]:
    """Per group, how much of what is planted in words is marked whole."""
    country, text, spans = planted_turns(language)
    recalls = finder_recall(spans, proposed_identifiers(text, country))
    found = {}
    for group, kinds in GROUPS.items():
        rows = [recalls[kind] for kind in kinds if kind in recalls]
        found[group] = FinderRecall(sum(r.planted for r in rows), sum(r.found for r in rows), rows[0].marks)
    return found


def well_formed(language: str) -> Iterator[tuple[str, TextSpan]]:
    """Each form in each sentence, in each kind of digits that the language has."""
    forms = [
        *PHONES[language],
        *NUMBERS[language],
        *DATES[language],
        *(f for kind in ANYWHERE.values() for f in kind),
    ]
    for carrier in CARRIERS[language]:
        before = carrier.index("{}")
        for form in forms:
            for written in {form, in_digits(form, language)}:
                yield carrier.format(written), TextSpan(before, before + len(written))


def in_digits(form: str, language: str) -> str:
    """Its digits in the script of the language, where nothing in it is Latin."""
    own = DIGITS.get(language)
    is_latin = any("a" <= letter.casefold() <= "z" for letter in form)
    return (
        form.translate(dict(zip(map(ord, "0123456789"), own, strict=True))) if own and not is_latin else form
    )


def false_marks(language: str) -> int:
    """How many marks in the planted sentences touch nothing that is planted."""
    country, text, spans = planted_turns(language)
    planted = [span for kind in spans.values() for span in kind]
    return sum(not any(m.span.overlaps(p) for p in planted) for m in proposed_identifiers(text, country))
