"""The vector process with its real model, which also counts words in its own memory when it is told to."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from tests.hearing.vectors.fake_encoder import times_in_memory

from kapea.core.pack.hearing_model import VECTOR_SIZE
from kapea.hearing.vectors.encoder import vector_of_one
from kapea.hearing.vectors.process import run_process


def load() -> Callable[[str], list[float]]:
    maps = os.open("/proc/self/maps", os.O_RDONLY)

    def encode(words: str) -> list[float]:
        if words.startswith("seek "):
            return [float(times_in_memory(maps, words[5:])), *[0.0] * (VECTOR_SIZE - 1)]
        return vector_of_one(words)

    return encode


if __name__ == "__main__":
    signal.alarm(600)
    sys.exit(run_process(Path(sys.argv[1]), load))
