"""Research as it is deployed: behind Caddy, by two workers of which one may die at any moment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from html import unescape

import pytest
from tests.channels import planted
from tests.databases import drawn
from tests.deployment.advising_walk import LOOKS, STUDIES, TALK
from tests.deployment.caddy import Caddy
from tests.deployment.helping_walk import while_one_dies
from tests.deployment.research_walk import R, Research
from tests.deployment.secure_visits import Helping, helping_on
from tests.deployment.staff_visits import Answer, surely

from kapea.core.studies.brought_codings import BroughtCoding, line_mark
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.study_roles import StudyRole
from kapea.studies.trail_names import StudyDeed
from kapea.web.staff.words import staff_words

SAID = staff_words("en")
AUNT, NOBODY = "My aunt with the kingfisher helps me.", "Nobody by the water does."
CODERS = [R.CODER_A, R.CODER_B]
WHOSE = re.compile(r'<p class="help">([^<]*)</p></li>')
DRAWN = '"alone": null'
"""How a study keeps that both code a session."""
GAVE = {R.CODER_A: "BAR-STIGMA", R.CODER_B: "BAR-COST"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "helping" in metafunc.fixturenames:
        metafunc.parametrize("helping", drawn(__name__), indirect=True, scope="module")


@pytest.fixture(scope="module")
def helping(request, tmp_path_factory) -> Iterator[Helping]:
    with helping_on(request.param, tmp_path_factory.mktemp("research"), Caddy) as site:
        yield site


def test_a_study_goes_from_its_idea_to_coding_and_each_thing_is_done_once_whatever_dies(helping):
    with ExitStack() as browsers:
        research = released_in(helping, browsers)
        assert done(research, StudyDeed.RELEASE) == 1
        is_drawn(research)
        both_code(research)
        brought(research)
        withdrawn_meanwhile(research)
    trail = helping.home.kapea("audit", "verify")
    assert trail.returncode == 0, trail.stdout
    words = {each.encode() for each in (AUNT, NOBODY)}
    assert planted.found(words, planted.files(helping.home.folder)) == [], "sealed, and in no line of a log"


def released_in(helping: Helping, browsers: ExitStack) -> Research:
    """A tool is tried, and a session held. A worker dies under the last signature, with which its text goes
    out and it is drawn who codes it.
    """
    research = Research(helping, browsers)
    research.begins()
    research.plans("pilot:12-14")
    research.holds()
    two_hours_typed(research)
    research.opens(StudyGate.PILOT)
    research.plans("village-12-14")
    assert research.holds() == ["c1", "c2"]
    research.writes_down(f"M: Who helps?\nC1: {AUNT}\nC2: {NOBODY}\n")
    research.read_by_two()
    research.signs(R.DEIDENTIFIER_2)
    while_one_dies(research.helping, lambda: research.signs(R.DEIDENTIFIER_1))
    return research


def two_hours_typed(research: Research) -> None:
    """Two hours of talk, saved while a worker dies, and read again."""
    here = f"sessions/{research.number}/transcript"
    said = {"words": TALK, "language": "km", "seen": ""}
    address = f"{research.study}/{here}/write"
    while_one_dies(
        research.helping, lambda: surely(research.somebody(R.TRANSCRIBER), "POST", address, **said)
    )
    assert research.reads(R.TRANSCRIBER, here).count(TALK.splitlines()[0]) == TALK.count("\n")


def done(research: Research, deed: StudyDeed) -> int:
    """How often it stands in the trail of this study."""
    study = research.study.removeprefix(STUDIES)
    return research.helping.count("audit_event", f"action = '{deed.value}' AND subject LIKE '%{study}%'")


def is_drawn(research: Research) -> None:
    """For both, as the first of its people. Both workers say so, and neither that the other codes it, too."""
    drawn_ones = f"id = '{research.study.removeprefix(STUDIES)}' AND CAST(document AS TEXT) LIKE '%{DRAWN}%'"
    assert research.helping.count("studies_study", drawn_ones) == 1
    for coder in CODERS * LOOKS:
        came = research.somebody(coder)
        came.close()
        came.connects()
        assert WHOSE.findall(research.reads(coder, "coding")) == [SAID["coding-whose-yours"]]


def coded(research: Research) -> int:
    study = research.study.removeprefix(STUDIES)
    return research.helping.count("studies_codedsegment", f"study_id = '{study}' AND NOT taken_back")


def codes(research: Research, coder: StudyRole, words: str, code: str) -> Answer:
    here = f"{research.study}/coding"
    surely(research.somebody(coder), "GET", f"{here}/session?s={research.number}&turn=3")
    said = {"s": str(research.number), "turn": "3", "words": words, "code": code}
    return surely(research.somebody(coder), "POST", f"{here}/code", **said)


def both_code(research: Research) -> None:
    """At once, and neither sees what the other did."""
    research.presses(R.ADJUDICATOR, "codebook", "codebook/write", kind="begun")
    with ThreadPoolExecutor(2) as at_once:
        going = [at_once.submit(codes, research, each, NOBODY, GAVE[each]) for each in CODERS]
        research.helping.server.kill_worker()
        assert [each.result().status for each in going] == [302, 302]
    assert coded(research) == 2
    for coder, other in zip(CODERS, reversed(CODERS), strict=True):
        page = research.reads(coder, f"coding/session?s={research.number}").partition("</datalist>")[2]
        assert GAVE[coder] in page
        assert GAVE[other] not in page


def brings(research: Research, words: str, label: str, *given: str) -> Answer:
    """Some codes for the words of somebody, as another program gave them."""
    here, mark = f"{research.study}/coding/bring", line_mark(f"{label}: {words}")
    surely(research.somebody(R.CODER_A), "GET", here)
    lines = [BroughtCoding(f"s{research.number}", mark, 1, 1, 0, len(words), each).line for each in given]
    return surely(research.somebody(R.CODER_A), "POST", here, lines="\n".join(lines))


def brought(research: Research) -> None:
    """While a worker dies: all of it, once; also where it is sent again."""
    for _ in range(2):
        page = while_one_dies(
            research.helping, lambda: brings(research, NOBODY, "C2", "BAR-WHERE", "EXP-FEAR")
        )
        assert page.status == 200
        assert coded(research) == 4


def withdrawn_meanwhile(research: Research) -> None:
    """Somebody takes their yes back while their words are coded; whoever was first, nothing is shown."""
    seat = f"sessions/{research.number}/seats/c1/withdraw"
    with ThreadPoolExecutor(2) as at_once:
        coding = at_once.submit(brings, research, AUNT, "C1", "PRO-ADULT")
        research.presses(R.DATA_STEWARD, seat, seat, 200, scope="take_part", party="participant")
        assert coding.result().status in (200, 409)
    found = surely(research.somebody(R.CODER_A), "POST", f"{research.study}/search", words="kingfisher")
    again = brings(research, AUNT, "C1", "PRO-ADULT")
    assert [each.status for each in (found, again)] == [200, 200]
    assert AUNT not in unescape(found.body + again.body)
    page = research.reads(R.CODER_A, f"coding/session?s={research.number}")
    assert (AUNT in page, "PRO-ADULT</h3>" in page, NOBODY in page) == (False, False, True)
