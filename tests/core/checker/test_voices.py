"""Who is spoken to about what: the sets that spare the checker walks agree with trying everybody."""

from __future__ import annotations

from functools import cache
from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from tests.core.checker.small_pack import released

from kapea.core.checker.searched_words import SearchedWords
from kapea.core.checker.voices import Voices
from kapea.core.checker.watched import safe_contact_code, tells_home, watched
from kapea.core.dialogue.world import World
from kapea.core.pack.conditions import holds
from kapea.core.pack.model import ALPHABET, Clause, Fact, When


@cache
def voices() -> Voices:
    release = released()
    return Voices(World(release))


@cache
def everybody() -> tuple[str, ...]:
    """Every string of facts that can be, those of the reminder left where they start."""
    facts = voices().world.facts
    codes = [ALPHABET[: len(f.values)] if n < 6 else ALPHABET[0] for n, f in enumerate(facts)]
    return tuple("".join(each) for each in product(*codes))


CLAUSES = st.one_of(
    st.builds(Clause, has=st.sampled_from(("step.2", "asks.dying", "band.9-11", "evidence", "nothing"))),
    st.builds(Clause, st.integers(0, 5), st.sampled_from(("0", "1", "2", "01", "12"))),
)
WHENS = st.builds(When, st.lists(CLAUSES, max_size=2).map(tuple), st.lists(CLAUSES, max_size=2).map(tuple))


def fits(clause: Clause) -> bool:
    return bool(clause.has) or all(
        ALPHABET.index(code) < len(voices().world.facts[clause.at].values) for code in clause.codes
    )


@given(WHENS)
def test_nobody_is_left_out_for_whom_a_condition_can_hold(when):
    if not all(map(fits, (*when.only, *when.unless))):
        return
    own = voices()
    really = {own.of(f) for f in everybody() if holds(when, f, own.world.has(f))}
    allowed = {n for n in range(own.every.bit_length()) if own.may(when) >> n & 1}
    assert really <= allowed


@given(st.lists(CLAUSES, max_size=3))
def test_clauses_of_who_and_what_alone_hold_for_exactly_those_they_name(clauses):
    own = voices()
    mine = [c for c in clauses if fits(c) and (c.has or c.at in (own.world.who, own.world.situation))]
    really = {own.of(f) for f in everybody() if holds(When(tuple(mine)), f, own.world.has(f))}
    assert {n for n in range(own.every.bit_length()) if own.holding(mine) >> n & 1} == really


@given(st.integers(0), st.sampled_from(("", "0", "1", "2")), st.sampled_from(("who", "situation")))
def test_looking_back_finds_exactly_those_who_may_become_one_of_those_asked_for(number, code, fact):
    """An answer puts a fact: whoever then is one of them was found, and nobody else."""
    own = voices()
    after = number & own.every
    at = own.world.who if fact == "who" else own.world.situation
    before = own.before(after, {at: code})
    puts = (code,) if code else ALPHABET[: len(own.world.facts[at].values)]
    for facts in everybody():
        then = (facts[:at] + put + facts[at + 1 :] for put in puts)
        may_become_one = any(after >> own.of(each) & 1 for each in then)
        assert bool(before >> own.of(facts) & 1) == may_become_one


def test_every_voice_of_a_pack_is_told_apart():
    own = voices()
    spoken = [voice for s in own.world.release.situations.values() for voice in s.voices.values()]
    assert len(own.told) == len(spoken)
    assert all(voice in spoken for voice in own.told.values())


def test_words_that_say_to_tell_at_home_are_known_by_their_tag_or_by_their_phrase():
    said = ("situations/S01.yaml", "any: Ask one person to sit with you.", "any: Go and tell your mother.")
    release = released(said)
    assert tells_home(SearchedWords(release)) == {
        "S01.child.step.2.do/9-11 home=safe": "en: “tell your mother”",
        "S01.child.step.2.do": "en: “tell your mother”",
    }


def test_a_tag_is_enough_where_no_phrase_is_listed():
    said = ("situations/S01.yaml", "say: Tell your mother now., tells", "say: Let her know., tells")
    release = released(said)
    assert tells_home(SearchedWords(release)) == {"S01.child.step.2.do/9-11 home=safe": "tells: home"}


def test_a_safe_contact_is_watched_where_a_journey_knows_of_one():
    release = voices().world.release
    at = [fact.name for fact in release.facts].index("safe-contact")
    assert watched(SearchedWords(release)).at_effects == ((at, "1"),)
    assert safe_contact_code((Fact("who", ("none",)),)) is None
    assert safe_contact_code((Fact("safe-contact", ("none", "ja")),)) is None
