"""Studies, as an app of Django's."""

from __future__ import annotations

from django.apps import AppConfig


class StudiesConfig(AppConfig):
    name = "kapea.studies"
