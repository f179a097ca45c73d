"""Passkeys, which django-allauth and fido2 check: what they leave open, and how a refusal is told.

What a browser sends was made by whoever holds it. So nothing but a passkey's own shape reaches the libraries,
and whatever they object to is one answer in our own words.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from fido2.cose import CoseKey

from kapea.web.staff.removing import OneRemovalAtATime

MAX_NAME = 40
REFUSED = "passkey"
KIND = "public-key"
UNREADABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
)
"""What the libraries raise on bytes that nobody's passkey made, as on a list nested without end."""


class PasskeyField(forms.JSONField):
    """What a browser says of a passkey, as JSON. Nested without end it is refused like any other nonsense."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except RecursionError:
            raise ValidationError(REFUSED, code=REFUSED) from None


class NewPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey to be added, and what its owner calls it."""

    credential = PasskeyField()

    def clean_name(self) -> str:
        """Cut to its length: a passkey that was made must not be lost for its name."""
        return str(super().clean_name())[:MAX_NAME]

    def clean_credential(self) -> Any:
        given = self.cleaned_data["credential"]
        told = check_origin(given, auth.parse_registration_response)
        _refused_alike(lambda: _check_kind_of_key(told))
        return given

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = _refused_alike(super().clean)
        return cleaned


class PasskeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second step."""

    credential = PasskeyField()

    def clean_credential(self) -> Any:
        check_origin(self.cleaned_data["credential"], auth.parse_authentication_response)
        return _refused_alike(super().clean_credential)


class PasskeyAgainForm(PasskeyForm):
    """A passkey from somebody who signed in a while ago."""

    reauthenticated = True


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    """Adds a passkey. What was wrong is told of the form as first checked, against its own challenge."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(), **kwargs}


class PasskeyAgain(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Asks once more. A refusal stays on the page, and says so."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        page: HttpResponse = self.render_to_response(self.get_context_data(form=form))
        return page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(), **kwargs}


class RemovePasskey(OneRemovalAtATime, RemoveWebAuthnView):  # type: ignore[misc]
    """Takes a passkey away, unless it is the last second factor."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        page: HttpResponse
        if get_adapter().can_delete_authenticator(self.object):
            page = super().form_valid(form)
            return page
        form.add_error(None, ValidationError("last", code="cannot_delete_authenticator"))
        page = self.render_to_response(self.get_context_data(form=form))
        return page


def check_origin(given: Any, parse: Callable[[Any], Any]) -> Any:
    """What was sent, read. Raises ValidationError unless it was made on a page of this very address, inside
    no other site's.
    """
    told = _refused_alike(lambda: parse(_of_passkey(given)))
    page = told.response.client_data
    if page.origin != origin_of(context.request) or page.cross_origin is not False:
        raise ValidationError(REFUSED, code=REFUSED)
    return told


def origin_of(request: HttpRequest) -> str:
    """The address of our pages as browsers write it."""
    return f"{request.scheme}://{request.get_host()}"


def _of_passkey(given: Any) -> dict[str, Any]:
    if (
        not isinstance(given, dict)
        or given.get("type") != KIND
        or not isinstance(given.get("response"), dict)
    ):
        raise ValueError("no passkey is of that shape")
    return given


def _check_kind_of_key(told: Any) -> None:
    """A key whose signatures nobody here can check would lock its owner out."""
    key = told.response.attestation_object.auth_data.credential_data.public_key
    if key.ALGORITHM not in CoseKey.supported_algorithms():
        raise ValueError("a key of a kind that was not asked for")


def _refused_alike(check: Callable[[], Any]) -> Any:
    """What a check of the libraries says; whatever it objects to is one refusal, unless it is to wait."""
    try:
        return check()
    except ValidationError as error:
        wait = getattr(error, "code", None) == "too_many_login_attempts"
        raise error if wait else ValidationError(REFUSED, code=REFUSED) from None
    except UNREADABLE:
        raise ValidationError(REFUSED, code=REFUSED) from None
