"""People who write to a bot, behind the proxy, on each database: workers are killed, the database goes away,
connections are cut. Each is answered, each message once, and no word of theirs is found anywhere.
"""

from __future__ import annotations

import http.client
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

import pytest
from tests.channels.conftest import as_shown, buttons_of
from tests.channels.fake_telegram import TOKEN, FakeTelegram
from tests.deployment.outside import Deployment, deployed
from tests.deployment.proxy import NAME
from tests.deployment.test_typed_words import files
from tests.home import SECRET
from tests.server import until

from kapea.outbox.pace import AT_ONCE, EACH
from kapea.vault.keys import derive
from kapea.vault.purposes import Purpose

PEOPLE, SECONDS = 6, 400
PLANTED = "zebrafinch"
BROKEN = (OSError, http.client.HTTPException)
NUMBERS = count(1)


@dataclass
class WithBot(Deployment):
    """A deployment whose operator set up the Telegram door."""

    telegram: FakeTelegram


@pytest.fixture(scope="module")
def deployment(request, tmp_path_factory) -> Iterator[WithBot]:
    telegram = FakeTelegram()
    doors = {"KAPEA_TELEGRAM_TOKEN": TOKEN, "KAPEA_TELEGRAM_API": telegram.address}
    packs = {"KAPEA_TELEGRAM_PACK": "cambodia"}
    with deployed(request.param, tmp_path_factory.mktemp(request.param), **doors, **packs) as site:
        yield WithBot(**vars(site), telegram=telegram)
    telegram.stop()


def webhook_secret() -> str:
    """What Telegram says with each update, so that no stranger can write in its name."""
    return urlsafe_b64encode(derive(SECRET, Purpose.WEBHOOK, b"telegram")).decode().rstrip("=")


class Chat:
    """Somebody whose provider brings each message until it is taken, and who waits for each answer."""

    def __init__(self, deployment: WithBot) -> None:
        self.deployment, self.telegram = deployment, deployment.telegram
        self.id = 4_500_000_000_001_000 + next(NUMBERS)
        self._update = self.id % 1000 * 1000

    def walks(self) -> str:
        """From the first word to a question about danger; the screen it ends with."""
        self.brings(self.message("/start"))
        self._taps("Begin")
        self._taps("A child or teen")
        self.waits_for("Back")
        self.brings(self.message(f"i want to die {PLANTED}"))
        _, screen = self.waits_for("Yes")
        return as_shown(screen)

    def brings(self, update: dict) -> None:
        """Twice, as providers do; and again until somebody takes it."""
        for _ in range(2):
            self.brings_once(update)

    def brings_once(self, update: dict) -> None:
        until(lambda: self.status_of(update) == 200, within=SECONDS, what="nobody takes the message")

    def status_of(self, update: dict | bytes, secret: str = "") -> int:
        body = update if isinstance(update, bytes) else json.dumps(update)
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret or webhook_secret(), "Host": NAME}
        connection = self.deployment.site.connect()
        try:
            connection.request("POST", "/d/telegram", body, headers)
            return connection.getresponse().status
        except BROKEN:
            return 0
        finally:
            connection.close()

    def _taps(self, label: str) -> None:
        id, shown = self.waits_for(label)
        data = next(b["callback_data"] for b in buttons_of(shown) if b["text"] == label)
        told = self.message("")["message"] | {"message_id": id}
        query = {"id": str(self._update), "from": told["from"], "message": told, "data": data}
        self.brings({"update_id": self._update, "callback_query": query})

    def message(self, text: str) -> dict:
        self._update += 1
        chat, sender = {"id": self.id, "type": "private"}, {"id": self.id, "language_code": "en"}
        told = {"message_id": self._update, "from": sender, "chat": chat, "text": text}
        return {"update_id": self._update, "message": told | {"date": int(time.time())}}

    @property
    def shown(self) -> list[dict]:
        return list(self.telegram.chats[self.id].values())

    def waits_for(self, label: str) -> tuple[int, dict]:
        """The newest message that has a button, and its id. It need not be the last of the chat: an answer
        that was on its way when something died may come again below one that came after it.
        """
        having: list[tuple[int, dict]] = []

        def there() -> bool:
            messages = list(self.telegram.chats[self.id].items())
            having.extend(m for m in messages if any(b["text"] == label for b in buttons_of(m[1])))
            return bool(having)

        until(there, within=SECONDS, what=f"no {label} came to {self.id}")
        return having[-1]


