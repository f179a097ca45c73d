"""Walkthroughs: a record of a menu as screens; nothing but what the record says, and how old it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.conftest import AT, COUNTRIES, built, world_of
from tests.core.checker import small_pack
from tests.core.checker.small_pack import ON

from kapea.cli import terminal
from kapea.core.checker.check import check
from kapea.core.dialogue.events import Answer
from kapea.core.dialogue.menu_screen import screen_slot_words
from kapea.core.dialogue.step import begin, look, step
from kapea.core.dialogue.world import World
from kapea.core.directory.trust import CONFIRMED
from kapea.core.pack.model import Setting, Upkeep
from kapea.core.pack.parse.walkthroughs import is_word, seen_on
from kapea.core.present.drawings import filled, slots

PHONE = "journeys/phone.yaml"
JOURNEY = """
journey: phone
format: 1
$HEAD
facts:
  beside: [nobody, worker]
start: apps
texts:
  ask: What shall we change?
  worker: I help a family
  writers: Who can write
  together: You do it together.
  together-say: "You can say: Shall we look?"
  begin: Begin
  another: Another one
  done: Done
  go-on: Go on
  enough: Enough for now
  not-there: I can't find it
  step-say: "You can say: You tap."
  open-app: {say: "Open it, then tap this:", picture: row}
  choose: {say: "Choose this:", picture: row}
  at-who-can-write: Look who can write.
  otherwise: Your phone may say it differently.
  otherwise-words: "You may see this:"
  otherwise-ask: Look together.
  stops-lead: "What this stops:"
  not-lead: "What it leaves open:"
  seen-undated: Nobody says when it was seen.
  end-say: "You can say: You can change it back."
  close: Done together.
nodes:
  apps:
    ask: ask
    about: app
    choices:
      - {say: writers, to: chat-writers}
      - {say: worker, minor: true, set: {beside: worker}, to: chat-writers}
  close: {show: [close], choices: [{say: another, to: apps}, {say: begin, to: help}]}
walks:
  chat-writers: {to: apps, goal: writers, says: {3: choose}}
"""
ROW = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 220 190">'
    '<text data-slot="1" x="20" y="90" data-wide="150" data-high="60" font-size="16"/></svg>'
)


@pytest.fixture
def twin(monkeypatch):
    """The small pack with a walk, and changes of its files."""
    monkeypatch.setitem(small_pack.SOURCE, PHONE, JOURNEY)
    monkeypatch.setitem(small_pack.SOURCE, "pictures/row.svg", ROW)
    for name in ("search-place", "sit-together", "shield"):
        monkeypatch.setitem(small_pack.SOURCE, f"pictures/{name}.svg", small_pack.PICTURE)
    return small_pack.built


def walked(made, *keys: str, language: str = "en", at=AT):
    """The view after some answers in the walk's journey."""
    world = World(made.release)
    state = begin(world, language, "phone")
    for key in keys:
        state = step(world, state, Answer(key), at=at).state
    return world, look(world, state, at=at)


def said(world, view) -> list[str]:
    return [world.release.text(s.text, view.language) for s in view.shown]


def problems(made, code: str) -> list[str]:
    return [str(p) for p in check(made, on=ON).problems if p.code == code and p.severity != "note"]


def test_a_good_walk_is_proved(twin):
    report = check(twin(), on=ON)
    assert [str(p) for p in report.problems if p.severity != "note"] == []


def test_every_place_of_the_path_is_one_screen_in_its_order(twin):
    made = twin()
    assert said(*walked(made, "1"))[0] == "Who can write"
    assert said(*walked(made, "1", "1")) == ["Open it, then tap this:", "Settings"]
    assert said(*walked(made, "1", "1", "1")) == ["Look who can write."]
    assert said(*walked(made, "1", "1", "1", "1")) == ["Choose this:", "Friends"]
    world, end = walked(made, "1", "1", "1", "1", "1")
    assert said(world, end) == [
        "What this stops:",
        "Strangers cannot write.",
        "What it leaves open:",
        "Friends still can.",
        "Nobody says when it was seen.",
    ]


