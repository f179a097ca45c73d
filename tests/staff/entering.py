"""Signing in as people do: a name, a passphrase, six digits."""

from __future__ import annotations

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from tests.staff.cast import PASSPHRASE, SECRET, Person

FIRST, SECOND = "/staff/sign-in", "/staff/sign-in/second-factor"


def code(step: int = 0, secret: str = SECRET) -> str:
    """The digits of now, of half a minute before (-1) or after (1)."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step)))


def gives_passphrase(client: Client, person: Person, passphrase: str = PASSPHRASE):
    """What answers the first step."""
    return client.post(FIRST, {"login": person.user.username, "password": passphrase})


def signs_in(client: Client, person: Person, step: int = 0):
    """Both steps; what answers the second."""
    assert gives_passphrase(client, person).headers["Location"] == SECOND
    return client.post(SECOND, {"code": code(step)})


def is_in(client: Client) -> bool:
    """Whether pages of staff open there."""
    return client.get("/staff/office/").status_code == 200
