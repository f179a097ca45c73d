"""Asking Telegram for updates, where it cannot come to us: a server at home, without a name or HTTPS.

What was kept is confirmed with the next question; what was not is brought again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
from django.db import connections

from kapea.channels.receive import received
from kapea.channels.telegram.bot import TelegramBot
from kapea.channels.telegram.setting_up import ALLOWED_UPDATES
from kapea.channels.telegram.updates import read_update

log = logging.getLogger(__name__)
HOLD_SECONDS = 50
"""How long Telegram holds a question to which it has no answer yet."""
PAUSE_SECONDS = 5.0
"""How long nothing is asked after something went wrong."""


class Polling:
    """The questions of one process; two at once are refused by Telegram."""

    def __init__(
        self,
        bot: TelegramBot,
        wake: Callable[[], None],
        now: Callable[[], datetime] = lambda: datetime.fromtimestamp(time.time(), UTC),
    ) -> None:
        """`wake`: tells whoever sends that replies wait."""
        self._bot, self._wake, self._now = bot, wake, now
        self._offset = 0
        self._ending = threading.Event()

    def ask(self, hold: int = HOLD_SECONDS) -> bool:
        """Asks once, and keeps what came; False when something went wrong and a pause is due."""
        given = {"offset": self._offset, "timeout": hold, "allowed_updates": list(ALLOWED_UPDATES)}
        answer = self._bot.api.call("getUpdates", given, seconds=hold + 10.0)
        if not answer.ok or not isinstance(answer.result, list):
            log.warning("channels: telegram gave no updates (%d)", answer.code)
            return False
        return all(self._kept(update) for update in answer.result)

    def _kept(self, update: dict[str, object]) -> bool:
        messages = read_update(msgspec.json.encode(update))
        if not all(received(self._bot, message, at=self._now()) for message in messages):
            connections.close_all()
            return False
        self._offset = max(self._offset, int(str(update.get("update_id", -1))) + 1)
        self._wake()
        return True

    def run(self) -> None:
        """Asks until `stop`."""
        while not self._ending.is_set():
            if not self.ask():
                self._ending.wait(PAUSE_SECONDS)
        connections.close_all()

    def stop(self) -> None:
        self._ending.set()
