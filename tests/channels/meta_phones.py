"""The phones of whoever writes by WhatsApp or Messenger: how Meta tells of it, and how it signs."""

from __future__ import annotations

import hashlib
import hmac
import json
from abc import abstractmethod
from base64 import b64encode
from typing import Any

from tests.channels.fake_meta import NUMBER_ID, FakeMeta
from tests.channels.phones import AnyPhone, Call, Shown

APP_SECRET = "example-app-secret"


class MetaPhone(AnyPhone):
    """What WhatsApp and Messenger have in common: who signs, and what the fake shows."""

    provider: FakeMeta

    @abstractmethod
    def told(self, words: str = "", data: str = "") -> dict[str, Any]:
        """The call of something written, or tapped, just now; not yet signed."""

    def writes(self, words: str) -> Call:
        return self.call(self.told(words))

    def taps(self, label: str) -> Call:
        return self.call(self.told(data=self._tapped(label).buttons[label]))

    def call(self, told: dict[str, Any]) -> Call:
        body = json.dumps(told).encode()
        return Call(self.door, body, signed(body))

    @property
    def shown(self) -> list[Shown]:
        return [Shown(*each) for each in self.provider.chats[self.address]]


class WhatsAppPhone(MetaPhone):
    """With a user id in place of a number, as people have had it since 2026."""

    name, door = "whatsapp by user id", "whatsapp"

    @property
    def address(self) -> str:
        return f"ZZ.1{self.number:019}"

    def _who(self) -> dict[str, str]:
        return {"from_user_id": self.address}

    def told(self, words: str = "", data: str = "") -> dict[str, Any]:
        said: dict[str, Any] = {"type": "text", "text": {"body": words}}
        if data:
            said = {"type": "interactive", "interactive": {"type": "list_reply", "list_reply": {"id": data}}}
        id = f"wamid.{b64encode(f'{self.address} {self._next()}'.encode()).decode()}"  # it holds who it is
        message = {**self._who(), "id": id, "timestamp": str(int(self.clock.time())), **said}
        contacts = [{"profile": {"name": self.called}, "user_id": self.address}]
        told_of = {"phone_number_id": NUMBER_ID}
        value = {"metadata": told_of, "contacts": contacts, "messages": [message]}
        change = {"field": "messages", "value": value}
        return {"object": "whatsapp_business_account", "entry": [{"changes": [change]}]}


class WhatsAppNumberPhone(WhatsAppPhone):
    """With a number, as a message without a user id has it."""

    name = "whatsapp by number"

    @property
    def address(self) -> str:
        return f"999{self.number:08}"

    def _who(self) -> dict[str, str]:
        return {"from": self.address}


class MessengerPhone(MetaPhone):
    """Somebody who writes to the Page."""

    name = door = "messenger"

    @property
    def address(self) -> str:
        return f"9000{self.number:013}"

    def told(self, words: str = "", data: str = "") -> dict[str, Any]:
        message: dict[str, Any] = {"mid": f"m_{self.number}_{self._next()}", "text": words or "tapped"}
        message |= {"quick_reply": {"payload": data}} if data else {}
        event = {
            "sender": {"id": self.address},
            "timestamp": int(self.clock.time() * 1000),
            "message": message,
        }
        return {"object": "page", "entry": [{"messaging": [event]}]}


def signed(body: bytes) -> dict[str, str]:
    """What Meta says with a call, so that no stranger can write in its name."""
    made = hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={made}"}
