"""The Telegram door: updates in, messages with buttons out, each turn after a tap in place of the last."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from django.conf import settings
from msgspec import structs

from kapea.channels.channel import BadSignature, Channel, Delivered, Outcome, ReceivedMessage, SendReport
from kapea.channels.telegram.api import BASE, TAP_SECONDS, BotAnswer, BotApi, is_gone, outcome_of
from kapea.channels.telegram.setting_up import TO_TRY, set_up_telegram, telegram_link, tried_telegram
from kapea.channels.telegram.updates import read_update
from kapea.core.doors.chat import ChatMessage
from kapea.core.doors.limits import TELEGRAM

log = logging.getLogger(__name__)
AT_ONCE = 100
"""Messages that one call deletes; Telegram takes no more."""
HEADER = "x-telegram-bot-api-secret-token"
TAP_TAKEN = "answerCallbackQuery"
"""Ends the waiting of a button. Whatever comes of it, the words have come: it is not tried again."""


class Call(msgspec.Struct, frozen=True):
    """One call of the API, as it waits in the outbox. `else_method`: what is called where a message cannot be
    changed in its place any more, with the same but for that place. `tap`: the id of the tap that it answers,
    whose button waits until it is told so. `stays`: it is not deleted when whoever it is for leaves.
    """

    method: str
    given: dict[str, Any]
    else_method: str = ""
    tap: str = ""
    stays: bool = False


class TelegramBot(Channel):
    """One bot, that speaks for one pack."""

    name = "telegram"
    door = TELEGRAM
    to_try = TO_TRY

    def __init__(self, token: str, webhook_secret: str, pack: str, base: str = BASE) -> None:
        self.pack, self._secret = pack, webhook_secret.encode()
        self.api = BotApi(token, base)

    @classmethod
    def from_settings(cls, pack: str, secret: str) -> TelegramBot:
        return cls(settings.KAPEA_TELEGRAM_TOKEN, secret, pack, settings.KAPEA_TELEGRAM_API)

    def handshake(self, query: Mapping[str, str]) -> str | None:
        """Telegram asks for none."""
        return None

    def read(self, headers: Mapping[str, str], body: bytes) -> list[ReceivedMessage]:
        if not hmac.compare_digest(headers.get(HEADER, "").encode(), self._secret):
            raise BadSignature
        return read_update(body)

    def bodies(self, message: ReceivedMessage, said: Sequence[ChatMessage]) -> list[bytes]:
        return _bodies(_calls(message, said, in_place=len(said) == 1))

    def last_bodies(self, message: ReceivedMessage, said: Sequence[ChatMessage]) -> list[bytes]:
        """What was tapped gives way at once; so nothing has to delete it."""
        return _bodies(structs.replace(call, stays=True) for call in _calls(message, said, in_place=True))

    def deletions(
        self, message: ReceivedMessage, standing: Sequence[str], waiting: Sequence[bytes]
    ) -> list[bytes]:
        asked = [int(id) for id in standing]
        for body in waiting:
            asked += msgspec.msgpack.decode(body, type=Call).given["message_ids"]
        ids = [id for id in dict.fromkeys(asked) if str(id) != message.tapped]  # there the goodbye stands
        batches = [ids[n : n + AT_ONCE] for n in range(0, len(ids), AT_ONCE)]
        return _bodies(_deletion(int(message.address), each) for each in batches)

    def would_have_gone(self, unsaid: Sequence[bytes]) -> list[str]:
        calls = [msgspec.msgpack.decode(body, type=Call) for body in unsaid]
        return [str(each.given["message_id"]) for each in calls if each.stays and "message_id" in each.given]

    def reports(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> list[SendReport]:
        """Telegram tells nothing later."""
        return []

    def set_up(self, site: str) -> Iterator[str]:
        return set_up_telegram(self.api, site, self._secret.decode())

    def tried(self) -> Iterator[str]:
        return tried_telegram(self.api)

    def link(self, code: str) -> str:
        return telegram_link(self.api, code)

    def deliver(self, body: bytes, ref: str) -> Outcome:
        call = msgspec.msgpack.decode(body, type=Call)
        answer = self.api.call(call.method, call.given)
        if call.else_method and is_gone(answer):
            rest = {name: value for name, value in call.given.items() if name != "message_id"}
            call = structs.replace(call, method=call.else_method, given=rest)
            answer = self.api.call(call.method, call.given)
        outcome = _outcome(call, answer)
        if call.tap and isinstance(outcome, Delivered):
            self.api.call(TAP_TAKEN, {"callback_query_id": call.tap}, seconds=TAP_SECONDS)
        return outcome


def _outcome(call: Call, answer: BotAnswer) -> Outcome:
    is_new = answer.ok and call.method == "sendMessage" and not call.stays
    return _stands(call.given["chat_id"], answer) if is_new else outcome_of(answer)


def _stands(chat: int, answer: BotAnswer) -> Delivered:
    """It is sent, and stands in a chat as a message of its own."""
    id = answer.result.get("message_id") if isinstance(answer.result, dict) else None
    if not isinstance(id, int):
        log.error("channels: telegram did not say which message it sent; it stays in the chat")
        return Delivered()
    [deletes] = _bodies([_deletion(chat, [id])])
    return Delivered(str(id), deletes)


def _bodies(calls: Iterable[Call]) -> list[bytes]:
    return [msgspec.msgpack.encode(call) for call in calls]


def _deletion(chat: int, ids: Sequence[int]) -> Call:
    return Call("deleteMessages", {"chat_id": chat, "message_ids": list(ids)})


def _calls(message: ReceivedMessage, said: Sequence[ChatMessage], *, in_place: bool) -> list[Call]:
    """What is said, the last of it with the tap that it answers. `in_place`: the first of what was tapped."""
    calls = [_call(message.address, each, "") for each in said]
    if in_place:
        calls[0] = _call(message.address, said[0], message.tapped)
    return [*calls[:-1], structs.replace(calls[-1], tap=message.tap)]


def _call(chat: str, message: ChatMessage, in_place_of: str) -> Call:
    """A message, in place of the one that was tapped where there is one. Without mark-up or previews. It may
    be copied: not every app dials a short number that is tapped.
    """
    rows = [[{"text": b.label, "callback_data": b.data} for b in row] for row in message.rows if row]
    given = {
        "chat_id": int(chat),
        "text": message.body,
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {"inline_keyboard": rows},
    }
    if in_place_of:
        return Call("editMessageText", given | {"message_id": int(in_place_of)}, "sendMessage")
    return Call("sendMessage", given)
