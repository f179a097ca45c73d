"""What may be done with what somebody told, and by whose word: permissions, and records of acting first."""

from __future__ import annotations

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "kapea.care"