def test_a_drawing_has_the_word_to_tap(twin):
    world, view = walked(twin(), "1", "1")
    assert screen_slot_words(world, view) == ("Settings", "")
    assert "Settings" in filled(world.release.pictures[view.picture], screen_slot_words(world, view))


def test_when_it_is_not_there_other_words_are_shown_and_one_comes_back(twin):
    made = twin()
    world, other = walked(made, "1", "1", "2")
    assert "Contacts" in said(world, other)
    assert walked(made, "1", "1", "2", "1")[1].node == walked(made, "1", "1")[1].node


def test_a_worker_gets_a_line_to_say_on_every_screen_and_a_family_none(twin):
    made = twin()
    for steps in ((), ("1",), ("1", "1"), ("1", "1", "1"), ("1", "1", "1", "1")):
        assert any("You can say" in words for words in said(*walked(made, "2", *steps)))
        assert not any("You can say" in words for words in said(*walked(made, "1", *steps)))


def test_words_of_a_menu_are_those_that_were_seen_in_a_language_and_english_elsewhere(twin):
    local = (
        "words:\n  km: {seen: 2026-10, sources: [a phone], confidence: C2, says: {Settings: ការ}}\nsettings:"
    )
    made = twin(("menus/chat.yaml", "settings:", local))
    world, view = walked(made, "1", "1", language="km")
    assert screen_slot_words(world, view)[0].replace("​", "") == "ការ"
    assert screen_slot_words(*walked(made, "1", "1", "1", "1", language="km"))[0] == "Friends"
    assert problems(made, "K14") == []


def test_a_local_word_of_one_voice_is_not_shown(twin):
    local = (
        "words:\n  km: {seen: 2026-10, sources: [a phone], confidence: S1, says: {Settings: ការ}}\nsettings:"
    )
    assert (
        screen_slot_words(*walked(twin(("menus/chat.yaml", "settings:", local)), "1", "1", language="km"))[0]
        == "Settings"
    )


@pytest.mark.parametrize("confidence", ["S1", "GK", "CONFLICT", "NOT FOUND"])
def test_no_walk_rests_on_what_is_not_confirmed(twin, confidence):
    found = problems(twin(("menus/chat.yaml", "confidence: C2", f"confidence: {confidence}")), "K18")
    assert any("shown as if it were sure" in each for each in found)


def test_an_unconfirmed_record_is_named_even_where_its_path_has_no_word(twin):
    changes = (
        ("menus/chat.yaml", "confidence: C2", "confidence: GK"),
        ("menus/chat.yaml", "path: [Settings, (who can write), Friends]", "path: [(who can write)]"),
        ("menus/chat.yaml", "    differs: [Contacts]\n", ""),
        (PHONE, ", says: {3: choose}", ""),
        (
            PHONE,
            "  close: {",
            "  otherwise: {show: [otherwise], choices: [{say: go-on, back: true}]}\n  close: {",
        ),
        (PHONE, '  open-app: {say: "Open it, then tap this:", picture: row}\n', ""),
        (PHONE, '  choose: {say: "Choose this:", picture: row}\n', ""),
        ("situations/S02.yaml", ", menu: [chat-writers]", ""),
    )
    assert any("chat-writers is GK" in each for each in problems(twin(*changes), "K18"))


def test_an_expired_record_is_named_and_its_walk_is_marked_and_goes_on(twin):
    made = twin(("menus/chat.yaml", "expires: 2027-05-24", "expires: 2026-11-24"))
    assert any("chat-writers expired on 2026-11-24" in each for each in problems(made, "K18"))
    live = [str(p) for p in check(made, on=ON, live=True).problems if p.severity == "error"]
    assert any("chat-writers expired" in each for each in live)
    for keys in (("1",), ("1", "1"), ("1", "1", "2"), ("1", "1", "1", "1", "1")):
        world, view = walked(made, *keys)
        assert (view.shown[0].text, view.shown[0].role) == ("word.note-aged", "note")
        before = look(world, begin(world, "en", "phone"), at=AT)
        assert before.shown == ()


