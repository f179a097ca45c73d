"""A page in another language names who listens and who comes, no other number, and nothing that tells."""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.checker.small_pack import ON, files
from tests.core.pack.test_phrasebooks import VI

from kapea.core.checker import check
from kapea.core.checker.report import Report
from kapea.core.languages.khmer import breaker
from kapea.core.pack.build import build

PLAIN = VI.replace("ask: I need someone who speaks Vietnamese.", "ask: Hello.")
TWINS = [
    # property, what stands there, what is put instead, what the finding says
    ("K16", "[helpline, police]", "[police]", "names no HELPLINE to call"),
    ("K16", "[helpline, police]", "[helpline]", "names no EMERGENCY to call"),
    ("K18", "says: gọi", "says: gọi 111", "“111” is the number of no service"),
    ("K18", "says: gọi", "says: गोर १११", "“१११” is the number of no service"),
    ("K18", "alarm: komar", "alarm: komar 113", "“113” is the number of no service"),
    ("K18", "ask: Hello.", "ask: Hello 1098.", "“1098” is the number of no service"),
    ("K18", "grade: A, sources: [ONE]", "grade: A, sources: [TWO]", "names a source “TWO”"),
    ("K09", "ask: Hello.", "ask: Upload your words.", "asks for a picture"),
    ("K12", "ask: Hello.", "ask: Are you stupid.", "stupid"),
    ("L01", "ask: Hello.", "ask: One two three four five six seven eight nine ten eleven.", "11 words"),
    ("K19", "name: Tiếng Việt", "name: Abuse", "“abuse”"),
]


def checked(vi: str, on: date = ON) -> Report:
    small = {**files(), "small/phrases/vi.yaml": vi.encode()}
    catalogue = small["small/locale/km/all.po"]
    [ask] = [line.removeprefix("ask: ") for line in vi.splitlines() if line.startswith("ask: ")]
    digits, as_long = "".join(c for c in ask if c.isdigit()), "ការ" * (1 + len(ask) // 12)
    said = f'\nmsgctxt "phrases-vi.say"\nmsgid "{ask}"\nmsgstr "{as_long}{digits}"\n'
    small["small/locale/km/all.po"] = catalogue + said.encode()
    return check(build(small, "small", {"km": breaker(list)}), on=on)


def test_a_good_one_is_silent():
    report = checked(PLAIN)
    assert [str(p) for p in report.problems if p.severity != "note"] == []


def test_a_number_of_a_service_that_is_shown_may_be_said():
    assert checked(PLAIN.replace("says: gọi", "says: gọi 100")).ok


@pytest.mark.parametrize(("code", "before", "after", "says"), TWINS, ids=[f"{t[0]} {t[3]}" for t in TWINS])
def test_a_fault_is_found_as_that_property_and_no_other(code, before, after, says):
    assert PLAIN.count(before) == 1
    report = checked(PLAIN.replace(before, after))
    assert report.failed() == (code,), "\n".join(map(str, report.problems))
    assert any(says in p.says and p.mend for p in report.of(code))
    wrong = [p for p in report.of(code) if p.severity == "error"]
    assert {p.place.file for p in wrong} == {"small/phrases/vi.yaml"}


def test_one_without_any_source_is_found():
    bare = PLAIN.replace("sources: [ONE]\nreview", "review").replace("grade: A, sources: [ONE]", "grade: B")
    assert [p.says for p in checked(bare).of("K18")] == ["phrases-vi names no source"]


def test_what_nobody_looked_at_again_is_told_of():
    expired = [p for p in checked(PLAIN, on=ON.replace(year=2028)).of("K18") if "phrases-vi" in p.says]
    assert [p.severity for p in expired] == ["warning"]
