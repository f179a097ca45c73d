"""The real server, two workers, a bot on loopback: people write, workers are killed, nothing is lost."""

from __future__ import annotations

import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.channels.conftest import as_shown, buttons_of
from tests.channels.fake_telegram import TOKEN, FakeTelegram
from tests.home import SECRET, prepared_on
from tests.server import Serve, until

from kapea.vault.keys import derive
from kapea.vault.purposes import Purpose

PEOPLE, KILLS, SECONDS = 6, 3, 240
PLANTED = "zebrafinch"
BROKEN = (OSError, http.client.HTTPException)


def webhook_secret() -> str:
    from base64 import urlsafe_b64encode

    return urlsafe_b64encode(derive(SECRET, Purpose.WEBHOOK, b"telegram")).decode().rstrip("=")


class Chat:
    """Somebody whose provider brings each message until it is taken, and who waits for each answer."""

    def __init__(self, server: Serve, telegram: FakeTelegram, number: int) -> None:
        self.server, self.telegram, self.id = server, telegram, 4_500_000_000_001_000 + number
        self._update = number * 1000

    def walks(self) -> str:
        self.brings(self._message("/start"))
        self._waits_for("Begin")
        self.brings(self._tap("Begin"))
        self._waits_for("A child or teen")
        self.brings(self._tap("A child or teen"))
        self._waits_for("Back")
        self.brings(self._message(f"i want to die {PLANTED}"))
        self._waits_for("Yes")
        return as_shown(self._shown()[-1])

    def brings(self, update: dict) -> None:
        """Twice, as providers do; and again until somebody takes it."""
        for _ in range(2):
            until(lambda: self._taken(update), within=SECONDS, what="nobody takes the message")

    def _taken(self, update: dict) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        try:
            headers = {"X-Telegram-Bot-Api-Secret-Token": webhook_secret(), "Host": "localhost"}
            connection.request("POST", "/d/telegram", json.dumps(update), headers)
            return connection.getresponse().status == 200
        except BROKEN:
            return False
        finally:
            connection.close()

    def _message(self, text: str) -> dict:
        self._update += 1
        chat, sender = (
            {"id": self.id, "type": "private"},
            {"id": self.id, "is_bot": False, "language_code": "en"},
        )
        told = {
            "message_id": self._update,
            "from": sender,
            "chat": chat,
            "date": int(time.time()),
            "text": text,
        }
        return {"update_id": self._update, "message": told}

    def _tap(self, label: str) -> dict:
        id, shown = list(self.telegram.chats[self.id].items())[-1]
        data = next(b["callback_data"] for b in buttons_of(shown) if b["text"] == label)
        told = self._message("")["message"] | {"message_id": id}
        query = {"id": str(self._update), "from": told["from"], "message": told, "data": data}
        return {"update_id": self._update, "callback_query": query}

    def _shown(self) -> list[dict]:
        return list(self.telegram.chats[self.id].values())

    def _waits_for(self, label: str) -> None:
        def there() -> bool:
            shown = self._shown()
            return bool(shown) and any(b["text"] == label for b in buttons_of(shown[-1]))

        until(there, within=SECONDS, what=f"no {label} came to {self.id}")


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_people_write_while_workers_are_killed_and_each_is_answered_once(tmp_path, kind):
    telegram = FakeTelegram()
    doors = {"KAPEA_TELEGRAM_TOKEN": TOKEN, "KAPEA_TELEGRAM_API": telegram.address}
    home = prepared_on(kind, tmp_path / "home", packs=("cambodia",), **doors)
    with Serve(home, workers=2) as server, ThreadPoolExecutor(PEOPLE) as people:
        chats = [Chat(server, telegram, n) for n in range(PEOPLE)]
        ends = [people.submit(chat.walks) for chat in chats]
        for _ in range(KILLS):
            until(lambda: len(server.worker_processes()) == 2, within=SECONDS, what="no two workers")
            time.sleep(0.3)
            server.kill_worker()
        screens = {end.result() for end in ends}
        said = server.said()
    telegram.stop()
    assert len(screens) == 1
    assert "1280" in screens.pop()
    for chat in chats:
        texts = [as_shown(each) for each in telegram.chats[chat.id].values()]
        assert len(texts) - len(set(texts)) <= KILLS, "twice only what was on its way when somebody died"
    assert PLANTED not in said
    assert TOKEN not in said
    assert not [p for p in home.folder.rglob("*") if p.is_file() and PLANTED.encode() in p.read_bytes()]
