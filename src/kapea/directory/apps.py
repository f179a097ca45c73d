"""The directory, as an app of Django's."""

from __future__ import annotations

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "kapea.directory"
