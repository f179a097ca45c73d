"""Work whose length must tell nothing: it ends at the end of one of equal spans of time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

SAME_MOMENT = 0.5
"""Seconds of a span."""
R = TypeVar("R")


def at_same_moment(work: Callable[[], R]) -> R:
    """Does something, and comes back at the end of a span: how long it took cannot be told from outside."""
    began = time.monotonic()
    try:
        return work()
    finally:
        time.sleep(SAME_MOMENT - (time.monotonic() - began) % SAME_MOMENT if SAME_MOMENT else 0)
