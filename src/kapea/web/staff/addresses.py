"""Where the pages of staff begin."""

from __future__ import annotations

from django.http import HttpRequest

STAFF = "/staff/"


def is_of_staff(request: HttpRequest) -> bool:
    """Whether an address is one of staff. Only there is anybody signed in."""
    return request.path_info.startswith(STAFF)


def came_by_gate(request: HttpRequest) -> bool:
    """Whether the gate took it for a request of staff: not where nobody works here."""
    return hasattr(request, "keys_usable")
