"""What a browser may do with our pages: show them, and send our forms to us. Nothing else."""

from __future__ import annotations

from functools import cache

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "media-src 'self'; worker-src {worker}; form-action 'self'; base-uri 'none'; "
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


@cache
def content_policy(*, worker: bool = False) -> str:
    """The policy. Only with `worker` may a page have a browser keep something of ours."""
    return POLICY.format(worker="'self'" if worker else "'none'")
