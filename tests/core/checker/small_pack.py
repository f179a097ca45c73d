"""A whole pack in one page: two languages, situations and journeys, four services; it checks.

`built()` gives it built; `built((path, old, new), ...)` a twin with those changes. The Khmer is a stand-in,
word for word a syllable: so a change of English is "translated" too, and nothing else is wrong.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from tests.core.checker.small_clocks import CLOCKS_FILE
from tests.core.checker.small_journeys import HELP, REMIND
from tests.core.checker.small_situations import DEMANDS, S01, S02

from kapea.core.checker import protected, word_lists
from kapea.core.languages.khmer import breaker
from kapea.core.pack.build import Built, build, english
from kapea.core.pack.model import Release

ON = date(2026, 11, 24)
SYLLABLES = ("ការ", "ជួយ", "ផ្ទះ", "មាន", "ទៅ", "ឥឡូវ", "ស្ងាត់", "ដៃ")
MOVES = {"Help": "ជំនួយ", "Back": "ត្រឡប់", "Repeat": "ម្តងទៀត", "Language": "ភាសា", "Leave": "ឈប់"}
NOS, A_NO = frozenset({"no", "not", "never", "nothing", "nobody"}), "មិន"


def _syllable(word: str) -> str:
    if word.startswith("{"):
        return word
    return A_NO if word.lower() in NOS else SYLLABLES[sum(map(ord, word)) % len(SYLLABLES)]


def stand_in(words: str) -> str:
    """A stand-in: a syllable for each word, one of its own for a no, a khan for each full stop."""
    if words in MOVES:
        return MOVES[words]
    said = re.sub(r"\{[a-z]+\}|[A-Za-z'-]+", lambda m: _syllable(m.group()), words)
    return re.sub(r"(?<=[\u1780-\u17ff]) (?=[\u1780-\u17ff])", "", said).replace(".", "។")


HEAD = "sources: [ONE]\nreview: {state: draft}\nexpires: 2027-11-24\n"

PACK = """
id = "small"
name = "Small"
version = "1"
country = "KH"
languages = ["km", "en"]
default_language = "km"
time_zone = "Asia/Phnom_Penh"
leave_to = "https://km.wikipedia.org/"
"""

WORDS = """
yes: "Yes"
no: "No"
unsure: Not sure
language-km: ខ្មែរ
language-en: English
note-unreadable: You can choose one of these. Or talk to a person.
note-silence: I am still here.
note-media: Please send no pictures. You can choose here.
note-timeout: You can begin anew.
note-again: Let us begin again.
gone: This page is closed.
page-about: About this page
help: Help
back: Back
repeat: Repeat
language: Language
leave: Leave
"""

ALL_WORDS = (*protected.NEEDED, *protected.NEEDED_FOR_WORKSHOPS)
WORDS += "".join(f"{name}: Word.\n" for name in dict.fromkeys(ALL_WORDS) if f"\n{name}: " not in WORDS)
HELD = "\n".join(
    f"  {id}: [word]" for id in protected.PROTECTED if id not in ("help.machine", "help.not-kept")
)

A3 = """
id: A3
title: Write this down
$HEAD
lines:
  profile: Their name there.
  no-picture: Never keep the picture.
"""

A5 = """
id: A5
title: What not to do
$HEAD
lines:
  pay: {child: Do not pay., any: Do not pay or bargain.}
"""

CONTACTS = """
dial: {country: KH, short_codes: ["100", "110", "119"]}
order:
  now: [HELPLINE, EMERGENCY]
  hurt: [EMERGENCY, HELPLINE]
  dying: [HELPLINE, HEALTH, EMERGENCY]
  meeting: [EMERGENCY, HELPLINE]
fallback: [helpline]
types:
  HELPLINE: Someone to talk to
  EMERGENCY: Police
  HEALTH: Doctor
  SOCIAL: A social worker
  NGO: Others who help
