"""The text message door by Kannel, which is bound to an operator over SMPP: docs/doors/kannel.md.

Kannel stands on the same machine. It shows who it is by a name and a word in the header of each call; number
and words come in headers and body, so no address and no access log holds them.
"""

from __future__ import annotations

import hmac
import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

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
)
from kapea.channels.sms.kannel_conf import kannel_configuration
from kapea.channels.sms.numbers import number_of_sender, region_of
from kapea.channels.sms.setting_up import NO_LINK, TO_TRY, tried_kannel
from kapea.channels.sms.texts import TextReply, text_received, text_replies
from kapea.core.doors.chat import ChatMessage
from kapea.core.doors.limits import SMS
from kapea.core.doors.sms_text import is_gsm7

USER = "kannel"
"""By which name Kannel comes; the word with it is ours (`kapea doors list` says it)."""
UCS2 = "2"
TOOK, REFUSED = 1 | 8, 2 | 16
"""Bits of a report: it arrived, or the network has it; it will not arrive. 34 is 2, and its time ran out."""
TRACKED = 1 | 2 | 8 | 16
REF = re.compile(r"[0-9a-f]{32}")


class KannelGateway(Channel):
    """One short code or number at one Kannel, that speaks for one pack."""

    name = "kannel"
    door = SMS
    to_try = TO_TRY

    def __init__(
        self,
        send: str,
        user: str,
        password: str,
        number: str,
        secret: str,
        ours: str,
        pack: str,
        region: Callable[[], str],
    ) -> None:
        self.pack, self._region, self._number, self._send = pack, region, number, send
        self._secret = b64encode(f"{USER}:{secret}".encode())
        self.address = address_for_kannel(ours, secret)
        self._login = user, password
        login = {"X-Kannel-Username": user, "X-Kannel-Password": password}
        self._client = httpx.Client(headers=login, timeout=LIMIT)

    @classmethod
    def from_settings(cls, pack: str, secret: str) -> KannelGateway:
        return cls(
            settings.KAPEA_KANNEL_SEND,
            settings.KAPEA_KANNEL_USER,
            settings.KAPEA_KANNEL_PASSWORD,
            settings.KAPEA_KANNEL_NUMBER,
            secret,
            settings.KAPEA_KANNEL_OURS,
            pack,
            region_of(pack),
        )

    def handshake(self, query: Mapping[str, str]) -> str | None:
        """Kannel asks for none."""
        return None

    def read(self, headers: Mapping[str, str], body: bytes) -> list[ReceivedMessage]:
        self._check(headers)
        number = number_of_sender(headers.get("x-kannel-from", ""), self._region)
        words = _words(headers.get("x-kannel-coding", "0"), body)
        if not number or words is None:
            return []
        time = headers.get("x-kannel-time", "")
        return [text_received(number, words, time, sent_at=_moment(time))]

    def reports(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> list[SendReport]:
        self._check(headers)
        ref, state = query.get("ref", ""), query.get("state", "")
        if not REF.fullmatch(ref) or not re.fullmatch(r"[0-9]{1,3}", state):
            return []
        if int(state) & REFUSED:
            return [SendReport(ref, f"the network did not bring it ({int(state)})")]
        return [SendReport(ref)] if int(state) & TOOK else []

    def bodies(self, message: ReceivedMessage, said: Sequence[ChatMessage]) -> list[bytes]:
        return text_replies(message.address, said)

    def deliver(self, body: bytes, ref: str) -> Outcome:
        reply = msgspec.msgpack.decode(body, type=TextReply)
        coding = {} if is_gsm7(reply.text) else {"X-Kannel-Coding": UCS2}
        headers = {
            "Content-Type": "text/plain; charset=UTF-8",
            "X-Kannel-From": self._number,
            "X-Kannel-To": reply.to,
            "X-Kannel-DLR-Mask": str(TRACKED),
            "X-Kannel-DLR-Url": f"{self.address}/report?ref={ref}&state=%d",
            **coding,
        }
        return outcome_of_kannel(self._posted(reply.text.encode(), headers))

    def set_up(self, site: str) -> Iterator[str]:
        """Kannel asks for nothing: its configuration, to be written where it looks for it."""
        yield kannel_configuration(self.address, *self._login)

    def tried(self) -> Iterator[str]:
        return tried_kannel(self.asked())

    def link(self, code: str) -> str:
        raise NotDone(NO_LINK)

    def asked(self) -> int:
        """What Kannel answers to a call with nobody to send to: 400 as it should."""
        return self._posted(b"", {})

    def _posted(self, body: bytes, headers: Mapping[str, str]) -> int:
        return status_of_call(lambda: self._client.post(self._send, content=body, headers=headers))

    def _check(self, headers: Mapping[str, str]) -> None:
        kind, _, told = headers.get("authorization", "").partition(" ")
        if kind.lower() != "basic" or not hmac.compare_digest(told.strip().encode(), self._secret):
            raise BadSignature


def address_for_kannel(ours: str, secret: str) -> str:
    """Where Kannel brings messages: its configuration holds the word, and sends it as a header."""
    scheme, _, rest = ours.rstrip("/").partition("://")
    return f"{scheme}://{USER}:{secret}@{rest}/d/kannel"


def outcome_of_kannel(status: int) -> Outcome:
    """What an answer means for the reply that was sent."""
    if status == 202:
        return Delivered()
    if status in (UNREACHED, UNHEARD, 408, 429) or status >= 500:
        return TryAgain("kannel did not take it", perhaps_sent=status == UNHEARD)
    if status in (401, 403, 404):
        return GivenUp("kannel does not know us", door_is_shut=True)
    return GivenUp(f"kannel refused it ({status})")


def _words(coding: str, body: bytes) -> str | None:
    """The words in a body; None for octets that are no text, as a ring tone is."""
    if coding not in ("0", UCS2):
        return None
    return body.decode("utf-16-be" if coding == UCS2 else "utf-8", errors="replace")


def _moment(time: str) -> datetime | None:
    try:
        return datetime.strptime(time, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
