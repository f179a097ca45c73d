"""The Bot API on loopback, as far as a bot that only answers meets it: it holds chats as phones show them.

What it answers are the recorded shapes (shapes/telegram); what it takes is read by aiogram's own types first,
so that a request which Telegram would refuse fails here, too.
"""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiogram import methods
from tests.channels.loopback import Answer, Loopback

SHAPES = Path(__file__).parent / "shapes" / "telegram"
TOKEN = "12345:A-token-of-nobody"
METHODS = {
    "sendMessage": methods.SendMessage,
    "editMessageText": methods.EditMessageText,
    "answerCallbackQuery": methods.AnswerCallbackQuery,
    "deleteMessages": methods.DeleteMessages,
    "getMe": methods.GetMe,
    "getWebhookInfo": methods.GetWebhookInfo,
    "setWebhook": methods.SetWebhook,
    "setMyCommands": methods.SetMyCommands,
    "getUpdates": methods.GetUpdates,
}


def shape(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((SHAPES / f"{name}.json").read_text(encoding="utf-8"))
    return read


def buttons_of(message: dict[str, Any]) -> list[dict[str, str]]:
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


class FakeTelegram(Loopback):
    """`chats`: by chat the messages as they stand, newest last. `calls`: what was asked, in order.
    `troubles`: recorded answers that the next calls get in place of the right one. `waiting`: what
    is there to be asked for.
    """

    def __init__(self) -> None:
        self.chats: dict[int, dict[int, dict[str, Any]]] = defaultdict(dict)
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.troubles: list[str] = []
        self.waiting: list[dict[str, Any]] = []
        self.webhook = ""
        self._next, self._lock = 1000, threading.Lock()
        super().__init__()

    def answer(self, path: str, headers: Mapping[str, str], given: dict[str, Any]) -> Answer:
        token, _, method = path.removeprefix("/bot").partition("/")
        with self._lock:
            if token != TOKEN:
                return self._trouble("api-error-401")
            if self.troubles:
                return self._trouble(self.troubles.pop(0))
            METHODS[method].model_validate(given)
            self.calls.append((method, given))
            return self._done(method, given)

    def _trouble(self, name: str) -> Answer:
        told = shape(name)
        told = told.get("body", told)
        return int(told.get("error_code", 500)), told

    def _done(self, method: str, given: dict[str, Any]) -> Answer:
        if method == "sendMessage":
            self._next += 1
            self.chats[given["chat_id"]][self._next] = given
            self.said.append((str(given["chat_id"]), given["text"]))
            return 200, {"ok": True, "result": {"message_id": self._next}}
        if method == "editMessageText":
            return self._edited(given)
        if method == "deleteMessages":
            for id in given["message_ids"]:
                self.chats[given["chat_id"]].pop(id, None)
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
