"""The folder of prompts: what can be played, in which languages a call can be held, who speaks."""

from __future__ import annotations

import wave

import pytest
from django.test import override_settings
from tests.packs import COUNTRIES, EACH_LANGUAGE, world
from tests.small_releases import small

from kapea.channels.voice.call import VoiceDoor
from kapea.channels.voice.making import PromptMaker
from kapea.channels.voice.prompts import PHONE_RATE, PromptFolder
from kapea.channels.voice.setting_up import NotSetUp, listening_address, voice_door, voice_standing
from kapea.content.media import media_folder
from kapea.core.checker.needed_prompts import needed_prompts
from kapea.core.dialogue.world import World
from kapea.core.doors.limits import PROMPT_SECONDS
from kapea.core.doors.voice import COMPUTER, prompt_of
from kapea.core.languages.speech import speech_seconds
from kapea.core.pack.model import Recorded
from kapea.sound.encode import encode_sound, name_of
from kapea.sound.measure import loudness, open_file
from kapea.sound.synthetic_voice import speak


def release(**changes):
    """The small pack, whose small words say something of their own."""
    english = small().texts["en"]
    words = {id: id.partition(".")[2] if said == "Word." else said for id, said in english.items()}
    return small(texts={**small().texts, "en": words}, **changes)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory) -> PromptFolder:
    """A folder with every prompt of the small pack in English, spoken by a computer."""
    folder, made = PromptFolder(tmp_path_factory.mktemp("prompts")), release()
    maker = PromptMaker(folder, made)
    maker.silence()
    maker.by_computer(needed_prompts(World(made), ("en",))["en"], "en")
    return folder


def test_a_language_is_offered_when_nothing_of_it_is_missing(spoken):
    assert spoken.languages(World(release())) == ("en",)
    assert spoken.missing(World(release()))["en"] == ()
    assert len(spoken.missing(World(release()))["km"]) > 50


@pytest.mark.parametrize("text", ["word.call-hello", "word.digit-7", COMPUTER])
def test_one_missing_prompt_is_enough_not_to_offer_it(spoken, text):
    prompt = prompt_of(release(), text, "en")
    path = spoken.path_of(prompt, computer=True)
    aside = path.rename(path.with_suffix(".aside"))
    try:
        assert spoken.missing(World(release()))["en"] == (prompt,)
        assert PromptFolder(spoken.folder).languages(World(release())) == ()
    finally:
        aside.rename(path)


def test_no_computer_speaks_in_a_pack_that_is_live(spoken):
    live = World(release(live=True))
    assert PromptFolder(spoken.folder).languages(live) == ()
    assert spoken.file_of(prompt_of(live.release, "word.call-hello", "en"), live=True) is None


def test_nothing_is_spoken_where_there_is_no_such_voice(tmp_path):
    maker = PromptMaker(PromptFolder(tmp_path), release())
    assert maker.by_computer(needed_prompts(World(release()), ("km",))["km"], "km") == 0


def test_every_file_is_one_that_a_switch_plays(spoken):
    assert spoken.unplayable() == []
    with wave.open(str(spoken.folder / "silence.wav")) as sound:
        assert sound.getnframes() == PHONE_RATE // 2
        assert not any(sound.readframes(PHONE_RATE))


@pytest.mark.parametrize(("rate", "width", "channels"), [(16000, 2, 1), (8000, 1, 1), (8000, 2, 2)])
def test_one_that_it_would_not_play_is_named(tmp_path, rate, width, channels):
    with wave.open(str(tmp_path / "x.wav"), "wb") as out:
        out.setframerate(rate)
        out.setsampwidth(width)
        out.setnchannels(channels)
        out.writeframes(b"\x01" * 800)
    assert PromptFolder(tmp_path).unplayable() == [tmp_path / "x.wav"]


@pytest.mark.parametrize("body", [b"", b"RIFF", b"no sound at all" * 100])
def test_nor_is_what_is_no_sound(tmp_path, body):
    (tmp_path / "x.wav").write_bytes(body)
    assert PromptFolder(tmp_path).unplayable() == [tmp_path / "x.wav"]


