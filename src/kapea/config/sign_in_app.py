"""django-allauth's app of accounts, whose middleware here stands inside the gate of staff pages."""

from __future__ import annotations

from importlib import import_module

from allauth.account.apps import AccountConfig


class SignInConfig(AccountConfig):  # type: ignore[misc]
    """Its own start-up wants its middleware in the list of settings, where every page would pay for it."""

    def ready(self) -> None:
        import_module("allauth.account.checks")
        import_module("kapea.web.staff.second_steps").record_changes()
