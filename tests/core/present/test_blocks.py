"""A view in blocks: nothing is lost, doubled or moved behind what it belongs to, whatever a view holds."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import AT, world_of

from kapea.core.dialogue.events import Answer
from kapea.core.dialogue.look import look
from kapea.core.dialogue.state import State
from kapea.core.dialogue.step import begin, step
from kapea.core.dialogue.view import Offer, Shown, View
from kapea.core.present.blocks import (
    ALONE,
    LEVEL_PICTURES,
    TILES_AT_ONCE,
    first_sentence,
    grouped,
    label_form,
    laid_out,
    sign_of,
)

LINES = st.lists(
    st.builds(
        Shown,
        st.sampled_from(("A1.now", "A1.soon", "S01.child.first", "S01.child.step.1.do", "x.y")),
        st.sampled_from(("first", "do", "say", "item", "tap", "note")),
        st.sampled_from(("", "hand")),
    ),
    max_size=12,
)
OFFER = st.builds(
    Offer,
    st.sampled_from(("yes", "no", "1")),
    st.just("x"),
    st.sampled_from(("", "p")),
    st.booleans(),
    st.sampled_from(((), (Shown("x.why"),))),
    st.sampled_from(("", "home", "online")),
)
OFFERS = st.lists(OFFER, max_size=20)
LEVELS = st.sampled_from(tuple(LEVEL_PICTURES))


@pytest.fixture(scope="module")
def a_view() -> View:
    world = world_of("cambodia")
    return look(world, begin(world, "en"), at=AT)


@given(LINES, LEVELS, st.booleans())
def test_every_line_stands_once_and_in_its_order(lines, level, has_contacts):
    blocks = grouped(lines, level, has_contacts)
    assert [line for block in blocks for line in block.lines] == lines
    assert all(block.lines for block in blocks)


@given(LINES, LEVELS, st.booleans())
def test_neighbours_of_one_kind_are_one_block_and_an_act_stands_alone(lines, level, has_contacts):
    blocks = grouped(lines, level, has_contacts)
    assert all(len(block.lines) == 1 for block in blocks if block.kind in ALONE)
    assert not [a for a, b in pairwise(blocks) if a.kind == b.kind and a.kind not in ALONE]
    assert not [block for block in blocks if block.kind == "steps" and len(block.lines) < 2]


@given(LINES, LEVELS)
def test_steps_are_counted_only_in_danger_with_somebody_to_call(lines, level):
    assert not [block for block in grouped(lines, level, False) if block.kind == "steps"]
    if level != "red":
        assert not [block for block in grouped(lines, level, True) if block.kind == "steps"]


@given(LINES, LEVELS)
def test_how_soon_is_told_by_a_shape_too(lines, level):
    for block in grouped(lines, level, True):
        assert (block.kind == "level") == block.lines[0].text.startswith("A1.")
        assert block.kind != "level" or block.picture == LEVEL_PICTURES[level]


@given(lines=LINES, offers=OFFERS, level=LEVELS, asks=st.booleans(), is_help=st.booleans())
def test_a_view_is_laid_out_whole(a_view, lines, offers, level, asks, is_help):
    view = msgspec.structs.replace(
        a_view, shown=tuple(lines), offers=tuple(offers), level=level, ask=Shown("x", "ask") if asks else None
    )
    laid = laid_out(view, is_help=is_help)
    said = [line for block in (*laid.opening, *laid.blocks) for line in block.lines]
    assert sorted(map(id, [*said, *([laid.heading] if laid.heading else [])])) == sorted(
        id(line) for line in lines if line.role != "note"
    )
    under = [o for group in laid.groups for o in (*group.tiles, *group.more)]
    answers = (*laid.asides, *under, *laid.tiles, *laid.more, *laid.main, *laid.answers, *laid.minor)
    assert sorted(map(id, answers)) == sorted(map(id, offers))
    assert len(laid.tiles) <= TILES_AT_ONCE
    assert sum(len(group.tiles) for group in laid.groups) <= TILES_AT_ONCE
    assert all(o.group == group.group for group in laid.groups for o in (*group.tiles, *group.more))
    assert not [o for o in (*laid.tiles, *laid.more) if o.group]
    assert laid.urgent == (is_help or level == "red")
    assert laid.brief or not laid.bare, "who has no room for other ways has none for what they do"


@pytest.mark.parametrize("who", ["1", "2", "3", "4", "5"])
def test_every_worry_stands_under_a_heading_but_the_one_for_when_nothing_else_fits(who):
    world = world_of("cambodia")
    state = step(world, begin(world, "en"), Answer(who), at=AT).state
    assert state is not None
    laid = laid_out(look(world, state, at=AT), is_help=False)
    assert 2 <= len(laid.groups) <= 4
    assert [offer.key for offer in (*laid.tiles, *laid.more)] == ["S00"]
    assert laid.groups[0].tiles, "what most come with is seen at once"


def test_in_a_real_danger_view_who_to_call_is_brief_and_urgent():
    world = world_of("cambodia")
    view = look(world, State(world.release.short_hash, "en", ((world.help, world.fresh),)), at=AT)
    laid = laid_out(view, is_help=True)
    assert (laid.urgent, laid.brief, laid.bare) == (True, True, True)
    assert laid.heading is not None or view.ask is not None


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("Stop. Keep it.", ("Stop.", "Keep it.")),
        ("ឈប់។ ទុកវា។", ("ឈប់។", "ទុកវា។")),
        ("रोक्नुहोस्। राख्नुहोस्।", ("रोक्नुहोस्।", "राख्नुहोस्।")),
        ("One thing", ("One thing",)),
        ("Call 1.5 times", ("Call 1.5 times",)),
        ("", ("",)),
    ],
)
def test_the_first_sentence_stands_apart_in_every_script(words, parts):
    assert first_sentence(words) == parts


@given(st.text(max_size=60))
def test_no_word_is_lost_between_a_first_sentence_and_the_rest(words):
    assert "".join(" ".join(first_sentence(words)).split()) == "".join(words.split())


def test_yes_and_no_have_a_sign_and_a_picture_has_whole_words():
    signs = [sign_of(Offer(key, "x", ""), {"x": "sun"}) for key in ("yes", "no", "unsure", "1")]
    assert signs == ["yes", "no", "unsure", "sun"]
    assert (sign_of(Offer("1", "x", "moon"), {"x": "sun"}), sign_of(Offer("1", "y", ""), {"x": "sun"})) == (
        "moon",
        "",
    )
    assert (label_form(Offer("1", "x", "p")), label_form(Offer("1", "x", ""))) == ("", "short")
