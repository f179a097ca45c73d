"""What must be recorded, in which order; and that no computer ever speaks where it is red."""

from __future__ import annotations

import msgspec
import pytest
from tests.core.checker.small_pack import ON, built

from kapea.core.checker import needed_recordings
from kapea.core.checker.check import check
from kapea.core.checker.context import CheckContext
from kapea.core.checker.explore import explore
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Recorded

PERSON, COMPUTER = Recorded("0" * 32, "1" * 32, 2.0), Recorded("0" * 32, "1" * 32, 2.0, placeholder=True)


def case() -> CheckContext:
    made = built()
    return CheckContext(made.places, made.release, explore(World(made.release)), on=ON, live=False)


def with_media(media: dict, *, live: bool = False):
    made = built()
    made.release = msgspec.structs.replace(made.release, media=media, live=live)
    return made


def test_the_most_urgent_stand_first():
    wanted = needed_recordings.wanted_recordings(case(), "en")
    kinds = [needed_recordings.URGENCIES.index(each.urgency) for each in wanted]
    assert kinds == sorted(kinds)
    order = list(dict.fromkeys(each.urgency for each in wanted))
    assert order == ["red", "first words and steps", "first view", "question", "rest", "by telephone"]
    urgency = {each.text: each.urgency for each in wanted}
    assert urgency["help.red-belief/child"] == "red"
    assert urgency["help.now-lead"] == "red"
    assert urgency["help.machine"] == "first view"
    assert urgency["S01.child.first"] == "first words and steps"
    assert urgency["help.q-home"] == "question"
    assert urgency["help.go-on"] == "rest"


def test_it_says_who_is_spoken_to():
    who = {each.text: each.who for each in needed_recordings.wanted_recordings(case(), "en")}
    assert who["S01.child.first"] == ("child",)
    assert who["help.machine"] == ()


def test_small_words_of_the_screen_are_not_recorded_but_notes_are():
    wanted = {each.text: each.urgency for each in needed_recordings.wanted_recordings(case(), "en")}
    assert "word.note-silence" in wanted
    assert "word.send" not in wanted
    assert wanted["word.language-km"] == wanted["word.digit-0"] == "by telephone"


def test_what_a_person_recorded_is_missing_no_more():
    def count(media: dict) -> int:
        [said] = [p.says for p in check(with_media(media), on=ON).of("K15") if p.says.startswith("en: ")]
        return int(said.split()[1])

    none = count({})
    assert count({"en": {"help.machine": PERSON}}) == none - 1
    assert count({"en": {"help.machine": COMPUTER}}) == none
    assert count({"km": {"help.machine": PERSON}}) == none


def test_with_all_of_them_nothing_is_said():
    texts = [each.text for each in needed_recordings.wanted_recordings(case(), "en")]
    report = check(with_media({"en": dict.fromkeys(texts, PERSON)}), on=ON, live=True)
    assert not [p for p in (*report.of("K15"), *report.of("LIVE-AUDIO")) if p.says.startswith("en: ")]


@pytest.mark.parametrize("text", ["help.red-belief/child", "help.red-hurt", "help.now-lead"])
def test_a_computer_where_it_is_red_keeps_a_pack_from_being_published(text):
    report = check(with_media({"en": {text: COMPUTER}}), on=ON)
    [found] = [p for p in report.errors if p.code == "K15"]
    assert "a computer speaks" in found.says
    assert found.path
    assert not report.ok


def test_a_computer_elsewhere_does_not_until_the_pack_is_live():
    media = {"en": {"S01.child.title": COMPUTER}}
    assert check(with_media(media), on=ON).ok
    assert "K15" in check(with_media(media), on=ON, live=True).failed()
    assert "K15" in check(with_media(media, live=True), on=ON).failed()


def test_live_counts_a_computer_as_nobody():
    red = needed_recordings.red(case())
    report = check(with_media({"en": dict.fromkeys(red, COMPUTER)}), on=ON, live=True)
    assert any(p.says.startswith("en: ") for p in report.of("LIVE-AUDIO"))
    report = check(with_media({"en": dict.fromkeys(red, PERSON)}), on=ON, live=True)
    assert not any(p.says.startswith("en: ") for p in report.of("LIVE-AUDIO"))


def test_every_screen_of_danger_is_red():
    explored = case()
    danger = ("help.now", "help.red", "help.red-next")
    for view in explored.graph.views:
        assert explored.world.is_red(view) == (view.level == "red" or view.node in danger)
