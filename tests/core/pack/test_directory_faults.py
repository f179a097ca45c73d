"""Records that look like any other, and are wrong: each is told at its line, with how to mend it."""

from __future__ import annotations

import pytest
from tests.core.pack.test_services import CONTACTS, GOOD, LINE, Read

from kapea.core.directory.phones import is_emergency
from kapea.core.pack.parse.directory_faults import distinct_sources
from kapea.core.pack.problem import Findings, Place, Problem

TYPES = CONTACTS.replace("  HELPLINE: Helpline", "  HELPLINE: Helpline\n  EMERGENCY: Police\n  SOCIAL: Hall")
POLICE = """\
organization: {id: police, name: Police}
services:
  - id: police
    name: Police
    does: Comes.
    types: [EMERGENCY]
    phones:
      - {number: "117"}
    hours: unknown
    areas: all
    confidence: C2
    sources: [a list, a sign]
    expires: 2027-05-24
"""
HALL = """\
organization: {id: hall, name: Hall}
services:
  - id: hall
    name: Hall
    does: Helps.
    types: [SOCIAL]
    address: In each commune
    hours: unknown
    areas: all
    local: true
    confidence: C2
    sources: [a list, a sign]
    expires: 2027-05-24
"""
RECORDS = {"line": LINE, "police": POLICE, "hall": HALL}


def problems_of(**records: str) -> list[Problem]:
    contacts = TYPES.replace('"1280"', '"1280", "117", "119"')
    files = GOOD | {f"services/{name}.yaml": text for name, text in (RECORDS | records).items()}
    files["contacts.yaml"] = contacts
    return Read({name: text.encode() for name, text in files.items()}).found.problems


def test_the_three_records_have_no_fault():
    assert problems_of() == []


HELD = 'held_back:\n  - {what: "1280", confidence: S1, why: one list}\nservices:\n'
FAULTS = [
    # what was done, the record, old, new, the line it is told at, what is said, how it is mended
    ("the police in place of the helpline", "line", '"1280", free', '"117", free',
     'number: "117"', "117 calls the police or an ambulance", "the helpline's own number"),
    ("an ambulance in place of the helpline", "line", '"1280", free', '"119", free',
     'number: "119"', "119 calls the police", "own number"),
    ("the helpline in place of the police", "police", '"117"', '"1280"',
     "id: line", "1280 is also that of police", "must not reach the police"),
    ("the police typed as a helpline", "police", "[EMERGENCY]", "[HELPLINE]",
     'number: "117"', "117 calls the police", "another type: EMERGENCY"),
    ("both at once", "line", "[HELPLINE]", "[HELPLINE, EMERGENCY]",
     "types: [HELPLINE, EMERGENCY]", "no service is both HELPLINE and EMERGENCY", "two records"),
    ("a number that is held back is shown", "line", "services:\n", HELD,
     'number: "1280"', "1280 is held back in this file", "take it out of `phones:`"),
    ("the commune is no place of people who live near any more", "hall", "    local: true\n", "",
     "id: hall", "do people who live near work there?", "`local: true` where they do"),
    ("unknown hours that become day and night", "police", "hours: unknown", "hours: always",
     "hours: always", "who says that it is open (always)?", "`hours_from: [1]`"),
    ("hours that nobody among the sources says", "line", "hours_from: all", "hours_from: [3]",
     "hours_from: [3]", "“3” is not known", "one of all, 1, 2"),
    ("a source of hours that nobody knows", "hall", "hours: unknown", "hours: unknown\n    hours_from: [1]",
     "hours_from: [1]", "nobody knows the hours", "write the hours"),
    ("one source four times", "line", "[somewhere, elsewhere]", "[a page, A page, a  page, a page]",
     "sources: [a page", "stands here twice", "one source is one line"),
    ("a source that is blank", "line", "[somewhere, elsewhere]", '[somewhere, " "]',
     "sources: [somewhere", "a source is empty", "write where it is from"),
    ("many sources that are one", "line", "C3\n    sources: [somewhere, elsewhere]",
     "C3+\n    sources: [a, a, a, a]", "confidence: C3+", "C3+ with 1 source", "write S1"),
    ("a site that leads elsewhere", "line", "areas: all",
     "website: https://real.org@evil.com\n    areas: all", "website:", "what stands before the @",
     "the name of the site"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("done", "name", "old", "new", "at", "says", "mend"), FAULTS, ids=[f[0] for f in FAULTS]
)
def test_a_planted_fault_is_told_at_its_line_with_its_mend(done, name, old, new, at, says, mend):
    assert RECORDS[name].count(old) == 1
    text = RECORDS[name].replace(old, new)
    found = [p for p in problems_of(**{name: text}) if says in p.says]
    assert found, [str(p) for p in problems_of(**{name: text})]
    told = {p.place.file: text if name in p.place.file else RECORDS["line"] for p in found}
    assert any(at in told[p.place.file].split("\n")[p.place.line - 1] for p in found)
    assert all(mend in p.mend and p.severity == "error" for p in found)


@pytest.mark.parametrize("what", ["1280 by SMS", "12800", "a page, 1280@line.org", "our line1280"])
def test_what_is_held_back_of_something_else_holds_no_call_back(what: str):
    held = f'held_back:\n  - {{what: "{what}", confidence: S1, why: one list}}\nservices:\n'
    assert problems_of(line=LINE.replace("services:\n", held)) == []


def test_a_hidden_record_may_have_what_its_file_holds_back():
    hidden = LINE.replace("services:\n", HELD).replace("id: line", "id: line\n    hidden: one list")
    assert not [p for p in problems_of(line=hidden) if "held back" in p.says]


def test_a_place_says_either_way_whether_people_who_live_near_work_there():
    for said in ("local: false", "local_post: true"):
        assert problems_of(hall=HALL.replace("local: true", said)) == []


def test_numbers_that_send_somebody_are_those_of_the_country():
    assert [n for n in ("117", "118", "119", "1280", "999") if is_emergency(n, "KH")] == ["117", "118", "119"]
    assert is_emergency("999", "KE")
    assert not is_emergency("117", "")


def test_sources_are_counted_once_whatever_their_case_and_spaces():
    findings = Findings()
    assert distinct_sources(["A list", "a  LIST", "—", "b"], findings, Place("a.yaml")) == {"a list", "b"}
    assert [p.says for p in findings.problems] == ["“a  LIST” stands here twice", "a source is empty"]
