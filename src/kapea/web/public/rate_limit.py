"""Slows whoever begins conversations without end, and keeps no address while doing so.

A place on the network is known only as a keyed hash. The key is random, lives a few minutes in this process,
and is then forgotten with everything counted under it.
"""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

KEY_SECONDS = 300.0
MAX_PLACES = 10_000


class RateLimit:
    """One token bucket a place, as large as a minute's worth."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._forget(clock())

    def _forget(self, now: float) -> None:
        self._key, self._made = secrets.token_bytes(32), now
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def allows(self, address: str, per_minute: int) -> bool:
        """Takes one token of the place; False when it has none left."""
        now = self._clock()
        with self._lock:
            if now - self._made >= KEY_SECONDS:
                self._forget(now)
            place = self._place(address)
            tokens, since = self._buckets.pop(place, (float(per_minute), now))
            tokens = min(float(per_minute), tokens + (now - since) * per_minute / 60)
            allowed = tokens >= 1
            self._buckets[place] = (tokens - 1 if allowed else tokens, now)
            if len(self._buckets) > MAX_PLACES:
                self._buckets.popitem(last=False)
        return allowed

    def _place(self, address: str) -> bytes:
        return hashlib.blake2b(prefix(address), key=self._key, digest_size=8).digest()

    def __len__(self) -> int:
        return len(self._buckets)

    def clear(self) -> None:
        self._forget(self._clock())


def prefix(address: str) -> bytes:
    """The network an address is in: its first 24 bits, or 48 of a long one. What does not read shares one."""
    try:
        ip = ipaddress.ip_address(address.strip())
    except ValueError:
        return b"?"
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return ip.packed[: 3 if ip.version == 4 else 6]


flood = RateLimit()
