"""Presses a piece in a process of its own: it takes the memory of the press with it when it goes.

One press at a time on a machine, whoever asks, and always behind everybody else's pages.
"""

from __future__ import annotations

import fcntl
import os
import resource
import subprocess
import sys
from pathlib import Path

from kapea.core.paper.belief import Unprintable
from kapea.core.paper.printed import decode_printed

QUEUE = Path(__file__).with_name("piece.typ")
"""What the presses of a machine wait for: it is there wherever the program is, and is only read."""
REFUSED = 3
NICE, MOST_SECONDS, MOST_MEMORY = 10, 60, 4 << 30
"""CPU seconds and bytes of address space are far more than a piece needs: an end to one that runs away."""


class PressFailed(RuntimeError):
    """The press did not come to an end, or to no file; its words are a code and hold nothing of a piece."""

    @property
    def log_code(self) -> str:
        """What the log may say of it."""
        return str(self)


def pressed_in_process(encoded: bytes, seconds: float) -> bytes:
    """The file of an encoded piece. Raises Unprintable, or PressFailed, also after so many seconds."""
    command = [sys.executable, "-m", "kapea.print.press_process"]
    own = {name: value for name, value in os.environ.items() if not name.startswith("KAPEA_")}
    env = own | {"PYTHONPATH": os.pathsep.join(sys.path), "RAYON_NUM_THREADS": "1"}
    try:
        done = subprocess.run(command, input=encoded, capture_output=True, timeout=seconds, env=env)
    except (subprocess.TimeoutExpired, OSError) as error:
        raise PressFailed(type(error).__name__) from None
    if done.returncode == REFUSED:
        raise Unprintable(done.stderr.decode("utf-8", "replace"))
    if done.returncode or not done.stdout:
        raise PressFailed(f"EXIT_{done.returncode}")
    return done.stdout


def main() -> int:
    """Reads a piece, waits until no other press is at work, writes the file."""
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    made = decode_printed(sys.stdin.buffer.read())
    with QUEUE.open("rb") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)
        from kapea.print import press  # heavy: loaded by whoever has come to the front

        try:
            sys.stdout.buffer.write(press.press_piece(made))
        except Unprintable as refused:
            sys.stderr.write(str(refused))
            return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
