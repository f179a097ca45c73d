"""Addresses of the web as a pack may name them: one that a person reads as what it is."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.IGNORECASE)
_REST = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@%/?#-]*")
MAX_ADDRESS = 200


def address_fault(address: str) -> str:
    """What is wrong with an address; empty: nothing. “https://known.org@other.com” leads to other.com."""
    if not address.startswith("https://"):
        return "it does not begin with https://"
    if len(address) > MAX_ADDRESS or not _REST.fullmatch(address):
        return "it has a sign that stands in no plain address"
    try:
        host = urlsplit(address).netloc
    except ValueError:
        return "it does not read as an address"
    if "@" in host:
        return "what stands before the @ only looks like where it leads"
    return "" if _HOST.fullmatch(host) else f"“{host}” is no name of a site"
