"""The plans that ship: whole in every language, met on no screen, and held to what a room is not asked."""

from __future__ import annotations

import msgspec
import pytest
from tests.core.checker.natural_sentences import COUNTRY
from tests.core.checker.room_sentences import ROOM_SENTENCES
from tests.core.checker.small_pack import ON
from tests.packs import COUNTRIES, built

from kapea.core.checker import advice
from kapea.core.checker.context import CheckContext
from kapea.core.checker.explore import explore
from kapea.core.checker.graph import Graph
from kapea.core.checker.readers import Readers
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Release

FIRST = {"workshop-caregivers-once", "workshop-class-b4", "workshop-faith-leaders"}


def case_of(country: str, release: Release) -> CheckContext:
    return CheckContext(built(country).places, release, Graph(World(release)), on=ON, live=False)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_has_the_first_plans_whole_in_its_languages(country):
    release = built(country).release
    assert release is not None
    assert set(release.workshops) >= FIRST
    for plan in release.workshops.values():
        assert not release.upkeep[plan.id].is_reviewed, "nobody has reviewed a plan yet"
        for language in release.languages:
            assert all(release.has_text(id, language) for id in (*plan.said, *plan.for_facilitators))


def test_no_screen_of_a_conversation_says_a_line_of_a_plan():
    release = built("cambodia").release
    assert release is not None
    met = Readers(explore(World(release))).by
    assert met
    assert not met.keys() & case_of("cambodia", release).in_rooms


def test_every_class_hears_that_it_is_nobodys_fault_who_is_hurt():
    release = built("cambodia").release
    assert release is not None
    for plan in (plan for plan in release.workshops.values() if plan.is_class):
        words = " ".join(release.text(id, "en") for id in plan.said)
        assert "not his fault" in words or "not your fault" in words
        assert "You did nothing wrong" in words


@pytest.mark.parametrize("language", ROOM_SENTENCES)
def test_what_somebody_might_write_into_a_plan_is_found_in_every_language(language):
    country, text = COUNTRY[language], "workshop-class-b4.6.say.2"
    release, place = built(country).release, built(country).places[text]
    assert release is not None
    for kind, words in ROOM_SENTENCES[language]:
        texts = {**release.texts, language: {**release.texts[language], text: words}}
        case = case_of(country, msgspec.structs.replace(release, texts=texts))
        assert [p.mend for p in advice.unwise(case) if p.place == place] == [advice.MENDS[kind]], words
