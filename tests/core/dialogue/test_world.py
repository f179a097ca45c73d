"""A release made ready for walking: what it works out once is what it would work out anew."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.dialogue.walks import AT, after, events, fresh, journeys, world

from kapea.core.dialogue import world as module
from kapea.core.dialogue.events import MOVES
from kapea.core.dialogue.look import look
from kapea.core.dialogue.world import World
from kapea.core.directory.match import Need, match
from kapea.core.pack.model import ALPHABET

WAYS = st.lists(events, max_size=20)
NEEDS = st.builds(
    Need,
    st.lists(
        st.sampled_from(("HELPLINE", "EMERGENCY", "HEALTH", "SOCIAL", "NGO")), min_size=1, max_size=3
    ).map(tuple),
    st.sampled_from(("km", "en")),
    who=st.sampled_from(("", "child", "caregiver")),
    local_is_safe=st.booleans(),
)
HOURS = st.integers(0, 24 * 10)


def anew() -> World:
    return World(world().release)


@settings(max_examples=25)
@given(NEEDS, st.permutations(range(0, 96, 5)))
def test_who_helps_is_the_directorys_own_answer_at_every_hour_in_whatever_order_they_are_asked(need, hours):
    own = anew()
    for hour in hours:
        at = AT + timedelta(hours=hour)
        assert own.match(need, at) == match(own.directory, need, at=at)


@settings(max_examples=30)
@given(journeys, WAYS)
def test_a_view_that_is_kept_is_the_view_a_new_world_makes(journey, way):
    state = after(fresh(journey), *way)
    assert look(world(), state, at=AT) == look(anew(), state, at=AT)


@given(journeys, WAYS, HOURS)
def test_only_contacts_depend_on_the_hour(journey, way, hours):
    state = after(fresh(journey), *way)
    now, then = look(world(), state, at=AT), look(world(), state, at=AT + timedelta(hours=hours))
    same = [f for f in now.__struct_fields__ if f != "contacts"]
    assert [getattr(now, f) for f in same] == [getattr(then, f) for f in same]


@given(journeys, WAYS)
def test_every_word_of_every_view_is_in_the_pack_in_every_language(journey, way):
    view = look(world(), after(fresh(journey), *way), at=AT)
    texts = [s.text for s in view.shown] + [o.text for o in view.offers]
    texts += [view.ask.text] if view.ask else []
    for text in texts:
        assert all(world().release.has_text(text, language) for language in ("km", "en"))


@given(journeys, WAYS)
def test_keys_of_one_view_are_each_another_and_each_leads_on(journey, way):
    state = after(fresh(journey), *way)
    keys = [offer.key for offer in look(world(), state, at=AT).offers]
    assert len(set(keys)) == len(keys)
    assert set(keys) <= set(world().answers(state.place))


@given(journeys, WAYS)
def test_begin_anew_is_offered_where_there_is_a_way_to_leave(journey, way):
    state = after(fresh(journey), *way)
    view = look(world(), state, at=AT)
    assert view.moves == (MOVES if len(state.path) == 1 else (*MOVES, "restart"))
    assert view.depth == len(state.path) - 1


@given(st.text(alphabet=ALPHABET, max_size=12), st.integers(0, 7), st.sampled_from(ALPHABET[:5]))
def test_a_fact_is_put_in_its_place_alone_and_one_that_rises_only_rises(facts, at, code):
    own = world().facts
    full = (facts + world().fresh)[: len(own)]
    put = world().put(full, at, code)
    assert put[:at] + put[at + 1 :] == full[:at] + full[at + 1 :]
    assert put[at] == (max(full[at], code) if own[at].rises else code)


@given(st.lists(st.tuples(st.integers(-2, 40), st.text(alphabet=ALPHABET[:6], max_size=9)), max_size=3))
def test_places_that_are_not_of_this_pack_are_never_walked(path):
    own = world()
    nodes, sizes = len(own.release.nodes), [len(f.values) for f in own.facts]
    good = all(
        0 <= node < nodes
        and len(facts) == len(sizes)
        and all(ALPHABET.index(c) < size for c, size in zip(facts, sizes, strict=True))
        for node, facts in path
    )
    assert own.fits(path) == good
    assert own.fits(path) == good, "also when asked again"


def test_a_world_keeps_a_bounded_number_of_answers(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MOST_KEPT", 3)
    own = anew()
    for key in ("1", "2"):
        for hours in range(0, 24 * 8, 6):
            look(own, fresh(), at=AT + timedelta(hours=hours))
            own.match(Need(("HELPLINE",), key), AT + timedelta(hours=hours))
    for node in range(8):
        own.answers((node, own.fresh))
    assert max(len(own.views), len(own._matches), len(own._answers)) <= 3


def test_words_of_a_situation_are_those_of_whoever_is_there():
    own = world()
    facts = own.put(own.put(own.fresh, own.who, own.facts[own.who].code("child")), own.situation,
                    own.facts[own.situation].code("S02"))  # fmt: skip
    voice = own.voice(facts)
    assert voice is own.release.situations["S02"].voices["child"]
    assert own.has(facts) == frozenset(voice.has)
    assert own.voice(own.fresh) is None
    assert own.has(own.fresh) == frozenset()


def test_danger_screens_are_red_whatever_the_level():
    assert {"help.now", "help.red", "help.red-next"} == set(world().red_nodes)
    assert not world().is_red(look(world(), fresh(), at=AT))
