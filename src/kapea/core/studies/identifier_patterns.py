"""What identifies and has a form: numbers, handles, links, mail, dates, in the digits of any script.

Finds what is well formed. A number that is spoken (“zero twelve …”), split over turns or misheard is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from kapea.core.studies.identifier_kinds import LETTER, IdentifierKind, ProposedIdentifier, whole_word
from kapea.core.studies.text_edits import TextSpan

_GAP = r"[ \u00a0\u200b.\-/()]{0,2}"
LEAST_DIGITS = 6
"""A run of so many digits is looked at by people: shorter ones are ages, prices, emergency numbers."""
_TOP = "com|org|net|edu|gov|info|me|gg|ly|io|app|link|page|live|tv|kh|ke|np|ph"
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december",
    "jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec",
    "januari|februari|machi|aprili|mei|juni|julai|agosti|septemba|oktoba|novemba|desemba",
    "enero|pebrero|marso|abril|mayo|hunyo|hulyo|agosto|setyembre|oktubre|nobyembre|disyembre",
    "មករា|កុម្ភៈ|មីនា|មេសា|ឧសភា|មិថុនា|កក្កដា|សីហា|កញ្ញា|តុលា|វិច្ឆិកា|ធ្នូ",
    "बैशाख|वैशाख|जेठ|असार|साउन|श्रावण|भदौ|असोज|कात्तिक|कार्तिक|मंसिर|पुस|पुष|माघ|फागुन|फाल्गुन|चैत|चैत्र",
    "जनवरी|फेब्रुअरी|मार्च|अप्रिल|मे|जुन|जुलाई|अगस्ट|सेप्टेम्बर|अक्टोबर|नोभेम्बर|डिसेम्बर",
    "baisakh|jestha|asar|shrawan|bhadra|ashwin|kartik|mangsir|poush|magh|falgun|chaitra",
)
_MONTH = "|".join(sorted("|".join(_MONTHS).split("|"), key=len, reverse=True))
_ALSO_WORDS = {"may", "march", "mar", "mei", "mayo", "jun", "dec", "sep", "asar", "मे", "मंसिर"}
_DAY, _YEAR = r"\d{1,2}(?:st|nd|rd|th)?", r"(?:19|20)\d\d"

_IN_LINK = r"[^\s<>\"”»\u200b]"
_ENDS_LINK = r"[^\s<>\"”»\u200b.,;:!?)។।]"
_NO_MORE = r"(?![\-/.]?\d)"
_MAIL = rf"(?:{LETTER}|[.+\-]){{1,64}}@{LETTER}{{1,63}}(?:[.\-]{LETTER}{{1,63}}){{1,8}}"
_DOMAIN = rf"(?<![\w@.])[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,8}}\.(?:{_TOP})\b"
_NICK = "(?=[a-z0-9_.]{0,64}[a-z])(?=[a-z0-9.]{0,64}_)[a-z0-9_.]{1,63}[a-z0-9_]"
_OF_MONTH = (
    rf"(?i:{_DAY} )?(?i:of )?(?P<month>(?i:{_MONTH}))"
    rf"(?:[ ,]{{1,2}}{_DAY}(?!\d))?(?:[ ,]{{1,2}}{_YEAR})?"
)

_FORMS: tuple[tuple[IdentifierKind, re.Pattern[str]], ...] = (
    (IdentifierKind.MAIL, re.compile(_MAIL)),
    (IdentifierKind.LINK, re.compile(rf"(?:https?://|www\.)(?:{_IN_LINK}*{_ENDS_LINK})", re.I)),
    (IdentifierKind.LINK, re.compile(rf"{_DOMAIN}(?:/(?:{_IN_LINK}*{_ENDS_LINK})?)?", re.I)),
    (IdentifierKind.HANDLE, re.compile(rf"(?<!{LETTER})@(?:{LETTER}|[.\-]){{0,63}}{LETTER}")),
    (IdentifierKind.HANDLE, re.compile(rf"(?<!{LETTER}){_NICK}", re.I)),
    (IdentifierKind.HANDLE, re.compile(rf"(?<!{LETTER})[a-z][a-z0-9_.]{{1,40}}#\d{{3,8}}", re.I)),
    (IdentifierKind.DATE, whole_word(rf"\d{{4}}[\-/.]\d{{1,2}}[\-/.]\d{{1,2}}(?:T[\d:.Z+]+)?{_NO_MORE}")),
    (IdentifierKind.DATE, whole_word(rf"\d{{1,2}}[\-/.]\d{{1,2}}[\-/.](?:\d{{4}}|\d\d){_NO_MORE}")),
    (IdentifierKind.PHONE, re.compile(rf"(?<![\w+])\+{_GAP}\d(?:{_GAP}\d){{7,14}}(?!\d)")),
    (IdentifierKind.PHONE, re.compile(rf"(?<![\w+])(?<!\d[\-/.])\(?0(?:{_GAP}\d){{7,14}}(?!\d)")),
    (IdentifierKind.PHONE, re.compile(rf"(?<![\w+])(?<!\d[\-/.])9(?:{_GAP}\d){{9}}(?!{_GAP}\d)")),
    (IdentifierKind.NUMBER, whole_word(r"(?=[A-Z0-9]*\d[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{6,20}")),
    (IdentifierKind.NUMBER, whole_word(r"(?=(?:\D{0,2}\d){6})[A-Z]{1,4}[\-/ ]?\d+(?:[\-/]\d+){0,4}")),
    (IdentifierKind.NUMBER, re.compile(rf"(?<!\w)\d(?:{_GAP}\d){{{LEAST_DIGITS - 1},24}}(?!\d)")),
    (IdentifierKind.DATE, whole_word(_OF_MONTH)),
    (IdentifierKind.DATE, whole_word(rf"{_YEAR}(?: (?:BS|AD|B\.S\.|साल))?")),
)


def with_western_digits(text: str) -> str:
    """The text with each decimal digit of any script as 0 to 9: as long as before, so positions hold."""
    return "".join(str(unicodedata.decimal(c)) if c > "\x7f" and c.isdecimal() else c for c in text)


def formed_identifiers(text: str) -> tuple[ProposedIdentifier, ...]:
    """What has the form of something that identifies, in order; none lies over another."""
    plain, taken = with_western_digits(text), bytearray(len(text))
    found = (proposed for kind, form in _FORMS for proposed in _of_form(plain, kind, form, taken))
    return tuple(sorted(found, key=lambda mark: mark.span))


def _of_form(
    plain: str, kind: IdentifierKind, form: re.Pattern[str], taken: bytearray
) -> Iterator[ProposedIdentifier]:
    for match in form.finditer(plain):
        start, end = match.span()
        end += "(" in match[0] and ")" not in match[0] and plain[end : end + 1] == ")"
        if any(taken[start:end]) or _is_only_a_word(match):
            continue
        taken[start:end] = b"\x01" * (end - start)
        yield ProposedIdentifier(TextSpan(start, end), kind)


def _is_only_a_word(match: re.Match[str]) -> bool:
    """“may”, “march”: months only beside a day or a year."""
    month = match.groupdict().get("month")
    return month is not None and month == match[0] and month.casefold() in _ALSO_WORDS
