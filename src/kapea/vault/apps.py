"""Keys, and all that is done with them: no other room imports a cryptographic primitive."""

from __future__ import annotations

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "kapea.vault"
