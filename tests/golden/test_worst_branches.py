"""The thirteen worst branches in each country's own language: what is promised is kept, and reads as signed.

The transcripts stand under `worst/`, a file for each point and country. `--update-golden` writes them anew;
it makes no broken promise good, and no walk whose answer is gone.
"""

from __future__ import annotations

import re

import pytest
from tests.conftest import COUNTRIES, world_of
from tests.golden.worst_branches import KEPT, BrokenPromise, Point, points, transcript, walked
from tests.golden.worst_pages import AT, Clock, scenes
from tests.packs import OWN_LANGUAGE
from tests.pages.conftest import visitor_of

__all__ = ["visitor_of"]

EACH = [(point, country) for point in points() for country in COUNTRIES]
NAMES = [f"{point.number:02}-{point.name}-{country}" for point, country in EACH]
ALSO = {"cambodia": ("en",)}
"""Languages in which a country's transcripts are kept besides its own."""


def languages(country: str) -> tuple[str, ...]:
    return (OWN_LANGUAGE[country], *ALSO.get(country, ()))


def kept(point: Point, country: str, language: str):
    return KEPT / country / f"{point.number:02}-{point.name}.{language}.txt"


@pytest.fixture
def clock(monkeypatch) -> Clock:
    return Clock(monkeypatch)


@pytest.mark.parametrize(("point", "country"), EACH, ids=NAMES)
def test_what_is_promised_is_kept_in_every_language_of_the_country(point, country):
    world = world_of(country)
    for language in world.release.languages:
        for walk in point.of(country):
            assert len(list(walked(world, walk, language))) > 1


@pytest.mark.parametrize(("point", "country"), EACH, ids=NAMES)
def test_it_reads_as_signed(point, country, visitor_of, clock, request):
    world = world_of(country)
    for language in languages(country):
        parts = [transcript(world, point, country, language)]
        for number, page in enumerate(point.pages, len(point.walks) + 1):
            clock.at = AT
            visitor = visitor_of(country)
            parts.append(f"{'=' * 20}\n{point.number}.{number}  {page['who']}")
            parts += [f"> {how}\n\n{shown}" for how, shown in scenes(visitor, language, page, clock)]
        now, path = "\n\n".join(parts) + "\n", kept(point, country, language)
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(now, encoding="utf-8")
        assert now == path.read_text(encoding="utf-8"), "read the difference; then: make golden"


def test_all_thirteen_are_there_and_no_transcript_of_a_point_that_is_gone():
    assert [point.number for point in points()] == list(range(1, 14))
    for country in COUNTRIES:
        wanted = {kept(point, country, language) for point in points() for language in languages(country)}
        assert set((KEPT / country).iterdir()) == wanted


def test_whoever_reads_a_transcript_is_told_what_is_promised_and_who_walks():
    for point, country in EACH:
        told = kept(point, country, OWN_LANGUAGE[country]).read_text(encoding="utf-8")
        who = [walk.who for walk in point.of(country)] + [page["who"] for page in point.pages]
        assert all(f"# - {line}\n" in told for line in point.promise)
        assert who
        assert all(told.count(each) >= 2 for each in who), "in the head, and where the walk begins"


# --- the worst walk of each, and nobody left out ------------------------------------------


def taps(number: int) -> set[str]:
    point = points()[number - 1]
    return {tap for walk in point.walks for tap in walk.way if isinstance(tap, str)}


def promised(number: int) -> str:
    return repr(points()[number - 1].walks)


def test_nobody_answered_is_walked_for_each_reason_and_each_danger_to_morning():
    assert {"no-credit", "no-signal", "line-busy", "rang-out", "still-nobody"} <= taps(1)
    dangers = ("hurt-night", "dying-night", "meeting-night", "marriage-night", "locked-night", "stay-night")
    assert all(f"'{said}'" in promised(1) for said in dangers)


@pytest.mark.parametrize("number", [3, 5])
def test_power_and_marriage_are_walked_by_everybody(number):
    who = {"who-child", "who-peer", "who-caregiver", "who-community", "who-professional"}
    assert who <= taps(number)
    assert "help" in taps(number), "and by whoever tapped Help now at once"


def test_a_walk_stops_where_its_answer_is_gone_and_where_a_promise_is_broken():
    world, walk = world_of("kenya"), points()[0].walks[0]
    for way, says in (
        (("nowhere",), "help.first has no answer “nowhere”"),
        (({"here": "help.what"},), "one is at help.first"),
        (({"here": "help.first", "says": ["red-belief"]},), "red-belief is not said"),
        (({"here": "help.first", "never_says": ["machine"]},), "machine is said"),
        (({"here": "help.first", "offers": ["nobody"]},), "nobody is not offered"),
        (({"here": "help.first", "never_offers": ["who-child"]},), "who-child is offered"),
        (({"here": "help.first", "leads": "EMERGENCY"},), "contact 1 is child-helpline, not EMERGENCY"),
        (("who-child", {"here": "help.what", "leads": "line"}), "contact 1 is None, not line"),
        (("who-child", {"here": "help.what", "likely": ["S26"]}), "the likeliest is S02"),
    ):
        with pytest.raises(BrokenPromise, match=re.escape(says)):
            list(walked(world, type(walk)(who="Nobody.", way=way), "sw"))
