"""The Bot API on loopback, as far as a bot that only answers meets it: it holds chats as phones show them.

What it answers are the recorded shapes (shapes/telegram); what it takes is read by aiogram's own types first,
so that a request which Telegram would refuse fails here, too.
"""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.channels.loopback import Answer, Loopback

MOST_DELETED, DELETABLE_SECONDS = 100, 48 * 3600
"""Messages that one call deletes, and how old they may be."""
NONE_GIVEN = "message identifiers are not specified"
SHAPES = Path(__file__).parent / "shapes" / "telegram"
TOKEN = "12345:A-token-of-nobody"
METHODS = {
    "sendMessage": "SendMessage",
    "editMessageText": "EditMessageText",
    "answerCallbackQuery": "AnswerCallbackQuery",
    "deleteMessages": "DeleteMessages",
    "getMe": "GetMe",
    "getWebhookInfo": "GetWebhookInfo",
    "setWebhook": "SetWebhook",
    "setMyCommands": "SetMyCommands",
    "getUpdates": "GetUpdates",
}


@cache
def _type_of(method: str) -> Any:
    """What aiogram takes for a method. Its types take seconds to read in, which most tests can do without."""
    from aiogram import methods

    return getattr(methods, METHODS[method])


def shape(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((SHAPES / f"{name}.json").read_text(encoding="utf-8"))
    return read


def buttons_of(message: dict[str, Any]) -> list[dict[str, str]]:
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


class FakeTelegram(Loopback):
    """`chats`: by chat the bot's messages as they stand, newest last; `written`: the others, with when they
    were sent. `calls`: what was asked, in order. `troubles`: recorded answers that the next calls get in
    place of the right one. `waiting`: what is there to be asked for.
    """

    def __init__(self) -> None:
        self.chats: dict[int, dict[int, dict[str, Any]]] = defaultdict(dict)
        self.written: dict[int, dict[int, float]] = defaultdict(dict)
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.troubles: list[str] = []
        self.waiting: list[dict[str, Any]] = []
        self.webhook = ""
        self._next, self._lock = 1_000_000, threading.Lock()
        _type_of("getMe")  # read in before anybody waits for an answer
        super().__init__()

    def forget(self) -> None:
        super().forget()
        self.written.clear()
        self.calls.clear()

    def stands(self, chat: int) -> set[int]:
        """Every message in a chat, whoever wrote it."""
        return {*self.chats[chat], *self.written[chat]}

    def answer(self, path: str, headers: Mapping[str, str], given: dict[str, Any]) -> Answer:
        token, _, method = path.removeprefix("/bot").partition("/")
        with self._lock:
            if token != TOKEN:
                return self._trouble("api-error-401")
            if self.troubles:
                return self._trouble(self.troubles.pop(0))
            _type_of(method).model_validate(given)
            self.calls.append((method, given))
            return self._done(method, given)

    def _trouble(self, name: str) -> Answer:
        told = shape(name)
        told = told.get("body", told)
        return int(told.get("error_code", 500)), told

    def _done(self, method: str, given: dict[str, Any]) -> Answer:
        if method == "sendMessage":
            self._next += 1
            self.chats[given["chat_id"]][self._next] = given | {"date": self.now()}
            self.said.append((str(given["chat_id"]), given["text"]))
            return 200, {"ok": True, "result": {"message_id": self._next}}
        if method == "editMessageText":
            return self._edited(given)
        if method == "deleteMessages":
            return self._deleted(given["chat_id"], given["message_ids"])
        if method == "getUpdates":
            self.waiting = [each for each in self.waiting if each["update_id"] >= given["offset"]]
            return 200, {"ok": True, "result": self.waiting}
        if method == "getMe":
            return 200, {"ok": True, "result": {"username": "quiet_bot", "can_join_groups": False}}
        if method == "setWebhook":
            self.webhook = given["url"]
        if method == "getWebhookInfo":
            return 200, shape("api-webhook-info")
        return 200, {"ok": True, "result": True}

    def _deleted(self, chat: int, ids: list[int]) -> Answer:
        """All of them, or none; those that do not stand there are skipped."""
        if not 1 <= len(ids) <= MOST_DELETED:
            says = "Bad Request: " + ("too many message identifiers specified" if ids else NONE_GIVEN)
            return 400, {"ok": False, "error_code": 400, "description": says}
        ours, others = self.chats[chat], self.written[chat]
        dates = [ours[id]["date"] for id in ids if id in ours] + [others[id] for id in ids if id in others]
        if any(self.now() - date >= DELETABLE_SECONDS for date in dates):
            return self._trouble("api-error-400-cannot-delete")
        for id in ids:
            ours.pop(id, None)
            others.pop(id, None)
        return 200, {"ok": True, "result": True}

    def _edited(self, given: dict[str, Any]) -> Answer:
        chat, id = self.chats[given["chat_id"]], given["message_id"]
        before = chat.get(id)
        if before is None:
            says = "Bad Request: message to edit not found"
            return 400, {"ok": False, "error_code": 400, "description": says}
        same = ("text", "reply_markup")
        if all(before.get(each) == given.get(each) for each in same):
            return self._trouble("api-edit-message-not-modified")
        chat[id] = before | {each: given.get(each) for each in same}
        self.said.append((str(given["chat_id"]), given["text"]))
        return 200, {"ok": True, "result": {"message_id": id}}
