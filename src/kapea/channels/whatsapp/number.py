"""The WhatsApp door: one number of ours at Meta's Cloud API. Each message we send costs, so a turn is one,
where it fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from django.conf import settings

from kapea.channels import meta
from kapea.channels.channel import Channel, Outcome, ReceivedMessage, SendReport
from kapea.channels.meta_setting_up import write_at_meta
from kapea.channels.whatsapp.setting_up import TO_TRY, tried_whatsapp, whatsapp_link
from kapea.channels.whatsapp.updates import read_statuses, read_whatsapp
from kapea.core.doors.chat import ChatButton, ChatMessage, title_of
from kapea.core.doors.limits import LABEL, WHATSAPP

FEW, MOST_TEXT = 3, 4096
"""Buttons that stand under a message by themselves; more are a list that opens."""
ROW = 24


class WhatsAppNumber(Channel):
    """One number, that speaks for one pack. `words`: what the button is called that opens a list."""

    name = "whatsapp"
    door = WHATSAPP
    to_try = TO_TRY

    def __init__(
        self, number_id: str, token: str, app_secret: str, verify_token: str, pack: str, base: str = meta.BASE
    ) -> None:
        self.pack, self._number_id, self._app_secret = pack, number_id, app_secret
        self._verify_token, self.api = verify_token, meta.GraphApi(token, base)

    @classmethod
    def from_settings(cls, pack: str, secret: str) -> WhatsAppNumber:
        return cls(
            settings.KAPEA_WHATSAPP_NUMBER_ID,
            settings.KAPEA_WHATSAPP_TOKEN,
            settings.KAPEA_META_APP_SECRET,
            secret,
            pack,
            settings.KAPEA_META_API,
        )

    def handshake(self, query: Mapping[str, str]) -> str | None:
        return meta.handshake(query, self._verify_token)

    def read(self, headers: Mapping[str, str], body: bytes) -> list[ReceivedMessage]:
        meta.check_signature(headers, body, self._app_secret)
        return read_whatsapp(body, self._number_id)

    def bodies(self, message: ReceivedMessage, said: Sequence[ChatMessage]) -> list[bytes]:
        return [
            msgspec.json.encode({**_to(message.address), **content})
            for each in _fewest(said)
            for content in [_content(each)]
        ]

    def reports(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> list[SendReport]:
        meta.check_signature(headers, body, self._app_secret)
        return read_statuses(body, self._number_id)

    def set_up(self, site: str) -> Iterator[str]:
        return write_at_meta(site, self.name, self._verify_token)

    def tried(self) -> Iterator[str]:
        return tried_whatsapp(self.api, self._number_id)

    def link(self, code: str) -> str:
        return whatsapp_link(self.api, self._number_id, code)

    def deliver(self, body: bytes, ref: str) -> Outcome:
        given: dict[str, Any] = msgspec.json.decode(body)
        given["biz_opaque_callback_data"] = ref
        return meta.outcome_of_graph(self.api.post(f"{self._number_id}/messages", given))


def _to(address: str) -> dict[str, Any]:
    """Whom it is for. A user id has a dot; only a message that came without one is answered by number."""
    whom = {"recipient": address} if "." in address else {"to": address}
    return {"messaging_product": "whatsapp", "recipient_type": "individual", **whom}


def _fewest(said: Sequence[ChatMessage]) -> list[ChatMessage]:
    """As few messages as can be: what comes before the buttons is joined as far as a text may be long."""
    out: list[ChatMessage] = []
    for each in said:
        joined = f"{out[-1].body}\n{each.body}" if out else ""
        if out and not each.rows and len(joined.encode("utf-16-le")) // 2 <= MOST_TEXT:
            out[-1] = ChatMessage(joined)
        else:
            out.append(each)
    return out


def _content(message: ChatMessage) -> dict[str, Any]:
    buttons = [button for row in message.rows for button in row]
    if not buttons:
        return {"type": "text", "text": {"preview_url": False, "body": message.body}}
    action = _few(buttons) if len(buttons) <= FEW else _list(buttons)
    kind = "button" if len(buttons) <= FEW else "list"
    return {
        "type": "interactive",
        "interactive": {"type": kind, "body": {"text": message.body}, "action": action},
    }


def _few(buttons: Sequence[ChatButton]) -> dict[str, Any]:
    return {
        "buttons": [{"type": "reply", "reply": {"id": b.data, "title": title_of(b, LABEL)}} for b in buttons]
    }


def _list(buttons: Sequence[ChatButton]) -> dict[str, Any]:
    """What says the same stands there once, and does what the last of it does: a move works at any time."""
    titles = {title_of(button, ROW): button.data for button in buttons}
    rows = [{"id": data, "title": title} for title, data in titles.items()]
    return {"button": OPENS, "sections": [{"rows": rows}]}


OPENS = "☰"
"""What stands on the button that opens the list: a sign, for it has no room for more in every language."""
