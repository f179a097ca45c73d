"""Bytes to and from a server, without a client that knows how HTTP ought to be."""

from __future__ import annotations

import socket
import struct
from contextlib import suppress

SAFETY = 120
"""After so many seconds a server hangs; a busy machine never needs as long."""
MOST = 1 << 20


def opened(port: int, sent: bytes = b"") -> socket.socket:
    """A connection over which something was sent, left open."""
    held = socket.create_connection(("127.0.0.1", port), timeout=SAFETY)
    with suppress(ConnectionError):
        held.sendall(sent)
    return held


def reset(port: int, sent: bytes) -> None:
    """Sends some bytes and tears the connection down, as a phone that loses its network."""
    with opened(port, sent) as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def exchanged(port: int, sent: bytes) -> bytes:
    """All that comes back for some bytes, after which we say no more."""
    with opened(port, sent) as held:
        with suppress(OSError):
            held.shutdown(socket.SHUT_WR)
        return read_all(held)


def read_all(held: socket.socket) -> bytes:
    """What comes until the other side closes, or resets."""
    got = b""
    with suppress(ConnectionError):
        while (part := held.recv(65536)) and len(got) < MOST:
            got += part
    return got
