"""What a browser may do with our pages: show them, send our forms, go where Leave goes. Nothing else."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "media-src 'self'; worker-src {worker}; form-action 'self'{leave}; base-uri 'none'; "
    "frame-ancestors 'none'"
)

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Not `no-referrer`: browsers then send `Origin: null` with our own forms, and every answer would be
    # refused. To any other site this says as little.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

FILE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""A style or a script is no page: it needs no more, and every byte is somebody's data."""


@lru_cache(maxsize=8)
def content_policy(leave_to: str = "", *, worker: bool = False) -> str:
    """The policy; forms may also lead to where Leave goes, since Leave is a form redirected there.

    Only with `worker` may a page have a browser keep something of ours.
    """
    parts = urlsplit(leave_to)
    leave = f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return POLICY.format(leave=leave, worker="'self'" if worker else "'none'")