def test_a_persons_recording_is_played_before_a_computers(tmp_path, settings):
    settings.HOME = tmp_path
    opened = speak("Hello there, whoever you are.", "en")
    made = encode_sound(opened.mono, loudness(opened.mono))
    media_folder().mkdir()
    (media_folder() / f"{name_of(made.mp3)}.mp3").write_bytes(made.mp3)
    recorded = Recorded(opus=name_of(made.opus), mp3=name_of(made.mp3), seconds=made.seconds)
    pack = release(media={"en": {"word.call-hello": recorded}})
    prompt, folder = prompt_of(pack, "word.call-hello", "en"), PromptFolder(tmp_path / "prompts")
    maker = PromptMaker(folder, pack, wide=True)
    assert maker.by_computer([prompt], "en") == 2
    assert folder.file_of(prompt, live=False).computer
    assert maker.from_recordings([prompt]) == 1
    assert not folder.file_of(prompt, live=False).computer
    assert folder.file_of(prompt, live=True) is not None
    path = folder.path_of(prompt)
    assert abs(open_file(path).mono.size - opened.mono.size) < opened.mono.size / 10
    assert path.with_suffix(".sln16").stat().st_size == pytest.approx(2 * path.stat().st_size, rel=0.05)
    assert maker.from_recordings([prompt]) == 0, "what is there stays"


class TestEveryPack:
    @pytest.mark.parametrize(("country", "language"), EACH_LANGUAGE)
    def test_every_prompt_is_said_within_its_seconds_and_is_whole(self, country, language):
        prompts = needed_prompts(world(country), (language,))[language]
        assert {each.language for each in prompts} == {language}
        assert all(speech_seconds(each.words, language) <= PROMPT_SECONDS for each in prompts)
        assert not any("{" in each.words or "~" in each.words for each in prompts)
        assert len({each.name for each in prompts}) == len(prompts)

    @pytest.mark.parametrize("country", COUNTRIES)
    def test_what_a_call_says_of_a_page_is_said_of_a_call(self, country):
        """Nobody who listens is told of a page, a screen to look at, or something to tap."""
        said = {each.text: each.words for each in needed_prompts(world(country), ("en",))["en"]}
        shown = {text: words for text, words in said.items() if not text.startswith(("settings.", "menu."))}
        wrong = (
            "this page",
            "this chat",
            "Press Leave",
            "Leave closes",
            "Leave ends",
            "this screen",
        )
        found = {t: w for t, w in shown.items() if any(each in w for each in wrong)}
        assert set(found) <= ADDRESS_ON_SCREEN


ADDRESS_ON_SCREEN = {"A4.where"}
"""It points to the address of a site, which no call can say."""


class TestSettings:
    @override_settings(KAPEA_VOICE_PACK="")
    def test_without_a_pack_there_is_no_door(self):
        assert voice_door() is None

    @pytest.mark.parametrize("dialled", ['x" y', "a b", "x\ny", "${SHELL(x)}", "a,b"])
    def test_what_a_dialplan_could_read_otherwise_is_refused(self, dialled):
        with override_settings(KAPEA_VOICE_PACK="kenya", KAPEA_VOICE_PERSON=dialled), pytest.raises(NotSetUp):
            voice_door()

    @pytest.mark.parametrize(
        ("written", "meant"),
        [("127.0.0.1:4573", ("127.0.0.1", 4573)), ("[::1]:1", ("::1", 1)), (":9", ("127.0.0.1", 9))],
    )
    def test_an_address_is_read(self, written, meant):
        with override_settings(KAPEA_VOICE_LISTEN=written):
            assert listening_address() == meant

    @pytest.mark.parametrize("written", ["", "4573", "here", "127.0.0.1:", "127.0.0.1:99999"])
    def test_or_refused(self, written):
        with override_settings(KAPEA_VOICE_LISTEN=written), pytest.raises(NotSetUp):
            listening_address()


def test_an_operator_is_told_what_is_missing_and_who_speaks(spoken):
    told = list(voice_standing(VoiceDoor("small", spoken), World(release())))
    assert told[0].startswith("km: not offered, ")
    assert "prompts are missing (word." in told[0]
    assert told[1:] == ["en: can be spoken, some of it by a computer: for a trial only"]
