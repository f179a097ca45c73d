"""Whoever a child told walks one way, from the page and from the tile; someone there may have done it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.packs import COUNTRIES, world

from kapea.core.dialogue.events import Answer
from kapea.core.dialogue.step import begin, look, step

AT = datetime(2026, 11, 24, 15, 40, tzinfo=UTC)
FROM_THE_TILE = [("help", ("4", "S24", "1", "1")), ("help", ("5", "S24", "1", "1"))]
FROM_THE_PAGE = ("told", ("1", "1", "1"))
ENTRIES = [*FROM_THE_TILE, FROM_THE_PAGE]


def views(country, journey, keys, *more):
    """What a teacher meets, view by view, up to the last of some answers."""
    here = world(country)
    state = begin(here, "en", journey)
    seen = [look(here, state, at=AT)]
    for key in (*keys, *more):
        taken = step(here, state, Answer(key), at=AT)
        state = taken.state
        seen.append(taken.view)
    return seen


def words(country, view):
    text = world(country).release.text
    lines = [text(shown.text, "en") for shown in view.shown]
    return " ".join([*lines, text(view.ask.text, "en")] if view.ask else lines)


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize(("journey", "keys"), ENTRIES)
def test_every_entry_gives_the_words_to_say_then_what_to_mind_then_asks_who(country, journey, keys):
    way = [view.node for view in views(country, journey, keys, "1", "no")]
    after = [node for node in way[way.index("help.words") :] if node != "told.who"]
    assert after == ["help.words", "told.mind", "told.ours", "help.q-danger"]


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize(("journey", "keys"), ENTRIES)
def test_at_a_school_the_head_a_matron_a_coach_and_the_person_named_may_have_done_it(country, journey, keys):
    asked = words(country, views(country, journey, keys, "1")[-1])
    assert all(who in asked for who in ("The head", "a matron", "a coach", "named for child protection"))


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("answer", ["yes", "unsure"])
@pytest.mark.parametrize(("journey", "keys"), ENTRIES)
def test_then_nobody_there_is_told_and_lines_elsewhere_lead(country, answer, journey, keys):
    view = views(country, journey, keys, "1", answer)[-1]
    assert view.node == "told.round"
    assert "Do not tell anyone in the school." in words(country, view)
    assert view.contacts
    assert not any(match.service.local or match.service.local_post for match in view.contacts)


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("who", ["4", "5"])
def test_whoever_is_told_by_a_child_who_signs_is_shown_a_room_where_no_hands_are_seen(country, who):
    here = world(country)
    words_of = views(country, "help", (who, "S24"))[-1]
    [signs] = [
        o.key for o in words_of.offers if here.release.text(o.text, "en").startswith("The child signs")
    ]
    told = views(country, "help", (who, "S24"), signs, "1")
    said = words(country, told[-2])
    assert "nobody sees your hands" in said
    assert "Do not let staff, family or classmates interpret." in said
    assert told[-1].node == "help.words"
