"""An operator's message centre on loopback: SMPP 3.4, as far as a gateway that is bound to it needs.

It takes what is sent, tells that it was delivered, and brings what a phone writes until the gateway takes it.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import BinaryIO

BIND, SUBMIT, DELIVER, ENQUIRE, UNBIND = 0x09, 0x04, 0x05, 0x15, 0x06
RESPONSE = 0x80000000
UCS2, HAS_HEADER, RECEIPT = 0x08, 0x40, 0x04
INTERNATIONAL, NATIONAL = b"\x01\x01", b"\x00\x01"
GSM7 = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = {
    0x14: "^",
    0x28: "{",
    0x29: "}",
    0x2F: "\\",
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}
RECEIPT_SAYS = (
    "id:{id} sub:001 dlvrd:001 submit date:2611280134 done date:2611280134 stat:DELIVRD err:000 text:"
)
HEADER = struct.Struct(">IIII")


@dataclass
class Submitted:
    """A message as it was sent: to whom, its words, in how many parts."""

    to: str
    text: str
    parts: int


@dataclass
class MessageCentre:
    """Listens from `start` until `stop`. `submitted`: whole messages, in order. `binds`: how often a gateway
    was bound so far; the last one is spoken to.
    """

    submitted: list[Submitted] = field(default_factory=list)
    binds: int = 0

    def start(self) -> int:
        """Begins to listen; on which port."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sequence, self._ids = count(1), count(1)
        self._parts: dict[tuple[str, int], dict[int, str]] = defaultdict(dict)
        self._writing, self._taken = threading.Lock(), threading.Event()
        self._gateway: socket.socket | None = None
        threading.Thread(target=self._listens, daemon=True).start()
        return int(self._listener.getsockname()[1])

    def stop(self) -> None:
        self._listener.close()
        self.cut()

    def cut(self) -> None:
        """The line to the gateway breaks."""
        if self._gateway is not None:
            with suppress(OSError):
                self._gateway.shutdown(socket.SHUT_RDWR)

    def phone_writes(self, sender: str, to: str, words: str) -> None:
        """Brings what a phone wrote."""
        fits = set(words) <= set(GSM7)
        text = bytes(map(GSM7.index, words)) if fits else words.encode("utf-16-be")
        self._deliver(sender, to, text, coding=0 if fits else UCS2)

    def _deliver(self, sender: str, to: str, text: bytes, *, coding: int = 0, kind: int = 0) -> None:
        body = b"\0" + INTERNATIONAL + sender.encode() + b"\0" + NATIONAL + to.encode() + b"\0"
        body += bytes((kind, 0, 0)) + b"\0\0" + bytes((0, 0, coding, 0, len(text))) + text
        self._send(DELIVER, body)

    def _send(self, command: int, body: bytes, sequence: int | None = None, status: int = 0) -> None:
        assert self._gateway is not None
        number = next(self._sequence) if sequence is None else sequence
        with self._writing:
            self._gateway.sendall(HEADER.pack(16 + len(body), command, status, number) + body)

    # --- what the gateway says ----------------------------------------------------------------

    def _listens(self) -> None:
        with suppress(OSError):
            while True:
                gateway, _ = self._listener.accept()
                threading.Thread(target=self._serves, args=(gateway,), daemon=True).start()

    def _serves(self, gateway: socket.socket) -> None:
        with gateway, suppress(OSError, struct.error), gateway.makefile("rb") as stream:
            self._reads(gateway, stream)

    def _reads(self, gateway: socket.socket, stream: BinaryIO) -> None:
        while len(head := stream.read(16)) == 16:
            length, command, _, sequence = HEADER.unpack(head)
            body = stream.read(length - 16)
            if command == BIND:
                self._gateway = gateway
                self._send(command | RESPONSE, b"CENTRE\0", sequence)
                self.binds += 1
            elif command == SUBMIT:
                id = str(next(self._ids))
                self._send(command | RESPONSE, id.encode() + b"\0", sequence)
                self._submits(body, id)
            elif command in (ENQUIRE, UNBIND):
                self._send(command | RESPONSE, b"", sequence)

    def _submits(self, body: bytes, id: str) -> None:
        _, body = body.split(b"\0", 1)  # service type
        source, body = body[2:].split(b"\0", 1)
        to, body = body[2:].split(b"\0", 1)
        kind, (_, _, rest) = body[0], body[3:].split(b"\0", 2)
        wants_receipt, coding, length = rest[0], rest[2], rest[4]
        self._arrived(to.decode(), rest[5 : 5 + length], kind, coding)
        if wants_receipt:
            said = RECEIPT_SAYS.format(id=id).encode()
            self._deliver(to.decode(), source.decode(), said, kind=RECEIPT)

    def _arrived(self, to: str, text: bytes, kind: int, coding: int) -> None:
        ref, total, number = (text[3], text[4], text[5]) if kind & HAS_HEADER else (0, 1, 1)
        part = _said(text[6:] if kind & HAS_HEADER else text, coding)
        parts = self._parts[to, ref]
        parts[number] = part
        if len(parts) == total:
            whole = "".join(parts[n] for n in sorted(parts))
            del self._parts[to, ref]
            self.submitted.append(Submitted(to, whole, total))


def _said(text: bytes, coding: int) -> str:
    if coding == UCS2:
        return text.decode("utf-16-be")
    out, escaped = "", False
    for octet in text:
        out += EXTENSION[octet] if escaped else "" if octet == 0x1B else GSM7[octet]
        escaped = octet == 0x1B and not escaped
    return out
