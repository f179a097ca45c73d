"""A whole pack in one page: two languages, situations and journeys, four services; it checks.

`built()` gives it built; `built((path, old, new), ...)` a twin with those changes. The Khmer is a stand-in,
word for word a syllable: so a change of English is "translated" too, and nothing else is wrong.
"""

from __future__ import annotations

import re
from datetime import date

from kapea.core.languages.khmer import breaker
from kapea.core.pack.build import Built, build, english

ON = date(2026, 11, 24)
SYLLABLES = ("ការ", "ជួយ", "ផ្ទះ", "មាន", "ទៅ", "ឥឡូវ", "ស្ងាត់", "ដៃ")
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
"""

HELP = """
journey: help
format: 1
$HEAD
facts:
  who: [none, child, caregiver]
  band: [none, 9-11, 12-14]
  situation: situations
  level: {rises: [green, yellow, orange, red]}
  danger: [none, hurt, dying, meeting]
  home: [unknown, safe, unsafe]
start: first
help: now
texts:
  machine: I am a machine, not a person.
  not-kept: What you tap here is not kept.
  who: Who are you?
  who-child: A child or teen
  who-caregiver: A parent or carer
  what: {child: What is happening?, any: What are you worried about?}
  band: How old are you?
  band-9-11: 9 to 11 years
  band-12-14: 12 to 14 years
  q-dying: {child: Are you thinking about dying?, any: Has the child talked about dying?}
  q-home: Is it someone at home?
  done: Done
  why: Why?
  go-on: Go on
  ok: They answered
  nobody: Nobody answered
  say-lead: "You can say only this:"
  call-lead: Call now. They are kind.
  next-lead: Try the next one.
  not-do: What not to do
  remind: A reminder
  enough: Enough for now
  another: Another worry
  end-lead: You can come back any time.
  now-lead: What is the danger?
  now-hurt: Being hurt
  now-dying: Thinking of dying
  now-meeting: Meeting someone
  now-other: Something else
  red-belief: {child: This is not your fault., any: You are right to ask.}
  red-hurt: Go where other people are.
  red-dying: Go and sit with someone.
  red-meeting: Nobody goes alone.
  red-more: What to do next
nodes:
  first:
    contacts: now
    show: [machine, not-kept]
    ask: who
    choices:
      - {say: who-child, picture: person, set: {who: child}, to: what}
      - {say: who-caregiver, picture: person, set: {who: caregiver}, to: what}
  what: {ask: what, each: situation, to: words}
  words:
    enter: {level: situation}
    count: guided
    show: [situation.first, situation.step.1]
    choices:
      - {say: done, to: band}
      - {say: situation.stuck.1.1, only: {has: stuck.1.1}, to: stuck}
      - {say: why, minor: true, to: why}
  why: {show: [situation.why.1], choices: [{say: go-on, to: band}]}
  stuck: {show: [situation.then.1.1], choices: [{say: go-on, to: band}]}
  band:
    only: {asks: band}
    else: q-dying
    ask: band
    choices:
      - {say: band-9-11, set: {band: 9-11}, only: {has: band.9-11}, to: q-dying}
      - {say: band-12-14, set: {band: 12-14}, only: {has: band.12-14}, to: q-dying}
  q-dying:
    only: {asks: dying}
    else: q-home
    ask: q-dying
    "yes": {set: {level: red, danger: dying}, to: red}
    "no": {to: q-home}
  q-home:
    only: {asks: home}
    else: step-2
    ask: q-home
    "yes": {set: {level: orange, home: unsafe}, to: step-2}
    "no": {set: {home: safe}, to: step-2}
  step-2:
    only: {has: step.2}
    else: write
    show: [situation.step.2]
    choices: [{say: done, to: write}, {say: why, minor: true, to: why-2}]
  why-2: {show: [situation.why.2], choices: [{say: go-on, to: write}]}
  write:
    only: {has: evidence}
    else: call
    show: [situation.evidence]
    choices: [{say: done, to: call}]
  call:
    count: referred
    contacts: situation
    show: [call-lead, say-lead, situation.say]
    choices: [{say: ok, to: after}, {say: nobody, to: call-next}]
  call-next:
    contacts: situation
    next: true
    show: [next-lead]
    choices: [{say: ok, to: after}]
  after:
    show: [situation.after]
    choices: [{say: not-do, to: never}, {say: remind, to: remind}, {say: enough, to: end}]
  never: {show: [situation.never], choices: [{say: go-on, to: after}]}
  end:
    contacts: [HELPLINE, NGO, SOCIAL]
    show: [end-lead]
    choices:
      - {say: another, unless: {who: none}, keep: [who], to: what}
      - {say: another, only: {who: none}, keep: [who], to: first}
  now:
    contacts: now
    ask: now-lead
    choices:
      - {say: now-hurt, set: {level: red, danger: hurt}, to: red}
      - {say: now-dying, set: {level: red, danger: dying}, to: red}
      - {say: now-meeting, set: {level: red, danger: meeting}, to: red}
      - {say: now-other, keep: [who], to: first}
  red:
    count: red
    contacts: danger
    show:
      - red-belief
      - {say: red-hurt, only: {danger: hurt}}
      - {say: red-dying, only: {danger: dying}}
      - {say: red-meeting, only: {danger: meeting}}
    choices:
      - {say: red-more, only: {has: step.2}, to: step-2}
      - {say: nobody, to: red-next}
      - {say: enough, to: end}
  red-next: {contacts: danger, next: true, show: [next-lead], choices: [{say: enough, to: end}]}