@contextmanager
def all_walk(deployment: WithBot, troubles: int) -> Iterator[None]:
    """Some people write while something happens: each comes to the same end. A reply comes twice only if it
    was on its way when something died; so often at most.
    """
    chats = [Chat(deployment) for _ in range(PEOPLE)]
    before = deployment.conversations()
    with ThreadPoolExecutor(PEOPLE) as people:
        ends = [people.submit(chat.walks) for chat in chats]
        yield
        [screen] = {end.result() for end in ends}
    assert "1280" in screen
    assert deployment.conversations() - before == PEOPLE
    for chat in chats:
        texts = [as_shown(each) for each in chat.shown]
        assert len(texts) - len(set(texts)) <= troubles


def test_everybody_is_answered(deployment):
    with all_walk(deployment, troubles=0):
        pass


def test_while_workers_are_killed(deployment):
    with all_walk(deployment, troubles=3):
        for _ in range(3):
            until(lambda: len(deployment.server.worker_processes()) == 2, within=SECONDS, what="no workers")
            time.sleep(0.3)
            deployment.server.kill_worker()
    until(deployment.is_well, within=SECONDS, what="no worker came")


def test_while_the_database_is_away(deployment):
    with all_walk(deployment, troubles=1):
        time.sleep(0.3)
        with deployment.database_away():
            time.sleep(3)


@pytest.mark.postgres
def test_while_connections_are_cut(deployment):
    with all_walk(deployment, troubles=3):
        for _ in range(3):
            time.sleep(0.5)
            deployment.postgres.cut()


def test_a_thousand_messages_of_one_address_hold_up_nobody(deployment):
    """By two workers at once, and beside somebody else. What they cost grows with the time that they take."""
    flooding, other = Chat(deployment), Chat(deployment)
    began, brought = time.monotonic(), [flooding.message("good morning") for _ in range(1000)]
    with ThreadPoolExecutor(4) as phone:
        taken = [phone.submit(flooding.brings_once, update) for update in brought]
        assert "1280" in other.walks()
        assert not any(each.exception() for each in taken)
    before = len(flooding.shown)
    flooding.brings_once(flooding.message("i want to die"))
    until(lambda: len(flooding.shown) > before, within=SECONDS, what="danger was not answered")
    flooding.waits_for("Yes")
    seconds = time.monotonic() - began
    assert AT_ONCE <= len(flooding.shown) <= AT_ONCE + 2 * seconds / EACH.total_seconds() + 3


def test_what_nobody_should_send_is_answered_and_read_by_nobody(deployment):
    chat = Chat(deployment)
    assert chat.status_of(b"{}", secret="wrong") == 403
    for body in (b"", b"{", b"\xff\xfe\x00", b"[" * 30_000, b'{"update_id": 1e999}', b"null"):
        assert chat.status_of(body) == 200, body[:20]
    assert chat.status_of(b"x" * 80_000) == 413
    assert deployment.once("/d/nothing").status == 404
    assert deployment.names("1280"), "pages are served all the same"


def test_no_word_is_found_in_any_file(deployment):
    chat = Chat(deployment)
    chat.walks()
    held = files(deployment.home.folder.parent)
    if deployment.postgres is not None:
        deployment.postgres.run("CHECKPOINT")
        held |= files(deployment.postgres.folder)
    sought = [PLANTED.encode(), TOKEN.encode(), str(chat.id).encode()]
    found = [(name, each) for name, body in held.items() for each in sought if each in body]
    assert found == []
    assert PLANTED not in deployment.server.said()
