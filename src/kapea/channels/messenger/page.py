"""The Messenger door: one Page. Buttons are quick replies, which go with the next message, so that an old one
is rarely tapped; the number or the words of an answer are always taken as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from django.conf import settings

from kapea.channels import meta
from kapea.channels.channel import Channel, Outcome, ReceivedMessage, SendReport
from kapea.channels.messenger.setting_up import TO_TRY, messenger_link, tried_messenger
from kapea.channels.messenger.updates import read_echoes, read_messenger
from kapea.channels.meta_setting_up import write_at_meta
from kapea.core.doors.chat import ChatMessage, title_of
from kapea.core.doors.limits import LABEL, MESSENGER

LEFT = frozenset({551})
"""The person is not there any more, or does not want us."""


class MessengerPage(Channel):
    """One Page, that speaks for one pack."""

    name = "messenger"
    door = MESSENGER
    to_try = TO_TRY

    def __init__(
        self, token: str, app_secret: str, verify_token: str, pack: str, base: str = meta.BASE
    ) -> None:
        self.pack, self._app_secret, self._verify_token = pack, app_secret, verify_token
        self.api = meta.GraphApi(token, base)

    @classmethod
    def from_settings(cls, pack: str, secret: str) -> MessengerPage:
        return cls(
            settings.KAPEA_MESSENGER_TOKEN,
            settings.KAPEA_META_APP_SECRET,
            secret,
            pack,
            settings.KAPEA_META_API,
        )

    def handshake(self, query: Mapping[str, str]) -> str | None:
        return meta.handshake(query, self._verify_token)

    def read(self, headers: Mapping[str, str], body: bytes) -> list[ReceivedMessage]:
        meta.check_signature(headers, body, self._app_secret)
        return read_messenger(body)

    def bodies(self, message: ReceivedMessage, said: Sequence[ChatMessage]) -> list[bytes]:
        whom = {"recipient": {"id": message.address}, "messaging_type": "RESPONSE"}
        return [msgspec.json.encode({**whom, "message": _content(each)}) for each in said]

    def reports(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> list[SendReport]:
        """The echo of what we sent names it: read with the messages' own field switched on, else nothing."""
        meta.check_signature(headers, body, self._app_secret)
        return read_echoes(body)

    def set_up(self, site: str) -> Iterator[str]:
        return write_at_meta(site, self.name, self._verify_token)

    def tried(self) -> Iterator[str]:
        return tried_messenger(self.api)

    def link(self, code: str) -> str:
        return messenger_link(self.api, code)

    def deliver(self, body: bytes, ref: str) -> Outcome:
        given: dict[str, Any] = msgspec.json.decode(body)
        given["message"]["metadata"] = ref
        return meta.outcome_of_graph(self.api.post("me/messages", given), LEFT)


def _content(message: ChatMessage) -> dict[str, Any]:
    replies = [
        {"content_type": "text", "title": title_of(button, LABEL), "payload": button.data}
        for row in message.rows
        for button in row
    ]
    return {"text": message.body, **({"quick_replies": replies} if replies else {})}
