"""Where the switch reaches us: a socket, a thread for each call, and an end to each of them."""

from __future__ import annotations

import logging
import socket
import socketserver
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from django.db import connections

from kapea.channels.voice.agi import AgiLine, CallEnded, NotAsterisk
from kapea.channels.voice.call import VoiceCall, VoiceDoor
from kapea.channels.voice.caller import caller_of
from kapea.channels.voice.handset import Handset

log = logging.getLogger(__name__)
MOST_CALLS = 100
"""At once. More are let go: their dialplan goes on and says whom to call."""


def _now() -> datetime:
    return datetime.now(UTC)


def let_go_of_database() -> None:
    """A call waits for keys most of the time: no connection is held meanwhile."""
    connections.close_all()


class VoiceServer(socketserver.ThreadingTCPServer):
    """Listens from the moment it is made; `serve_forever` answers, `stop` ends it and every call.

    Raises OSError where the address is taken or is none of this machine.
    """

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], door: VoiceDoor, now: Callable[[], datetime] = _now) -> None:
        self.door, self.now = door, now
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(address, _CallHandler)

    @property
    def calls(self) -> int:
        """How many calls go on."""
        return len(self._open)

    def admits(self, connection: socket.socket) -> bool:
        """Whether there is room for one more call, which then counts until `leaves`."""
        with self._lock:
            if len(self._open) >= MOST_CALLS:
                return False
            self._open.add(connection)
            return True

    def leaves(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.discard(connection)

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing of what came: the log holds no address."""
        log.error("voice: a call could not be answered")

    def stop(self) -> None:
        """No call is answered any more; those that go on end, and their dialplans go on."""
        self.shutdown()
        self.server_close()
        with self._lock:
            for connection in self._open:
                with suppress(OSError):  # it has just ended by itself
                    connection.shutdown(socket.SHUT_RDWR)


class _CallHandler(socketserver.BaseRequestHandler):
    server: VoiceServer

    def handle(self) -> None:
        if not self.server.admits(self.request):
            log.warning("voice: %d calls go on; one more was let go", MOST_CALLS)
            return
        try:
            self._answer()
        finally:
            self.server.leaves(self.request)
            let_go_of_database()

    def _answer(self) -> None:
        line = AgiLine(self.request)
        handset = Handset(line)
        try:
            caller = caller_of(line.environment())
            VoiceCall(self.server.door, handset, caller, now=self.server.now, rest=let_go_of_database).run()
        except CallEnded:
            log.debug("voice: a call ended")
        except NotAsterisk:
            log.info("voice: a connection was closed that did not speak FastAGI, or no more")
        except Exception:
            log.exception("voice: a call could not go on; its dialplan does")
        if handset.not_played:
            log.warning("voice: the switch could not play %d prompts of a call", handset.not_played)
