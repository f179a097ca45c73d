"""Words before or after which a name or a place stands, by country: kin, honorifics, small areas, worship.

Only words of this list are known: no list of names is kept, for one would find the common names and let
people trust it with the rare ones. To be completed by reviewers of each country; nobody has reviewed it yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from kapea.core.studies.identifier_kinds import LETTER, IdentifierKind, ProposedIdentifier
from kapea.core.studies.text_edits import TextSpan

_CAPITAL = "[A-Z\u00c0-\u00d6\u00d8-\u00de]"
_NAME = rf"{_CAPITAL}(?:{LETTER}|['’\-]){{0,40}}"
_NAMES = rf"{_NAME}(?: {_NAME}){{0,3}}"
_RUN = r"[\u1780-\u17b3\u0904-\u0939\u0958-\u0961][\u1780-\u17d3\u0900-\u0963\u200c\u200d]{1,23}"
"""A word in Devanagari; in Khmer, which puts no spaces, whatever stands until a space or a break mark."""
_NUMBERED = r"(?:(?:no\.?|number|namba|नं\.?|नम्बर|លេខ) ?)?\d+"


_ENDINGS = "(?:हरू)?(?:ले|लाई|को|का|की|मा|बाट|सँग)?"
"""What Nepali writes on to a word: “to” her, “of” him."""


class CueSide(Enum):
    """Where the name stands, seen from the word of the list."""

    AFTER = "after"
    BEFORE = "before"
    NUMBERED = "numbered"
    """A number, as of a ward."""


@dataclass(frozen=True, slots=True)
class NameCue:
    """Words of one country that lead to what identifies. `words`: split by spaces, `_` for a space inside."""

    kind: IdentifierKind
    side: CueSide
    words: str

    def pattern(self) -> re.Pattern[str]:
        """The word and what it leads to."""
        either = "|".join(sorted((re.escape(w).replace("_", " ") for w in self.words.split()), key=len)[::-1])
        cue = rf"(?:(?<!{LETTER})|(?<=\u200b))(?i:{either})"
        after = rf"{cue}\.?[ \u200b]{{0,2}}(?:(?<=[ \u200b]){_NAMES}|{_RUN}(?:\u200b(?={_RUN}))?)"
        numbered = rf"(?:{cue}[ \u200b]{{0,2}}{_NUMBERED}|(?<!\d)\d{{1,2}} ?{cue}(?!{LETTER}))"
        before = rf"(?:{_NAMES}|(?<!{LETTER}){_RUN})[ \u200b](?i:{either}){_ENDINGS}(?!{LETTER})"
        return re.compile(
            {CueSide.AFTER: after, CueSide.BEFORE: before, CueSide.NUMBERED: numbered}[self.side]
        )


_NAME_AFTER = (IdentifierKind.NAME, CueSide.AFTER)
_PLACE_AFTER = (IdentifierKind.PLACE, CueSide.AFTER)
_PLACE_BEFORE = (IdentifierKind.PLACE, CueSide.BEFORE)
EVERYWHERE: tuple[NameCue, ...] = (
    NameCue(
        *_NAME_AFTER, "Mr Mrs Ms Miss Dr Teacher Director Venerable Uncle Aunt Auntie Grandmother Grandfather"
    ),
    NameCue(
        IdentifierKind.SCHOOL, CueSide.BEFORE, "school primary_school secondary_school high_school college"
    ),
    NameCue(*_PLACE_BEFORE, "village market district province town hotel hall"),
    NameCue(IdentifierKind.WORSHIP, CueSide.BEFORE, "church parish mosque temple pagoda"),
    NameCue(IdentifierKind.ORGANISATION, CueSide.BEFORE, "factory foundation NGO hospital"),
)
BY_COUNTRY: Mapping[str, tuple[NameCue, ...]] = {
    "KH": (
        NameCue(*_NAME_AFTER, "Bong Pu Ming Ta Yeay បង ពូ មីង តា យាយ"),
        NameCue(*_PLACE_AFTER, "Phum Khum Sangkat Srok Khan ភូមិ ឃុំ សង្កាត់ ស្រុក ខណ្ឌ"),
        NameCue(IdentifierKind.WORSHIP, CueSide.AFTER, "Wat វត្ត"),
        NameCue(IdentifierKind.ORGANISATION, CueSide.AFTER, "រោងចក្រ"),
    ),
    "KE": (
        NameCue(*_NAME_AFTER, "Mama Baba"),
        NameCue(*_PLACE_AFTER, "kata kata_ya ward_ya estate_ya stage_ya"),
        NameCue(*_PLACE_BEFORE, "ward estate stage"),
        NameCue(IdentifierKind.WORSHIP, CueSide.AFTER, "kanisa kanisa_la"),
    ),
    "NP": (
        NameCue(IdentifierKind.NAME, CueSide.BEFORE, "दाइ दिदी dai didi"),
        NameCue(*_PLACE_BEFORE, "टोल नगरपालिका गाउँपालिका tole municipality"),
        NameCue(IdentifierKind.PLACE, CueSide.NUMBERED, "वडा वडा_नं ward"),
    ),
    "PH": (
        NameCue(*_NAME_AFTER, "si ni kay"),
        NameCue(*_PLACE_AFTER, "barangay sitio purok"),
        NameCue(IdentifierKind.PLACE, CueSide.NUMBERED, "barangay sitio purok"),
        NameCue(IdentifierKind.WORSHIP, CueSide.AFTER, "parish_of parokya_ng"),
    ),
}
"""By ISO 3166 code. The words are those of the rules of de-identifying, in the scripts of the country."""


def listed_identifiers(text: str, country: str) -> Iterator[ProposedIdentifier]:
    """What stands where a name or a place would, by the words of one country; marks may lie over another."""
    for cue in (*EVERYWHERE, *BY_COUNTRY.get(country, ())):
        for match in cue.pattern().finditer(text):
            yield ProposedIdentifier(TextSpan(*match.span()), cue.kind)
