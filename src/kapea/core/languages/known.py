"""Everything Kapea knows of a language, in one place: how it is written, read aloud, counted and asked for.

A new language is one record here and its files in a pack. What has no record is treated with care: read as
slowly as the slowest, never spoken by a computer, its sentences not counted.
"""

from __future__ import annotations

import msgspec


class LineHeights(msgspec.Struct, frozen=True):
    """From line to line, in heights of a letter: of running text, of headings, and of small words."""

    text: float
    title: float
    small: float


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """A way of writing. `code` is of ISO 15924, `direction` ltr or rtl, `digits` its own nought to nine,
    `letters` the first and last of its signs; None where several languages share them.

    `screen` is None where pages keep the heights they have for Latin. `paper` is what is added between lines
    on paper, `room` what a line takes there, both in heights of a letter.
    """

    code: str
    direction: str = "ltr"
    digits: str = "0123456789"
    letters: tuple[str, str] | None = None
    screen: LineHeights | None = None
    paper: float = 0.12
    room: float = 1.5


LATIN = Script(code="Latn")
KHMER = Script(
    code="Khmr",
    digits="០១២៣៤៥៦៧៨៩",
    letters=("\u1780", "\u17ff"),
    screen=LineHeights(1.8, 1.75, 1.7),
    paper=0.3,
    room=1.7,
)
DEVANAGARI = Script(code="Deva", digits="०१२३४५६७८९", letters=("\u0900", "\u097f"), paper=0.3, room=1.7)

SLOWEST = 10.0
ESTIMATE = "our estimate of ten English words said plainly; not tried with readers"


class Language(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one language. `code` is of BCP 47; `name` is what it calls itself.

    aliases: other codes that browsers and translators use for it.
    letters_a_second: letters and signs a calm voice says, without the pauses between sentences.
    most_words: words of one sentence that are taken in at one go, and why so many; 0: nobody has said.
    graded: whether the school grade of English running text can be reckoned.
    voice: the voice of espeak-ng that speaks it; empty: none does.
    cutter: who finds where its words end; empty: spaces do.
    dates: the locale whose order of day, month, year is ours.
    site_name: how this site is called in it; empty: by its Latin name.
    """

    code: str
    name: str
    script: Script = LATIN
    aliases: tuple[str, ...] = ()
    letters_a_second: float = SLOWEST
    most_words: int = 0
    words_because: str = ""
    graded: bool = False
    voice: str = ""
    cutter: str = ""
    dates: str = ""
    site_name: str = ""


_RECORDS = (
    Language(
        code="en",
        name="English",
        aliases=("eng",),
        letters_a_second=12.0,
        most_words=10,
        words_because="a breath",
        graded=True,
        voice="en-us",
        dates="en_GB",
    ),
    Language(
        code="km",
        name="ខ្មែរ",
        script=KHMER,
        aliases=("khm",),
        letters_a_second=11.0,
        most_words=16,
        words_because="what the word cutter finds; a word is often two of them",
        cutter="khmercut",
        site_name="ការពារ",
    ),
    Language(
        code="sw",
        name="Kiswahili",
        aliases=("swa", "swh"),
        letters_a_second=12.0,
        most_words=14,
        words_because=ESTIMATE,
        voice="sw",
    ),
    Language(
        code="ne",
        name="नेपाली",
        script=DEVANAGARI,
        aliases=("nep", "npi"),
        most_words=14,
        words_because=ESTIMATE,
        voice="ne",
    ),
    Language(
        code="fil",
        name="Filipino",
        aliases=("tl", "tgl"),
        letters_a_second=12.0,
        most_words=14,
        words_because=ESTIMATE,
    ),
)
"""Rates are rough: English at about 140 words a minute with its pauses. Swahili, Nepali and Filipino are
estimates nobody has timed: four and a half syllables a second, of about 2.7, 2.4 and 2.8 letters each.
"""
LANGUAGES = {record.code: record for record in _RECORDS}


def language(code: str) -> Language:
    """The record of a language; a careful one where nothing is known of it."""
    return LANGUAGES.get(code) or Language(code=code, name=code)


def language_code(tag: str) -> str:
    """The code Kapea has for a tag of a browser or a translator: `tl-PH` is `fil`, `km_KH` is `km`."""
    code = tag.strip().lower().replace("_", "-").split("-")[0]
    return next((each.code for each in LANGUAGES.values() if code in each.aliases), code)


def is_written_in(code: str, words: str) -> bool:
    """Whether most letters of some words are those that this language alone is written in, of all we know."""
    letters = [sign for sign in words if sign.isalpha()]
    own = language(code).script.letters
    if own is None or not letters:
        return False
    return 2 * sum(own[0] <= sign <= own[1] for sign in letters) >= len(letters)


def western_digits(words: str) -> str:
    """The same words with every script's own digits written 0 to 9."""
    return words.translate(_WESTERN)


_WESTERN = {ord(c): str(n) for each in LANGUAGES.values() for n, c in enumerate(each.script.digits)}
