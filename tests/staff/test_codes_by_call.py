"""The way back by a call: what anybody hears, what the two pictures open, and what the switch is told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.channels.voice.conftest import EveryPrompt, Telephone
from tests.channels.voice.fake_switch import HANGS_UP, SILENCE
from tests.staff.at_the_desk import Worker
from tests.staff.leaving_something import PLANTED, Visitor, forget, other_code, plain, switch_on, takes

from kapea.care import same_moment
from kapea.care.models import AnsweringDesk, CodeAlert, RecordedPermission
from kapea.channels.voice.call import VoiceDoor
from kapea.channels.way_back_messages import ANSWERS_AT_ONCE
from kapea.core.care.way_back_screens import code_texts
from kapea.core.staff.roles import Role
from kapea.guide.models import Conversation
from kapea.vault.models import PersonKey

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
GOLDEN = Path(__file__).parents[1] / "golden" / "way_back"
HELLO = "Hello. Press 1 when only you can hear this."
ASKED = "Somebody can talk with you. Is now a good time?"
REST = "These people can talk with you."
RIGHT, WRONG = ("sign-boat", "sign-tree"), ("sign-cup", "sign-fish")


class SomePrompts(EveryPrompt):
    """A folder that lacks one."""

    def __init__(self, lacks: str) -> None:
        super().__init__("en")
        self._lacks = lacks

    def file_of(self, prompt, *, live):
        return None if prompt.text == self._lacks else super().file_of(prompt, live=live)


@pytest.fixture
def telephone(cast, settings, monkeypatch):
    monkeypatch.setattr(same_moment, "SAME_MOMENT", 0.0)
    switch_on(cast.organisation, cast.at)
    made = Telephone(cast.at + timedelta(minutes=5))
    made.door = VoiceDoor("cambodia", EveryPrompt("en", "km"))
    yield made
    forget()


@pytest.fixture
def visitor(telephone) -> Visitor:
    somebody = Visitor()
    somebody.leaves()
    return somebody


def keys_of(code: str) -> list[str]:
    return list(code.replace(" ", ""))


def test_the_right_pictures_open_news_and_no_word_of_a_worker(telephone, visitor, cast):
    worker = Worker(cast.ours[Role.COUNSELLOR], cast.at)
    worker.does(takes(worker, visitor.left()), "answer", said="I am here on Monday.")
    said = " ".join(telephone.calls("7", *keys_of(visitor.code), *RIGHT, HANGS_UP))
    assert "Somebody has read it, and helps you." in said
    assert "Somebody wrote to you. Read it on our page." in said
    assert "Monday" not in said
    assert PLANTED not in said


def test_nobody_is_to_call_any_more_and_the_number_is_thrown_away(telephone, visitor):
    telephone.calls("7", *keys_of(visitor.code), *RIGHT, "way-no-calls", "way-back-throw", HANGS_UP)
    said = " ".join(telephone.heard)
    assert "Nobody contacts you from now on." in said
    assert "This number opens nothing any more." in said
    assert PersonKey.objects.get().revoked_at is not None
    assert not RecordedPermission.objects.filter(kind="call_back", withdrawn_at=None).exists()


def test_cw_47_by_call_all_that_does_not_open_sounds_alike(telephone, visitor):
    right, other = keys_of(visitor.code), keys_of(other_code(visitor.code))
    tries = [
        (*other, *RIGHT),
        (*right[:-1], "#", *RIGHT),
        ("1", "2", SILENCE, *RIGHT),
        (*right, *WRONG),
        (*right, "sign-boat", "way-back-not-now"),
        (*right, "sign-boat", "way-back-throw"),
        (*right, *RIGHT),
    ]
    heard = []
    for n, keys in enumerate(tries):
        told = telephone.calls("7", *keys, HANGS_UP, callerid=f"+999000001{n:02}")
        heard.append([each for each in told if each != HELLO])
    # the pictures that are looked for are on another page for some: what was said, each once
    assert len({frozenset(" | ".join(each).split(" | ")) for each in heard[:3]}) == 1
    ends = {each[-1] for each in heard}
    assert len(ends) == 1
    rests = {next(line for line in each if REST in line) for each in heard}
    assert len(rests) == 1
    assert sorted(row.kind for row in CodeAlert.objects.all()) == ["not_now", "other_signs"]


def test_the_switch_is_told_no_figure_and_nothing_is_kept(telephone, visitor, caplog):
    caplog.set_level("DEBUG")
    telephone.calls("7", *keys_of(visitor.code), *WRONG, HANGS_UP)
    assert Conversation.objects.count() == 0
    code = visitor.code.replace(" ", "")
    assert not any(code[-6:] in each for each in (*telephone.switch.commands, caplog.text))


def test_answers_are_slowed_for_a_telephone(telephone, visitor):
    for _ in range(ANSWERS_AT_ONCE):
        telephone.calls("7", *keys_of(other_code(visitor.code)), *WRONG, HANGS_UP)
    said = " ".join(telephone.calls("7", *keys_of(visitor.code), *RIGHT, HANGS_UP))
    assert "Many people are using this now." in said
    telephone.later(seconds=21)
    assert "We have it." in " ".join(telephone.calls("7", *keys_of(visitor.code), *RIGHT, HANGS_UP))


def test_the_page_with_the_code_tells_of_calls_where_there_are_some(telephone, settings):
    assert "press 7" not in plain(Visitor().leaves())
    settings.KAPEA_VOICE_PACK = "cambodia"
    assert "press 7" in plain(Visitor().leaves())


def test_seven_is_a_key_like_any_where_nobody_has_a_code(telephone):
    AnsweringDesk.objects.all().delete()
    assert ASKED not in " ".join(telephone.calls("7", *"1234567890123456"))


@pytest.mark.parametrize("lacks", ["word.way-back-people", "word.news-confirmed"])
def test_seven_is_a_key_like_any_where_a_word_is_not_recorded(telephone, visitor, lacks):
    assert lacks in code_texts()
    telephone.door = VoiceDoor("cambodia", SomePrompts(lacks))
    assert ASKED not in " ".join(telephone.calls("7", *keys_of(visitor.code)))


def test_transcript(telephone, visitor, request):
    path = GOLDEN / "call-en.txt"
    telephone.calls("7", *keys_of(visitor.code), *RIGHT, "way-all-back", "way-back-close", HANGS_UP)
    pressed = "\n".join(f"> {each}" for each in keys_of(visitor.code))
    said = telephone.transcript().replace(pressed, "> (the sixteen figures)")
    if request.config.getoption("--update-golden"):
        path.write_text(said, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == said
