"""The forms of staff. Each says what is wrong by a code; pages have the words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.core.exceptions import ValidationError

from kapea.vault.passphrases import TooShort, check_length
from kapea.web.staff.words import staff_languages

MAX_PASSPHRASE = 200


class SignInForm(LoginForm):  # type: ignore[misc]
    """A name and a passphrase."""

    def clean_login(self) -> str:
        return str(super().clean_login()).lower()


def offer(form: forms.Form, field: str, ids: Iterable[str]) -> None:
    """Lets a field be chosen among some ids; pages have the words for each."""
    chosen = form.fields[field]
    assert isinstance(chosen, forms.ChoiceField)
    chosen.choices = [(id, id) for id in ids]


class NewPassphraseForm(forms.Form):
    """A passphrase, twice."""

    passphrase = forms.CharField(max_length=MAX_PASSPHRASE, strip=False)
    again = forms.CharField(max_length=MAX_PASSPHRASE, strip=False)

    def clean_passphrase(self) -> str:
        said = str(self.cleaned_data["passphrase"])
        try:
            check_length(said)
        except TooShort as error:
            raise ValidationError("short", code="passphrase-short") from error
        return said

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "passphrase" in cleaned and cleaned.get("again") != cleaned["passphrase"]:
            self.add_error("again", ValidationError("other", code="passphrase-differs"))
        return cleaned


class JoinForm(NewPassphraseForm):
    """The name to sign in with, and a promise to have read that a lost passphrase is lost."""

    username = forms.RegexField(r"^[A-Za-z0-9][A-Za-z0-9._-]{2,39}$", max_length=40)
    understood = forms.BooleanField()

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).lower()


class ChangePassphraseForm(NewPassphraseForm):
    """The passphrase of now, and the next."""

    now = forms.CharField(max_length=MAX_PASSPHRASE, strip=False)


class LanguageForm(forms.Form):
    """A language of the pages."""

    language = forms.ChoiceField(choices=[(code, code) for code in staff_languages()])


__all__ = ["ChangePassphraseForm", "JoinForm", "LanguageForm", "SignInForm"]
