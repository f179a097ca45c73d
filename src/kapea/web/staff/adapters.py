"""How sign-in and second factors, which are django-allauth's, are done here."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from kapea.people.second_factors import opened_factor, sealed_factor
from kapea.people.signed_in import begin_session
from kapea.vault.keys import derive
from kapea.vault.passphrases import PassphrasesBusy
from kapea.vault.purposes import Purpose
from kapea.vault.sealing import Unsealable
from kapea.vault.staff_keys import KeySwapped, WrongPassphrase, lock_row, unlock
from kapea.web.base.request import client_address
from kapea.web.staff import known_device
from kapea.web.staff.browsers import kind_of_browser
from kapea.web.staff.codes import AWAY
from kapea.web.staff.cookies import KEY
from kapea.web.staff.gate import FACTORS, request_time

log = logging.getLogger(__name__)
FRESH = timedelta(minutes=10)
REMEDY = "name the secret that KAPEA_SECRET replaced in KAPEA_SECRET_FORMER, and start anew"
OPEN_KEY = "open_key"
"""Where a session says which row of the key store opens its keys."""


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Passphrases that open keys; nobody signs up by themselves; whoever guesses is slowed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Pages say what a code means, in their own words (`staff.words`)."""
        return ValidationError(code, code=code)

    def get_client_ip(self, request: HttpRequest) -> str:
        """A keyed hash: what counts tries need not know where anybody is."""
        return derive(settings.SECRET_KEY, Purpose.STAFF_NETWORK, client_address(request).encode())[:16].hex()

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Checks the passphrase, and opens the keys that it wraps: half goes to the browser. Whoever gives it
        once more has them open already.
        """
        try:
            user: AbstractBaseUser | None = super().authenticate(request, **credentials)
            if user is None or not user.is_active:
                return None
            if not request.user.is_authenticated:
                self._open_keys(request, user, credentials["password"])
        except PassphrasesBusy:
            raise self.validation_error("busy") from None
        except (WrongPassphrase, KeySwapped):  # the passphrase is right, and the key store is of another day
            raise self.validation_error("keys-away") from None
        return user

    def _open_keys(self, request: HttpRequest, user: AbstractBaseUser, passphrase: str) -> None:
        opened = unlock(user.pk, passphrase, at=request_time())
        if former := request.session.get(OPEN_KEY):
            lock_row(former)
        request.session[OPEN_KEY] = opened.row
        set_later(request, KEY, opened.cookie)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        begin_session(
            cookie=request.session.session_key or "",
            user=user.pk,
            open_key=request.session[OPEN_KEY],
            browser=kind_of_browser(request.headers.get("User-Agent", "")),
            at=request_time(),
        )
        set_later(request, *known_device.cookie_for(user.pk))

    def is_reauthentication_required(self, *, app: str | None = None) -> bool:
        """Whoever has just signed in need not do so again to change how they sign in."""
        session = getattr(context.request, "staff_session", None)
        return session is None or request_time() - session.began_at > FRESH

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By device where it is known: whoever guesses from elsewhere does not slow its owner down."""
        return known_device.counted_as(request, str(credentials.get("username", "")))


class StaffFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: what they hold is sealed, and the last one cannot be taken away."""

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        return ValidationError(code, code=code)

    def get_totp_issuer(self) -> str:
        return "Kapea"

    def build_totp_svg(self, url: str) -> str:
        """A whole file of its own: without its namespace a browser shows no picture."""
        file = BytesIO()
        square = segno.make(url, micro=False)
        square.save(file, kind="svg", xmldecl=False, omitsize=True, border=4, dark="#000", light="#fff")
        return file.getvalue().decode()

    def encrypt(self, text: str) -> str:
        return sealed_factor(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises ValidationError where the secret is another and the former is not named: whoever signs in
        is told so, and whoever runs the server what to do.
        """
        try:
            return opened_factor(encrypted_text)
        except Unsealable:
            log.error("staff: codes of somebody cannot be checked: %s", REMEDY)
            raise self.validation_error(AWAY) from None

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
        return bool(others.exclude(pk=authenticator.pk).exists())

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        made = super().get_public_key_credential_rp_entity()
        return {**made, "name": "Kapea"}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        many: Sequence[Authenticator] = Authenticator.objects.filter(user=user.pk, type=type)
        return str(len(many) + 1)


def set_later(request: HttpRequest, name: str, value: str, seconds: int | None = None) -> None:
    """Has the gate set a cookie when the answer leaves."""
    if not hasattr(request, "staff_cookies"):
        request.staff_cookies = {}  # type: ignore[attr-defined]
    request.staff_cookies[name] = (value, seconds)  # type: ignore[attr-defined]
