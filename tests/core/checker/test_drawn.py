"""Whoever reads nothing tells answers and questions apart by their drawings, in every shipped pack."""

from __future__ import annotations

import msgspec
import pytest
from tests.conftest import AT, COUNTRIES, built, world_of

from kapea.core.checker.context import CheckContext
from kapea.core.checker.explore import explore
from kapea.core.checker.graph import Graph
from kapea.core.checker.languages import media_listed, undrawn_answers, undrawn_questions
from kapea.core.checker.needed_recordings import READ_ALOUD, wanted_recordings
from kapea.core.pack.model import Release
from kapea.core.present.blocks import sign_of
from kapea.web.public.level_icons import SHAPES


@pytest.fixture(params=COUNTRIES, scope="module")
def walked(request) -> tuple[Release, Graph]:
    """A shipped pack and all that can be met in it, explored once."""
    world = world_of(request.param)
    return world.release, explore(world)


def case(release: Release, graph: Graph) -> CheckContext:
    return CheckContext(built(release.id).places, release, graph, on=AT.date(), live=False)


def test_every_answer_and_question_of_the_help_shows_a_drawing(walked):
    found = case(*walked)
    assert undrawn_answers(found) == {}
    assert undrawn_questions(found) == {}


def test_whatever_else_is_learnt_shows_a_drawing_on_each_answer_but_the_names_of_apps(walked):
    release, graph = walked
    bare = {
        offer.text
        for _, view in graph.screens()
        for offer in view.offers
        if not sign_of(offer, release.signs)
    }
    asked_as_names = {"settings.ask-app", "report.ask-app"}
    names = {
        offer.text
        for _, view in graph.screens()
        if view.ask is not None and view.ask.text in asked_as_names
        for offer in view.offers
    }
    assert bare - names == set()


def test_whatever_else_is_asked_stands_under_a_drawing(walked):
    """The first question has none: its answers are drawings themselves, as high on the page as can be."""
    _, graph = walked
    bare = {
        view.node
        for _, view in graph.screens()
        if view.ask is not None and not view.picture and not any(each.picture for each in view.shown)
    }
    assert bare == {"help.first"}


def test_the_drawings_are_there(walked):
    release, _ = walked
    known = {*release.pictures, *SHAPES}
    assert {name for name in release.signs.values() if name not in known} == set()


def test_answers_of_one_screen_are_told_apart_without_their_words(walked):
    """Two answers that mean the same may look the same: nobody came to the phone."""
    release, graph = walked
    alike = {
        (view.node, sign)
        for _, view in graph.screens()
        if view.kind != "each"
        for signs in [[sign_of(offer, release.signs) for offer in view.offers]]
        for sign in signs
        if sign and signs.count(sign) > 1
    }
    assert alike == set()


def test_an_answer_that_has_none_is_named_with_the_way_there(walked):
    release, graph = walked
    bare = msgspec.structs.replace(
        release, signs={text: sign for text, sign in release.signs.items() if text != "help.done"}
    )
    [said] = [p for p in media_listed(case(bare, graph)) if "drawing" in p.says]
    assert said.says == "1 answers have no drawing: help.done"
    assert said.place.file.endswith("journeys/help.yaml")
    assert said.mend == "write `picture:` beside their words, or in the choice"
    assert said.severity == "note"
    assert said.path


def test_the_page_for_who_reads_nothing_is_recorded_with_the_first_view(walked):
    wanted = {each.text: each.urgency for each in wanted_recordings(case(*walked), "en")}
    assert {wanted[text] for text in READ_ALOUD} == {"first view"}