"""

SERVICES = """
organization: {id: all, name: All of them}
services:
  - id: helpline
    name: Helpline
    does: Listens to you.
    types: [HELPLINE]
    phones: [{number: "100", free: "yes"}]
    hours: always
    hours_from: all
    areas: all
    ages: 0-25
    serves: [children, adults]
    confidence: C3
    sources: [its own page, a list]
    expires: 2027-05-24
  - id: police
    name: Police
    does: Comes in danger.
    types: [EMERGENCY]
    phones: [{number: "110"}]
    hours: unknown
    areas: all
    confidence: C2
    sources: [a list, a letter]
    expires: 2027-05-24
  - id: hospital
    name: Hospital
    does: Treats children.
    types: [HEALTH]
    phones: [{number: "119"}]
    hours: [{days: [mon-fri], opens: "08:00", closes: "17:00"}]
    hours_from: all
    closed_on_holidays: true
    areas: ["01"]
    confidence: C2
    sources: [a list, a letter]
    expires: 2027-05-24
  - id: hall
    name: Commune hall
    does: Ask for help there.
    types: [SOCIAL]
    address: Your commune hall
    hours: unknown
    areas: all
    local: true
    confidence: C3
    sources: [a list, a letter]
    expires: 2027-05-24
"""

AREAS = """
source: a list
confidence: GK
areas: {"01": North, "02": South}
"""

HOLIDAYS = """
holidays:
  - {date: 2026-01-01, name: New Year, confidence: GK}
  - {date: 2026-11-26, name: Another, confidence: GK}
"""

LAW = """
id: LAW-1
title: A law
about: What it covers.
confidence: C3
$HEAD
"""

MENU = """
app: Chat
settings:
  chat-writers:
    goal: Only friends can write.
    path: [Settings, (who can write), Friends]
    differs: [Contacts]
    stops: Strangers cannot write.
    does_not_stop: Friends still can.
    seen: a guide without a date
    sources: [a guide, another guide]
    confidence: C2
    expires: 2027-05-24
"""


def _filled(lint: str) -> str:
    """A word list as long as the check asks for, with words that nobody says."""
    for lists in word_lists.LEAST.values():
        for name, least in ((name, least) for name, least in lists if name != "advice"):
            said = [f"zz{name[0]}{n}" for n in range(least)]
            words = ", ".join(f'{each}: ""' if name == "banned" else each for each in said)
            lint = re.sub(rf"(?m)^{name}: (.)", rf"{name}: \g<1>{words}, ", lint)
    return lint


WAYS = ", ".join(f"zz {n}" for n in range(60))
MENUS = ", ".join(f"zz {n}" for n in range(40))
LINT_EN = f"""
banned: {{stupid: leave it out}}
tells_home: [tell your mother]
reveals: [your child told us]
legal: [crime, the law]
methods: [rope]
media: [upload your]
revealing: [abuse, dying]
menus: [settings, contacts, {MENUS}]
negations: [no, not, never, nothing, nobody, dont]
protected:
  help.machine: [i am a machine, not a person]
  help.not-kept: [is not kept]
  word.note-media: [send no pictures]
{HELD.replace("  word.note-media: [word]", "")}
kin: [mother, aunt]
police: [police]
advice:
  pay: [pay, {WAYS}]
  meet: ["meet (them|him)"]
  confront: ["ask them .. why"]
  erase: ["delete .. chat"]
  keep: ["keep .. picture"]
  hush: ["(never|not) tell anyone", keep it secret]
  settle: [forgive*]
  blame: [more careful]
  promise: [between us]
reserved:
  help: [help]
  back: [back]
  repeat: [repeat]
  language: [language]
  stop: [stop, leave]
