"""A device from which somebody signed in before. Tries on it are counted apart from tries from elsewhere.

So whoever guesses somebody's passphrase is slowed, and the one it belongs to is not.
"""

from __future__ import annotations

import hmac
import secrets

from django.conf import settings
from django.http import HttpRequest

from kapea.people.models import User
from kapea.vault.keys import derive
from kapea.vault.purposes import Purpose
from kapea.web.staff.cookies import DEVICE, YEAR


def cookie_for(user: str) -> tuple[str, str, int]:
    """The name, the value and the seconds of the cookie that knows this device for somebody's."""
    device = secrets.token_urlsafe(12)
    return DEVICE, f"{device}.{_mark(user, device)}", YEAR


def counted_as(request: HttpRequest, username: str) -> str:
    """Under what name a try at somebody's passphrase is counted; nothing of a person stands in it."""
    user = User.objects.filter(username=username.strip().lower()).values_list("id", flat=True).first()
    device, _, mark = request.COOKIES.get(DEVICE, "").partition(".")
    if user and device and hmac.compare_digest(mark, _mark(user, device)):
        return f"device:{device}"
    made = derive(settings.SECRET_KEY, Purpose.STAFF_DEVICE, b"\0" + username.strip().lower().encode())
    return f"name:{made[:16].hex()}"


def _mark(user: str, device: str) -> str:
    return derive(settings.SECRET_KEY, Purpose.STAFF_DEVICE, f"{user}\0{device}".encode())[:16].hex()
