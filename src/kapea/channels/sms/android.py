"""The text message door by an Android phone with the app SMS Gateway: docs/doors/android.md.

The app signs what it brings; a reply that it took before is refused as known, so none is sent twice.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import httpx
import msgspec
from django.conf import settings

from kapea.channels.calling import LIMIT, UNHEARD, UNREACHED, status_of_call
from kapea.channels.channel import (
    BadSignature,
    Channel,
    Delivered,
    GivenUp,
    NotDone,
    Outcome,
    ReceivedMessage,
    SendReport,
    TryAgain,
    moment_of,
)
from kapea.channels.signatures import check_signed
from kapea.channels.sms.numbers import number_of_sender, region_of
from kapea.channels.sms.setting_up import NO_LINK, OF_THE_PHONE, TO_TRY, set_up_android, tried_android
from kapea.channels.sms.texts import TextReply, text_received, text_replies
from kapea.core.doors.chat import ChatMessage
from kapea.core.doors.limits import SMS

STALE_SECONDS = 300
"""A call signed longer ago is somebody's who listened."""
LIVES_SECONDS = 600
"""After so long in the phone's own queue a reply is dropped: it answers nobody any more."""
PRIORITY = 100
"""From here on the app sends whatever the hour is, and before anything else."""
RECEIVED, FAILED = "sms:received", "sms:failed"
TOOK = ("sms:sent", "sms:delivered")
EVENTS = (RECEIVED, *TOOK, FAILED)
"""What the app is asked to tell."""


class _Payload(msgspec.Struct):
    message: str = ""
    sender: str = ""
    received_at: str = msgspec.field(name="receivedAt", default="")
    message_id: str = msgspec.field(name="messageId", default="")


class _Event(msgspec.Struct):
    event: str = ""
    payload: _Payload = msgspec.field(default_factory=_Payload)


class AndroidGateway(Channel):
    """One phone, that speaks for one pack."""

    name = "android"
    door = SMS
    to_try: tuple[str, ...] = (*TO_TRY, *OF_THE_PHONE)

    def __init__(
        self, address: str, user: str, password: str, signing_key: str, pack: str, region: Callable[[], str]
    ) -> None:
        self.pack, self._region, self._key = pack, region, signing_key
        self._client = httpx.Client(base_url=address, auth=(user, password), timeout=LIMIT)

    @classmethod
    def from_settings(cls, pack: str, secret: str) -> AndroidGateway:
        return cls(
            settings.KAPEA_ANDROID_ADDRESS,
            settings.KAPEA_ANDROID_USER,
            settings.KAPEA_ANDROID_PASSWORD,
            secret,
            pack,
            region_of(pack),
        )

    def handshake(self, query: Mapping[str, str]) -> str | None:
        """The app asks for none."""
        return None

    def read(self, headers: Mapping[str, str], body: bytes) -> list[ReceivedMessage]:
        self._check(headers, body)
        return read_android(body, self._region)

    def reports(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> list[SendReport]:
        self._check(headers, body)
        return read_sent(body)

    def bodies(self, message: ReceivedMessage, said: Sequence[ChatMessage]) -> list[bytes]:
        return text_replies(message.address, said)

    def set_up(self, site: str) -> Iterator[str]:
        return set_up_android(self.call, site, EVENTS, self._key)

    def tried(self) -> Iterator[str]:
        return tried_android(self.call)

    def link(self, code: str) -> str:
        raise NotDone(NO_LINK)

    def deliver(self, body: bytes, ref: str) -> Outcome:
        reply = msgspec.msgpack.decode(body, type=TextReply)
        given = {
            "id": ref,
            "textMessage": {"text": reply.text},
            "phoneNumbers": [reply.to],
            "withDeliveryReport": True,
            "ttl": LIVES_SECONDS,
            "priority": PRIORITY,
        }
        return outcome_of_phone(self.call("POST", "messages", given))

    def call(self, method: str, path: str, given: Mapping[str, Any] | None = None) -> int:
        """Calls the app; the status it answers with. What it says is not read: it repeats our words."""
        return status_of_call(lambda: self._client.request(method, path, json=given))

    def _check(self, headers: Mapping[str, str], body: bytes) -> None:
        at = headers.get("x-timestamp", "")
        check_signed(headers.get("x-signature", ""), body + at.encode(), self._key)
        if not re.fullmatch(r"[0-9]{1,11}", at) or abs(time.time() - int(at)) > STALE_SECONDS:
            raise BadSignature


def read_android(body: bytes, region: Callable[[], str]) -> list[ReceivedMessage]:
    """The message in an event, if it is one from somebody's own number."""
    event = _event(body)
    if event is None or event.event != RECEIVED:
        return []
    told = event.payload
    number, moment = number_of_sender(told.sender, region), _moment(told.received_at)
    second = moment.replace(microsecond=0).isoformat() if moment is not None else told.received_at
    return [text_received(number, told.message, second, sent_at=moment)] if number else []


def read_sent(body: bytes) -> list[SendReport]:
    """What became of a text of ours, in an event that says so."""
    event = _event(body)
    if event is None or not event.payload.message_id:
        return []
    if event.event == FAILED:
        return [SendReport(event.payload.message_id, "the phone could not send it")]
    return [SendReport(event.payload.message_id)] if event.event in TOOK else []


def _event(body: bytes) -> _Event | None:
    try:
        return msgspec.json.decode(body, type=_Event)
    except msgspec.MsgspecError:
        return None


def outcome_of_phone(status: int) -> Outcome:
    """What an answer means for the reply that was sent. 409: the app has it; so none goes out twice."""
    if status in (200, 201, 202, 409):
        return Delivered()
    if status in (UNREACHED, UNHEARD, 408, 429) or status >= 500:
        return TryAgain("the phone did not take it")
    if status in (401, 403, 404):
        return GivenUp("the phone does not know us", door_is_shut=True)
    return GivenUp(f"the phone refused it ({status})")


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment_of(moment.timestamp()) if moment.tzinfo is not None else None