"""

REMIND = """
journey: remind
format: 1
$HEAD
facts:
  safe-contact: [none, "yes"]
  remind-ok: [none, "yes"]
start: safe
texts:
  q-safe: Is this phone only yours?
  only-mine: Only mine
  shared: Others use it
  q-ok: May we write to you tomorrow?
  agree: You may
  refuse: Better not
  offer: We write one neutral line.
  write-me: Write to me
  thanks: All right.
  back: Back to the start
nodes:
  safe:
    ask: q-safe
    choices:
      - {say: only-mine, set: {safe-contact: "yes"}, to: consent}
      - {say: shared, to: thanks}
  consent:
    ask: q-ok
    choices:
      - {say: agree, set: {remind-ok: "yes"}, to: offer}
      - {say: refuse, to: thanks}
  offer:
    show: [offer]
    choices:
      - {say: write-me, effect: {kind: remind, consent: remind-ok=yes}, to: thanks}
      - {say: refuse, to: thanks}
  thanks: {show: [thanks], choices: [{say: back, to: help.first}]}
"""

S01 = """
id: S01
picture: person
level: orange
$HEAD
for:
  child:
    bands: [9-11, 12-14]
    title: Someone scares me
    asks: [band, dying, home]
    first: You did nothing wrong.
    steps:
      - do: Stop answering them.
        why: Silence takes away their power.
        stuck:
          - {say: I already paid, then: That happens a lot. Do not pay again.}
      - do:
          9-11 home=safe: {say: Tell your mother now., tells: home}
          9-11: Tell a grown-up you trust.
          any: Ask one person to sit with you.
        why: With someone near, fear gets smaller.
    evidence: A3
    never: [pay]
    call: [HELPLINE, EMERGENCY]
    say: Someone scares me. I need help.
    after: [Stay where someone is near you.]
  caregiver:
    title: My child is scared
    asks: [dying, home]
    first: You came for help.
    steps:
      - do: Stay beside your child now.
        why: Your calm helps.
    evidence: none
    never: [pay]
    call: [HELPLINE]
    say: Someone scares my child.
    after: [Sleep near your child.]
"""

S02 = """
id: S02
picture: person
level: yellow
$HEAD
for:
  child:
    bands: [12-14]
    title: Something else
    asks: [dying]
    first: Your worry counts.
    steps:
      - do: Breathe out slowly.
        why: A slow breath helps.
    evidence: none
    never: [pay]
    call: [HELPLINE, HEALTH]
    say: Something worries me.
    after: [{say: "In Settings, choose Friends.", menu: [chat-writers]}]
"""

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
    areas: all
    ages: 0-25
    serves: [children, adults]
    confidence: C3
    sources: [its own page]
    expires: 2027-05-24
  - id: police
    name: Police
    does: Comes in danger.
    types: [EMERGENCY]
    phones: [{number: "110"}]
    hours: unknown
    areas: all
    confidence: C2
    sources: [a list]
    expires: 2027-05-24
  - id: hospital
    name: Hospital
    does: Treats children.
    types: [HEALTH]
    phones: [{number: "119"}]
    hours: [{days: [mon-fri], opens: "08:00", closes: "17:00"}]
    closed_on_holidays: true
    areas: ["01"]
    confidence: C2
    sources: [a list]
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
    sources: [a list]
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

LINT_EN = """
banned: {stupid: leave it out}
tells_home: [tell your mother]
reveals: [your child told us]
legal: [crime, the law]
methods: [rope]
media: [upload your]
revealing: [abuse, dying]
menus: [settings, contacts]
reserved:
  help: [help]
  back: [back]
  repeat: [repeat]
  language: [language]
  stop: [stop, leave]
"""

LINT_KM = """
banned: {អាក្រក់: leave it out}
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
    "law/LAW-1.yaml": LAW,
    "menus/chat.yaml": MENU,
    "lint/en.yaml": LINT_EN,
    "lint/km.yaml": LINT_KM,
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
    catalogue = _catalogue(sources)
    for path, old, new in changes:
        if path == CATALOGUE:
            catalogue = _changed(catalogue, path, old, new)
    return sources | {f"small/{CATALOGUE}": catalogue.encode()}


def built(*changes: tuple[str, str, str]) -> Built:
    """The small pack, or a twin of it, built."""
    return build(files(*changes), "small", {"km": breaker(_syllables)})


def _changed(text: str, path: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"“{old}” stands {text.count(old)} times in {path}"
    return text.replace(old, new)


def _catalogue(sources: dict[str, bytes]) -> str:
    texts, _ = english(sources, "small")
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    return head + "".join(
        f'\nmsgctxt "{id}"\nmsgid "{words}"\nmsgstr "{_khmer(words)}"\n' for id, words in texts.items()
    )


def _khmer(words: str) -> str:
    """A stand-in: a syllable for each word, a khan for each full stop."""
    said = re.sub(r"[A-Za-z'-]+", lambda m: SYLLABLES[sum(map(ord, m.group())) % len(SYLLABLES)], words)
    return re.sub(r"(?<=[\u1780-\u17ff]) (?=[\u1780-\u17ff])", "", said).replace(".", "។")


def _syllables(run: str) -> list[str]:
    return re.findall("|".join(sorted(SYLLABLES, key=len, reverse=True)) + "|.", run)
