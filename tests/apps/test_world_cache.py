"""What is worked out of a world goes with it, and is worked out once."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from tests.apps.stores import Clock, Store, together
from tests.small_releases import countries, small

from kapea.content import worlds as registry
from kapea.content.world_cache import cached_per_world
from kapea.content.worlds import Worlds


class TestMemory:
    def test_former_worlds_and_what_was_made_of_them_are_let_go(self, clock):
        """After thirty publishings as many worlds are there as the registry may keep, not thirty."""

        @cached_per_world()
        def worked_out(world, language):
            return world, Made()

        store = Store(small())
        worlds = Worlds(store, clock)
        gone, made = [], []
        for version in range(30):
            store.publish(small(version=str(version)))
            clock.pass_()
            world = worlds.live("small")
            gone.append(weakref.ref(world))
            made.append(weakref.ref(worked_out(world, "en")[1]))
        del world
        gc.collect()
        assert sum(each() is not None for each in gone) <= registry.MOST_FORMER + 1
        assert sum(each() is not None for each in made) == 1, "a former world is kept without what was made"

    def test_ten_countries_hold_the_words_they_share_once(self, clock):
        lands = countries(10)
        worlds = Worlds(Store(*lands), clock)
        assert len({id(worlds.live(each.id).release.texts) for each in lands}) == 1
        assert len({id(worlds.live(each.id).flags) for each in lands}) == 1


@pytest.fixture
def clock():
    return Clock()


class Made:
    """Something that can be watched going."""


class TestCachedPerWorld:
    def test_it_is_worked_out_once_for_each_world_and_argument(self, clock):
        asked = []

        @cached_per_world()
        def said(world, language, *, short=False):
            asked.append((world, language, short))
            return len(asked)

        one, other = (Worlds(Store(small(p)), clock).live(p) for p in ("one", "other"))
        assert [said(one, "en"), said(one, "en"), said(one, "km"), said(one, "en", short=True)] == [
            1,
            1,
            2,
            3,
        ]
        assert said(other, "en") == 4

    def test_beyond_its_number_the_oldest_goes(self, clock):
        asked = []

        @cached_per_world(most=2)
        def said(world, n):
            asked.append(n)

        world = Worlds(Store(small()), clock).live("small")
        for n in (1, 2, 3, 2, 1):
            said(world, n)
        assert asked == [1, 2, 3, 1]

    def test_many_who_ask_at_once_have_it_made_once(self, clock):
        asked = []

        @cached_per_world()
        def said(world):
            asked.append(world)
            threading.Event().wait(0.05)

        world = Worlds(Store(small()), clock).live("small")
        together(8, lambda _: said(world))
        assert len(asked) == 1
