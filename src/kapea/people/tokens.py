"""What an invitation's link holds, and what the row keeps of it."""

from __future__ import annotations

import hashlib
import secrets


def new_invitation_token() -> str:
    """192 random bits, for an address."""
    return secrets.token_urlsafe(24)


def hash_of_token(token: str) -> str:
    """What the row keeps: the token is long and random, so a plain hash gives nothing away."""
    return hashlib.blake2b(token.encode(), digest_size=32, person=b"kapea invite").hexdigest()
