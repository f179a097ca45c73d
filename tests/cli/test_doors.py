"""kapea doors and kapea work, as an operator meets them."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest
import zxingcpp
from PIL import Image
from tests.channels.fake_meta import NUMBER_ID, FakeMeta
from tests.channels.fake_meta import TOKEN as META_TOKEN
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


@pytest.fixture
def meta():
    fake = FakeMeta()
    yield fake
    fake.stop()


@pytest.fixture
def meta_home(tmp_path, meta):
    return prepared(
        tmp_path / "home",
        packs=("cambodia",),
        KAPEA_META_APP_SECRET="example-app-secret",
        KAPEA_META_API=meta.address,
        KAPEA_WHATSAPP_TOKEN=META_TOKEN,
        KAPEA_WHATSAPP_NUMBER_ID=NUMBER_ID,
        KAPEA_MESSENGER_TOKEN=META_TOKEN,
    )


def test_a_door_without_its_token_says_what_it_needs(tmp_path):
    told = prepared(tmp_path / "home", packs=("cambodia",)).kapea("doors", "list")
    assert (told.returncode, told.stderr) == (0, "")
    assert "KAPEA_TELEGRAM_TOKEN" in told.stdout


def test_a_door_that_is_set_up_says_what_waits(home):
    said = "telegram  speaks for cambodia; 0 wait, 0 were given up, 0 perhaps sent twice"
    assert said in home.kapea("doors", "list").stdout


def test_of_a_door_that_is_begun_only_what_is_missing_is_asked_for(home):
    begun = dict(home.settings) | {"KAPEA_META_APP_SECRET": "x", "KAPEA_WHATSAPP_TOKEN": "y"}
    told = type(home)(home.folder, home.database, begun).kapea("doors", "list").stdout
    assert "whatsapp  not set up: it needs KAPEA_WHATSAPP_NUMBER_ID\n" in told
    assert "messenger  not set up: it needs KAPEA_MESSENGER_TOKEN\n" in told


WAITS = """
import datetime, django
django.setup()
from kapea.channels.telegram.bot import Call
from kapea.guide import upkeep
from kapea.channels import doors
from kapea.channels.counting import Became, count_at_door
from kapea.outbox import actions
from kapea.outbox.models import SHUT
at = datetime.datetime.now(datetime.UTC)
for n in range(12):
    actions.queue(f"c{n}", "telegram", [b"x"], at=at - datetime.timedelta(minutes=20))
