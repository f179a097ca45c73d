"""django-allauth's app of accounts, whose middleware here stands inside the gate of staff pages."""

from __future__ import annotations

from importlib import import_module

from allauth.account.apps import AccountConfig


class SignInConfig(AccountConfig):
    """Its own start-up asks for its middleware in the list of settings, where it would be asked on every page."""

    def ready(self) -> None:
        import_module("allauth.account.checks")
