"""An address says a language and a country, and what was printed once goes on to the right place for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.web.worlds import SPOKEN_IN, shipped_worlds, small_worlds

from kapea.web.public import address


@pytest.fixture
def several(settings):
    settings.KAPEA_PACKS = ["cambodia", "kenya", "nepal", "philippines"]
    return shipped_worlds()


@pytest.fixture
def alone(settings):
    settings.KAPEA_PACKS = ["cambodia"]
    return shipped_worlds()[:1]


def test_each_country_and_language_has_an_address_of_its_own(several):
    tags = [address.tag(world, language) for world in several for language in world.release.languages]
    assert len(set(tags)) == len(tags) == len(SPOKEN_IN)


def test_an_address_leads_back_to_the_country_and_language_it_was_made_of(several):
    for world in several:
        for language in world.release.languages:
            assert address.resolve(address.tag(world, language), several) == (world, language)


def test_a_country_alone_is_not_in_its_addresses(alone):
    assert address.home_path(alone[0], "km") == "/km/"
    assert address.resolve("km-kh", alone) is None


@given(st.text(max_size=12))
def test_no_segment_leads_to_a_country_that_it_does_not_name(segment):
    worlds = small_worlds(5)
    for world, language in address.meant_by(segment, worlds):
        said, _, country = segment.partition("-")
        assert said == language
        assert country in ("", world.release.country.lower())


def test_what_was_printed_for_one_country_still_means_it_among_several(several):
    assert address.meant_by("km", several) == [(several[0], "km")]
    assert address.meant_by("fil", several) == [(several[3], "fil")]


def test_a_language_of_several_countries_means_none_of_them_more_than_another(several):
    """Nobody is sent to the numbers of a country they did not name."""
    assert [world for world, _ in address.meant_by("en", several)] == list(several)


def test_what_was_printed_among_several_still_means_the_country_alone(alone):
    assert address.meant_by("km-kh", alone) == [(alone[0], "km")]
    assert address.meant_by("sw-ke", alone) == []
