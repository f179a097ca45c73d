"""Ids of rows about staff: random, so that nobody learns from one how many there are, or tries the next."""

from __future__ import annotations

import secrets


def new_id() -> str:
    """16 letters and digits, small ones, easy to read out."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "".join(secrets.choice(alphabet) for _ in range(16))
