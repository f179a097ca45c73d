"""The worlds of a worker: every live one stays, whatever is published; nobody waits or sees half of one."""

from __future__ import annotations

import threading

import pytest
from tests.apps.stores import Asking, Clock, Slow, Store, together
from tests.small_releases import countries, small

from kapea.content import worlds as registry
from kapea.content.worlds import NothingLive, Worlds


@pytest.fixture
def clock():
    return Clock()


def hashes(worlds, packs):
    return [worlds.live(pack).release.hash for pack in packs]


class TestLive:
    @pytest.mark.parametrize("number", [1, 4, 5, 10])
    def test_publishing_in_one_country_keeps_every_country(self, clock, number):
        lands = countries(number)
        packs, store = [each.id for each in lands], Store(*lands)
        worlds = Worlds(store, clock)
        assert hashes(worlds, packs) == [each.hash for each in lands]
        for version in range(2, 5):
            for at, pack in enumerate(packs):
                lands[at] = small(pack, str(version), country=lands[at].country)
                store.publish(lands[at])
                clock.pass_()
                assert hashes(worlds, packs) == [each.hash for each in lands]

    def test_rolling_back_in_a_site_of_five_shows_the_one_before(self, clock):
        lands = countries(5)
        packs, store = [each.id for each in lands], Store(*lands)
        worlds = Worlds(store, clock)
        hashes(worlds, packs)
        store.publish(small(packs[0], "2"))
        clock.pass_()
        hashes(worlds, packs)
        store.pointer[packs[0]] = lands[0].hash
        clock.pass_()
        assert hashes(worlds, packs) == [each.hash for each in lands]

    def test_a_release_is_seen_within_two_seconds_and_the_pointer_is_not_asked_all_the_time(self, clock):
        store = Store(small())
        worlds = Worlds(store, clock)
        first = worlds.live("small")
        store.publish(small(version="2"))
        clock.pass_(1.4)
        assert worlds.live("small") is first
        clock.pass_(0.2)
        assert worlds.live("small").release.version == "2"

    def test_while_the_store_is_away_the_last_one_goes_on_and_it_is_left_alone(self, clock):
        store = Store(small())
        worlds = Worlds(store, clock)
        first = worlds.live("small")
        store.away = True
        clock.pass_()
        assert worlds.live("small") is first
        store.away = False
        store.publish(small(version="2"))
        clock.pass_()
        assert worlds.live("small") is first, "nobody's page waits for it twice"
        clock.pass_(registry.LOOK_AFTER_FAILURE_SECONDS)
        assert worlds.live("small").release.version == "2"

    def test_a_store_away_from_the_start_leaves_what_stands_in(self, clock):
        store = Store()
        store.away, store.good = True, small(version="good")
        worlds = Worlds(store, clock)
        assert worlds.live("small").release == store.good
        store.away = False
        store.publish(small(version="2"))
        clock.pass_(registry.LOOK_AFTER_FAILURE_SECONDS + registry.LOOK_EVERY_SECONDS)
        assert worlds.live("small").release.version == "2", "and it stands in no longer than it must"

    def test_a_release_that_does_not_read_leaves_the_last_one_and_is_taken_once_mended(self, clock):
        store, second = Store(small()), small(version="2")
        worlds = Worlds(store, clock)
        first = worlds.live("small")
        store.pointer["small"] = second.hash
        clock.pass_()
        assert worlds.live("small") is first
        for _ in range(5):
            clock.pass_()
            worlds.live("small")
        assert store.read[second.short_hash] == 1, "what does not read is not read again for every visitor"
        store.publish(second)
        clock.pass_(registry.LOOK_AFTER_FAILURE_SECONDS + registry.LOOK_EVERY_SECONDS)
        assert worlds.live("small").release == second

    def test_nothing_live_is_an_error_of_its_own_until_something_is(self, clock):
        store = Store()
        worlds = Worlds(store, clock)
        with pytest.raises(NothingLive):
            worlds.live("small")
        store.publish(small())
        assert worlds.live("small").release == small()


