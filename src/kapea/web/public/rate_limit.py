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
MAX_PLACES = 12_000
SHARES = (1, 8, 32)
"""What an address, its network, and the network around that may begin, as multiples of one address's: whoever
takes all of their own takes an eighth of what the neighbours have together.
"""
BITS = {4: (32, 24, 16), 6: (64, 48, 32)}
"""How much of an address names it, its network, and the network around. One phone has a whole /64."""
UNREADABLE = (b"?",)
"""What does not read shares one place."""


class RateLimit:
    """Token buckets, each as large as a minute's worth: one an address, one a network, one around that."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._forget(clock())

    def _forget(self, now: float) -> None:
        self._key, self._made = secrets.token_bytes(32), now
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def allows(self, address: str, per_minute: int) -> bool:
        """Takes a token for the address and for each network it is in; False, and none taken, when one of
        them has none left.
        """
        return self._asked(address, per_minute, takes=True)

    def has_left(self, address: str, per_minute: int) -> bool:
        """Whether `allows` would say so; none is taken."""
        return self._asked(address, per_minute, takes=False)

    def _asked(self, address: str, per_minute: int, *, takes: bool) -> bool:
        now = self._clock()
        with self._lock:
            if now - self._made >= KEY_SECONDS:
                self._forget(now)
            most = [float(per_minute * share) for share in SHARES]
            names = [self._name(place) for place in network_places(address)]
            left = [self._left(name, size, now) for name, size in zip(names, most, strict=False)]
            allowed = all(tokens >= 1 for tokens in left)
            for name, tokens in zip(names, left, strict=True):
                self._buckets[name] = (tokens - (allowed and takes), now)
            while len(self._buckets) > MAX_PLACES:
                self._buckets.popitem(last=False)
        return allowed

    def _left(self, name: bytes, size: float, now: float) -> float:
        """The tokens of a bucket, refilled; the bucket is taken out, to be put back as the latest used."""
        tokens, since = self._buckets.pop(name, (size, now))
        return min(size, tokens + (now - since) * size / 60)

    def _name(self, place: bytes) -> bytes:
        return hashlib.blake2b(place, key=self._key, digest_size=8).digest()

    def __len__(self) -> int:
        return len(self._buckets)

    def clear(self) -> None:
        self._forget(self._clock())


def network_places(address: str) -> tuple[bytes, ...]:
    """An address, its network and the network around, each by what all in it have in common."""
    try:
        ip = ipaddress.ip_address(address.strip().partition("%")[0])
    except ValueError:
        return UNREADABLE
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return tuple(b"%d/%d/" % (ip.version, bits) + ip.packed[: bits // 8] for bits in BITS[ip.version])


flood = RateLimit()
