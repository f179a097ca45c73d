"""Codes as the second step, of an app and on paper: what django-allauth leaves open.

What makes them is sealed under the deployment's secret. Where that secret is another one and the former is
not named, codes cannot be checked. Then it is said so, and whatever else somebody has goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic.edit import FormView

from kapea.people.second_factors import SEALED_PART

AWAY = "second-step-away"
"""The code of the error where codes cannot be checked."""


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """A code as the second step."""

    def clean_code(self) -> str:
        return _checked(self, super().clean_code)


class CodeAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """A code from somebody who signed in a while ago."""

    def clean_code(self) -> str:
        return _checked(self, super().clean_code)


class NewPaper(GenerateRecoveryCodesView):  # type: ignore[misc]
    """Makes new codes on paper. The old ones, which end, need not open for that."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return FormView.get_context_data(self, **kwargs)


class ShownPaper(ViewRecoveryCodesView):  # type: ignore[misc]
    """Shows codes on paper once. Where they do not open there is only one way on: new ones."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            page: HttpResponse = super().get(request, *args, **kwargs)
        except ValidationError:
            return HttpResponseRedirect(reverse("mfa_generate_recovery_codes"))
        return page


def _checked(form: BaseAuthenticateForm, check: Callable[[], str]) -> str:
    """What a check says; where it met a seal that does not open, what the others say."""
    try:
        return check()
    except ValidationError as error:
        if error.code != AWAY:
            raise
    return _checked_by_others(form, form.cleaned_data["code"])


def _checked_by_others(form: BaseAuthenticateForm, code: str) -> str:
    """The code, if any second step that does open says that it is right. Raises ValidationError: that it is
    wrong, or, of a code of the kind that does not open, that it cannot be checked.
    """
    shut = set()
    for each in Authenticator.objects.filter(user=form.user, type__in=SEALED_PART):
        try:
            if each.wrap().validate_code(code):
                each.user, form.authenticator = form.user, each
                return code
        except ValidationError:
            shut.add(each.type)
    raise get_adapter().validation_error(AWAY if _kind_of(code) in shut else "incorrect_code")


def _kind_of(code: str) -> Authenticator.Type:
    """Whether a code was meant as one from paper, which is longer than those of an app."""
    of_app = sum(sign.isalnum() for sign in code) <= app_settings.TOTP_DIGITS
    return Authenticator.Type.TOTP if of_app else Authenticator.Type.RECOVERY_CODES
