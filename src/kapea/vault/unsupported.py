"""What is raised for a key of a kind that nobody here can use, as in a passkey that somebody made up."""

from __future__ import annotations

from cryptography.exceptions import UnsupportedAlgorithm as UnsupportedKey

__all__ = ["UnsupportedKey"]