class TestFormer:
    def test_what_was_live_is_not_read_again(self, clock):
        store = Store(small())
        worlds = Worlds(store, clock)
        first = worlds.live("small")
        store.publish(small(version="2"))
        clock.pass_()
        worlds.live("small")
        assert worlds.of(first.release.short_hash) is first
        assert store.read[first.release.short_hash] == 1

    def test_with_ten_countries_a_former_release_is_read_once_however_often_it_is_asked_for(self, clock):
        lands, old = countries(10), small("land-kh", "0")
        store = Store(old, *lands)
        worlds = Worlds(store, clock)
        hashes(worlds, [each.id for each in lands])
        for _ in range(30):
            clock.pass_()
            hashes(worlds, [each.id for each in lands])
            assert worlds.of(old.short_hash).release == old
        assert store.read[old.short_hash] == 1

    def test_a_bounded_number_stays_and_those_asked_for_last(self, clock):
        versions = [small(version=str(n)) for n in range(registry.MOST_FORMER + 5)]
        store = Store(*versions)
        worlds = Worlds(store, clock)
        for each in versions:
            worlds.of(each.short_hash)
            worlds.of(versions[0].short_hash)
        assert store.read[versions[0].short_hash] == 1
        there = [each for each in versions if worlds.remembered(each.short_hash)]
        assert there == [versions[0], *versions[-registry.MOST_FORMER + 1 :]]

    def test_one_that_nobody_asked_for_in_an_hour_goes(self, clock):
        store = Store(small())
        worlds = Worlds(store, clock)
        worlds.live("small")
        for version in ("2", "3"):
            store.publish(small(version=version))
            clock.pass_(registry.FORMER_SECONDS / 2 + 1)
            worlds.live("small")
        assert worlds.remembered(small(version="2").hash)
        clock.pass_(registry.FORMER_SECONDS / 2)
        store.publish(small(version="4"))
        clock.pass_()
        worlds.live("small")
        assert worlds.remembered(small().hash) is None

    def test_what_is_nowhere_is_none(self, clock):
        assert Worlds(Store(), clock).of("0" * 12) is None


class TestThreads:
    """Each of these fails if reading is not behind a gate, or a table is walked while another changes it."""

    def test_many_who_ask_for_one_release_at_once_have_it_read_once(self, clock):
        store = Slow(small())
        worlds = Worlds(store, clock)
        seen = together(8, lambda _: worlds.of(small().short_hash))
        assert store.read[small().short_hash] == 1
        assert len({id(world) for world in seen}) == 1

    def test_many_who_come_first_all_get_the_live_one(self, clock):
        """Nobody is told that nothing is live because somebody else is still reading it."""
        store = Slow(small())
        worlds = Worlds(store, clock)
        assert {world.release.hash for world in together(8, lambda _: worlds.live("small"))} == {small().hash}
        assert sum(store.read.values()) == 1

    def test_nobody_who_has_a_world_waits_while_the_next_is_read(self, clock):
        store = Slow(small())
        worlds = Worlds(store, clock)
        first = worlds.live("small")
        store.publish(small(version="2"))
        store.may_read.clear()
        clock.pass_()
        reader = threading.Thread(target=worlds.live, args=("small",))
        reader.start()
        assert store.reading.wait(600)
        clock.pass_()
        visitor = Asking(lambda: worlds.live("small"))
        assert visitor.answer_within(300) is first
        store.may_read.set()
        reader.join()
        assert worlds.live("small").release.version == "2"

    def test_readers_see_one_release_or_the_other_while_countries_are_published(self, monkeypatch):
        monkeypatch.setattr(registry, "LOOK_EVERY_SECONDS", 0.0)
        monkeypatch.setattr(registry, "MOST_FORMER", 2)
        lands = countries(5)
        packs, store = [each.id for each in lands], Store(*lands)
        worlds = Worlds(store)
        every = {each.id: {each.hash} for each in lands}
        for version in range(6):
            for each in lands:
                every[each.id].add(small(each.id, str(version), country=each.country).hash)
        olds = [hash[:12] for own in every.values() for hash in own]
        done = threading.Event()

        def publish(_):
            for version in range(6):
                for each in lands:
                    store.publish(small(each.id, str(version), country=each.country))
                    worlds.live(each.id)
            done.set()

        def read(at):
            while not done.is_set():
                for n, pack in enumerate(packs):
                    assert worlds.live(pack).release.hash in every[pack]
                    worlds.of(olds[(at * 7 + n) % len(olds)])

        together(4, lambda at: publish(at) if at == 0 else read(at), finally_=done.set)