"""

LINT_KM = f"""
banned: {{អាក្រក់: leave it out}}
tells_home: [ប្រាប់ម្ដាយ]
reveals: [កូនប្រាប់យើង]
legal: [ច្បាប់]
methods: [ខ្សែពួរ]
media: [ផ្ញើរូប]
revealing: [រំលោភ]
negations: [កុំ, មិន]
protected:
  help.machine: ["{A_NO}"]
  help.not-kept: ["{A_NO}"]
  word.note-media: ["{A_NO}"]
{HELD.replace("[word]", f"[{_syllable('Word')}]").replace(f"  word.note-media: [{_syllable('Word')}]", "")}
kin: [ម្ដាយ]
police: [ប៉ូលីស]
advice:
  pay: [បង់លុយ, {WAYS}]
forbids: [កុំ]
reserved:
  help: [ជំនួយ]
  back: [ត្រឡប់]
  repeat: [ម្តងទៀត]
  language: [ភាសា]
  stop: [ឈប់]
"""

SOURCES = "ONE: {title: One, url: https://example.org, grade: R}\n"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"></svg>'

SOURCE = {
    "pack.toml": PACK,
    "words.yaml": WORDS,
    "catalogue.yaml": DEMANDS,
    "journeys/help.yaml": HELP,
    "journeys/remind.yaml": REMIND,
    "situations/S01.yaml": S01,
    "situations/S02.yaml": S02,
    "blocks/A3.yaml": A3,
    "blocks/A5.yaml": A5,
    "contacts.yaml": CONTACTS,
    "services/all.yaml": SERVICES,
    "areas.yaml": AREAS,
    "holidays.yaml": HOLIDAYS,
    "clocks.yaml": CLOCKS_FILE,
    "law/LAW-1.yaml": LAW,
    "menus/chat.yaml": MENU,
    "lint/en.yaml": _filled(LINT_EN),
    "lint/km.yaml": _filled(LINT_KM),
    "sources.yaml": SOURCES,
    "pictures/person.svg": PICTURE,
}
CATALOGUE = "locale/km/all.po"


def text_of(path: str) -> str:
    """A file of the small pack as it is written."""
    return SOURCE[path].strip().replace("$HEAD", HEAD.strip()) + "\n"


def files(*changes: tuple[str, str, str]) -> dict[str, bytes]:
    """The pack with some (path, old, new) changed; each old is there once. The catalogue follows."""
    texts = {path: text_of(path) for path in SOURCE}
    for path, old, new in changes:
        if path != CATALOGUE:
            texts[path] = _changed(texts[path], path, old, new)
    sources = {f"small/{path}": text.encode() for path, text in texts.items()}
    catalogue = catalogue_of(sources)
    for path, old, new in changes:
        if path == CATALOGUE:
            catalogue = _changed(catalogue, path, old, new)
    return sources | {f"small/{CATALOGUE}": catalogue.encode()}


def built(*changes: tuple[str, str, str]) -> Built:
    """The small pack, or a twin of it, built."""
    return build(files(*changes), "small", {"km": breaker(_syllables)})


def built_with(path: str, text: str) -> Built:
    """The small pack with one file more, of which the Khmer stands in too."""
    sources = {name: data for name, data in files().items() if not name.endswith(".po")}
    sources[f"small/{path}"] = text.encode()
    catalogue = {f"small/{CATALOGUE}": catalogue_of(sources).encode()}
    return build(sources | catalogue, "small", {"km": breaker(_syllables)})


@cache
def released(*changes: tuple[str, str, str]) -> Release:
    """The same as a release: after these changes it still builds."""
    release = built(*changes).release
    assert release is not None
    return release


def _changed(text: str, path: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"“{old}” stands {text.count(old)} times in {path}"
    return text.replace(old, new)


def catalogue_of(sources: dict[str, bytes]) -> str:
    """A Khmer catalogue of all words of the small pack's files."""
    texts, _ = english(sources, "small")
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    return head + "".join(
        f'\nmsgctxt "{id}"\nmsgid "{words}"\nmsgstr "{stand_in(words)}"\n' for id, words in texts.items()
    )


def _syllables(run: str) -> list[str]:
    return re.findall("|".join(sorted((*SYLLABLES, A_NO), key=len, reverse=True)) + "|.", run)
