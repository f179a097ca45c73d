"""What parts of a check have worked out, for the next check of a pack in which little has changed.

Each part has a key made of all that it rests on. The file is believed only if the same program wrote it and
no bit has changed since: another is as good as none, and everything is worked out anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from kapea.content.engine import program_fingerprint
from kapea.core.pack.assets import Breaker

DIGEST_BYTES = 32
WORDS = "words"


def read_parts(file: Path) -> dict[str, bytes]:
    """What was kept; nothing where the file is missing, damaged, or of another program."""
    try:
        data = file.read_bytes()
    except OSError:
        return {}
    digest, body = data[:DIGEST_BYTES], data[DIGEST_BYTES:]
    return msgspec.msgpack.decode(body, type=dict[str, bytes]) if digest == _digest(body) else {}


def parts_file(memory: Mapping[str, bytes]) -> bytes:
    """The file that `read_parts` takes."""
    body = msgspec.msgpack.encode(memory)
    return _digest(body) + body


def _digest(body: bytes) -> bytes:
    return hashlib.sha256(program_fingerprint().encode() + body).digest()


class RememberingBreakers:
    """Marks where words end, each text once: finding that out is a fifth of a check."""

    def __init__(self, breakers: Mapping[str, Breaker], memory: dict[str, bytes]) -> None:
        self._memory = memory
        kept = (
            msgspec.msgpack.decode(memory[WORDS], type=dict[str, dict[str, str]]) if WORDS in memory else {}
        )
        self._marked: dict[str, dict[str, str]] = {language: {} for language in breakers}
        self.by_language = {
            language: self._remembering(breaker, kept.get(language, {}), self._marked[language])
            for language, breaker in breakers.items()
        }

    @staticmethod
    def _remembering(breaker: Breaker, before: Mapping[str, str], now: dict[str, str]) -> Breaker:
        def mark(words: str) -> str:
            if words not in now:
                now[words] = before[words] if words in before else breaker(words)
            return now[words]

        return mark

    def keep(self) -> None:
        """Puts what this check asked for into the memory, in the place of what the one before did."""
        self._memory[WORDS] = msgspec.msgpack.encode(self._marked)
