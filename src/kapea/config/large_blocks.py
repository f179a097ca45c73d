"""Large blocks of memory go back to the system as soon as nobody needs them.

The bytes of a release are some ten megabytes, read, taken apart and let go of. Without this glibc keeps such
blocks for later once the first was let go of, and a worker that has read four countries holds twenty
megabytes of nothing.
"""

from __future__ import annotations

import ctypes

FROM_BYTES = 1 << 18
"""Blocks from this size on are asked of the system one by one."""
_MMAP_THRESHOLD = -3


def give_back() -> None:
    """Sets it for this process. Where another library keeps the memory, nothing changes."""
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_MMAP_THRESHOLD, FROM_BYTES)
