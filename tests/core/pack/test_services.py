"""Files of a directory: what is read, what each mistake is told, and the shipped Cambodia."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kapea.core.pack.parse.directory_parser import parse_directory
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.yaml_reader import Item

ZONE = "Asia/Phnom_Penh"
AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
PACK = Path(__file__).parents[3] / "packs" / "cambodia"

CONTACTS = """\
dial: {country: KH, short_codes: ["1280"]}
order:
  now: [HELPLINE]
  hurt: [HELPLINE]
  dying: [HELPLINE]
  meeting: [HELPLINE]
fallback: [line]
types:
  HELPLINE: Helpline
"""
LINE = """\
organization: {id: a-line, name: A line}
services:
  - id: line
    name: {say: The line, short: Line}
    does: Listens.
    types: [HELPLINE]
    phones:
      - {number: "1280", free: "yes"}
    hours: always
    areas: all
    confidence: C3
    sources: [somewhere, elsewhere]
    expires: 2027-05-24
    hours_from: all
"""
AREAS = """\
source: a list
confidence: GK
areas:
  "08": Kandal
  "0801": {name: Takhmao, in: "08"}
"""
HOLIDAYS = """\
holidays:
  - {date: 2026-11-09, name: Independence Day, confidence: GK}
"""
LAW = """\
id: L1
title: A law
about: What it covers.
sources: [somewhere]
confidence: C3
review: {state: draft}
expires: 2027-05-24
"""
GOOD = {
    "contacts.yaml": CONTACTS,
    "services/line.yaml": LINE,
    "areas.yaml": AREAS,
    "holidays.yaml": HOLIDAYS,
    "law/L1.yaml": LAW,
}


def _named(files: dict[str, bytes]) -> dict[str, tuple[str, bytes]]:
    return {path: (path, data) for path, data in files.items()}


class Read:
    """A directory read from files, with the texts it registered and its problems."""

    def __init__(self, files: dict[str, bytes], zone: str = ZONE) -> None:
        self.texts: dict[str, Any] = {}
        self.found = Findings()
        self.directory, self.law, self.places = parse_directory(_named(files), zone, self._add, self.found)

    def _add(self, id: str, item: Item) -> str:
        assert id not in self.texts
        self.texts[id] = item.plain()
        return id


def read(zone: str = ZONE, **changed: str) -> Read:
    """GOOD with files replaced; `line`, `contacts`, `areas`, `holidays`, `law` name them."""
    names = {"line": "services/line.yaml", "law": "law/L1.yaml"}
    files = GOOD | {names.get(key, f"{key}.yaml"): text for key, text in changed.items()}
    return Read({name: text.encode() for name, text in files.items()}, zone)


# --- what is read ---------------------------------------------------------------


def test_good_files_read_without_a_problem():
    got = read()
    assert got.found.problems == []
    line = got.directory.services["line"]
    assert (line.name, line.does) == ("service.line.name", "service.line.does")
    assert got.texts["service.line.name"] == {"say": "The line", "short": "Line"}
    assert got.directory.areas["0801"].parent == "08"
    assert got.directory.holidays == ("2026-11-09",)
    assert got.directory.types == {"HELPLINE": "type.HELPLINE"}
    assert got.law["L1"].upkeep.state == "draft"
    assert got.places["line"] == Place("services/line.yaml", 3, "services[1]")
    assert got.places["L1"].file == "law/L1.yaml"


def test_hours_are_minutes_in_week_days():
    hours = 'hours: [{days: [mon-wed, sun], opens: "20:30", closes: "06:00"}]\n    closed_on_holidays: true'
    service = read(line=LINE.replace("hours: always", hours)).directory.services["line"]
    assert (service.hours, service.closed_on_holidays) == ("listed", True)
    assert (service.openings[0].weekdays, service.openings[0].opens) == ((1, 2, 3, 7), 1230)


def test_a_version_names_the_content():
    assert read().directory.version == read().directory.version
    assert read().directory.version != read(line=LINE.replace("Listens", "Hears")).directory.version


def test_what_is_hidden_or_held_back_is_nowhere_in_the_directory():
    held = '\nheld_back:\n  - {what: "099 761 675", confidence: S1, why: one list}\n'
    second = LINE.split("services:\n")[1].replace("id: line", "id: other\n    hidden: one source")
    second = second.replace("confidence: C3", "confidence: S1").replace('"1280"', '"092 311 511"')
    got = read(line=LINE + second + held)
    assert got.found.problems == []
    assert list(got.directory.services) == ["line"]
    assert not [text for text in got.texts if "other" in text]
    assert "311" not in repr(got.directory)
    assert "761" not in repr(got.directory)


# --- mistakes -------------------------------------------------------------------

NO_PHONE = '    phones:\n      - {number: "1280", free: "yes"}\n'
MISTAKES = [
    # what is changed, from, to, code, line, a word of what it says, a word of how to mend it
    ("line", "    does:", "    doess: x\n    does:", "P04", 5, "doess", "known"),
    ("line", "hours: always", "hours: mornings", "P03", 9, "mornings", "always"),
    ("line", "[HELPLINE]", "[HELPLINE, HLEPLINE]", "P03", 6, "HLEPLINE", "HELPLINE"),
    ("line", '"1280"', '"092 311 51"', "P05", 8, "cannot be dialled", "short_codes"),
    ("line", '"1280"', '"+254 719 638 006"', "P05", 8, "cannot be dialled", "short_codes"),
    ("line", '"1280"', "063963409", "P05", 8, "leading 0", "quotes"),
    ("line", 'free: "yes"', "free: sure", "P03", 8, "sure", "unknown"),
    ("line", 'free: "yes"', "verified_by: Sokha", "P07", 8, "half verified", "verified_on"),
    ("line", 'free: "yes"', "verified_by: S, verified_on: soon", "P03", 8, "soon", "2027-05-24"),
    ("line", "areas: all", 'areas: ["08", "99"]', "P06", 10, "99", "08"),
    ("line", "areas: all", "areas: [08]", "P06", 10, "8", "08"),
    ("line", "    areas: all\n", "", "P02", 3, "areas", "add a line"),
    ("line", "areas: all", "areas: []", "P02", 10, "nowhere", "all"),
    ("line", "confidence: C3", "confidence: sure", "P03", 11, "sure", "C3"),
    ("line", "confidence: C3", "confidence: S1", "P07", 11, "S1 is not shown", "hidden"),
    ("line", "confidence: C3", "confidence: STALE", "P07", 11, "STALE is not shown", "exception"),
    ("line", "confidence: C3", "confidence: GK\n    exception: please", "P07", 12, "no exception", "age"),
    ("line", "    confidence: C3\n", "", "P02", 3, "confidence", "add a line"),
    ("line", "    sources: [somewhere, elsewhere]\n", "", "P02", 3, "sources", "add a line"),
    ("line", "2027-05-24", "next May", "P03", 13, "next May", "2027-05-24"),
    ("line", "id: line", "id: line_1", "P03", 3, "line_1", "letters"),
    ("line", NO_PHONE, "", "P07", 3, "reach", "phones"),
    ("line", NO_PHONE, "    website: http://x.org\n", "P03", 7, "safe address", "https://"),
    ("line", NO_PHONE, "    through: nobody\n", "P06", 3, "nobody", "id of a service"),
    ("line", "hours: always", "hours: always\n    through: line", "P07", 10, "through", "one of the two"),
    ("line", "hours: always", "ages: 18-9\n    hours: always", "P03", 9, "18-9", "0-17"),
    ("line", "hours: always", "languages: [Khmer]\n    hours: always", "P03", 9, "Khmer", "km"),
    ("line", "hours: always", "serves: [all]\n    hours: always", "P03", 9, "all", "children"),
    ("line", "always", '[{days: [mon], opens: "8:00", closes: "17:00"}]', "P03", 9, "8:00", "08:00"),
    ("line", "always", '[{days: [day], opens: "08:00", closes: "17:00"}]', "P03", 9, "day", "mon"),
    ("line", "always", '[{days: [mon], opens: "08:00", closes: "08:00"}]', "P07", 9, "as it closes", "24:00"),
    ("line", "always", '[{days: [mon], opens: "08:00", closes: "17:00"}]', "P07", 9, "holidays", "true"),
    (
        "line",
        "services:",
        "held_back: [{what: 1274, why: x, confidence: no}]\nservices:",
        "P03",
        2,
        "no",
        "S1",
    ),
    ("line", "organization: {id: a-line, name: A line}\n", "", "P02", 1, "organization", "add a line"),
    ("contacts", "now: [HELPLINE]", "now: [HELP]", "P06", 3, "HELP", "HELPLINE"),
    ("contacts", "  dying: [HELPLINE]\n", "", "P02", 2, "dying", "add a line"),
    ("contacts", "dying: [HELPLINE]", "dying: []", "P02", 5, "nobody", "list"),
    ("contacts", "meeting:", "lost: [HELPLINE]\n  meeting:", "P04", 6, "lost", "known"),
    ("contacts", "fallback: [line]", "fallback: [lien]", "P06", 7, "lien", "id of one"),
    ("contacts", "fallback: [line]", "fallbacks: [line]", "P04", 7, "fallbacks", "known"),
    ("areas", 'in: "08"', 'in: "09"', "P06", 5, "09", "quoted"),
    ("areas", "confidence: GK", "confidence: sure", "P03", 2, "sure", "GK"),
    ("holidays", "2026-11-09", "9 November", "P03", 2, "9 November", "2027-05-24"),
    ("holidays", "confidence: GK", "closed: true", "P04", 2, "closed", "known"),
    ("law", "id: L1", "id: L2", "P07", 1, "L2", "law/L2.yaml"),
    ("law", "{state: draft}", "{state: done}", "P03", 6, "done", "reviewed"),
    ("law", "{state: draft}", "{state: reviewed}", "P02", 6, "not by whom", "by: a name"),
    ("law", "sources: [somewhere]\n", "", "P02", 1, "sources", "add a line"),
]


@pytest.mark.parametrize(("file", "old", "new", "code", "line", "says", "mend"), MISTAKES)
def test_each_mistake_is_told_with_its_line_and_how_to_mend_it(file, old, new, code, line, says, mend):
    names = {"line": "services/line.yaml", "law": "law/L1.yaml"}
    name = names.get(file, f"{file}.yaml")
    assert old in GOOD[name]
    problems = read(**{file: GOOD[name].replace(old, new, 1)}).found.problems
    fits = [p for p in problems if p.code == code and says in p.says and mend in p.mend]
    assert [(p.place.file, p.place.line) for p in fits] == [(name, line)], problems


def test_the_fallback_must_have_a_number_and_serve_the_whole_country():
    for change in (
        LINE.replace("areas: all", 'areas: ["08"]'),
        LINE.replace("hours: always", "hours: always\n    local: true"),
        LINE.replace(NO_PHONE, "    address: A hall\n    local: false\n"),
    ):
        assert [p.code for p in read(line=change).found.problems] == ["P07"]


def test_an_id_is_given_once():
    again = read(line=LINE + LINE.split("services:\n")[1])
    assert [(p.code, p.place.line) for p in again.found.problems] == [("P07", 15)]
    assert "services/line.yaml:3" in again.found.problems[0].says


def test_a_pack_without_contacts_is_told():
    none = Read({"services/line.yaml": LINE.encode()})
    assert [p.place.file for p in none.found.problems if p.code == "P02"] == ["contacts.yaml"]


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_does_not_read_never_raises(name):
    for broken in (b"", b"a: [", b"- 1\n- 2\n", b"\xff", b"x", b"services: 5\norder: 5\nareas: 5\n"):
        got = Read({key: text.encode() for key, text in GOOD.items()} | {name: broken})
        assert got.found.has_errors
