"""Keys for some hours: a code is known again under its key, and by nobody afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.vault.link_keys import (
    CodeLinks,
    Unsealable,
    destroy_link_key,
    destroy_old_link_keys,
    form_mark,
    link_key,
    make_link_key,
)
from kapea.vault.models import LinkKey

HOURS = timedelta(hours=24)
materials = st.binary(min_size=32, max_size=32)
codes = st.text(min_size=1, max_size=8)


@pytest.fixture
def links(db, at):
    return make_link_key("workshop:one", at=at, expires_at=at + HOURS)


pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_the_same_code_has_the_same_mark_until_the_key_is_destroyed(links, at):
    again = link_key("workshop:one", at=at)
    assert again is not None
    assert links.mark("ab12") == again.mark("ab12") != links.mark("ab13")
    assert destroy_link_key("workshop:one") == 1
    assert link_key("workshop:one", at=at) is None
    new = make_link_key("workshop:one", at=at, expires_at=at + HOURS)
    assert new.mark("ab12") != links.mark("ab12")


def test_a_key_that_is_there_is_kept_and_one_that_is_over_is_drawn_anew(links, at):
    assert make_link_key("workshop:one", at=at, expires_at=at + HOURS).mark("x") == links.mark("x")
    assert link_key("workshop:one", at=at + HOURS) is None
    late = make_link_key("workshop:one", at=at + HOURS, expires_at=at + 2 * HOURS)
    assert late.mark("x") != links.mark("x")
    assert LinkKey.objects.count() == 1


def test_old_keys_go_by_themselves(links, at):
    assert destroy_old_link_keys(at=at + HOURS - timedelta(seconds=1)) == 0
    assert destroy_old_link_keys(at=at + HOURS) == 1
    assert not LinkKey.objects.exists()


def test_a_key_shows_itself_nowhere(links):
    material = bytes(LinkKey.objects.get().material)
    assert material.hex() not in repr(links)
    assert str(LinkKey.objects.get()) == "a key for some hours"


@given(materials, materials, codes, codes)
def test_marks_of_two_codes_or_two_keys_never_meet(one, other, code, another):
    marks = {
        (material, said): CodeLinks(None, material).mark(said)
        for material in (one, other)
        for said in (code, another)
    }
    assert len(set(marks.values())) == len({(m, c) for m in (one, other) for c in (code, another)})


def test_without_the_secret_the_key_alone_gives_no_mark(links, settings):
    """Who has both databases and not the secret tries all codes in vain."""
    mark = links.mark("ab12")
    settings.SECRET_KEY = "another"
    assert links.mark("ab12") != mark


def test_answers_open_under_their_mark_and_place_alone(links):
    mark = links.mark("ab12")
    sealed = links.seal(mark, "before", "yn-")
    assert links.open(mark, "before", sealed) == "yn-"
    for wrong in ((mark, "after"), (links.mark("ab13"), "before")):
        with pytest.raises(Unsealable):
            links.open(*wrong, sealed)


def test_a_form_is_known_again_and_tells_nothing_of_itself():
    assert form_mark("part", "word") == form_mark("part", "word")
    assert len({form_mark("part", "word"), form_mark("par", "tword"), form_mark("part2", "word")}) == 3
    assert "word" not in form_mark("part", "word")