first, second, *_ = actions.take_due(["telegram"], at=at, most=2)
actions.again(first, SHUT + "telegram does not know this bot", at=at)
actions.park(second.id, "telegram refused it (400)")
count_at_door(doors.channels()["telegram"], Became.PERHAPS_TWICE, at=at)
count_at_door(doors.channels()["telegram"], Became.REFUSED, at=at)
upkeep.flush()
"""


def fails(home):
    """Twelve replies of twenty minutes ago: one refused because the door is shut, one given up."""
    made = home.python(
        "-c", "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'kapea.config.settings'" + WAITS
    )
    assert made.returncode == 0, made.stderr


def test_what_waits_and_why_is_said(home):
    fails(home)
    told = home.kapea("doors", "list").stdout
    assert "11 wait, 1 were given up, 1 perhaps sent twice" in told
    assert "the oldest waits 20 minutes" in told
    assert "1 wait: shut: telegram does not know this bot" in told
    assert "1 x telegram refused it (400)" in told
    assert "the provider refuses us: kapea doors try telegram" in told


def test_figures_are_told_in_tens_and_troubles_exactly(home, tmp_path):
    fails(home)
    file = tmp_path / "kapea.prom"
    assert home.kapea("metrics", "--out", str(file)).returncode == 0
    told = file.read_text()
    assert told.replace("\n", "") == home.kapea("metrics").stdout.replace("\n", "")
    assert 'kapea_replies_waiting{door="telegram"} 10.0' in told
    assert 'kapea_oldest_reply_seconds{door="telegram"} 900.0' in told
    assert 'kapea_door_shut{door="telegram"} 1.0' in told
    assert 'kapea_troubles_total{became="refused",door="telegram"} 1.0' in told
    assert 'kapea_replies_total{became="perhaps-twice",door="telegram"} 0.0' in told
    assert "kapea_replies_parked{" not in told


def test_figures_that_cannot_be_written_are_said_so(home, tmp_path):
    told = home.kapea("metrics", "--out", str(tmp_path / "nowhere" / "kapea.prom"))
    assert (told.returncode, told.stdout) == (2, "")
    assert "cannot be written" in told.stderr


def test_setting_up_tells_telegram_where_we_are_and_shows_no_token(home, telegram):
    told = home.kapea("doors", "set-up", "telegram", "--address", "https://help.example.org/")
    assert told.returncode == 0, told.stderr
    assert telegram.webhook == "https://help.example.org/d/telegram"
    assert TOKEN not in told.stdout + told.stderr


@pytest.mark.parametrize("door", ["whatsapp", "messenger"])
def test_setting_up_a_door_of_meta_says_what_to_write_there(meta_home, door):
    told = meta_home.kapea("doors", "set-up", door, "--address", "https://help.example.org")
    assert told.returncode == 0, told.stderr
    assert f"https://help.example.org/d/{door}\n" in told.stdout
    assert META_TOKEN not in told.stdout


@pytest.mark.parametrize("door", ["telegram", "whatsapp"])
def test_without_an_address_it_is_asked_for(home, meta_home, door):
    both = type(home)(home.folder, home.database, {**home.settings, **meta_home.settings})
    told = both.kapea("doors", "set-up", door)
    assert (told.returncode, told.stdout) == (1, "")
    assert "--address" in told.stderr


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


@pytest.mark.parametrize(
    ("door", "says"), [("whatsapp", ["Quiet House", "GREEN"]), ("messenger", ["Quiet House", "Meta brings"])]
)
def test_trying_a_door_of_meta_says_what_it_knows_of_us_and_what_to_try(meta_home, door, says):
    told = meta_home.kapea("doors", "try", door)
    assert (told.returncode, told.stderr) == (0, "")
    assert all(each in told.stdout for each in says)
    assert told.stdout.count("[ ]") >= 5
    assert META_TOKEN not in told.stdout


def test_trying_says_what_the_page_does_not_bring(meta_home, meta):
    meta.fields = ["messages"]
    told = meta_home.kapea("doors", "try", "messenger").stdout
    assert (
        "Not brought: messaging_postbacks, messaging_referrals, message_echoes. Subscribe the Page." in told
    )


@pytest.mark.parametrize("door", ["whatsapp", "messenger"])
@pytest.mark.parametrize(
    ("trouble", "says"),
    [
        ("api-error-190-token", "KAPEA_"),
        ("api-error-200-permission", "permission"),
        ("api-error-1200-temporary", "1200"),
    ],
)
def test_what_meta_refuses_is_said_with_a_way_to_mend_it(meta_home, meta, door, trouble, says):
    meta.troubles.append(("messenger", trouble))
    told = meta_home.kapea("doors", "try", door)
    assert told.returncode == 1
    assert says in told.stderr
    assert "Error validating" not in told.stderr


def test_meta_that_cannot_be_reached_is_said_so(meta_home, meta):
    meta.stop()
    told = meta_home.kapea("doors", "try", "whatsapp")
    assert told.returncode == 1
    assert "cannot be reached" in told.stderr


LINKS = {
    "telegram": "https://t.me/quiet_bot?start=k7",
    "whatsapp": "https://wa.me/99900009990?text=k7",
    "messenger": "https://m.me/100000000000009?ref=k7",
}


@pytest.mark.parametrize("door", LINKS)
@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_link_tells_nothing_and_its_square_reads_back(home, meta_home, tmp_path, door, kind):
    both = type(home)(home.folder, home.database, {**home.settings, **meta_home.settings})
    square = tmp_path / f"poster.{kind}"
    told = both.kapea("doors", "link", door, "--code", "k7", "--qr", str(square))
    assert (told.returncode, told.stdout, told.stderr) == (0, f"{LINKS[door]}\n", "")
    if kind == "png":
        assert [each.text for each in zxingcpp.read_barcodes(Image.open(square))] == [LINKS[door]]
    else:
        assert square.read_text().count("<path") == 1


def test_text_messages_have_no_link_and_say_what_to_do(tmp_path):
    words = {"KAPEA_KANNEL_NUMBER": "9990", "KAPEA_KANNEL_PASSWORD": "long-word"}
    told = prepared(tmp_path / "home", packs=("cambodia",), **words).kapea("doors", "link", "kannel")
    assert (told.returncode, told.stdout) == (1, "")
    assert "print the number" in told.stderr


@pytest.mark.parametrize(
    "more",
    [
        ("--code", "abuse"),
        ("--code", "child7"),
        ("--code", "k7&text=x"),
        ("--qr", "poster.txt"),
    ],
)
def test_a_link_that_would_tell_is_not_made(meta_home, more):
    told = meta_home.kapea("doors", "link", "whatsapp", *more)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr


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

    def test_trying_it_says_when_nothing_answers(self, phone):
        told = phone.kapea("doors", "try", "voice")
        assert (told.returncode, told.stdout) == (1, "")
        assert "Does kapea voice run?" in told.stderr

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
        port = log.read_text().partition("127.0.0.1:")[2].split()[0]
        there = dict(phone.settings) | {"KAPEA_VOICE_LISTEN": f"127.0.0.1:{port}"}
        told = type(phone)(phone.folder, phone.database, there).kapea("doors", "try", "voice")
        assert told.returncode == 0, told.stderr
        assert told.stdout.count("[ ]") == 5
        running.send_signal(signal.SIGTERM)
        assert running.wait(120) == 0
