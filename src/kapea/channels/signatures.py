"""Whether a call was signed with a secret that only its provider and we know."""

from __future__ import annotations

import hashlib
import hmac

from kapea.channels.channel import BadSignature


def check_signed(signature: str, signed: bytes, secret: str, *, before: str = "") -> None:
    """Raises BadSignature unless the bytes, as they came, were signed so: their HMAC with SHA-256, in
    hexadecimal. `before`: what a provider writes before it.
    """
    made = before + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(signature.encode(), made.encode()):
        raise BadSignature
