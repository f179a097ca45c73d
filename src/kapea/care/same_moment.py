"""Work whose length must tell nothing: it ends at the end of one of equal spans of time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

R = TypeVar("R")


def ends_at_span(work: Callable[[], R], seconds: float) -> R:
    """Does something, and comes back at the end of a span: how long it took cannot be told from outside."""
    began = time.monotonic()
    try:
        return work()
    finally:
        time.sleep(seconds - (time.monotonic() - began) % seconds if seconds else 0)
