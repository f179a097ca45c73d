"""What stands in the files of a pack that is only begun; `begin` fills in the country. No number is here."""

from __future__ import annotations

TYPES = """\
types:
  HELPLINE: {say: Someone to talk to, short: Someone to talk to}
  EMERGENCY: {say: Police in an emergency, short: Police}
  AMBULANCE: Ambulance
  HEALTH: {say: Doctor or hospital, short: Doctor or hospital}
  POLICE-CHILD: {say: Police who work for children, short: Children's police}
  HOTLINE: {say: A place to report online harm, short: Report online harm}
  TAKEDOWN: {say: Stop a picture from spreading, short: Stop a picture}
  PLATFORM: {say: Report inside the app, short: Report in the app, menu: [any-report]}
  MENTAL: {say: Help with heavy feelings, short: Heavy feelings}
  SOCIAL: {say: A social worker, short: Social worker}
  LEGAL: {say: Advice about the law, short: Legal advice}
  SCHOOL: {say: A teacher you trust, short: A teacher}
  TRAFFICKING: {say: "When someone is held, sold or missing", short: Held or missing}
  NGO: {say: Other organisations that help, short: Others who help}
"""
CONTACTS = """\
# Who is named first. The first type of a danger is the first contact its screen shows, before any word.
dial:
  country: {country}
  short_codes: []          # numbers shorter than a full one, exactly as they are dialled, in quotes

order:
  now: [HELPLINE, EMERGENCY]
  hurt: [EMERGENCY, POLICE-CHILD, HELPLINE]
  dying: [HELPLINE, HEALTH, AMBULANCE, EMERGENCY]
  meeting: [EMERGENCY, POLICE-CHILD, HELPLINE]
  marriage: [HELPLINE, POLICE-CHILD, EMERGENCY]
  locked: [EMERGENCY, POLICE-CHILD, HELPLINE]
  # whoever hurts has power there: lines outside lead, the emergency number stays where life is at risk
  now-power: [HELPLINE, EMERGENCY]
  hurt-power: [HELPLINE, EMERGENCY]
  dying-power: [HELPLINE, HEALTH, AMBULANCE, EMERGENCY]
  meeting-power: [HELPLINE, EMERGENCY]
  marriage-power: [HELPLINE, EMERGENCY]
  locked-power: [HELPLINE, EMERGENCY]

# The id of a line with a number that serves the whole country. Empty while nobody knows one: then nothing
# here can be published.
fallback: []

"""
META = """\
# {name}, only begun: nobody is known yet whom a person could call. It can be checked and walked;
# `kapea publish` refuses it. README.md says what is missing.
id = "{id}"
name = {quoted}
version = "1"
country = "{country}"
languages = [{languages}]
default_language = "en"      # until the other language is complete
time_zone = "{time_zone}"
extends = ["common"]
licence = "CC-BY-4.0"
# Better an ordinary page of the country that nobody wonders about.
leave_to = "https://www.wikipedia.org/"
begun = true                 # take this line out when `kapea check` says that nothing waits for a number
"""
WORLDWIDE = """\
organization: {id: ncmec, name: National Center for Missing and Exploited Children}
notes:
  - "The only services here, as it says itself that it serves every country. Neither is somebody to talk to."
  - "The languages of its pages were last listed in Feb 2024: none is claimed here. Look, and write them."
services:
  - id: take-it-down
    name: Take It Down
    does: Helps stop a picture from spreading. The picture stays with you.
    types: [TAKEDOWN]
    website: https://takeitdown.ncmec.org
    hours: unknown
    areas: all
    free: "yes"
    serves: [children, adults]
    confidence: C3+
    sources:
      - takeitdown.ncmec.org
      - wtap.com, launch release of 27 Feb 2023
      - medianama.com, Feb 2024
    expires: 2027-05-24
  - id: cybertipline
    name: CyberTipline
    does: Takes reports from every country. It passes them to the police there.
    types: [HOTLINE]
    website: https://report.cybertip.org
    hours: unknown
    areas: all
    serves: [children, adults]
    confidence: C3
    sources:
      - report.cybertip.org
      - "an HSI Nairobi report on leads to the Kenyan unit, about 2018"
      - about.meta.com child protection page
    expires: 2027-05-24
"""
AREAS = """\
# The first level of administration: a code in quotes, and a name; districts may lie in provinces. Write where
# the list is from, and how sure it is (docs/writing-a-pack.md). Services then say which areas they serve.
#   "01": Example Province
#   "0101": {name: Example District, in: "01"}
source: none yet
confidence: GK
areas: {}
"""
HOLIDAYS = """\
# Public holidays, from the government's own list, for this year and the next. A holiday can only make a
# service closed; for a year with none here, a service that closes on holidays has unknown hours.
#   - {date: 2027-01-01, name: New Year, confidence: C2}
holidays: []
"""
LAW = """\
# Law

One file for each law that a text rests on (docs/writing-a-pack.md). There is none, so no text of this pack
says anything legal. Ask a lawyer of the country: age of a child, of consent; pictures of children, also drawn
or made with a computer; who must report; whether a child can be punished for a picture of itself.
"""
LINT = """\
# Words the checker looks for in {spoken}. Nearly empty: the checker cannot read {spoken} yet, so nothing that
# rests on word lists holds for it. Begin with lint/en.yaml of the common pack; native speakers fill it.
banned: {{}}
# The words a person may type for a move. English ones only, until a native speaker writes theirs before them.
reserved:
  help: [help]
  back: [back]
  repeat: [repeat]
  language: [language]
  stop: [stop, leave]
  restart: [start again]
  more: [more]
  "yes": ["yes"]
  "no": ["no"]
  unsure: [not sure]
"""