def test_a_record_holds_until_the_day_it_expires_on_the_clock_of_the_country(twin):
    made = twin(("menus/chat.yaml", "expires: 2027-05-24", "expires: 2026-12-01"))
    evening, midnight = datetime(2026, 11, 30, 16, 59, tzinfo=UTC), datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
    assert walked(made, "1", at=evening)[1].shown[0].role != "note"
    assert walked(made, "1", at=midnight)[1].shown[0].role == "note"


def test_a_record_without_a_source_does_not_build(twin):
    made = twin(("menus/chat.yaml", "    sources: [a guide, another guide]\n", ""))
    assert not made.ok


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ((PHONE, "  chat-writers: {to", "  chat-readers: {to"), "no setting “chat-readers” to walk"),
        ((PHONE, "goal: writers, ", ""), "has no `goal`"),
        ((PHONE, "says: {3", "sayz: {3"), "knows no `sayz`"),
        ((PHONE, "  at-who-can-write: Look who can write.\n", ""), "at-who-can-write"),
        ((PHONE, "show: [close]", "show: [close, menu.chat-writers.9]"), "chat-writers has no “9”"),
        ((PHONE, "show: [close]", "show: [close, menu.nothing.1]"), "there is no setting “nothing”"),
        ((PHONE, "{show: [close]", "{screen: {of: nothing}, show: [close]"), "there is no setting “nothing”"),
    ],
)
def test_a_fault_is_named(twin, change, names):
    made = twin(change)
    assert not made.ok
    assert any(names in str(p) for p in made.problems), [str(p) for p in made.problems]


def test_words_with_no_room_in_their_drawing_are_named(twin):
    made = twin(("pictures/row.svg", 'data-wide="150"', 'data-wide="30"'))
    assert any("has no room in the drawing row" in each for each in problems(made, "K13"))


def test_a_drawing_with_room_for_a_word_stands_only_where_there_is_one(twin):
    at = (
        "  at-who-can-write: Look who can write.",
        "  at-who-can-write: {say: Look who can write., picture: row}",
    )
    assert any("this screen has none" in each for each in problems(twin((PHONE, *at)), "K13"))


@pytest.mark.parametrize(
    ("seen", "on"),
    [
        ("2026-04", "04/2026"),
        ("2022 (one); another is undated", "2022"),
        ("guides of 2021 to 2025", "2025"),
        ("undated help page", ""),
        ("not seen", ""),
    ],
)
def test_when_it_was_seen_is_the_newest_date_that_is_named(seen, on):
    assert seen_on(Setting("x", "App", ("Settings",), Upkeep(on=seen), "C2")) == on


# --- what is shipped -------------------------------------------------------------------------


def walks_of(country: str) -> list[Setting]:
    release = built(country).release
    return [release.menus[id] for id in dict.fromkeys(n.screen.setting for n in release.nodes if n.screen)]


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_shipped_walk_names_facts_that_are_sure_sourced_and_not_expired(country):
    settings = walks_of(country)
    assert len(settings) >= 20
    for setting in settings:
        assert setting.confidence in CONFIRMED, setting.id
        assert setting.upkeep.sources, setting.id
        assert setting.upkeep.on, setting.id
        assert setting.upkeep.expires > ON.isoformat(), setting.id


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_place_of_a_shipped_record_is_walked_and_each_drawing_has_its_words(country):
    world = world_of(country)
    nodes = {node.id: node for node in world.release.nodes}
    for setting in walks_of(country):
        for n, place in enumerate(setting.path, 1):
            node = nodes[f"settings.{setting.id}-{n}"]
            drawing = world.release.pictures[node.picture]
            assert (1 in slots(drawing)) == is_word(place), node.id
            for language in world.release.languages:
                words = [world.release.text(text, language) if text else "" for text in node.screen.slots]
                asked = [number for number in slots(drawing) if words[number - 1]]
                assert filled(drawing, words).count("<text") == len(asked), (node.id, language)


def test_the_terminal_says_when_a_menu_was_seen(world):
    path = ["1", "TikTok", "1", *["1"] * 7]
    *_, (_, last) = terminal.play(world, "en", path, "settings", at=AT)
    assert "04/2026" in terminal.view_text(world, last.view)
    assert "{date}" not in terminal.view_text(world, last.view)
