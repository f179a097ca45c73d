"""Phones that write text messages: what Kannel and the Android app bring of them, and what stands on them."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from tests.channels.fake_texts import PASSWORD, SHORT_CODE, USER, FakeAndroid, FakeKannel, FakeNetwork
from tests.channels.phones import AnyPhone, Call, Clock, Shown
from tests.packs import world as world_of

ANSWER = re.compile(r"(\d{1,2}|#) (.+)")
"""A line with an answer or a key; numbers to call are longer."""


class TextPhone(AnyPhone):
    """Anybody who writes text messages. What can be answered is a number before its words."""

    provider: FakeNetwork

    @property
    def address(self) -> str:
        return f"+85512{self.number:06}"

    def taps(self, label: str) -> Any:
        return self.writes(self._tapped(label).buttons[label])

    @property
    def shown(self) -> list[Shown]:
        return [Shown(text, answers_in(text)) for text in self.provider.chats[self.address]]

    def screen(self) -> list[Shown]:
        """The pages of the newest screen that stand there: each but the newest says how to go on."""
        newest, *older = [*reversed(self.shown), Shown("", {})]
        pages = [newest]
        for each in older:
            if "00" not in each.buttons.values():
                break
            pages.append(each)
        return pages

    def offered(self) -> list[str]:
        return [label for page in self.screen() for label, typed in page.buttons.items() if typed != "00"]

    def reads_on(self) -> Any:
        return self.writes("00") if "00" in self.screen()[0].buttons.values() else None

    def sent_at(self) -> datetime:
        """By the network's clock: nobody writes two messages in one second."""
        return (self.clock.at + timedelta(seconds=self._next())).astimezone(UTC)


def answers_in(text: str) -> dict[str, str]:
    """The answers and keys of a message, with what is typed for each."""
    lines = [part for line in text.split("\n") for part in line.split("  ")]
    made = {found[2]: found[1] for line in lines if (found := ANSWER.fullmatch(line))}
    if any(typed in ("0", "00") for typed in made.values()):
        return made
    release = world_of("cambodia").release  # a greeting: 1 begins
    return made | {release.text("word.begin", code): "1" for code in release.languages} if made else {}


class KannelPhone(TextPhone):
    """Through Kannel."""

    name = door = "kannel"
    provider: FakeKannel

    def writes(self, words: str) -> Call:
        from kapea.channels.doors import webhook_secret

        coding, charset = ("0", "UTF-8") if words.isascii() else ("2", "UTF-16BE")
        login = b64encode(f"kannel:{webhook_secret('kannel')}".encode()).decode()
        headers = {
            "Authorization": f"Basic {login}",
            "X-Kannel-From": self.address,
            "X-Kannel-Time": f"{self.sent_at():%Y-%m-%d %H:%M:%S}",
            "X-Kannel-Coding": coding,
        }
        return Call(self.door, words.encode(charset), headers, f'text/plain; charset="{charset}"')


class AndroidCall(NamedTuple):
    """An event of the app: each time it is brought it is signed anew."""

    door: str
    body: bytes
    secret: str
    clock: Clock

    def answered(self, client: Any) -> Any:
        now = str(int(self.clock.time()))
        made = hmac.new(self.secret.encode(), self.body + now.encode(), hashlib.sha256).hexdigest()
        return Call(self.door, self.body, {"X-Timestamp": now, "X-Signature": made}).answered(client)


class AndroidPhone(TextPhone):
    """Through the app on a phone of the programme's."""

    name = door = "android"
    provider: FakeAndroid

    def writes(self, words: str) -> AndroidCall:
        from kapea.channels.doors import webhook_secret

        payload = {"message": words, "sender": self.address, "receivedAt": self.sent_at().isoformat()}
        event = {"id": f"{self.number} {self.made}", "event": "sms:received", "payload": payload}
        return AndroidCall(self.door, json.dumps(event).encode(), webhook_secret("android"), self.clock)


def settings_of_network(provider: FakeNetwork) -> dict[str, str]:
    """How an operator sets a text message door up."""
    if isinstance(provider, FakeKannel):
        return {
            "KAPEA_KANNEL_SEND": f"{provider.address}/cgi-bin/sendsms",
            "KAPEA_KANNEL_USER": USER,
            "KAPEA_KANNEL_PASSWORD": PASSWORD,
            "KAPEA_KANNEL_NUMBER": SHORT_CODE,
        }
    return {
        "KAPEA_ANDROID_ADDRESS": provider.address,
        "KAPEA_ANDROID_USER": USER,
        "KAPEA_ANDROID_PASSWORD": PASSWORD,
    }
