"""The small pack passes; its twin with one small change fails with that property, and with no other."""

from __future__ import annotations

import msgspec
import pytest
from tests.core.checker.small_pack import CATALOGUE, ON, built
from tests.core.checker.twins import TWINS, WORSE
from tests.core.checker.twins_of_learning import LEARNING_TWINS
from tests.core.checker.twins_of_walks import HELP, S02, Change

from kapea.core.checker import PROPERTIES, check


def test_the_small_pack_is_proved():
    report = check(built(), on=ON)
    assert [str(p) for p in report.problems if p.severity != "note"] == []
    assert report.ok


@pytest.mark.parametrize(("code", "done", "changes"), TWINS, ids=[f"{t[0]} {t[1]}" for t in TWINS])
def test_a_twin_fails_with_that_property_only(code: str, done: str, changes: list[Change]):
    twin = built(*changes)
    assert twin.ok, "\n".join(map(str, twin.problems))

    report = check(twin, on=ON)

    assert report.failed() == (code,), "\n".join(str(p) for p in report.problems if p.severity == "error")
    assert all(p.says and p.mend and p.place.file for p in report.of(code))


@pytest.mark.parametrize(("code", "says", "changes"), WORSE, ids=[f"{t[0]} {t[1]}" for t in WORSE])
def test_a_worse_twin_fails_with_that_property_too(code: str, says: str, changes: list[Change]):
    twin = built(*changes)
    assert twin.ok, "\n".join(map(str, twin.problems))
    assert says in [p.says for p in check(twin, on=ON).of(code) if p.severity == "error"]


def test_every_property_has_a_twin():
    """K15 is a report, K27 depends on where a pack is served, K33 on numbers, K34 and K35 on a study: each is
    tested by itself.
    """
    by_themselves = {"K15", "K27", "K33", "K34", "K35"}
    assert {t[0] for t in (*TWINS, *LEARNING_TWINS)} == set(PROPERTIES) - by_themselves


def test_an_effect_that_nothing_performs_is_an_error_with_its_line_and_how_to_mend_it():
    assert check(built(), on=ON, performs={"remind"}).ok
    report = check(built(), on=ON, performs=())
    assert report.failed() == ("K27",)
    [problem] = report.of("K27")
    assert (problem.place.file, problem.place.line > 1) == ("small/journeys/remind.yaml", True)
    assert "“remind”" in problem.says
    assert "take the effect out" in problem.mend


def test_missing_pictures_and_recordings_are_listed():
    report = check(built((S02, "picture: person", "picture: nobody-drew-it")), on=ON)
    assert report.ok
    said = [p.says for p in report.of("K15")]
    assert "there is no picture “nobody-drew-it”" in said
    assert any("recordings missing" in each for each in said)


def test_a_wording_nobody_meets_is_a_warning():
    both = "red-belief: {child: This is not your fault., any: You are right to ask.}"
    three = "red-belief: {child: This is not your fault., child 9-11: Never., any: You are right to ask.}"
    report = check(built((HELP, both, three)), on=ON)
    assert report.ok
    assert [(p.severity, p.says) for p in report.of("K01")] == [
        ("warning", "nobody ever meets this wording: “Never.”")
    ]


def test_another_language_may_be_unfinished_until_it_is_live():
    change = ("pack.toml", 'default_language = "km"', 'default_language = "en"')
    twin = built(change, (CATALOGUE, 'msgctxt "S01.child.first"', 'msgctxt "S01.child.lost"'))
    assert check(twin, on=ON).ok
    assert [p.severity for p in check(twin, on=ON).of("K14")] == ["warning"]
    assert [p.severity for p in check(twin, on=ON, live=True).of("K14")] == ["error"]


def test_what_expires_is_a_warning_until_it_is_live():
    later = ON.replace(year=2028)
    old = {p.says for p in check(built(), on=later).of("K18") if p.severity == "warning"}
    assert {"S01 expired on 2027-11-24", "chat-writers expired on 2027-05-24"} <= old
    live = {p.says for p in check(built(), on=later, live=True).of("K18") if p.severity == "error"}
    assert {"S01 expired on 2027-11-24", "chat-writers expired on 2027-05-24"} <= live


def test_live_asks_for_dialling_reviews_and_recordings():
    report = check(built(), on=ON, live=True)
    assert {"LIVE-CONTACT", "LIVE-REVIEW", "LIVE-AUDIO"} <= set(report.failed())
    numbers = [p for p in report.of("LIVE-CONTACT") if "no named person has dialled it" in p.says]
    assert [p.place.file for p in numbers] == ["small/services/all.yaml"] * 3
    reviews = {p.says for p in report.of("LIVE-REVIEW")}
    assert "S01 is not reviewed for protection, law, language" in reviews
    assert "LAW-1 is not reviewed for law" in reviews
    assert any("small/words.yaml" in each for each in reviews)
    assert "not so: LIVE-CONTACT every number was dialled" in report.summary()


def test_a_number_dialled_lately_by_somebody_is_no_gap():
    dialled = '{number: "110", verified_by: Sok, verified_on: 2026-11-20}'
    report = check(built(("services/all.yaml", '{number: "110"}', dialled)), on=ON, live=True)
    assert not [p for p in report.of("LIVE-CONTACT") if "110" in p.says]


def test_a_pack_that_does_not_read_is_a_report_too():
    twin = built((HELP, "start: first", "start: nowhere"))
    report = check(twin, on=ON)
    assert not report.ok
    assert "nothing is proved" in report.summary()


def test_a_pack_without_the_facts_of_danger_is_refused():
    twin = built()
    assert twin.release is not None
    twin.release = msgspec.structs.replace(twin.release, facts=twin.release.facts[:2])
    report = check(twin, on=ON)
    assert [p.says for p in report.problems] == ["no journey declares danger, home, level, situation"]
