"""kapea doors and kapea work, as an operator meets them."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest
from tests.channels.fake_telegram import TOKEN, FakeTelegram
from tests.home import prepared
from tests.server import until


@pytest.fixture
def telegram():
    fake = FakeTelegram()
    yield fake
    fake.stop()


@pytest.fixture
def home(tmp_path, telegram):
    doors = {"KAPEA_TELEGRAM_TOKEN": TOKEN, "KAPEA_TELEGRAM_API": telegram.address}
    return prepared(tmp_path / "home", packs=("cambodia",), **doors)


def test_a_door_without_its_token_says_what_it_needs(tmp_path):
    told = prepared(tmp_path / "home", packs=("cambodia",)).kapea("doors", "list")
    assert (told.returncode, told.stderr) == (0, "")
    assert "KAPEA_TELEGRAM_TOKEN" in told.stdout


def test_a_door_that_is_set_up_says_what_waits(home):
    assert "telegram  speaks for cambodia; 0 wait, 0 were given up" in home.kapea("doors", "list").stdout


def test_setting_up_tells_telegram_where_we_are_and_shows_no_token(home, telegram):
    told = home.kapea("doors", "set-up", "telegram", "--address", "https://help.example.org/")
    assert told.returncode == 0, told.stderr
    assert telegram.webhook == "https://help.example.org/d/telegram"
    assert TOKEN not in told.stdout + told.stderr


def test_without_https_nothing_is_set_up(home):
    told = home.kapea("doors", "set-up", "telegram", "--address", "http://help.example.org")
    assert told.returncode == 2
    assert "https://" in told.stderr


def test_trying_says_the_name_and_what_went_wrong(home):
    told = home.kapea("doors", "try", "telegram")
    assert "@quiet_bot" in told.stdout
    assert "503" in told.stdout


def test_a_token_that_telegram_does_not_know_is_said_so(home, telegram):
    wrong = dict(home.settings) | {"KAPEA_TELEGRAM_TOKEN": "1:wrong"}
    told = type(home)(home.folder, home.database, wrong).kapea("doors", "try", "telegram")
    assert told.returncode == 1
    assert "BotFather" in told.stderr


def test_work_asks_for_what_was_written_and_answers_it(home, telegram):
    person = 4_500_000_000_000_001
    chat, sender = {"id": person, "type": "private"}, {"id": person, "is_bot": False, "language_code": "en"}
    message = {"message_id": 1, "from": sender, "chat": chat, "date": int(time.time()), "text": "/start"}
    telegram.waiting = [{"update_id": 7, "message": message}]
    work = subprocess.Popen([sys.executable, "-m", "kapea", "work", "--poll"], env=home.environment())
    try:
        until(lambda: telegram.chats[person], within=120, what="nothing was answered")
    finally:
        work.send_signal(signal.SIGTERM)
    assert work.wait(60) == 0
    [shown] = telegram.chats[person].values()
    assert shown["text"].startswith("Hello.")


class TestVoice:
    @pytest.fixture
    def phone(self, tmp_path):
        settings = {"KAPEA_VOICE_PACK": "kenya", "KAPEA_VOICE_LISTEN": "127.0.0.1:0"}
        return prepared(tmp_path / "home", packs=("kenya",), **settings)

    def test_without_a_pack_it_says_what_it_needs(self, home):
        assert "voice  not set up: it needs KAPEA_VOICE_PACK" in home.kapea("doors", "list").stdout
        told = home.kapea("voice")
        assert told.returncode == 2
        assert "kapea doors list" in told.stderr

    def test_it_says_how_many_prompts_are_missing(self, phone):
        told = phone.kapea("doors", "list").stdout
        assert "voice  speaks for kenya; kapea voice answers" in told
        for language in ("sw", "en"):
            assert f"    {language}: not offered, 4" in told
        assert "word.call-hello" in told

    def test_without_recordings_none_are_made_and_it_says_so(self, phone):
        told = phone.kapea("doors", "prompts")
        assert told.returncode == 0, told.stderr
        assert "sw: 0 made from recordings" in told.stdout
        assert "sw: not offered" in told.stdout
        assert (phone.folder / "prompts" / "silence.wav").is_file()

    def test_a_setting_that_does_not_read_is_said(self, phone):
        wrong = dict(phone.settings) | {"KAPEA_VOICE_PERSON": 'x" y'}
        told = type(phone)(phone.folder, phone.database, wrong).kapea("voice")
        assert told.returncode == 2
        assert "PJSIP/helpline" in told.stderr

    def test_it_answers_until_it_is_stopped(self, phone):
        log = phone.folder / "voice.log"
        with log.open("wb") as out:
            words = [sys.executable, "-m", "kapea", "voice"]
            running = subprocess.Popen(words, env=phone.environment(), stdout=out, stderr=out)
        until(lambda: b"Answering for kenya" in log.read_bytes(), within=300, what="it does not answer")
        assert b"No language can be spoken" in log.read_bytes()
        running.send_signal(signal.SIGTERM)
        assert running.wait(120) == 0
